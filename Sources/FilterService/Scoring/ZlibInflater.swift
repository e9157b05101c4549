// SPDX-License-Identifier: Apache-2.0
import CZlib

/// Unpacks zlib's own wrapper (RFC 1950), or gzip's (RFC 1952).
final class ZlibInflater: MessageInflater {
    /// zlib's state points back to it, so it must not move: it has memory of its own.
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let isReady: Bool
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

    func inflate(_ piece: UnsafeRawBufferPointer, into message: inout MessageBuffer) -> Bool {
        guard isReady else { return false }
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
