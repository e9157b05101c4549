// SPDX-License-Identifier: Apache-2.0
package import NIOCore
import SenderLists

/// The result for a message, and what is done with it.
package struct Judgement: Sendable {
    /// The result of scoring.
    package let outcome: ScoringOutcome
    /// What is done.
    package let action: Disposition
    /// Whether the brake has the message put on hold.
    package let isBraked: Bool

    /// Makes a judgement.
    package init(outcome: ScoringOutcome, action: Disposition, isBraked: Bool = false) {
        self.outcome = outcome
        self.action = action
        self.isBraked = isBraked
    }
}

/// The path of every message, whatever its protocol: scored, decided on, logged and counted.
///
/// The protocols only decode what they are sent and encode what this answers.
package struct Judge: Sendable {
    /// The policy, which each protocol translates into its own terms.
    package let policy: FilterPolicy
    /// What is done with a message that cannot be scored.
    package let onError: ErrorAction
    private let scorer: MessageScorer
    private let lists: ListStore?
    private let brake: BrakeService?
    private let log: MessageLog

    /// Makes the judge of one protocol's messages.
    package init(_ context: FilterContext, protocolName: String) {
        policy = context.configuration.policy
        onError = context.configuration.onError
        scorer = context.scorer
        lists = context.lists
        brake = context.brake
        log = context.messageLog(protocolName)
    }

    /// Judges a message; the future does not fail.
    ///
    /// - Parameters:
    ///   - source: Where it came from.
    ///   - queueID: The mail server's name for it, if it told.
    ///   - outgoing: Who sends it to whom, if that is the brake's business.
    package func judge(
        _ message: SubmittedMessage, from source: MailSource = .unknown, queueID: String?,
        outgoing: OutgoingMail? = nil, on loop: any EventLoop
    ) -> EventLoopFuture<Judgement> {
        let start = NIODeadline.now()
        // Side by side: the list needs the header alone. Mail from inside that is only observed is none of its business, and of a
        // message that is not here nothing is known.
        let isAsked = policy.isFiltered(source) && !message.isOverloaded
        let found = isAsked ? lists?.finding(for: message, on: loop) : nil
        let scored = scorer.score(message, on: loop)
        return scored.and(found ?? loop.makeSucceededFuture(nil)).map { [self] outcome, finding in
            let outcome = outcome.decided(by: finding?.action)
            let action = policy.disposition(of: outcome, from: source, onError: onError)
            // What the sender has to send again is counted then.
            let isRefused = action == .reject || action == .tempfail
            let braked = isRefused ? nil : outgoing.flatMap { brake?.decide($0, queueID: queueID) }
            log.note(
                queueID: queueID, source: source, outcome: outcome, size: message.size, action: action,
                wouldReject: policy.wouldReject(outcome, from: source),
                nanoseconds: (NIODeadline.now() - start).nanoseconds, list: finding, brake: braked)
            return Judgement(outcome: outcome, action: action, isBraked: braked?.isHeld ?? false)
        }
    }
}
