// SPDX-License-Identifier: Apache-2.0
package import ReportPages
import TextOutput

/// The page of a running filter: how it is now, what it did, its last verdicts, and a box that explains a message.
package struct FilterPage: Sendable {
    /// The paths that the page leads to.
    package enum Path {
        /// The page.
        package static let page = "/"
        /// A message to explain, by POST.
        package static let explain = "/explain"
        /// A message to learn, by POST.
        package static let teach = "/teach"
        /// The report of the night that made the model.
        package static let report = "/report"
    }

    /// The names of what forms send.
    package enum Field {
        /// The queue id or Message-ID that is looked for.
        package static let id = "id"
        /// A message that was pasted.
        package static let message = "message"
        /// A message's file.
        package static let file = "file"
        /// A message to learn, as hexadecimal digits.
        package static let encoded = "encoded"
        /// Whose model explains a message, and whose it is to learn; empty: the default's.
        package static let customer = "customer"
        /// What it is: `spam` or `ham`.
        package static let feedback = "is"
    }

    private let page: ReportPage
    /// So many customers are named in one sentence.
    private static let maxNames = 20

    /// Makes the page.
    ///
    /// - Parameter id: the queue id or Message-ID of a message that was asked for; its verdicts come first.
    package init(_ state: FilterState, id: String? = nil, _ language: Language) {
        let texts = Self.texts(language)
        let numbers = LocalNumbers(language)
        let charts = FilterCharts(texts: texts, numbers: numbers, state: state)
        let tables = FilterTables(language: language, texts: texts, numbers: numbers, state: state)
        page = ReportPage(
            language, title: texts.title,
            about: texts.about.placing(state.host, Self.span(seconds: state.uptime)), lead: Self.lead(state, texts),
            sections: [
                .init(id: "found", title: texts.find, id.map { tables.found($0) } ?? []),
                .init(id: "now", title: texts.now, tables.now),
                .init(id: "charts", title: texts.byHour, charts.blocks),
                .init(id: "recent", title: texts.recent, tables.recent),
                .init(
                    id: "explain", title: texts.explain,
                    [.paragraph(texts.explainHow), .form(Self.explainForm(state, texts))]),
                .init(id: "trouble", title: texts.trouble, tables.trouble),
                .init(id: "learning", title: texts.learning, tables.learning),
                .init(id: "model", title: texts.model, tables.model),
            ], footer: texts.footer)
    }

    /// The page: HTML in UTF-8.
    package var html: String { page.html }

    static func texts(_ language: Language) -> FilterPageTexts {
        switch language {
        case .english: .english
        case .german: .german
        }
    }

    private static func lead(_ state: FilterState, _ texts: FilterPageTexts) -> (tone: ReportPage.Tone, text: String) {
        guard let model = state.model else { return (.bad, texts.noModel) }
        if !state.customersWithoutModel.isEmpty {
            let names = state.customersWithoutModel
            let shown = names.prefix(maxNames).joined(separator: ", ") + (names.count > maxNames ? ", \u{2026}" : "")
            return (.bad, texts.customersWithoutModel.placing(shown))
        }
        if model.callsNothingSpam { return (.open, texts.callsNothing) }
        let month = state.history.last(hours: FilterHistory.hours, at: state.now)
        return month.messages == 0 ? (.open, texts.noMail) : (.good, texts.works)
    }

    private static func explainForm(_ state: FilterState, _ texts: FilterPageTexts) -> PageForm {
        PageForm(
            action: Path.explain, isPosted: true,
            fields: [
                .lines(name: Field.message, label: texts.explainPaste),
                .file(name: Field.file, label: texts.explainFile),
            ] + (state.hasCustomers ? [.line(name: Field.customer, label: texts.customer, value: "")] : []),
            buttons: [.init(texts.explainButton)])
    }

    /// A time that has passed, in its two largest units: `3 d 4 h`.
    static func span(seconds: Int64) -> String {
        let units: [(Int64, String)] = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")]
        var rest = max(0, seconds)
        var parts: [String] = []
        for (size, name) in units {
            if rest >= size || (size == 1 && parts.isEmpty) { parts.append("\(rest / size)\u{A0}\(name)") }
            rest %= size
        }
        return parts.prefix(2).joined(separator: " ")
    }
}
