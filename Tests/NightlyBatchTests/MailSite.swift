// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
import SpamTraining
import TestSupport
import TrainingStore

/// An invented site: accounts with Maildirs, and a store, in a folder of its own.
final class MailSite {
    let folder: ScratchFolder
    let key = SiteKey(bytes: Array(1...16)) ?? .random()
    /// The time, in seconds since 1970.
    var now: Int64 = 1_700_000_000

    init() throws { folder = try ScratchFolder() }

    /// A site with so many ham of one account and spam of another, of 3 February 2024, on the day after.
    static func ofTwo(_ count: Int) throws -> MailSite {
        let site = try MailSite()
        site.now = 1_707_000_000
        for number in 0..<count {
            try site.deliver(number, to: "example.org/anna")
            try site.deliver(1_000 + number, to: "example.org/bert", ".Junk")
        }
        return site
    }

    /// Puts a message into a folder of an account; returns its path.
    @discardableResult
    func deliver(
        _ number: Int, to account: String, _ mailbox: String = "", flags: String = "S", filtered: Bool = false,
        mark: String? = nil, forged: String? = nil, text body: String? = nil
    ) throws -> String {
        let root = folder.path("vmail/\(account)/Maildir")
        let location = root + "/" + mailbox
        for part in ["cur", "new", "tmp"] {
            for folder in [root, location] {
                try FileManager.default.createDirectory(atPath: folder + "/" + part, withIntermediateDirectories: true)
            }
        }
        let text = """
            \(mark ?? "X-Spam-Flag: \(filtered ? "YES" : "NO")")
            Received: from a.example.com ([192.0.2.1]) by mx.example.org; 3 Feb 2024 10:00:\(10 + number % 50) +0000
            \(forged ?? "X-Mailer: none")
            From: sender\(number)@example.com
            To: \(account)
            Subject: number \(number)
            Message-ID: <\(number)@example.com>

            \(body ?? "word\(number) and word\(number + 1)")

            """
        let path = "\(location)/cur/\(1_700_000_000 + number).M1P1.mx:2,\(flags)"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Puts what somebody has written into a sent folder of theirs; returns its path.
    @discardableResult
    func send(_ number: Int, from account: String, to recipients: String, on date: String, _ mailbox: String = ".Sent")
        throws -> String
    {
        let path = try deliver(number, to: account, mailbox)
        let text = """
            From: Somebody <somebody@example.org>
            To: \(recipients)
            Date: \(date)
            Subject: to \(number)

            As agreed.

            """
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Which of some senders of `deliver` the store knows before a time, in seconds since 1970.
    func known(_ numbers: Range<Int>, before date: Int64) throws -> [Int] {
        let store = try TrainingStore(folder.path("store"), .reading, extraction: Extraction(key: key), who: "a test")
        let knownSenders = try store.knownSenders()
        let digests = AddressDigests(key: key)
        return numbers.filter { number in
            let sender = digests.digest(of: Address(address: "sender\(number)@example.com"))
            return sender.map { knownSenders.include($0, before: date) } ?? false
        }
    }

    /// Moves a message as Dovecot does: the name stays, but for flags.
    func move(_ path: String, to mailbox: String, flags: String? = nil) throws {
        var name = (path as NSString).lastPathComponent
        if let flags { name = name.replacing(/:2,.*/, with: ":2,\(flags)") }
        let account = ((path as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent
        let root = account.hasSuffix("Maildir") ? account : (account as NSString).deletingLastPathComponent
        let target = root + "/" + mailbox + "/cur"
        try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            atPath: root + "/" + mailbox + "/new", withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: path, toPath: target + "/" + name)
    }

    /// Ingests all accounts after so many more hours.
    func night(hours: Int64 = 24) throws -> IngestReport {
        now += hours * 3_600
        let sources = try NightlyConfiguration(configuration, path: "x").findSources().sources
        let store = try TrainingStore(folder.path("store"), .writing, extraction: Extraction(key: key), who: "a test")
        return try Ingest(store, key: key, pipeline: MessagePipeline.Options(), now: now).run(sources)
    }

    /// A whole night, a day later.
    func batch(accept: Set<String> = []) throws -> BatchReport {
        now += 86_400
        var options = NightlyRun.Options(now: now)
        options.accepted = accept
        return try NightlyRun(NightlyConfiguration(configuration, path: "x"), key: key, options: options)
            .run().close(code: 0)
    }

    /// The configuration of all accounts.
    var configuration: String {
        """
        store: \(folder.path("store"))
        key: k
        models: \(folder.path("models"))
        sources:
          - maildirs: \(folder.path("vmail"))/*/*/Maildir
        """
    }

    func forget(account: String) throws -> Int {
        try TrainingStore(folder.path("store"), .writing, extraction: Extraction(key: key), who: "a test")
            .forget(.account(account), now: now).messages
    }

    /// What the store says that each message is, by its number: of those with a label.
    func labels(_ numbers: Range<Int>) throws -> [Int: Bool] { try labelled(numbers).mapValues(\.isSpam) }

    /// How much the labels of some messages count.
    func weights(_ numbers: Range<Int>) throws -> [Int: Double] { try labelled(numbers).mapValues(\.weight) }

    private func labelled(_ numbers: Range<Int>) throws -> [Int: LabelledMessage] {
        let store = try TrainingStore(folder.path("store"), .reading, extraction: Extraction(key: key), who: "a test")
        let known = try store.labelled()
        var labels: [Int: LabelledMessage] = [:]
        for number in numbers {
            let id = key.digest(of: "\(number)@example.com".utf8, purpose: .messageID)
            if let digest = try store.digests(.messageID(id)).first {
                labels[number] = known.first { $0.digest == digest }
            }
        }
        return labels
    }
}
