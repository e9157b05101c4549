// SPDX-License-Identifier: Apache-2.0
// C functions that Glibc's Swift module does not import, as inline wrappers.
#ifndef SPREU_CBYTES_H
#define SPREU_CBYTES_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "ByteMasks.h"

#include <iconv.h>
#include <malloc.h>
#include <stddef.h>
#include <sys/xattr.h>

void *memmem(const void *, size_t, const void *, size_t);
void *memrchr(const void *, int, size_t);

static inline const void *bytes_find(const void *haystack, size_t count, const void *needle, size_t needleCount) {
    return memmem(haystack, count, needle, needleCount);
}

static inline const void *bytes_find_last(const void *haystack, int byte, size_t count) {
    return memrchr(haystack, byte, count);
}

// An extended attribute of what a path leads to: how many bytes were put into the buffer, or -1.
static inline ssize_t bytes_attribute(const char *path, const char *name, void *buffer, size_t size) {
    return getxattr(path, name, buffer, size);
}

static inline void bytes_prefetch(const void *address) { __builtin_prefetch(address, 0, 1); }

static inline void bytes_prefetch_for_write(const void *address) { __builtin_prefetch(address, 1, 1); }

// At most two arenas for all threads, and free memory above a mebibyte at the heap's end goes back to the system.
static inline void bytes_limit_heap(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TRIM_THRESHOLD, 1 << 20);
}

#endif
