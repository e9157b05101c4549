// SPDX-License-Identifier: Apache-2.0
import GRDB

extension TrainingStore {
    /// How long labels by hand and user feedback are kept beyond the limits.
    ///
    /// They are in no archive from which they could be read again, so this is the time to notice a mistake in the
    /// configuration: the longest that one person may be away.
    static let graceSeconds: Int64 = 30 * 86_400

    /// What cannot be read again, in SQL: a label by hand, user feedback.
    private static let isExplicit = """
        EXISTS (SELECT 1 FROM labels WHERE labels.message = messages.id
        AND (origin IN ('\(Opinion.byHand)', '\(Opinion.drop)') OR origin LIKE '\(Opinion.drop) %'))
        """

    /// The number of the newest message; what an ingest adds is above it.
    public func newestMessage() throws(StoreError) -> Int64 {
        try ledger.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM messages") ?? 0 }
    }

    /// Removes what is beyond the limits; returns how many messages, or why none.
    ///
    /// A location keeps when its message was received, so that the message is read again once it is kept again:
    /// ``keptAgain(_:now:)``.
    func expire(
        _ retention: Retention, sparing newest: Int64?, now: Int64
    ) throws(StoreError) -> Result<Int, ExpiryRefusal> {
        try ledger.write { database in
            // Locations of messages that are neither there nor known any more say nothing.
            try database.execute(sql: "DELETE FROM places WHERE gone IS NOT NULL AND message IS NULL")
            if retention.isUnlimited { return .success(0) }
            let kept = retention.arguments(now)
            try database.execute(
                sql: "UPDATE messages SET beyond = NULL WHERE beyond IS NOT NULL AND id IN \(Retention.kept)",
                arguments: kept)
            try database.execute(
                sql: "UPDATE messages SET beyond = ? WHERE beyond IS NULL AND id NOT IN \(Retention.kept)",
                arguments: [now] + kept)
            // From here on `beyond` reflects the limits.
            let expired = "beyond IS NOT NULL AND (beyond <= \(now - Self.graceSeconds) OR NOT \(Self.isExplicit))"
            if let newest, let refusal = try Self.refusal(expired, newest, database) { return .failure(refusal) }
            try database.execute(
                sql: """
                    UPDATE places SET expired = (SELECT \(Retention.received) FROM messages WHERE id = places.message)
                    WHERE message IN (SELECT id FROM messages WHERE \(expired))
                    """)
            try database.execute(sql: "DELETE FROM messages WHERE \(expired)")
            let count = database.changesCount
            try database.execute(sql: "DELETE FROM correspondents WHERE last < ?", arguments: [retention.oldest(now)])
            try database.execute(sql: "DELETE FROM places WHERE gone IS NOT NULL AND message IS NULL")
            return .success(count)
        }
    }

    /// Why messages are not removed, if most of a class would be.
    ///
    /// What the last ingest added does not count: it was never learned, and is in its archive.
    private static func refusal(_ expired: String, _ newest: Int64, _ database: Database) throws -> ExpiryRefusal? {
        try Row.fetchAll(
            database,
            sql: """
                SELECT class, sum(\(expired)), count(*) FROM messages WHERE class IS NOT NULL AND id <= ?
                GROUP BY class ORDER BY class
                """, arguments: [newest]
        ).map { ExpiryRefusal(isSpam: $0[0], lost: $0[1], all: $0[2]) }
            .first { $0.lost > ExpiryRefusal.maxLost && 2 * $0.lost > $0.all }
    }

    /// Mail removed by age and received from this time on is to be read again; nil: none is.
    ///
    /// After `keep` or `max-messages` was lowered by mistake, and raised again.
    public func keptAgain(_ retention: Retention, now: Int64) throws(StoreError) -> Int64? {
        try ledger.read { database in
            let oldest = retention.oldest(now)
            guard let maxMessages = retention.maxMessages else { return oldest }
            let count = try Int.fetchOne(
                database, sql: "SELECT count(*) FROM messages WHERE \(Retention.received) >= ?", arguments: [oldest])
            let room = maxMessages - (count ?? 0)
            guard room > 0 else { return nil }
            // The newest of them, as many as there is room for.
            return try Int64.fetchOne(
                database,
                sql: """
                    SELECT expired FROM places WHERE expired >= ? AND gone IS NULL
                    ORDER BY expired DESC LIMIT 1 OFFSET ?
                    """, arguments: [oldest, room - 1]) ?? oldest
        }
    }

    /// Whether a source has messages that were removed for their age and received since.
    public func hasExpired(since oldest: Int64, in source: Int64) throws(StoreError) -> Bool {
        try ledger.read { database in
            try Bool.fetchOne(
                database,
                sql: "SELECT EXISTS (SELECT 1 FROM places WHERE source = ? AND expired >= ? AND gone IS NULL)",
                arguments: [source, oldest]) ?? false
        }
    }

    /// Corrects times in the future, left by a clock that was ahead: what waits for them would wait for years.
    public func takeBackTimes(after now: Int64) throws(StoreError) {
        try ledger.write { database in
            for (table, column) in [("messages", "first_seen"), ("messages", "beyond"), ("places", "since")] {
                try database.execute(
                    sql: "UPDATE \(table) SET \(column) = ?1 WHERE \(column) > ?1 + 86400", arguments: [now])
            }
        }
    }
}
