// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

/// Every reader of a field on every pair of the tokens that mail syntax is made of, again and again: no pair may take more
/// than a time in proportion to the field's length.
@Suite("Fields are read in linear time") struct FieldTimeTests {
    /// What is written of a field, from its name to its end.
    struct Reader: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let read: @Sendable (Message) -> Void

        init(_ name: String, _ read: @escaping @Sendable (Message) -> Void) {
            (testDescription, self.read) = (name, read)
        }

        init(field name: String, _ read: @escaping @Sendable (HeaderField) -> Void) {
            self.init(name) { message in if let field = message.header.fields.first { read(field) } }
        }
    }

    static let readers = [
        Reader(field: "address list") { _ = AddressList(parsing: $0).mailboxes },
        Reader(field: "Received") { _ = ReceivedField(parsing: $0) },
        Reader(field: "date") { _ = MailDate(parsing: $0) },
        Reader(field: "disposition") { _ = ContentDisposition(parsing: $0) },
        Reader(field: "encoded words") { _ = $0.decoded },
        Reader(field: "unfolded") { _ = $0.unfolded },
        Reader(field: "message ids") { _ = MessageID.all(in: $0) },
        Reader("content type, structure and defects") { _ = Message($0.bytes) },
        Reader("trust") { _ = TrustBoundary(hosts: ["example.com"]).origins(of: $0) },
    ]

    static let tokens: [[UInt8]] =
        [
            "<", ">", "\"", "\\", "\\\"", ",", ";", ":", "::::", "(", ")", "[", "]", "@", ".", "=", "=?", "?=",
            "=?a?q?",
            "=?utf-8?b?", "=E9", "*", "*0*=", "%41", "'", "/", " ", "\r\n ", "x", "a ", "x@y ", "1", "12:", "by ",
            "from ",
            "helo=", "\u{1F1E6}", "\u{301}",
        ].map { Array($0.utf8) } + [[0xE9]]

    /// Tokens in an order: what a field is filled with.
    struct Shape: Sendable {
        /// Stands as often as it fills the first half; the rest fills the second, or everything if there is none.
        var first: [UInt8] = []
        var unit: [UInt8]

        func message(of size: Int) -> Message {
            // The same field stands for all readers: what it is called tells only which are asked in real mail.
            var bytes = Array("Content-Type: ".utf8)
            if !first.isEmpty { Self.fill(&bytes, to: size / 2, with: first) }
            Self.fill(&bytes, to: size, with: unit)
            return Message(bytes)
        }

        private static func fill(_ bytes: inout [UInt8], to size: Int, with unit: [UInt8]) {
            let block = Array(repeatElement(unit, count: max(1, 1024 / unit.count)).joined())
            while bytes.count < size { bytes += block }
        }

        var description: String {
            let (first, unit) = (String(decoding: first, as: UTF8.self), String(decoding: unit, as: UTF8.self))
            return first.isEmpty ? unit.debugDescription : "\(first.debugDescription), then \(unit.debugDescription)"
        }
    }

    static let pairs: [Shape] = tokens.flatMap { first in
        tokens.flatMap { [Shape(unit: first + $0), Shape(first: first, unit: $0)] }
    }

    /// Three in a row, and two after one: too many for all of them, so the same ones at random each time.
    static let triples: [Shape] = {
        var random = SplitMix64(seed: 1)
        func token() -> [UInt8] { tokens[Int.random(in: tokens.indices, using: &random)] }
        return (0..<600).map { index in
            index.isMultiple(of: 2)
                ? Shape(unit: token() + token() + token()) : Shape(first: token(), unit: token() + token())
        }
    }()

    @Test("of any two tokens, mixed or one after the other, and of many of three", arguments: readers)
    func time(of reader: Reader) {
        let linear = LinearTime()
        let excesses = (Self.pairs + Self.triples).compactMap { shape in
            linear.excess(of: shape.message, work: reader.read).map { "\(shape.description): \($0)" }
        }
        #expect(excesses.isEmpty, "\(excesses.count) of them, as \(excesses.prefix(10).joined(separator: "\n"))")
    }

    @Test(
        "malformed bytes of a field become U+FFFD, one for each maximal subpart, as the standard library has it",
        arguments: 0..<20)
    func malformedText(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let pieces: [[UInt8]] = [
            [0xE9], [0xEF, 0xBB, 0xBF], [0xE2, 0x82], [0xF0, 0x9F, 0x98], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0x80],
            [0xFF], Array("aé€😀".utf8),
        ]
        for _ in 0..<200 {
            var value: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                value += pieces[Int.random(in: pieces.indices, using: &random)]
            }
            let message = Message(Array("X: ".utf8) + value)
            #expect(message.header.fields.first?.unfolded == String(decoding: value, as: UTF8.self))
        }
    }

    @Test("a malformed byte costs no more than a few others do")
    func malformedCost() {
        let plain = Shape(unit: [0x61]).message(of: 1 << 20)
        let malformed = Shape(unit: [0xE9]).message(of: 1 << 20)
        for reader in Self.readers {
            // Looked at for its charset, text with bytes above 127 takes longer than text without.
            let allowed = max(0.1, 50 * CPUTime.seconds { reader.read(plain) })
            #expect(CPUTime.seconds { reader.read(malformed) } < allowed, "\(reader.testDescription)")
        }
    }

    @Test(
        "a megabyte of what once took minutes",
        arguments: [
            ("", "<\\\","), ("", "<\"\\\","), ("a ", "x@y ::::"), ("", "=?a?q?"), ("", "\"\u{1F1E6}\u{1F1E7}"),
            ("(", ")"),
            ("\u{1F1E6}", "*1*=x;"), ("", "a*1="), ("", ";a=("),
        ])
    func megabyte(_ first: String, _ unit: String) {
        let shape = Shape(first: Array(first.utf8), unit: Array(unit.utf8))
        for reader in Self.readers {
            let excess = LinearTime(small: 1 << 17, large: 1 << 20).excess(of: shape.message, work: reader.read)
            #expect(excess == nil, "\(reader.testDescription): \(excess ?? "")")
        }
    }
}
