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
        var room = limit
        var block = [UInt8](repeating: 0, count: min(max(limit, 0), 1 << 14))
        guard !block.isEmpty else { return false }
        var stream = z_stream()
        // zlib's state points back to the stream, which must not move meanwhile.
        return withUnsafeMutablePointer(to: &stream) { stream in
            let size = Int32(MemoryLayout<z_stream>.size)
            guard inflateInit2_(stream, wrapper.rawValue, ZLIB_VERSION, size) == Z_OK else { return false }
            defer { inflateEnd(stream) }
            return bytes.withUnsafeBufferPointer { input in
                // zlib does not write to its input; the parameter lacks the const.
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(clamping: input.count)
                var code = Z_OK
                while code == Z_OK, room > 0 {
                    let capacity = min(block.count, room)
                    code = block.withUnsafeMutableBufferPointer { block in
                        stream.pointee.next_out = block.baseAddress
                        stream.pointee.avail_out = UInt32(capacity)
                        return inflate(stream, Z_NO_FLUSH)
                    }
                    let produced = capacity - Int(stream.pointee.avail_out)
                    output += block[..<produced]
                    room -= produced
                }
                return code == Z_STREAM_END
            }
        }
    }
}
