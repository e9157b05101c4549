// SPDX-License-Identifier: Apache-2.0
#include <lzma.h>

// LZMA_STREAM_INIT is a macro that Swift does not import.
static inline lzma_stream spreu_lzma_stream(void) {
    lzma_stream stream = LZMA_STREAM_INIT;
    return stream;
}

// Neither is a macro with a cast.
static inline lzma_ret spreu_lzma_decoder(lzma_stream *stream, uint64_t memory_limit) {
    return lzma_stream_decoder(stream, memory_limit, LZMA_CONCATENATED);
}
