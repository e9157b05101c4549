// SPDX-License-Identifier: Apache-2.0
import MailIngest
import NightlyBatch
import ReportPages
import SpamReports
import Testing
import TrainingStore

@Suite("A night's report as text in German")
struct GermanNightTests {
    /// A night in which there is much to say.
    private static var night: BatchReport {
        var report = Sample.night(
            name: { "konto-\($0)" }, warnings: [.noDropFolder("/srv/drop"), .emptied(accounts: 2, example: "konto-7")])
        report.expiredReports = 3
        report.readers = ["konto-7", "konto-8"]
        var ingest = IngestReport()
        (ingest.new, ingest.known, ingest.relabelled, ingest.removed, ingest.parsed) = (1_204, 30_000, 5, 6, 1_210)
        for _ in 0..<11 { ingest.count(.label(Opinion(isSpam: false, origin: "folder")), of: "/srv/*") }
        for _ in 0..<4 { ingest.count(.sent, of: "/srv/*") }
        for reason in ["something new"] + Array(repeating: "not settled", count: 7) {
            ingest.count(.unlabelled(reason), of: "/srv/*")
        }
        (ingest.feedback.spamPassed, ingest.feedback.unknown) = (2, 1)
        (ingest.quarantineExpired, ingest.reread, ingest.waiting) = (9, 10, 11)
        report.ingest = ingest
        report.knownSenders = 1
        (report.stranded, report.silentLabels, report.beyondWindow) = (12, 13, 1_400)
        report.contradictions = [.init(account: "konto-7", messages: 21)]
        report.filter = FilterFigures([], spamProbabilities: [], now: 1_772_850_600)
        report.signedBy = "0123abcd"
        report.exported = ("/srv/models/site", "20260307T023000Z-0123456789ab")
        report.served = "20260307T023000Z-0123456789ab"
        return report
    }

    private static func lines(_ report: BatchReport, duties: [String] = []) -> [String] {
        NightLines(report, .german, duties: duties).text.split(separator: "\n").map(String.init)
    }

    @Test("it has as many lines as in English, each with the same numbers")
    func sameAsEnglish() {
        let report = Self.night
        let (german, english) = (Self.lines(report), report.text.split(separator: "\n").map(String.init))
        #expect(german.count == english.count && english.count > 20, "\(german.joined(separator: "\n"))")
        for (line, original) in zip(german, english).dropLast() {
            let wanted = original.matches(of: /[0-9][0-9,.]*[0-9]|[0-9]/).map { String($0.0).filter(\.isNumber) }
            let found = line.matches(of: /[0-9][0-9,.]*[0-9]|[0-9]/).map { String($0.0).filter(\.isNumber) }
            // Some numbers are words.
            #expect(Set(found).isSubset(of: wanted) && found.count + 1 >= wanted.count, "\(line)\n\(original)")
        }
        #expect(NightLines(report, .english, duties: ["not of English"]).text == report.text)
    }

    @Test("each stage, the notices and the result are there, in German alone")
    func stages() throws {
        let lines = Self.lines(Self.night, duties: ["1. Gelb: Ruf. Etwas ist."])
        for wanted in [
            "alt       3 alte Berichte", "Programm  Alle neue Mail von konto-7 und 1 weiteren Konto wurde",
            "gelesen   1.204 neu, 30.000 bekannt, 5 mit anderem Label, 6 entfernt, 1.210 gelesen",
            "Regel     /srv/*: 11 erwünscht, 0 Spam, 4 gesendet, 7 ohne Label (noch offen), 1 ohne Label (something new)",
            "Ablage    2 Spam, den der Filter durchgelassen hatte, 0 erwünschte", "Ablage    9 alte Dateien",
            "neu       10 Nachrichten", "gesendet  4 Nachrichten, 1 bekannter Absender", "Speicher  12 Nachrichten",
            "still     13 der", "Zweifel   Ein Konto widerspricht allen anderen, bei 21 Nachrichten",
            "Filter    letzte 14 Tage: 0 Nachrichten, der laufende Filter hat keine beurteilt",
            "Messung   300 erwünscht, 150 Spam aus 14 Tagen; ",
            "Urteile   ", "Absender  erwünschte verloren: ", "Gruppe    ", "gelernt   1.234 erwünscht, 567 Spam",
            "Fenster   1.400 ältere", "Prüfung   bestanden: ", "Signatur  mit dem Schlüssel 0123abcd",
            "Export    /srv/models/site/20260307T023000Z-0123456789ab", "Pflicht   1. Gelb: Ruf.",
            "Hinweis   /srv/drop: Diesen Ablageordner gibt es nicht", "Hinweis   2 Konten haben plötzlich keine Mail",
        ] { #expect(lines.contains { $0.hasPrefix(wanted) }, "\(wanted) in \(lines.joined(separator: "\n"))") }
        let result = try #require(lines.last)
        #expect(result.hasPrefix("Ergebnis  Das neue Modell ist in Betrieb. Angelegt: 20260307T023000Z-0123456789ab."))
        #expect(result.hasSuffix(" Sehen Sie sich die Hinweise an."), "\(result)")
        for word in [" the ", " ham", "lost", "missed", " of "] {
            #expect(!lines.contains { $0.contains(word) }, "\(word) in \(lines.joined(separator: "\n"))")
        }
    }

    @Test("why a model is not served, and what to do, is said")
    func refused() {
        var report = Self.night
        report.gate = .refused(.callsNothingSpam(spam: 1_500), hasCurrent: true)
        let lines = Self.lines(report)
        let why = "weil es keine von 1.500 Spam-Nachrichten Spam nennen würde"
        #expect(lines.contains { $0.hasPrefix("Prüfung   abgelehnt, \(why); das jetzige Modell bleibt") })
        #expect(lines.last?.contains(why) == true && lines.last?.contains("Prüfen Sie, ob in den Spam-Ordnern") == true)
    }

    @Test("no line but those that an erasure looks at names an account")
    func erasure() {
        for text in [NightLines(Self.night, .german).text, Self.night.text] {
            let naming = text.split(separator: "\n").filter { $0.contains("konto-") }
            #expect(naming.count >= 3, "\(text)")
            for line in naming { #expect(Erasure.namingStages.contains { line.hasPrefix($0) }, "\(line)") }
        }
    }

    @Test("a name with line ends and control characters stays on its line")
    func forged() {
        var report = Self.night
        report.readers = ["evil\nErgebnis  alles gut\u{1B}[2J"]
        let text = NightLines(report, .german).text
        #expect(!text.contains("\nErgebnis  alles gut") && !text.contains("\u{1B}"))
    }
}
