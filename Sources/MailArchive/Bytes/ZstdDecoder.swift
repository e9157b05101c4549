// SPDX-License-Identifier: Apache-2.0
import CZstd

/// Zstandard with all its frames one after the other, as `zstd -d` reads them; skippable frames are skipped.
///
/// - SeeAlso: RFC 8878
final class ZstdDecoder: Decoder {
    /// An empty file holds no frame, and one that ends within a frame is cut short.
    private var isBetweenFrames = true
    private let stream: OpaquePointer

    init(maxBytes: Int) throws(SourceFailure) {
        guard let stream = ZSTD_createDStream() else { throw SourceFailure(problem: .decoderTooLarge(.zstd)) }
        self.stream = stream
        // The window is what a decoder needs memory for; it is a power of two here. Out of bounds, libzstd keeps its own
        // limit of 128 MiB.
        _ = ZSTD_DCtx_setParameter(
            stream, ZSTD_d_windowLogMax, Int32(Int.bitWidth - 1 - max(1, maxBytes).leadingZeroBitCount))
    }

    deinit { ZSTD_freeDStream(stream) }

    func decode(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) -> DecoderProgress {
        // Asked again at the end of a frame, the decoder would begin another.
        if isLast, input.isEmpty, isBetweenFrames { return DecoderProgress(0, 0, .finished) }
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let code = ZSTD_decompressStream(stream, &target, &source)
        if ZSTD_isError(code) != 0 {
            let error = ZSTD_getErrorCode(code)
            let isTooLarge =
                error == ZSTD_error_frameParameter_windowTooLarge || error == ZSTD_error_memory_allocation
            return DecoderProgress(
                source.pos, target.pos, .failed(isTooLarge ? .decoderTooLarge(.zstd) : .damaged(.zstd)))
        }
        isBetweenFrames = code == 0
        let isCutShort = isLast && input.isEmpty && target.pos == 0 && !isBetweenFrames
        return DecoderProgress(source.pos, target.pos, isCutShort ? .failed(.truncated(.zstd)) : .running)
    }
}
