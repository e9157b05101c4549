// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

extension TrainingStore {
    /// What a check found.
    public struct CheckReport: Sendable, Equatable {
        /// Segments and messages that were looked at.
        public var segments = 0
        /// Messages in the ledger.
        public var messages = 0
        /// Files left by a crash in the folder of segments, which the next writer removes.
        public var leftovers = 0
        /// What is wrong, one line each; empty for a sound store.
        public var problems: [String] = []
    }

    /// Reads everything and compares it: the ledger with itself, the segments with their checksums, both with each other.
    public func check(progress: (Int) -> Void = { _ in }) throws(StoreError) -> CheckReport {
        var report = CheckReport()
        let damage = try ledger.read { database in
            try String.fetchAll(database, sql: "PRAGMA integrity_check").filter { $0 != "ok" }
        }
        // What a damaged ledger says about the segments is worthless.
        if !damage.isEmpty {
            report.problems = damage.map { "\(ledger.path): \($0)" }
            return report
        }
        report.problems += try checkLedger()
        let segments = try ledger.read {
            try Row.fetchAll($0, sql: "SELECT id, messages FROM segments ORDER BY id").map {
                ($0[0] as Int64, $0[1] as Int)
            }
        }
        report.messages = try ledger.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM messages") ?? 0 }
        let files = Set(try segmentFiles())
        let next = try nextSegmentID()
        for name in files.subtracting(segments.map { "\($0.0).segment" }).sorted() {
            if Self.isLeftover(name, next: next) {
                report.leftovers += 1
                continue
            }
            report.problems.append("\(path)/segments/\(name): not in the ledger")
        }
        for (id, count) in segments {
            report.segments += 1
            do throws(SegmentError) {
                let reader = try SegmentReader(path: segmentPath(id))
                try reader.verify()
                if reader.count != count {
                    report.problems.append("\(reader.path) has \(reader.count) messages, the ledger says \(count)")
                }
                report.problems += try positions(of: id, in: reader)
            } catch {
                report.problems.append(error.description)
            }
            progress(count)
        }
        return report
    }

    private func checkLedger() throws(StoreError) -> [String] {
        try ledger.read { database in
            var problems: [String] = []
            for row in try Row.fetchAll(database, sql: "PRAGMA foreign_key_check") {
                problems.append(
                    "a row of \(row[0] as String? ?? "a table") refers to one of \(row[2] as String? ?? "another") "
                        + "that does not exist"
                )
            }
            let contradicting =
                try Int.fetchOne(
                    database,
                    sql: """
                        SELECT count(*) FROM messages WHERE class IS NOT
                        (SELECT class FROM labels WHERE message = messages.id ORDER BY id DESC LIMIT 1)
                        """) ?? 0
            if contradicting > 0 {
                problems.append("\(contradicting) messages do not have the label they were given last")
            }
            let revived =
                try Int.fetchOne(
                    database, sql: "SELECT count(*) FROM messages WHERE digest IN (SELECT digest FROM forgotten)") ?? 0
            if revived > 0 { problems.append("\(revived) forgotten messages are still present") }
            return problems.map { "\(ledger.path): \($0)" }
        }
    }

    /// Whether the ledger's messages of a segment are where it says.
    private func positions(of segment: Int64, in reader: SegmentReader) throws(SegmentError) -> [String] {
        let rows: [(Int, [UInt8])]
        do {
            rows = try ledger.read { database in
                try Row.fetchAll(
                    database, sql: "SELECT position, digest FROM messages WHERE segment = ?", arguments: [segment]
                ).map { ($0[0], [UInt8]($0[1] as Data)) }
            }
        } catch {
            return ["\(error)"]
        }
        let wrong = rows.count { position, digest in
            position < 0 || position >= reader.count || reader.digest(position) != digest
        }
        return wrong == 0 ? [] : ["\(reader.path): \(wrong) messages of the ledger are not where it says"]
    }
}

extension TrainingStore {
    /// How the ledger is written, in SQLite's terms: `wal, synchronous 2` (FULL).
    package func durability() throws(StoreError) -> String {
        try ledger.outside { database in
            let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? ""
            return "\(mode), synchronous \(try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1)"
        }
    }
}
