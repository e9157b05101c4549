// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import MailIngest
import NightlyBatch
import TestSupport
import Testing
import TextOutput
import TrainingStore

/// The mailboxes spam@example.org and ham@example.org, to which people forward as attachment what the filter got wrong.
@Suite("Reports forwarded as attachment")
struct ReportTests {
    private let site: MailSite
    private static let both = "reports: {spam: [spam@example.org], ham: [ham]}\n"

    init() throws {
        site = try MailSite.ofTwo(4)
        for account in ["spam", "ham"] { try makeMaildir(of: account) }
    }

    @discardableResult
    private func night(_ more: String = Self.both) throws -> BatchReport {
        site.now += 86_400
        let text = site.configuration + "\n    settle: 0\nsite: {hosts: [mx.example.org]}\n" + more
        return try NightlyRun(
            NightlyConfiguration(text, path: "x"), key: site.key, options: .init(now: site.now)
        ).run().close(code: 0)
    }

    private func makeMaildir(of account: String, _ folder: String = "") throws {
        for part in ["cur", "new", "tmp"].flatMap({ [$0, folder + "/" + $0] }) {
            try FileManager.default.createDirectory(
                atPath: site.folder.path("vmail/example.org/\(account)/Maildir/\(part)"),
                withIntermediateDirectories: true)
        }
    }

