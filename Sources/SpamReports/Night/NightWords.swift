// SPDX-License-Identifier: Apache-2.0
import MailIngest
import NightlyBatch
import ReportPages
import SpamEvaluation

/// Counts of a night in German sentences.
struct NightWords {
    private let numbers = LocalNumbers(.german)
    private let groups = GroupTexts.of(.german)

    /// Why a message has no label, by the English words for it.
    let reasons = [
        "changed all at once": "auf einmal verändert", "deleted": "gelöscht", "draft": "Entwurf",
        "filed by the filter": "vom Filter abgelegt", "folder not named": "Ordner nicht genannt",
        "keyword contradicts folder": "Kennzeichen widerspricht dem Ordner",
        "keywords contradict": "Kennzeichen widersprechen sich", "no folder": "kein Ordner", "no label": "kein Label",
        "not settled": "noch offen", "read by a program": "von einem Programm gelesen", "unread": "ungelesen",
    ]

    /// What senders are to the site, of several messages.
    private let kinds: [SenderKind: String] = [
        .reply: "Antworten", .known: "von bekannten Absendern", .firstContact: "Erstkontakten", .bulk: "Massenmail",
    ]

    /// So much ham, so much spam.
    func both(_ ham: Int, _ spam: Int) -> String { "\(numbers.count(ham)) erwünscht, \(numbers.count(spam)) Spam" }

    /// The largest folders that have no name; nil: there are none.
    func unnamed(_ survey: FolderSurvey) -> String? {
        guard !survey.unnamed.isEmpty else { return nil }
        let shown = survey.unnamed.prefix(FolderSurvey.maxUnnamed).map { folder in
            let name =
                folder.isCommon ? folder.name : "ein Ordner \(folder.accounts == 1 ? "eines Kontos" : "zweier Konten")"
            let accounts = folder.isCommon ? "\(numbers.count(folder.accounts)) Konten, " : ""
            return "\(name) (\(accounts)\(numbers.count(folder.messages)) Nachrichten)"
        }
        let rest = survey.unnamed.count - shown.count
        return "nicht genannt, also ohne Label: \(shown.joined(separator: ", "))"
            + (rest > 0 ? " und \(numbers.count(rest)) weitere" : "")
    }

    /// How the live filter had done on what users handed over; nil: they handed over nothing.
    func feedback(_ counts: FeedbackCounts) -> String? {
        guard counts.all > 0 else { return nil }
        var parts = [
            "\(numbers.count(counts.spamPassed)) Spam, den der Filter durchgelassen hatte",
            "\(numbers.count(counts.hamCaught)) erwünschte, die er Spam genannt hatte",
            "\(numbers.count(counts.unsure)) unentschieden",
        ]
        if counts.agreed > 0 { parts.append("\(numbers.count(counts.agreed)), wie er geurteilt hatte") }
        if counts.unknown > 0 { parts.append("\(numbers.count(counts.unknown)) ohne Urteil") }
        return parts.joined(separator: ", ")
    }

    /// What people reported, and what of it counts for nothing.
    func reported(_ counts: ReportCounts?) -> [String] {
        guard let counts else { return [] }
        var lines: [String] = []
        if counts.spam + counts.ham > 0 {
            let people = numbers.count(counts.reporters, "Person", "Personen")
            lines.append(
                "\(numbers.count(counts.spam)) Spam, \(numbers.count(counts.ham)) erwünscht, weitergeleitet von \(people)"
            )
        }
        if counts.strangers.count > 0 {
            lines.append(
                "\(numbers.count(counts.strangers.count)) übergangen, etwa \(counts.strangers.example ?? ""): nicht von einem "
                    + "angemeldeten Benutzer der eigenen Server gesendet („site: hosts“)")
        }
        if counts.withoutMessage.count > 0 {
            lines.append(
                "\(numbers.count(counts.withoutMessage.count)) ohne angehängte Nachricht, etwa "
                    + "\(counts.withoutMessage.example ?? ""): als Anhang weiterleiten")
        }
        return lines
    }

    /// How much is excluded; nil: nothing is named.
    func excluded(_ mail: ExcludedMail) -> String? {
        guard mail.line != nil else { return nil }
        let (accounts, folders) = mail.counts
        return
            "\(numbers.count(accounts, "Konto", "Konten")) und \(numbers.count(folders)) Ordner werden nicht geöffnet"
    }

