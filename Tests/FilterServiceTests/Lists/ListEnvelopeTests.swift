// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import Logging
import MailFeatures
import MilterProtocol
import NIOCore
import SenderLists
import SpamModel
import TestSupport
import Testing

@Suite("What a list asks of the protocols") struct ListEnvelopeTests {
    private typealias Talk = MilterSessionTests.Talk

    /// What the mail server said of a message with these recipients.
    private func envelope(sender: String = "bounce@out.example.net", recipients: [String]) throws -> Envelope? {
        var talk = try Talk("site: {lists: /l}")
        try talk.connect()
        try talk.say(.mail(sender: sender))
        for recipient in recipients { try talk.say(.recipient(recipient)) }
        try talk.say(.macros(for: UInt8(ascii: "N"), ["i": "4XYZ"]), .endOfHeader, .endOfMessage(ByteBuffer()))
        return talk.mail?.message.envelope
    }

    @Test("a milter tells client, sender, queue id, and the domain that all recipients have")
    func milter() throws {
        let both = try #require(try envelope(recipients: ["a@Sales.example.com", "b@sales.example.com"]))
        #expect(
            both.clientAddress == "198.51.100.7" && both.sender == "bounce@out.example.net" && both.queueID == "4XYZ")
        #expect(both.recipientDomain == "sales.example.com" && both.isBeforeReceived)
        #expect(try envelope(recipients: ["a@sales.example.com", "b@example.com"])?.recipientDomain == nil)
        #expect(try envelope(sender: "", recipients: [])?.sender == nil)
        // However many there are, few are kept.
        let many = (0..<5_000).map { "a@d\($0).example" }
        #expect(try envelope(recipients: many)?.recipientDomain == nil)
    }

    @Test("recipients are asked for only where there is a list")
    func negotiation() throws {
        func steps(_ yaml: String) throws -> MilterSteps? {
            var talk = try Talk(yaml, offer: nil)
            try talk.say(.negotiate(MilterSessionTests.postfix))
            guard case .options(let options, _)? = talk.replies.first else { return nil }
            return options.steps
        }
        #expect(try steps("")?.contains(.noRecipients) == true)
        #expect(try steps("site: {lists: /l}")?.contains(.noRecipients) == false)
    }

    @Test("the log says that the list decides, and why an entry does not count; it names nobody")
    func log() throws {
        let folder = try ScratchFolder()
        let descriptor = open(folder.path("log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(descriptor) }
        let logger = Logger(label: "test") {
            ServiceLogHandler(label: $0, configuration: LogConfiguration(), descriptor: descriptor)
        }
        let log = MessageLog(protocolName: "http", logger: logger, metrics: FilterMetrics(registry: MetricsRegistry()))
        let score = MessageScore(
            score: Score(rank: 0, logOdds: 9, verdict: .spam), thresholds: Thresholds(ham: -3, spam: 3), modelID: "01",
            list: .allow)
        for (outcome, list) in [
            (ScoringOutcome.scored(score), ListFinding(action: .allow)),
            (.listed(.deny, .overloaded), ListFinding(action: .deny)),
            (.unfiltered(.overloaded), ListFinding(ignored: .unauthenticated)),
        ] {
            log.note(
                queueID: nil, source: .unknown, outcome: outcome, size: 1, action: .tag, wouldReject: false,
                nanoseconds: 1,
                list: list)
        }
        let lines = try String(contentsOfFile: folder.path("log"), encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(
            lines[0].contains(" list=allow ") && lines[0].contains(" model-verdict=spam ")
                && lines[0].hasSuffix(" verdict=ham"))
        #expect(
            lines[1].contains(" list=deny ")
                && lines[1].hasSuffix(" reason=overloaded size=1 source=unknown verdict=spam"))
        #expect(lines[2].contains(" list-ignored=unauthenticated ") && lines[2].hasSuffix(" verdict=unfiltered"))
    }

    @Test("points and symbols are on the list's side of the threshold")
    func points() {
        func score(_ logOdds: Double, _ verdict: Verdict, _ list: ListAction?) -> ScoringOutcome {
            .scored(
                MessageScore(
                    score: Score(rank: 0, logOdds: logOdds, verdict: verdict), thresholds: Thresholds(ham: -3, spam: 3),
                    modelID: "01", list: list))
        }
        let allowed = score(20, .spam, .allow)
        #expect(allowed.wireScore.points == 4.9 && !allowed.wireScore.isSpam)
        #expect(allowed.symbols == ["SPREU_HAM", "SPREU_ALLOWED"])
        let denied = score(-20, .ham, .deny)
        #expect(denied.wireScore.points == 5 && denied.wireScore.isSpam)
        #expect(denied.symbols == ["SPREU_SPAM", "SPREU_DENIED"])
        #expect(score(20, .spam, .deny).wireScore.points == 22)
        #expect(ScoringOutcome.listed(.deny, .noModel).symbols == ["SPREU_UNFILTERED", "SPREU_DENIED"])
        #expect(ScoringOutcome.listed(.deny, .noModel).wireScore.points == 5)
    }

    @Test("the configuration names list and servers, and --check-config says what is in them")
    func configuration() throws {
        let folder = try ScratchFolder()
        try TestModel.writeKey(to: folder.path("key"))
        try TestModel.write(to: folder.path("model"))
        func configuration(_ site: String) throws -> FilterConfiguration {
            try FilterConfiguration(
                path: "spreud.yaml",
                text: """
                    model: \(folder.path("model"))
                    key: \(folder.path("key"))
                    milter: {listen: 127.0.0.1:7777}
                    site: \(site)
                    """)
        }
        let lists = folder.path("lists")
        let named = try configuration("{authserv-id: [MX.example.com, gate.example.com/*], lists: \(lists)}")
        #expect(named.reading.site.authservIDs == ["mx.example.com", "gate.example.com/*"])
        #expect(try ConfigurationCheck(named).run().contains("lists    \(lists) (there is none yet)"))
        try Data("allow a@b.example\n".utf8).write(to: URL(fileURLWithPath: lists))
        #expect(
            try ConfigurationCheck(named).run().contains("(1 entries, results of mx.example.com, gate.example.com/*)"))
        let none = try configuration("{lists: \(lists)}")
        #expect(try ConfigurationCheck(none).run().contains("no 'authserv-id'"))
        try Data("allow a@b.example\nallow\n".utf8).write(to: URL(fileURLWithPath: lists))
        #expect(throws: (any Error).self) { try ConfigurationCheck(named).run() }
        #expect(throws: (any Error).self) { try configuration("{lists: relative}") }
        #expect(throws: (any Error).self) { try configuration("{authserv-id: 'a b'}") }
        // They are no part of how mail is read: a model that was trained before still fits.
        let key = try #require(TestModel.key)
        #expect(named.reading.site.digest(key) == 0)
    }
}
