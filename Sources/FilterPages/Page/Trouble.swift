// SPDX-License-Identifier: Apache-2.0

/// An error or a limit that was met, as the filter counts it.
package struct Trouble: Sendable, Equatable {
    /// The counters that tell of them, by the names of their metrics.
    package enum Metric: String, Sendable, CaseIterable {
        /// Connections that could not be taken.
        case acceptErrors = "spreu_accept_errors_total"
        /// Counts of the brake that were not saved.
        case brakeSaveErrors = "spreu_brake_save_errors_total"
        /// Connections that were closed for a fault of the client's.
        case protocolErrors = "spreu_protocol_errors_total"
        /// Messages whose scoring took too long.
        case scoringAbandoned = "spreu_scoring_abandoned_total"
        /// Messages that no model scored.
        case unfiltered = "spreu_unfiltered_total"
    }

    /// The counter.
    package var metric: Metric
    /// What the counter is of: its labels by name.
    package var labels: [String: String]
    /// How often.
    package var times: Int64

    /// Makes one.
    ///
    /// - Parameter labels: as a metric has them: `protocol="milter",kind="idle"`.
    package init(_ metric: Metric, labels: String, times: Int64) {
        self.metric = metric
        self.times = times
        self.labels = Dictionary(
            labels.split(separator: ",").compactMap { label in
                let sides = label.split(separator: "=", maxSplits: 1)
                return sides.count == 2 ? (String(sides[0]), sides[1].filter { $0 != "\"" }) : nil
            }, uniquingKeysWith: { first, _ in first })
    }
}

/// Why a connection was closed.
package enum ConnectionFault: String, Sendable, CaseIterable {
    /// It sent what is not its protocol.
    case garbage
    /// A packet's length cannot be.
    case framing
    /// A command that the protocol does not have there.
    case command
    /// What it sent was longer than the limits.
    case tooLarge = "too-large"
    /// It ended within a request.
    case cutShort = "cut-short"
    /// Its compressed content is damaged.
    case compression
    /// It said nothing for long.
    case idle
    /// A command took too long to come.
    case slow
    /// A request took too long to come.
    case timeout
    /// It did not read the answers.
    case unread
    /// There was no memory for what it sent.
    case memory
    /// What it asked for is switched off.
    case unavailable
    /// What it asked for cannot be done now.
    case tryLater = "try-later"
}
