// SPDX-License-Identifier: Apache-2.0
import GRDB

extension TrainingStore {
    /// How many nights are remembered: nearly three years.
    static let maxRuns = 1_000

    /// Notes that a night has begun; returns its number, for ``finish(run:_:)``.
    ///
    /// It is noted before anything is done: at least that much is known about a night that is killed.
    public func beginRun(at started: Int64) throws(StoreError) -> Int64 {
        try ledger.write { database in
            try database.execute(sql: "INSERT INTO runs (started) VALUES (?)", arguments: [started])
            let id = database.lastInsertedRowID
            try database.execute(sql: "DELETE FROM runs WHERE id <= ?", arguments: [id - Int64(Self.maxRuns)])
            return id
        }
    }

    /// Notes how a night ended.
    public func finish(run id: Int64, _ record: RunRecord) throws(StoreError) {
        try ledger.write { database in
            try database.execute(
                sql: """
                    UPDATE runs SET finished = ?, new = ?, known = ?, relabelled = ?, vanished = ?, parsed = ?, ham = ?,
                    spam = ?, outcome = ?, detail = ?, code = ? WHERE id = ?
                    """,
                arguments: [
                    record.finished, record.ingested?.new, record.ingested?.known, record.ingested?.relabelled,
                    record.ingested?.removed, record.ingested?.parsed, record.learned?.ham, record.learned?.spam,
                    record.outcome?.rawValue, record.detail, record.code, id,
                ])
            try database.execute(sql: "DELETE FROM figures WHERE run = ?", arguments: [id])
            for (name, value) in record.figures where value.isFinite {
                try database.execute(
                    sql: "INSERT INTO figures (run, name, value) VALUES (?, ?, ?)", arguments: [id, name, value])
            }
        }
    }

    /// The last nights, the last one last.
    public func runs(last count: Int) throws(StoreError) -> [RunRecord] {
        try ledger.read { database in
            // A store that no night of this version of Spreu has opened yet.
            guard try database.tableExists("runs") else { return [] }
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT started, finished, new, known, relabelled, vanished, parsed, ham, spam, outcome, detail,
                    code, id FROM runs ORDER BY id DESC LIMIT ?
                    """, arguments: [count]
            ).reversed()
            let figures = try Self.figures(database, from: rows.first.map { $0[12] } ?? 0)
            return rows.map { row in
                var record = RunRecord(row)
                record.figures = figures[row[12]] ?? [:]
                return record
            }
        }
    }

    /// What nights from a number on measured, by their numbers.
    private static func figures(_ database: Database, from first: Int64) throws -> [Int64: [String: Double]] {
        // A store of an older version of Spreu, opened for reading.
        guard try database.tableExists("figures") else { return [:] }
        var figures: [Int64: [String: Double]] = [:]
        let rows = try Row.fetchCursor(
            database, sql: "SELECT run, name, value FROM figures WHERE run >= ?", arguments: [first])
        while let row = try rows.next() { figures[row[0], default: [:]][row[1]] = row[2] }
        return figures
    }
}

extension RunRecord {
    fileprivate init(_ row: Row) {
        self.init(started: row[0])
        finished = row[1]
        if let new: Int = row[2] {
            ingested = Ingested(
                new: new, known: row[3] ?? 0, relabelled: row[4] ?? 0, removed: row[5] ?? 0, parsed: row[6] ?? 0)
        }
        if let ham: Int = row[7], let spam: Int = row[8] { learned = Learned(ham: ham, spam: spam) }
        outcome = (row[9] as String?).flatMap { Outcome(rawValue: $0) }
        detail = row[10]
        code = row[11]
    }
}
