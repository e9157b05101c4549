// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamTraining
import TrainingStore

extension NightlyRun {
    /// Fewer messages than this mean a quiet period.
    static let minArrivals = 20
    /// So many times `label-days` a whole class may be silent, as ham is over Christmas, and all mail.
    static let longSilence = 6

    /// Warns if mail keeps arriving but nobody labels it any more.
    ///
    /// Hardly any mail is no reason to warn, nor are absent people while the filter keeps filing spam.
    func warnOfLabels(
        _ observed: [ObservedMessage], _ spamProbabilities: [Double], _ report: inout BatchReport
    ) {
        let days = configuration.gate.labelDays
        let now = options.now
        func arrivals(_ days: Int) -> Arrivals {
            Arrivals(observed, spamProbabilities, in: now - Int64(days) * 86_400...now + 86_400)
        }
        let recent = arrivals(days)
        let longer = arrivals(Self.longSilence * days)
        let minCount = Double(Self.minArrivals)
        var staleness: Staleness?
        if longer.messages == 0 {
            staleness = observed.allSatisfy { $0.date == nil } ? nil : .noMail(days: Self.longSilence * days)
        } else if recent.labels == (false, false) {
            if Double(recent.messages) >= minCount { staleness = .noLabels(days: days, messages: recent.messages) }
        } else if !recent.labels.spam, recent.spam >= minCount {
            staleness = .noNew(.spam, days: days, messages: Int(recent.spam.rounded()))
        } else if !longer.labels.ham, longer.ham >= minCount {
            staleness = .noNew(.ham, days: Self.longSilence * days, messages: Int(longer.ham.rounded()))
        }
        if let staleness { report.warnings.append(.stale(staleness)) }
    }
}

/// The mail of some days: how much came of each class, as far as anybody can know, and whether somebody said so of any.
private struct Arrivals {
    private(set) var messages = 0
    private(set) var ham = 0.0
    private(set) var spam = 0.0
    private(set) var labels = (ham: false, spam: false)

    init(_ observed: [ObservedMessage], _ spamProbabilities: [Double], in days: ClosedRange<Int64>) {
        for (message, probability) in zip(observed, spamProbabilities) {
            // A date in the future is the sender's invention.
            guard let date = message.date, days.contains(date) else { continue }
            messages += 1
            ham += 1 - probability
            spam += probability
            for vote in message.votes {
                switch vote.evidence.leaning {
                case .ham?: labels.ham = true
                case .spam?: labels.spam = true
                case nil: break
                }
            }
        }
    }
}
