// SPDX-License-Identifier: Apache-2.0
import CLZ4
import MailMessage

/// LZ4 with all its frames one after the other, as `lz4 -d` reads them; skippable frames are skipped.
///
/// A decoder needs no more than two of the largest blocks, 4 MiB each.
///
/// - SeeAlso: <https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md>
@safe final class LZ4FrameDecoder: Decoder {
    /// An empty file holds no frame, and one that ends within a frame is cut short.
    private var isBetweenFrames = true
    // SAFETY: liblz4's own, freed by `deinit`.
    private let context: OpaquePointer

    init() throws(SourceFailure) {
        var context: OpaquePointer?
        let code = unsafe LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))
        guard LZ4F_isError(code) == 0, let context = unsafe context else {
            throw SourceFailure(problem: .decoderTooLarge(.lz4))
        }
        unsafe self.context = context
    }

    deinit { unsafe LZ4F_freeDecompressionContext(context) }

    func decode(_ input: Span<UInt8>, isLast: Bool, into output: inout OutputSpan<UInt8>) -> DecoderProgress {
        if isLast, input.isEmpty, isBetweenFrames { return DecoderProgress(0, .finished) }
        let filled = output.count
        // SAFETY: liblz4 reads and writes within the two sizes, and nothing of it after the call.
        let (code, consumed) = unsafe output.append(from: input) { source, room in
            var (read, written) = (source.count, room.count)
            let code = unsafe LZ4F_decompress(context, room.baseAddress, &written, source.baseAddress, &read, nil)
            return (written, (code, read))
        }
        if LZ4F_isError(code) != 0 { return DecoderProgress(consumed, .failed(.damaged(.lz4))) }
        isBetweenFrames = code == 0
        let isCutShort = isLast && input.isEmpty && output.count == filled && !isBetweenFrames
        return DecoderProgress(consumed, isCutShort ? .failed(.truncated(.lz4)) : .running)
    }
}
