// SPDX-License-Identifier: Apache-2.0
import Announcements
import Foundation
import JunkDigest
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
import ReportPages
import TestSupport

/// An invented site with Maildirs, whose digests are collected rather than sent.
final class DigestSite {
    let folder: ScratchFolder
    let key = SiteKey(bytes: Array(1...16)) ?? .random()
    /// 2023-11-14 22:13:20 UTC.
    var now: Int64 = 1_700_000_000
    /// Lines of `digest:` beside those that all tests have.
    var settings = "every: daily"
    /// Other lines of `spreu.yaml`.
    var others = ""
    /// What was sent.
    var sent: [LocalMail] = []
    /// Whether handing in fails.
    var isBroken = false
    private var number = 0

    init() throws { folder = try ScratchFolder() }

    /// Puts a message into a folder of an account, so long ago; returns its path.
    @discardableResult
    func deliver(
        to account: String, _ mailbox: String = ".Junk", hoursAgo: Double = 5, flags: String = "",
        header: String = "From: Shop <shop@example.com>\nSubject: Offer", verdict: String? = "spam, log-odds=5.0"
    ) throws -> String {
        let root = folder.path("vmail/\(account)/Maildir")
        for place in [root, root + "/" + mailbox] {
            for part in ["cur", "new", "tmp"] {
                try FileManager.default.createDirectory(atPath: place + "/" + part, withIntermediateDirectories: true)
            }
        }
        number += 1
        let time = now - Int64(hoursAgo * 3_600)
        let path = "\(root)/\(mailbox)/cur/\(time).M\(number)P1.mx:2,\(flags)"
        let text =
            (verdict.map { "X-Spreu: \($0)\n" } ?? "")
            + "Received: from a.example.com ([192.0.2.1]) by mx.example.org; Tue, 14 Nov 2023 10:00:00 +0000\n"
            + header + "\nMessage-ID: <\(number)@example.com>\n\nText\n"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    func configuration() throws -> NightlyConfiguration {
        var configuration = try NightlyConfiguration(
            """
            store: \(folder.path("store"))
            key: \(folder.path("key"))
            models: \(folder.path("models"))
            sources:
              - maildirs: \(folder.path("vmail/*/*/Maildir"))
            digest:
              from: postmaster@example.org
              language: en
              folder: \(folder.path("digest"))
              \(settings.replacing("\n", with: "\n  "))
            \(others)
            """, path: "spreu.yaml")
        configuration.site.hosts = ["mx.example.org"]
        return configuration
    }

    /// Runs the digests of all accounts, local time being that of Greenwich.
    func run() throws -> DigestReport {
        try run(configuration())
    }

    /// Runs those of a configuration.
    func run(_ configuration: NightlyConfiguration, isWhole: Bool = true) throws -> DigestReport {
        let mailboxes = configuration.digestMailboxes(configuration.findSources())
        return try digests(configuration).tell(
            mailboxes, DigestState(folder: configuration.digest.folder, key: key), isWhole: isWhole)
    }

    func rehearse() throws -> DigestReport {
        let configuration = try configuration()
        return digests(configuration).rehearse(
            configuration.digestMailboxes(configuration.findSources()),
            told: try DigestState.times(inFolder: configuration.digest.folder, key: key))
    }

    private func digests(_ configuration: NightlyConfiguration) -> DigestRun {
        DigestRun(
            configuration.digest,
            DigestMail.Site(
                sender: configuration.digest.sender, host: "mx.example.org",
                maxMessages: configuration.digest.maxMessages, mark: DigestMark(key: key)
            ) { _ in 0 },
            trust: configuration.site.trust, language: .english, now: now, shown: { "account \($0.count)" }
        ) { mail in
            if self.isBroken { return .failed("exit code 75") }
            self.sent.append(mail)
            return .succeeded
        }
    }
}
