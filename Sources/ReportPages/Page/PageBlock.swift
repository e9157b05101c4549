// SPDX-License-Identifier: Apache-2.0

/// What a part of a page is made of.
package enum PageBlock: Sendable {
    /// A paragraph.
    case paragraph(String)
    /// A paragraph that stands out: the answer to the heading's question.
    case answer(ReportPage.Tone, String)
    /// Figures side by side, each with what it counts.
    case figures([PageFigure])
    /// Charts side by side, each with its table.
    case charts([(chart: Chart, table: PageTable)])
    /// A table.
    case table(PageTable)
    /// A list; of other words than the page's own, in which language.
    case list([String], Language?)
    /// A stranger's text with marked words, below its heading.
    case marked(String, PageMarks)
    /// A form.
    case form(PageForm)
    /// A link to another page of the same server.
    case link(String, path: String)

    /// No item of a list takes more bytes than this: it may hold names of strangers.
    private static let maxItemBytes = 600

    /// What the template shows.
    var values: [String: Any] {
        switch self {
        case .paragraph(let text): ["paragraph": text]
        case .answer(let tone, let text): ["answer": ["tone": tone.rawValue, "answerText": text]]
        case .figures(let figures): ["figures": ["all": figures.map(\.values)]]
        case .charts(let charts):
            [
                "charts": [
                    "all": charts.map { ["svg": $0.chart.svg.text, "behind": $0.table.values] as [String: Any] }
                ]
            ]
        case .table(let table): ["table": table.values]
        case .marked(let heading, let marks):
            ["marked": ["heading": heading, "runs": marks.values] as [String: Any]]
        case .form(let form): ["form": form.values]
        case .link(let text, let path): ["link": ["path": path, "linkText": text]]
        case .list(let items, let language):
            [
                "list": [
                    "items": items.map { $0.cut(toBytes: Self.maxItemBytes) },
                    "words": language.map { ["lang": $0.rawValue] } ?? [:],
                ] as [String: Any]
            ]
        }
    }
}

/// One figure in large type.
package struct PageFigure: Sendable {
    /// What it is.
    package var name: String
    /// The figure.
    package var value: String
    /// Counts and interval.
    package var detail: String

    /// Creates a figure.
    package init(_ name: String, _ value: String, _ detail: String) {
        self.name = name
        self.value = value
        self.detail = detail
    }

    var values: [String: Any] { ["name": name, "value": value, "detail": detail] }
}
