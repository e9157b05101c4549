// SPDX-License-Identifier: Apache-2.0
import ReportPages

/// What an inspection says on a terminal beside what its page says, in one language; `{}` stands for a number or a name.
struct InspectionLineTexts: Sendable {
    // What there is.
    var overview: String
    var groups: [String: String]
    var messages: String
    var size: String
    var medianSize: String
    var first: String
    var last: String
    var undated: String
    var accounts: String
    var copies: String
    var copy: String
    var percentOf: String
    var more: String
    var checks: String

    // Leaks.
    var leaks: String
    var none: String
    var ofStore: String
    var uncounted: String
    var evidence: String
    var spamMissed: String
    var hamLost: String
    var without: String
    var alike: String
    var andMore: String
    var ignore: String
    var unseen: String

    // Campaigns.
    var campaigns: String
    var summary: String
    var columns: [String]
    var example: String
    var from: String
    var networksUnknown: String
    var contradictory: String
    var bothLabels: String

    // Splits.
    var splits: String
    var splitColumns: [String]
    var interval: String
    var splitsIntro: String

    // Labels.
    var labels: String
    var notJudged: String
    var expected: String
    var noneDoubted: String
    var labelled: String
    var byHand: String
    var noDate: String
    var place: String
    var account: String
    var nearest: String
    var moreInJSON: String
    var putRight: String

    // Drift.
    var drift: String
    var driftColumns: [String]
    var monthsBefore: String
    var noAlarms: String
    var alarms: String
    var change: String

    /// The texts of a language.
    static func of(_ language: Language) -> InspectionLineTexts {
        switch language {
        case .english: .english
        case .german: .german
        }
    }

    static let english = InspectionLineTexts(
        overview: "What there is", groups: [:], messages: "messages", size: "size", medianSize: "median size",
        first: "first", last: "last", undated: "without date", accounts: "accounts",
        copies: "{} messages are copies of others, {} of them labelled otherwise.",
        copy: "{} message is a copy of another, {} of them labelled otherwise.", percentOf: "In percent of {}:",
        more: "{} more", checks: "checks", leaks: "Leaks: what nearly gives the label away", none: "none found",
        ofStore:
            "In a store, header fields and their words are looked for. For all kinds of leaks, inspect the archives.",
        uncounted:
            "{} rare clues were not counted, beyond the first {}: inspect fewer messages at once to have all.",
        evidence: "in {} of {} {}, {} of {} {}", spamMissed: "spam missed", hamLost: "ham lost",
        without: "{} without it: {} %, not {} %", alike: "with {}", andMore: "and {} more",
        ignore:
            "Where a filter or your own server writes such a field, name it under 'ignore-fields': figures measured with it are better than the live filter can be.",
        unseen: "These foretell the label, too, but features never show them (ignored already):",
        campaigns: "Campaigns: the same message, or nearly",
        summary: "Messages: {}, in campaigns: {}; exact copies: {}.",
        columns: ["messages", "copies", "ham", "spam", "accounts", "networks", "first seen", "last seen"],
        example: "e.g. {}", from: "from {}", networksUnknown: "network unknown: {}",
        contradictory: "Campaigns with both labels: {}. Look at these first.",
        bothLabels: "{} ham, {} spam, e.g. {}", splits: "Error by how messages are split",
        splitColumns: ["split", "judged", "(1-ROCA) %", "95 % interval", "ham lost %", "spam missed %"],
        interval: "{} to {}",
        splitsIntro:
            "At random, copies of one message are both learned and judged; by time, each fifth is judged by what came before; by campaign, nothing like a message was learned.",
        labels: "Labels that are probably wrong",
        notJudged: "not judged: that takes at least {} messages labelled ham and as many labelled spam",
        expected: "By what a learner makes of all others, about {} labels are wrong.",
        noneDoubted: "No single label is doubted much; --json ranks them all the same.",
        labelled: "labelled {}, wrong with {} %, log-odds {}, {}", byHand: "{} by hand", noDate: "no date",
        place: "in {}", account: "of {}", nearest: "nearest: {}", moreInJSON: "and {} more, in --json",
        putRight:
            "'spreu show FILE' shows a message, 'spreu explain --model M FILE' why it is scored so. A wrong label is put right by moving the message, or in the index.",
        drift: "Drift", driftColumns: ["month", "ham", "spam", "judged", "wrong %", "95 % interval"],
        monthsBefore: "and {} months before",
        noAlarms: "No share of either class changed by more than a little ({} compared).",
        alarms:
            "Shares that are others than in all months before, by more than chance and more than a little (Cohen's h, with an interval corrected for {} comparisons):",
        change: "{} {} {} {}: {} to {} %, h {} [{}, {}]")

