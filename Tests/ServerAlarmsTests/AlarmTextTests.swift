// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerLogs
import OutgoingBrake
import ReportPages
import ServerAlarms
import TestSupport
import Testing
import TextOutput

@Suite("Alarms in two languages")
struct AlarmTextTests {
    private static let things: [CountedThing] =
        BrakeWindow.allCases.map { .recipients($0) } + Receiver.allCases.map { .refused($0, taken: 1_234) } + [
            .newRecipients, .foreignRecipients, .redirect, .guesses, .waiting, .received, .ordinary, .bounced(of: nil),
            .bounced(of: 5_678), .deferred(of: 5_678), .blockListed, .silence, .silentDays,
        ]

    private static func incident(_ rule: AlarmRule, _ what: CountedThing, count: Int = 1_200) -> Incident? {
        var book = IncidentBook()
        let finding = Finding(
            rule: rule, subject: .source(0xabc), time: 1_000, count: count, limit: 100, what: what, queueID: "A1")
        _ = book.take(finding) { _ in .init(kind: "login", pseudonym: "account 7", name: "anna") }
        return book.open.first
    }

    @Test("what was counted is said in both, with its numbers as each writes them", arguments: things)
    func words(thing: CountedThing) throws {
        let incident = try #require(Self.incident(.ceiling, thing))
        let (english, german) = (
            AlarmTexts.of(.english).summary(incident), AlarmTexts.of(.german).summary(incident)
        )
        #expect(english.hasPrefix("account 7: 1,200 ") && english.hasSuffix(" (limit 100)"))
        #expect(german.hasPrefix("account 7: 1.200 ") && german.hasSuffix(" (Grenze 100)"))
        for text in [english, german] { #expect(!text.contains("{}"), "\(text)") }
        let (said, sagt) = (AlarmTexts.of(.english).words(thing), AlarmTexts.of(.german).words(thing))
        #expect(said != sagt && said != thing.kind && sagt != thing.kind)
        #expect(!sagt.contains(" and ") && !sagt.contains(" of ") && !sagt.contains(" the "), "\(sagt)")
    }

    @Test("it is read back from the file as it was written", arguments: things)
    func file(thing: CountedThing) throws {
        let folder = try ScratchFolder()
        let file = IncidentFile(folder: folder.path("alarms"))
        let finding = Finding(
            rule: .ceiling, subject: .source(0xabc), time: 1_000, count: 3, limit: 2, what: thing, queueID: "A1")
        try file.change { book in
            _ = book.take(finding) { _ in .init(kind: "login", pseudonym: "account 7", name: nil) }
        }
        #expect(try file.read().open.first?.evidence.first?.what == thing)
    }

    @Test("an incident that an earlier version wrote has its words, and what is damaged has no others")
    func earlier() throws {
        let folder = try ScratchFolder()
        let file = IncidentFile(folder: folder.path("alarms"))
        try file.change { book in
            let finding = Finding(
                rule: .bounces, subject: .site("bounces"), time: 1_000, count: 60, limit: 50, what: .bounced(of: 70))
            _ = book.take(finding) { _ in .init(kind: "site", pseudonym: "bounces", name: nil) }
        }
        let text = try String(contentsOfFile: file.path, encoding: .utf8)
        for code in [
            "null", "\"bounced-of\"", "\"bounced-of x\"", "\"refused nobody 1\"", "\"\"", "\"recipients year\"",
        ] {
            let earlier = text.replacing("\"bounced-of 70\"", with: code)
            #expect(earlier != text)
            try Data(earlier.utf8).write(to: URL(fileURLWithPath: file.path))
            let incident = try #require(try file.read().open.first)
            #expect(incident.evidence.first?.what == .words("copies went back today, of 70"), "\(code)")
            #expect(AlarmTexts.of(.german).summary(incident).contains("copies went back today, of 70"))
        }
    }

    @Test("what to do is told in both, with the same commands", arguments: AlarmRule.allCases)
    func advice(rule: AlarmRule) throws {
        let incident = try #require(Self.incident(rule, .waiting))
        let (english, german) = (AlarmTexts.of(.english).advice(incident), AlarmTexts.of(.german).advice(incident))
        #expect(!english.isEmpty && english.count == german.count)
        for (one, other) in zip(english, german) {
            #expect(one != other && !one.contains("{}") && !other.contains("{}"))
            for command in [
                "doveadm kick", "postsuper -h", "spreu incident show", "journalctl", "spreu logs", "ss -ltn",
            ] {
                #expect(one.contains(command) == other.contains(command), "\(other)")
            }
        }
    }

    @Test(
        "about mail of a program nobody is told to change a password, and its log lines are named",
        arguments: Language.allCases)
    func script(language: Language) throws {
        var book = IncidentBook()
        let finding = Finding(
            rule: .ceiling, subject: .source(0xabc), time: 1_000, count: 50, limit: 40, what: .recipients(.hour),
            queueID: "A1")
        _ = book.take(finding) { _ in .init(kind: "script", pseudonym: "www-data (uid 33)", name: "www-data (uid 33)") }
        let incident = try #require(book.open.first)
        let body = AlarmAnnouncement(.opened(incident), language).body
        for words in ["password", "Passwort", "kick"] { #expect(!body.contains(words), "\(body)") }
        for words in ["www-data (uid 33)", "uid=UID", "crontab", "/var/www", "authorized_submit_users"] {
            #expect(body.contains(words), "\(body)")
        }
    }

    @Test(
        "no line of a mail is longer than 76 characters, whatever the rule, but for advice, whose commands stay whole",
        arguments: AlarmRule.allCases)
    func width(rule: AlarmRule) throws {
        for kind in ["login", "script"] {
            var book = IncidentBook()
            let finding = Finding(
                rule: rule, subject: .source(0xabc), time: 1_000, count: 1_200, limit: 100, what: .redirect,
                queueID: "A1")
            _ = book.take(finding) { _ in .init(kind: kind, pseudonym: "account 7", name: "anna") }
            let incident = try #require(book.open.first)
            for language in Language.allCases {
                let advice = AlarmTexts.of(language).advice(incident).map { "  - \($0)" }
                let lines = AlarmAnnouncement(.opened(incident), language).body.split(separator: "\n").map(String.init)
                #expect(!advice.isEmpty && Set(advice).isSubset(of: lines))
                for line in lines where !advice.contains(line) { #expect(line.count <= 76, "\(line)") }
            }
        }
    }

    @Test("an announcement is German where it is read, and English for programs")
    func announcement() throws {
        let incident = try #require(Self.incident(.ceiling, .recipients(.tenMinutes)))
        let told = AlarmAnnouncement(.opened(incident), .german)
        #expect(told.line == "account 7: 1.200 externe Empfänger in zehn Minuten (Grenze 100)")
        #expect(told.told == "\(incident.id) neu: \(told.line)")
        #expect(told.subject(host: "mx") == "Spreu: Alarm \(incident.id) auf mx")
        #expect(told.environment.contains { $0.name == "SPREU_ALARM_TEXT" && $0.value == told.line })
        for words in [
            "Konto: account 7", "Erste Nachrichten: A1", "Was zu tun ist:", "ist es vorbei: ",
            "spreu incident close",
        ] {
            #expect(told.body.contains(words), "\(words)")
        }
        for words in ["What", "who it is", "limit", "First", "anna"] { #expect(!told.body.contains(words), "\(words)") }
        let english = AlarmAnnouncement(.opened(incident), .english)
        #expect(told.json == english.json && english.json.text.contains("1,200 external recipients in ten minutes"))
    }
}
