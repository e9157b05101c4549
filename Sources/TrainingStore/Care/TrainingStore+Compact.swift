// SPDX-License-Identifier: Apache-2.0
import GRDB
import Glibc

extension TrainingStore {
    /// A segment is rewritten when less than this share of its messages is still in use.
    private static let liveShare = 0.5
    /// Segments below this size are merged once there are this many: every night leaves one, and a process can map no
    /// more than some 65,000 files (vm.max_map_count).
    private static let smallBytes = 16 << 20
    private static let maxSmallSegments = 64

    /// What a compaction did.
    public struct CompactionReport: Sendable, Equatable {
        /// Messages beyond the limits that were removed.
        public var expired = 0
        /// Why none was removed: it would have been most of a class.
        public var refusal: ExpiryRefusal?
        /// Segments that were rewritten, joined or removed.
        public var segments = 0
        /// Bytes of segments that were freed.
        public var bytes = 0
    }

    /// Removes what is beyond the limits, rewrites segments whose messages are mostly no longer in use, and merges
    /// small ones.
    ///
    /// - Parameters:
    ///   - all: rewrites every segment that holds anything forgotten, so that no feature of it is left on disk.
    ///   - newest: the number of the newest message that must not go with most of its class (``newestMessage()`` of before an
    ///     ingest); nil: any may go, since a person says so.
    ///   - now: seconds since 1970.
    public func compact(
        _ retention: Retention = Retention(), all: Bool = false, sparing newest: Int64? = nil, now: Int64
    ) throws(StoreError) -> CompactionReport {
        var report = CompactionReport()
        switch try expire(retention, sparing: newest, now: now) {
        case .success(let count): report.expired = count
        case .failure(let refusal): report.refusal = refusal
        }
        for segment in try segments()
        where segment.live < segment.count && (all || Double(segment.live) < Self.liveShare * Double(segment.count)) {
            report.bytes += try rewrite([segment], now: now)
            report.segments += 1
        }
        let small = Dictionary(grouping: try segments().filter { $0.bytes < Self.smallBytes }) { $0.extraction }
        for (_, group) in small.sorted(by: { $0.key < $1.key }) where group.count > Self.maxSmallSegments {
            report.bytes += try rewrite(group, now: now)
            report.segments += group.count
        }
        return report
    }

    /// What the ledger says of a segment.
    private struct SegmentRow {
        var id: Int64
        var extraction: Int64
        var count: Int
        var bytes: Int
        /// How many of its messages are still in use.
        var live: Int
    }

    private func segments() throws(StoreError) -> [SegmentRow] {
        try ledger.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT segments.id, extraction, segments.messages, segments.bytes, count(messages.id) FROM segments
                    LEFT JOIN messages ON messages.segment = segments.id GROUP BY segments.id ORDER BY segments.id
                    """
            ).map { SegmentRow(id: $0[0], extraction: $0[1], count: $0[2], bytes: $0[3], live: $0[4]) }
        }
    }

    /// Writes what is named of segments of one extraction into a new one; returns the bytes saved.
    private func rewrite(_ segments: [SegmentRow], now: Int64) throws(StoreError) -> Int {
        let live = try segments.map { (row) throws(StoreError) in (row.id, try messages(of: row.id)) }
        let count = live.reduce(0) { $0 + $1.1.count }
        let new = try nextSegmentID()
        let bytes = count > 0 ? try write(live, to: segmentPath(new)) : 0
        try ledger.write { database in
            if count > 0, let extraction = segments.first?.extraction {
                try database.execute(
                    sql: "INSERT INTO segments (id, extraction, messages, bytes, made) VALUES (?, ?, ?, ?, ?)",
                    arguments: [new, extraction, count, bytes, now])
                let move = try database.cachedStatement(
                    sql: "UPDATE messages SET segment = ?, position = ? WHERE id = ?")
                for (position, message) in live.flatMap(\.1).enumerated() {
                    try move.execute(arguments: [new, position, message.id])
                }
            }
            for segment in segments {
                try database.execute(sql: "DELETE FROM segments WHERE id = ?", arguments: [segment.id])
            }
        }
        for segment in segments { unlink(segmentPath(segment.id)) }
        return segments.reduce(-bytes) { $0 + $1.bytes }
    }

    /// The messages that the ledger names in a segment, in their order there.
    private func messages(of segment: Int64) throws(StoreError) -> [(id: Int64, position: Int)] {
        try ledger.read { database in
            try Row.fetchAll(
                database, sql: "SELECT id, position FROM messages WHERE segment = ? ORDER BY position",
                arguments: [segment]
            ).map { (id: $0[0], position: $0[1]) }
        }
    }

    /// Copies messages of segments into a new one; returns its bytes.
    private func write(
        _ messages: [(segment: Int64, messages: [(id: Int64, position: Int)])], to path: String
    ) throws(StoreError) -> Int {
        do throws(SegmentError) {
            let readers = try messages.map { (entry) throws(SegmentError) in
                try SegmentReader(path: segmentPath(entry.segment))
            }
            var writer = try SegmentWriter(path: path, extraction: readers[0].extraction)
            for (reader, entry) in zip(readers, messages) {
                for (_, position) in entry.messages {
                    guard position >= 0, position < reader.count else {
                        throw SegmentError(path: reader.path, problem: .indexDamaged(entry: position))
                    }
                    try writer.append(reader.message(position), try reader.features(position))
                }
                reader.releasePages()
            }
            let bytes = writer.byteCount
            try writer.commit()
            return bytes
        } catch {
            throw .segment(error)
        }
    }
}
