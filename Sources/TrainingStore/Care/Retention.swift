// SPDX-License-Identifier: Apache-2.0
import GRDB

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

    /// Whether everything is kept.
    var isUnlimited: Bool { age == nil && maxMessages == nil }

    /// When the oldest mail that is kept was received, by its age alone.
    func oldest(_ now: Int64) -> Int64 { age.map { now - $0 } ?? .min }

    /// When a message was received: by its date, unless that is later than the store can have seen it.
    static let received = "min(ifnull(date, first_seen), first_seen + 86400)"

    /// The numbers of the messages that are kept, in SQL, for the arguments of ``arguments(_:)``.
    static let kept =
        "(SELECT id FROM messages WHERE \(received) >= ? ORDER BY \(received) DESC, digest LIMIT ?)"

    /// What is kept, as a condition on `messages` in SQL, empty for all of it, and its arguments.
    func condition(_ now: Int64) -> (sql: String, arguments: StatementArguments) {
        if maxMessages != nil { return ("AND messages.id IN \(Self.kept)", arguments(now)) }
        // Without a number nothing need be sorted.
        return age == nil ? ("", []) : ("AND \(Self.received) >= ?", [oldest(now)])
    }

    func arguments(_ now: Int64) -> StatementArguments { [oldest(now), maxMessages ?? -1] }
}

/// Why a night removed nothing from a store beyond its limits: no program empties a store on its own.
public struct ExpiryRefusal: Error, Sendable, Equatable {
    /// At most this many messages of a class, or half of it, may be removed at once.
    static let maxLost = 50

    /// The class.
    public var isSpam: Bool
    /// How many of its messages would be removed.
    public var lost: Int
    /// Of how many.
    public var all: Int
}
