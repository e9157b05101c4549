// SPDX-License-Identifier: Apache-2.0
import GRDB

/// Where an account's mail was found, and how much of it lies there as far as is known.
public struct AccountSource: Sendable, Equatable {
    /// The number of the source.
    public var number: Int64
    /// Its path, from the root of the file system.
    public var path: String
    /// The account's name.
    public var account: String
    /// How many messages.
    public var messages: Int
}

extension TrainingStore {
    /// The sources of accounts in which mail lies, by path.
    public func accountSources() throws(StoreError) -> [AccountSource] {
        try ledger.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT sources.id, sources.path, sources.account, count(*) FROM sources
                    JOIN places ON places.source = sources.id
                    WHERE sources.account IS NOT NULL AND places.gone IS NULL
                    GROUP BY sources.id ORDER BY sources.path
                    """
            ).map { AccountSource(number: $0[0], path: $0[1], account: $0[2], messages: $0[3]) }
        }
    }

    /// Notes that nothing lies in some sources any more; the messages keep their labels.
    ///
    /// - Returns: how many lay there.
    public func vanish(sources: [Int64], now: Int64) throws(StoreError) -> Int {
        try ledger.write { database in
            try sources.reduce(0) { sum, source in
                try database.execute(
                    sql: "UPDATE places SET gone = ? WHERE source = ? AND gone IS NULL", arguments: [now, source])
                return sum + database.changesCount
            }
        }
    }
}
