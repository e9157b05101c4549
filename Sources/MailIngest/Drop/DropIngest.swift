// SPDX-License-Identifier: Apache-2.0
import LearningDrop
import MailArchive
import MailFeatures
import TrainingStore

/// Takes what users and the daemon handed over, and removes it when it is in the store.
package struct DropIngest {
    /// How many records are in memory at once.
    private static let pieceCount = 64
    private static let pieceBytes = 64 << 20

    private let ingest: Ingest

    /// Prepares taking records by an ingest, whose store they go into.
    package init(_ ingest: Ingest) { self.ingest = ingest }

    /// Takes all records of a folder; what is wrong with some becomes a line each.
    package func run(_ path: String, into report: inout IngestReport) throws -> [String] {
        var reader = try DropReader(path)
        var problems: [String] = []
        var names: [DropName] = []
        var messages: [HandedMessage] = []
        var bytes = 0
        func commit() throws {
            try ingest.take(messages, from: "drop", into: &report)
            try reader.remove(names)
            (messages, names, bytes) = ([], [], 0)
        }
        while let event = reader.next() {
            switch event {
            case .record(let received):
                names.append(received.name)
                messages.append(Self.handed(received))
                bytes += received.record.message.count
            case .defect(let path, let defect, let name):
                problems.append("\(path): \(defect)")
                if let name { names.append(name) }
            }
            if messages.count >= Self.pieceCount || bytes >= Self.pieceBytes { try commit() }
        }
        try commit()
        return problems
    }

    private static func handed(_ received: DropReader.Received) -> HandedMessage {
        let record = received.record
        let opinion: Opinion? =
            switch record.lesson {
            case .ham: Opinion(isSpam: false, origin: "drop " + record.origin, evidence: .reportedHam)
            case .spam: Opinion(isSpam: true, origin: "drop " + record.origin, evidence: .reportedSpam)
            case .forget: nil
            }
        let provenance = Provenance(archive: "drop", path: received.name.description)
        return HandedMessage(
            ArchivedMessage(bytes: record.message, provenance: provenance), name: received.name.description,
            opinion: opinion, account: record.account.isEmpty ? nil : record.account, verdict: record.verdict)
    }
}
