// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailIngest
import NightlyBatch
import ReportPages
import SpamEvaluation
import TrainingStore

/// What a night found and did in German, as ``BatchReport/text`` says it in English.
///
/// Names, paths and the system's words stay as they are.
struct GermanNight {
    /// How wide the names of the lines are.
    static let nameColumns = 9
    /// At most this many kinds of doubted labels are told.
    private static let maxDoubts = 3

    private let report: BatchReport
    private let duties: [String]
    private let numbers = LocalNumbers(.german)
    private let texts = ReportTexts.of(.german)
    private let words = NightWords()

    init(_ report: BatchReport, duties: [String]) {
        self.report = report
        self.duties = duties
    }

    /// What stands in front of a line, and the line.
    typealias Line = (name: String, line: String)

    /// The lines in the order of the night.
    var lines: [Line] {
        var lines: [Line] = []
        addMail(to: &lines)
        addLabels(to: &lines)
        addModel(to: &lines)
        add("Pflicht", duties, to: &lines)
        add("Hinweis", report.warnings.map(texts.notice), to: &lines)
        add("Ergebnis", result, to: &lines)
        return lines
    }

    /// Adds a line, if there is something to say.
    private func add(_ name: String, _ text: String?, to lines: inout [Line]) {
        if let text { lines.append((name: name, line: text)) }
    }

    private func add(_ name: String, _ texts: [String], to lines: inout [Line]) {
        for text in texts { lines.append((name: name, line: text)) }
    }

    // MARK: the mail

    private func addMail(to lines: inout [Line]) {
        if report.expiredReports > 0 {
            let count = numbers.count(report.expiredReports)
            add("alt", "\(count) alte Berichte nennen keine Nachrichten mehr", to: &lines)
        }
        add("Ordner", report.folders.flatMap { words.unnamed($0) }, to: &lines)
        add("Programm", readers, to: &lines)
        add("gelesen", ingested, to: &lines)
        add("Regel", rules, to: &lines)
        add("Ablage", report.ingest.flatMap { words.feedback($0.feedback) }, to: &lines)
        if let removed = report.ingest?.quarantineExpired, removed > 0 {
            add("Ablage", "\(numbers.count(removed)) alte Dateien aus der Quarantäne entfernt", to: &lines)
        }
        add("Meldung", words.reported(report.reports), to: &lines)
        add("neu", reread, to: &lines)
        add("gesendet", sent, to: &lines)
        add("gesperrt", report.excluded.flatMap { words.excluded($0) }, to: &lines)
    }

    private var readers: String? {
        guard let first = report.readers.first else { return nil }
        let others = report.readers.count - 1
        let more = others > 0 ? " und \(numbers.count(others, "weiteren Konto", "weiteren Konten"))" : ""
        return
            "Alle neue Mail von \(first)\(more) wurde binnen einer Minute gelesen: Tut das ein Programm, nennen Sie das Konto "
            + "unter „robots“ („spreu status --accounts“ sagt, wessen es ist)"
    }

    private var ingested: String? {
        report.ingest.map {
            "\(numbers.count($0.new)) neu, \(numbers.count($0.known)) bekannt, \(numbers.count($0.relabelled)) mit anderem Label, "
                + "\(numbers.count($0.removed)) entfernt, \(numbers.count($0.parsed)) gelesen"
        }
    }

    private var rules: [String] {
        (report.ingest?.rules ?? [:]).sorted { $0.key < $1.key }.map { name, counts in
            let reasons = counts.unlabelled.sorted { $0.key < $1.key }.map { reason, count in
                ", \(numbers.count(count)) ohne Label (\(words.reasons[reason] ?? reason))"
            }
            let sent = counts.sent > 0 ? ", \(numbers.count(counts.sent)) gesendet" : ""
            return "\(name): \(words.both(counts.ham, counts.spam))" + sent + reasons.joined()
        }
    }

    private var reread: String? {
        guard let ingest = report.ingest, ingest.reread + ingest.waiting > 0 else { return nil }
        return
            "\(numbers.count(ingest.reread)) Nachrichten einer anderen Version von Spreu oder anderer Einstellungen, "
            + "\(numbers.count(ingest.waiting)) weitere in späteren Läufen"
    }

    private var sent: String? {
        guard let ingest = report.ingest, let known = report.knownSenders, ingest.sent > 0 || known > 0 else {
            return nil
        }
        return numbers.count(ingest.sent, "Nachricht", "Nachrichten") + ", "
            + numbers.count(known, "bekannter Absender", "bekannte Absender")
    }

    // MARK: the labels

