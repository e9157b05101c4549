// SPDX-License-Identifier: Apache-2.0
import Announcements
import Foundation
import JunkDigest
import MailMessage
import TestSupport
import Testing

@Suite("Digests of hostile mail")
struct HostileMailTests {
    /// Characters that mislead, and parts of headers that break careless code.
    private static let pieces = [
        "\u{202E}", "\u{2066}", "\u{200B}", "\u{0}", "\u{1B}[2J", "\t", "=?utf-8?B?//79?=", "=?x?Q?=00=0A=0D?=", "=?",
        "<",
        ">", "\"", "@", "://", "www.evil.example", "\u{0335}\u{0335}\u{0335}\u{0335}", "\u{1F600}", "\u{E0041}",
        "=?utf-8?Q?=E2=80=AE?=", "=?utf-7?Q?+ADw-script+AD4-?=", "xn--80ak6aa92e.com", "(", "\\", ",", ";", ":",
        "\u{3164}",
        "=?utf-8?Q?a=0ABcc:_b@c.example?=", "mailto:x", "\u{FF0E}", "\u{2028}", "A", " ", "\r",
    ]

    @Test("200 hostile subjects and names give a mail of which every line is plain, short, and no link")
    func subjects() throws {
        let site = try DigestSite()
        site.settings = "every: daily\nmax-messages: 200"
        var random = SplitMix64(seed: 7)
        func text() -> String {
            (0..<Int.random(in: 0...40, using: &random)).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
                .joined()
        }
        for number in 0..<200 {
            try site.deliver(
                to: "example.org/anna", header: "From: \(text()) <\(text())@evil.example>\nSubject: \(number) \(text())"
            )
        }
        #expect(try site.run().messages == 200)
        let mail = try #require(site.sent.first)
        #expect(mail.text.utf8.count <= LocalMail.maxBytes)
        #expect(Message(Array(mail.text.utf8)).header.fields.count == 12)
        for scalar in mail.body.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control: #expect(scalar == "\n")
            case .format, .lineSeparator, .paragraphSeparator, .privateUse: Issue.record("\(scalar.value)")
            default: break
            }
        }
        let list = mail.body.components(separatedBy: "\n\n").filter { $0.contains(#/^ *\d+\. /#) }
        #expect(list.count > 50 && list.allSatisfy { $0.split(separator: "\n").count == 2 })
        #expect(!mail.body.contains("://") && !mail.body.contains("www.") && !mail.body.contains("evil.example"))
        #expect(mail.body.split(separator: "\n").allSatisfy { $0.utf8.count <= 998 })
    }

    @Test("both forms of a domain that looks like another are shown, and a name never hides the address")
    func lookAlikes() throws {
        let site = try DigestSite()
        try site.deliver(
            to: "example.org/anna", header: "From: \"service@paypal.com\" <x@xn--80ak6aa92e.com>\nSubject: a")
        try site.deliver(to: "example.org/anna", header: "From: x@аррӏе.com\nSubject: b")
        _ = try site.run()
        let body = try #require(site.sent.first).body
        #expect(body.contains("from x@xn--80ak6aa92e[.]com (= аррӏе[.]com) \"service@paypal[.]com\"\n"), "\(body)")
        #expect(body.contains("from x@аррӏе[.]com (= xn--80ak6aa92e[.]com)\n"))
    }

    @Test("of a long address the end of the domain stays")
    func longAddress() throws {
        let site = try DigestSite()
        let (x, labels) = (String(repeating: "x", count: 70), String(repeating: "bank.de.", count: 20))
        try site.deliver(to: "example.org/anna", header: "From: \(x)@firma.de.evil.com\nSubject: a")
        try site.deliver(to: "example.org/anna", header: "From: a@\(labels)evil.com\nSubject: b")
        _ = try site.run()
        let body = try #require(site.sent.first).body
        #expect(body.contains("xxx\u{2026}@firma[.]de[.]evil[.]com\n"), "\(body)")
        #expect(body.contains("from a@\u{2026}") && body.contains("bank[.]de[.]evil[.]com\n"))
    }

    @Test("without sender and subject, with a header without end, and empty, a message is listed or passed over")
    func broken() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna", header: "X-Nothing: here")
        try site.deliver(
            to: "example.org/anna",
            header: "X-Long: " + String(repeating: "x", count: 300_000) + "\nFrom: late@example.com\nSubject: late")
        let empty = try site.deliver(to: "example.org/anna")
        try Data().write(to: URL(fileURLWithPath: empty))
        let garbage = try site.deliver(to: "example.org/anna")
        try Data((0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }).write(to: URL(fileURLWithPath: garbage))
        let report = try site.run()
        #expect(report.messages == 2 && report.warnings == [])
        #expect(try #require(site.sent.first).body.contains(": (no subject)\n     from (no sender)\n"))
    }

    @Test("of a flood that is too large to open, the newest messages are looked at")
    func largeFlood() throws {
        let site = try DigestSite()
        for number in 0..<5_100 {
            let subject = number < 200 ? "old" : "new"
            try site.deliver(
                to: "example.org/anna", hoursAgo: number < 200 ? 20 : 2,
                header: "From: a@b.example\nSubject: \(subject)", verdict: "spam, log-odds=\(number < 200 ? 1 : 9).0")
        }
        #expect(try site.run().messages == 5_100)
        let mail = try #require(site.sent.first)
        // 100 of the old ones are beyond the limit.
        #expect(mail.body.contains(": old\n") && mail.body.contains("And 5,050 more"))
    }

    @Test("a flood of Junk is counted, and only its first messages are listed")
    func flood() throws {
        let site = try DigestSite()
        site.settings = "every: daily\nmax-messages: 3"
        for _ in 0..<20 { try site.deliver(to: "example.org/anna") }
        #expect(try site.run().messages == 20)
        let mail = try #require(site.sent.first)
        #expect(mail.subject.hasPrefix("Junk: 20 new messages"))
        #expect(mail.body.contains("And 17 more, not listed here: look into the folder."))
    }
}
