// SPDX-License-Identifier: Apache-2.0
import MailMessage
import ReportPages
import SenderReputation
import SpamEvaluation
import TextOutput

/// Who sends ham and spam, as it is shown: sentences, and a section of rows for each kind of names.
struct ReputationReport {
    let table: ReputationTable
    let language: Language
    let texts: ReputationTexts
    let policy: ListPolicy
    let selection: ListSelection
    let replay: ListReplay
    private let top: Int
    private let ranked: [(kind: SenderNameKind, names: [ReputationTable.Ranked])]
    private let byFilter: [(kind: SenderNameKind, names: [ReputationTable.Ranked])]

    /// Makes the report.
    ///
    /// - Parameter top: the most rows of a section.
    init(_ table: ReputationTable, _ language: Language, top: Int, policy: ListPolicy = ListPolicy()) {
        self.table = table
        self.language = language
        self.top = top
        self.policy = policy
        texts = .of(language)
        selection = ListSelection(table, policy)
        replay = ListReplay(table, policy)
        ranked = SenderNameKind.allCases.map { ($0, table.ranked($0)) }
        byFilter = SenderNameKind.allCases.map { ($0, table.rankedByFilter($0)) }
    }

    // MARK: Sentences

    /// The days of the mail.
    var period: String {
        let times = [table.first, table.last, table.firstJudged, table.lastJudged].compactMap { $0 }
        guard let first = times.min(), let last = times.max() else { return texts.noPeriod }
        let numbers = LocalNumbers(language)
        return texts.period.placing(numbers.day(first), numbers.day(last))
    }

    /// What was read.
    private var reading: [String] {
        let numbers = LocalNumbers(language)
        let count = table.spam + table.ham
        if count == 0 { return [texts.noLabels] + judging }
        return [
            texts.messages.placing(
                numbers.count(count), numbers.count(table.ham), numbers.count(table.spam), numbers.count(table.repeated)
            ),
            texts.places.placing(numbers.count(count - table.withoutClient)),
            texts.shared.placing(numbers.count(table.fromShared)),
        ] + judging
    }

    /// What the filter and the server did; nothing where that was not read.
    private var judging: [String] {
        let numbers = LocalNumbers(language)
        let judged = table.calledSpam + table.passed
        guard judged + table.refused > 0 else { return [] }
        return [
            texts.judged.placing(
                numbers.count(judged), numbers.count(table.calledSpam), numbers.count(table.passed),
                numbers.count(table.refused))
        ]
    }

    /// Whether a list is worth it.
    var listing: [(tone: ReportPage.Tone, text: String)] {
        let numbers = LocalNumbers(language)
        var sentences: [(ReportPage.Tone, String)] = []
        func count(_ kinds: SenderNameKind...) -> String {
            numbers.count(selection.entries.count { kinds.contains($0.kind) })
        }
        if selection.entries.isEmpty {
            sentences.append((.open, texts.noList.placing(numbers.count(policy.minSpam), numbers.count(policy.days))))
        } else {
            sentences.append(
                (
                    .open,
                    texts.lists.placing(
                        numbers.count(selection.entries.count), count(.address), count(.network), count(.link),
                        count(.envelope, .author))
                ))
        }
        let scoring = selection.entries.filter { !$0.basis.mayReject }
        if !scoring.isEmpty {
            sentences.append(
                (
                    .open,
                    texts.scoringOnly.placing(
                        numbers.count(scoring.count), numbers.count(scoring.count { $0.basis == .verdicts }),
                        numbers.count(scoring.count { $0.basis == .oneAccount }))
                ))
        }
        if replay.spam + replay.ham > 0 {
            sentences.append(
                (
                    replay.all.ham > 0 ? .bad : replay.all.spam > 0 ? .good : .open,
                    texts.replayed.placing(
                        numbers.count(ListReplay.days), numbers.count(replay.all.spam), numbers.count(replay.spam),
                        rate(replay.all.spam, replay.spam), numbers.count(replay.all.ham), numbers.count(replay.ham),
                        rate(replay.all.ham, replay.ham))
                ))
            if replay.all.ham > 0 { sentences.append((.bad, texts.replayedHam)) }
        }
        if replay.calledSpam + replay.passed > 0 {
            sentences.append(
                (
                    .open,
                    texts.replayedVerdicts.placing(
                        numbers.count(replay.all.calledSpam), numbers.count(replay.calledSpam),
                        numbers.count(replay.all.passed), numbers.count(replay.passed))
                ))
        }
        if table.spam + table.ham == 0 { return sentences }
        if !table.hasProof {
            sentences.append((.open, texts.noProof))
        } else if selection.unproven > 0 {
            sentences.append((.open, texts.unproven.placing(numbers.count(selection.unproven))))
        }
        return sentences
    }

