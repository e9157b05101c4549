// SPDX-License-Identifier: Apache-2.0
import Glibc

extension OutputSpan where Element == UInt8 {
    /// Appends bytes, for which there must be room.
    mutating func append(_ bytes: Span<UInt8>) {
        precondition(bytes.count <= freeCapacity)
        // SAFETY: there is room, as just checked, and nothing that is not filled is shared.
        unsafe withUnsafeMutableBufferPointer { room, count in
            unsafe bytes.withUnsafeBufferPointer { bytes in
                guard let source = bytes.baseAddress, let target = room.baseAddress else { return }
                unsafe memcpy(target + count, source, bytes.count)
                count += bytes.count
            }
        }
    }

    /// Appends what a decoder of C makes of bytes.
    ///
    /// - Parameter decode: Reads within the first buffer and writes within the second alone, during the call; returns how many
    ///   bytes it wrote, and what else it has to say.
    mutating func append<Result>(
        from input: Span<UInt8>,
        by decode: (UnsafeBufferPointer<UInt8>, UnsafeMutableBufferPointer<UInt8>) -> (written: Int, Result)
    ) -> Result {
        // SAFETY: the decoder has the room that is not filled, and what it says of it is checked.
        unsafe withUnsafeMutableBufferPointer { all, count in
            unsafe input.withUnsafeBufferPointer { input in
                let room = unsafe UnsafeMutableBufferPointer(rebasing: all[count...])
                let (written, result) = unsafe decode(input, room)
                precondition(written >= 0 && written <= room.count)
                count += written
                return result
            }
        }
    }
}

extension Array where Element == UInt8 {
    /// Appends bytes.
    mutating func append(_ bytes: Span<UInt8>) { append(addingCapacity: bytes.count) { $0.append(bytes) } }
}
