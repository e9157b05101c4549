// SPDX-License-Identifier: Apache-2.0
import MilterProtocol
import NIOCore
import TestSupport
import Testing

@Suite("Milter conversations") struct MilterConversationTests {
    static let postfix = MilterOptions(
        version: 6, actions: MilterActions(rawValue: 0x1ff), steps: MilterSteps(rawValue: 0x1f_ffff))
    static let quiet: MilterSteps = [
        .noRecipients, .noUnknown, .noData, .skip, .noReplyToHeader, .noReplyToConnect, .noReplyToHelo, .noReplyToMail,
        .noReplyToRecipient, .noReplyToData, .noReplyToUnknown, .noReplyToEndOfHeader, .leadingSpace,
    ]

    /// What a conversation told of a message.
    struct Recording: MilterMessageSink {
        var beginning: MilterTransaction
        var fields: [String] = []
        var body = ""
        var bodyLimit = 100
        var isEnded = false

        mutating func addField(name: [UInt8], value: [UInt8]) {
            fields.append(String(decoding: name + [UInt8(ascii: ":")] + value, as: UTF8.self))
        }

        mutating func addBody(_ piece: ByteBuffer) -> Bool {
            body += String(buffer: piece)
            return body.utf8.count <= bodyLimit
        }

        mutating func end() { isEnded = true }
    }

    /// A conversation and what it said.
    struct Talk {
        var conversation: MilterConversation<Recording>
        var replies: [MilterReply] = []
        var message: Recording?
        var transaction: MilterTransaction?
        var isClosed = false

        init(offer: MilterOptions? = postfix) throws {
            let negotiation = MilterNegotiation(actions: [.addHeaders], steps: quiet)
            conversation = MilterConversation(negotiation) { transaction, _ in Recording(beginning: transaction) }
            if let offer {
                try say(.negotiate(offer))
                replies = []
            }
        }

