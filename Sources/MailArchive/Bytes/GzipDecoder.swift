// SPDX-License-Identifier: Apache-2.0
import CZlib

/// gzip with all its members one after the other, as `gzip -d` reads them.
///
/// Zeros and other bytes after the last member are padding and ignored, as gzip does.
/// - SeeAlso: RFC 1952
final class GzipDecoder: Decoder {
    private var stream = z_stream()
    private var isBetweenMembers = false

    init() throws(SourceFailure) {
        guard spreu_inflate_gzip(&stream) == Z_OK else { throw SourceFailure(problem: .decoderTooLarge(.gzip)) }
    }

    deinit { inflateEnd(&stream) }

    func decode(
        _ input: UnsafeRawBufferPointer, isLast: Bool, into output: UnsafeMutableRawBufferPointer
    ) -> DecoderProgress {
        var skipped = 0
        if isBetweenMembers {
            while skipped < input.count, input[skipped] == 0 { skipped += 1 }
            if skipped == input.count { return DecoderProgress(skipped, 0, isLast ? .finished : .running) }
            guard input[skipped] == 0x1F, inflateReset(&stream) == Z_OK else {
                return DecoderProgress(skipped, 0, .finished)
            }
            isBetweenMembers = false
        }
        let rest = UnsafeRawBufferPointer(rebasing: input[skipped...])
        if rest.isEmpty, isLast { return DecoderProgress(skipped, 0, .failed(.truncated(.gzip))) }

        let room = min(output.count, 1 << 30)
        // zlib does not write to its input; the parameter lacks the const.
        stream.next_in = UnsafeMutableRawPointer(mutating: rest.baseAddress)?.assumingMemoryBound(to: UInt8.self)
        stream.avail_in = UInt32(rest.count)
        stream.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = UInt32(room)
        let code = inflate(&stream, Z_NO_FLUSH)
        let consumed = skipped + rest.count - Int(stream.avail_in)
        let produced = room - Int(stream.avail_out)
        switch code {
        case Z_OK, Z_BUF_ERROR: return DecoderProgress(consumed, produced, .running)
        case Z_STREAM_END:
            isBetweenMembers = true
            return DecoderProgress(consumed, produced, .running)
        default: return DecoderProgress(consumed, produced, .failed(.damaged(.gzip)))
        }
    }
}

extension DecoderProgress {
    init(_ consumed: Int, _ produced: Int, _ state: State) {
        self.init(consumed: consumed, produced: produced, state: state)
    }
}
