// SPDX-License-Identifier: Apache-2.0
import GRDB
import MailFeatures

extension TrainingStore {
    /// The number of a source, made if it is new.
    ///
    /// Whom its mail was written to is forgotten if that was read with another key or other settings, which tell who is
    /// a colleague: ``Location/isCurrent`` is false for this mail then, and an mbox counts as never read.
    public func source(_ path: String, account: String? = nil) throws(StoreError) -> Int64 {
        try ledger.write { database in
            try database.execute(
                sql: "INSERT INTO sources (path, account) VALUES (?, ?) ON CONFLICT (path) DO UPDATE SET account = ?",
                arguments: [path, account, account])
            let id = try Int64.fetchOne(database, sql: "SELECT id FROM sources WHERE path = ?", arguments: [path]) ?? 0
            try database.execute(
                sql: "UPDATE places SET sent_with = 0 WHERE source = ? AND sent_with NOT IN (0, ?)",
                arguments: [id, extraction.ofSentMail])
            if database.changesCount > 0 {
                try database.execute(sql: "DELETE FROM correspondents WHERE source = ?", arguments: [id])
                try database.execute(sql: "UPDATE sources SET tail_digest = NULL WHERE id = ?", arguments: [id])
            }
            return id
        }
    }

    /// The location in a source with a name; nil if there is none.
    public func location(_ name: UInt64, of source: Int64) throws(StoreError) -> Location? {
        try ledger.read { database in
            try Row.fetchOne(
                database, sql: Self.selectLocations + " WHERE places.source = ? AND places.name = ?",
                arguments: [extractionID(database), source, Int64(bits: name)]
            ).map { Location($0) }
        }
    }

    /// All locations in a source, by the digests of their names.
    public func locations(of source: Int64) throws(StoreError) -> [UInt64: Location] {
        try ledger.read { database in
            var locations: [UInt64: Location] = [:]
            let rows = try Row.fetchCursor(
                database, sql: Self.selectLocations + " WHERE places.source = ?",
                arguments: [extractionID(database), source])
            while let row = try rows.next() {
                let location = Location(row)
                locations[location.name] = location
            }
            return locations
        }
    }

    /// A location in any source with a name, for a file that moved: one with a message before one without.
    public func location(named name: UInt64) throws(StoreError) -> Location? {
        try ledger.read { database in
            try Row.fetchOne(
                database,
                sql: Self.selectLocations
                    + " WHERE places.name = ? ORDER BY places.message IS NULL, places.source LIMIT 1",
                arguments: [extractionID(database), Int64(bits: name)]
            ).map { Location($0) }
        }
    }

    /// A location in any source that holds the very same file.
    public func location(with stamp: FileStamp) throws(StoreError) -> Location? {
        try ledger.read { database in
            try Row.fetchOne(
                database,
                sql: Self.selectLocations + """
                     WHERE places.inode = ? AND places.size = ? AND places.modified = ?
                    ORDER BY places.message IS NULL, places.source LIMIT 1
                    """,
                arguments: [extractionID(database), Int64(bits: stamp.inode), stamp.size, stamp.modified]
            ).map { Location($0) }
        }
    }

