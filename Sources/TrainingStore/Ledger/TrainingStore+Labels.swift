// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// The messages to label or forget.
public enum MessageSelection: Sendable {
    /// All with this keyed digest of their Message-ID: copies that differ on the way are several messages.
    case messageID(UInt64)
    /// The one whose canonical digest begins with these hexadecimal digits, at least eight of them.
    case digest(String)
    /// All of an account.
    case account(String)
    /// All that one sender wrote, by the keyed digest of the address (``AddressDigests``).
    case sender(UInt64)
}

/// One label that a message has or had.
public struct LabelEvent: Sendable, Equatable {
    /// Whether it was spam; nil: neither.
    public var isSpam: Bool?
    /// How much it counts.
    public var weight: Double
    /// Who or which rule said so.
    public var origin: String
    /// When, in seconds since 1970.
    public var at: Int64
}

extension TrainingStore {
    /// Gives messages a label, or takes it from them; returns how many messages there were.
    ///
    /// It holds until a location of the message says something that it had not said before.
    ///
    /// - Parameter isSpam: nil takes the label away.
    public func label(
        _ selection: MessageSelection, isSpam: Bool?, origin: String, now: Int64
    ) throws(StoreError) -> Int {
        let messages = try messages(selection)
        return try ledger.write { database in
            for message in messages {
                if let isSpam {
                    try Self.label(message, Opinion(isSpam: isSpam, origin: origin), now: now, database)
                } else {
                    try Self.insertLabel(message, nil, weight: 1, origin: origin, now: now, database)
                }
            }
            return messages.count
        }
    }

    /// How many messages were labelled since a time, by what they were labelled then.
    public func labelCounts(since time: Int64) throws(StoreError) -> (ham: Int, spam: Int) {
        try ledger.read { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT count(DISTINCT CASE class WHEN 0 THEN message END),
                    count(DISTINCT CASE class WHEN 1 THEN message END) FROM labels WHERE at >= ?
                    """, arguments: [time]
            ).map { ($0[0], $0[1]) } ?? (0, 0)
        }
    }

    /// How many messages came since a time: were received then, and are known since then.
    public func arrivedCount(since time: Int64) throws(StoreError) -> Int {
        try ledger.read { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM messages WHERE \(Retention.received) >= ? AND first_seen >= ?",
                arguments: [time, time]) ?? 0
        }
    }

    /// Removes messages with all that is known about them, except for a digest by which they are not learned again.
    ///
    /// Age does not matter. Their features stay in their segments, unreferenced, until ``compact(_:all:now:)``. All
    /// copies are one message: it is forgotten in all accounts.
    ///
    /// - Returns: how many messages there were, and of an account how many sources, of a sender how many accounts that
    ///   had written to it.
    public func forget(_ selection: MessageSelection, now: Int64) throws(StoreError) -> (messages: Int, sources: Int) {
        let messages = try messages(selection)
        return try ledger.write { database in
            for message in messages {
                try database.execute(
                    sql: "INSERT OR IGNORE INTO forgotten (digest, at) SELECT digest, ? FROM messages WHERE id = ?",
                    arguments: [now, message])
                try database.execute(sql: "DELETE FROM messages WHERE id = ?", arguments: [message])
            }
            if case .account(let account) = selection {
                // Not even the locations of its mail are kept, nor an error that may reveal it.
                try database.execute(
                    sql: "UPDATE runs SET detail = NULL WHERE outcome = 'failed' AND instr(detail, ?) > 0",
                    arguments: [account])
                try database.execute(sql: "DELETE FROM sources WHERE account = ?", arguments: [account])
                return (messages.count, database.changesCount)
            }
            if case .sender(let address) = selection {
                // Nor that somebody wrote to it.
                try database.execute(
                    sql: "DELETE FROM correspondents WHERE address = ?", arguments: [Int64(bits: address)])
                return (messages.count, database.changesCount)
            }
            return (messages.count, 0)
        }
    }

    /// How many messages were forgotten since a time, in seconds since 1970.
    public func forgottenCount(since time: Int64) throws(StoreError) -> Int {
        try ledger.read { database in
            try Int.fetchOne(database, sql: "SELECT count(*) FROM forgotten WHERE at >= ?", arguments: [time]) ?? 0
        }
    }

    /// The digests of the selected messages.
    public func digests(_ selection: MessageSelection) throws(StoreError) -> [[UInt8]] {
        let messages = try messages(selection)
        return try ledger.read { database in
            try messages.compactMap { id in
                try Data.fetchOne(database, sql: "SELECT digest FROM messages WHERE id = ?", arguments: [id])
                    .map { [UInt8]($0) }
            }
        }
    }

    /// The labels that a message had, oldest first.
    public func history(_ digest: [UInt8]) throws(StoreError) -> [LabelEvent] {
        try ledger.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT labels.class, labels.weight, labels.origin, labels.at FROM labels
                    JOIN messages ON messages.id = labels.message WHERE messages.digest = ? ORDER BY labels.id
                    """, arguments: [digest.blob]
            ).map { LabelEvent(isSpam: $0[0], weight: $0[1], origin: $0[2], at: $0[3]) }
        }
    }

    static func label(_ message: Int64, _ opinion: Opinion, now: Int64, _ database: Database) throws {
        try insertLabel(
            message, opinion.isSpam, weight: opinion.weight, origin: opinion.origin, now: now, database)
    }

    static func insertLabel(
        _ message: Int64, _ isSpam: Bool?, weight: Double, origin: String, now: Int64, _ database: Database
    ) throws {
        try database.cachedStatement(
            sql: "INSERT INTO labels (message, class, weight, origin, at) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [message, isSpam, weight, origin, now])
        try database.cachedStatement(sql: "UPDATE messages SET class = ?, weight = ? WHERE id = ?")
            .execute(arguments: [isSpam, weight, message])
    }

    static func select(_ selection: MessageSelection, _ database: Database) throws -> [Int64] {
        switch selection {
        case .messageID(let id):
            return try Int64.fetchAll(
                database, sql: "SELECT id FROM messages WHERE message_id = ?", arguments: [Int64(bits: id)])
        case .digest(let prefix):
            guard let first = digest(prefix, filledWith: "0"), let last = digest(prefix, filledWith: "f") else {
                return []
            }
            return try Int64.fetchAll(
                database, sql: "SELECT id FROM messages WHERE digest BETWEEN ? AND ?",
                arguments: [first.blob, last.blob])
        case .sender: return []
        case .account(let account):
            return try Int64.fetchAll(
                database, sql: "SELECT id FROM messages WHERE account = ?", arguments: [account])
        }
    }

    /// The first or last digest that begins with hexadecimal digits; nil if they are none, or too many.
    private static func digest(_ prefix: String, filledWith digit: Character) -> [UInt8]? {
        let missing = 2 * SegmentFormat.digestBytes - prefix.utf8.count
        guard missing >= 0 else { return nil }
        var rest = (prefix + String(repeating: digit, count: missing))[...]
        var bytes: [UInt8] = []
        while !rest.isEmpty {
            guard let byte = UInt8(rest.prefix(2), radix: 16), rest.first != "+" else { return nil }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return bytes
    }
}

extension [UInt8] {
    /// The bytes as SQLite's blob.
    var blob: DatabaseValue { withUnsafeBytes { Data($0) }.databaseValue }
}
