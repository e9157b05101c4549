// SPDX-License-Identifier: Apache-2.0
import NIOCore
import NIOTestUtils
import SpamdProtocol
import TestSupport
import Testing

@Suite("Requests of the spamd protocol")
struct SpamdRequestParserTests {
    /// Keeps all of a message, and has room for so much in front of it.
    struct Collector: SpamdRequestSink {
        var message = ""
        var headRoom = Int.max

        mutating func hold(headBytes bytes: Int) -> Bool { bytes <= headRoom }
        mutating func append(_ piece: ByteBuffer) { message += String(buffer: piece) }
    }

    /// Feeds a parser pieces of the given sizes, over and over; ends the connection unless told otherwise.
    private func parse(
        _ text: String, pieces: [Int] = [.max], headLimit: Int = 4_096, headRoom: Int = .max, ends: Bool = true
    ) throws -> SpamdRequestParser<Collector> {
        var parser = SpamdRequestParser(headLimit: headLimit, sink: Collector(headRoom: headRoom))
        var rest = ByteBuffer(string: text)
        var turn = 0
        while var piece = rest.readSlice(length: min(pieces[turn % pieces.count], rest.readableBytes)),
            piece.readableBytes > 0
        {
            try parser.read(&piece)
            turn += 1
        }
        if ends, !parser.isComplete { try parser.end() }
        return parser
    }

    struct Request: Sendable, CustomTestStringConvertible {
        var text: String
        var command: SpamdRequest.Command
        var dialect = SpamdRequest.Dialect.spamc(minor: 5)
        var message = ""
        /// Whether the request says where it ends, with nothing behind it.
        var ends = false
        var testDescription: String { text.debugDescription }
    }

