// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc

extension Span where Element == UInt8 {
    /// The first index of a word in a range, by `memmem`.
    @inline(__always)
    func firstIndex(of word: StaticString, in range: Range<Int>) -> Int? {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress, !range.isEmpty,
                let found = bytes_find(base + range.lowerBound, range.count, word.utf8Start, word.utf8CodeUnitCount)
            else { return nil }
            return found - UnsafeRawPointer(base)
        }
    }

    /// Whether a word in lower case stands at an index, in whatever case.
    func hasIgnoringCase(_ word: StaticString, at index: Int) -> Bool {
        guard word.utf8CodeUnitCount <= count - index else { return false }
        for offset in 0..<word.utf8CodeUnitCount
        where self[index + offset].lowercased != word.utf8Start[offset] { return false }
        return true
    }
}
