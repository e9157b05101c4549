// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB
import Glibc

/// What a store keeps.
public struct Retention: Sendable, Equatable {
    /// How old messages may be, in seconds; nil: any age.
    public var age: Int64?
    /// How many messages there may be, the newest; nil: any number.
    public var maxMessages: Int?

    /// Creates limits.
    public init(age: Int64? = nil, maxMessages: Int? = nil) {
        self.age = age
        self.maxMessages = maxMessages
    }
}

extension TrainingStore {
    /// A segment is written anew when less than this share of its messages is still named.
    private static let liveShare = 0.5

    /// What a compaction did.
    public struct CompactionReport: Sendable, Equatable {
        /// Messages beyond the limits that were removed.
        public var expired = 0
        /// Segments that were written anew or removed.
        public var segments = 0
        /// Bytes of segments that the disk has back.
        public var bytes = 0
    }

    /// Removes what is beyond the limits, and writes segments anew that hold mostly what nobody names any more.
    ///
    /// A removed message that still lies in its archive is not read again.
    ///
    /// - Parameters:
    ///   - all: writes every segment anew that holds anything forgotten, so that no feature of it is left on disk.
    ///   - now: seconds since 1970.
    public func compact(_ retention: Retention = Retention(), all: Bool = false, now: Int64) throws(StoreError)
        -> CompactionReport
    {
        var report = CompactionReport()
        report.expired = try expire(retention, now: now)
        let segments = try ledger.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT segments.id, segments.messages, segments.bytes, count(messages.id) FROM segments
                    LEFT JOIN messages ON messages.segment = segments.id GROUP BY segments.id
                    """
            ).map { (id: $0[0] as Int64, count: $0[1] as Int, bytes: $0[2] as Int, live: $0[3] as Int) }
        }
        for segment in segments
        where segment.live < segment.count && (all || Double(segment.live) < Self.liveShare * Double(segment.count)) {
            let bytes = try rewrite(segment.id, now: now)
            report.segments += 1
            report.bytes += segment.bytes - bytes
        }
        return report
    }

    private func expire(_ retention: Retention, now: Int64) throws(StoreError) -> Int {
        try ledger.write { database in
            var expired = 0
            if let age = retention.age {
                try database.execute(
                    sql: "DELETE FROM messages WHERE ifnull(date, first_seen) < ?", arguments: [now - age])
                expired += database.changesCount
            }
            if let most = retention.maxMessages {
                try database.execute(
                    sql: """
                        DELETE FROM messages WHERE id NOT IN
                        (SELECT id FROM messages ORDER BY ifnull(date, first_seen) DESC, digest LIMIT ?)
                        """, arguments: [most])
                expired += database.changesCount
            }
            // Places of messages that are neither there nor known any more say nothing.
            try database.execute(sql: "DELETE FROM places WHERE gone IS NOT NULL AND message IS NULL")
            return expired
        }
    }

    /// Writes what is named of a segment into a new one; returns the new one's bytes, 0 if nothing was left.
    private func rewrite(_ id: Int64, now: Int64) throws(StoreError) -> Int {
        let live = try ledger.read { database in
            try Row.fetchAll(
                database, sql: "SELECT id, position FROM messages WHERE segment = ? ORDER BY position", arguments: [id]
            ).map { (id: $0[0] as Int64, position: $0[1] as Int) }
        }
        var bytes = 0
        let new = try nextSegmentID()
        do throws(SegmentError) {
            if !live.isEmpty {
                let reader = try SegmentReader(path: segmentPath(id))
                var writer = try SegmentWriter(path: segmentPath(new), extraction: reader.extraction)
                for (_, position) in live {
                    try writer.append(reader.message(position), try reader.features(position))
                }
                bytes = writer.byteCount
                try writer.commit()
            }
        } catch {
            throw .segment(error)
        }
        try ledger.write { database in
            if !live.isEmpty {
                try database.execute(
                    sql: """
                        INSERT INTO segments (id, extraction, messages, bytes, made)
                        SELECT ?, extraction, ?, ?, ? FROM segments WHERE id = ?
                        """, arguments: [new, live.count, bytes, now, id])
                let move = try database.cachedStatement(
                    sql: "UPDATE messages SET segment = ?, position = ? WHERE id = ?")
                for (position, message) in live.enumerated() {
                    try move.execute(arguments: [new, position, message.id])
                }
            }
            try database.execute(sql: "DELETE FROM segments WHERE id = ?", arguments: [id])
        }
        unlink(segmentPath(id))
        return bytes
    }
}