    private static let requests = [
        Request(text: "PING SPAMC/1.2\r\n", command: .ping, dialect: .spamc(minor: 2), ends: true),
        Request(text: "PING SPAMC/1.5\r\n\r\n", command: .ping, ends: true),
        Request(text: "SKIP SPAMC/1.5\r\nUser: ann\r\n\r\n", command: .skip, ends: true),
        Request(
            text: "CHECK SPAMC/1.5\r\nUser: ann\r\nContent-length: 5\r\n\r\nSubj:", command: .check, message: "Subj:",
            ends: true),
        Request(text: "CHECK SPAMC/1.5\nContent-Length:5\n\nSubj:behind", command: .check, message: "Subj:"),
        Request(
            text: "SYMBOLS SPAMC/1.3\r\n\r\nto the end", command: .symbols, dialect: .spamc(minor: 3),
            message: "to the end"),
        Request(
            text: "REPORT SPAMC/1.2\r\nUser: nobody\r\nContent-length: 8\r\n\r\n\r\nbody\r\n", command: .report,
            dialect: .spamc(minor: 2), message: "\r\nbody\r\n", ends: true),
        Request(
            text: "PROCESS SPAMC/1.0\r\nSubject: x\r\n\r\ny", command: .process, dialect: .spamc(minor: 0),
            message: "Subject: x\r\n\r\ny"),
        Request(text: "HEADERS SPAMC/1.5\r\nContent-length: 0\r\n\r\n", command: .headers, ends: true),
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
            command: .check, dialect: .rspamc, message: "hi", ends: true),
    ]

    @Test("a request is the same whole, dripped and in random pieces", arguments: requests)
    func pieces(request: Request) throws {
        var generator = SplitMix64(seed: 1)
        let random = (0..<50).map { _ in Int.random(in: 1...7, using: &generator) }
        for pieces in [[Int.max], [1], [2], random] {
            let parsed = try parse(request.text, pieces: pieces)
            #expect(parsed.request?.command == request.command)
            #expect(parsed.request?.dialect == request.dialect)
            #expect(parsed.sink.message == request.message && parsed.isComplete)
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
        ] as [(String, SpamdError)])
    func refused(text: String, error: SpamdError) {
        for pieces in [[Int.max], [1]] {
            #expect(throws: error) { try parse(text, pieces: pieces) }
        }
    }

    @Test("what comes before the message is bounded, in one line or many")
    func headLimit() {
        let endless = String(repeating: "A", count: 10_000)
        #expect(throws: SpamdError.headTooLong) { try parse(endless, pieces: [100], ends: false) }
        let many = "CHECK RSPAMC/1.3\r\n" + String(repeating: "Rcpt: <a@example.com>\r\n", count: 1_000)
        #expect(throws: SpamdError.headTooLong) { try parse(many, pieces: [100], ends: false) }
        #expect(throws: Never.self) { try parse(many + "\r\n", headLimit: 100_000) }
    }

    @Test("a head of just the longest length is read, in pieces of any size", arguments: [Int.max, 1, 7])
    func longestHead(piece: Int) throws {
        let head = "CHECK SPAMC/1.5\r\nUser: ann\r\nContent-length: 2\r\n\r\n"
        #expect(try parse(head + "hi", pieces: [piece], headLimit: head.utf8.count).isComplete)
        #expect(throws: SpamdError.headTooLong) {
            try parse(head + "hi", pieces: [piece], headLimit: head.utf8.count - 1)
        }
    }

    @Test("a first line that is longer than any request's is refused before it ends")
    func longFirstLine() {
        let line = "CHECK SPAMC/1.5" + String(repeating: " ", count: 100)
        #expect(throws: SpamdError.headTooLong) { try parse(line, pieces: [1], ends: false) }
    }

    @Test("who has no room for what comes before the message is asked to come later", arguments: [Int.max, 1])
    func headRoom(piece: Int) throws {
        let head = "CHECK SPAMC/1.5\r\nUser: ann\r\n\r\n"
        #expect(throws: Never.self) { try parse(head, pieces: [piece], headRoom: head.utf8.count) }
        #expect(throws: SpamdError.tryLater("too much mail at once")) {
            try parse(head, pieces: [piece], headRoom: head.utf8.count - 1)
        }
    }

    @Test("a compressed message is handed on as it was sent")
    func compressed() throws {
        let parsed = try parse(
            "CHECK SPAMC/1.5\r\nCompress: zlib\r\nContent-length: 5\r\n\r\nabcde", pieces: [1], ends: false)
        #expect(parsed.isComplete && parsed.sink.message == "abcde" && parsed.request?.isCompressed ?? false)
    }

    @Test("what comes behind a request is left unread")
    func behind() throws {
        var parser = SpamdRequestParser(headLimit: 4_096, sink: Collector())
        var buffer = ByteBuffer(string: "CHECK SPAMC/1.5\r\nContent-length: 3\r\n\r\nabcPING")
        try parser.read(&buffer)
        #expect(parser.isComplete && String(buffer: buffer) == "PING")
        try parser.read(&buffer)
        #expect(String(buffer: buffer) == "PING" && parser.sink.message == "abc")
    }

    @Test("requests are found one by one, dripped, and several in one read")
    func verified() throws {
        let requests = Self.requests.filter { $0.ends }
        #expect(requests.count >= 5)
        try ByteToMessageDecoderVerifier.verifyDecoder(
            inputOutputPairs: requests.map { request in
                (ByteBuffer(string: request.text), [WholeRequest(request.command, request.dialect, request.message)])
            }, decoderFactory: { WholeRequestDecoder() })
    }

    struct WholeRequest: Equatable, Sendable {
        var command: SpamdRequest.Command
        var dialect: SpamdRequest.Dialect
        var message: String

        init(_ command: SpamdRequest.Command, _ dialect: SpamdRequest.Dialect, _ message: String) {
            self.command = command
            self.dialect = dialect
            self.message = message
        }
    }

    /// Reads several requests from one stream, each with a parser of its own.
    private struct WholeRequestDecoder: NIOSingleStepByteToMessageDecoder {
        typealias InboundOut = WholeRequest
        private var parser = SpamdRequestParser(headLimit: 4_096, sink: Collector())

        mutating func decode(buffer: inout ByteBuffer) throws -> WholeRequest? {
            try parser.read(&buffer)
            guard parser.isComplete, let request = parser.request else { return nil }
            defer { parser = SpamdRequestParser(headLimit: 4_096, sink: Collector()) }
            return WholeRequest(request.command, request.dialect, parser.sink.message)
        }

        mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> WholeRequest? {
            try decode(buffer: &buffer)
        }
    }

    @Test("random bytes are refused or read, never a crash")
    func garbage() {
        var generator = SplitMix64(seed: 7)
        let heads = ["", "CHECK SPAMC/1.5\r\n", "TELL SPAMC/1.5\r\nContent-length: 10\r\nCompress: zlib\r\n\r\n"]
        for _ in 0..<3_000 {
            var parser = SpamdRequestParser(headLimit: 4_096, sink: Collector())
            var buffer = ByteBuffer(string: heads.randomElement(using: &generator) ?? "")
            for _ in 0..<Int.random(in: 0...80, using: &generator) {
                buffer.writeInteger(UInt8.random(in: 0...255, using: &generator))
            }
            while var piece = buffer.readSlice(length: min(3, buffer.readableBytes)), piece.readableBytes > 0 {
                guard (try? parser.read(&piece)) != nil else { break }
            }
            _ = try? parser.end()
        }
    }
}
