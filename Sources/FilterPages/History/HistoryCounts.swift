// SPDX-License-Identifier: Apache-2.0

/// What the filter did within some time, as numbers.
package struct HistoryCounts: Sendable, Equatable {
    /// Messages by verdict: `ham`, `unsure`, `spam`, `unfiltered`.
    package private(set) var verdicts: [String: Int64] = [:]
    /// Messages by protocol: `milter`, `spamd`, `http`.
    package private(set) var protocols: [String: Int64] = [:]
    /// Messages by what was done with them.
    package private(set) var actions: [String: Int64] = [:]
    /// How long verdicts took.
    package private(set) var latency = LatencyCounts()

    /// No more names of one kind are kept: they are the program's own, a file may hold others.
    static let maxNames = 16

    /// Creates counts of nothing.
    package init() {}

    init(
        verdicts: [String: Int64], protocols: [String: Int64], actions: [String: Int64], latency: LatencyCounts
    ) {
        self.verdicts = verdicts
        self.protocols = protocols
        self.actions = actions
        self.latency = latency
    }

    /// How many messages there were.
    package var messages: Int64 { verdicts.values.reduce(0, &+) }

    /// Counts a message.
    package mutating func add(_ verdict: RecentVerdict) {
        verdicts[verdict.verdict, default: 0] &+= 1
        protocols[verdict.protocolName, default: 0] &+= 1
        actions[verdict.action, default: 0] &+= 1
        latency.add(nanoseconds: verdict.nanoseconds)
    }

    /// Adds other counts.
    package mutating func add(_ other: HistoryCounts) {
        verdicts.merge(other.verdicts) { $0 &+ $1 }
        protocols.merge(other.protocols) { $0 &+ $1 }
        actions.merge(other.actions) { $0 &+ $1 }
        latency.add(other.latency)
    }
}
