// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What the parsers of log lines ask of bytes.
extension Span where Element == UInt8 {
    /// Whether a word stands at an index.
    @inline(__always)
    func has(_ word: StaticString, at index: Int) -> Bool {
        let wanted = word.bytes
        guard index >= 0, wanted.count <= count - index else { return false }
        return extracting(index..<index + wanted.count).isSame(as: wanted)
    }

    /// Whether these are the bytes of a word.
    @inline(__always)
    func equals(_ word: StaticString) -> Bool { isSame(as: word.bytes) }

    /// Whether a word ends at an index.
    @inline(__always)
    func has(_ word: StaticString, before end: Int) -> Bool { has(word, at: end - word.utf8CodeUnitCount) }

    /// The first index of a word between two indices; nil also where the second does not lie behind the first.
    @inline(__always)
    func find(_ word: StaticString, from start: Int, before end: Int) -> Int? {
        start < end ? firstIndex(of: word, in: start..<end) : nil
    }

    /// The last index of a word between two indices.
    func findLast(_ word: StaticString, from start: Int, before end: Int) -> Int? {
        var last: Int?
        var from = start
        while let found = find(word, from: from, before: end) {
            last = found
            from = found + 1
        }
        return last
    }

    /// The first index of a byte between two indices; nil also where the second does not lie behind the first.
    @inline(__always)
    func find(_ byte: UInt8, from start: Int, before end: Int) -> Int? {
        start < end ? firstIndex(of: byte, in: start..<end) : nil
    }

    /// The first index of a byte from an index on, or the end.
    @inline(__always)
    func index(of byte: UInt8, from start: Int, or end: Int) -> Int {
        var index = start
        while index < end {
            if self[index] == byte { return index }
            index += 1
        }
        return end
    }

    /// The number that the digits from an index on make, and where they end; nil without a digit, or of more than 18.
    @inline(__always)
    func number(at start: Int, before end: Int) -> (value: Int, end: Int)? {
        var index = start
        var value = 0
        while index < end, self[index] &- 0x30 < 10 {
            if index - start == 18 { return nil }
            value = value * 10 + Int(self[index] &- 0x30)
            index += 1
        }
        return index > start ? (value, index) : nil
    }

    /// A number of exactly two digits; a blank may stand for the first.
    @inline(__always)
    func twoDigits(at index: Int) -> Int? {
        guard index + 2 <= count else { return nil }
        let tens = self[index] == 0x20 ? 0 : self[index] &- 0x30
        let ones = self[index + 1] &- 0x30
        return tens < 10 && ones < 10 ? Int(tens) * 10 + Int(ones) : nil
    }

    /// A number of digits with a fraction, such as `0.07`; nil for anything else.
    func decimal(_ range: Range<Int>) -> Double? {
        guard let whole = number(at: range.lowerBound, before: range.upperBound) else { return nil }
        guard whole.end < range.upperBound else { return Double(whole.value) }
        guard self[whole.end] == UInt8(ascii: "."),
            let fraction = number(at: whole.end + 1, before: range.upperBound), fraction.end == range.upperBound
        else { return nil }
        var scale = 1.0
        for _ in whole.end + 1..<fraction.end { scale *= 10 }
        return Double(whole.value) + Double(fraction.value) / scale
    }

    /// The bytes of a range as text: invalid UTF-8 becomes U+FFFD.
    func text(_ range: Range<Int>) -> String { String(decoding: array(range), as: UTF8.self) }

    /// A hash of a range, the same in every process: queue ids, addresses and names are compared by it.
    ///
    /// - Parameter foldsCase: whether ASCII letters count as the same in either case.
    /// - SeeAlso: wyhash; the mixing step is a folded 64 by 64 bit multiplication.
    @inline(__always)
    func hash(_ range: Range<Int>, seed: UInt64 = 0, foldsCase: Bool = false) -> UInt64 {
        let bytes = extracting(range)
        let fold: UInt64 = foldsCase ? 0x2020_2020_2020_2020 : 0
        var state = seed ^ 0x9e37_79b9_7f4a_7c15 ^ UInt64(truncatingIfNeeded: bytes.count)
        var index = 0
        while index &+ 8 <= bytes.count {
            state = mixed(state ^ (bytes.word(at: index) | fold))
            index &+= 8
        }
        var rest: UInt64 = 0
        while index < bytes.count {
            rest = rest << 8 | UInt64(bytes[index])
            index &+= 1
        }
        return mixed(state ^ (rest | fold))
    }
}

/// One mixing step of a hash.
@inline(__always)
func mixed(_ value: UInt64) -> UInt64 {
    let product = (value ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: 0xe703_7ed1_a0b4_28db)
    return product.high ^ product.low
}

extension UInt8 {
    /// A digit or an ASCII letter.
    @inline(__always) var isAlphanumeric: Bool { self &- 0x30 < 10 || (self | 0x20) &- 0x61 < 26 }

    @inline(__always) var isDecimalDigit: Bool { self &- 0x30 < 10 }
}
