// SPDX-License-Identifier: Apache-2.0
import Announcements
import Foundation
import Glibc
import JunkDigest
import MailIngest
import NightlyBatch
import TestSupport
import Testing

@Suite("Digests and other people's mail")
struct ForeignMailTests {
    /// A way to give an account's Junk somebody else's mail: what is put where in the account's folder, and where it leads.
    struct Trick: Sendable {
        var removed: String?
        var link: String
        var target: String
    }

    @Test(
        "no link shows one account the mail of another, and what is refused is a warning",
        arguments: [
            Trick(removed: "Maildir/.Junk/cur", link: "Maildir/.Junk/cur", target: "../../../boss/Maildir/cur"),
            Trick(link: "Maildir/.Spam", target: "../../boss/Maildir"),
            Trick(
                link: "Maildir/.Junk/cur/1699990000.M1P1.mx:2,",
                target: "../../../../boss/Maildir/.Junk/cur/1699982000.M2P1.mx:2,"),
            Trick(removed: "Maildir", link: "Maildir", target: "../boss/Maildir"),
        ])
    func links(trick: Trick) throws {
        let site = try DigestSite()
        site.others = "exclude: {accounts: [boss]}"
        try site.deliver(to: "example.org/boss", "", header: "From: a@secret.example\nSubject: secret")
        let secret = try site.deliver(to: "example.org/boss", header: "From: a@secret.example\nSubject: secret")
        #expect(secret.hasSuffix("/1699982000.M2P1.mx:2,"))
        try site.deliver(to: "example.org/eve", header: "From: a@b.example\nSubject: own")
        let eve = site.folder.path("vmail/example.org/eve")
        if let removed = trick.removed { try FileManager.default.removeItem(atPath: "\(eve)/\(removed)") }
        #expect(symlink(trick.target, "\(eve)/\(trick.link)") == 0)
        let report = try site.run()
        #expect(report.warnings.count == 1 && report.warnings[0].contains("are not opened"), "\(report.warnings)")
        #expect(report.warnings[0].hasPrefix("account 15: "))
        #expect(site.sent.allSatisfy { !$0.text.contains("secret") })
        #expect(report.messages == (trick.removed == nil ? 1 : 0))
    }

    @Test("a hard link to another user's file is not opened")
    func hardLink() throws {
        // Only root gives files away.
        guard geteuid() == 0 else { return }
        let site = try DigestSite()
        try site.deliver(to: "example.org/eve", header: "From: a@b.example\nSubject: own")
        let other = try site.deliver(to: "example.org/eve", header: "From: a@secret.example\nSubject: secret")
        #expect(chown(other, 54_321, 54_321) == 0)
        let report = try site.run()
        #expect(report.messages == 1 && report.warnings.count == 1)
        #expect(report.warnings[0].contains("(1 message or folder)"))
        #expect(try !#require(site.sent.first).text.contains("secret"))
    }

    @Test("a link within one's own Maildir, and links of the administrator before the accounts, hinder nothing")
    func harmless() throws {
        let site = try DigestSite()
        try site.deliver(to: "example.org/anna")
        #expect(symlink(".Junk", site.folder.path("vmail/example.org/anna/Maildir/.Spam")) == 0)
        #expect(symlink("vmail", site.folder.path("mail")) == 0)
        var configuration = try site.configuration()
        configuration.sources = [.accounts(pattern: site.folder.path("mail/*/*/Maildir"), FolderRule())]
        let report = try site.run(configuration)
        #expect(report.messages == 1 && report.warnings == [])
    }

    @Test("two Maildirs of one name get no digest, and a warning says what to do; one Maildir found twice is one")
    func sameName() throws {
        let site = try DigestSite()
        for domain in ["example.org", "example.net"] { try site.deliver(to: "\(domain)/anna") }
        try site.deliver(to: "example.org/bert")
        var configuration = try site.configuration()
        configuration.digest.domain = "example.org"
        configuration.sources = ["org", "net", "org"].map {
            .accounts(pattern: site.folder.path("vmail/example.\($0)/*/Maildir"), FolderRule())
        }
        let report = try site.run(configuration)
        #expect(site.sent.map(\.recipients) == [["bert@example.org"]])
        #expect(report.warnings.count == 1 && report.warnings[0].contains("wildcard for the domain"))
    }
}
