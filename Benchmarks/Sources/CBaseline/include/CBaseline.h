// SPDX-License-Identifier: Apache-2.0
#ifndef CBASELINE_H
#define CBASELINE_H
#include <stddef.h>
#include <stdint.h>

// What C does with the same bytes in the same run: the yardstick of all ratios.

/// The newlines found by memchr, from one to the next: about as fast as bytes can be looked at.
size_t baseline_memchr(const uint8_t *bytes, size_t count);

/// A hash of the lower-case letters and digits of each word: one step, one table and one branch a byte, as any
/// tokeniser that is written in C has at least.
uint64_t baseline_words(const uint8_t *bytes, size_t count);

/// The user CPU time of the calling thread in seconds.
double baseline_user_seconds(void);

#endif
