// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import OutboundMail
import Testing

@Suite("What senders do")
struct SenderRuleTests {
    private static let day = OutboundLog.monday + 36 * OutboundLog.day + 36_000
    private static let strangers = (0..<200).map { "s\($0)@other.example" }

    @Test("usual mail is no finding")
    func usual() {
        var log = OutboundLog()
        log.usualWeeks()
        #expect(log.findings().isEmpty)
    }

    @Test("an account that writes to strangers from a network that is new to it is hacked")
    func hackedAccount() throws {
        var log = OutboundLog()
        log.usualWeeks()
        for n in 0..<20 {
            log.send(
                Self.day + n * 60, OutboundLog.login("anna", from: "8.8.8.8"), to: [Self.strangers[n]])
        }
        let finding = try #require(log.findings().first)
        #expect(finding.kind == .hackedAccount)
        #expect(finding.source == OutboundLog.key(.login, "anna"))
        #expect(finding.signs.contains { if case .foreignNetwork = $0 { true } else { false } })
        #expect(finding.messages == 20)
        // Alarms are read before the messages of the same piece of the log.
        #expect(finding.noticed >= Self.day && finding.noticed <= Self.day + 20 * 60)
    }

    @Test("an account most of whose mail the model calls spam is hacked")
    func spam() throws {
        var log = OutboundLog()
        for n in 0..<12 {
            log.send(
                Self.day + n * 60, OutboundLog.login("anna"), to: [Self.strangers[n]],
                verdict: n % 6 == 0 ? "ham" : "spam")
        }
        let finding = try #require(log.findings().first)
        #expect(finding.kind == .hackedAccount && finding.signs == [.spam(count: 10, of: 12)])
    }

    @Test("four messages that the model calls spam are too few")
    func fewSpam() {
        var log = OutboundLog()
        for n in 0..<4 {
            log.send(Self.day + n, OutboundLog.login("anna"), to: [Self.strangers[n]], verdict: "spam")
        }
        #expect(log.findings().isEmpty)
    }

    @Test("a sender that writes to many by trade, and too many of them do not exist, has a bought list")
    func boughtList() throws {
        var log = OutboundLog([ActivitySource(.login, "news")])
        log.send(
            Self.day, OutboundLog.login("news"), to: Self.strangers,
            status: { $0 % 8 == 0 ? OutboundLog.unknownUser : "dsn=2.0.0, status=sent (250 Ok)" })
        let finding = try #require(log.findings().first { $0.kind == .boughtList })
        #expect(finding.signs.contains(.unknownUsers(count: 25, of: 200)))
    }

    @Test("few unknown recipients among many are no bought list")
    func cleanList() {
        var log = OutboundLog([ActivitySource(.login, "news")])
        log.send(
            Self.day, OutboundLog.login("news"), to: Array(Self.strangers.prefix(90)),
            status: { $0 % 30 == 0 ? OutboundLog.unknownUser : "dsn=2.0.0, status=sent (250 Ok)" })
        #expect(log.findings().isEmpty)
    }

    @Test("a client without a login that sends as many strangers to many strangers is a trojan")
    func trojan() throws {
        var log = OutboundLog()
        for n in 0..<150 {
            log.send(
                Self.day + n, "client=pc[192.0.2.66]", from: "f\(n)@forged.example", to: [Self.strangers[n]],
                status: { _ in n % 3 == 0 ? OutboundLog.unknownUser : "dsn=2.0.0, status=sent (250 Ok)" })
        }
        let finding = try #require(log.findings().first)
        #expect(finding.kind == .trojan && finding.source == OutboundLog.key(.client, "192.0.2.66"))
    }

    @Test("what comes from the machine itself is a program's, and no trojan")
    func loopback() throws {
        var log = OutboundLog()
        for n in 0..<12 {
            log.send(
                Self.day + n, "client=localhost[127.0.0.1]", from: "f\(n)@forged.example", to: [Self.strangers[n]],
                verdict: "spam")
        }
        let finding = try #require(log.findings().first)
        #expect(finding.kind == .hackedScript && finding.source == OutboundLog.key(.client, "127.0.0.1"))
    }