    private func rate(_ part: Int, _ whole: Int) -> String {
        guard let interval = Interval.rate(part, of: whole) else { return "\u{2013}" }
        let numbers = LocalNumbers(language)
        return numbers.interval(interval.lower, interval.upper)
    }

    // MARK: Tables

    /// The tables with rows, by kind.
    var sections: [(kind: SenderNameKind, section: ReportSection)] {
        ranked.filter { !$0.names.isEmpty }.map { kind, names in
            let rows = names.prefix(top).map { row in
                (
                    name: row.name,
                    cells: [
                        ReportSection.Cell.count(row.record.spam), .count(row.record.ham),
                        .text(fixedPoint(100 * row.lowerBound, digits: 0) + " %"), .text(Self.day(row.record.first)),
                        .text(Self.day(row.record.last)),
                    ]
                )
            }
            let more = names.count - rows.count
            return (
                kind,
                ReportSection(
                    id: kind.name, title: texts.tables[kind] ?? kind.name, key: texts.keys[kind] ?? "",
                    columns: texts.columns, rows: Array(rows),
                    note: more > 0 ? texts.more.placing(LocalNumbers(language).count(more)) : nil)
            )
        }
    }

    /// The same by the filter's verdicts and the server's refusals: apart, for these are no labels.
    var filterSections: [(kind: SenderNameKind, section: ReportSection)] {
        byFilter.filter { !$0.names.isEmpty }.map { kind, names in
            let rows = names.prefix(top).map { row in
                let filter = row.record.filter
                return (
                    name: row.name,
                    cells: [
                        ReportSection.Cell.count(Int(filter.calledSpam)), .count(Int(filter.passed)),
                        .count(Int(filter.refused)), .text(Self.day(filter.first)), .text(Self.day(filter.last)),
                    ]
                )
            }
            let more = names.count - rows.count
            return (
                kind,
                ReportSection(
                    id: kind.name, title: texts.byFilter.placing(texts.tables[kind] ?? kind.name),
                    key: texts.keys[kind] ?? "", columns: texts.filterColumns, rows: Array(rows),
                    note: more > 0 ? texts.filterMore.placing(LocalNumbers(language).count(more)) : nil)
            )
        }
    }

    static func day(_ seconds: Int64?) -> String {
        seconds.map { String(MailDate(secondsSince1970: $0).rfc3339.prefix(10)) } ?? "-"
    }

    // MARK: Forms

    /// The report for people: 80 columns.
    var text: String {
        var text = "\(texts.title), \(period)\n"
        for sentence in reading + listing.map(\.text) {
            let lines = sentence.wrapped(76).split(separator: "\n")
            text += lines.enumerated().map { ($0 == 0 ? "- " : "  ") + $1 + "\n" }.joined()
        }
        for (_, section) in sections { text += "\n" + section.text(language) }
        if !sections.isEmpty { text += "\n" + texts.note.wrapped(80) + "\n" }
        let byFilter = filterSections
        for (_, section) in byFilter { text += "\n" + section.text(language) }
        if !byFilter.isEmpty { text += "\n" + texts.filterNote.wrapped(80) + "\n" }
        return text.replacing("\u{A0}", with: " ")
    }

