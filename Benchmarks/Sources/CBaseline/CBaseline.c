// SPDX-License-Identifier: Apache-2.0
#define _GNU_SOURCE
#include "CBaseline.h"
#include <string.h>
#include <sys/resource.h>

size_t baseline_memchr(const uint8_t *bytes, size_t count) {
    const uint8_t *end = bytes + count;
    size_t found = 0;
    while (bytes < end && (bytes = memchr(bytes, '\n', (size_t)(end - bytes)))) {
        found += 1;
        bytes += 1;
    }
    return found;
}

uint64_t baseline_words(const uint8_t *bytes, size_t count) {
    uint8_t fold[256] = {0};
    for (int i = '0'; i <= '9'; i += 1) fold[i] = (uint8_t)i;
    for (int i = 'a'; i <= 'z'; i += 1) fold[i] = fold[i - 'a' + 'A'] = (uint8_t)i;
    uint64_t sum = 0, hash = 0;
    for (size_t i = 0; i < count; i += 1) {
        uint8_t letter = fold[bytes[i]];
        if (letter) {
            hash = (hash ^ letter) * 0x100000001b3u;
        } else {
            sum += hash ^ (hash >> 32);
            hash = 0;
        }
    }
    return sum + hash;
}

double baseline_user_seconds(void) {
    struct rusage used;
    if (getrusage(RUSAGE_THREAD, &used) != 0) return 0;
    return (double)used.ru_utime.tv_sec + (double)used.ru_utime.tv_usec / 1e6;
}
