// SPDX-License-Identifier: Apache-2.0
import FilterService
import MilterProtocol
import NIOCore
import SpamModel
import Testing

@Suite("Milter session") struct MilterSessionTests {
    static let postfix = MilterOptions(
        version: 6, actions: MilterActions(rawValue: 0x1ff), steps: MilterSteps(rawValue: 0x1f_ffff))

    /// A session and what it said.
    struct Talk {
        var session: MilterSession
        let configuration: FilterConfiguration
        var replies: [MilterReply] = []
        var mail: MilterMail?
        var isClosed = false

        init(_ yaml: String = "", offer: MilterOptions? = postfix) throws {
            configuration = try FilterConfiguration(
                path: "test", text: "model: /m\nkey: /k\nmilter: {listen: systemd}\n" + yaml)
            session = MilterSession(
                settings: MilterSettings(configuration: configuration),
                memory: MemoryBudget(bytes: 1 << 30).connection())
            if let offer {
                try say(.negotiate(offer))
                replies = []
            }
        }

        mutating func say(_ commands: MilterCommand...) throws {
            for command in commands {
                switch try session.handle(command) {
                case .none: break
                case .reply(let reply): replies.append(reply)
                case .score(let mail): self.mail = mail
                case .close: isClosed = true
                }
            }
        }

        mutating func header(_ name: String, _ value: String) throws {
            try say(.header(name: Array(name.utf8), value: Array(value.utf8)))
        }

        mutating func connect(_ address: String? = "198.51.100.7") throws {
            try say(
                .macros(for: UInt8(ascii: "C"), ["j": "mx.site.example.com"]),
                .connect(host: "mail.out.example.net", address: address), .helo("client.example.net"))
        }

        /// The replies to a message that was scored.
        mutating func finish(logOdds: Double, verdict: Verdict) throws -> [MilterReply] {
            let mail = try #require(mail)
            let outcome = ScoringOutcome.scored(
                MessageScore(
                    score: Score(rank: 0, logOdds: logOdds, verdict: verdict),
                    thresholds: Thresholds(ham: -3, spam: 3), modelID: "0123456789abcdef", isPartial: false))
            let action = configuration.policy.disposition(
                of: outcome, from: mail.source, onError: configuration.onError)
            return session.finish(mail, Judgement(outcome: outcome, action: action))
        }
    }

    @Test("once enough of the body is there, no more is asked for, and the field says so")
    func skip() throws {
        var talk = try Talk("limits: {message-bytes: 1024}")
        try talk.connect()
        try talk.say(.mail(sender: ""), .endOfHeader, .body(ByteBuffer(repeating: 97, count: 1_000)))
        try talk.say(.body(ByteBuffer(repeating: 97, count: 1_000)))
        #expect(talk.replies == [.proceed, .skip])
        try talk.say(.endOfMessage(ByteBuffer()))
        let mail = try #require(talk.mail)
        #expect(mail.message.isPartial && mail.message.size == 2_000)
    }

    @Test("several messages on one connection have nothing of each other")
    func severalMessages() throws {
        var talk = try Talk()
        try talk.connect()
        for number in 1...3 {
            try talk.say(.macros(for: UInt8(ascii: "M"), [:]), .mail(sender: ""))
            for _ in 0..<number { try talk.header("X-Spreu", " ham") }
            try talk.say(.macros(for: UInt8(ascii: "N"), ["i": "Q\(number)"]), .endOfHeader)
            try talk.say(.endOfMessage(ByteBuffer(string: "body")))
            let mail = try #require(talk.mail)
            #expect(mail.queueID == "Q\(number)" && mail.message.size == 4 + number * 14)
            let replies = try talk.finish(logOdds: 0, verdict: .unsure)
            #expect(replies.count { if case .changeField = $0 { true } else { false } } == number)
            #expect(talk.session.isBetweenMessages)
        }
        try talk.say(.mail(sender: ""))
        try talk.header("X-Spreu", " ham")
        #expect(!talk.session.isBetweenMessages)
        try talk.say(.abort)
        #expect(talk.session.isBetweenMessages)
        try talk.say(.quitForNewConnection)
        try talk.connect()
        try talk.say(.mail(sender: ""), .endOfHeader, .endOfMessage(ByteBuffer()))
        #expect(try talk.finish(logOdds: 0, verdict: .unsure).count == 2)
        #expect(!talk.isClosed)
    }

