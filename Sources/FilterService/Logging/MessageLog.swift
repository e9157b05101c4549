// SPDX-License-Identifier: Apache-2.0
package import FilterPages
package import Logging
import OutgoingBrake
package import SenderLists
import SpamModel
import TextOutput

/// Writes the one line that each message leaves in the log, and counts the message.
///
/// The line holds no subject, no address and no text; the queue id leads to the mail server's own log.
package struct MessageLog: Sendable {
    /// `milter`, `spamd`, `http`.
    package let protocolName: String
    private let logger: Logger
    private let metrics: FilterMetrics
    private let history: HistoryService?

    /// Makes the log of one protocol.
    ///
    /// - Parameter history: what the page shows; nil: there is no page.
    package init(protocolName: String, logger: Logger, metrics: FilterMetrics, history: HistoryService? = nil) {
        self.protocolName = protocolName
        self.logger = logger
        self.metrics = metrics
        self.history = history
    }

    /// Notes a message.
    ///
    /// - Parameters:
    ///   - queueID: The mail server's name for the message, if it told.
    ///   - messageID: What is kept of its Message-ID, for the page alone.
    ///   - source: Where it came from.
    ///   - size: Bytes that came.
    ///   - action: What is done with it.
    ///   - wouldReject: Whether it would be refused by the threshold that is on trial.
    ///   - nanoseconds: From the message's end to its verdict.
    ///   - list: What the site's list of senders says; nil: it was not asked.
    ///   - brake: What the brake says; nil: it was not asked.
    ///   - opinions: What each customer's model and list say; empty where there are no customers.
    package func note(
        queueID: String?, messageID: MessageIDDigest? = nil, source: MailSource, outcome: ScoringOutcome, size: Int,
        action: Disposition, wouldReject: Bool, nanoseconds: Int64, list: ListFinding? = nil,
        brake: BrakeDecision? = nil,
        opinions: [Opinion] = []
    ) {
        metrics.message(protocolName, source: source, outcome: outcome, action: action, nanoseconds: nanoseconds)
        history?.note(
            queueID: queueID, messageID: messageID, outcome: outcome, protocolName: protocolName, action: action,
            nanoseconds: nanoseconds)
        if wouldReject { metrics.wouldReject(protocolName) }
        var metadata: Logger.Metadata = [
            "protocol": "\(protocolName)", "size": "\(size)", "action": "\(action.rawValue)",
            "source": "\(source.rawValue)",
            "ms": "\(fixedPoint(Double(nanoseconds) / 1e6, digits: 2))",
        ]
        add(opinions, to: &metadata)
        if wouldReject { metadata["would"] = "reject" }
        // Whom the list names is not told: only that it does.
        if let action = outcome.list { metadata["list"] = "\(action.rawValue)" }
        if let reason = list?.ignored { metadata["list-ignored"] = "\(reason.rawValue)" }
        // Whose mail is on hold the administrator must know: nothing else of the log names anybody.
        if let brake, let word = brake.logWord {
            metadata["brake"] = "\(word)"
            metadata[brake.sender.kind.rawValue] = "\(brake.sender.name)"
        }
        if let queueID { metadata["queue"] = "\(queueID.prefix(bytes: 64))" }
        switch outcome {
        case .scored(let score):
            metadata["verdict"] = "\(score.verdict.rawValue)"
            if score.list != nil { metadata["model-verdict"] = "\(score.score.verdict.rawValue)" }
            metadata["probability"] = "\(fixedPoint(score.score.probability, digits: 6))"
            metadata["model"] = "\(score.modelID)"
            if score.isPartial { metadata["partial"] = "true" }
            logger.info("message", metadata: metadata)
        case .shared(let verdict):
            metadata["verdict"] = "\(verdict.rawValue)"
            logger.info("message", metadata: metadata)
        case .listed(let action, let reason):
            metadata["verdict"] = "\(action.verdict.rawValue)"
            metadata["reason"] = "\(reason.rawValue)"
            logger.warning("message", metadata: metadata)
        case .unfiltered(let reason):
            metadata["verdict"] = "unfiltered"
            metadata["reason"] = "\(reason.rawValue)"
            logger.warning("message", metadata: metadata)
        }
    }

    /// Says whose mail it is, and of several what each one's model says.
    private func add(_ opinions: [Opinion], to metadata: inout Logger.Metadata) {
        for opinion in opinions { metrics.message(for: opinion.customer, outcome: opinion.outcome) }
        guard opinions.count > 1 else {
            if let opinion = opinions.first { metadata["customer"] = "\(opinion.customer.label)" }
            return
        }
        func joined(_ words: [String]) -> Logger.MetadataValue { "\(words.joined(separator: ","))" }
        metadata["customers"] = joined(opinions.map(\.customer.label))
        metadata["verdicts"] = joined(opinions.map { $0.outcome.verdict?.rawValue ?? "unfiltered" })
        let scores = opinions.map { if case .scored(let score) = $0.outcome { score } else { nil as MessageScore? } }
        metadata["probabilities"] = joined(scores.map { $0.map { fixedPoint($0.score.probability, digits: 6) } ?? "-" })
        metadata["models"] = joined(scores.map { $0?.modelID ?? "-" })
    }
}
