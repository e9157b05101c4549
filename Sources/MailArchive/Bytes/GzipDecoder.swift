// SPDX-License-Identifier: Apache-2.0
import CZlib
import MailMessage

/// gzip with all its members one after the other, as `gzip -d` reads them.
///
/// Zeros and other bytes after the last member are padding and ignored, as gzip does.
/// - SeeAlso: RFC 1952
@safe final class GzipDecoder: Decoder {
    /// The most that zlib is asked for at once: it counts in 32 bits.
    private static let maxBytes = 1 << 30

    // SAFETY: what it points to outside of a call is zlib's own.
    private var stream = unsafe z_stream()
    private var isBetweenMembers = false

    init() throws(SourceFailure) {
        guard unsafe spreu_inflate_gzip(&stream) == Z_OK else { throw SourceFailure(problem: .decoderTooLarge(.gzip)) }
    }

    deinit { unsafe inflateEnd(&stream) }

    func decode(_ input: Span<UInt8>, isLast: Bool, into output: inout OutputSpan<UInt8>) -> DecoderProgress {
        var skipped = 0
        if isBetweenMembers {
            while skipped < input.count, input[skipped] == 0 { skipped += 1 }
            if skipped == input.count { return DecoderProgress(skipped, isLast ? .finished : .running) }
            guard input[skipped] == 0x1F, unsafe inflateReset(&stream) == Z_OK else {
                return DecoderProgress(skipped, .finished)
            }
            isBetweenMembers = false
        }
        let rest = input.extracting(skipped..<min(input.count, skipped + Self.maxBytes))
        if rest.isEmpty, isLast { return DecoderProgress(skipped, .failed(.truncated(.gzip))) }

        let (code, left) = inflate(rest, into: &output)
        let consumed = skipped + rest.count - left
        switch code {
        case Z_OK, Z_BUF_ERROR: return DecoderProgress(consumed, .running)
        case Z_STREAM_END:
            isBetweenMembers = true
            return DecoderProgress(consumed, .running)
        default: return DecoderProgress(consumed, .failed(.damaged(.gzip)))
        }
    }

    /// What zlib says, and how many bytes of the input it left.
    private func inflate(_ input: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> (code: Int32, left: Int) {
        // SAFETY: zlib reads and writes so much as the two numbers say, and nothing of it after the call.
        unsafe output.append(from: input) { source, target in
            let room = min(target.count, Self.maxBytes)
            // zlib does not write to its input; the parameter lacks the const.
            unsafe stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            unsafe stream.avail_in = UInt32(source.count)
            unsafe stream.next_out = target.baseAddress
            unsafe stream.avail_out = UInt32(room)
            let code = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
            return unsafe (room - Int(stream.avail_out), (code, Int(stream.avail_in)))
        }
    }
}
