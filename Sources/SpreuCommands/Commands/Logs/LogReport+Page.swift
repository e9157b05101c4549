// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import ReportPages
import TextOutput

extension LogReport {
    private static let numbers = LocalNumbers(.english)

    /// The report as one file of HTML that loads nothing.
    var html: String {
        let times =
            period.map { "\(Self.numbers.time(Int64($0.first))) to \(Self.numbers.time(Int64($0.last)))" }
            ?? "No new lines"
        let messages = sections.first { $0.id == "messages" }?.rows ?? []
        func total(_ name: String) -> String {
            messages.first { $0.name == name }?.cells.first.map { Section.words($0) } ?? "0"
        }
        let lead =
            "\(total("received")) messages received, \(total("delivered here")) delivered here, "
            + "\(total("delivered elsewhere")) elsewhere, \(total("refused")) refusals."
        let page = ReportPage(
            .english, title: "Mail server logs", about: times, lead: (.open, lead),
            sections: (Self.chapters + [rest]).compactMap(chapter),
            footer: "\(counted(lines.total, "line")) read by spreu logs. Accounts and addresses are not in it.")
        return page.html
    }

    /// The page's parts, in order, each with the sections it shows: charts first, side by side.
    private static let chapters: [(id: String, title: String, sections: [String])] = [
        ("mail", "How much mail?", ["messages"]),
        ("when", "When?", ["hours", "days", "weekdays"]),
        ("why", "What was refused, and why?", ["refusals", "blockLists", "screening", "listings"]),
        ("outside", "What do large receivers say?", ["receivers", "answers"]),
        ("whom", "With whom?", ["recipientDomains", "senderDomains", "networks"]),
        ("how", "How large, how fast, how safe?", ["sizes", "delays", "stages", "tls"]),
        ("inside", "What did users and the filter do?", ["sessions", "verdicts"]),
        ("log", "What is in the log?", ["lines", "warnings", "unknown", "otherDaemons"]),
    ]

    /// What no part of the page has asked for.
    private var rest: (id: String, title: String, sections: [String]) {
        let shown = Set(Self.chapters.flatMap(\.sections))
        return ("rest", "What else?", sections.map(\.id).filter { !shown.contains($0) })
    }

    /// A part of the page; nil if the log has nothing for it.
    private func chapter(_ chapter: (id: String, title: String, sections: [String])) -> ReportPage.Section? {
        let shown = chapter.sections.compactMap { id in sections.first { $0.id == id } }
        if shown.isEmpty { return nil }
        let charts = shown.compactMap { section in Self.chart(section).map { (chart: $0, table: section.table()) } }
        let tables = shown.filter { Self.chart($0) == nil }.map { PageBlock.table($0.table()) }
        return ReportPage.Section(
            id: chapter.id, title: chapter.title, (charts.isEmpty ? [] : [.charts(charts)]) + tables)
    }

    /// Bars of what was received, and a line of what was refused, where the rows are hours or days.
    private static func chart(_ section: Section) -> Chart? {
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
            (value: Double(index) + 0.5, name: String(section.rows[index].name.suffix(5)))
        }
        return Chart(
            id: section.id, title: section.title,
            summary: "Messages received, and refusals, \(section.title.lowercased())",
            x: ChartAxis(section.key, from: 0, to: Double(section.rows.count), ticks: ticks),
            y: .upwards("messages", to: most) { numbers.count($0) },
            [
                .bars(
                    received.enumerated().map { (Double($0), Double($0) + 0.9, $1) }, .ham, name: "received"),
                .line(
                    refused.enumerated().map { Chart.Point(Double($0) + 0.5, $1) }, .spam, name: "refused"),
            ])
    }
}
