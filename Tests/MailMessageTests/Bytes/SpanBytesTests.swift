// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

@Suite("Bytes of a span")
struct SpanBytesTests {
    @Test("a byte is found where a plain search finds it, at every length and in every range")
    func firstIndex() {
        var generator = SplitMix64(seed: 1)
        for count in 0...130 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...7, using: &generator) }
            let start = Int.random(in: 0...count, using: &generator)
            let end = Int.random(in: start...count, using: &generator)
            for byte in 0...8 as ClosedRange<UInt8> {
                #expect(bytes.firstIndex(of: byte, within: start..<end) == bytes[start..<end].firstIndex(of: byte))
            }
        }
    }

    @Test("bytes are contained where some place begins with them, and none are in nothing")
    func contains() {
        var generator = SplitMix64(seed: 2)
        for count in 0...130 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...2, using: &generator) }
            for length in 1...5 {
                let wanted = (0..<length).map { _ in UInt8.random(in: 0...2, using: &generator) }
                let isThere = bytes.indices.contains { bytes[$0...].starts(with: wanted) }
                #expect(bytes.holds(wanted) == isThere)
            }
            #expect(!bytes.holds([]))
        }
    }

    @Test("one byte above 127 is seen wherever it stands")
    func eightBit() {
        for count in 0...130 {
            var bytes = [UInt8](repeating: 0x7f, count: count)
            #expect(!bytes.hasEightBit)
            for index in 0..<count {
                bytes[index] = 0x80
                #expect(bytes.hasEightBit)
                bytes[index] = 0
            }
        }
    }

    @Test("words are little-endian wherever they begin, up to the last that fits")
    func words() {
        let bytes = (0..<20).map { UInt8($0) }
        for index in 0...12 {
            let expected = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[index + $1]) << UInt64(8 * $1) }
            #expect(bytes.word(at: index) == expected)
            #expect(bytes.halfWord(at: index) == UInt32(truncatingIfNeeded: expected))
        }
        #expect(bytes.halfWord(at: 16) == 0x1312_1110)
    }

    #if os(Linux)
        @Test("a word that would reach beyond the end stops the program instead of reading on")
        func beyondTheEnd() async {
            await #expect(processExitsWith: .failure) {
                let bytes: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
                _ = bytes.span.word(at: 2)
            }
        }
    #endif

    @Test("spans are the same by length and every byte, and a copy is one of them")
    func same() {
        let bytes = Array("abcabc".utf8)
        #expect(bytes.areSame(0..<3, 3..<6))
        #expect(!bytes.areSame(0..<3, 2..<5))
        #expect(!bytes.areSame(0..<3, 0..<4))
        let (copy, isLiteral) = (bytes.span.array(1..<4), bytes.span.isSame(as: ("abcabc" as StaticString).bytes))
        #expect(copy == Array("bca".utf8))
        #expect(isLiteral)
    }
}

/// The same of an array: a span cannot stand in an expectation.
extension [UInt8] {
    fileprivate func firstIndex(of byte: UInt8, within range: Range<Int>) -> Int? {
        span.firstIndex(of: byte, in: range)
    }
    fileprivate func holds(_ pattern: [UInt8]) -> Bool { span.contains(pattern.span) }
    fileprivate var hasEightBit: Bool { span.hasEightBit }
    fileprivate func word(at index: Int) -> UInt64 { span.word(at: index) }
    fileprivate func halfWord(at index: Int) -> UInt32 { span.halfWord(at: index) }
    fileprivate func areSame(_ one: Range<Int>, _ other: Range<Int>) -> Bool {
        span.extracting(one).isSame(as: span.extracting(other))
    }
}
