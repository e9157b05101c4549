// SPDX-License-Identifier: Apache-2.0
import FilterService
import Logging
import MilterProtocol
import NIOCore
import NIOPosix
import SpamModel
import TestSupport
import Testing

@Suite("Served as learned") struct ServedAsLearnedTests {
    /// Scores as the daemon does.
    static func logOdds(_ message: SubmittedMessage, _ scorer: MessageScorer) async throws -> Double {
        guard case .scored(let score) = await scorer.score(message) else { throw NotScored() }
        return score.score.logOdds
    }

    struct NotScored: Error {}

    /// Gives a test a scorer with a model of its own, which is stopped whatever comes of it.
    static func withScorer(
        limits: FilterLimits = FilterLimits(), _ body: (MessageScorer) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        try TestModel.write(to: folder.path("model"))
        let metrics = FilterMetrics(registry: MetricsRegistry())
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let models = ModelStore(
            configuration: FilterConfiguration(model: folder.path("model"), key: ""),
            key: try #require(TestModel.key), trusted: nil, metrics: metrics, logger: logger)
        let scorer = MessageScorer(
            models: models, limits: limits, loops: MultiThreadedEventLoopGroup.singleton, metrics: metrics)
        do {
            try await body(scorer)
        } catch {
            await scorer.shutdown()
            throw error
        }
        await scorer.shutdown()
    }

    static func whole(_ text: String, hop: ReceivingHop? = nil) -> SubmittedMessage {
        SubmittedMessage(whole: Array(text.utf8), hop: hop, limit: 1 << 20)
    }

    @Test("what a transport adds changes no score")
    func transports() async throws {
        try await Self.withScorer { scorer in
            for number in 1...20 {
                let delivered =
                    "Return-Path: <joe@out.example.net>\nReceived: by mx.site.example.com (Postfix) id 1\n"
                    + TestMail.message(number, body: "Order \(number) now.\nFrom here on.\n")
                let expected = try await Self.logOdds(Self.whole(delivered), scorer)
                let crlf = delivered.replacing("\n", with: "\r\n")
                for variant in [
                    crlf, "From MAILER-DAEMON Mon Mar  2 10:00:00 2026\n" + delivered,
                    "From joe@out.example.net Mon Mar  2 10:00:00 2026\r\n" + crlf,
                    "X-Envelope-From: <joe@out.example.net>\nX-Envelope-To: anna@site.example.com\n" + delivered,
                    "Delivered-To: anna@site.example.com\nX-Original-To: a@site.example.com\n" + delivered,
                    "X-Spreu: spam, probability=1\n" + delivered,
                ] {
                    #expect(try await Self.logOdds(Self.whole(variant), scorer) == expected, "\(variant.prefix(40))")
                }
            }
        }
    }

    @Test(
        "a message before delivery has the score that it has after it",
        arguments: [
            ("198.51.100.7", "mail.out.example.net", "out.example.net"), ("10.1.2.3", nil, "[10.1.2.3]"),
            ("2001:db8::7", "unknown", "x"), ("127.0.0.1", "localhost", "localhost"), (nil, nil, nil),
            ("198.51.100.7", nil, "mx.site.example.com (evil [127.0.0.1]) by relay.out.example.net; x"),
        ] as [(String?, String?, String?)])
    func beforeDelivery(address: String?, name: String?, helo: String?) async throws {
        // As Postfix writes it.
        let from = address.map { address in
            let literal = address.contains(":") ? "IPv6:\(address)" : address
            let neutral = (helo ?? "").map { " <>()\\\";@".contains($0) ? "?" : String($0) }.joined()
            return
                "from \(neutral) (\(name ?? "unknown") [\(literal)])\n\tby mx.site.example.com (Postfix) with ESMTP id 4A"
        }
        let own =
            "Return-Path: <joe@out.example.net>\nDelivered-To: anna@site.example.com\n"
            + "Received: \(from ?? "by mx.site.example.com (Postfix, from userid 0)\n\tid 4A"); Mon, 2 Mar 2026 10:00:00 +0100\n"
        let hop = ReceivingHop(
            serverName: "mx.site.example.com", helo: helo, clientName: name, clientAddress: address)
        // Mail that another site delivered before and forwards as it was, too.
        let forwarded = "Delivered-To: joe@other.example.org\nX-Campaign: 7\n"
        try await Self.withScorer { scorer in
            for top in ["", forwarded, "X-Campaign: 7\n", "Authentication-Results: x.example.org; spf=pass\n"] {
                let message = top + TestMail.message(3)
                let learned = try await Self.logOdds(Self.whole(own + message), scorer)
                let served = try await Self.logOdds(Self.whole(message, hop: hop), scorer)
                #expect(served == learned, "\(top)")
            }
        }
    }

    @Test("a body that comes in pieces, cut anywhere, has the score that it has in one")
    func pieces() async throws {
        let body = "Dear all,\r\n\r\n\rodd\r\r\nends\r\n.\r\nFrom here\r\n\r"
        let configuration = try FilterConfiguration(path: "t", text: "model: /m\nkey: /k\nmilter: {listen: systemd}")
        let settings = MilterSettings(configuration: configuration)
        func mail(_ pieces: [[UInt8]]) throws -> SubmittedMessage {
            var session = MilterSession(settings: settings, memory: MemoryBudget(bytes: 1 << 20).connection())
            _ = try session.handle(
                .negotiate(MilterOptions(version: 6, actions: [], steps: [.leadingSpace, .noReplyToBody])))
            _ = try session.handle(.header(name: Array("Subject".utf8), value: Array(" x\r\n\ty".utf8)))
            for piece in pieces { _ = try session.handle(.body(ByteBuffer(bytes: piece))) }
            guard case .score(let mail) = try session.handle(.endOfMessage(ByteBuffer())) else { throw NotScored() }
            return mail.message
        }
        try await Self.withScorer { scorer in
            let text =
                "Return-Path: <>\nReceived: by \(settings.hostname)\nSubject: x\n\ty\n\n"
                + body.replacing("\r\n", with: "\n")
            let expected = try await Self.logOdds(Self.whole(text), scorer)
            let bytes = Array(body.utf8)
            for size in 1...bytes.count {
                let pieces = stride(from: 0, to: bytes.count, by: size).map { start in
                    Array(bytes[start..<min(start + size, bytes.count)])
                }
                #expect(try await Self.logOdds(mail(pieces), scorer) == expected, "\(size)")
            }
        }
    }

    @Test("of a message beyond the limit the first part is scored, and that is told")
    func partial() async throws {
        try await Self.withScorer { scorer in
            let message = SubmittedMessage(
                whole: Array(TestMail.message(body: String(repeating: "word ", count: 1_000)).utf8), limit: 1_000)
            #expect(message.isPartial && message.size > 5_000)
            guard case .scored(let score) = await scorer.score(message) else { throw NotScored() }
            #expect(score.isPartial)
            #expect(ScoringOutcome.scored(score).fieldValue.hasSuffix(", scanned=first-part"))
        }
    }

    @Test("more messages than may wait are left unfiltered, and the others are scored")
    func overload() async throws {
        var limits = FilterLimits()
        limits.queuedMessages = 3
        limits.threads = 1
        limits.messageSeconds = 3_600
        try await Self.withScorer(limits: limits) { scorer in
            let message = SubmittedMessage(
                whole: Array(TestMail.message(body: String(repeating: "word ", count: 1_000_000)).utf8),
                limit: 1 << 30)
            let loops = MultiThreadedEventLoopGroup.singleton
            let futures = (0..<200).map { _ in scorer.score(message, on: loops.any()) }
            var scored = 0
            var refused = 0
            for future in futures {
                switch try await future.get() {
                case .scored: scored += 1
                case .unfiltered(.overloaded): refused += 1
                case .unfiltered(let reason), .listed(_, let reason): Issue.record("\(reason)")
                case .shared: Issue.record("one model cannot speak for several")
                }
            }
            #expect(scored >= 3 && refused >= 1 && scored + refused == 200)
            #expect(await eventually { scorer.queueLength == 0 })
            await scorer.shutdown()
            guard case .unfiltered(.stopping) = await scorer.score(message) else {
                Issue.record("a message was scored after the end")
                return
            }
        }
    }

    @Test("who sends one message upon the answer to another finds the place of that one free")
    func oneAfterTheOther() async throws {
        var limits = FilterLimits()
        limits.queuedMessages = 1
        try await Self.withScorer(limits: limits) { scorer in
            let message = Self.whole(TestMail.message())
            for _ in 0..<2_000 { _ = try await Self.logOdds(message, scorer) }
        }
    }

    @Test("a verdict that comes too late is none")
    func timeout() async throws {
        var limits = FilterLimits()
        limits.messageSeconds = 0
        try await Self.withScorer(limits: limits) { scorer in
            for _ in 0..<20 {
                guard case .unfiltered(.timedOut) = await scorer.score(Self.whole(TestMail.message())) else {
                    Issue.record("a message was scored")
                    continue
                }
            }
            #expect(await eventually { scorer.queueLength == 0 })
        }
    }
}
