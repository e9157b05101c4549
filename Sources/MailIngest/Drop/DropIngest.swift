// SPDX-License-Identifier: Apache-2.0
import LearningDrop
import MailArchive
import MailFeatures
import TextOutput
import TrainingStore

/// Takes what users and the daemon handed over, and removes it when it is in the store, and nothing else.
package struct DropIngest {
    /// How many records are in memory at once.
    private static let pieceCount = 64
    private static let pieceBytes = 64 << 20

    private let ingest: Ingest
    private let account: (String) -> String?

    /// Prepares taking records by an ingest, whose store they go into.
    ///
    /// - Parameter account: the name of the account that a user or an address belongs to; nil: none is known.
    package init(_ ingest: Ingest, account: @escaping (String) -> String? = { _ in nil }) {
        self.ingest = ingest
        self.account = account
    }

    /// Takes all records of a folder; what is wrong becomes a line for each reason.
    ///
    /// - Throws: `DropError` where the folder cannot be listed, ``StoreError``; what was taken before stays.
    package func run(_ path: String, into report: inout IngestReport) throws -> [String] {
        var reader = try DropReader(path)
        var problems = DropProblems()
        var names: [DropName] = []
        var damaged: [DropName] = []
        var messages: [HandedMessage] = []
        var bytes = 0
        func commit() throws {
            try ingest.take(messages, from: Opinion.drop, into: &report)
            for remains in reader.remove(names) { problems.noteRemaining(remains) }
            (messages, names, bytes) = ([], [], 0)
        }
        while let event = reader.next() {
            switch event {
            case .record(let received):
                do throws(NotAMessage) {
                    let message = try handed(received)
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
        for remains in reader.quarantine(damaged) { problems.noteRemaining(remains) }
        return problems.lines + Self.quarantineLine(reader)
    }

    private static func quarantineLine(_ reader: DropReader) -> [String] {
        let count = reader.quarantinedCount
        guard count > 0 else { return [] }
        return [
            "\(reader.quarantinePath.forTerminal()): \(grouped(count)) files that are no records were moved there: "
                + "look what they are, then remove them"
        ]
    }

    private func handed(_ received: DropReader.Received) throws(NotAMessage) -> HandedMessage {
        let record = received.record
        let origin = Opinion.drop + " " + record.origin
        let opinion: Opinion? =
            switch record.lesson {
            case .ham: Opinion(isSpam: false, origin: origin, evidence: .reportedHam)
            case .spam: Opinion(isSpam: true, origin: origin, evidence: .reportedSpam)
            case .forget: nil
            }
        // What was learned by mistake can be taken back, whatever it is.
        let bytes = record.lesson == .forget ? record.message : try MessageFile.message(in: record.message)
        let provenance = Provenance(archive: Opinion.drop, path: received.name.description)
        return HandedMessage(
            ArchivedMessage(bytes: bytes, provenance: provenance), name: received.name.description,
            opinion: opinion, account: account(record.account) ?? record.account, verdict: record.verdict)
    }
}
