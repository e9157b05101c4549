// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import ReportPages
import TextOutput

extension LogReport {
    private static let numbers = LocalNumbers(.english)

    /// The report as one file of HTML that loads nothing.
    var html: String {
        let times = "\(Self.numbers.time(Int64(first))) to \(Self.numbers.time(Int64(last)))"
        let messages = sections.first { $0.id == "messages" }?.rows ?? []
        func total(_ name: String) -> String { messages.first { $0.name == name }?.cells.first.map(Self.words) ?? "0" }
        let lead =
            "\(total("received")) messages received, \(total("delivered here")) delivered here, "
            + "\(total("delivered elsewhere")) elsewhere, \(total("refused")) refusals."
        let page = ReportPage(
            .english, title: "Mail server logs", about: times, lead: (.open, lead),
            sections: sections.map(Self.part),
            footer: "\(counted(lines.total, "line")) read by spreu logs. Accounts and addresses are not in it.")
        return page.html
    }

    private static func part(_ section: Section) -> ReportPage.Section {
        let table = PageTable(
            section.title, columns: [section.key] + section.columns,
            rows: section.rows.map { row in
                // Names of domains, networks and the like are strangers' words.
                [.strange(row.name)]
                    + row.cells.map { cell in
                        if case .text = cell { .text(words(cell)) } else { .number(words(cell)) }
                    }
            }, cut: section.note)
        guard let chart = chart(section) else {
            return ReportPage.Section(id: section.id, title: section.title, [.table(table)])
        }
        return ReportPage.Section(id: section.id, title: section.title, [.charts([(chart, table)])])
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
