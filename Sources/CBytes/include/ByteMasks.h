// SPDX-License-Identifier: Apache-2.0
// Which of 64 bytes are of a kind, one bit for each: Swift has no portable way to make a vector's comparison a number.
#ifndef SPREU_BYTE_MASKS_H
#define SPREU_BYTE_MASKS_H

#include <stdint.h>

typedef uint8_t bytes_vector __attribute__((ext_vector_type(64)));
typedef _Bool bytes_bits __attribute__((ext_vector_type(64)));

#define BYTES_LOAD(name, bytes) \
    bytes_vector name;          \
    __builtin_memcpy(&name, bytes, 64)

#define BYTES_RETURN_MASK(condition)                                    \
    bytes_bits bits = __builtin_convertvector((condition), bytes_bits); \
    uint64_t mask;                                                      \
    __builtin_memcpy(&mask, &bits, 8);                                  \
    return mask

/// ASCII letters and digits, and every byte above 0x7F. Reads 64 bytes.
static inline uint64_t bytes_word_mask(const uint8_t *bytes) {
    BYTES_LOAD(b, bytes);
    BYTES_RETURN_MASK((((b | 0x20) - 0x61) < 26) | ((b - 0x30) < 10) | (b >= 0x80));
}

#endif