    @Test("forged copies of the filter's own fields are deleted from the last upwards")
    func forged() throws {
        var talk = try Talk("policy: {spam-flag: true}")
        try talk.connect()
        try talk.say(.mail(sender: ""))
        for name in ["X-Spreu", "x-spam-flag", "X-SPREU", "X-Spam-Status", "x-spreu"] { try talk.header(name, " a") }
        try talk.say(.endOfHeader, .endOfMessage(ByteBuffer()))
        let replies = try talk.finish(logOdds: 5, verdict: .spam)
        #expect(
            replies.prefix(4) == [
                .changeField(index: 3, name: "X-Spreu", value: []), .changeField(index: 2, name: "X-Spreu", value: []),
                .changeField(index: 1, name: "X-Spreu", value: []),
                .changeField(index: 1, name: "X-Spam-Flag", value: []),
            ])
        #expect(
            replies.dropFirst(4) == [
                .insertField(index: 0, name: "X-Spam-Flag", value: " YES"),
                .insertField(
                    index: 0, name: "X-Spreu",
                    value: " spam, probability=0.993307, log-odds=5.00000000, model=0123456789abcdef"), .proceed,
            ])
    }

    @Test(
        "mail from inside keeps the tags that it came with, but for what a login wrote",
        arguments: [("127.0.0.1", nil, 0), ("192.0.2.9", nil, 0), ("198.51.100.7", "joe", 2)]
            as [(String, String?, Int)])
    func tagsFromInside(address: String, user: String?, deleted: Int) throws {
        var talk = try Talk("policy: {spam-flag: true, trusted-networks: [192.0.2.0/24]}")
        try talk.connect(address)
        var macros = user.map { ["auth_authen": $0] } ?? [:]
        macros["i"] = "4A"
        try talk.say(.macros(for: UInt8(ascii: "M"), macros), .mail(sender: ""))
        try talk.header("X-Spreu", " spam, probability=0.99")
        try talk.header("X-Spam-Flag", " YES")
        try talk.say(.endOfHeader, .endOfMessage(ByteBuffer()))
        let replies = try talk.finish(logOdds: -5, verdict: .ham)
        #expect(replies.count == deleted + 1 && replies.last == .proceed)
    }

    @Test(
        "line ends in a value neither end the header nor begin a field",
        arguments: [
            (" a\r\n", " a"), (" a\n", " a"), ("a\r\n\r\n", "a"), (" a\r\n\r\nb", " a\n b"),
            (" a\r\n\tb\r\n c", " a\n\tb\n c"),
            (" a\nX-Fake: b", " a\n X-Fake: b"), ("\r\n", ""), (" a", " a"),
        ])
    func lineEnds(value: String, expected: String) throws {
        var talk = try Talk()
        try talk.connect()
        try talk.say(.mail(sender: ""))
        try talk.header("X-A", value)
        try talk.header("Subject", " b")
        try talk.say(.endOfHeader, .body(ByteBuffer(string: "text\r\n")), .endOfMessage(ByteBuffer()))
        let text = String(decoding: try #require(talk.mail).message.delivered(), as: UTF8.self)
        #expect(text.hasSuffix("X-A:\(expected)\nSubject: b\n\ntext\n"), "\(text.debugDescription)")
    }

    @Test("of as many forged fields as a message may have fields none is left; a message of more is refused")
    func manyForged() throws {
        for count in [10, 11] {
            var talk = try Talk("limits: {header-fields: 10}")
            try talk.connect()
            try talk.say(.mail(sender: ""))
            for _ in 0..<count { try talk.header("X-Spreu", " ham") }
            try talk.say(.endOfHeader, .endOfMessage(ByteBuffer()))
            #expect(try #require(talk.mail).message.isPartial == false)
            let replies = try talk.finish(logOdds: 0, verdict: .unsure)
            if count > 10 {
                #expect(replies == [.smtp("550 5.6.0 Too many X-Spreu fields")])
            } else {
                #expect(replies.count { if case .changeField = $0 { true } else { false } } == 10)
            }
        }
    }

    @Test(
        "the subject of spam can be rewritten",
        arguments: [
            (" Hello", Verdict.spam, " [SPAM] Hello"), ("Hello", .spam, " [SPAM] Hello"), (" [SPAM] Hello", .spam, nil),
            (" Hello", .unsure, nil), (" Hello", .ham, nil),
            (" =?utf-8?q?x?=\n\ty", .spam, " [SPAM] =?utf-8?q?x?=\n\ty"),
            // One that is not kept whole stays as it is, and is not taken for none.
            (" " + String(repeating: "a", count: 9 << 10), .spam, nil),
        ] as [(String, Verdict, String?)])
    func subject(value: String, verdict: Verdict, expected: String?) throws {
        var talk = try Talk(#"policy: {subject-prefix: "[SPAM]"}"#)
        try talk.connect()
        try talk.say(.mail(sender: ""))
        try talk.header("Subject", value)
        try talk.say(.endOfHeader, .endOfMessage(ByteBuffer()))
        let changes = try talk.finish(logOdds: 5, verdict: verdict).compactMap { reply -> String? in
            guard case .changeField(1, "Subject", let value) = reply else { return nil }
            return String(decoding: value, as: UTF8.self)
        }
        #expect(changes == (expected.map { [$0] } ?? []))
    }

    @Test("what a server does not allow is left out")
    func masked() throws {
        var talk = try Talk(
            "policy: {quarantine-at: 4, subject-prefix: x}",
            offer: MilterOptions(version: 6, actions: [.addHeaders], steps: []))
        try talk.connect()
        try talk.say(.mail(sender: ""))
        try talk.header("X-Spreu", "a")
        try talk.header("Subject", "a")
        try talk.say(.endOfMessage(ByteBuffer()))
        let replies = try talk.finish(logOdds: 5, verdict: .spam)
        #expect(replies.count == 2 && replies.last == .proceed)
        guard case .insertField(0, "X-Spreu", let value) = replies[0] else {
            Issue.record("\(replies)")
            return
        }
        #expect(value.hasPrefix("spam,"))
    }

    @Test("a message for which no memory is left is given up whole, and holds none")
    func memory() throws {
        let configuration = try FilterConfiguration(
            path: "test", text: "model: /m\nkey: /k\nmilter: {listen: systemd}")
        let memory = MemoryBudget(bytes: 100_000)
        let settings = MilterSettings(configuration: configuration)
        var sessions = (0..<2).map { _ in MilterSession(settings: settings, memory: memory.connection()) }
        var mails: [MilterMail] = []
        for index in sessions.indices {
            _ = try sessions[index].handle(.negotiate(Self.postfix))
            _ = try sessions[index].handle(.body(ByteBuffer(repeating: 97, count: 60_000)))
            if case .score(let mail) = try sessions[index].handle(.endOfMessage(ByteBuffer())) { mails.append(mail) }
        }
        #expect(mails.map(\.message.isOverloaded) == [false, true])
        #expect(mails.map(\.message.size) == [60_000, 60_000])
        #expect(memory.usedBytes == 60_000)
        mails = []
        sessions = []
        #expect(memory.usedBytes == 0)
    }

    @Test(
        "where a message comes from is told by the client, the login and the queue id",
        arguments: [
            ("198.51.100.7", nil, false, .outside), ("198.51.100.7", "joe", false, .authenticated),
            ("192.0.2.9", nil, false, .trusted), ("127.0.0.1", nil, true, .local), ("127.0.0.1", nil, false, .outside),
            (nil, nil, false, .local), ("198.51.100.7", nil, true, .outside), ("192.0.2.50", nil, false, .device),
            ("192.0.2.60", nil, false, .relay), ("192.0.2.60", "joe", false, .authenticated),
        ] as [(String?, String?, Bool, MailSource)])
    func source(address: String?, user: String?, hasQueueID: Bool, expected: MailSource) throws {
        var talk = try Talk(
            "policy: {trusted-networks: [192.0.2.0/24], devices: [192.0.2.50, 192.0.2.60], relays: 192.0.2.60}")
        try talk.connect(address)
        var macros = user.map { ["auth_authen": $0] } ?? [:]
        if hasQueueID { macros["i"] = "4A" }
        try talk.say(
            .macros(for: UInt8(ascii: "M"), macros), .mail(sender: ""), .endOfHeader, .endOfMessage(ByteBuffer()))
        #expect(talk.mail?.source == expected)
    }
}
