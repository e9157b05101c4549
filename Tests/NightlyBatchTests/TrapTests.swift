// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailIngest
import SpamTraining
import TestSupport
import Testing

/// What other filters learn wrongly from folders, night by night.
@Suite("Traps of labels")
struct TrapTests {
    @Test("Junk emptied to Trash does not become ham")
    func emptiedJunk() throws {
        let site = try MailSite()
        let junk = try site.deliver(1, to: "example.org/anna", ".Junk")
        let unread = try site.deliver(2, to: "example.org/anna", ".Junk", flags: "")
        let wanted = try site.deliver(3, to: "example.org/anna")
        _ = try site.night()
        #expect(try site.labels(1..<4).isEmpty, "nothing has settled")
        _ = try site.night()
        #expect(try site.labels(1..<4) == [1: true, 3: false])
        for path in [junk, unread, wanted] { try site.move(path, to: ".Trash", flags: "S") }
        for _ in 0..<3 { _ = try site.night() }
        // Deleted is neither: what had a label keeps it, what had none gets none.
        #expect(try site.labels(1..<4) == [1: true, 3: false])
    }

    @Test("unread mail in INBOX is not ham, until it is read")
    func unreadInbox() throws {
        let site = try MailSite()
        let path = try site.deliver(1, to: "example.org/anna", flags: "")
        for _ in 0..<3 { _ = try site.night() }
        #expect(try site.labels(1..<2).isEmpty)
        try site.move(path, to: "", flags: "S")
        let report = try site.night()
        #expect(report.parsed == 0)
        #expect(try site.labels(1..<2) == [1: false])
    }

    @Test("a message counts from when it was first seen in its folder, not from its name or time")
    func settling() throws {
        let site = try MailSite()
        let path = try site.deliver(1, to: "example.org/anna")
        for _ in 0..<2 { _ = try site.night() }
        #expect(try site.labels(1..<2) == [1: false])
        try site.move(path, to: ".Junk")
        _ = try site.night()
        #expect(try site.labels(1..<2) == [1: false], "just moved")
        _ = try site.night(hours: 12)
        #expect(try site.labels(1..<2) == [1: false])
        _ = try site.night(hours: 12)
        #expect(try site.labels(1..<2) == [1: true])
    }

    @Test("what the filter filed counts lightly when it has settled, and is ham when it is rescued")
    func silent() throws {
        let site = try MailSite()
        _ = try site.deliver(1, to: "example.org/anna", ".Junk", flags: "", filtered: true)
        let rescued = try site.deliver(2, to: "example.org/bert", ".Junk", flags: "", filtered: true)
        _ = try site.night()
        #expect(try site.labels(1..<3).isEmpty)
        _ = try site.night()
        #expect(try site.labels(1..<3) == [1: true, 2: true])
        try site.move(rescued, to: "", flags: "S")
        for _ in 0..<2 { _ = try site.night() }
        #expect(try site.labels(1..<3) == [1: true, 2: false])
    }

    @Test(
        "every filter's mark says that it filed the message, Spreu's own too",
        arguments: [
            "X-Spreu: spam, probability=0.99, log-odds=4.6, model=0123456789abcdef", "X-Spam: Yes",
            "X-Spam-Status: Yes, score=9 required=5", "X-Bogosity: Spam, tests=bogofilter",
        ])
    func marks(mark: String) throws {
        let site = try MailSite()
        _ = try site.deliver(1, to: "example.org/anna", ".Junk", mark: mark)
        _ = try site.deliver(2, to: "example.org/anna", ".Junk", mark: "X-Spreu: unsure, probability=0.6")
        for _ in 0..<3 { _ = try site.night() }
        #expect(try site.weights(1..<3) == [1: 0.75, 2: 1], "what the filter filed counts less, though it is read")
    }

    @Test(
        "another filter's mark, which a sender may have written, counts for nothing where Spreu has let the message pass"
    )
    func forgedMarkOfAnother() throws {
        let site = try MailSite()
        let passed = "X-Spreu: unsure, probability=0.6"
        _ = try site.deliver(1, to: "example.org/anna", ".Junk", mark: passed, forged: "X-Spam-Flag: YES")
        for _ in 0..<3 { _ = try site.night() }
        #expect(try site.weights(1..<2) == [1: 1])
    }

    @Test("a sender's copy of Spreu's mark does not make junk count less")
    func forgedMark() throws {
        let site = try MailSite()
        _ = try site.deliver(1, to: "example.org/anna", ".Junk", forged: "X-Spreu: spam, probability=0.99")
        for _ in 0..<3 { _ = try site.night() }
        #expect(try site.labels(1..<2) == [1: true])
    }

    @Test("an account whose folder has another path now has moved nothing to junk")
    func renamedAccount() throws {
        let site = try MailSite()
        for number in 0..<4 { try site.deliver(number, to: "example.org/anna", ".Junk", flags: "") }
        try site.deliver(4, to: "example.org/anna")
        for _ in 0..<2 { _ = try site.night() }
        #expect(try site.labels(0..<5) == [4: false])
        let (old, new) = (site.folder.path("vmail/example.org/anna"), site.folder.path("vmail/example.org/anna2"))
        try FileManager.default.moveItem(atPath: old, toPath: new)
        let report = try site.night()
        #expect(report.parsed == 0 && report.relabelled == 0, "\(report)")
        for _ in 0..<2 { _ = try site.night() }
        #expect(try site.labels(0..<5) == [4: false])
    }

    @Test("the report says of each rule what it labelled and what not, and why")
    func report() throws {
        let site = try MailSite()
        try site.deliver(1, to: "example.org/anna")
        try site.deliver(2, to: "example.org/anna", ".Junk")
        try site.deliver(3, to: "example.org/anna", flags: "")
        try site.deliver(4, to: "example.org/bert", ".Sent")
        try site.deliver(5, to: "example.org/bert", ".Unerw&APw-nscht")
        _ = try site.night()
        let report = try site.night()
        let counts = try #require(report.rules.values.first)
        #expect(report.rules.count == 1 && counts.ham == 1 && counts.spam == 2)
        #expect(counts.unlabelled == ["unread": 1] && counts.sent == 1 && report.sent == 1)
    }

    @Test("keywords are those of the folder's own dovecot-keywords")
    func keywords() throws {
        let site = try MailSite()
        try site.deliver(1, to: "example.org/anna", flags: "Sb")
        try site.deliver(2, to: "example.org/anna", ".Lists", flags: "Sb")
        let root = site.folder.path("vmail/example.org/anna/Maildir/")
        try Data("0 Work\n1 $Junk\n".utf8).write(to: URL(fileURLWithPath: root + "dovecot-keywords"))
        try Data("0 Work\n1 NonJunk\n".utf8).write(to: URL(fileURLWithPath: root + ".Lists/dovecot-keywords"))
        for _ in 0..<2 { _ = try site.night() }
        #expect(try site.labels(1..<3) == [1: true, 2: false])
    }

    @Test("an account is forgotten with all its mail, and comes back only as what is forgotten")
    func forgetAccount() throws {
        let site = try MailSite()
        for number in 0..<4 { try site.deliver(number, to: "example.org/\(number % 2 == 0 ? "anna" : "bert")") }
        for _ in 0..<2 { _ = try site.night() }
        #expect(try site.forget(account: "example.org/anna") == 2)
        for _ in 0..<2 { _ = try site.night() }
        #expect(try site.labels(0..<4) == [1: false, 3: false])
    }
}
