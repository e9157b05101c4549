// SPDX-License-Identifier: Apache-2.0
import SpamModel

/// What is done with a message.
package enum Disposition: String, Sendable, CaseIterable {
    /// It goes on as it is.
    case accept
    /// It goes on with a header that says what it is.
    case tag
    /// It is put on hold.
    case quarantine
    /// The sender shall try again later.
    case tempfail
    /// It is refused.
    case reject
}

extension FilterPolicy {
    /// Decides what is done with a message.
    ///
    /// Of several thresholds that a spam reaches, the highest counts. A message that the model does not call spam is
    /// never more than tagged, whatever the thresholds; nor is mail from a relay; mail from inside is left alone unless it is to be filtered. What the site's list
    /// allows is tagged at most; what it denies is spam, and no less than the model's own score makes of it.
    package func disposition(
        of outcome: ScoringOutcome, from source: MailSource, onError: ErrorAction
    ) -> Disposition {
        guard isFiltered(source) else { return .accept }
        // What a relay cannot hand on it would send back, to whoever is forged as the sender.
        guard source != .relay else { return .tag }
        switch outcome {
        case .unfiltered: return onError == .tempfail ? .tempfail : .tag
        // What all say was decided on with each one's own policy (``Judge``).
        case .shared: return .tag
        case .listed(let action, _): return action == .deny && denied == .reject ? .reject : .tag
        case .scored(let message):
            switch message.list {
            case .allow: return .tag
            case .deny where denied == .reject: return .reject
            case .deny, nil: break
            }
            guard message.score.verdict == .spam else { return .tag }
            let thresholds: [(Double?, Disposition)] = [
                (rejectAt, .reject), (quarantineAt, .quarantine), (tempfailAt, .tempfail),
            ]
            var reached: (at: Double, disposition: Disposition)?
            for case (let at?, let disposition) in thresholds where message.score.logOdds >= at {
                if at > reached?.at ?? -.infinity { reached = (at, disposition) }
            }
            return reached?.disposition ?? .tag
        }
    }

    /// Whether a message would be refused if ``wouldRejectAt`` were ``rejectAt``, and is not.
    package func wouldReject(_ outcome: ScoringOutcome, from source: MailSource) -> Bool {
        guard let wouldRejectAt, isFiltered(source), source != .relay, case .scored(let message) = outcome,
            message.list != .allow, message.score.verdict == .spam
        else { return false }
        return (wouldRejectAt..<(rejectAt ?? .infinity)).contains(message.score.logOdds)
    }

    /// Whether mail from somewhere is more than observed.
    package func isFiltered(_ source: MailSource) -> Bool {
        switch source {
        case .outside, .relay, .unknown: true
        case .device: false
        case .authenticated: authenticated == .filter
        case .trusted: trusted == .filter
        case .local: local == .filter
        }
    }
}
