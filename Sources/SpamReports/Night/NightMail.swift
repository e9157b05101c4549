// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailIngest
import NightlyBatch
import ReportPages
import TrainingStore

/// The mail of a night: what was read and learned, and where the filter errs.
struct NightMail {
    /// At most this many groups of a kind are listed: a site can have any number of accounts.
    private static let maxGroups = 15

    let texts: ReportTexts
    let numbers: LocalNumbers
    let report: BatchReport

    /// Errors by account, origin of the label, source and sender.
    func groups(_ groups: EvaluationGroups) -> [PageBlock] {
        func ordered(_ grouping: EvaluationGroups.Grouping, _ names: [(group: String, name: String)]) -> PageBlock? {
            table(
                texts.groupNames.by[grouping] ?? "",
                names.compactMap { group, name in
                    groups[grouping][group].map { (key: name, value: $0) }
                })
        }
        func largest(_ grouping: EvaluationGroups.Grouping, name: (String) -> String = { $0 }) -> PageBlock? {
            table(
                texts.groupNames.by[grouping] ?? "",
                EvaluationGroups.largest(groups[grouping]).map { (name($0.key), $0.value) })
        }
        let tables = [
            table(texts.groupNames.by[.account] ?? "", EvaluationGroups.worst(groups[.account])),
            ordered(.kind, SenderKind.allCases.map { ($0.rawValue, texts.groupNames.kinds[$0] ?? $0.rawValue) }),
            ordered(.folder, FolderGroup.allCases.map { ($0.rawValue, texts.groupNames.folders[$0] ?? $0.rawValue) }),
            largest(.language) { texts.groupNames.languages[$0] ?? $0 },
            ordered(.body, BodyForm.allCases.map { ($0.rawValue, texts.groupNames.bodies[$0] ?? $0.rawValue) }),
            ordered(.size, SizeClass.allCases.map { ($0.rawValue, texts.groupNames.sizes[$0] ?? $0.rawValue) }),
            largest(.origin) { texts.groupNames.labels[$0] ?? $0 }, largest(.source),
        ].compactMap { $0 }
        return tables.isEmpty ? [] : [.paragraph(texts.groupsIntro)] + tables
    }

    /// What was read, by rule, and learned; and what gives labels away.
    var corpus: [PageBlock] {
        var blocks: [PageBlock] = []
        if let learned = report.learned {
            blocks.append(
                .paragraph(texts.learnedInWords.placing(numbers.count(learned.ham), numbers.count(learned.spam))))
            if report.beyondWindow > 0 {
                blocks.append(.paragraph(texts.beyondWindow.placing(numbers.count(report.beyondWindow))))
            }
        }
        if let ingest = report.ingest {
            blocks.append(
                .paragraph(
                    texts.ingestedInWords.placing(
                        numbers.count(ingest.parsed), numbers.count(ingest.new), numbers.count(ingest.relabelled),
                        numbers.count(ingest.removed))))
            if !ingest.rules.isEmpty { blocks.append(.table(rules(ingest))) }
        }
        if let leaks = report.leaks, !leaks.isEmpty {
            blocks += [.paragraph(texts.leaksTitle), .list(leaks.map(texts.leak), nil)]
        }
        return blocks
    }

    private func rules(_ ingest: IngestReport) -> PageTable {
        let rows = ingest.rules.sorted { $0.key < $1.key }.map { rule, counts -> [PageTable.Cell] in
            let unlabelled = counts.unlabelled.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
                .map { "\(numbers.count($0.value)) (\($0.key))" }
            return [
                .strange(rule), .number(numbers.count(counts.ham)), .number(numbers.count(counts.spam)),
                .text(unlabelled.joined(separator: ", ")),
            ]
        }
        let more = rows.count - Self.maxGroups
        return PageTable(
            texts.ruleCaption, columns: [texts.rule, texts.hamColumn, texts.spamColumn, texts.unlabelled],
            rows: Array(rows.prefix(Self.maxGroups)),
            cut: more > 0 ? texts.moreRows.placing(numbers.count(more)) : nil)
    }

    private func table(_ caption: String, _ groups: [(key: String, value: EvaluationGroups.Counts)]) -> PageBlock? {
        guard !groups.isEmpty else { return nil }
        let rows = groups.prefix(Self.maxGroups).map { name, counts -> [PageTable.Cell] in
            [
                .strange(name), .number(texts.ofAll(numbers, counts.hamLost, counts.ham)),
                .number(texts.ofAll(numbers, counts.spamMissed, counts.spam)),
            ]
        }
        let more = groups.count - rows.count
        return .table(
            PageTable(
                caption, columns: [texts.group, texts.lost, texts.missed], rows: rows,
                cut: more > 0 ? texts.moreRows.placing(numbers.count(more)) : nil))
    }
}
