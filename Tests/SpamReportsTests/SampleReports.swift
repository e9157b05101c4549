// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import NightlyBatch
import ReportPages
import SpamEvaluation
import SpamReports
import TestSupport
import TrainingStore

/// Made-up messages and reports.
enum Sample {
    /// So many ham and spam, of which some are judged wrong; the scores of both overlap.
    static func scored(ham: Int, spam: Int, path: (Int) -> String = { "mail/\($0)" }) -> [ScoredMessage] {
        var numbers = SplitMix64(seed: 7)
        return (0..<ham + spam).map { number in
            let isSpam = number * spam % (ham + spam) < spam
            let noise = (Double(numbers.next() % 1_000) + Double(numbers.next() % 1_000)) / 1_000 - 1
            let score = (isSpam ? 4.0 : -5.0) + 7 * noise
            return ScoredMessage(
                path: path(number), judge: isSpam ? .spam : .ham, verdict: score > 1.5 ? .spam : .ham, score: score)
        }
    }

    static func subject(_ settings: [(name: String, value: String)] = [("--learner", "fusion")])
        -> EvaluationPage.Subject
    {
        EvaluationPage.Subject(
            protocolName: "nightly", hamLossPercent: 0.1, isInTime: true, settings: settings, runID: "0123456789abcdef")
    }

    static func evaluation(_ scored: [ScoredMessage], _ language: Language, comparedWith other: [ScoredMessage]? = nil)
        throws -> String
    {
        EvaluationPage(
            EvaluationReport(scored, isInTime: true), of: scored, subject(),
            comparison: try other.map { try PairedBootstrap(resamples: 200).compare($0, scored) }, language
        ).html
    }

    /// A night that came to its end, with mail of so many accounts.
    static func night(
        accounts: Int = 3, name: (Int) -> String = { "account \($0)" }, mistakes: Mistakes? = nil,
        warnings: [BatchWarning] = []
    ) -> BatchReport {
        let scored = scored(ham: max(300, accounts), spam: max(150, accounts))
        let mistake = Mistakes.Mistake(
            digest: String(repeating: "ab", count: 32), score: 3.25, probability: 0.97, account: name(1),
            folder: "INBOX", messageID: "<17@example.org>", date: 1_772_850_600, label: "ham folder")
        var report = BatchReport(command: "--config /etc/spreu/spreu.yaml")
        report.time = 1_772_850_600
        report.hamLossPercent = 0.1
        report.evaluation = BatchReport.Evaluation(
            days: 14, figures: EvaluationReport(scored, isInTime: true),
            curves: EvaluationCurves(scored, isInTime: true),
            groups: EvaluationGroups(scored) { path in
                let number = Int(path.dropFirst(5)) ?? 0
                return [
                    .account: name(number % accounts), .source: "/var/vmail/*/Maildir", .origin: "ham folder",
                    .kind: SenderKind.firstContact.rawValue, .folder: FolderGroup.inbox.rawValue,
                    .language: "German", .body: BodyForm.html.rawValue, .size: SizeClass.small.rawValue,
                ]
            }, mistakes: mistakes ?? Mistakes(hamLost: [mistake], spamMissed: [mistake]))
        report.learned = .init(ham: 1_234, spam: 567)
        report.gate = .passed(isFirst: true)
        report.warnings = warnings
        return report
    }
}

/// What tests ask of a page's text.
struct PageText {
    let html: String

    /// The charts of the page, as they stand there.
    var charts: [String] {
        html.matches(of: /(?s)<svg .*?<\/svg>/).map { String($0.0) }
    }

    /// Whether it leads nowhere, runs nothing and loads nothing.
    var isSelfContained: Bool {
        // The policy itself has a name that begins so.
        let text = html.replacing(#"<meta http-equiv="Content-Security-Policy""#, with: "").lowercased()
        return ["http", "<script", "javascript", "src=", "url(", "@import", "<link", "<iframe", " style=", " onl"]
            .allSatisfy { !text.contains($0) }
    }
}
