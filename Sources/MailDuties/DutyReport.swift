// SPDX-License-Identifier: Apache-2.0

/// What is known of a site, for all five duties.
package struct DutyFacts: Sendable {
    /// Of the first.
    package var reputation: ReputationFacts
    /// Of the second.
    package var inbound: InboundFacts
    /// Of the third.
    package var outbound: OutboundFacts
    /// Of the fourth.
    package var logs: WatchFacts
    /// Of the fifth.
    package var confidentiality: ConfidentialityFacts

    /// Puts together what is known.
    package init(
        reputation: ReputationFacts, inbound: InboundFacts, outbound: OutboundFacts, logs: WatchFacts,
        confidentiality: ConfidentialityFacts
    ) {
        (self.reputation, self.inbound, self.outbound) = (reputation, inbound, outbound)
        (self.logs, self.confidentiality) = (logs, confidentiality)
    }
}

/// The five duties, judged: facts in, colours and reasons out; no input or output.
package struct DutyReport: Sendable {
    /// How each stands, in order.
    package let judgements: [DutyJudgement]
    /// When, in seconds since 1970.
    package let time: Int

    /// Judges.
    ///
    /// - Parameter now: seconds since 1970.
    package init(_ facts: DutyFacts, now: Int) {
        time = now
        judgements = [
            ReputationRules.judge(facts.reputation, now: now), InboundRules.judge(facts.inbound),
            OutboundRules.judge(facts.outbound, now: now), WatchRules.judge(facts.logs, now: now),
            ConfidentialityRules.judge(facts.confidentiality),
        ].map { $0.sorted() }
    }

    /// How many duties have a colour.
    package func count(_ lamp: DutyLamp) -> Int { judgements.count { $0.lamp == lamp } }

    /// The worst colour.
    package var worst: DutyLamp { judgements.map(\.lamp).max() ?? .grey }
}
