// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerLogs
import OutgoingBrake
import ReportPages
import ServerAlarms
import TestSupport
import Testing
import TextOutput

@Suite("Incidents")
struct IncidentTests {
    private static func finding(_ rule: AlarmRule, _ time: Int, count: Int = 100, _ id: String = "") -> Finding {
        Finding(
            rule: rule, subject: .source(0xabc), time: time, count: count, limit: 100, what: .recipients(.hour),
            queueID: id)
    }

    private static func identity(_ key: UInt64) -> IncidentBook.Identity {
        .init(kind: "login", pseudonym: "account 7", name: "anna")
    }

    @Test("one alarm an incident: it is opened once, extended by other evidence, and otherwise updated in silence")
    func updates() throws {
        var book = IncidentBook()
        guard case .opened(let opened) = book.take(Self.finding(.ceiling, 1_000, "A1"), identity: Self.identity) else {
            Issue.record("not opened")
            return
        }
        #expect(book.take(Self.finding(.ceiling, 1_060, count: 140, "A2"), identity: Self.identity) == nil)
        let other = book.take(Self.finding(.newRecipients, 1_100, "A3"), identity: Self.identity)
        #expect(other.map { if case .extended = $0 { true } else { false } } == true)
        let incident = try #require(book.incidents[opened.id])
        #expect(book.incidents.count == 1 && incident.evidence.map(\.rule) == [.ceiling, .newRecipients])
        #expect(incident.evidence.first?.count == 140 && incident.queueIDs == ["A1", "A2", "A3"])
        let summary = AlarmTexts.of(.english).summary(incident)
        #expect(summary.contains("account 7") && !summary.contains("anna"))
        #expect(!AlarmAnnouncement(.opened(incident), .english).body.contains("anna"))
        #expect(!incident.json.text.contains("anna"))
    }

    @Test("of too many that are open the oldest is closed, and the newest is told of")
    func tooMany() {
        var book = IncidentBook()
        for number in 1...201 {
            let finding = Finding(
                rule: .ceiling, subject: .source(UInt64(number)), time: number, count: 1, limit: 1, what: .waiting,
                queueID: "")
            let change = book.take(finding, identity: Self.identity)
            #expect(change.map { if case .opened = $0 { true } else { false } } == true)
        }
        #expect(
            book.open.count == 200 && book.incidents.values.count { $0.closedBy?.contains("too many") == true } == 1)
    }

    @Test("an incident that was opened before the log named anybody gets the name from the next line")
    func lateName() {
        var book = IncidentBook()
        _ = book.take(Self.finding(.ceiling, 1_000)) { _ in .init(kind: "login", pseudonym: "source 1a2b3c", name: nil)
        }
        _ = book.take(Self.finding(.ceiling, 1_100), identity: Self.identity)
        #expect(book.open.first?.name == "anna" && book.open.first?.pseudonym == "account 7")
    }

    @Test("an incident of a time that cannot be is none", arguments: ["9223372036854775807", "-1"])
    func times(time: String) throws {
        let folder = try ScratchFolder()
        let file = IncidentFile(folder: folder.path("alarms"))
        try file.change { book in _ = book.take(Self.finding(.ceiling, 1_000), identity: Self.identity) }
        let text = try String(contentsOfFile: file.path, encoding: .utf8).replacing(
            "\"updated\": 1000", with: "\"updated\": \(time)"
        )
        .replacing("\"updated\":1000", with: "\"updated\":\(time)")
        try Data(text.utf8).write(to: URL(fileURLWithPath: file.path))
        #expect(throws: AlarmFileError.self) { try file.read() }
    }

    @Test("a closed incident forgets the name, is kept for its time, and the next finding opens another")
    func closing() throws {
        let folder = try ScratchFolder()
        let file = IncidentFile(folder: folder.path("alarms"))
        let id = try file.change { book in
            _ = book.take(Self.finding(.ceiling, 1_000), identity: Self.identity)
            return book.open.first?.id ?? ""
        }
        #expect(try file.read().incidents[id]?.name == "anna")
        #expect(try file.change { $0.close(id, by: "root", at: 2_000) })
        #expect(try !file.change { $0.close(id, by: "root", at: 2_000) })
        let closed = try #require(try file.read().incidents[id])
        #expect(closed.name == nil && closed.closedBy == "root")
        try file.change { book in _ = book.take(Self.finding(.ceiling, 3_000), identity: Self.identity) }
        #expect(try file.read().incidents.count == 2)
        try file.change { $0.expire(at: 2_000 + 30 * 86_400, evidenceSeconds: 30 * 86_400) }
        #expect(try file.read().incidents[id] == nil)
    }

    @Test("an incident with nothing new for three days closes by itself")
    func quiet() {
        var book = IncidentBook()
        _ = book.take(Self.finding(.ceiling, 1_000), identity: Self.identity)
        book.expire(at: 1_000 + 3 * 86_400 - 1, evidenceSeconds: 86_400)
        #expect(book.open.count == 1)
        book.expire(at: 1_000 + 3 * 86_400, evidenceSeconds: 86_400)
        #expect(book.open.isEmpty)
    }

    @Test("every rule says what to do", arguments: AlarmRule.allCases)
    func advice(rule: AlarmRule) {
        var book = IncidentBook()
        _ = book.take(Self.finding(rule, 1_000), identity: Self.identity)
        for language in Language.allCases {
            #expect(book.open.first.map { AlarmTexts.of(language).advice($0).isEmpty } == false)
        }
    }
}
