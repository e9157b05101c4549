// SPDX-License-Identifier: Apache-2.0
import FilterService
import TestSupport
import Testing

@Suite("Requests of the spamd protocol")
struct SpamdRequestParserTests {
    private func parser(headLimit: Int = 4_096, messageLimit: Int = 1 << 20) -> SpamdRequestParser {
        SpamdRequestParser(headLimit: headLimit, message: MessageBuffer(limit: messageLimit))
    }

    /// Feeds a parser pieces of the given sizes, over and over; ends the connection unless told otherwise.
    private func parse(
        _ bytes: [UInt8], pieces: [Int] = [.max], headLimit: Int = 4_096, messageLimit: Int = 1 << 20, ends: Bool = true
    ) throws -> SpamdRequestParser {
        var parser = parser(headLimit: headLimit, messageLimit: messageLimit)
        var start = 0
        var turn = 0
        while start < bytes.count {
            let count = min(pieces[turn % pieces.count], bytes.count - start)
            let piece = Array(bytes[start..<(start + count)])
            try piece.withUnsafeBytes { try parser.read($0) }
            start += count
            turn += 1
        }
        if ends, !parser.isComplete { try parser.end() }
        return parser
    }

    private func parse(_ text: String, ends: Bool = true) throws -> SpamdRequestParser {
        try parse(Array(text.utf8), ends: ends)
    }

    struct Request: Sendable, CustomTestStringConvertible {
        var text: String
        var command: SpamdRequest.Command
        var dialect = SpamdRequest.Dialect.spamc(minor: 5)
        var message = ""
        var testDescription: String { text.debugDescription }
    }

    private static let requests = [
        Request(text: "PING SPAMC/1.2\r\n", command: .ping, dialect: .spamc(minor: 2)),
        Request(text: "PING SPAMC/1.5\r\n\r\n", command: .ping),
        Request(text: "SKIP SPAMC/1.5\r\nUser: ann\r\n\r\n", command: .skip),
        Request(
            text: "CHECK SPAMC/1.5\r\nUser: ann\r\nContent-length: 5\r\n\r\nSubj:", command: .check, message: "Subj:"),
        Request(text: "CHECK SPAMC/1.5\nContent-Length:5\n\nSubj:behind", command: .check, message: "Subj:"),
        Request(
            text: "SYMBOLS SPAMC/1.3\r\n\r\nto the end", command: .symbols, dialect: .spamc(minor: 3),
            message: "to the end"),
        Request(
            text: "REPORT SPAMC/1.2\r\nUser: nobody\r\nContent-length: 8\r\n\r\n\r\nbody\r\n", command: .report,
            dialect: .spamc(minor: 2), message: "\r\nbody\r\n"),
        Request(
            text: "PROCESS SPAMC/1.0\r\nSubject: x\r\n\r\ny", command: .process, dialect: .spamc(minor: 0),
            message: "Subject: x\r\n\r\ny"),
        Request(text: "HEADERS SPAMC/1.5\r\nContent-length: 0\r\n\r\n", command: .headers),
        Request(
            text: "REPORT_IFSPAM SPAMC/1.4\r\nX-Unknown: y\r\n\r\nz", command: .reportIfSpam, dialect: .spamc(minor: 4),
            message: "z"),
        Request(
            text: "TELL SPAMC/1.5\r\nMessage-class: spam\r\nSet: local, remote\r\nContent-length: 1\r\n\r\nx",
            command: .tell,
            message: "x"),
        Request(
            text:
                "CHECK RSPAMC/1.3\r\nContent-length: 2\r\nQueue-Id: 1a-2b\r\nFrom: <a@example.com>\r\nRecipient-Number: 2\r\n"
                + "Rcpt: <b@example.com>\r\nRcpt: <c@example.com>\r\nHelo: mx\r\nIP: 192.0.2.1\r\n\r\nhi",
            command: .check, dialect: .rspamc, message: "hi"),
    ]

    @Test("a request is the same whole, dripped and in random pieces", arguments: requests)
    func pieces(request: Request) throws {
        var generator = SplitMix64(seed: 1)
        let random = (0..<50).map { _ in Int.random(in: 1...7, using: &generator) }
        for pieces in [[Int.max], [1], [2], random] {
            let parsed = try parse(Array(request.text.utf8), pieces: pieces)
            #expect(parsed.request?.command == request.command)
            #expect(parsed.request?.dialect == request.dialect)
            #expect(String(decoding: parsed.message.bytes, as: UTF8.self) == request.message)
            #expect(parsed.isComplete && parsed.message.isWhole)
        }
    }

