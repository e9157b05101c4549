// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import ReportPages

extension FeedbackReport {
    /// The report as one file of HTML that loads nothing.
    var html: String {
        let worst = answers.first { $0.tone == .bad } ?? answers.first
        let lead = worst.map { ($0.tone, $0.text) } ?? (.open, texts.noPeriod)
        let page = ReportPage(
            language, title: texts.title, about: period, lead: lead,
            sections: (Self.chapters + [rest]).compactMap(chapter),
            footer: texts.footer)
        return page.html
    }

    /// A part of the page: the answers that it begins with, and its sections.
    private struct Chapter {
        var id: String
        var questions: [FeedbackAnswer.Question]
        var sections: [String]
    }

    private static let chapters = [
        Chapter(id: "ready", questions: [.readiness], sections: ["domains"]),
        Chapter(id: "own", questions: [.own], sections: ["own"]),
        Chapter(
            id: "senders", questions: [.strangers, .new],
            sections: ["days", "new", "services", "signed", "strangers", "overrides"]),
        Chapter(id: "tls", questions: [.tls], sections: ["tlsPolicies", "tlsFailures"]),
        Chapter(
            id: "complaints", questions: [.complaints],
            sections: ["complaints", "complaintReporters", "failureReports"]),
        Chapter(id: "bounces", questions: [.bounces], sections: ["bounces", "bounceDomains", "scripts", "queueIDs"]),
        Chapter(id: "read", questions: [.proof], sections: ["read", "reporters"]),
    ]

    /// What no part of the page has asked for.
    private var rest: Chapter {
        let shown = Set(Self.chapters.flatMap(\.sections))
        return Chapter(id: "rest", questions: [], sections: sections.map(\.id).filter { !shown.contains($0) })
    }

    /// A part of the page; nil if there is nothing for it.
    private func chapter(_ chapter: Chapter) -> ReportPage.Section? {
        let said = answers.filter { chapter.questions.contains($0.question) }.map { PageBlock.answer($0.tone, $0.text) }
        let shown = chapter.sections.compactMap { id in sections.first { $0.id == id } }
        let charts = shown.flatMap { section in dayCharts(section).map { (chart: $0, table: section.table(language)) } }
        let tables = shown.filter { dayCharts($0).isEmpty }.map { PageBlock.table($0.table(language)) }
        let blocks = said + (charts.isEmpty ? [] : [.charts(charts)]) + tables
        if blocks.isEmpty { return nil }
        return ReportPage.Section(id: chapter.id, title: texts.chapters[chapter.id] ?? chapter.id, blocks)
    }

    /// What passed and failed, and what of the site's own servers failed, where the rows are days.
    private func dayCharts(_ section: ReportSection) -> [Chart] {
        guard section.id == "days", section.rows.count > 1 else { return [] }
        func counts(_ column: Int) -> [Double] {
            section.rows.map { row in
                if case .count(let count) = row.cells[column] { Double(count) } else { 0 }
            }
        }
        func bars(_ heights: [Double]) -> [(from: Double, to: Double, height: Double)] {
            heights.enumerated().map { (Double($0), Double($0) + 0.9, $1) }
        }
        let (passed, failed, own) = (counts(0), counts(1), counts(2))
        let line = failed.enumerated().map { Chart.Point(Double($0) + 0.5, $1) }
        return [
            chart(
                section, id: "days", title: texts.chart, most: (passed + failed).max(),
                [.bars(bars(passed), .ham, name: texts.passed), .line(line, .spam, name: texts.failed)]),
            chart(
                section, id: "own-days", title: texts.ownChart, most: own.max(),
                [.bars(bars(own), .spam, name: texts.failed)]),
        ]
    }

    private func chart(
        _ section: ReportSection, id: String, title: String, most: Double?, _ marks: [Chart.Mark]
    ) -> Chart {
        let step = max(1, section.rows.count / 8)
        let ticks = stride(from: 0, to: section.rows.count, by: step).map { index in
            (value: Double(index) + 0.5, name: String(section.rows[index].name.suffix(5)))
        }
        let numbers = LocalNumbers(language)
        return Chart(
            id: id, title: title, summary: title,
            x: ChartAxis(section.key, from: 0, to: Double(section.rows.count), ticks: ticks),
            y: .upwards(texts.messages, to: max(1, most ?? 1)) { numbers.count($0) }, marks)
    }
}
