// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc
import MailMessage

/// A growing run of bytes that is used again and again: canonical texts are built in it, without an allocation each.
///
/// Behind the last byte there are always ``slack`` readable zero or stale bytes, so that windows may be loaded whole.
///
/// The handle of its memory: every index that comes in is checked, and nothing that goes out lives longer.
@safe struct ScratchBytes: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity: Int

    /// Bytes that may be read (not trusted) beyond the end.
    static let slack = 64

    init(capacity: Int = 4096) {
        self.capacity = capacity
        unsafe base = .allocate(capacity: capacity + Self.slack)
        unsafe base.initialize(repeating: 0, count: capacity + Self.slack)
    }

    deinit { unsafe base.deallocate() }

    /// The bytes, until the next change.
    var bytes: Span<UInt8> {
        @_lifetime(borrow self) @inline(__always) get {
            let span = unsafe Span(_unsafeStart: base, count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    var isEmpty: Bool { count == 0 }

    subscript(index: Int) -> UInt8 {
        @inline(__always) get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return unsafe base[index]
        }
        @inline(__always) set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            unsafe base[index] = newValue
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
        unsafe moved.initialize(repeating: 0, count: larger + Self.slack)
        unsafe memcpy(moved, base, count)
        unsafe base.deallocate()
        unsafe base = moved
        capacity = larger
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe base[count] = byte
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>) {
        reserve(bytes.count)
        unsafe bytes.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { unsafe memcpy(base + count, start, bytes.count) }
        }
        count += bytes.count
    }

    /// Appends bytes, each made another.
    @inline(__always)
    mutating func append(_ bytes: Span<UInt8>, as transform: (UInt8) -> UInt8) {
        reserve(bytes.count)
        let place = unsafe base + count
        var index = 0
        while index < bytes.count {
            unsafe place[index] = transform(bytes[index])
            index &+= 1
        }
        count &+= bytes.count
    }

    /// Appends bytes, of the ASCII letters the small ones.
    @inline(__always)
    mutating func append(lowercasingASCII bytes: Span<UInt8>) {
        reserve(bytes.count)
        let target = unsafe UnsafeMutableRawPointer(base + count)
        var index = 0
        while index &+ 8 <= bytes.count {
            // Eight at a time: the high bit of each byte says whether it is above Z, and whether it is A or above.
            let word = bytes.word(at: index)
            let isAboveZ = word &+ 0x2525_2525_2525_2525
            let isLetterOrAbove = word &+ 0x3f3f_3f3f_3f3f_3f3f
            let isCapital = (isAboveZ ^ isLetterOrAbove) & 0x8080_8080_8080_8080
            let lowercased = (word | isCapital >> 2).littleEndian
            unsafe target.storeBytes(of: lowercased, toByteOffset: index, as: UInt64.self)
            index &+= 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            unsafe base[count &+ index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            index &+= 1
        }
        count &+= bytes.count
    }

    mutating func append(_ text: StaticString) { append(text.bytes) }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { unsafe append($0.span) }
    }

    mutating func append(number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        let start = count
        var rest = number.magnitude
        repeat {
            append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        var (low, high) = (start, count - 1)
        while low < high {
            (self[low], self[high]) = (self[high], self[low])
            low += 1
            high -= 1
        }
    }

    /// Appends a character in UTF-8; `scalar` is a valid one.
    @inline(__always)
    mutating func append(scalar: UInt32) {
        reserve(4)
        if scalar < 0x80 {
            unsafe base[count] = UInt8(truncatingIfNeeded: scalar)
            count &+= 1
            return
        }
        unsafe count &+= Self.encode(scalar, at: base + count)
    }

    @inline(__always)
    private static func encode(_ scalar: UInt32, at place: UnsafeMutablePointer<UInt8>) -> Int {
        let last = UInt8(truncatingIfNeeded: scalar & 0x3f) | 0x80
        if scalar < 0x800 {
            unsafe place[0] = UInt8(truncatingIfNeeded: scalar >> 6) | 0xc0
            unsafe place[1] = last
            return 2
        }
        let middle = UInt8(truncatingIfNeeded: scalar >> 6 & 0x3f) | 0x80
        if scalar < 0x1_0000 {
            unsafe place[0] = UInt8(truncatingIfNeeded: scalar >> 12) | 0xe0
            unsafe place[1] = middle
            unsafe place[2] = last
            return 3
        }
        unsafe place[0] = UInt8(truncatingIfNeeded: scalar >> 18 & 7) | 0xf0
        unsafe place[1] = UInt8(truncatingIfNeeded: scalar >> 12 & 0x3f) | 0x80
        unsafe place[2] = middle
        unsafe place[3] = last
        return 4
    }

    /// Copies a range of the bytes to another place among them; they may overlap.
    @inline(__always)
    mutating func move(_ range: Range<Int>, to place: Int) {
        precondition(range.lowerBound >= 0 && range.upperBound <= count && place >= 0 && place <= count - range.count)
        unsafe memmove(base + place, base + range.lowerBound, range.count)
    }

    /// Puts the bytes from `tail` on in the place of an earlier range.
    mutating func moveTail(from tail: Int, over range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= tail && tail <= count)
        let moved = count - tail
        if moved == range.count {
            move(tail..<count, to: range.lowerBound)
            count = tail
            return
        }
        // Rotate the tail to its place: what lies between moves by the difference.
        let bytes = array(tail..<count)
        move(range.upperBound..<tail, to: range.lowerBound + moved)
        unsafe bytes.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { unsafe memcpy(base + range.lowerBound, start, moved) }
        }
        count = tail - range.count + moved
    }

    /// Cuts after `limit` bytes, never inside a character.
    mutating func cut(to limit: Int) {
        guard count > limit else { return }
        var end = limit
        while end > 0, self[end] & 0xc0 == 0x80 { end -= 1 }
        count = end
    }

    func array(_ range: Range<Int>) -> [UInt8] { bytes.array(range) }
}

