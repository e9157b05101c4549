// SPDX-License-Identifier: Apache-2.0
import CLZ4

/// LZ4 with all its frames one after the other, as `lz4 -d` reads them; skippable frames are skipped.
///
/// A decoder needs no more than two of the largest blocks, 4 MiB each.
///
/// - SeeAlso: <https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md>
final class LZ4FrameDecoder: Decoder {
    /// An empty file holds no frame, and one that ends within a frame is cut short.
    private var isBetweenFrames = true
    private let context: OpaquePointer

    init() throws(SourceFailure) {
        var context: OpaquePointer?
        guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0, let context else {
            throw SourceFailure(problem: .decoderTooLarge(.lz4))
        }
        self.context = context
    }

    deinit { LZ4F_freeDecompressionContext(context) }

    func decode(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) -> DecoderProgress {
        if isLast, input.isEmpty, isBetweenFrames { return DecoderProgress(0, 0, .finished) }
        var consumed = input.count
        var produced = output.count
        let code = LZ4F_decompress(context, output.baseAddress, &produced, input.baseAddress, &consumed, nil)
        if LZ4F_isError(code) != 0 { return DecoderProgress(consumed, produced, .failed(.damaged(.lz4))) }
        isBetweenFrames = code == 0
        let isCutShort = isLast && input.isEmpty && produced == 0 && !isBetweenFrames
        return DecoderProgress(consumed, produced, isCutShort ? .failed(.truncated(.lz4)) : .running)
    }
}
