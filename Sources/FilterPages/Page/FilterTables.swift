// SPDX-License-Identifier: Apache-2.0
import ReportPages
import TextOutput

/// What the filter's page says in figures and tables.
struct FilterTables {
    /// So many verdicts are on the page.
    private static let maxRecent = 50
    /// So much is shown of what was looked for.
    private static let maxShownBytes = 128
    private static let verdicts = ["spam", "unsure", "ham", "unfiltered"]

    let language: Language
    let texts: FilterPageTexts
    let numbers: LocalNumbers
    let state: FilterState

    var now: [PageBlock] {
        let (history, now) = (state.history, state.now)
        var blocks: [PageBlock] = [
            .figures([
                figure(texts.lastHour, history.lastHour(at: now)),
                figure(texts.lastDay, history.last(hours: 24, at: now)),
                figure(texts.lastMonth, history.last(hours: FilterHistory.hours, at: now)),
            ])
        ]
        if !state.keepsHistory { blocks.append(.paragraph(texts.sinceStart.placing(numbers.time(now - state.uptime)))) }
        let day = history.last(hours: 24, at: now)
        let rows: [[PageTable.Cell]] =
            day.protocols.sorted { $0.key < $1.key }.map { row(texts.protocolKind.placing($0.key), $0.value) }
            + day.actions.sorted { $0.key < $1.key }.map { row(texts.actionKind.placing($0.key), $0.value) }
        if !rows.isEmpty { blocks.append(.table(PageTable(texts.kinds, columns: texts.kindColumns, rows: rows))) }
        return blocks
    }

    var recent: [PageBlock] {
        let verdicts = state.history.recent(at: state.now, limit: Self.maxRecent)
        return [
            .form(find(value: "")),
            verdicts.isEmpty ? .paragraph(texts.noRecent) : .table(table(texts.recentCaption, verdicts)),
        ]
    }

    /// What became of one message.
    func found(_ id: String) -> [PageBlock] {
        let shown = id.prefix(bytes: Self.maxShownBytes)
        let verdicts = state.history.recent(at: state.now, limit: Self.maxRecent, id: id)
        return [
            .form(find(value: shown)),
            verdicts.isEmpty
                ? .answer(.open, texts.notFound.placing(shown)) : .table(table(texts.found.placing(shown), verdicts)),
        ]
    }

    var trouble: [PageBlock] {
        guard !state.trouble.isEmpty else { return [.answer(.good, texts.noTrouble)] }
        let sentences = TroubleTexts(language)
        return [
            .table(
                PageTable(
                    texts.troubleCaption, columns: texts.troubleColumns,
                    rows: state.trouble.map { row(sentences.sentence($0), $0.times) }))
        ]
    }

    var learning: [PageBlock] {
        guard let feedback = state.feedback else { return [.paragraph(texts.learningOff)] }
        guard !feedback.isEmpty else { return [.paragraph(texts.learningNothing)] }
        return [
            .table(
                PageTable(
                    texts.troubleCaption, columns: texts.learningColumns,
                    rows: feedback.map { row($0.what, $0.messages) }))
        ]
    }

    var model: [PageBlock] {
        guard let model = state.model else { return [.answer(.bad, texts.noModel)] }
        func threshold(_ value: Double) -> String { value.isFinite ? numbers.signed(value) : "\u{2013}" }
        let rows: [[PageTable.Cell]] = [
            [.text(texts.modelName), .text(model.id)],
            [
                .text(texts.modelAge),
                .text(
                    numbers.time(model.writtenAt) + " (" + FilterPage.span(seconds: state.now - model.writtenAt) + ")"),
            ],
            [
                .text(texts.modelLearned),
                .text(texts.modelSince.placing(numbers.count(model.ham), numbers.count(model.spam))),
            ],
            [
                .text(texts.modelThresholds),
                .text(texts.days.placing(threshold(model.spamFrom), threshold(model.hamUpTo))),
            ],
        ]
        let table = PageBlock.table(PageTable(texts.model, columns: texts.modelColumns, rows: rows))
        return model.hasReport ? [table, .link(texts.report, path: FilterPage.Path.report)] : [table]
    }

    private func figure(_ name: String, _ counts: HistoryCounts) -> PageFigure {
        guard counts.messages > 0 else { return PageFigure(name, numbers.count(0), texts.none) }
        func count(_ verdict: String) -> String { numbers.count(Int(counts.verdicts[verdict] ?? 0)) }
        let mail = texts.figure.placing(count("spam"), count("unsure"), count("ham"), count("unfiltered"))
        let bounds = [0.5, 0.99].compactMap { counts.latency.bound(of: $0) }.map { within($0) }
        let latency = bounds.count == 2 ? texts.latency.placing(bounds[0], bounds[1]) : texts.latencyAbove
        return PageFigure(name, numbers.count(Int(counts.messages)), mail + "; " + latency)
    }

    private func within(_ bound: Int64) -> String {
        let milliseconds = Double(bound) / 1e6
        let digits = milliseconds < 1 ? 2 : milliseconds < 10 ? 1 : 0
        return numbers.decimal(milliseconds, digits: digits) + "\u{A0}ms"
    }

    private func row(_ what: String, _ count: Int64) -> [PageTable.Cell] {
        [.text(what), .number(numbers.count(Int(count)))]
    }

    private func find(value: String) -> PageForm {
        PageForm(
            action: FilterPage.Path.page, isPosted: false,
            fields: [.line(name: FilterPage.Field.id, label: texts.findLabel, value: value)],
            buttons: [.init(texts.find)])
    }

    private func table(_ caption: String, _ verdicts: [RecentVerdict]) -> PageTable {
        PageTable(
            caption, columns: texts.recentColumns,
            rows: verdicts.map { verdict in
                [
                    .text(numbers.time(verdict.time)), .strange(verdict.queueID ?? "\u{2013}"),
                    .text(texts.verdicts[verdict.verdict, default: verdict.verdict]),
                    .number(verdict.logOdds.map { numbers.signed($0) } ?? "\u{2013}"), .text(verdict.action),
                    .number(numbers.decimal(Double(verdict.nanoseconds) / 1e6, digits: 2)),
                ]
            })
    }
}
