// SPDX-License-Identifier: Apache-2.0
public import NightlyBatch
public import ReportPages
import SpamEvaluation

/// The page of a night: what somebody asks who looks after a mail server, in the order in which they ask it.
public struct NightPage: Sendable {
    private let page: ReportPage

    /// Makes the page of a night's report; a part that the night did not come to is left out.
    public init(_ report: BatchReport, _ language: Language) { self.init(report, language, duties: nil) }

    /// Makes the page, with what is said of the duties of who runs the mail server.
    package init(_ report: BatchReport, _ language: Language, duties: ReportPage.Section?) {
        let texts = ReportTexts.of(language)
        let numbers = LocalNumbers(language)
        let sentences = FilterSentences(texts: texts, numbers: numbers)
        let verdict = Self.verdict(report, sentences)
        let outcome = NightOutcome(texts: texts, numbers: numbers, report: report, goodness: verdict?.tone)
        let mail = NightMail(texts: texts, numbers: numbers, report: report)
        var sections: [ReportPage.Section] = [
            .init(id: "good", title: texts.isGood, Self.good(report, verdict, sentences)),
            .init(id: "better", title: texts.betterThanBefore, Self.better(report, sentences)),
            .init(
                id: "mistakes", title: texts.mistakes,
                NightMistakes(texts: texts, numbers: numbers, report: report).blocks),
            .init(id: "do", title: texts.doWhat, outcome.advice),
            .init(id: "live", title: texts.live, LiveFilter(texts: texts, numbers: numbers, report: report).blocks),
        ]
        if let duties { sections.insert(duties, at: sections.count - 1) }
        if let evaluation = report.evaluation {
            let thresholds = ThresholdTable(
                texts: texts, numbers: numbers, report: evaluation.figures, curves: evaluation.curves)
            var charts = EvaluationCharts(
                texts: texts, numbers: numbers, report: evaluation.figures, curves: evaluation.curves)
            charts.before = evaluation.before?.curves
            let all = charts.all
            sections += [
                .init(id: "thresholds", title: texts.thresholds, thresholds.blocks),
                .init(id: "charts", title: texts.charts, all.isEmpty ? [] : [.charts(all)]),
                .init(id: "groups", title: texts.groupsTitle, mail.groups(evaluation.groups)),
            ]
        }
        sections += [
            .init(id: "corpus", title: texts.corpus, mail.corpus),
            .init(id: "settings", title: texts.settings, [.table(outcome.settings)]),
        ]
        page = ReportPage(
            language, title: texts.nightTitle, about: texts.nightAbout.placing(numbers.time(report.time)),
            lead: outcome.lead, sections: sections, footer: texts.footer)
    }

    /// The page: HTML in UTF-8.
    public var html: String { page.html }

    /// Whether the filter is good enough: the live one, if there is one, else what was measured; nil: neither is there.
    private static func verdict(
        _ report: BatchReport, _ sentences: FilterSentences
    ) -> (tone: ReportPage.Tone, text: String)? {
        if let live = live(report) {
            // Of doubts alone, where no whole message was judged wrong, nothing follows.
            let lost = live.ham.percent.map { live.ham.wrong < 0.5 ? 0 : $0 }
            return sentences.verdict(lost: lost, live.ham.interval, limit: report.hamLossPercent)
        }
        return report.evaluation.map { evaluation in
            let metrics = evaluation.figures.metrics
            return sentences.verdict(
                lost: metrics.hmPercent, Interval.rate(metrics.hamMisclassified, of: metrics.ham),
                limit: report.hamLossPercent)
        }
    }

    /// What the live filter did, if it judged anything.
    private static func live(_ report: BatchReport) -> FilterFigures? {
        report.filter.flatMap { $0.judged > 0 ? $0 : nil }
    }

    private static func good(
        _ report: BatchReport, _ verdict: (tone: ReportPage.Tone, text: String)?, _ sentences: FilterSentences
    ) -> [PageBlock] {
        let (texts, numbers) = (sentences.texts, sentences.numbers)
        let live = live(report)
        var blocks: [PageBlock] = []
        if let verdict { blocks.append(.answer(verdict.tone, verdict.text)) }
        if let live {
            if let words = inWords(live, texts, numbers) { blocks.append(.paragraph(words)) }
        } else if report.evaluation != nil {
            blocks.append(.paragraph(texts.noLive.placing(numbers.count(Int(FilterFigures.days)))))
        }
        if let evaluation = report.evaluation {
            let figures = sentences.figures(evaluation.figures)
            if !figures.isEmpty {
                blocks += [.paragraph(texts.measured.placing(numbers.count(evaluation.days))), .figures(figures)]
            }
            // The same in words, where no sentence about the live filter says it better.
            if live == nil, let words = sentences.inWords(evaluation.figures.metrics) {
                blocks.append(.paragraph(words))
            }
        }
        return blocks
    }

    private static func inWords(_ live: FilterFigures, _ texts: ReportTexts, _ numbers: LocalNumbers) -> String? {
        guard let missed = live.spam.percent, let lost = live.ham.percent, let missedInterval = live.spam.interval,
            let lostInterval = live.ham.interval
        else { return nil }
        return texts.liveInWords.placing(
            numbers.count(Int(FilterFigures.days)), numbers.count(live.spam.arrived - live.spam.wrong),
            numbers.count(live.spam.arrived), numbers.count(live.spam.wrong), numbers.percent(missed),
            numbers.interval(missedInterval.lower, missedInterval.upper), numbers.count(live.ham.wrong),
            numbers.count(live.ham.arrived), numbers.percent(lost),
            numbers.interval(lostInterval.lower, lostInterval.upper), numbers.count(live.spam.confirmed),
            numbers.count(live.ham.confirmed))
    }

    private static func better(_ report: BatchReport, _ sentences: FilterSentences) -> [PageBlock] {
        if let before = report.evaluation?.before { return sentences.comparison(before.comparison) }
        if case .passed(isFirst: true)? = report.gate { return [.paragraph(sentences.texts.firstModel)] }
        return []
    }
}
