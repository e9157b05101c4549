// SPDX-License-Identifier: Apache-2.0
import Metrics
import OutgoingBrake

/// The brake's numbers; none of them names anybody.
extension FilterMetrics {
    func brake(_ decision: BrakeDecision, recipients: Int) {
        let kind = ("sender", decision.sender.kind.rawValue)
        count("spreu_brake_messages_total", [kind, ("result", decision.result.rawValue)])
        guard decision.result != .uncounted else { return }
        Counter(label: "spreu_brake_recipients_total", dimensions: [kind], factory: registry)
            .increment(by: min(recipients, SlidingCount.maxCount))
    }

    func brakeHold(_ sender: OutgoingSender) {
        count("spreu_brake_holds_total", [("sender", sender.kind.rawValue)])
    }

    func brakeRelease() { count("spreu_brake_releases_total") }

    func brakeSaveFailed() { count("spreu_brake_save_errors_total") }

    /// - Parameters:
    ///   - means: `mail`, `command`.
    ///   - result: `done`, `failed`, `dropped`.
    func brakeAnnouncement(_ means: String, _ result: String) {
        count("spreu_brake_announcements_total", [("means", means), ("result", result)])
    }

    private func count(_ label: String, _ dimensions: [(String, String)] = []) {
        Counter(label: label, dimensions: dimensions, factory: registry).increment()
    }

    /// How many of the highest counts are shown.
    private static let ranks = 5

    /// Shows the brake's table at each rendering.
    ///
    /// - Parameter table: the table, and its time now.
    func observeBrake(_ table: @escaping @Sendable () -> (table: BrakeTable, now: Int64)?) {
        let senders = Gauge(label: "spreu_brake_senders", dimensions: [], factory: registry)
        let held = Gauge(label: "spreu_brake_on_hold", dimensions: [], factory: registry)
        registry.beforeRendering { [registry] in
            guard let (table, now) = table() else { return }
            senders.record(table.senders.count)
            held.record(table.heldCount)
            for window in BrakeWindow.allCases {
                let top = table.top(Self.ranks, in: window, at: now)
                for rank in 1...Self.ranks {
                    Gauge(
                        label: "spreu_brake_top_recipients",
                        dimensions: [("window", window.rawValue), ("rank", "\(rank)")], factory: registry
                    ).record(rank <= top.count ? top[rank - 1] : 0)
                }
            }
        }
    }
}
