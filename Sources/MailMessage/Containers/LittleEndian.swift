// SPDX-License-Identifier: Apache-2.0

extension Span where Element == UInt8 {
    /// The two bytes at a place, the lowest first; nil if they are not there.
    func uint16(at place: Int) -> Int? {
        guard place >= 0, place <= count - 2 else { return nil }
        return Int(self[place]) | Int(self[place + 1]) << 8
    }

    /// The four bytes at a place, the lowest first; nil if they are not there.
    func uint32(at place: Int) -> Int? {
        guard let low = uint16(at: place), let high = uint16(at: place + 2) else { return nil }
        return low | high << 16
    }

    /// A copy of the bytes of a range, as far as they are there.
    func bytes(_ range: Range<Int>) -> [UInt8] { array(range.clamped(to: 0..<count)) }

    /// Whether an ASCII text stands at a place.
    func has(_ text: StaticString, at place: Int) -> Bool {
        place >= 0 && place <= count && extracting(place...).hasPrefix(text)
    }
}
