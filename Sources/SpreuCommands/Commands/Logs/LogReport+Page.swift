// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import ReportPages

extension LogReport {
    /// The report as one file of HTML that loads nothing.
    var html: String {
        let totals = tables.totals
        let counts = [
            totals.messages.reduce(0, +), totals.deliveredHere, totals.deliveredElsewhere, totals.rejected,
        ].map { numbers.count($0) }
        let page = ReportPage(
            language, title: texts.title, about: period ?? texts.noNewLines,
            lead: (.open, texts.lead.placing(counts[0], counts[1], counts[2], counts[3])),
            sections: LogChapter.allCases.compactMap(chapter), footer: texts.footer.placing(lineCount))
        return page.html
    }

    /// A part of the page; nil if the log has nothing for it.
    private func chapter(_ chapter: LogChapter) -> ReportPage.Section? {
        let known = Set(LogChapter.allCases.flatMap(\.sections))
        let ids = chapter == .rest ? sections.map(\.id).filter { !known.contains($0) } : chapter.sections
        let shown = ids.compactMap { id in sections.first { $0.id == id } }
        let charts = shown.compactMap { section in
            chart(section).map { (chart: $0, table: section.table(language)) }
        }
        var blocks: [PageBlock] = charts.isEmpty ? [] : [.charts(charts)]
        for section in shown where chart(section) == nil { blocks += self.blocks(section) }
        if chapter == .log {
            blocks = notices.map { .answer(.bad, texts.notWhole.placing($0)) } + blocks
        }
        if blocks.isEmpty { return nil }
        return ReportPage.Section(id: chapter.rawValue, title: texts.chapters[chapter] ?? chapter.rawValue, blocks)
    }

    /// The table of a section; the ways to be let in again are sentences below it, and whole.
    private func blocks(_ section: Section) -> [PageBlock] {
        guard section.id == "answers" else { return [.table(section.table(language))] }
        var answers = section
        answers.rows.removeAll { $0.cells == [LogSections.release] }
        let ways = section.rows.filter { $0.cells == [LogSections.release] }.map(\.name)
        return [.table(answers.table(language)), .paragraph(texts.howToRelease), .list(ways, nil)]
    }

    /// Bars of what was received, and a line of what was refused, where the rows are hours or days.
    private func chart(_ section: Section) -> Chart? {
        guard ["hours", "days"].contains(section.id), section.rows.count > 1 else { return nil }
        func counts(_ column: Int) -> [Double] {
            section.rows.map { row in
                if case .count(let count) = row.cells[column] { Double(count) } else { 0 }
            }
        }
        let (received, refused) = (counts(0), counts(4))
        let most = max(1, (received + refused).max() ?? 1)
        let step = max(1, section.rows.count / 8)
        let ticks = stride(from: 0, to: section.rows.count, by: step).map { index in
            (value: Double(index) + 0.5, name: shortDay(section.rows[index].name))
        }
        return Chart(
            id: section.id, title: section.title, summary: texts.chart.placing(section.title),
            x: ChartAxis(section.key, from: 0, to: Double(section.rows.count), ticks: ticks),
            y: .upwards(texts.messages, to: most) { numbers.count($0) },
            [
                .bars(
                    received.enumerated().map { (Double($0), Double($0) + 0.9, $1) }, .ham, name: texts.received),
                .line(
                    refused.enumerated().map { Chart.Point(Double($0) + 0.5, $1) }, .spam, name: texts.refused),
            ])
    }

    /// A day without its year, `03-01` or `01.03.`; an hour as it is.
    private func shortDay(_ name: String) -> String {
        String(language == .german ? name.prefix(6) : name.suffix(5))
    }
}
