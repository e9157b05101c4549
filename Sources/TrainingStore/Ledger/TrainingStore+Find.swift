// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import MailFeatures

extension TrainingStore {
    /// What is known about the selected messages, in the order of their digests.
    ///
    /// - Parameter limit: how many at most.
    public func records(_ selection: MessageSelection, limit: Int = 100) throws(StoreError) -> [MessageRecord] {
        let messages = try self.messages(selection)
        return try ledger.read { database in
            let hasEvidence = try database.columns(in: "places").contains { $0.name == "evidence" }
            let records = try messages.compactMap { id -> MessageRecord? in
                let row = try Row.fetchOne(
                    database, sql: "SELECT digest, date, account, filtered FROM messages WHERE id = ?", arguments: [id])
                guard let row else { return nil }
                let locations = try Row.fetchAll(
                    database,
                    sql: """
                        SELECT sources.path, sources.account, places.name, places.gone IS NOT NULL,
                        \(hasEvidence ? "places.evidence" : "NULL") FROM places
                        JOIN sources ON sources.id = places.source WHERE places.message = ?
                        ORDER BY sources.path, places.name
                        """, arguments: [id])
                return MessageRecord(
                    digest: [UInt8](row[0] as Data),
                    date: (row[1] as Int64?).flatMap { StoredMessage.dates.contains($0) ? $0 : nil }, account: row[2],
                    filtering: UInt8(exactly: row[3] as Int64).flatMap { Filtering(rawValue: $0) } ?? .unknown,
                    labels: try Self.labels(of: id, database), locations: locations.map { MessageRecord.Location($0) })
            }
            return Array(records.sorted { $0.digest.lexicographicallyPrecedes($1.digest) }.prefix(limit))
        }
    }

    /// The labels that people gave by a command or as feedback, newest first.
    public func explicitLabels(limit: Int) throws(StoreError) -> [ExplicitLabel] {
        try ledger.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT messages.digest, messages.account, labels.class, labels.weight, labels.origin, labels.at,
                    labels.id = (SELECT max(id) FROM labels AS later WHERE later.message = labels.message)
                    FROM labels JOIN messages ON messages.id = labels.message
                    WHERE labels.origin = ? OR labels.origin = ? OR labels.origin LIKE ? || ' %'
                    ORDER BY labels.id DESC LIMIT ?
                    """, arguments: [Opinion.byHand, Opinion.drop, Opinion.drop, limit]
            ).map {
                ExplicitLabel(
                    digest: [UInt8]($0[0] as Data), account: $0[1],
                    label: LabelEvent(isSpam: $0[2], weight: $0[3], origin: $0[4], at: $0[5]), holds: $0[6])
            }
        }
    }

    private static func labels(of message: Int64, _ database: Database) throws -> [LabelEvent] {
        try Row.fetchAll(
            database, sql: "SELECT class, weight, origin, at FROM labels WHERE message = ? ORDER BY id",
            arguments: [message]
        ).map { LabelEvent(isSpam: $0[0], weight: $0[1], origin: $0[2], at: $0[3]) }
    }

    /// The numbers of the selected messages.
    func messages(_ selection: MessageSelection) throws(StoreError) -> [Int64] {
        if case .sender(let address) = selection { return try messages(from: address) }
        return try ledger.read { database in try Self.select(selection, database) }
    }

    /// The messages of a sender, by the digest in their segments: the ledger itself does not know who wrote what.
    private func messages(from sender: UInt64) throws(StoreError) -> [Int64] {
        let rows = try ledger.read { database in
            try Row.fetchAll(database, sql: "SELECT id, segment, position FROM messages ORDER BY segment")
        }
        var open: (segment: Int64, reader: SegmentReader)?
        var found: [Int64] = []
        for row in rows {
            let (segment, position): (Int64, Int) = (row[1], row[2])
            if open?.segment != segment {
                do throws(SegmentError) {
                    open = (segment, try SegmentReader(path: segmentPath(segment)))
                } catch {
                    throw .segment(error)
                }
            }
            guard let reader = open?.reader, position >= 0, position < reader.count else { continue }
            if reader.sender(position) == sender { found.append(row[0]) }
        }
        return found
    }
}

extension MessageRecord.Location {
    fileprivate init(_ row: Row) {
        self.init(
            source: row[0], account: row[1], name: UInt64(bitPattern: row[2] as Int64),
            evidence: (row[4] as Int64?).flatMap { UInt8(exactly: $0) }.flatMap { Evidence(rawValue: $0) },
            isGone: row[3])
    }
}