// MARK: - Windows, which may reach beyond the end

extension ScratchBytes {
    /// The eight bytes from a place on as a number, the first the lowest.
    @inline(__always)
    func word(at place: Int) -> UInt64 {
        UInt64(littleEndian: unsafe UnsafeRawPointer(window(at: place)).loadUnaligned(as: UInt64.self))
    }

    /// Which of the 64 bytes from a place on belong to words, one bit for each.
    @inline(__always)
    func wordMask(at place: Int) -> UInt64 { unsafe bytes_word_mask(window(at: place)) }

    /// Which of the 64 bytes from a place on separate words.
    @inline(__always)
    func separatorMask(at place: Int) -> UInt64 { unsafe bytes_separator_mask(window(at: place)) }

    /// Which of the 64 bytes from a place on begin characters of three or four bytes.
    @inline(__always)
    func wideMask(at place: Int) -> UInt64 { unsafe bytes_wide_mask(window(at: place)) }

    /// Which of the 64 bytes from a place on are letters of ASCII.
    @inline(__always)
    func letterMask(at place: Int) -> UInt64 { unsafe bytes_letter_mask(window(at: place)) }

    /// How many capitals and how many letters at all, of ASCII, are among the first `limit` bytes.
    func letters(upTo limit: Int) -> (capitals: Int, letters: Int) {
        var (capitals, letters) = (0, 0)
        let end = min(count, limit)
        var block = 0
        while block < end {
            let here: UInt64 = end - block < 64 ? (1 << UInt64(end - block)) - 1 : .max
            unsafe capitals += (bytes_capital_mask(window(at: block)) & here).nonzeroBitCount
            letters += (letterMask(at: block) & here).nonzeroBitCount
            block &+= 64
        }
        return (capitals, letters)
    }

    /// Where ``slack`` bytes may be read.
    @inline(__always)
    private func window(at place: Int) -> UnsafePointer<UInt8> {
        precondition(place >= 0 && place <= count)
        return unsafe UnsafePointer(base + place)
    }
}
