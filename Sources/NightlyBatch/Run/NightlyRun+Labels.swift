// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamTraining
import TextOutput
import TrainingStore

extension NightlyRun {
    /// Fewer messages than this are a quiet time.
    static let fewestArrivals = 20
    /// So many times `label-days` a whole class may be silent, as ham is over Christmas, and all mail.
    static let longSilence = 6

    /// Warns if nobody says any more what the mail is that goes on arriving.
    ///
    /// That hardly any comes is no reason to look at anything, nor that people are away while the filter goes on filing spam.
    func warnOfLabels(
        _ observed: [ObservedMessage], _ spamProbabilities: [Double], _ report: inout NightlyReport
    ) {
        let days = configuration.gate.labelDays
        let now = options.now
        func arrivals(_ days: Int) -> Arrivals {
            Arrivals(observed, spamProbabilities, in: now - Int64(days) * 86_400...now + 86_400)
        }
        func though(_ what: String, _ days: Int, _ count: Double, _ kind: String) -> String {
            "there is no new \(what) of the last \(days) days, though some \(grouped(Int(count.rounded()))) \(kind)messages came"
        }
        let lately = arrivals(days)
        let longer = arrivals(Self.longSilence * days)
        if longer.messages == 0 {
            let days = Self.longSilence * days
            if !observed.isEmpty { report.warn(ofStale: "no mail came in the last \(days) days") }
        } else if lately.labels == (false, false) {
            let count = lately.messages
            guard count >= Self.fewestArrivals else { return }
            report.warn(ofStale: though("label", days, Double(count), ""))
        } else if !lately.labels.spam, lately.spam >= Double(Self.fewestArrivals) {
            report.warn(ofStale: though("spam", days, lately.spam, "such "))
        } else if !longer.labels.ham, longer.ham >= Double(Self.fewestArrivals) {
            report.warn(ofStale: though("ham", Self.longSilence * days, longer.ham, "such "))
        }
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