    /// The number of a source, and how far it was read if it is an mbox; nil if it never was seen, or as sent mail with
    /// another key or other settings.
    public func mbox(_ path: String) throws(StoreError) -> (source: Int64, state: MboxState)? {
        let source = try ledger.read { database in
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT id FROM sources WHERE path = ? AND tail_digest IS NOT NULL AND NOT EXISTS
                    (SELECT 1 FROM places WHERE source = sources.id AND sent_with NOT IN (0, ?))
                    """, arguments: [path, extraction.ofSentMail])
        }
        guard let source, let state = try mboxState(of: source) else { return nil }
        return (source, state)
    }

    /// How far an mbox was read; nil if it never was.
    public func mboxState(of source: Int64) throws(StoreError) -> MboxState? {
        try ledger.read { database in
            guard
                let row = try Row.fetchOne(
                    database,
                    sql: """
                        SELECT inode, size, modified, tail_start, tail_end, tail_digest, tail_name FROM sources
                        WHERE id = ? AND tail_digest IS NOT NULL
                        """, arguments: [source])
            else { return nil }
            let (start, end) = (row[3] as Int, row[4] as Int)
            guard start <= end else { return nil }
            return MboxState(
                stamp: FileStamp(inode: UInt64(bitPattern: row[0]), size: row[1], modified: row[2]), tail: start..<end,
                tailDigest: UInt64(bitPattern: row[5]), tailName: UInt64(bitPattern: row[6]))
        }
    }

    /// How many messages lie in a source, and how many of them have features that were made with something else than what
    /// is used now.
    public func messageCounts(in source: Int64) throws(StoreError) -> (all: Int, outdated: Int) {
        try ledger.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT count(*), ifnull(sum(segments.extraction != ?), 0) FROM places
                    JOIN messages ON messages.id = places.message JOIN segments ON segments.id = messages.segment
                    WHERE places.source = ? AND places.gone IS NULL
                    """, arguments: [extractionID(database), source]
            ).map { ($0[0], $0[1]) } ?? (0, 0)
        }
    }

    /// The names of a source's locations whose messages have outdated features, by the keyed digests of their
    /// Message-IDs; of those alone that no other there has.
    public func outdatedNames(in source: Int64) throws(StoreError) -> [UInt64: UInt64] {
        try ledger.read { database in
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT messages.message_id, min(places.name) FROM places
                    JOIN messages ON messages.id = places.message JOIN segments ON segments.id = messages.segment
                    WHERE places.source = ? AND places.gone IS NULL AND messages.message_id IS NOT NULL
                    AND segments.extraction != ? GROUP BY messages.message_id HAVING count(*) = 1
                    """, arguments: [source, extractionID(database)])
            var names: [UInt64: UInt64] = [:]
            while let row = try rows.next() {
                names[UInt64(bitPattern: row[0] as Int64)] = UInt64(bitPattern: row[1] as Int64)
            }
            return names
        }
    }

    /// The message with a digest, and whether its features were made with what is used now.
    public func message(with digest: [UInt8]) throws(StoreError) -> (id: Int64, isCurrent: Bool)? {
        try ledger.read { database in
            let statement = try database.cachedStatement(
                sql: """
                    SELECT messages.id, segments.extraction = ? FROM messages
                    JOIN segments ON segments.id = messages.segment WHERE digest = ?
                    """)
            return try Row.fetchOne(statement, arguments: [extractionID(database), digest.blob])
                .map { ($0[0], $0[1]) }
        }
    }

    /// Since when a message is known, in seconds since 1970.
    public func firstSeen(_ message: Int64) throws(StoreError) -> Int64? {
        try ledger.read { database in
            try Int64.fetchOne(
                database.cachedStatement(sql: "SELECT first_seen FROM messages WHERE id = ?"), arguments: [message])
        }.map { min(max(0, $0), StoredMessage.dates.upperBound) }
    }

    /// Whether a message's features were made with what is used now.
    public func isCurrent(_ message: Int64) throws(StoreError) -> Bool {
        try ledger.read { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT segments.extraction = ? FROM messages JOIN segments ON segments.id = messages.segment
                    WHERE messages.id = ?
                    """, arguments: [extractionID(database), message]) ?? false
        }
    }

    /// Whether a message is forgotten.
    public func isForgotten(_ digest: [UInt8]) throws(StoreError) -> Bool {
        try ledger.read { database in
            try Row.fetchOne(
                database.cachedStatement(sql: "SELECT 1 FROM forgotten WHERE digest = ?"), arguments: [digest.blob])
                != nil
        }
    }

    /// Puts a batch into the store: its features into a segment, then everything into the ledger at once.
    ///
    /// - Parameter now: seconds since 1970.
    public func commit(_ batch: IngestBatch, now: Int64) throws(StoreError) {
        guard !batch.isEmpty else { return }
        var segment: (id: Int64, bytes: Int)?
        if !batch.messages.isEmpty {
            let id = try nextSegmentID()
            do throws(SegmentError) {
                var writer = try SegmentWriter(path: segmentPath(id), extraction: extraction)
                for (new, features) in zip(batch.messages, batch.features) { try writer.append(new.message, features) }
                segment = (id, writer.byteCount)
                try writer.commit()
            } catch {
                throw .segment(error)
            }
        }
        try ledger.write { database in
            if let segment { try add(segment, messages: batch.messages.count, now: now, database) }
            let numbers = try insert(batch.messages, segment: segment?.id ?? 0, now: now, database)
            // First: what was renamed in an mbox may leave its old name to another.
            for (source, name) in batch.removed {
                try database.cachedStatement(
                    sql: "UPDATE places SET gone = ? WHERE source = ? AND name = ? AND gone IS NULL"
                ).execute(arguments: [now, source, Int64(bits: name)])
            }
            for observation in batch.observations { try record(observation, numbers, now: now, database) }
            for sentMessage in batch.sentMessages { try Self.record(sentMessage, database) }
            for (source, name) in batch.withdrawn { try withdraw(source, name, database) }
            for (source, state) in batch.mailboxes {
                try database.execute(
                    sql: """
                        UPDATE sources SET inode = ?, size = ?, modified = ?, tail_start = ?, tail_end = ?,
                        tail_digest = ?, tail_name = ? WHERE id = ?
                        """,
                    arguments: [
                        Int64(bits: state.stamp.inode), state.stamp.size, state.stamp.modified, state.tail.lowerBound,
                        state.tail.upperBound, Int64(bits: state.tailDigest), Int64(bits: state.tailName), source,
                    ])
            }
        }
    }

    /// Removes the message at a location unless it is elsewhere, too.
    private func withdraw(_ source: Int64, _ name: UInt64, _ database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM messages WHERE id = (SELECT message FROM places WHERE source = ?1 AND name = ?2)
                AND 1 = (SELECT count(*) FROM places WHERE message = messages.id)
                """, arguments: [source, Int64(bits: name)])
        try database.execute(
            sql: "DELETE FROM places WHERE source = ? AND name = ?", arguments: [source, Int64(bits: name)])
    }

    /// The number that the next segment will have; numbers are never used twice.
    func nextSegmentID() throws(StoreError) -> Int64 {
        try ledger.read { database in
            1 + (try Int64.fetchOne(database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'segments'") ?? 0)
        }
    }

    /// Enters a segment that is on disk.
    func add(_ segment: (id: Int64, bytes: Int), messages: Int, now: Int64, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR IGNORE INTO extractions (key_id, version, views, settings) VALUES (?, ?, ?, ?)",
            arguments: extraction.arguments)
        try database.execute(
            sql: "INSERT INTO segments (id, extraction, messages, bytes, made) VALUES (?, ?, ?, ?, ?)",
            arguments: [segment.id, extractionID(database), messages, segment.bytes, now])
    }

    /// The number of the extraction in use; -1 before there is a segment of it.
    func extractionID(_ database: Database) throws -> Int64 {
        try Int64.fetchOne(
            database.cachedStatement(
                sql: "SELECT id FROM extractions WHERE key_id = ? AND version = ? AND views = ? AND settings = ?"),
            arguments: extraction.arguments) ?? -1
    }

    private func insert(
        _ messages: [IngestBatch.NewMessage], segment: Int64, now: Int64, _ database: Database
    ) throws -> [Int64] {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO messages (digest, message_id, date, size, segment, position, account, filtered, first_seen,
                network) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        let update = try database.cachedStatement(
            sql: """
                UPDATE messages SET segment = ?, position = ?, date = ?, digest = ?, network = ifnull(?, network)
                WHERE id = ?
                """)
        return try messages.enumerated().map { position, new in
            let network = new.message.network.map { Int64(bits: $0) }
            if let id = new.replaces {
                try update.execute(arguments: [
                    segment, position, new.message.date, new.message.digest.blob, network, id,
                ])
                return id
            }
            try insert.execute(arguments: [
                new.message.digest.blob, new.message.messageID.map { Int64(bits: $0) }, new.message.date,
                new.message.size, segment, position, new.account, Int64(new.message.filtering.rawValue),
                now, network,
            ])
            return database.lastInsertedRowID
        }
    }

    private func record(
        _ observation: IngestBatch.Observation, _ numbers: [Int64], now: Int64, _ database: Database
    ) throws {
        let location = observation.location
        if observation.reference == .sent { try unlabel(location, now: now, database) }
        let message: Int64? =
            switch observation.reference {
            case .known(let id): id
            case .new(let position): numbers[position]
            case .forgotten, .sent: nil
            }
        try database.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO places
                (source, name, inode, size, modified, folder, message, class, weight, since, moved, sent_with,
                evidence, expired, gone)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)
                """
        ).execute(arguments: [
            location.source, Int64(bits: location.name), location.stamp.map { Int64(bits: $0.inode) }, location.size,
            location.stamp?.modified, Int64(bits: location.folder), message, location.isSpam, location.weight,
            location.since,
            location.wasMoved, observation.reference == .sent ? extraction.ofSentMail : nil,
            location.evidence.map { Int64($0.rawValue) }, message == nil ? location.expired : nil,
        ])
        if observation.isNews, let message, let origin = observation.origin, let isSpam = location.isSpam {
            let opinion = Opinion(isSpam: isSpam, weight: location.weight ?? 1, origin: origin)
            try Self.label(message, opinion, now: now, database)
        }
    }

    /// Removes the label of a message that is now said to be sent, and is nowhere else: it is not incoming mail.
    private func unlabel(_ location: Location, now: Int64, _ database: Database) throws {
        let messages = try Int64.fetchAll(
            database.cachedStatement(
                sql: """
                    SELECT messages.id FROM places JOIN messages ON messages.id = places.message
                    WHERE places.source = ?1 AND places.name = ?2 AND messages.class IS NOT NULL
                    AND NOT EXISTS (SELECT 1 FROM places AS other WHERE other.message = messages.id
                    AND other.gone IS NULL AND (other.source != ?1 OR other.name != ?2))
                    """), arguments: [location.source, Int64(bits: location.name)])
        for message in messages {
            try Self.insertLabel(message, nil, weight: 1, origin: "sent", now: now, database)
        }
    }

    private static let selectLocations = """
        SELECT places.source, places.name, places.inode, places.size, places.modified, places.folder, places.message,
        places.class, places.weight, places.since, places.gone IS NOT NULL,
        ifnull(segments.extraction = ?, ifnull(places.sent_with, 1) != 0), places.moved, ifnull(messages.filtered = 1, 0),
        places.sent_with IS NOT NULL, places.evidence, places.expired, messages.first_seen FROM places
        LEFT JOIN messages ON messages.id = places.message LEFT JOIN segments ON segments.id = messages.segment
        """
}

