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

/// ASCII letters. Reads 64 bytes.
static inline uint64_t bytes_letter_mask(const uint8_t *bytes) {
    BYTES_LOAD(b, bytes);
    BYTES_RETURN_MASK(((b | 0x20) - 0x61) < 26);
}

/// ASCII capitals. Reads 64 bytes.
static inline uint64_t bytes_capital_mask(const uint8_t *bytes) {
    BYTES_LOAD(b, bytes);
    BYTES_RETURN_MASK((b - 0x41) < 26);
}

/// What separates words: white space, control characters and `"&(),/:;<=>?[\]{|}`. Reads 64 bytes.
static inline uint64_t bytes_separator_mask(const uint8_t *bytes) {
    BYTES_LOAD(b, bytes);
    BYTES_RETURN_MASK(
        (b <= 0x20) | ((b - 0x3a) < 6) | (((b | 0x20) - 0x7b) < 3) | ((b & 0xfe) == 0x28) | (b == 0x22) | (b == 0x26)
        | (b == 0x2c) | (b == 0x2f));
}

/// First bytes of UTF-8 sequences of three or four bytes. Reads 64 bytes.
static inline uint64_t bytes_wide_mask(const uint8_t *bytes) {
    BYTES_LOAD(b, bytes);
    BYTES_RETURN_MASK(b >= 0xe0);
}

/// Colons before a slash, and `w` before a dot: where a link may be written out. Reads 65 bytes.
static inline uint64_t bytes_link_mask(const uint8_t *bytes) {
    BYTES_LOAD(b, bytes);
    BYTES_LOAD(next, bytes + 1);
    BYTES_RETURN_MASK(((b == 0x3a) & (next == 0x2f)) | (((b | 0x20) == 0x77) & (next == 0x2e)));
}

#endif
