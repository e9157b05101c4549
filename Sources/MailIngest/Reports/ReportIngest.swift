// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import MailMessage
package import TrainingStore

/// Takes what people report by forwarding it as attachment to a mailbox: each message, once of each person.
///
/// Each file is opened once; so what is wrong with one is told once.
package struct ReportIngest {
    /// The ledger's name of the source, and the way of reporting in labels' origins.
    private static let source = "reports"
    private static let origin = Opinion.drop + " forwarded"
    /// How much is in memory at once.
    private static let pieceBytes = 64 << 20

    private let ingest: Ingest
    private let account: (String) -> String?

    /// Prepares taking reports by an ingest, whose store they go into.
    ///
    /// - Parameter account: the name of the account that a user or an address belongs to; nil: none is known.
    package init(_ ingest: Ingest, account: @escaping (String) -> String?) {
        self.ingest = ingest
        self.account = account
    }

    /// Reads what is new in some mailboxes.
    ///
    /// - Throws: ``StoreError``; what was taken before stays.
    package func run(
        _ mailboxes: [ReportMailbox], into report: inout IngestReport
    ) throws(StoreError) -> ReportCounts {
        var counts = ReportCounts()
        var reporters: Set<String> = []
        for mailbox in mailboxes { try read(mailbox, &counts, &reporters, into: &report) }
        counts.reporters = reporters.count
        return counts
    }

    private func read(
        _ mailbox: ReportMailbox, _ counts: inout ReportCounts, _ reporters: inout Set<String>,
        into report: inout IngestReport
    ) throws(StoreError) {
        let number = try ingest.store.source(Self.source)
        let known = Set(try ingest.store.locations(of: number).keys)
        let name = nameOfFile(isSpam: mailbox.isSpam)
        var reader = ArchiveReader(
            [mailbox.path], format: .maildir, limits: ingest.limits.archive,
            filter: { known.contains(name($0.path)) ? .skip : .read },
            folders: { folder, _ in Self.isRead(folder) })
        var feedback: [FeedbackMessage] = []
        var files: [UInt64] = []
        var bytes = 0
        func commit() throws(StoreError) {
            let before = report.rules[Self.source] ?? .init()
            try ingest.take(feedback, from: Self.source, into: &report)
            let after = report.rules[Self.source] ?? .init()
            counts.spam += after.spam - before.spam
            counts.ham += after.ham - before.ham
            // The files last: killed before, they are read again, and what they said is known.
            try ingest.noteRead(files, of: number)
            (feedback, files, bytes) = ([], [], 0)
        }
        while let event = reader.next() {
            guard case .message(let message) = event else {
                if case .warning(let warning) = event, warning.problem != .empty {
                    report.add([warning], of: Self.source)
                }
                continue
            }
            let path = message.provenance.path
            files.append(name(path))
            guard
                let forwarded = ForwardedReport(message.bytes, trust: ingest.trust, limits: ingest.limits.message)
            else {
                counts.strangers.note(path)
                continue
            }
            if forwarded.messages.isEmpty { counts.withoutMessage.note(path) }
            let person = forwarded.reporter.map { account($0) ?? $0.lowercased() } ?? mailbox.path
            for attached in forwarded.messages {
                reporters.insert(person)
                feedback.append(Self.feedback(attached, by: person, at: message.provenance, isSpam: mailbox.isSpam))
                bytes += attached.count
            }
            if bytes >= Self.pieceBytes { try commit() }
        }
        try commit()
    }

    private static func feedback(
        _ bytes: [UInt8], by person: String, at provenance: Provenance, isSpam: Bool
    ) -> FeedbackMessage {
        FeedbackMessage(
            ArchivedMessage(bytes: bytes, provenance: provenance), name: nil,
            opinion: Opinion(
                isSpam: isSpam, origin: origin, evidence: isSpam ? .reportedSpam : .reportedHam),
            account: person)
    }

    /// Which folders of a mailbox are read: not what its keeper wrote or threw away.
    private static func isRead(_ folder: String) -> Bool {
        let use = FolderRule().use(of: folder)
        return use != .trash && use != .drafts && use != .sent
    }

    /// The name in the ledger of a file that was read: what it says depends on the mailbox, and whether it counts on what the
    /// site says of itself.
    private func nameOfFile(isSpam: Bool) -> @Sendable (_ path: String) -> UInt64 {
        let prefix = "\(isSpam ? "spam" : "ham") \(ingest.store.extraction.settings) "
        let key = ingest.key
        return { path in
            key.digest(of: (prefix + ArchiveFile.uniqueName(ofMaildirPath: path)).utf8, purpose: .fileName)
        }
    }
}
