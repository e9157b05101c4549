// SPDX-License-Identifier: Apache-2.0
import Glibc

extension OutputSpan where Element == UInt8 {
    /// Appends bytes, for which there must be room.
    @inline(__always)
    package mutating func append(_ bytes: Span<UInt8>) {
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

    /// Appends three bytes for every four from a place on, the lowest 24 bits of a value, the highest first; stops where a value
    /// has its top bit set, or where there are no four bytes or no room for four.
    ///
    /// Input and room are checked once for all groups, so that a group takes one load and one store.
    ///
    /// - Parameter value: What four bytes stand for, the first of them the lowest of the number.
    /// - Returns: how many bytes were taken.
    @inline(__always)
    mutating func appendTriples(
        of input: Span<UInt8>, from start: Int, value: (UInt32) -> UInt32
    ) -> Int {
        precondition(start >= 0 && start <= input.count)
        // SAFETY: of n groups 4n bytes are read, and there are so many. The last of them is stored at 3n - 3 and takes four bytes,
        // so 3n + 1 are written, and there is room for them.
        return unsafe withUnsafeMutableBufferPointer { room, count in
            unsafe input.bytes.withUnsafeBytes { input in
                let groups = min((input.count &- start) / 4, (room.count &- count &- 1) / 3)
                guard groups > 0 else { return 0 }
                let target = UnsafeMutableRawBufferPointer(room)
                var (read, written) = (start, count)
                let end = start &+ groups &* 4
                while read < end {
                    let four = unsafe input.loadUnaligned(fromByteOffset: read, as: UInt32.self)
                    let three = value(UInt32(littleEndian: four))
                    if three >> 31 != 0 { break }
                    // The fourth byte is written over by the next group, or is not counted.
                    unsafe target.storeBytes(of: (three << 8).bigEndian, toByteOffset: written, as: UInt32.self)
                    read &+= 4
                    written &+= 3
                }
                count = written
                return read &- start
            }
        }
    }

    /// Appends what a decoder of C makes of bytes.
    ///
    /// - Parameter decode: Reads within the first buffer and writes within the second alone, during the call; returns how many
    ///   bytes it wrote, and what else it has to say.
    package mutating func append<Result>(
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

    /// Appends a Unicode scalar as UTF-8, for which there must be room: at most four bytes.
    @inline(__always)
    mutating func append(utf8 scalar: UInt32) {
        if scalar < 0x80 {
            append(UInt8(truncatingIfNeeded: scalar))
        } else if scalar < 0x800 {
            append(UInt8(truncatingIfNeeded: 0xc0 | scalar >> 6))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3f))
        } else if scalar < 0x1_0000 {
            append(UInt8(truncatingIfNeeded: 0xe0 | scalar >> 12))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3f))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3f))
        } else {
            append(UInt8(truncatingIfNeeded: 0xf0 | scalar >> 18))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3f))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3f))
            append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3f))
        }
    }
}

extension MutableSpan where Element == UInt8 {
    /// Moves bytes to another place, over what is there; the ranges may overlap.
    mutating func move(_ range: Range<Int>, to place: Int) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count && place >= 0 && place <= count - range.count)
        // SAFETY: both ranges are within the bytes, as just checked.
        unsafe withUnsafeMutableBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe memmove(base + place, base + range.lowerBound, range.count)
        }
    }
}

/// Lends room for bytes, on the stack if they are few.
@inline(__always)
func withTemporaryBytes<Result>(_ capacity: Int, _ body: (inout OutputSpan<UInt8>) -> Result) -> Result {
    // SAFETY: nothing is read that was not written, and bytes need no deinitialization.
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity) { room in
        var bytes = unsafe OutputSpan(buffer: room, initializedCount: 0)
        let result = body(&bytes)
        _ = unsafe bytes.finalize(for: room)
        return result
    }
}
