// SPDX-License-Identifier: Apache-2.0
import CZlib

/// Unpacks what DEFLATE packed, no further than a limit.
///
/// - SeeAlso: RFC 1950, RFC 1951, RFC 1952.
package enum Inflation {
    /// What stands around the compressed data.
    package enum Wrapper: Int32 {
        /// zlib's header and checksum.
        case zlib = 15
        /// gzip's: the first member of a file.
        case gzip = 31
        /// Nothing, as in zip archives.
        case none = -15
    }

    /// Appends the unpacked bytes, at most `limit` of them, as far as the data are sound.
    ///
    /// - Returns: whether they are sound and all there.
    @discardableResult
    package static func append(
        _ bytes: Span<UInt8>, wrapper: Wrapper, to output: inout [UInt8], limit: Int
    ) -> Bool {
        guard limit > 0 else { return false }
        var room = limit
        var stream = unsafe z_stream()
        // SAFETY: zlib's state points back to the stream, which must not move meanwhile.
        return unsafe withUnsafeMutablePointer(to: &stream) { stream in
            let size = unsafe Int32(MemoryLayout<z_stream>.size)
            guard unsafe inflateInit2_(stream, wrapper.rawValue, ZLIB_VERSION, size) == Z_OK else { return false }
            defer { unsafe inflateEnd(stream) }
            var code = Z_OK
            var read = 0
            while code == Z_OK, room > 0 {
                let before = output.count
                output.append(addingCapacity: min(blockBytes, room)) { output in
                    (code, read) = unsafe step(stream, bytes, from: read, into: &output)
                }
                room -= output.count - before
            }
            return code == Z_STREAM_END
        }
    }

    /// Bytes that are unpacked at once.
    private static let blockBytes = 1 << 14
    /// The most that zlib is given at once: it counts in 32 bits.
    private static let maximumInput = 1 << 30

    /// Unpacks as much as there is room for; returns what zlib says, and up to where the input was read.
    private static func step(
        _ stream: UnsafeMutablePointer<z_stream>, _ bytes: Span<UInt8>, from start: Int,
        into output: inout OutputSpan<UInt8>
    ) -> (code: Int32, read: Int) {
        let rest = bytes.extracting(start..<min(bytes.count, start + maximumInput))
        // SAFETY: zlib reads and writes so much as the two numbers say, and nothing of it after the call.
        return unsafe output.append(from: rest) { source, target in
            // zlib does not write to its input; the parameter lacks the const.
            unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            unsafe stream.pointee.avail_in = UInt32(source.count)
            unsafe stream.pointee.next_out = target.baseAddress
            unsafe stream.pointee.avail_out = UInt32(target.count)
            let code = unsafe inflate(stream, Z_NO_FLUSH)
            let read = unsafe start + source.count - Int(stream.pointee.avail_in)
            return unsafe (target.count - Int(stream.pointee.avail_out), (code, read))
        }
    }
}