extension Extraction {
    fileprivate var arguments: StatementArguments {
        [Int64(bits: keyID), Int64(version), Int64(views.rawValue), Int64(bits: settings)]
    }

    /// What the recipients of sent mail are read with, never 0: the key of their digests, and who is a colleague.
    fileprivate var ofSentMail: Int64 {
        let bits = Int64(bits: keyID ^ settings)
        return bits == 0 ? 1 : bits
    }
}

extension Location {
    fileprivate init(_ row: Row) {
        let inode: Int64? = row[2]
        let since: Int64 = row[9]
        self.init(
            source: row[0], name: UInt64(bitPattern: row[1]),
            stamp: inode.map { FileStamp(inode: UInt64(bitPattern: $0), size: row[3], modified: row[4]) },
            folder: UInt64(bitPattern: row[5]), message: row[6], isSpam: row[7], weight: row[8],
            // Times are subtracted: one that a damaged disk made up must not overflow.
            since: min(max(0, since), StoredMessage.dates.upperBound), isGone: row[10], isCurrent: row[11])
        size = row[3]
        wasMoved = row[12]
        wasFiltered = row[13]
        isSent = row[14]
        evidence = (row[15] as Int64?).flatMap { UInt8(exactly: $0) }.flatMap { Evidence(rawValue: $0) }
        expired = row[16]
        // Times are subtracted here, too.
        firstSeen = (row[17] as Int64?).map { min(max(0, $0), StoredMessage.dates.upperBound) }
    }
}
