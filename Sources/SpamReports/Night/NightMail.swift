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
        let kinds = SenderKind.allCases.compactMap { kind in
            groups.kinds[kind].map { (key: name(kind), value: $0) }
        }
        let tables = [
            table(texts.byAccount, EvaluationGroups.worst(groups.accounts)), table(texts.byKind, kinds),
            table(texts.byOrigin, EvaluationGroups.largest(groups.origins)),
            table(texts.bySource, EvaluationGroups.largest(groups.sources)),
        ].compactMap { $0 }
        return tables.isEmpty ? [] : [.paragraph(texts.groupsIntro)] + tables
    }

    /// What was read, by rule, and learned; and what gives labels away.
    var corpus: [PageBlock] {
        var blocks: [PageBlock] = []
        if let learned = report.learned {
            blocks.append(
                .paragraph(texts.learnedInWords.placing(numbers.count(learned.ham), numbers.count(learned.spam))))
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
            blocks += [.paragraph(texts.leaksTitle), .list(leaks.map(\.description), .english)]
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

    private func name(_ kind: SenderKind) -> String {
        switch kind {
        case .reply: texts.kindReply
        case .known: texts.kindKnown
        case .firstContact: texts.kindFirst
        case .bulk: texts.kindBulk
        }
    }
}