    /// The report for programs.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "first": Self.time(table.first), "last": Self.time(table.last), "asOf": Self.time(table.asOf),
            "mail": .object([
                "spam": .integer(table.spam), "ham": .integer(table.ham), "repeated": .integer(table.repeated),
                "later": .integer(table.later), "undated": .integer(table.undated),
                "unlabelled": .integer(table.unlabelled), "withoutClient": .integer(table.withoutClient),
                "fromShared": .integer(table.fromShared),
            ]),
            "filter": filterJSON,
            "list": ListReport(selection, replay, policy).json,
            "sharedSendersTable": .string(SharedSender.tableDate),
        ]
        for (kind, names) in ranked {
            members[kind.name] = .array(
                names.prefix(top).map { row in
                    .object([
                        "name": .string(row.name), "spam": .integer(row.record.spam), "ham": .integer(row.record.ham),
                        "share": Self.rounded(row.record.share), "lowerBound": Self.rounded(row.lowerBound),
                        "first": Self.time(row.record.first), "last": Self.time(row.record.last),
                    ])
                })
        }
        return .object(members)
    }

    /// What the filter and the server did.
    private var filterJSON: JSONValue {
        var members: [String: JSONValue] = [
            "calledSpam": .integer(table.calledSpam), "passed": .integer(table.passed),
            "refused": .integer(table.refused), "first": Self.time(table.firstJudged),
            "last": Self.time(table.lastJudged),
        ]
        for (kind, names) in byFilter where table.calledSpam + table.passed + table.refused > 0 {
            members[kind.name] = .array(
                names.prefix(top).map { row in
                    .object([
                        "name": .string(row.name), "calledSpam": .integer(Int(row.record.filter.calledSpam)),
                        "passed": .integer(Int(row.record.filter.passed)),
                        "refused": .integer(Int(row.record.filter.refused)),
                        "first": Self.time(row.record.filter.first), "last": Self.time(row.record.filter.last),
                    ])
                })
        }
        return .object(members)
    }

    private static func rounded(_ value: Double) -> JSONValue { .number((value * 10_000).rounded() / 10_000) }

    static func time(_ seconds: Int64?) -> JSONValue {
        seconds.map { .string(MailDate(secondsSince1970: $0).rfc3339) } ?? .null
    }

    /// The report as one file of HTML that loads nothing.
    var html: String {
        let sections = sections
        func tables(_ isMeant: (SenderNameKind) -> Bool) -> [PageBlock] {
            sections.filter { isMeant($0.kind) }.map { .table($0.section.table(language)) }
        }
        let answers = listing
        let lead =
            answers.first { $0.tone == .bad } ?? answers.first { $0.tone == .good } ?? (
                .open, answers.first?.text ?? ""
            )
        let clients = tables { $0.isPlace || $0 == .helo }
        let byFilter = filterSections
        return ReportPage(
            language, title: texts.title, about: period, lead: lead,
            sections: [
                .init(id: "lists", title: texts.chapters["lists"] ?? "", answers.map { .answer($0.tone, $0.text) }),
                .init(
                    id: "clients", title: texts.chapters["clients"] ?? "",
                    clients.isEmpty ? [] : clients + [.paragraph(texts.note)]),
                .init(
                    id: "domains", title: texts.chapters["domains"] ?? "", tables { !($0.isPlace || $0 == .helo) }),
                .init(
                    id: "filter", title: texts.chapters["filter"] ?? "",
                    byFilter.isEmpty
                        ? [] : byFilter.map { .table($0.section.table(language)) } + [.paragraph(texts.filterNote)]),
                .init(id: "mail", title: texts.chapters["mail"] ?? "", reading.map { .paragraph($0) }),
            ], footer: texts.footer
        ).html
    }
}