    /// What the live filter did with the mail of the last days.
    func live(_ figures: FilterFigures) -> String {
        func text(_ share: FilterFigures.Share, _ none: String, _ name: String, _ wrong: String, digits: Int)
            -> String
        {
            guard let percent = share.percent, let interval = share.interval else { return none }
            return "\(numbers.count(share.wrong)) von \(numbers.count(share.arrived)) \(name) \(wrong), "
                + "\(numbers.plain(percent, digits: digits)) % (\(numbers.plain(interval.lower, digits: digits)) bis "
                + "\(numbers.plain(interval.upper, digits: digits)))"
        }
        if figures.judged == 0 {
            let arrived = numbers.count(
                Int((figures.spam.arrived + figures.ham.arrived).rounded()), "Nachricht", "Nachrichten")
            return "letzte \(FilterFigures.days) Tage: \(arrived), der laufende Filter hat keine beurteilt"
        }
        return "letzte \(FilterFigures.days) Tage: " + text(figures.spam, "kein Spam", "Spam", "übersehen", digits: 1)
            + "; "
            + text(figures.ham, "keine erwünschte Mail", "erwünschten", "verloren", digits: 2)
    }

    /// How many labels of a kind are probably wrong.
    func doubted(_ found: LabelReview.Doubted) -> String {
        "\(numbers.count(found.doubted)) von \(numbers.count(found.labels)) Labels „\(groups.labels[found.kind] ?? found.kind)“ "
            + "sind vermutlich falsch, von \(numbers.count(found.accounts, "Konto", "Konten"))"
    }

    /// How the new model did on recent mail.
    func measured(_ evaluation: BatchReport.Evaluation) -> String {
        let metrics = evaluation.figures.metrics
        var parts = ["\(both(metrics.ham, metrics.spam)) aus \(numbers.count(evaluation.days, "Tag", "Tagen"))"]
        if let area = metrics.oneMinusROCAPercent { parts.append("(1-ROCA)% \(numbers.plain(area, digits: 3))") }
        if let lost = metrics.hmPercent { parts.append("erwünschte verloren \(numbers.plain(lost, digits: 2)) %") }
        if let missed = metrics.smPercent { parts.append("Spam übersehen \(numbers.plain(missed, digits: 1)) %") }
        return parts.joined(separator: "; ")
    }

    /// What the verdicts cost.
    func verdicts(_ decisions: Decisions) -> String {
        let best = decisions.spamMissedAtBest.map { " (\(numbers.count($0)) bei der besten Schwelle)" } ?? ""
        return "\(numbers.count(decisions.hamLost)) von \(numbers.count(decisions.ham)) erwünschten verloren, "
            + "\(numbers.count(decisions.spamMissed)) von \(numbers.count(decisions.spam)) Spam übersehen" + best
    }

    /// How much ham of each kind of sender was lost; nil without ham.
    func hamByKind(_ found: EvaluationGroups) -> String? {
        let parts = SenderKind.allCases.compactMap { kind in
            found[.kind][kind.rawValue].flatMap { counts in
                counts.ham > 0
                    ? "\(numbers.count(counts.hamLost)) von \(numbers.count(counts.ham)) \(kinds[kind] ?? kind.rawValue)"
                    : nil
            }
        }
        return parts.isEmpty ? nil : "erwünschte verloren: " + parts.joined(separator: ", ")
    }

    /// The counts of one group.
    func group(_ group: EvaluationGroups.Shown) -> String {
        let name: String
        switch group.grouping {
        case .origin: name = "Label „\(groups.labels[group.name] ?? group.name)“"
        case .source: name = "Regel \(group.name)"
        // Pseudonyms are words that other commands take.
        default: name = group.name.hasPrefix("account ") ? group.name : "Konto \(group.name)"
        }
        let counts = group.counts
        return "\(name): \(numbers.count(counts.ham)) erwünscht (\(numbers.count(counts.hamLost)) verloren), "
            + "\(numbers.count(counts.spam)) Spam (\(numbers.count(counts.spamMissed)) übersehen)"
    }

    /// What was removed for its age; nil: nothing.
    func compacted(_ compaction: BatchReport.Compaction) -> String? {
        guard compaction.expired > 0 || compaction.segments > 0 else { return nil }
        return
            "\(numbers.count(compaction.expired, "Nachricht", "Nachrichten")) nach Ablauf der Aufbewahrung entfernt, "
            + "\(numbers.count(compaction.segments, "Segment", "Segmente")) neu geschrieben"
    }
}
