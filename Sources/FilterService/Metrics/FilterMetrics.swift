// SPDX-License-Identifier: Apache-2.0
import DurableFiles
package import FilterPages
import Glibc
package import Metrics
package import SpamModel

/// The service's metrics by their names, in one place; docs/commands/spreud.md explains them.
package final class FilterMetrics: Sendable {
    /// Where the numbers are kept.
    package let registry: MetricsRegistry
    /// How long a message's scoring took, on its thread.
    package let scoringTime: Timer
    private let started = time(nil)

    /// Makes the metrics in a registry.
    package init(registry: MetricsRegistry) {
        self.registry = registry
        for (label, help) in Self.helps { registry.describe(label, help) }
        scoringTime = Timer(label: "spreu_scoring_seconds", dimensions: [], factory: registry)
        let memory = Gauge(label: "process_resident_memory_bytes", dimensions: [], factory: registry)
        let start = Gauge(label: "process_start_time_seconds", dimensions: [], factory: registry)
        start.record(started)
        registry.beforeRendering { memory.record(Int64(ProcessMemory.now?.resident ?? 0)) }
    }

    /// Seconds since the start.
    var uptimeSeconds: Int { time(nil) - started }

    private static let helps = [
        ("spreu_accept_errors_total", "Connections that could not be taken, as without a free descriptor."),
        ("spreu_actions_total", "Messages by action taken."),
        ("spreu_brake_announcements_total", "Mails and commands that told of a hold, by result."),
        ("spreu_brake_holds_total", "Senders whose outgoing mail was put on hold."),
        ("spreu_brake_messages_total", "Outgoing messages that the brake counted, by what became of them."),
        ("spreu_brake_on_hold", "Senders whose outgoing mail is on hold now."),
        ("spreu_brake_recipients_total", "External recipients that the brake counted."),
        ("spreu_brake_releases_total", "Senders that were released by command."),
        ("spreu_brake_save_errors_total", "Times that the brake's counts could not be saved."),
        ("spreu_brake_senders", "Senders of whom the brake counts something."),
        ("spreu_brake_top_recipients", "External recipients of the senders that have the most, by rank."),
        ("spreu_connections", "Open connections."),
        ("spreu_connections_total", "Connections since the start."),
        ("spreu_customer_messages_total", "Messages by customer and by what its own model or list says of them."),
        ("spreu_feedback_total", "Messages that clients submitted to be learned, by result."),
        ("spreu_list_loads_total", "Files of the site's list of senders loaded or refused."),
        ("spreu_listed_total", "Messages that the site's list of senders decided, by what the model says of them."),
        ("spreu_message_seconds", "Time from a message's end to its verdict."),
        ("spreu_messages_total", "Messages by protocol, verdict and source."),
        ("spreu_model_age_seconds", "Time since the model's file was written."),
        ("spreu_model_calls_nothing_spam", "1 while the model calls nothing spam because it learned too little."),
        ("spreu_model_generation", "Number of models in service so far, this one included."),
        ("spreu_model_loads_total", "Model files loaded or refused."),
        ("spreu_model_missing", "1 while there is no model and mail goes unfiltered."),
        ("spreu_protocol_errors_total", "Connections closed because the client violated the protocol or was too slow."),
        ("spreu_scoring_abandoned_total", "Messages whose scoring was given up because it took too long."),
        ("spreu_scoring_seconds", "Time to parse and score a message."),
        ("spreu_unfiltered_total", "Messages that were not scored, by reason."),
        ("spreu_would_reject_total", "Messages not rejected that would-reject-at would have rejected."),
    ]

    /// Counts a message and notes how long its verdict took.
    ///
    /// - Parameters:
    ///   - protocolName: `milter`, `spamd`, `http`.
    ///   - source: Where it came from.
    ///   - nanoseconds: From the message's end to its verdict.
    package func message(
        _ protocolName: String, source: MailSource, outcome: ScoringOutcome, action: Disposition, nanoseconds: Int64
    ) {
        let verdict: String
        var modelVerdict = "unfiltered"
        switch outcome {
        case .scored(let score):
            verdict = score.verdict.rawValue
            modelVerdict = score.score.verdict.rawValue
        case .listed(let action, let reason):
            verdict = action.verdict.rawValue
            unfiltered(reason)
        case .shared(let common): verdict = common.rawValue
        case .unfiltered(let reason):
            verdict = "unfiltered"
            unfiltered(reason)
        }
        if let list = outcome.list {
            Counter(
                label: "spreu_listed_total",
                dimensions: [("protocol", protocolName), ("list", list.rawValue), ("model_verdict", modelVerdict)],
                factory: registry
            ).increment()
        }
        Counter(
            label: "spreu_messages_total",
            dimensions: [("protocol", protocolName), ("verdict", verdict), ("source", source.rawValue)],
            factory: registry
        ).increment()
        Counter(
            label: "spreu_actions_total",
            dimensions: [("protocol", protocolName), ("action", action.rawValue), ("verdict", verdict)],
            factory: registry
        ).increment()
        Timer(label: "spreu_message_seconds", dimensions: [("protocol", protocolName)], factory: registry)
            .recordNanoseconds(nanoseconds)
    }

    private func unfiltered(_ reason: UnfilteredReason) {
        Counter(label: "spreu_unfiltered_total", dimensions: [("reason", reason.rawValue)], factory: registry)
            .increment()
    }

    /// Counts a message for a customer.
    ///
    /// - Parameter outcome: What this customer's own model and list say.
    func message(for customer: Customer, outcome: ScoringOutcome) {
        Counter(
            label: "spreu_customer_messages_total",
            dimensions: [("customer", customer.label), ("verdict", outcome.verdict?.rawValue ?? "unfiltered")],
            factory: registry
        ).increment()
    }

    /// Counts a look at a changed list of senders.
    ///
    /// - Parameters:
    ///   - result: `loaded`, `refused`.
    ///   - customer: Whose it is; nil: the default's.
    func listLoad(_ result: String, customer: String?) {
        let dimensions = [("result", result)] + (customer.map { [("customer", $0)] } ?? [])
        Counter(label: "spreu_list_loads_total", dimensions: dimensions, factory: registry).increment()
    }

    /// Counts a message that would be refused by the threshold that is on trial.
    func wouldReject(_ protocolName: String) {
        Counter(label: "spreu_would_reject_total", dimensions: [("protocol", protocolName)], factory: registry)
            .increment()
    }

    /// How many messages something was done with; with a verdict, how many of these.
    package func actions(_ action: Disposition, verdict: Verdict? = nil) -> Int64 {
        let verdict = verdict.map { ",verdict=\"\($0.rawValue)\"" } ?? ""
        return registry.total("spreu_actions_total", where: "action=\"\(action.rawValue)\"" + verdict)
    }

    /// Counts a message that a client gave to be learned.
    ///
    /// - Parameter result: `stored`, `refused`.
    func feedback(_ protocolName: String, _ feedback: String, result: String) {
        Counter(
            label: "spreu_feedback_total",
            dimensions: [("protocol", protocolName), ("feedback", feedback), ("result", result)], factory: registry
        ).increment()
    }

    /// Counts a connection that ended for a fault of its client's.
    package func protocolError(_ protocolName: String, _ fault: ConnectionFault) {
        Counter(
            label: "spreu_protocol_errors_total", dimensions: [("protocol", protocolName), ("kind", fault.rawValue)],
            factory: registry
        ).increment()
    }

    /// Counts a message whose scoring was given up because it took too long.
    func scoringAbandoned() {
        Counter(label: "spreu_scoring_abandoned_total", dimensions: [], factory: registry).increment()
    }

    /// Counts a connection that could not be taken.
    func acceptFailed(_ protocolName: String) {
        Counter(label: "spreu_accept_errors_total", dimensions: [("protocol", protocolName)], factory: registry)
            .increment()
    }

    /// Notes how many connections a protocol has.
    func connections(_ protocolName: String, open: Int, isNew: Bool) {
        let dimensions = [("protocol", protocolName)]
        Meter(label: "spreu_connections", dimensions: dimensions, factory: registry).set(open)
        if isNew { Counter(label: "spreu_connections_total", dimensions: dimensions, factory: registry).increment() }
    }
}
