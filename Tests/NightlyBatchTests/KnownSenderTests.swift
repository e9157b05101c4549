// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import MailIngest
import NightlyBatch
import SpamModel
import SpamTraining
import TestSupport
import Testing
import TextOutput
import TrainingStore

/// Whom the accounts write to, night by night.
@Suite("Known senders of accounts")
struct KnownSenderTests {
    private static let day = "Tue, 14 Nov 2023 22:13:20 +0000"
    private static let later: Int64 = 1_800_000_000

    @Test("whoever somebody writes to is known, at once and once; what is deleted or a draft says nothing")
    func sent() throws {
        let site = try MailSite()
        let anna = "example.org/anna"
        try site.send(1, from: anna, to: "sender1@example.com", on: Self.day)
        try site.send(2, from: anna, to: "sender2@example.com", on: Self.day, ".Sent.2023")
        try site.send(3, from: anna, to: "sender3@example.com", on: Self.day, ".Drafts")
        try site.send(4, from: anna, to: "sender4@example.com", on: Self.day, ".Trash")
        try site.send(5, from: "example.org/bert", to: "sender5@example.com", on: Self.day, ".Gesendet")
        let first = try site.night()
        #expect(first.sent == 3)
        #expect(try site.known(1..<6, before: Self.later) == [1, 2, 5])
        #expect(try site.known(1..<6, before: 1_700_000_000) == [])
        let second = try site.night()
        #expect(second.parsed == 0 && second.sent == 3 && second.forgotten == 0, "\(second)")
    }

    @Test("a letter that is archived or deleted is no mail that came in, and its recipient stays known")
    func moved() throws {
        let site = try MailSite()
        let letter = try site.send(1, from: "example.org/anna", to: "sender1@example.com", on: Self.day)
        try site.deliver(2, to: "example.org/anna")
        _ = try site.night()
        try site.move(letter, to: ".Archive")
        for _ in 0..<2 { #expect(try site.night().parsed == 0) }
        #expect(try site.labels(1..<3) == [2: false])
        #expect(try site.known(1..<3, before: Self.later) == [1])
    }

    @Test("an account is forgotten with those whom it wrote to, unless others did too")
    func forget() throws {
        let site = try MailSite()
        for (number, account) in [(1, "anna"), (2, "anna"), (3, "bert"), (4, "bert")] {
            let recipient = number == 4 ? 2 : number
            try site.send(
                number, from: "example.org/" + account, to: "sender\(recipient)@example.com", on: Self.day)
        }
        _ = try site.night()
        #expect(try site.known(1..<4, before: Self.later) == [1, 2, 3])
        #expect(try site.forget(account: "example.org/anna") == 0)
        #expect(try site.known(1..<4, before: Self.later) == [2, 3])
    }

    @Test("a night's report and its model know them, and the evaluation asks what was known on its day")
    func night() throws {
        let site = try MailSite()
        for number in 0..<60 {
            try site.deliver(number, to: "example.org/anna", number % 3 == 0 ? ".Junk" : "")
        }
        // Mail of `deliver` is of 3 February 2024.
        for number in 0..<30 {
            try site.send(
                100 + number, from: "example.org/anna", to: "sender\(number)@example.com, sender\(number)@example.com",
                on: number < 20 ? "Tue, 9 Jan 2024 12:00:00 +0000" : "Sun, 4 Feb 2024 12:00:00 +0000")
        }
        func night(_ more: String) throws -> BatchReport {
            let configuration = try NightlyConfiguration(site.configuration + "\n" + more, path: "x")
            var options = NightlyRun.Options(now: site.now)
            options.isForced = true
            return try NightlyRun(configuration, key: site.key, options: options).run().close(code: 0)
        }
        site.now = 1_707_300_000
        _ = try site.night()
        site.now += 2 * 86_400
        let report = try night("evaluate-days: 30")
        #expect(report.text.contains("sent     30 messages, 30 known senders"), "\(report.text)")
        #expect(report.knownSenders == 30)
        let store = try TrainingStore(
            site.folder.path("store"), .reading, extraction: Extraction(key: site.key), who: "a test")
        let known = try store.labelled().filter(\.isSenderKnown)
        #expect(known.count == 20 && known.allSatisfy { ($0.date ?? 0) < 1_707_004_800 }, "\(known.count)")
    }
}
