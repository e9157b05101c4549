// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import MailFeatures

extension TrainingStore {
    /// All labelled messages whose features were made with what is used now, ordered by digest.
    ///
    /// The order does not depend on how they came into the store, only on messages and labels. Every record is read
    /// once and checked, so that learners meet no damage.
    ///
    /// - Parameter window: those outside of it are not read (``window(_:_:now:)``).
    public func labelled(in window: StoreWindow? = nil) throws(StoreError) -> [LabelledMessage] {
        try observed(where: "messages.class IS NOT NULL", votes: false, window: window).compactMap(\.labelled)
    }

    /// The newest labelled messages, as many as are asked for; nil where there are no more of them.
    ///
    /// - Parameter now: seconds since 1970.
    public func window(
        _ size: StoreWindow.Size?, _ retention: Retention = Retention(), now: Int64 = 0
    ) throws(StoreError) -> StoreWindow? {
        guard let size else { return nil }
        let kept = retention.condition(now)
        return try ledger.read { database in
            try StoreWindow(
                size,
                from: """
                    FROM messages JOIN segments ON segments.id = messages.segment
                    WHERE segments.extraction = ? AND class IS NOT NULL \(kept.sql)
                    """, [extractionID(database)] + kept.arguments, database)
        }
    }

    /// All messages whose features were made with what is used now, ordered by digest, with what was done with each.
    ///
    /// Messages whose label was withdrawn, and those beyond the limits, are left out: whether the latter are removed
    /// already makes no difference to what is learned.
    ///
    /// - Parameters:
    ///   - now: seconds since 1970.
    ///   - window: those outside of it are not read (``window(_:_:now:)``).
    public func observed(
        _ retention: Retention = Retention(), now: Int64 = 0, in window: StoreWindow? = nil
    ) throws(StoreError) -> [ObservedMessage] {
        try observed(where: Self.isObserved, votes: true, retention, now, window: window)
    }

    /// The messages of some segments, as ``observed(_:now:in:)`` has them but for votes: for work in parts.
    ///
    /// - Parameters:
    ///   - part: which of the parts, from 0.
    ///   - parts: how many there are; each segment belongs to one of them.
    package func observed(part: Int, of parts: Int) throws(StoreError) -> [ObservedMessage] {
        try observed(
            where: Self.isObserved + " AND messages.segment % \(parts) = \(part)", votes: false, window: nil)
    }

    /// Messages whose label was withdrawn are none.
    private static let isObserved =
        "(messages.class IS NOT NULL OR NOT EXISTS (SELECT 1 FROM labels WHERE message = messages.id))"

