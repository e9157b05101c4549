// SPDX-License-Identifier: Apache-2.0
import CZstd
import MailMessage

/// Zstandard with all its frames one after the other, as `zstd -d` reads them; skippable frames are skipped.
///
/// - SeeAlso: RFC 8878
@safe final class ZstdDecoder: Decoder {
    /// An empty file holds no frame, and one that ends within a frame is cut short.
    private var isBetweenFrames = true
    // SAFETY: libzstd's own, freed by `deinit`.
    private let stream: OpaquePointer

    init(maxBytes: Int) throws(SourceFailure) {
        guard let stream = unsafe ZSTD_createDStream() else { throw SourceFailure(problem: .decoderTooLarge(.zstd)) }
        unsafe self.stream = stream
        // The window is what a decoder needs memory for; it is a power of two here. Out of bounds, libzstd keeps its own
        // limit of 128 MiB.
        _ = unsafe ZSTD_DCtx_setParameter(
            stream, ZSTD_d_windowLogMax, Int32(Int.bitWidth - 1 - max(1, maxBytes).leadingZeroBitCount))
    }

    deinit { unsafe ZSTD_freeDStream(stream) }

    func decode(_ input: Span<UInt8>, isLast: Bool, into output: inout OutputSpan<UInt8>) -> DecoderProgress {
        // Asked again at the end of a frame, the decoder would begin another.
        if isLast, input.isEmpty, isBetweenFrames { return DecoderProgress(0, .finished) }
        let filled = output.count
        // SAFETY: libzstd reads and writes within the two sizes, and nothing of it after the call.
        let (code, consumed) = unsafe output.append(from: input) { source, room in
            var source = unsafe ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
            var target = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
            let code = unsafe ZSTD_decompressStream(stream, &target, &source)
            return unsafe (target.pos, (code, source.pos))
        }
        if ZSTD_isError(code) != 0 {
            let error = ZSTD_getErrorCode(code)
            let isTooLarge =
                error == ZSTD_error_frameParameter_windowTooLarge || error == ZSTD_error_memory_allocation
            return DecoderProgress(consumed, .failed(isTooLarge ? .decoderTooLarge(.zstd) : .damaged(.zstd)))
        }
        isBetweenFrames = code == 0
        let isCutShort = isLast && input.isEmpty && output.count == filled && !isBetweenFrames
        return DecoderProgress(consumed, isCutShort ? .failed(.truncated(.zstd)) : .running)
    }
}