    @Test("a length ends the request without the connection's end")
    func lengthEnds() throws {
        #expect(try parse("CHECK SPAMC/1.5\r\nContent-length: 3\r\n\r\nabc", ends: false).isComplete)
        #expect(try parse("PING SPAMC/1.5\r\n\r\n", ends: false).isComplete)
        #expect(try parse("PING SPAMC/1.2\r\n", ends: false).isComplete)
        #expect(try !parse("CHECK SPAMC/1.5\r\nContent-length: 4\r\n\r\nabc", ends: false).isComplete)
        #expect(try !parse("CHECK SPAMC/1.5\r\n\r\nabc", ends: false).isComplete)
    }

    @Test("fields are read")
    func fields() throws {
        let request = try #require(
            try parse(
                "TELL SPAMC/1.5\r\nUser: \tann@example.com \r\nmessage-class: HAM\r\nSet: local\r\nRemove: remote\r\n\r\n"
            ).request)
        #expect(request.user == "ann@example.com" && request.messageClass == "ham")
        #expect(request.setsLocal && !request.removesLocal && request.contentLength == nil && !request.isCompressed)
        #expect(try parse("CHECK RSPAMC/1.3\r\nQueue-Id: 1a-2b\r\n\r\n").request?.queueID == "1a-2b")
    }

    @Test(
        "what is no request is refused, whole or dripped",
        arguments: [
            ("", .cutShort), ("\r\n", .badRequestLine), ("GET / HTTP/1.1\r\n\r\n", .badRequestLine),
            ("CHECK\r\n", .badRequestLine), ("CHECK SPAMC/2.0\r\n", .badRequestLine),
            ("CHECK SPAMC/1\r\n", .badRequestLine),
            ("check SPAMC/1.5\r\n", .badRequestLine), ("CHECK SPAMC/1.-5\r\n", .badRequestLine),
            ("CHECK SPAMC/1.999\r\n", .badRequestLine), ("TELL RSPAMC/1.3\r\n", .badRequestLine),
            ("CHECK SPAMC/1.5", .cutShort), ("CHECK SPAMC/1.5\r\nUser: x\r\n", .cutShort),
            ("CHECK SPAMC/1.5\r\nno field\r\n\r\n", .badField("header not in 'Name: value' format")),
            ("CHECK SPAMC/1.5\r\nContent-length: -1\r\n\r\n", .badField("Content-Length is no number")),
            (
                "CHECK SPAMC/1.5\r\nContent-length: 99999999999999999999\r\n\r\n",
                .badField("Content-Length is no number")
            ),
            ("CHECK SPAMC/1.5\r\nCompress: bzip2\r\n\r\n", .badField("compression type not supported")),
            ("CHECK SPAMC/1.5\r\nCompress: zlib\r\n\r\n", .unavailable("Compress requires Content-length header")),
            ("CHECK SPAMC/1.5\r\nContent-length: 5\r\n\r\nabc", .lengthMismatch(expected: 5, got: 3)),
            ("CHECK SPAMC/1.5\r\nCompress: zlib\r\nContent-length: 5\r\n\r\nabcde", .damagedCompression),
        ] as [(String, SpamdError)])
    func refused(text: String, error: SpamdError) {
        for pieces in [[Int.max], [1]] {
            #expect(throws: error) { try parse(Array(text.utf8), pieces: pieces) }
        }
    }

    @Test("what comes before the message is bounded, in one line or many")
    func headLimit() {
        let endless = [UInt8](repeating: UInt8(ascii: "A"), count: 10_000)
        #expect(throws: SpamdError.headTooLong) { try parse(endless, pieces: [100], ends: false) }
        let line = Array("Rcpt: <a@example.com>\r\n".utf8)
        let many = Array("CHECK RSPAMC/1.3\r\n".utf8) + (0..<1_000).flatMap { _ in line }
        #expect(throws: SpamdError.headTooLong) { try parse(many, pieces: [100], ends: false) }
        #expect(throws: Never.self) { try parse(many + Array("\r\n".utf8), headLimit: 100_000) }
    }

    @Test("a head of just the longest length is read, in pieces of any size", arguments: [Int.max, 1, 7])
    func longestHead(piece: Int) throws {
        let head = Array("CHECK SPAMC/1.5\r\nUser: ann\r\nContent-length: 2\r\n\r\n".utf8)
        let bytes = head + Array("hi".utf8)
        #expect(try parse(bytes, pieces: [piece], headLimit: head.count).isComplete)
        #expect(throws: SpamdError.headTooLong) { try parse(bytes, pieces: [piece], headLimit: head.count - 1) }
    }

    @Test("a first line that is longer than any request's is refused before it ends")
    func longFirstLine() {
        let line = Array(("CHECK SPAMC/1.5" + String(repeating: " ", count: 100)).utf8)
        #expect(throws: SpamdError.headTooLong) { try parse(line, pieces: [1], ends: false) }
    }

    @Test("what comes before messages is taken from the memory that all share, and given back")
    func headMemory() throws {
        let memory = MemoryBudget(bytes: 100_000)
        let line = Array("CHECK RSPAMC/1.3\r\nX: ".utf8) + [UInt8](repeating: UInt8(ascii: "a"), count: 150_000)
        func begin(_ count: Int) throws -> SpamdRequestParser {
            var parser = SpamdRequestParser(
                headLimit: 1 << 20, headMemory: memory.lease(), message: MessageBuffer(limit: 1))
            try line.prefix(count).withUnsafeBytes { try parser.read($0) }
            return parser
        }
        let first = try begin(150_000)
        #expect(memory.usedBytes == 150_000 - MemoryBudget.freeCommandBytes)
        #expect(throws: SpamdError.tryLater("too much mail at once")) { try begin(100_000) }
        // An ordinary head has room always.
        _ = try begin(60_000)
        withExtendedLifetime(first) {}
    }

    @Test("of a message beyond the limit the first part is kept and the size is known")
    func messageLimit() throws {
        let body = [UInt8](repeating: 7, count: 5_000)
        let head = Array("CHECK SPAMC/1.5\r\nContent-length: 5000\r\n\r\n".utf8)
        let parsed = try parse(head + body, pieces: [333], messageLimit: 1_000, ends: false)
        #expect(parsed.isComplete && !parsed.message.isWhole)
        #expect(parsed.message.bytes == Array(body.prefix(1_000)) && parsed.message.size == 5_000)
    }

    @Test("a compressed message is unpacked, whole or dripped")
    func compressed() throws {
        let text = Array((0..<5_000).map { "line \($0 % 97) of a message\r\n" }.joined().utf8)
        let packed = zlibCompressed(text)
        let head = Array("CHECK SPAMC/1.5\r\nCompress: zlib\r\nContent-length: \(packed.count)\r\n\r\n".utf8)
        for pieces in [[Int.max], [1], [1_000]] {
            let parsed = try parse(head + packed, pieces: pieces, ends: false)
            #expect(parsed.isComplete && parsed.message.bytes == text && parsed.message.isWhole)
        }
        // Cut short, though as long as was said.
        let cut = packed.dropLast(10)
        let cutHead = Array("CHECK SPAMC/1.5\r\nCompress: zlib\r\nContent-length: \(cut.count)\r\n\r\n".utf8)
        #expect(throws: SpamdError.damagedCompression) { try parse(cutHead + cut) }
    }

    @Test("a bomb is unpacked no further than the limit")
    func bomb() throws {
        let packed = zlibCompressed([UInt8](repeating: 0, count: 200 << 20))
        let head = Array("PROCESS SPAMC/1.5\r\nCompress: zlib\r\nContent-length: \(packed.count)\r\n\r\n".utf8)
        let parsed = try parse(head + packed, pieces: [50_000], messageLimit: 100_000, ends: false)
        #expect(parsed.isComplete && !parsed.message.isWhole)
        #expect(parsed.message.bytes.count == 100_000 && parsed.message.size < 300_000)
    }

    @Test("random bytes are refused or read, never a crash")
    func garbage() {
        var generator = SplitMix64(seed: 7)
        let heads = ["", "CHECK SPAMC/1.5\r\n", "TELL SPAMC/1.5\r\nContent-length: 10\r\nCompress: zlib\r\n\r\n"]
        for _ in 0..<3_000 {
            let tail = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? parse(Array((heads.randomElement(using: &generator) ?? "").utf8) + tail, pieces: [3, 1])
        }
    }
}
