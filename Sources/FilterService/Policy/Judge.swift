// SPDX-License-Identifier: Apache-2.0
import NIOCore
import SenderLists

/// The result for a message, and what is done with it.
package struct Judgement: Sendable {
    /// The result of scoring.
    package let outcome: ScoringOutcome
    /// What is done.
    package let action: Disposition
    /// Whether the brake has the message put on hold.
    package let isBraked: Bool
    /// The policy of whose mail it is; nil: the top level's.
    package let policy: FilterPolicy?

    /// Makes a judgement.
    package init(
        outcome: ScoringOutcome, action: Disposition, isBraked: Bool = false, policy: FilterPolicy? = nil
    ) {
        self.outcome = outcome
        self.action = action
        self.isBraked = isBraked
        self.policy = policy
    }
}

/// The path of every message, whatever its protocol: scored, decided on, logged and counted.
///
/// The protocols only decode what they are sent and encode what this answers.
package struct Judge: Sendable {
    /// The policy of the top level, which each protocol translates into its own terms.
    let policy: FilterPolicy
    private let scorer: MessageScorer
    private let customers: CustomerTable
    private let brake: BrakeService?
    private let log: MessageLog

    /// Makes the judge of one protocol's messages.
    package init(_ context: FilterContext, protocolName: String) {
        policy = context.configuration.policy
        scorer = context.scorer
        customers = context.customers
        brake = context.brake
        log = context.messageLog(protocolName)
    }

    /// Judges a message; the future does not fail.
    ///
    /// - Parameters:
    ///   - source: Where it came from.
    ///   - addressees: Whose mail it is.
    ///   - queueID: The mail server's name for it, if it told.
    ///   - outgoing: Who sends it to whom, if that is the brake's business.
    func judge(
        _ message: SubmittedMessage, from source: MailSource = .unknown, for addressees: Addressees, queueID: String?,
        outgoing: OutgoingMail? = nil, on loop: any EventLoop
    ) -> EventLoopFuture<Judgement> {
        let start = NIODeadline.now()
        @Sendable func conclude(_ common: CommonJudgement, _ opinions: [Opinion]) -> Judgement {
            // What the sender has to send again is counted then.
            let isRefused = common.action == .reject || common.action == .tempfail
            let braked = isRefused ? nil : outgoing.flatMap { brake?.decide($0, queueID: queueID) }
            log.note(
                queueID: queueID, messageID: message.identity.messageID, source: source, outcome: common.outcome,
                size: message.size, action: common.action,
                wouldReject: common.wouldReject, nanoseconds: (NIODeadline.now() - start).nanoseconds,
                list: opinions.count == 1 ? opinions.first?.finding : nil, brake: braked,
                opinions: customers.hasCustomers ? opinions : [])
            return Judgement(
                outcome: common.outcome, action: common.action, isBraked: braked?.isHeld ?? false, policy: common.policy
            )
        }
        if addressees.customers.count == 1, let customer = addressees.customers.first {
            return opinion(of: customer, message, source, loop).map { [policy] opinion in
                conclude(CommonJudgement(opinion, areTooMany: addressees.areTooMany, server: policy), [opinion])
            }
        }
        // Side by side: each model reads the message with its own key and settings.
        let opinions = addressees.customers.map { opinion(of: $0, message, source, loop) }
        return EventLoopFuture.whenAllSucceed(opinions, on: loop).map { [policy] opinions in
            conclude(CommonJudgement(opinions, server: policy), opinions)
        }
    }

    private func opinion(
        of customer: Customer, _ message: SubmittedMessage, _ source: MailSource, _ loop: any EventLoop
    ) -> EventLoopFuture<Opinion> {
        let policy = customer.policy
        // Side by side: the list needs the header alone. Mail from inside that is only observed is none of its business, and of a
        // message that is not here nothing is known.
        let isAsked = policy.isFiltered(source) && !message.isOverloaded
        let found = isAsked ? customer.lists?.finding(for: message, on: loop) : nil
        let scored = scorer.score(message, by: customer.models, on: loop)
        return scored.and(found ?? loop.makeSucceededFuture(nil)).map { outcome, finding in
            let outcome = outcome.decided(by: finding?.action)
            return Opinion(
                customer: customer, outcome: outcome,
                action: policy.disposition(of: outcome, from: source, onError: customer.onError),
                wouldReject: policy.wouldReject(outcome, from: source), finding: finding)
        }
    }
}
