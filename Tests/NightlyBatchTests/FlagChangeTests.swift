// SPDX-License-Identifier: Apache-2.0
import Foundation
import NightlyBatch
import TestSupport
import Testing

@Suite("Flags that change all at once")
struct FlagChangeTests {
    private static let anna = "example.org/anna"
    private let site: MailSite

    /// Somebody with unread mail, which has settled.
    init() throws {
        site = try MailSite()
        for number in 0..<70 { try site.deliver(number, to: Self.anna, flags: "") }
        for number in 100..<103 { try site.deliver(number, to: "example.org/bert") }
        for _ in 0..<2 { try night() }
    }

    @discardableResult
    private func night(accept: Set<String> = []) throws -> BatchReport { try site.batch(accept: accept) }

    private func markRead(_ numbers: Range<Int>) throws {
        let folder = site.folder.path("vmail/\(Self.anna)/Maildir/cur/")
        for number in numbers {
            let name = folder + "\(1_700_000_000 + number).M1P1.mx:2,"
            try FileManager.default.moveItem(atPath: name, toPath: name + "S")
        }
    }

    private func told(_ report: BatchReport) -> [String] {
        report.warnings.map(\.description).filter { $0.contains("all at once") }
    }

    private func ham() throws -> Int { try site.labels(0..<70).count }

    @Test("a mailbox that was marked as read in one night counts when a week has passed; it is told once")
    func held() throws {
        try markRead(0..<70)
        let report = try night()
        #expect(
            told(report).first?.hasPrefix(
                "70 messages of account 1 changed flags all at")
                == true, "\(report.text)")
        for _ in 0..<6 {
            let next = try night()
            #expect(told(next) == [] && next.text.contains("70 not (changed all at once)"), "\(next.text)")
            #expect(try ham() == 0)
        }
        #expect(told(try night()) == [])
        #expect(try ham() == 70)
        #expect(told(try night()) == [])
    }

    @Test("so it is in a large mailbox, of which most was read long before")
    func large() throws {
        for number in 300..<600 { try site.deliver(number, to: Self.anna) }
        for _ in 0..<2 { try night() }
        try markRead(0..<70)
        #expect(told(try night()).count == 1)
        #expect(told(try night()) == [])
        #expect(try ham() == 0)
        #expect(try site.labels(300..<600).count == 300, "what was read before counts as before")
    }

    @Test("a person lets it count, at once or later")
    func accepted() throws {
        try markRead(0..<35)
        #expect(told(try night()) == [])
        #expect(try ham() == 35)
        try markRead(35..<70)
        try night()
        for number in 700..<770 { try site.deliver(number, to: Self.anna, flags: "") }
        for _ in 0..<2 { try night() }
        let folder = site.folder.path("vmail/\(Self.anna)/Maildir/cur/")
        for number in 700..<770 {
            let name = folder + "\(1_700_000_000 + number).M1P1.mx:2,"
            try FileManager.default.moveItem(atPath: name, toPath: name + "S")
        }
        #expect(told(try night()).count == 1)
        try night(accept: ["1"])
        #expect(try site.labels(700..<770).count == 70)
    }

    @Test("thirty messages a day are a person's reading, and so is mail that is read on the day when it comes")
    func ordinary() throws {
        for day in 0..<2 {
            try markRead((day * 30)..<(day * 30 + 30))
            for number in 0..<80 { try site.deliver(1_000 + 100 * day + number, to: Self.anna) }
            let report = try night()
            #expect(told(report) == [], "\(report.text)")
            #expect(try ham() == 30 * (day + 1))
        }
    }
}
