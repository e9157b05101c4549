// SPDX-License-Identifier: Apache-2.0
import CZlib

/// Unpacks a message that a client compressed, no further than the message's limit: with zlib's wrapper (RFC 1950), as spamc
/// does, or with gzip's (RFC 1952), as HTTP's clients do.
///
/// zlib expands a thousandfold at most; what is beyond the limit is not unpacked at all, so a bomb costs no more than a
/// message of the largest size.
final class ZlibInflater {
    /// zlib's state points back to it, so it must not move: it has memory of its own.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let isReady: Bool
    /// Whether the compressed data came to their end.
    private(set) var isFinished = false

    /// - Parameter isEither: Whether gzip's wrapper may come, too.
    init(isEither: Bool) {
        stream.initialize(to: z_stream())
        isReady = (isEither ? spreu_inflate_either(stream) : spreu_inflate_zlib(stream)) == Z_OK
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Unpacks a piece; false if it is no compressed data.
    func inflate(_ piece: UnsafeRawBufferPointer, into message: inout MessageBuffer) -> Bool {
        guard isReady else { return false }
        // What follows the end is ignored, as spamd does; so is everything once the message is cut.
        guard !isFinished, message.isWhole else { return true }
        // zlib does not write to its input; the parameter lacks the const.
        stream.pointee.next_in = UnsafeMutableRawPointer(mutating: piece.baseAddress)?.assumingMemoryBound(
            to: UInt8.self)
        stream.pointee.avail_in = UInt32(clamping: piece.count)
        return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { room in
            while true {
                stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_out = UInt32(room.count)
                let code = CZlib.inflate(stream, Z_NO_FLUSH)
                let produced = room.count - Int(stream.pointee.avail_out)
                message.append(UnsafeRawBufferPointer(rebasing: room[..<produced]))
                switch code {
                case Z_STREAM_END:
                    isFinished = true
                    return true
                case Z_OK, Z_BUF_ERROR:
                    guard message.isWhole else { return true }
                    if produced < room.count { return true }
                default: return false
                }
            }
        }
    }
}

extension MessageBuffer {
    /// Unpacks what a client sent compressed.
    ///
    /// - Parameters:
    ///   - message: What collects it.
    ///   - isGzipAllowed: Whether gzip's wrapper may come, too.
    /// - Returns: the message, or nil if this is no compressed data, or ends before they do.
    package func unpacked(
        into message: consuming MessageBuffer, isGzipAllowed: Bool = false
    ) -> MessageBuffer? {
        guard size > 0 else { return message }
        let inflater = ZlibInflater(isEither: isGzipAllowed)
        guard bytes.withUnsafeBytes({ inflater.inflate($0, into: &message) }) else { return nil }
        if !inflater.isFinished, message.isWhole {
            guard !isWhole else { return nil }
            // What is missing here would have been some of it.
            message.skip(size - bytes.count)
        }
        return message
    }
}
