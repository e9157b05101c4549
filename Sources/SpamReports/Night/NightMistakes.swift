// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import ReportPages

/// The wrong verdicts of a night's evaluation, each with the commands that explain and relabel it; and the doubted labels.
struct NightMistakes {
    /// At most this many messages of each kind are named.
    private static let maxMessages = 15
    /// So many digits of a digest name one message.
    private static let digits = 16
    private static let usualSite = "--config /etc/spreu/spreu.yaml"

    let texts: ReportTexts
    let numbers: LocalNumbers
    let report: BatchReport

    var blocks: [PageBlock] {
        guard let mistakes = report.evaluation?.mistakes else { return [] }
        var blocks: [PageBlock] = []
        if mistakes.hamLost.isEmpty && mistakes.spamMissed.isEmpty {
            blocks.append(.answer(.good, texts.noMistakes))
        } else {
            blocks.append(.paragraph(texts.mistakesIntro))
            blocks += [
                table(mistakes.hamLost, texts.lostCaption, isSpam: false),
                table(mistakes.spamMissed, texts.missedCaption, isSpam: true),
            ].compactMap { $0 }
        }
        return blocks + [doubted].compactMap { $0 }
    }

    private func table(_ mistakes: [Mistakes.Mistake], _ caption: String, isSpam: Bool) -> PageBlock? {
        guard !mistakes.isEmpty else { return nil }
        let rows = mistakes.prefix(Self.maxMessages).map { row($0, isSpam: isSpam) }
        let more = mistakes.count - rows.count
        return .table(
            PageTable(
                caption,
                columns: [
                    texts.message, texts.date, texts.account, texts.folder, texts.label, texts.score, texts.lookAt,
                    texts.explain, texts.relabel,
                ], rows: rows, cut: more > 0 ? texts.moreRows.placing(numbers.count(more)) : nil))
    }

    /// The commands name the digest: a sender chooses the Message-ID, and may take another message's.
    private func row(_ mistake: Mistakes.Mistake, isSpam: Bool) -> [PageTable.Cell] {
        let digest = String(mistake.digest.prefix(Self.digits))
        let site = report.command == Self.usualSite ? "" : " " + report.command
        let against = isSpam ? 1 - mistake.probability : mistake.probability
        return [
            .strange(mistake.messageID ?? digest), .number(mistake.date.map { numbers.day($0) } ?? ""),
            .strange(mistake.account ?? ""), .strange(mistake.folder ?? ""),
            .strange(mistake.label.map { texts.groupNames.labels[$0] ?? $0 } ?? ""),
            .number(numbers.decimal(mistake.score, digits: 2)),
            .text(against >= EvaluationPage.sure ? texts.lookAtLabel : texts.lookAtFilter),
            .command("spreu explain --id \(digest)\(site)"),
            .command("spreu label \(isSpam ? "ham" : "spam") \(digest)\(site)"),
        ]
    }

    private var doubted: PageBlock? {
        guard let doubted = report.doubted, !doubted.isEmpty else { return nil }
        return .table(
            PageTable(
                texts.doubted, columns: [texts.kind, texts.labels, texts.doubtedLabels, texts.accounts],
                rows: doubted.map {
                    [
                        .text(texts.groupNames.labels[$0.kind] ?? $0.kind), .number(numbers.count($0.labels)),
                        .number(numbers.count($0.doubted)),
                        .number(numbers.count($0.accounts)),
                    ]
                }))
    }
}
