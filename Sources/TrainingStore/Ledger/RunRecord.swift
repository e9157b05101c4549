// SPDX-License-Identifier: Apache-2.0

/// One night as the ledger remembers it.
public struct RunRecord: Sendable, Equatable {
    /// How a night ended.
    public enum Outcome: String, Sendable {
        /// Its model is served.
        case served
        /// It made a model that is not served, because the current one is pinned.
        case kept
        /// It made no model that is served; the current one stayed.
        case refused
        /// It made none, because mail waits to be read again (the current one stayed), or nothing in the accounts
        /// counts yet.
        case waiting
        /// An error ended it.
        case failed
    }

    /// What its ingest did with how many messages.
    public struct Ingested: Sendable, Equatable {
        /// Messages that the store did not have.
        public var new: Int
        /// Messages that were where they were known to be.
        public var known: Int
        /// Messages that a location gave another label.
        public var relabelled: Int
        /// Messages that are no longer where they were.
        public var removed: Int
        /// Messages that were read and parsed.
        public var parsed: Int

        /// Creates the counts.
        public init(new: Int, known: Int, relabelled: Int, removed: Int, parsed: Int) {
            self.new = new
            self.known = known
            self.relabelled = relabelled
            self.removed = removed
            self.parsed = parsed
        }
    }

    /// How much its model learned.
    public struct Learned: Sendable, Equatable {
        /// Messages.
        public var ham: Int
        /// Messages.
        public var spam: Int

        /// Creates the counts.
        public init(ham: Int, spam: Int) {
            self.ham = ham
            self.spam = spam
        }
    }

    /// When it began, in seconds since 1970.
    public var started: Int64
    /// When it ended; nil: it is running, or was killed.
    public var finished: Int64?
    /// What it ingested; nil if it did not finish that.
    public var ingested: Ingested?
    /// What it learned; nil if it trained nothing.
    public var learned: Learned?
    /// How it ended; nil: it is running, or was killed.
    public var outcome: Outcome?
    /// The export's name, why it was refused, or the error.
    public var detail: String?
    /// What it measured, by name: percentages, counts, log-odds.
    public var figures: [String: Double] = [:]
    /// The exit code; nil: it is running, or was killed.
    public var code: Int32?

    /// Creates the record of a night that has just begun.
    public init(started: Int64) { self.started = started }
}