    /// Messages from so many networks within an hour.
    private static func send(_ log: inout OutboundLog, fromNetworks count: Int, _ time: Int) {
        for n in 0..<count {
            log.send(time + n * 60, OutboundLog.login("anna", from: "\(20 + 3 * n).8.8.8"), to: ["b@example.net"])
        }
    }

    @Test("many networks on the first day of a log are how a shared mailbox is used; later on they are a sign")
    func networks() {
        var first = OutboundLog()
        Self.send(&first, fromNetworks: 12, OutboundLog.monday + 36_000)
        #expect(first.findings().isEmpty)
        var later = OutboundLog()
        later.usualWeeks()
        Self.send(&later, fromNetworks: 12, Self.day)
        #expect(later.findings().first?.kind == .hackedAccount)
    }

    @Test("a login with a blank is read as a whole")
    func blank() {
        var log = OutboundLog()
        for n in 0..<12 {
            log.send(Self.day + n, OutboundLog.login("bob smith"), to: [Self.strangers[n]], verdict: "spam")
        }
        #expect(log.findings().first?.source == OutboundLog.key(.login, "bob smith"))
    }

    @Test("a scanner that sends what it sends is no trojan")
    func scanner() {
        var log = OutboundLog()
        for day in 0..<36 {
            for n in 0..<30 {
                log.send(
                    OutboundLog.monday + day * OutboundLog.day + 36_000 + n, "client=scanner[192.0.2.31]",
                    from: "scanner@example.com", to: ["c\(n)@customer.example"])
            }
        }
        #expect(log.findings().isEmpty)
    }

    @Test("a hacked script is named by what the header checks say of it, without what it was called with")
    func script() throws {
        var log = OutboundLog()
        for n in 0..<120 {
            let id = log.id()
            log.send(
                Self.day + n, "uid=33 from=<www-data>", from: "www-data@example.com", to: [Self.strangers[n]],
                status: { _ in n % 4 == 0 ? OutboundLog.unknownUser : "dsn=2.0.0, status=sent (250 Ok)" })
            log.add(
                Self.day + n,
                "postfix/cleanup[4]: \(id): info: header X-PHP-Originating-Script: 33:mailer.php?to=anna@example.com from local; from=<www-data@example.com>"
            )
        }
        let finding = try #require(log.findings().first)
        #expect(finding.kind == .hackedScript && finding.source == OutboundLog.key(.script, "33"))
        #expect(finding.script == "mailer.php")
    }

    @Test("an alias with many recipients outside, half of them gone, is not its sender's fault")
    func alias() {
        var log = OutboundLog()
        for n in 0..<20 {
            log.send(
                Self.day + n * 600, OutboundLog.login("anna"), to: (0..<20).map { "m\($0)@club.example" },
                original: "club@example.com",
                status: { $0 % 2 == 0 ? OutboundLog.unknownUser : "dsn=2.0.0, status=sent (250 Ok)" })
        }
        #expect(log.findings().isEmpty)
    }

    @Test("excluded accounts are counted in totals only")
    func excluded() {
        var log = OutboundLog()
        for n in 0..<12 {
            log.send(Self.day + n, OutboundLog.login("anna"), to: [Self.strangers[n]], verdict: "spam")
        }
        var logs = log.logs
        logs.endDepartures()
        var analysis = log.analysis
        analysis.take(logs.takeActivity(), logs.takeDepartures(), sources: logs.sources) { $0.name == "anna" }
        #expect(analysis.findings.isEmpty && analysis.senders.isEmpty)
        #expect(analysis.totals.excluded == 12 && analysis.totals.routes[.login]?.messages == 12)
    }
}