        mutating func say(_ commands: MilterCommand...) throws {
            for command in commands {
                switch try conversation.handle(command) {
                case .none: break
                case .reply(let reply): replies.append(reply)
                case .endOfMessage(let message, let transaction):
                    self.message = message
                    self.transaction = transaction
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
    }

    @Test(
        "nothing is asked for that was not offered",
        arguments: [
            (6, 0x1ff, 0x1f_ffff, 6, 0x131, 0x17_f788), (2, 0x3f, 0x7f, 2, 0x31, 0x08), (6, 0, 0, 6, 0, 0),
            (7, 0x01, 0x40_0400, 6, 0x01, 0x400), (6, 0x1ff, 0x1f_fbff, 6, 0x131, 0x1f_f388),
        ] as [(UInt32, UInt32, UInt32, UInt32, UInt32, UInt32)])
    func negotiation(
        version: UInt32, actions: UInt32, steps: UInt32, answered: UInt32, allowed: UInt32, wanted: UInt32
    ) throws {
        let negotiation = MilterNegotiation(
            actions: [.addHeaders, .changeHeaders, .quarantine, .setMacros], steps: Self.quiet)
        let answer = negotiation.answer(
            to: MilterOptions(
                version: version, actions: MilterActions(rawValue: actions), steps: MilterSteps(rawValue: steps)))
        #expect(answer.version == answered)
        #expect(answer.actions.rawValue == allowed)
        #expect(answer.steps.rawValue == wanted, "\(String(answer.steps.rawValue, radix: 16))")
    }

    @Test("with all steps offered only the options, pieces of the body and the end are answered")
    func quietServer() throws {
        var talk = try Talk()
        try talk.connect()
        try talk.say(.mail(sender: ""), .recipient(""), .data)
        try talk.header("Subject", " x")
        try talk.say(.endOfHeader)
        #expect(talk.replies == [])
        try talk.say(.body(ByteBuffer(string: "a\r\n")))
        #expect(talk.replies == [.proceed])
        try talk.say(.endOfMessage(ByteBuffer()))
        #expect(talk.replies == [.proceed] && talk.message != nil)
    }

    @Test("an old server gets a reply to each command but macros, abort and quit")
    func old() throws {
        var talk = try Talk(offer: MilterOptions(version: 2, actions: MilterActions(rawValue: 0x3f), steps: []))
        try talk.connect()
        #expect(talk.replies.count == 2)
        try talk.say(.mail(sender: ""), .recipient(""))
        try talk.header("Subject", "x")
        try talk.say(.endOfHeader, .body(ByteBuffer(string: "a")))
        #expect(talk.replies == [MilterReply](repeating: .proceed, count: 7))
        try talk.say(.abort, .quit)
        #expect(talk.replies.count == 7 && talk.isClosed)
    }

    @Test("commands before the options are an error, but for quit")
    func order() throws {
        var talk = try Talk(offer: nil)
        #expect(throws: MilterProtocolError.outOfOrder) { try talk.say(.mail(sender: "")) }
        try talk.say(.quit)
        #expect(talk.isClosed)
        var second = try Talk()
        #expect(throws: MilterProtocolError.outOfOrder) { try second.say(.negotiate(Self.postfix)) }
    }

    @Test("a message's pieces come in order, and its end after the last piece of its body")
    func pieces() throws {
        var talk = try Talk()
        try talk.connect()
        try talk.say(.mail(sender: ""))
        try talk.header("Subject", " x")
        try talk.header("From", " a@out.example.net")
        try talk.say(.endOfHeader, .body(ByteBuffer(string: "one ")), .endOfMessage(ByteBuffer(string: "two")))
        let message = try #require(talk.message)
        #expect(message.fields == ["Subject: x", "From: a@out.example.net"])
        #expect(message.body == "one two" && message.isEnded)
    }

    @Test("once no more of the body is wanted, that is said, and none is handed on")
    func skip() throws {
        var talk = try Talk()
        try talk.connect()
        try talk.say(.mail(sender: ""), .endOfHeader)
        for _ in 0..<4 { try talk.say(.body(ByteBuffer(repeating: 97, count: 60))) }
        #expect(talk.replies == [.proceed, .skip, .skip, .skip])
        try talk.say(.endOfMessage(ByteBuffer(string: "rest")))
        #expect(talk.message?.body.count == 120)
        // The next message is heard again.
        talk.conversation.finishMessage()
        try talk.say(.mail(sender: ""), .endOfHeader, .endOfMessage(ByteBuffer(string: "next")))
        #expect(talk.message?.body == "next")
    }

    @Test("a server without skipping awaits no reply to a body")
    func noSkip() throws {
        var talk = try Talk(
            offer: MilterOptions(version: 6, actions: [], steps: MilterSteps(rawValue: 0x1f_fbff)))
        for _ in 0..<4 { try talk.say(.body(ByteBuffer(repeating: 97, count: 60))) }
        #expect(talk.replies == [])
    }

    @Test("several messages on one connection have nothing of each other")
    func severalMessages() throws {
        var talk = try Talk()
        try talk.connect()
        for number in 1...3 {
            try talk.say(.macros(for: UInt8(ascii: "M"), [:]), .mail(sender: ""))
            for _ in 0..<number { try talk.header("X", " y") }
            try talk.say(.macros(for: UInt8(ascii: "N"), ["i": "Q\(number)"]), .endOfHeader)
            try talk.say(.endOfMessage(ByteBuffer(string: "body")))
            #expect(talk.transaction?.queueID == "Q\(number)" && talk.message?.fields.count == number)
            #expect(talk.conversation.isInMessage)
            talk.conversation.finishMessage()
            #expect(!talk.conversation.isInMessage)
        }
        try talk.say(.mail(sender: ""))
        try talk.header("X", " y")
        #expect(talk.conversation.isInMessage)
        try talk.say(.abort)
        #expect(!talk.conversation.isInMessage)
        try talk.say(.quitForNewConnection)
        try talk.connect()
        try talk.say(.mail(sender: ""), .endOfHeader, .endOfMessage(ByteBuffer()))
        #expect(talk.message?.fields == [] && talk.transaction?.queueID == nil && !talk.isClosed)
    }

    @Test("a message without MAIL is one all the same")
    func noMail() throws {
        var talk = try Talk()
        try talk.header("Subject", " x")
        #expect(talk.conversation.isInMessage)
        try talk.say(.endOfMessage(ByteBuffer()))
        #expect(talk.message?.fields == ["Subject: x"])
        var empty = try Talk()
        try empty.say(.endOfMessage(ByteBuffer()))
        #expect(empty.message?.isEnded ?? false)
    }

    @Test("a message knows the client, the login and the queue id, as far as they were told when it began and ended")
    func transaction() throws {
        var talk = try Talk()
        try talk.connect()
        try talk.say(.macros(for: UInt8(ascii: "M"), ["auth_authen": "joe"]), .mail(sender: ""), .endOfHeader)
        try talk.say(.macros(for: UInt8(ascii: "E"), ["i": "4A"]), .endOfMessage(ByteBuffer()))
        var expected = MilterTransaction()
        expected.serverName = "mx.site.example.com"
        expected.clientName = "mail.out.example.net"
        expected.clientAddress = "198.51.100.7"
        expected.helo = "client.example.net"
        expected.user = "joe"
        #expect(talk.message?.beginning == expected)
        expected.queueID = "4A"
        #expect(talk.transaction == expected)
        talk.conversation.finishMessage()
        // Another client is somebody else.
        try talk.say(.quitForNewConnection, .connect(host: "other.example.org", address: nil))
        expected = MilterTransaction()
        expected.serverName = "mx.site.example.com"
        expected.clientName = "other.example.org"
        #expect(talk.conversation.transaction == expected)
    }

    @Test("a queue id that came before MAIL is told apart", arguments: [true, false])
    func earlyQueueID(isEarly: Bool) throws {
        var talk = try Talk()
        try talk.connect(nil)
        let macros = MilterCommand.macros(for: UInt8(ascii: "M"), ["i": "4A"])
        if isEarly { try talk.say(macros, .mail(sender: "")) } else { try talk.say(.mail(sender: ""), macros) }
        try talk.say(.endOfMessage(ByteBuffer()))
        #expect(talk.transaction?.hadQueueIDAtMail == isEarly && talk.transaction?.queueID == "4A")
    }

    @Test("of the words that stay with a connection no more is kept than they can need")
    func longWords() throws {
        var talk = try Talk()
        let long = String(repeating: "x", count: 100_000)
        try talk.say(
            .connect(host: long, address: long), .helo(long),
            .macros(for: UInt8(ascii: "M"), ["j": long, "i": long, "auth_authen": long]))
        let transaction = talk.conversation.transaction
        // A host's name may have as much.
        #expect(transaction.serverName == String(repeating: "x", count: 255))
        let word = String(repeating: "x", count: 1_024)
        #expect(transaction.clientName == word && transaction.clientAddress == word && transaction.helo == word)
        #expect(transaction.queueID == word && transaction.user == word)
    }

    @Test("commands in any order are taken or refused, and a message is ended once", arguments: 0..<100)
    func anyOrder(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let commands: [MilterCommand] = [
            .macros(for: UInt8(ascii: "M"), ["i": "4A", "j": "mx", "auth_authen": "joe"]),
            .connect(host: "h", address: nil), .helo("h"), .mail(sender: ""), .recipient(""), .data,
            .header(name: [65], value: [66]), .endOfHeader, .body(ByteBuffer(string: "b")),
            .endOfMessage(ByteBuffer(string: "e")), .abort, .quitForNewConnection, .unknown,
        ]
        var talk = try Talk()
        for _ in 0..<200 {
            talk.message = nil
            let command = commands[Int.random(in: commands.indices, using: &generator)]
            try talk.say(command)
            if let message = talk.message {
                #expect(message.isEnded && message.body.hasSuffix("e"))
                talk.conversation.finishMessage()
            }
        }
        #expect(!talk.isClosed)
    }
}