    private func addLabels(to lines: inout [Line]) {
        if report.stranded > 0 {
            add(
                "Speicher",
                "\(numbers.count(report.stranded)) Nachrichten mit Label, von einer anderen Version von Spreu oder mit anderen "
                    + "Einstellungen gelesen, gibt es nicht mehr: nicht gelernt", to: &lines)
        }
        if report.silentLabels > 0 {
            add(
                "still",
                "\(numbers.count(report.silentLabels)) der Spam-Labels gab nur der Filter, und niemand widersprach",
                to: &lines)
        }
        add("Zweifel", contradictions, to: &lines)
        add("Filter", report.filter.map { words.live($0) }, to: &lines)
        add("Zweifel", (report.doubted ?? []).prefix(Self.maxDoubts).map { words.doubted($0) }, to: &lines)
        add("Leck", (report.leaks ?? []).map(texts.leak), to: &lines)
    }

    /// Who contradicts is not said: a report ranks nobody's labels.
    private var contradictions: String? {
        let messages = numbers.count(report.contradictions.reduce(0) { $0 + $1.messages }, "Nachricht", "Nachrichten")
        switch report.contradictions.count {
        case 0: return nil
        case 1: return "Ein Konto widerspricht allen anderen, bei \(messages)"
        case let accounts: return "\(numbers.count(accounts)) Konten widersprechen allen anderen, bei \(messages)"
        }
    }

    // MARK: the model

    private func addModel(to lines: inout [Line]) {
        if let evaluation = report.evaluation {
            add("Messung", words.measured(evaluation), to: &lines)
            add("Urteile", words.verdicts(evaluation.figures.decisions), to: &lines)
            add("Absender", words.hamByKind(evaluation.groups), to: &lines)
            add("Gruppe", evaluation.groups.shown.map { words.group($0) }, to: &lines)
        }
        add("gelernt", report.learned.map { words.both($0.ham, $0.spam) }, to: &lines)
        if report.beyondWindow > 0 {
            add(
                "Fenster",
                "\(numbers.count(report.beyondWindow)) ältere Nachrichten mit Label sind gespeichert, wurden aber nicht mehr "
                    + "gelernt (training-window)", to: &lines)
        }
        add("Prüfung", report.gate.map { gate($0) }, to: &lines)
        add("Speicher", report.compaction.flatMap { words.compacted($0) }, to: &lines)
        add("Modell", report.servingProblem, to: &lines)
        add("Signatur", report.signedBy.map { "mit dem Schlüssel \($0)" }, to: &lines)
        add("Export", report.exported.map { "\($0.folder)/\($0.name)" }, to: &lines)
    }

    private func gate(_ outcome: GateOutcome) -> String {
        switch outcome {
        case .passed(let isFirst): isFirst ? "bestanden: Es gibt noch kein Modell davor" : "bestanden"
        case .refused(let refusal, let hasCurrent):
            "abgelehnt, weil \(texts.text(refusal, numbers))" + (hasCurrent ? "; das jetzige Modell bleibt" : "")
        case .forced(let refusal): "auf Anordnung in Betrieb, obwohl \(texts.text(refusal, numbers))"
        case .rereading: "entfällt, bis alle Mail neu gelesen ist"
        case .settling: "entfällt: Noch zählt nichts"
        }
    }

    // MARK: the result

    /// How the night ended, in the words of its page.
    private var result: String {
        let outcome = NightOutcome(texts: texts, numbers: numbers, report: report, goodness: nil)
        var sentences = [outcome.lead.text]
        if let settling = report.settling, report.gate == .settling {
            sentences.append(
                "\(numbers.count(settling.accounts, "Konto", "Konten")), "
                    + "\(numbers.count(settling.messages, "Nachricht", "Nachrichten")) gelesen; vor \(numbers.time(settling.time)) "
                    + "zählt nichts (settle: \(settling.hours)h). Mit „settle: 0“ für eine Nacht beginnt es eher.")
            return sentences.joined(separator: " ")
        }
        if let export = report.export { sentences.append("Angelegt: \(export).") }
        if let learned = report.learned {
            sentences.append(
                texts.learnedInWords.placing(numbers.count(learned.ham), numbers.count(learned.spam)))
        }
        return (sentences + outcome.actions.map { sentence($0.text) }).joined(separator: " ")
    }

    /// What to do, where the page's words lean on what stands around them.
    private func sentence(_ action: String) -> String {
        switch action {
        case texts.doNothing: "Zu tun ist nichts."
        case texts.doNotices: "Sehen Sie sich die Hinweise an."
        case texts.doWait: "Zu tun ist nichts: Die nächsten Läufe machen von selbst weiter."
        default: action
        }
    }
}
