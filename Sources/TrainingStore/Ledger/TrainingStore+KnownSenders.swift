// SPDX-License-Identifier: Apache-2.0
import GRDB
public import MailFeatures

/// The people whom the site's users have written to, by the keyed digests of their addresses, and since when.
public struct KnownSenderList: Sendable, Equatable {
    /// When each was first written to, in seconds since 1970.
    private let firstWritten: [UInt64: Int64]

    /// Creates a list.
    ///
    /// - Parameter firstWritten: when each was first written to, in seconds since 1970.
    public init(firstWritten: [UInt64: Int64] = [:]) { self.firstWritten = firstWritten }

    /// How many there are.
    public var count: Int { firstWritten.count }

    /// The digests, strictly ascending.
    public var digests: [UInt64] { firstWritten.keys.sorted() }

    /// Whether somebody had written to a sender before a message of theirs came.
    ///
    /// Strictly before: that a message was answered shows that its reader wanted it, which is just what is to be
    /// learned. A model that used the answer would learn that wanted mail is wanted, and nothing about the next
    /// stranger's mail.
    ///
    /// - Parameters:
    ///   - sender: `FeatureVector.sender`; nobody knows 0.
    ///   - date: when the message came, in seconds since 1970; nil, and nobody can tell what was before.
    public func include(_ sender: UInt64, before date: Int64?) -> Bool {
        guard let date, sender != 0, let first = firstWritten[sender] else { return false }
        return first < date
    }

    /// Whether somebody wrote to a sender for the first time when a message of theirs had come, within two weeks: an answer.
    ///
    /// - Parameters: as of ``include(_:before:)``.
    public func include(_ sender: UInt64, after date: Int64?) -> Bool {
        guard let date, sender != 0, let first = firstWritten[sender] else { return false }
        return (0...14 * 86_400).contains(first &- date)
    }
}

extension TrainingStore {
    /// The people whom the site's users have written to, at most this many, the most recent ones.
    ///
    /// - Parameters:
    ///   - retention: people to whom nobody has written for longer than its age are left out.
    ///   - now: seconds since 1970.
    ///   - limit: the default is the most that a model takes.
    public func knownSenders(
        _ retention: Retention = Retention(), now: Int64 = 0, limit: Int = KnownSenders.most
    ) throws(StoreError) -> KnownSenderList {
        try ledger.read { database in
            // A store of an older version of Spreu, opened for reading.
            guard try database.tableExists("correspondents") else { return KnownSenderList() }
            let rows = try Row.fetchCursor(
                database,
                sql: """
                    SELECT address, min(first) FROM correspondents WHERE last >= ? GROUP BY address
                    ORDER BY max(last) DESC, address LIMIT ?
                    """, arguments: [retention.oldest(now), limit])
            var firstWritten: [UInt64: Int64] = [:]
            while let row = try rows.next() { firstWritten[UInt64(bitPattern: row[0])] = row[1] }
            return KnownSenderList(firstWritten: firstWritten)
        }
    }

    /// Notes who was written to and when: earliest and latest, whatever the order in which messages are read.
    static func record(_ sentMessage: IngestBatch.SentMessage, _ database: Database) throws {
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO correspondents (source, address, first, last) VALUES (?1, ?2, ?3, ?3)
                ON CONFLICT (source, address) DO UPDATE SET first = min(first, ?3), last = max(last, ?3)
                """)
        for recipient in sentMessage.recipients {
            try upsert.execute(arguments: [sentMessage.source, Int64(bits: recipient), sentMessage.date])
        }
    }
}
