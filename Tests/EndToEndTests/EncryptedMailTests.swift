// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Accounts whose mail Dovecot keeps encrypted.
@Suite("Encrypted mail")
struct EncryptedMailTests {
    /// What `doveadm save` of Dovecot 2.3.19 wrote with mail_crypt and a key made for it: a message made for this test.
    private static let message = Data(
        base64Encoded: """
            Q1JZUFRFRAMHAgAAAAIAAAD/BglghkgBZQMEAS4GCWCGSAFlAwQCAQAACAAAAADPAQJc7ajr5NwQIzhEJ+RtbICyIXvUZ1oh\
            S8tC5zPlhcJKlwAAAEEEC6m8TawJPgzCQ5z/vwY1cECAUwwdx4VV8GpRNlVH+WDdk9wFIhGuEmWnFZg+YQfxYsDR8q0955ku\
            yhMdzFu5HwAAAEB43stq1Tk0VliZ1gIN1b2Ocdv3fMko4okNBbyXFDGK/dX/ICD8lGIwJyAx/BeCVKwzpLADCOppgQoGUHBj\
            MgSAAAAAILDa13udXgaemtCC+sCccI14KimRhE6HRXpzkREyDcZ6UI99R4TEINz1IZhlClqlzDGJP3B1T7LGoS0YgWBBU6An\
            yiM8H28YTA6EmJXyWX13GgW1pSPHTL6MKqjT4qqNv+GuQeUuQ1lmpAODdvJ3Lgd7mEW99dYWKWzD2pDwl2r7rX6t7eb4+hkj\
            sftKQ6rLiKKRzU4xiQHwqqnT
            """)

    /// A folder of two accounts with three such messages each, in two folders.
    private static func mail() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        let message = try #require(Self.message)
        for account in ["anna", "bert"] {
            for part in ["cur", "new", "tmp", ".Junk/cur", ".Junk/new", ".Junk/tmp"] {
                try FileManager.default.createDirectory(
                    atPath: folder.path("vmail/\(account)/Maildir/\(part)"), withIntermediateDirectories: true)
            }
            for name in ["cur/1700000001.M1.mx:2,S", "cur/1700000002.M2.mx:2,S", ".Junk/cur/1700000003.M3.mx:2,S"] {
                try message.write(to: URL(fileURLWithPath: folder.path("vmail/\(account)/Maildir/\(name)")))
            }
        }
        return folder
    }

    @Test("an inspection says it once, with the count and what can be done", arguments: ["en", "de"])
    func inspect(language: String) throws {
        let folder = try Self.mail()
        let outcome = try Program("spreu").run(
            ["inspect", "--language", language] + ["anna", "bert"].map { folder.path("vmail/\($0)/Maildir") })
        let lines = outcome.errorLines.filter { $0.contains("mail_crypt") }
        let count = language == "en" ? " 6 like this one in " : " 6 wie dieses in "
        #expect(lines.count == 1 && lines.first?.contains(count) == true, "\(outcome.errors)")
        #expect(lines.first?.contains("mail_crypt_save_version=0 backup -u USER") == true, "\(outcome.errors)")
    }

    @Test("a night says it once, with the count and what can be done, and makes no model of it")
    func night() throws {
        let folder = try Self.mail()
        try Data(
            """
            store: \(folder.path("store"))
            key: \(folder.path("key"))
            models: \(folder.path("models"))
            sources:
              - maildirs: \(folder.path("vmail"))/*/Maildir

            """.utf8
        ).write(to: URL(fileURLWithPath: folder.path("spreu.yaml")))
        let outcome = try Program("spreu").run(
            ["nightly", "--config", folder.path("spreu.yaml"), "--settle", "0", "--language", "en"])
        let lines = outcome.text.split(separator: "\n").filter { $0.contains("mail_crypt") }
        #expect(lines.count == 1 && lines.first?.contains("6 like this one") == true, "\(outcome.text)")
        #expect(lines.first?.contains("mail_crypt_save_version=0 backup -u USER") == true, "\(outcome.text)")
        #expect(!FileManager.default.fileExists(atPath: folder.path("models/site/current")))
    }
}