    /// Who forwards, by whom the server authenticated; nil: a stranger.
    private func forward(
        _ attached: String, to account: String, _ name: String, by user: String?, from: String = "anna@example.org",
        in folder: String = "", fields: String = "Subject: Fwd"
    ) throws {
        let hop =
            user.map {
                "Received: from pc (dsl.example.net [203.0.113.9]) (Authenticated sender: \($0)) by mx.example.org "
                    + "(Postfix) with ESMTPSA id 1; 3 Feb 2024 11:00:00 +0000"
            }
            ?? "Received: from a.example.net (a.example.net [203.0.113.9]) by mx.example.org (Postfix) with ESMTP id 1; "
            + "3 Feb 2024 11:00:00 +0000\nReceived: from pc (Authenticated sender: anna@example.org) by mx.example.org "
            + "with ESMTPSA id 0; 3 Feb 2024 11:00:00 +0000"
        let maildir = site.folder.path("vmail/example.org/\(account)/Maildir")
        try makeMaildir(of: account, folder)
        let text = "\(hop)\nFrom: \(from)\nTo: \(account)@example.org\n\(fields)\n\(attached)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(maildir)/\(folder)/new/\(name)"))
    }

    private static func mail(_ number: Int) -> String {
        """
        Received: from a.example.com ([192.0.2.1]) by mx.example.org; 3 Feb 2024 10:00:\(10 + number % 50) +0000
        X-Mailer: none
        From: sender\(number)@example.com
        To: example.org/anna
        Subject: number \(number)
        Message-ID: <\(number)@example.com>

        word\(number) and word\(number + 1)
        """
    }

    private static func wrapped(_ messages: [String], subtype: String = "mixed", type: String = "message/rfc822")
        -> String
    {
        let head = "MIME-Version: 1.0\nContent-Type: multipart/\(subtype); boundary=\"=_b\(messages.count)\"\n\n"
        let note = subtype == "digest" ? "" : "--=_b\(messages.count)\nContent-Type: text/plain\n\nPlease see below.\n"
        let parts = messages.map { message in
            let header = subtype == "digest" ? "" : "Content-Type: \(type)\nContent-Disposition: attachment\n"
            return "--=_b\(messages.count)\n\(header)\n\(message)\n"
        }
        return head + note + parts.joined() + "--=_b\(messages.count)--\n"
    }

    private func votes(_ number: Int) throws -> [Vote] {
        let store = try TrainingStore(
            site.folder.path("store"), .reading,
            extraction: Extraction(
                key: site.key,
                settings: [
                    "own-network": [], "own-host": ["mx.example.org"], "own-recipient": [], "ignore-field": [],
                ]), who: "a test")
        let id = site.key.digest(of: "\(number)@example.com".utf8, purpose: .messageID)
        let digests = try store.digests(.messageID(id))
        return try store.observed().filter { digests.contains($0.digest) }.flatMap(\.votes)
    }

    private func line(_ report: BatchReport) -> [String] { report.stages.filter { $0.name == "reports" }.map(\.line) }

    @Test("attached messages are learned as what the mailbox is for, one or several, also of a digest or as a file")
    func learned() throws {
        try forward(Self.wrapped([Self.mail(500)]), to: "spam", "1", by: "anna@example.org")
        try forward(Self.wrapped([Self.mail(501), Self.mail(502)]), to: "spam", "2", by: "bert@example.org")
        try forward(Self.wrapped([Self.mail(503)], subtype: "digest"), to: "ham", "3", by: "anna@example.org")
        let file = Self.wrapped([Self.mail(504)], type: "application/octet-stream; name=\"report.eml\"")
        try forward(file, to: "spam", "4", by: "anna@example.org", in: ".Junk")
        let report = try night()
        #expect(line(report) == ["4 spam, 1 ham, forwarded by 2 people"], "\(report.text)")
        #expect(report.warnings.isEmpty)
        #expect(try votes(500) == [Vote(account: "example.org/anna", .reportedSpam)])
        #expect(try votes(501) == [Vote(account: "example.org/bert", .reportedSpam)])
        #expect(try votes(502) == [Vote(account: "example.org/bert", .reportedSpam)])
        #expect(try votes(503) == [Vote(account: "example.org/anna", .reportedHam)])
        #expect(try votes(504) == [Vote(account: "example.org/anna", .reportedSpam)])
        // Each file is read once, and the mailboxes' own mail is none to learn.
        let again = try night()
        #expect(line(again) == [] && again.ingested?.parsed == 0 && again.warnings.isEmpty, "\(again.text)")
        #expect(try JSON(Array(report.json.text.utf8))["reports"]["spam"].integer == 4)
    }

    @Test("a stranger trains nothing, whatever the sender and the hops say that came with it, and is told with a file")
    func stranger() throws {
        try forward(Self.wrapped([Self.mail(500)]), to: "ham", "1", by: nil, from: "anna@example.org")
        let bounce = Self.wrapped([Self.mail(501)], subtype: "report")
        try forward(bounce, to: "ham", "2", by: "anna@example.org")
        try forward(
            Self.wrapped([Self.mail(502)]), to: "ham", "3", by: "anna@example.org",
            fields: "Auto-Submitted: auto-replied")
        let report = try night()
        #expect(try votes(500) == [] && votes(501) == [] && votes(502) == [])
        #expect(line(report).count == 1, "\(report.text)")
        #expect(
            line(report)[0].hasPrefix(
                "3 ignored, such as \(site.folder.path("vmail"))/example.org/ham/Maildir/"))
        #expect(line(try night()) == [])
    }

    @Test("each reporter has one voice: by whom the server authenticated, however often, whatever From says")
    func voices() throws {
        for number in 0..<20 {
            try forward(
                Self.wrapped([Self.mail(0)]), to: "spam", "\(number)", by: "anna@example.org",
                from: "somebody\(number)@example.org")
        }
        try forward(Self.wrapped([Self.mail(0)]), to: "spam", "20", by: "carla@example.org")
        let report = try night()
        #expect(line(report) == ["2 spam, 0 ham, forwarded by 2 people"], "\(report.text)")
        #expect(report.ingested?.new == 8, "the message is the one that anna has")
        let expected = [
            Vote(account: "carla@example.org", .reportedSpam), Vote(account: "example.org/anna", .reportedSpam),
        ]
        #expect(try votes(0) == expected)
        // Who says something else later has changed their mind.
        try forward(Self.wrapped([Self.mail(0)]), to: "ham", "21", by: "anna@example.org")
        try night()
        #expect(try votes(0).last == Vote(account: "example.org/anna", .reportedHam))
    }

    @Test("of a report that was passed on the reported message counts, and what a message carries is part of it")
    func nested() throws {
        let passedOn =
            "Received: from pc (dsl.example.net [203.0.113.9]) by mx.example.org with ESMTPSA id 1; 3 Feb 2024 11:00:00 +0000\n"
            + "From: bert@example.org\nMessage-ID: <600@example.com>\n"
            + Self.wrapped([Self.mail(500)], subtype: "related")
        try forward(
            Self.wrapped([passedOn, Self.mail(501)]), to: "spam", "1", by: "anna@example.org")
        let carrier =
            "Received: from a.example.com ([203.0.113.9]) by mx.example.org; 3 Feb 2024 11:00:00 +0000\n"
            + "From: sender@example.com\nMessage-ID: <601@example.com>\n" + Self.wrapped([Self.mail(502)])
        try forward(Self.wrapped([carrier, Self.mail(503)]), to: "spam", "2", by: "anna@example.org")
        let report = try night()
        #expect(line(report) == ["4 spam, 0 ham, forwarded by 1 person"], "\(report.text)")
        #expect(try votes(600) == [] && votes(502) == [])
        #expect(try votes(500).count == 1 && votes(501).count == 1 && votes(601).count == 1)
    }

    @Test("what is forwarded within the text is told once")
    func inline() throws {
        try forward("\n-------- Forwarded message --------\nFrom: sender@example.com\n", to: "spam", "1", by: "anna")
        let told = line(try night())
        #expect(told.count == 1 && told[0].hasPrefix("1 have no message attached, such as /"))
        #expect(told.first?.hasSuffix(": forward as attachment") == true)
        #expect(line(try night()) == [])
    }

    @Test("more messages in a report than the bound are left unread")
    func bounds() throws {
        try forward(Self.wrapped((0..<120).map { Self.mail(1_500 + $0) }), to: "spam", "1", by: "anna@example.org")
        #expect(line(try night()) == ["100 spam, 0 ham, forwarded by 1 person"])
    }

    @Test("one folder of an account may take the reports; it is no folder of the account then")
    func folder() throws {
        try forward(Self.wrapped([Self.mail(500)]), to: "anna", "1", by: "anna@example.org", in: ".Spam")
        let path = site.folder.path("vmail/example.org/anna/Maildir/.Spam")
        let report = try night("reports: {spam: ['\(path)']}\n")
        #expect(line(report) == ["1 spam, 0 ham, forwarded by 1 person"], "\(report.text)")
        #expect(report.warnings.isEmpty && report.ingested?.new == 9)
    }

    @Test("what the site says of its servers decides: said otherwise, reports that counted for nothing are read again")
    func otherHosts() throws {
        let other = "Received: from pc ([203.0.113.9]) by mail.example.org with ESMTPSA id 1\n"
        try forward("\n", to: "spam", "1", by: "anna@example.org")
        let path = site.folder.path("vmail/example.org/spam/Maildir/new/1")
        let text = other + "From: anna@example.org\n" + Self.wrapped([Self.mail(500)])
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        #expect(line(try night())[0].hasPrefix("1 ignored"))
        site.now += 86_400
        let configuration = site.configuration + "\n    settle: 0\nsite: {hosts: [example.org]}\n" + Self.both
        let report = try NightlyRun(
            NightlyConfiguration(configuration, path: "x"), key: site.key, options: .init(now: site.now)
        ).run().close(code: 0)
        #expect(line(report) == ["1 spam, 0 ham, forwarded by 1 person"], "\(report.text)")
    }

    @Test("a name that is no account is told, and one mailbox is not for both")
    func configuration() throws {
        func found(_ text: String) throws -> FoundSources {
            try NightlyConfiguration(site.configuration + "\n" + text, path: "x").findSources()
        }
        #expect(
            try found("reports: {spam: [spma]}").problems.map(\.description) == [
                "'spma' in 'reports' is no existing account: correct the name, create the mailbox, or let this user "
                    + "read it"
            ])
        let both = try found(Self.both)
        #expect(both.reports.map(\.isSpam) == [false, true] && both.problems.isEmpty)
        #expect(both.sources.compactMap(\.account) == ["example.org/anna", "example.org/bert"])
        #expect(throws: (any Error).self) { try found("reports: {spam: [x], ham: [x]}") }
        #expect(
            try found("reports: {spam: [/nowhere/Maildir]}").problems.map(\.description) == [
                "/nowhere/Maildir: matches nothing"
            ])
    }
}