    /// Whether the store knows what people did with their mail, and not only labels that somebody stated.
    public func hasObservations() throws(StoreError) -> Bool {
        try ledger.read { database in
            // A store that is only read, of an older Spreu, has none.
            guard try database.columns(in: "places").contains(where: { $0.name == "evidence" }) else { return false }
            return try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM places WHERE message IS NOT NULL
                    AND evidence NOT IN (\(Evidence.statedHam.rawValue), \(Evidence.statedSpam.rawValue)))
                    """) ?? false
        }
    }

    /// - Parameter isAsked: whether votes are read; learning labels alone does not need a million messages' locations.
    private func observed(
        where condition: String, votes isAsked: Bool, _ retention: Retention = Retention(), _ now: Int64 = 0,
        window: StoreWindow?
    ) throws(StoreError) -> [ObservedMessage] {
        let kept = retention.condition(now)
        let (rows, votes) = try ledger.read { database in
            // A store of an older version of Spreu, opened for reading, knows no networks.
            let network =
                try database.columns(in: "messages").contains { $0.name == "network" } ? "messages.network" : "NULL"
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT messages.id, messages.digest, messages.segment, messages.position, messages.class,
                    messages.weight, messages.date, messages.account, messages.filtered,
                    (SELECT origin FROM labels WHERE message = messages.id ORDER BY id DESC LIMIT 1), messages.size,
                    \(network)
                    FROM messages JOIN segments ON segments.id = messages.segment
                    WHERE segments.extraction = ? AND \(condition) \(kept.sql)
                    \(window == nil ? "" : "AND \(StoreWindow.condition)")
                    ORDER BY messages.digest
                    """, arguments: [extractionID(database)] + kept.arguments + (window?.arguments ?? []))
            return (rows, isAsked ? try Self.votes(database, in: window) : [:])
        }
        let knownSenders = try knownSenders(retention, now: now)
        let archive = SegmentArchive(try openSegments(rows.map { ($0[2], $0[3]) }, areAll: window == nil))
        return try rows.map { row throws(StoreError) in
            let digest = [UInt8](row[1] as Data)
            let (segment, position): (Int64, Int) = (row[2], row[3])
            guard let location = archive.location(segment, position, digest: digest) else {
                throw .segment(SegmentError(path: segmentPath(segment), problem: .indexDamaged(entry: position)))
            }
            let date = (row[6] as Int64?).flatMap { StoredMessage.dates.contains($0) ? $0 : nil }
            let label = (row[4] as Bool?).map {
                ObservedMessage.Label(isSpam: $0, weight: row[5], origin: row[9] as String? ?? "")
            }
            let sender = archive.sender(at: location)
            var message = ObservedMessage(
                digest: digest, features: .kept(archive, at: location), date: date, account: row[7], label: label,
                votes: votes[row[0]] ?? [],
                filtering: UInt8(exactly: row[8] as Int64).flatMap { Filtering(rawValue: $0) } ?? .unknown,
                wasAnswered: knownSenders.include(sender, after: date))
            message.isSenderKnown = knownSenders.include(sender, before: date)
            message.size = max(0, row[10] as Int)
            message.network = (row[11] as Int64?).map { UInt64(bitPattern: $0) }
            return message
        }
    }

    /// What was done with each message, by its number, wherever it lies or lay.
    ///
    /// An account has one vote, by its copy that is still there, or was there last: two copies of one person, or the
    /// same Maildir by another path, are not a second opinion. What it reported takes precedence over what it had done
    /// by then, and is not withdrawn by deleting the message.
    private static func votes(_ database: Database, in window: StoreWindow?) throws -> [Int64: [Vote]] {
        // A store of an older version of Spreu, opened for reading.
        guard try database.columns(in: "places").contains(where: { $0.name == "evidence" }) else { return [:] }
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT places.message, sources.account, places.evidence FROM places
                JOIN sources ON sources.id = places.source
                WHERE places.message IS NOT NULL AND places.evidence IS NOT NULL
                \(window == nil ? "" : "AND places.message IN (SELECT id FROM messages WHERE \(StoreWindow.condition))")
                ORDER BY places.message, sources.account, places.gone IS NULL, places.since,
                places.evidence IN (\(Evidence.reportedHam.rawValue), \(Evidence.reportedSpam.rawValue)), places.evidence
                """, arguments: window?.arguments ?? [])
        var votes: [Int64: [Vote]] = [:]
        while let row = try rows.next() {
            guard let evidence = UInt8(exactly: row[2] as Int64).flatMap({ Evidence(rawValue: $0) }) else { continue }
            var vote = Vote(account: row[1], evidence)
            if let account = vote.account, let earlier = votes[row[0]]?.last, earlier.account == account {
                votes[row[0]]?.removeLast()
                if earlier.evidence == .reportedHam || earlier.evidence == .reportedSpam {
                    vote.evidence = evidence.following(earlier.evidence)
                }
            }
            votes[row[0], default: []].append(vote)
        }
        return votes
    }

    /// The paths of sources that messages with these digests lie or lay in: of each the first by bytes; nil where there is
    /// none.
    public func sourcePaths(of digests: [[UInt8]]) throws(StoreError) -> [String?] {
        try ledger.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT min(sources.path) FROM messages JOIN places ON places.message = messages.id
                    JOIN sources ON sources.id = places.source WHERE messages.digest = ?
                    """)
            return try digests.map { try String.fetchOne(statement, arguments: [$0.blob]) }
        }
    }

    /// The keyed digests of the names of folders that messages with these digests lie in, or lay in last: of each the first
    /// by source; nil where it lies in none.
    public func folders(of digests: [[UInt8]]) throws(StoreError) -> [UInt64?] {
        try ledger.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT places.folder FROM messages JOIN places ON places.message = messages.id
                    WHERE messages.digest = ? AND places.folder != 0
                    ORDER BY places.gone IS NOT NULL, places.gone DESC, places.source, places.name LIMIT 1
                    """)
            return try digests.map {
                try Int64.fetchOne(statement, arguments: [$0.blob]).map { UInt64(bitPattern: $0) }
            }
        }
    }

    /// How many labelled messages have features of other versions, settings or views, and are not learned.
    ///
    /// - Returns: `waiting`: those that lie in an archive still and will be read again; `stranded`: the others. What was
    ///   handed over or piped lies in none: its source is no path.
    public func outdatedCount() throws(StoreError) -> (waiting: Int, stranded: Int) {
        try ledger.read { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*), ifnull(sum(EXISTS
                    (SELECT 1 FROM places JOIN sources ON sources.id = places.source
                    WHERE places.message = messages.id AND places.gone IS NULL AND sources.path LIKE '/%')), 0)
                    FROM messages JOIN segments ON segments.id = messages.segment
                    WHERE messages.class IS NOT NULL AND segments.extraction != ?
                    """, arguments: [extractionID(database)])
            let (all, waiting): (Int, Int) = row.map { ($0[0], $0[1]) } ?? (0, 0)
            return (waiting, all - waiting)
        }
    }

    /// Opens the segments of messages and reads each through once; where the messages are few of many, them alone.
    private func openSegments(
        _ messages: [(segment: Int64, position: Int)], areAll: Bool
    ) throws(StoreError) -> [(number: Int64, reader: SegmentReader)] {
        let positions = Dictionary(grouping: messages, by: \.segment)
        return try positions.sorted { $0.key < $1.key }.map { number, messages throws(StoreError) in
            do throws(SegmentError) {
                let reader = try SegmentReader(path: segmentPath(number))
                if areAll { try reader.verify() } else { try reader.verify(messages.map(\.position).sorted()) }
                return (number, reader)
            } catch {
                throw .segment(error)
            }
        }
    }
}
