// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc

/// A growing run of bytes that is used again and again: canonical texts are built in it, without an allocation each.
///
/// Behind the last byte there are always ``slack`` readable zero or stale bytes, so that windows may be loaded whole.
struct ScratchBytes: ~Copyable {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int

    /// Bytes that may be read (not trusted) beyond the end.
    static let slack = 64

    init(capacity: Int = 4096) {
        self.capacity = capacity
        base = .allocate(capacity: capacity + Self.slack)
        base.initialize(repeating: 0, count: capacity + Self.slack)
    }

    deinit { base.deallocate() }

    /// The bytes, valid until the next change.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: base, count: count) }

    var isEmpty: Bool { count == 0 }

    subscript(index: Int) -> UInt8 {
        @inline(__always) get {
            precondition(index >= 0 && index < count)
            return base[index]
        }
        @inline(__always) set {
            precondition(index >= 0 && index < count)
            base[index] = newValue
        }
    }

    @inline(__always)
    mutating func removeAll() { count = 0 }

    /// Forgets the bytes from `newCount` on.
    @inline(__always)
    mutating func truncate(to newCount: Int) {
        precondition(newCount >= 0 && newCount <= count)
        count = newCount
    }

    /// Makes room for `more` bytes.
    @inline(__always)
    mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(by: more) }
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + Self.slack)
        moved.initialize(repeating: 0, count: larger + Self.slack)
        memcpy(moved, base, count)
        base.deallocate()
        base = moved
        capacity = larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        memcpy(base + count, start, bytes.count)
        count += bytes.count
    }

    /// Appends bytes, each made another.
    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, as transform: (UInt8) -> UInt8) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        let place = base + count
        for index in 0..<bytes.count { place[index] = transform(start[index]) }
        count &+= bytes.count
    }

    mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBufferPointer { append($0) } }

    mutating func append(_ bytes: ArraySlice<UInt8>) { bytes.withUnsafeBufferPointer { append($0) } }

    mutating func append(_ text: StaticString) {
        append(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    mutating func append(number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        let start = count
        var rest = number.magnitude
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        var digits = UnsafeMutableBufferPointer(start: base + start, count: count - start)
        digits.reverse()
    }

    /// Appends a character in UTF-8; `scalar` is a valid one.
    @inline(__always)
    mutating func append(scalar: UInt32) {
        reserve(4)
        if scalar < 0x80 {
            base[count] = UInt8(truncatingIfNeeded: scalar)
            count &+= 1
            return
        }
        count &+= Self.encode(scalar, at: base + count)
    }

    @inline(__always)
    private static func encode(_ scalar: UInt32, at place: UnsafeMutablePointer<UInt8>) -> Int {
        let last = UInt8(truncatingIfNeeded: scalar & 0x3f) | 0x80
        if scalar < 0x800 {
            place[0] = UInt8(truncatingIfNeeded: scalar >> 6) | 0xc0
            place[1] = last
            return 2
        }
        let middle = UInt8(truncatingIfNeeded: scalar >> 6 & 0x3f) | 0x80
        if scalar < 0x1_0000 {
            place[0] = UInt8(truncatingIfNeeded: scalar >> 12) | 0xe0
            place[1] = middle
            place[2] = last
            return 3
        }
        place[0] = UInt8(truncatingIfNeeded: scalar >> 18 & 7) | 0xf0
        place[1] = UInt8(truncatingIfNeeded: scalar >> 12 & 0x3f) | 0x80
        place[2] = middle
        place[3] = last
        return 4
    }

    /// Takes out a range; what is behind it moves up.
    mutating func remove(_ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        memmove(base + range.lowerBound, base + range.upperBound, count - range.upperBound)
        count -= range.count
    }

    /// Puts the bytes from `tail` on in the place of an earlier range.
    mutating func moveTail(from tail: Int, over range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= tail && tail <= count)
        let moved = count - tail
        if moved == range.count {
            memmove(base + range.lowerBound, base + tail, moved)
            count = tail
            return
        }
        // Rotate the tail to its place: what lies between moves by the difference.
        let bytes = array(tail..<count)
        memmove(base + range.lowerBound + moved, base + range.upperBound, tail - range.upperBound)
        bytes.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { memcpy(base + range.lowerBound, start, moved) }
        }
        count = tail - range.count + moved
    }

    /// Cuts after `limit` bytes, never inside a character.
    mutating func cut(to limit: Int) {
        guard count > limit else { return }
        var end = limit
        while end > 0, base[end] & 0xc0 == 0x80 { end -= 1 }
        count = end
    }

    func array(_ range: Range<Int>) -> [UInt8] { Array(UnsafeBufferPointer(rebasing: bytes[range])) }

    /// How many capitals and how many letters at all, of ASCII, are among the first `limit` bytes.
    func letters(upTo limit: Int) -> (capitals: Int, letters: Int) {
        var (capitals, letters) = (0, 0)
        let end = min(count, limit)
        var block = 0
        while block < end {
            let here: UInt64 = end - block < 64 ? (1 << UInt64(end - block)) - 1 : .max
            capitals += (bytes_capital_mask(base + block) & here).nonzeroBitCount
            letters += (bytes_letter_mask(base + block) & here).nonzeroBitCount
            block &+= 64
        }
        return (capitals, letters)
    }
}