    static let german = InspectionLineTexts(
        overview: "Was da ist", groups: ["ham": "erwünscht", "spam": "Spam", "unlabelled": "ohne Label"],
        messages: "Nachrichten", size: "Größe", medianSize: "Median", first: "erste", last: "letzte",
        undated: "ohne Datum", accounts: "Konten",
        copies: "{} Nachrichten sind Kopien anderer, davon mit einem anderen Label: {}.",
        copy: "{} Nachricht ist die Kopie einer anderen, davon mit einem anderen Label: {}.",
        percentOf: "In Prozent von {}:", more: "{} weitere", checks: "Prüfungen",
        leaks: "Lecks: was das Label beinahe verrät", none: "keines gefunden",
        ofStore:
            "In einem Speicher wird nach Kopffeldern und ihren Wörtern gesucht. Für Lecks aller Art die Archive ansehen lassen.",
        uncounted:
            "{} seltene Hinweise wurden nicht gezählt, über die ersten {} hinaus: Wer alle will, gibt weniger Nachrichten auf einmal.",
        evidence: "in {} von {} ({}), {} von {} ({})", spamMissed: "Spam übersehen", hamLost: "Erwünschte verloren",
        without: "{} ohne das: {} %, nicht {} %", alike: "mit {}", andMore: "und {} weitere",
        ignore:
            "Schreibt ein Filter oder Ihr eigener Server ein solches Feld, nennen Sie es unter „ignore-fields“: Damit gemessene Zahlen sind besser, als der Filter im Betrieb sein kann.",
        unseen: "Auch das verrät das Label, aber Merkmale zeigen es nie (bereits ausgenommen):",
        campaigns: "Kampagnen: dieselbe Nachricht, oder beinahe",
        summary: "Nachrichten: {}, in Kampagnen: {}; genaue Kopien: {}.",
        columns: ["Mails", "Kopien", "erw.", "Spam", "Konten", "Netze", "zuerst", "zuletzt"], example: "z. B. {}",
        from: "aus {}", networksUnknown: "Netz unbekannt: {}",
        contradictory: "Kampagnen mit beiden Labels: {}. Sehen Sie diese zuerst an.",
        bothLabels: "{} erwünscht, {} Spam, z. B. {}", splits: "Fehler, je nachdem, wie Nachrichten aufgeteilt sind",
        splitColumns: ["Teilung", "beurteilt", "(1-ROCA) %", "95-%-Intervall", "erw. weg %", "übersehen %"],
        interval: "{} bis {}",
        splitsIntro:
            "Zufällig: Kopien einer Nachricht werden gelernt und beurteilt; nach Zeit: Jedes Fünftel wird nach dem beurteilt, was vorher kam; nach Kampagne: Nichts Ähnliches wurde gelernt.",
        labels: "Labels, die wahrscheinlich falsch sind",
        notJudged: "nicht beurteilt: Dazu braucht es je mindestens {} Nachrichten mit dem Label ham und spam",
        expected: "Nach dem, was ein Lerner von allen anderen hält, sind etwa {} Labels falsch.",
        noneDoubted: "Kein einzelnes Label ist sehr zweifelhaft; --json reiht sie trotzdem.",
        labelled: "Label {}, falsch mit {} %, Log-Odds {}, {}", byHand: "{} von Hand", noDate: "kein Datum",
        place: "in {}", account: "von {}", nearest: "am ähnlichsten: {}", moreInJSON: "und {} weitere, in --json",
        putRight:
            "„spreu show DATEI“ zeigt eine Nachricht, „spreu explain --model M DATEI“, warum sie so bewertet ist. Ein falsches Label wird richtig, wenn die Nachricht verschoben wird, oder im Index.",
        drift: "Drift: was sich ändert",
        driftColumns: ["Monat", "erw.", "Spam", "beurteilt", "falsch %", "95-%-Intervall"],
        monthsBefore: "und {} Monate davor",
        noAlarms: "Kein Anteil einer Klasse hat sich um mehr als wenig geändert ({} verglichen).",
        alarms:
            "Anteile, die anders sind als in allen Monaten davor, um mehr als Zufall und mehr als wenig (Cohens h, das Intervall korrigiert für {} Vergleiche):",
        change: "{} {} {} {}: {} auf {} %, h {} [{}, {}]")
}
