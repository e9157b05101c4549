// SPDX-License-Identifier: Apache-2.0
import SpamModel
import TextOutput

/// The page of an explanation: the reasons, the message with its words marked, and the sums by view and by expert.
public struct ExplanationPage: Sendable {
    private let page: ReportPage

    /// Makes the page.
    ///
    /// - Parameter model: the name of the model that explains.
    public init(_ explanation: Explanation, model: String, _ language: Language) {
        self.init(explanation, model: model, language, ending: nil)
    }

    /// Makes the page with one more section at its end.
    package init(_ explanation: Explanation, model: String, _ language: Language, ending: ReportPage.Section?) {
        let texts = ExplanationTexts.of(language)
        let words = texts.page
        let numbers = LocalNumbers(language)
        let verdict = explanation.message.verdict
        let tone: ReportPage.Tone = [.ham: .good, .spam: .bad][verdict] ?? .open
        var reasons: [PageBlock] = explanation.notes(texts).map { .paragraph($0) }
        reasons.append(
            .table(
                PageTable(
                    words.reasonsCaption, columns: words.reasonColumns,
                    rows: explanation.lines.map { line in
                        [.strange(line.sentence(texts)), .number(numbers.signed(line.logOdds))]
                    } + [[.text(words.total), .number(numbers.signed(explanation.message.score.logOdds))]])))
        page = ReportPage(
            language, title: words.title, about: words.about.placing(model),
            lead: (
                tone,
                words.lead.placing(
                    words.verdicts[verdict, default: verdict.rawValue],
                    explanation.summary(texts) { numbers.decimal($0, digits: $1) })
            ),
            sections: [
                .init(id: "reasons", title: words.reasons, reasons),
                .init(
                    id: "change", title: words.change,
                    explanation.changeSentences(texts).map { .paragraph($0.cut(toBytes: Self.maxSentenceBytes)) }),
                .init(id: "message", title: words.marked, Self.message(explanation, texts, numbers)),
                .init(id: "details", title: words.details, Self.details(explanation, words, numbers)),
            ] + [ending].compactMap { $0 }, footer: words.footer)
    }

    /// The page: HTML in UTF-8.
    public var html: String { page.html }

    private static func message(
        _ explanation: Explanation, _ texts: ExplanationTexts, _ numbers: LocalNumbers
    ) -> [PageBlock] {
        guard !explanation.texts.isEmpty else { return [] }
        let heaviest = explanation.texts.heaviest
        var blocks: [PageBlock] = [.paragraph(texts.page.marks)]
        for text in explanation.texts {
            let name = texts.sections[text.section, default: ""]
            let (words, rest) = text.cut(toBytes: maxShownBytes)
            let heading = texts.page.section.placing(numbers.signed(text.logOdds), name)
            blocks.append(.marked(heading, PageMarks(words, heaviest: heaviest, numbers)))
            if let rest { blocks.append(.paragraph(rest.sentence(texts))) }
        }
        let elsewhere = texts.page.section.placing(numbers.signed(explanation.elsewhere), texts.elsewhere)
        return blocks + [.paragraph(elsewhere)]
    }

    private static func details(
        _ explanation: Explanation, _ words: ExplanationPageTexts, _ numbers: LocalNumbers
    ) -> [PageBlock] {
        [
            .table(
                PageTable(
                    words.viewCaption, columns: words.viewColumns,
                    rows: explanation.views.map { view in
                        [
                            .text("\(view.view)"), .number(numbers.signed(view.logOdds)),
                            .number(numbers.count(view.features)),
                        ]
                    })),
            .table(
                PageTable(
                    words.expertCaption, columns: words.expertColumns,
                    rows: explanation.experts.map { expert in
                        [
                            .text(expert.names), .number(numbers.signed(expert.logOdds)),
                            .number(numbers.decimal(expert.share, digits: 2)),
                        ]
                    })),
        ]
    }

    /// So much of each text is on the page.
    private static let maxShownBytes = 50_000
    /// A sentence names what a stranger has written.
    private static let maxSentenceBytes = 600
}
