// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// Where an account's mail was found.
public struct AccountSource: Sendable, Equatable {
    /// The number of the source.
    public var number: Int64
    /// Its path, from the root of the file system.
    public var path: String
    /// The account's name.
    public var account: String
}

/// Where messages of a store lie.
public struct MailSource: Sendable, Equatable {
    /// The path, from the root of the file system.
    public var path: String
    /// Whose mail it is; nil where the source has no account.
    public var account: String?
}

/// How many messages are an account's.
public struct AccountCounts: Sendable, Equatable {
    /// The account's name.
    public var account: String
    /// How many messages.
    public var messages: Int
}

extension TrainingStore {
    /// The accounts that are known, with mail or without, by name.
    public func accountCounts() throws(StoreError) -> [AccountCounts] {
        try ledger.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT account, sum(messages) FROM
                    (SELECT account, 1 AS messages FROM messages UNION ALL SELECT account, 0 FROM sources)
                    WHERE account IS NOT NULL GROUP BY account ORDER BY account
                    """
            ).map { AccountCounts(account: $0[0], messages: $0[1]) }
        }
    }

    /// A short number of each account that stays the same from night to night: that of its first source; of one without any,
    /// `d` and that of its first message.
    public func accountNumbers() throws(StoreError) -> [String: String] {
        try ledger.read { database in
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT account, 'd' || min(id) FROM messages WHERE account IS NOT NULL GROUP BY account
                    UNION ALL
                    SELECT account, '' || min(id) FROM sources WHERE account IS NOT NULL GROUP BY account
                    """)
            return Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { _, bySource in bySource })
        }
    }

    /// The messages that lie or lay in folders with these keyed digests of their names, in order.
    public func digests(inFolders folders: Set<UInt64>) throws(StoreError) -> [[UInt8]] {
        try ledger.read { database in
            try folders.sorted().flatMap { folder in
                try Data.fetchAll(
                    database,
                    sql: """
                        SELECT DISTINCT messages.digest FROM places JOIN messages ON messages.id = places.message
                        WHERE places.folder = ? ORDER BY messages.digest
                        """, arguments: [Int64(bits: folder)]
                ).map { [UInt8]($0) }
            }
        }
    }

    /// The sources of accounts that have mail, by path; user feedback has no location.
    public func accountSources() throws(StoreError) -> [AccountSource] {
        try ledger.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, path, account FROM sources WHERE account IS NOT NULL AND path LIKE '/%'
                    AND EXISTS (SELECT 1 FROM places WHERE source = sources.id AND gone IS NULL) ORDER BY path
                    """
            ).map { AccountSource(number: $0[0], path: $0[1], account: $0[2]) }
        }
    }

    /// The sources in which messages lie still, by path; what was handed over or piped has none.
    public func mailSources() throws(StoreError) -> [MailSource] {
        try ledger.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT path, account FROM sources WHERE path LIKE '/%' AND EXISTS
                    (SELECT 1 FROM places WHERE source = sources.id AND gone IS NULL AND message IS NOT NULL)
                    ORDER BY path
                    """
            ).map { MailSource(path: $0[0], account: $0[1]) }
        }
    }

    /// Notes that some sources are empty now; the messages keep their labels.
    ///
    /// - Returns: how many lay there.
    public func markRemoved(sources: [Int64], now: Int64) throws(StoreError) -> Int {
        try ledger.write { database in
            try sources.reduce(0) { sum, source in
                try database.execute(
                    sql: "UPDATE places SET gone = ? WHERE source = ? AND gone IS NULL", arguments: [now, source])
                return sum + database.changesCount
            }
        }
    }
}
