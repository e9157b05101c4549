// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDB

/// The newest messages of a store that has more of them than are learned: which rows are read at all.
///
/// The memory and time of a night depend on what is learned, not on what is kept. What is left out is what a learner that orders
/// messages by time (`LearningOrder`) would find oldest: by date; of messages without one, which take places among their class by
/// content, the same share as of those with one; and where dates do not tell the classes' order (ham of years, spam of this
/// month), or would leave less than half of its share to one of them, the oldest of each class in proportion, so that no class is
/// lost. What of the same second, or without a date, is left out may be other messages than a learner would leave.
public struct StoreWindow: Sendable, Equatable {
    /// How many messages are to be taken.
    public struct Size: Sendable, Equatable {
        /// So many labelled messages, the newest.
        public var messages: Int
        /// And all those received from this time on, in seconds since 1970, beside them; nil: none.
        public var since: Int64?

        /// Creates a size.
        public init(_ messages: Int, since: Int64? = nil) {
            self.messages = messages
            self.since = since
        }
    }

    /// How many labelled messages there are.
    public var all: Int
    /// How many of them are left out, the oldest.
    public var leftOut = 0
    /// What is taken of each class; unlabelled messages are taken as ham is.
    var ham, spam: Cut

    /// What is taken of a class.
    struct Cut: Sendable, Equatable {
        /// Messages with this date or a later one.
        var oldest: Int64
        /// Messages without a date whose digest is this or above: digests are as good as drawn at random.
        var digest: [UInt8]
    }

    /// A date that can be.
    private static let isDated =
        "ifnull(date >= \(StoredMessage.dates.lowerBound) AND date < \(StoredMessage.dates.upperBound), 0)"

    /// The messages of the window, in SQL, for ``arguments``.
    static let condition = """
        CASE WHEN class IS 1
        THEN CASE WHEN \(isDated) THEN date >= ? ELSE digest >= ? END
        ELSE CASE WHEN \(isDated) THEN date >= ? ELSE digest >= ? END END
        """

    var arguments: StatementArguments { [spam.oldest, spam.digest.blob, ham.oldest, ham.digest.blob] }

    /// Finds the window in the rows of a query; nil where all of them are within it.
    ///
    /// - Parameter from: `FROM ... WHERE ...` of the labelled messages, for the arguments.
    init?(_ size: Size, from: String, _ arguments: StatementArguments, _ database: Database) throws {
        func rows(_ what: String, _ more: StatementArguments = []) throws -> [Row] {
            try Row.fetchAll(
                database, sql: "SELECT class, \(what) \(from) GROUP BY class", arguments: more + arguments)
        }
        var classes: [Bool: (all: Int, dated: Int)] = [:]
        var (first, last) = (Int64.min, Int64.max)
        let known = "CASE WHEN \(Self.isDated) THEN date END"
        for row in try rows("count(*), sum(\(Self.isDated)), min(\(known)), max(\(known))") {
            classes[row[0]] = (row[1], row[2])
            // The time that all classes have in common.
            first = max(first, row[3] as Int64? ?? .max)
            last = min(last, row[4] as Int64? ?? .min)
        }
        all = classes.values.reduce(0) { $0 + $1.all }
        func count(from date: Int64) throws -> [Bool: Int] {
            var counts: [Bool: Int] = [:]
            for row in try rows("sum(\(Self.isDated) AND date >= ?)", [date]) { counts[row[0]] = row[1] }
            return counts
        }
        let recent = try size.since.map { try count(from: $0).values.reduce(0, +) } ?? 0
        let wanted = max(1, size.messages) + recent
        guard all > wanted else { return nil }
        func date(ofNewest number: Int, _ isSpam: Bool?) throws -> Int64 {
            guard number > 0 else { return .max }
            return try Int64.fetchOne(
                database,
                sql: """
                    SELECT date \(from) AND \(Self.isDated)\(isSpam.map { " AND class = \($0 ? 1 : 0)" } ?? "")
                    ORDER BY date DESC LIMIT 1 OFFSET ?
                    """, arguments: arguments + [number - 1]) ?? .min
        }
        let common = first <= last ? try rows("sum(\(Self.isDated) AND date BETWEEN ? AND ?)", [first, last]) : []
        let overlap =
            common.map { row in
                Double(row[1] as Int) / Double(max(1, classes[row[0]]?.dated ?? 1))
            }.min() ?? 0
        let dated = classes.values.reduce(0) { $0 + $1.dated }
        var cuts: [Bool: Cut] = [:]
        let oldest = try date(ofNewest: Self.part(wanted, dated, of: all), nil)
        let kept = try count(from: oldest)
        let counted = all
        // Spam that nobody has called so for years would go as a whole: then each class keeps its share as well.
        let isEven = classes.allSatisfy { 2 * (kept[$0] ?? 0) >= StoreWindow.part(wanted, $1.dated, of: counted) }
        // As `LearningOrder` decides it.
        if 2 * dated >= all, overlap >= 0.1, isEven {
            for (isSpam, of) in classes {
                cuts[isSpam] = Cut(oldest: oldest, digest: Self.digest(keeping: kept[isSpam] ?? 0, of: of.dated))
            }
        } else {
            for (isSpam, of) in classes {
                let share = Self.part(wanted, of.all, of: all)
                cuts[isSpam] = Cut(
                    oldest: try date(ofNewest: Self.part(share, of.dated, of: of.all), isSpam),
                    digest: Self.digest(keeping: share, of: of.all))
            }
        }
        let any = Cut(oldest: .min, digest: [])
        ham = cuts[false] ?? any
        spam = cuts[true] ?? any
        leftOut =
            try Int.fetchOne(
                database, sql: "SELECT count(*) \(from) AND NOT (\(Self.condition))",
                arguments: arguments + self.arguments) ?? 0
    }

    /// `count * numerator / denominator`, rounded up.
    private static func part(_ count: Int, _ numerator: Int, of denominator: Int) -> Int {
        Int((Double(count) * Double(numerator) / Double(max(1, denominator))).rounded(.up))
    }

    /// The digest from which on lies a share of all digests.
    private static func digest(keeping part: Int, of all: Int) -> [UInt8] {
        let left = all > 0 ? Double(max(0, all - part)) / Double(all) : 1
        // 1 is beyond what 64 bits can say: the last digest of all.
        let first = left < 1 ? UInt64(left * 0x1p64) : .max
        return withUnsafeBytes(of: first.bigEndian) { Array($0) }
    }
}
