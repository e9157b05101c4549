// SPDX-License-Identifier: Apache-2.0
import MailFeatures
package import ReportPages
package import SpamEvaluation

/// The page of `spreu evaluate --html`: an evaluation for somebody who asks whether the filter is good enough.
package struct EvaluationPage: Sendable {
    /// What was evaluated, and how.
    package struct Subject: Sendable {
        /// The protocol's name.
        package var protocolName: String
        /// The share of wanted mail that may be lost, in percent.
        package var hamLossPercent: Double
        /// Whether each message was scored by what was learned of those before it.
        package var isInTime: Bool
        /// What is worth knowing of the command: names and values of options.
        package var settings: [(name: String, value: String)]
        /// What tells this run from others.
        package var runID: String

        /// Creates a subject.
        package init(
            protocolName: String, hamLossPercent: Double, isInTime: Bool, settings: [(name: String, value: String)],
            runID: String
        ) {
            self.protocolName = protocolName
            self.hamLossPercent = hamLossPercent
            self.isInTime = isInTime
            self.settings = settings
            self.runID = runID
        }
    }

    /// At most this many messages of each kind of mistake are named.
    private static let maxMistakes = 15
    /// A filter as sure of the opposite as this says that the label may be wrong.
    static let sure = 0.95

    private let page: ReportPage

    /// Makes the page of an evaluation.
    ///
    /// - Parameters:
    ///   - scored: the messages that the report is of.
    ///   - comparison: with the scores of another filter, the first.
    package init(
        _ report: EvaluationReport, of scored: [ScoredMessage], _ subject: Subject,
        comparison: PairedBootstrap.Comparison? = nil, _ language: Language
    ) {
        let texts = ReportTexts.of(language)
        let numbers = LocalNumbers(language)
        let sentences = FilterSentences(texts: texts, numbers: numbers)
        let metrics = report.metrics
        let curves = EvaluationCurves(scored, isInTime: subject.isInTime)
        let lost = Interval.rate(metrics.hamMisclassified, of: metrics.ham)
        let words = sentences.inWords(metrics)
        let good = [words.map { PageBlock.paragraph($0) }, .figures(sentences.figures(report))].compactMap { $0 }
        let thresholds = ThresholdTable(texts: texts, numbers: numbers, report: report, curves: curves)
        let charts = EvaluationCharts(texts: texts, numbers: numbers, report: report, curves: curves).all
        page = ReportPage(
            language, title: texts.evaluationTitle,
            about: texts.evaluationAbout.placing(
                subject.protocolName, numbers.count(metrics.ham), numbers.count(metrics.spam)),
            lead: sentences.verdict(lost: metrics.hmPercent, lost, limit: subject.hamLossPercent),
            sections: [
                .init(id: "good", title: texts.isGood, good),
                .init(id: "better", title: texts.better, comparison.map(sentences.comparison) ?? []),
                .init(
                    id: "mistakes", title: texts.mistakes, Self.mistakes(scored, texts: texts, numbers: numbers)),
                .init(id: "thresholds", title: texts.thresholds, thresholds.blocks),
                .init(id: "charts", title: texts.charts, charts.isEmpty ? [] : [.charts(charts)]),
                .init(
                    id: "settings", title: texts.settings,
                    [.table(Self.settings(subject, texts: texts, numbers: numbers))]),
            ], footer: texts.footer)
    }

    /// The page: HTML in UTF-8.
    package var html: String { page.html }

    private static func mistakes(_ scored: [ScoredMessage], texts: ReportTexts, numbers: LocalNumbers) -> [PageBlock] {
        let wrong = scored.filter(\.isMisclassified)
        guard !wrong.isEmpty else { return [.answer(.good, texts.noMistakes)] }
        func table(_ messages: [ScoredMessage], _ caption: String) -> PageBlock? {
            guard !messages.isEmpty else { return nil }
            let rows = messages.prefix(maxMistakes).map { message -> [PageTable.Cell] in
                let against = message.judge == .ham ? message.probability : 1 - message.probability
                return [
                    .strange(message.path), .number(numbers.decimal(message.score, digits: 2)),
                    .number(numbers.percent(100 * message.probability)),
                    .text(against >= sure ? texts.lookAtLabel : texts.lookAtFilter),
                ]
            }
            let more = messages.count - rows.count
            return .table(
                PageTable(
                    caption, columns: [texts.message, texts.score, texts.probability, texts.lookAt], rows: rows,
                    cut: more > 0 ? texts.moreRows.placing(numbers.count(more)) : nil))
        }
        let lost = wrong.filter { $0.judge == .ham }.sorted { ($1.score, $0.path) < ($0.score, $1.path) }
        let missed = wrong.filter { $0.judge == .spam }.sorted { ($0.score, $0.path) < ($1.score, $1.path) }
        let tables = [table(lost, texts.lostCaption), table(missed, texts.missedCaption)].compactMap { $0 }
        return [.paragraph(texts.mistakesIntro)] + tables + [.paragraph(texts.showHint)]
    }

    private static func settings(_ subject: Subject, texts: ReportTexts, numbers: LocalNumbers) -> PageTable {
        var rows = subject.settings.map { [PageTable.Cell.text($0.name), .strange($0.value)] }
        rows.append([.text(texts.lossLimit), .text(numbers.limit(subject.hamLossPercent))])
        rows.append([.text(texts.runID), .strange(subject.runID)])
        return PageTable(texts.settings, columns: [texts.setting, texts.settingValue], rows: rows)
    }
}
