// SPDX-License-Identifier: Apache-2.0
import SenderLists
import SpamModel

/// What one customer's model, list and policy say of a message.
package struct Opinion: Sendable {
    /// Whose they are.
    let customer: Customer
    /// The result of scoring, and what the list says.
    let outcome: ScoringOutcome
    /// What is done with the message, if it is this customer's alone.
    let action: Disposition
    /// Whether it would be refused by the threshold that is on trial.
    let wouldReject: Bool
    /// What the list found; nil: it was not asked.
    let finding: ListFinding?
}

/// What is done with a message, by the opinions of all whose mail it is.
///
/// A mail server delivers one copy to all recipients of a message, or refuses it for all. So no customer's mail is refused, held,
/// put off or called spam because of what another's model says: what all opinions share is done, and where they differ the message
/// is tagged `unsure`. Nor does any customer see what another's model says: the one field that all recipients read has the common
/// verdict, and no score.
struct CommonJudgement: Sendable {
    let outcome: ScoringOutcome
    let action: Disposition
    let wouldReject: Bool
    /// The policy by which the mail server is answered.
    let policy: FilterPolicy

    /// Judges a message that is the one customer's alone.
    ///
    /// - Parameter areTooMany: Whether it is not, but goes to more customers than were asked: then it is tagged at most.
    init(_ opinion: Opinion, areTooMany: Bool, server: FilterPolicy) {
        let isKept = areTooMany && opinion.action != .accept
        outcome = opinion.outcome
        action = isKept ? .tag : opinion.action
        wouldReject = opinion.wouldReject && !isKept
        policy = areTooMany ? server : opinion.customer.policy
    }

    /// Judges a message to several customers.
    ///
    /// - Parameters:
    ///   - opinions: Not empty.
    ///   - server: The policy of the top level.
    init(_ opinions: [Opinion], server: FilterPolicy) {
        let verdicts = Set(opinions.map(\.outcome.verdict))
        let actions = Set(opinions.map(\.action))
        if case .unfiltered(let reason)? = opinions.first?.outcome, verdicts == [nil] {
            outcome = .unfiltered(reason)
        } else {
            outcome = .shared(verdicts.count == 1 ? verdicts.first.flatMap { $0 } ?? .unsure : .unsure)
        }
        action = actions.count == 1 ? actions.first ?? .tag : .tag
        wouldReject = opinions.allSatisfy(\.wouldReject)
        let prefixes = Set(opinions.map(\.customer.policy.subjectPrefix))
        var policy = server
        policy.subjectPrefix = prefixes.count == 1 ? prefixes.first.flatMap { $0 } : nil
        self.policy = policy
    }
}
