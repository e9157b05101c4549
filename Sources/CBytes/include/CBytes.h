// SPDX-License-Identifier: Apache-2.0
// C functions that Glibc's Swift module does not import.
//
// No header of the C library that declares a struct is included here, and no feature macro is defined: what this
// module declared otherwise than Foundation's modules do, such as fd_set, would end the build, or not, by the order of
// its steps.
#ifndef SPREU_CBYTES_H
#define SPREU_CBYTES_H

#include "ByteMasks.h"

#include <iconv.h>
#include <stddef.h>

void *memmem(const void *, size_t, const void *, size_t);
void *memrchr(const void *, int, size_t);

static inline const void *bytes_find(const void *haystack, size_t count, const void *needle, size_t needleCount) {
    return memmem(haystack, count, needle, needleCount);
}

static inline const void *bytes_find_last(const void *haystack, int byte, size_t count) {
    return memrchr(haystack, byte, count);
}

// An extended attribute of what a path leads to: how many bytes were put into the buffer, or -1.
ptrdiff_t bytes_attribute(const char *path, const char *name, void *buffer, size_t size);

static inline void bytes_prefetch(const void *address) { __builtin_prefetch(address, 0, 1); }

static inline void bytes_prefetch_for_write(const void *address) { __builtin_prefetch(address, 1, 1); }

// At most two arenas for all threads, and free memory above a mebibyte at the heap's end goes back to the system.
void bytes_limit_heap(void);

#endif
