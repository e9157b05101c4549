// SPDX-License-Identifier: Apache-2.0
#include "CBytes.h"

#include <malloc.h>
#include <sys/xattr.h>

ptrdiff_t bytes_attribute(const char *path, const char *name, void *buffer, size_t size) {
    return getxattr(path, name, buffer, size);
}

void bytes_limit_heap(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TRIM_THRESHOLD, 1 << 20);
}
