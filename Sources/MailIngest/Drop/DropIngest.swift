// SPDX-License-Identifier: Apache-2.0
import LearningDrop
import MailArchive
import MailFeatures
import TextOutput
import TrainingStore

/// Ingests feedback from users and the daemon, and removes it once it is in the store, and nothing else.
package struct DropIngest {
    /// How many records are in memory at once.
    private static let pieceCount = 64
    private static let pieceBytes = 64 << 20

    private let ingest: Ingest
    private let keep: TimeSpan?
    private let now: Int64
    private let account: (String) -> String?

    /// Prepares taking records by an ingest, whose store they go into.
    ///
    /// - Parameters:
    ///   - keep: for how long what cannot be read waits before it is moved aside, and then what was moved aside lies there;
    ///     nil: for ever.
    ///   - now: seconds since 1970; nil: the time of the ingest.
    ///   - account: the name of the account that a user or an address belongs to; nil: none is known.
    package init(
        _ ingest: Ingest, keeping keep: TimeSpan? = nil, now: Int64? = nil,
        account: @escaping (String) -> String? = { _ in nil }
    ) {
        self.ingest = ingest
        self.keep = keep
        self.now = now ?? ingest.now
        self.account = account
    }

    /// Takes all records of a folder; what is wrong becomes a line for each reason.
    ///
    /// - Throws: `DropError` where the folder cannot be listed, ``StoreError``; what was taken before stays.
    package func run(_ path: String, into report: inout IngestReport) throws -> [DropProblem] {
        var reader = try DropReader(path, unreadBefore: keep.map { now - $0.seconds })
        var problems = DropProblems()
        var names: [DropName] = []
        var damaged: [DropName] = []
        var messages: [FeedbackMessage] = []
        var bytes = 0
        func commit() throws {
            try ingest.take(messages, from: Opinion.drop, into: &report)
            for leftover in reader.remove(names) { problems.noteLeftover(leftover) }
            (messages, names, bytes) = ([], [], 0)
        }
        while let event = reader.next() {
            switch event {
            case .record(let received):
                do throws(NotAMessage) {
                    let message = try feedback(received)
                    names.append(received.name)
                    messages.append(message)
                    bytes += message.message.bytes.count
                } catch {
                    problems.note(path + "/" + received.name.description, error)
                    damaged.append(received.name)
                }
            case .defect(let path, let defect, let name):
                problems.note(path, defect)
                if let name { damaged.append(name) }
            }
            if messages.count >= Self.pieceCount || bytes >= Self.pieceBytes { try commit() }
        }
        try commit()
        for leftover in reader.quarantine(damaged, at: now) { problems.noteLeftover(leftover) }
        report.quarantineExpired = expire(reader, &problems)
        return problems.all + quarantined(reader)
    }

    /// Removes old files from the quarantine; returns how many.
    private func expire(_ reader: DropReader, _ problems: inout DropProblems) -> Int {
        guard let keep else { return 0 }
        let expired = reader.quarantined.filter { $0.since < now - keep.seconds }
        let leftovers = reader.remove(expired)
        for file in leftovers { problems.noteLeftover(file) }
        return expired.count - leftovers.count
    }

    private func quarantined(_ reader: DropReader) -> [DropProblem] {
        let count = reader.quarantined.count
        guard count > 0 else { return [] }
        let end = keep.map { "; each is removed after \($0.seconds / 86_400) days there" } ?? ", then remove them"
        return [
            DropProblem(
                reason: "\(grouped(count)) files that are not records were moved there: check what they are" + end,
                example: reader.quarantinePath, advice: nil)
        ]
    }

    private func feedback(_ received: DropReader.Received) throws(NotAMessage) -> FeedbackMessage {
        let record = received.record
        let origin = Opinion.drop + " " + record.origin
        let opinion: Opinion? =
            switch record.feedback {
            case .ham: Opinion(isSpam: false, origin: origin, evidence: .reportedHam)
            case .spam: Opinion(isSpam: true, origin: origin, evidence: .reportedSpam)
            case .forget: nil
            }
        // What was learned by mistake can be taken back, whatever it is.
        let bytes = record.feedback == .forget ? record.message : try MessageFile.message(in: record.message)
        let provenance = Provenance(archive: Opinion.drop, path: received.name.description)
        return FeedbackMessage(
            ArchivedMessage(bytes: bytes, provenance: provenance), name: received.name.description,
            opinion: opinion, account: account(record.account) ?? record.account, verdict: record.verdict)
    }
}
