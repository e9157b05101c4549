// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import ReportPages
import TextOutput

/// An answer to a question that an administrator has, in a sentence or two.
struct FeedbackAnswer {
    /// Which question it answers.
    enum Question {
        case own
        case strangers
        case new
        case readiness
        case tls
        case complaints
        case bounces
        case proof
    }

    let question: Question
    let tone: ReportPage.Tone
    let text: String

    /// The domains that a sentence of its own is written for; the table has all.
    private static let maxDomains = 5

    /// The answers that the summary allows, in order.
    static func all(_ summary: ReportSummary, _ language: Language, _ texts: FeedbackTexts) -> [FeedbackAnswer] {
        let numbers = LocalNumbers(language)
        var answers: [FeedbackAnswer] = []
        func say(_ question: Question, _ tone: ReportPage.Tone, _ text: String) {
            answers.append(FeedbackAnswer(question: question, tone: tone, text: text))
        }
        if summary.period != nil {
            let own = summary.sources.filter(\.key.isOwn).map(\.value)
            let (sent, failed) = (own.reduce(0) { $0 + $1.messages }, own.reduce(0) { $0 + $1.failed })
            if sent == 0 {
                say(.own, .open, texts.ownUnknown)
            } else if failed == 0 {
                say(.own, .good, texts.ownPasses.placing(numbers.count(sent)))
            } else {
                let last = own.compactMap(\.lastFailure).max() ?? 0
                let isRecent = summary.period.map { $0.upperBound - last < Readiness.days * 86_400 } ?? true
                let spf = own.reduce(0) { $0 + $1.messages - $1.spf }
                let dkim = own.reduce(0) { $0 + $1.messages - $1.dkim }
                say(
                    .own, isRecent ? .bad : .open,
                    texts.ownFails.placing(
                        numbers.count(failed), numbers.count(sent), numbers.day(Int64(last - 1)), numbers.count(spf),
                        numbers.count(dkim)))
            }
            let strangers = summary.sources.filter { if case .stranger = $0.key { true } else { false } }.map(\.value)
            let (forged, stopped) = (strangers.reduce(0) { $0 + $1.messages }, strangers.reduce(0) { $0 + $1.stopped })
            if forged > 0 {
                say(.strangers, .open, texts.strangers.placing(numbers.count(forged), numbers.count(stopped)))
            }
            if let new = summary.newSources, let week = summary.weekBegin {
                say(
                    .new, new.isEmpty ? .good : .open,
                    (new.isEmpty ? texts.nothingNew : texts.new).placing(
                        numbers.day(Int64(week)), numbers.count(new.count)))
            }
            for (domain, totals) in summary.domains.sorted(by: { $0.value.all.messages > $1.value.all.messages })
                .prefix(maxDomains)
            {
                let (tone, text) = readiness(totals, numbers, texts)
                if let text { say(.readiness, tone, domain.forTerminal() + ": " + text) }
            }
        }
        let sessions = summary.tlsPolicies.values.reduce((0, 0)) { ($0.0 + $1.succeeded, $0.1 + $1.failed) }
        if sessions.0 + sessions.1 > 0 {
            say(
                .tls, sessions.1 == 0 ? .good : .bad,
                (sessions.1 == 0 ? texts.tlsGood : texts.tlsBad).placing(
                    numbers.count(sessions.1), numbers.count(sessions.0 + sessions.1)))
        }
        if summary.complaints.counted > 0 {
            say(.complaints, .bad, texts.complaints.placing(numbers.count(summary.complaints.counted)))
        }
        let final = summary.bounceReasons.values.reduce(0) { $0 + $1.final }
        let delayed = summary.bounceReasons.values.reduce(0) { $0 + $1.delayed }
        if final + delayed > 0 {
            say(.bounces, .open, texts.bouncesAnswer.placing(numbers.count(final), numbers.count(delayed)))
        }
        if summary.complaints.counted + summary.bounces.counted > 0, summary.notJoined > 0 {
            say(.bounces, .open, texts.notJoined.placing(numbers.count(summary.notJoined)))
        }
        if summary.unproven > 0 { say(.proof, .bad, texts.unproven.placing(numbers.count(summary.unproven))) }
        if summary.unchecked > 0 { say(.proof, .open, texts.unchecked.placing(numbers.count(summary.unchecked))) }
        return answers
    }

    /// Whether a domain's policy can become stricter; no text where it is strict already and nothing fails.
    private static func readiness(
        _ totals: DomainTotals, _ numbers: LocalNumbers, _ texts: FeedbackTexts
    ) -> (ReportPage.Tone, String?) {
        let isStrict = totals.policy == "quarantine" || totals.policy == "reject"
        switch totals.readiness {
        case .ownUnknown: return (.open, nil)
        case .ownFails(let messages, let last):
            let text = isStrict ? texts.strictFails : texts.notReady
            return (.bad, text.placing(numbers.count(messages), numbers.day(Int64(last - 1))))
        case .rowsLost(let rows): return (.open, texts.rowsLost.placing(numbers.count(rows)))
        case .noFailure(let days, let unseen):
            if isStrict { return (.good, texts.strictGood.placing(numbers.count(days))) }
            let names = unseen.map { texts.occasions[$0] ?? "" }.joined(separator: ", ")
            return (days >= Readiness.days ? .good : .open, texts.ready.placing(numbers.count(days), names))
        }
    }
}
