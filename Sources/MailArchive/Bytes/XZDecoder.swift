// SPDX-License-Identifier: Apache-2.0
import CLZMA

/// xz with all its streams one after the other and the padding between them.
///
/// - SeeAlso: The .xz File Format 1.1.0, sections 2 and 2.2
final class XZDecoder: Decoder {
    private var stream = spreu_lzma_stream()

    init(maxBytes: Int) throws(SourceFailure) {
        let code = spreu_lzma_decoder(&stream, UInt64(maxBytes))
        guard code == LZMA_OK else { throw SourceFailure(problem: .decoderTooLarge(.xz)) }
    }

    deinit { lzma_end(&stream) }

    func decode(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) -> DecoderProgress {
        stream.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_in = input.count
        stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = output.count
        let code = lzma_code(&stream, isLast ? LZMA_FINISH : LZMA_RUN)
        let consumed = input.count - stream.avail_in
        let produced = output.count - stream.avail_out
        let state: DecoderProgress.State =
            switch code {
            case LZMA_OK: .running
            case LZMA_STREAM_END: .finished
            case LZMA_BUF_ERROR: isLast ? .failed(.truncated(.xz)) : .running
            case LZMA_MEMLIMIT_ERROR, LZMA_MEM_ERROR: .failed(.decoderTooLarge(.xz))
            default: .failed(.damaged(.xz))
            }
        return DecoderProgress(consumed: consumed, produced: produced, state: state)
    }
}
