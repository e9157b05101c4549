// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import ReportPages
import TrainingStore

/// What the page of many nights says, in one language; `{}` stands for a number or a name.
struct TrendTexts: Sendable {
    var title: String
    var about: String
    var none: String
    var leadCounts: String
    var leadFailed: String
    var leadMissing: String
    var leadRefused: String

    var figures: String
    var figuresIntro: String
    var figure: String
    var course: String
    var last: String
    var weekBefore: String
    var lowest: String
    var highest: String
    var sparkline: String
    var names: [NightFigure: String]
    var newMessages: String
    var learnedHam: String
    var learnedSpam: String
    var duration: String

    var charts: String
    var lostTitle: String
    var lostSummary: String
    var missedTitle: String
    var missedSummary: String
    var arrivedTitle: String
    var arrivedSummary: String
    var percent: String
    var messages: String
    var live: String
    var measured: String
    var ham: String
    var spam: String
    var day: String

    var nights: String
    var begun: String
    var outcome: String
    var outcomes: [RunRecord.Outcome?: String]
    var seconds: String
    var earlier: String

    /// The texts of a language.
    static func of(_ language: Language) -> TrendTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    private static let english = TrendTexts(
        title: "The nights so far", about: "{} nights, {} to {}", none: "No night has ended yet.",
        leadCounts: "Of {} nights {} put a new model into service, {} kept the one before, {} failed or did not end.",
        leadFailed: "Nights of the last week that failed or did not end: {}.",
        leadMissing: "In the last week a night is missing.",
        leadRefused: "The last night's model was refused: its report says why.",
        figures: "How it went",
        figuresIntro: """
            One line per figure, drawn from its lowest to its highest value. "Live" is what the filter did with the mail \
            of the 14 days before, as far as that is known; "measured" is recent mail scored before it was learned.
            """,
        figure: "Figure", course: "Course", last: "Last night", weekBefore: "A week before", lowest: "Lowest",
        highest: "Highest", sparkline: "{}: from {} to {}",
        names: [
            .hamLost: "Wanted mail lost, measured", .spamMissed: "Spam missed, measured", .area: "(1-ROCA)%, measured",
            .missedAtTenth: "Spam missed at 0.1 % of wanted mail lost, measured",
            .calibrationError: "Error of probabilities, measured", .liveHamLost: "Wanted mail lost, live",
            .liveSpamMissed: "Spam missed, live", .liveHam: "Wanted mail of 14 days", .liveSpam: "Spam of 14 days",
            .doubtedLabels: "Labels probably wrong", .knownSenders: "Known senders",
            .spamThreshold: "Spam from, log-odds", .hamThreshold: "Wanted up to, log-odds", .warnings: "Warnings",
        ],
        newMessages: "New messages", learnedHam: "Wanted learned", learnedSpam: "Spam learned", duration: "Duration",
        charts: "Charts", lostTitle: "Wanted mail called spam",
        lostSummary: "The percentage of wanted mail that was called spam, night by night.",
        missedTitle: "Spam not called spam",
        missedSummary: "The percentage of spam that was not called spam, night by night.",
        arrivedTitle: "Mail of the 14 days before", arrivedSummary: "How much mail of each class had come.",
        percent: "Percent", messages: "Messages", live: "live", measured: "measured", ham: "wanted", spam: "spam",
        day: "Day", nights: "The last nights", begun: "Begun", outcome: "How it ended",
        outcomes: [
            .served: "new model in service", .kept: "new model made, not served: the current one is pinned",
            .refused: "new model refused", .waiting: "waiting: nothing to serve yet", .failed: "failed",
            nil: "did not end",
        ],
        seconds: "Seconds", earlier: "{} earlier nights: 'spreu store runs' lists them")

    private static let german = TrendTexts(
        title: "Die Nächte bisher", about: "{} Nächte, {} bis {}", none: "Noch keine Nacht ist zu Ende.",
        leadCounts: """
            Von {} Nächten nahmen {} ein neues Modell in Betrieb, {} behielten das vorige, {} schlugen fehl oder endeten nicht.
            """,
        leadFailed: "Nächte der letzten Woche, die fehlschlugen oder nicht endeten: {}.",
        leadMissing: "In der letzten Woche fehlt eine Nacht.",
        leadRefused: "Das Modell der letzten Nacht wurde abgelehnt: Ihr Bericht sagt, warum.",
        figures: "Wie es lief",
        figuresIntro: """
            Eine Linie je Zahl, gezeichnet von ihrem kleinsten bis zu ihrem größten Wert. „Im Betrieb“ ist, was der Filter mit \
            der Mail der 14 Tage davor tat, soweit man das weiß; „gemessen“ ist neuere Mail, beurteilt, bevor sie gelernt wurde.
            """,
        figure: "Zahl", course: "Verlauf", last: "Letzte Nacht", weekBefore: "Eine Woche davor", lowest: "Kleinster",
        highest: "Größter", sparkline: "{}: von {} bis {}",
        names: [
            .hamLost: "Erwünschte Mail verloren, gemessen", .spamMissed: "Spam übersehen, gemessen",
            .area: "(1-ROCA)%, gemessen",
            .missedAtTenth: "Spam übersehen bei 0,1 % verlorener erwünschter Mail, gemessen",
            .calibrationError: "Fehler der Wahrscheinlichkeiten, gemessen",
            .liveHamLost: "Erwünschte Mail verloren, im Betrieb", .liveSpamMissed: "Spam übersehen, im Betrieb",
            .liveHam: "Erwünschte Mail aus 14 Tagen", .liveSpam: "Spam aus 14 Tagen",
            .doubtedLabels: "Wahrscheinlich falsche Labels", .knownSenders: "Bekannte Absender",
            .spamThreshold: "Spam ab, Log-Odds", .hamThreshold: "Erwünscht bis, Log-Odds", .warnings: "Hinweise",
        ],
        newMessages: "Neue Nachrichten", learnedHam: "Erwünschte gelernt", learnedSpam: "Spam gelernt",
        duration: "Dauer", charts: "Diagramme", lostTitle: "Erwünschte Mail, Spam genannt",
        lostSummary: "Wie viel Prozent der erwünschten Mail Spam genannt wurden, Nacht für Nacht.",
        missedTitle: "Spam, nicht Spam genannt",
        missedSummary: "Wie viel Prozent des Spams nicht Spam genannt wurden, Nacht für Nacht.",
        arrivedTitle: "Mail der 14 Tage davor", arrivedSummary: "Wie viel Mail jeder Klasse gekommen war.",
        percent: "Prozent", messages: "Nachrichten", live: "im Betrieb", measured: "gemessen", ham: "erwünscht",
        spam: "Spam", day: "Tag", nights: "Die letzten Nächte", begun: "Begonnen", outcome: "Wie sie endete",
        outcomes: [
            .served: "neues Modell in Betrieb",
            .kept: "neues Modell nicht in Betrieb: das jetzige ist festgehalten",
            .refused: "neues Modell abgelehnt", .waiting: "wartet: noch nichts in Betrieb zu nehmen",
            .failed: "fehlgeschlagen", nil: "nicht zu Ende gekommen",
        ],
        seconds: "Sekunden", earlier: "{} frühere Nächte: „spreu store runs“ listet sie")
}
