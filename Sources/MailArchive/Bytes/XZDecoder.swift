// SPDX-License-Identifier: Apache-2.0
import CLZMA
import MailMessage

/// xz with all its streams one after the other and the padding between them.
///
/// - SeeAlso: The .xz File Format 1.1.0, sections 2 and 2.2
@safe final class XZDecoder: Decoder {
    // SAFETY: what it points to outside of a call is liblzma's own.
    private var stream = unsafe spreu_lzma_stream()

    init(maxBytes: Int) throws(SourceFailure) {
        let code = unsafe spreu_lzma_decoder(&stream, UInt64(maxBytes))
        guard code == LZMA_OK else { throw SourceFailure(problem: .decoderTooLarge(.xz)) }
    }

    deinit { unsafe lzma_end(&stream) }

    func decode(_ input: Span<UInt8>, isLast: Bool, into output: inout OutputSpan<UInt8>) -> DecoderProgress {
        // SAFETY: liblzma reads and writes so much as the two numbers say, and nothing of it after the call.
        let (code, left) = unsafe output.append(from: input) { source, room in
            unsafe stream.next_in = source.baseAddress
            unsafe stream.avail_in = source.count
            unsafe stream.next_out = room.baseAddress
            unsafe stream.avail_out = room.count
            let code = unsafe lzma_code(&stream, isLast ? LZMA_FINISH : LZMA_RUN)
            return unsafe (room.count - stream.avail_out, (code, stream.avail_in))
        }
        let state: DecoderProgress.State =
            switch code {
            case LZMA_OK: .running
            case LZMA_STREAM_END: .finished
            case LZMA_BUF_ERROR: isLast ? .failed(.truncated(.xz)) : .running
            case LZMA_MEMLIMIT_ERROR, LZMA_MEM_ERROR: .failed(.decoderTooLarge(.xz))
            default: .failed(.damaged(.xz))
            }
        return DecoderProgress(input.count - left, state)
    }
}
