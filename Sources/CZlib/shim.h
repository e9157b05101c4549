// SPDX-License-Identifier: Apache-2.0
#include <zlib.h>
#include <string.h>

// inflateInit2 is a macro that Swift does not import. 16 + 15 window bits: gzip wrapper, largest window.
static inline int spreu_inflate_gzip(z_stream *stream) {
    memset(stream, 0, sizeof *stream);
    return inflateInit2(stream, 16 + MAX_WBITS);
}

// 32 + 15: gzip's wrapper or zlib's, whichever comes, as HTTP's "gzip" and "deflate" mean them.
static inline int spreu_inflate_either(z_stream *stream) {
    memset(stream, 0, sizeof *stream);
    return inflateInit2(stream, 32 + MAX_WBITS);
}

// The same without a wrapper's magic: zlib's own format (RFC 1950), as spamc compresses.
static inline int spreu_inflate_zlib(z_stream *stream) {
    memset(stream, 0, sizeof *stream);
    return inflateInit2(stream, MAX_WBITS);
}
