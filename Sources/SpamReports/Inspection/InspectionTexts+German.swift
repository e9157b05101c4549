// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailIngest
import ReportPages

extension InspectionTexts {
    /// The German texts.
    static let german = InspectionTexts(
        title: "Was in der Mail steckt und was daran nicht stimmt",
        about: "{} Nachrichten: {} als erwünscht markiert, {} als Spam, {} ohne Label",
        leadWrong: "{} Labels sind eher falsch als richtig: Sehen Sie diese zuerst an.",
        leadLeaks: """
            {} Dinge, die Merkmale sehen, verraten das Label beinahe: Auf dieser Mail gemessene Zahlen können zu gut sein.
            """,
        leadGood: "Kein Label fällt als falsch auf, und nichts, was Merkmale sehen, verrät die Labels.",
        leadOpen: "Die Labels wurden nicht beurteilt: Von einer Klasse gibt es zu wenige.",
        footer: "Erstellt von spreu inspect. Auf dieser Seite steht kein Betreff, kein Text und keine Adresse.",
        overview: "Was ist da?", groupsCaption: "Nachrichten nach Label", messages: "Nachrichten", size: "Bytes",
        medianSize: "Median in Bytes", first: "Erste", last: "Letzte", undated: "Ohne Datum",
        factsCaption: "Wie viele jeder Klasse", topic: "Was", fact: "Welches", ham: "Erwünscht", spam: "Spam",
        unlabelled: "Ohne Label",
        copies: "{} Nachrichten sind Kopien anderer, davon {} mit einem anderen Label.",
        leaks: "Was verrät das Label?",
        leaksIntro: """
            Was viele Nachrichten einer Klasse zeigen und kaum eine der anderen. Ein Feld, das ein Filter oder Ihr eigener Server \
            geschrieben hat, gehört unter ignore-fields; dass Antworten meist erwünscht sind, ist kein Fehler.
            """,
        noLeaks: "Es wurde nichts gefunden.", seenCaption: "Was Merkmale sehen",
        unseenCaption: "Was Merkmale nie sehen (bereits ausgenommen)", kind: "Art", value: "Wert",
        ofHam: "Von Erwünschter", ofSpam: "Von Spam", wrongWithout: "Falsch beurteilt ohne es (von allen)",
        campaigns: "Was kam mehr als einmal?",
        campaignsIntro: "{} Nachrichten in {} Kampagnen. Genaue Kopien: {}. Kampagnen mit beiden Labels: {}.",
        campaignsCaption: "Die größten Kampagnen", example: "Beispiel", accounts: "Konten", networks: "Netze",
        largestNetworks: "Meist aus", networksOfArchives: "Keine Nachricht verrät, aus welchem Netz sie kam.",
        networksOfStore:
            "Aus welchen Netzen gesendet wurde, ist nicht bekannt: Diese Nachrichten nahm eine Version von Spreu auf, die davon nichts behielt, sie kamen als Segment, oder kein Feld verrät es. Vielleicht zeigen es die Archive.",
        networksUnknown:
            "Nachrichten in Kampagnen, deren sendendes Netz nicht bekannt ist: {}. Gezählt sind nur die Netze der übrigen.",
        knownAndUnknown: "{} (unbekannt: {})",
        splits: "Wie viel ist bloß gemerkt?",
        splitsIntro: """
            Derselbe Lerner, auf drei Arten beurteilt. Zufällig: Kopien einer Nachricht werden gelernt und beurteilt; nach Zeit: \
            Mail wird nach dem beurteilt, was vorher kam; nach Kampagne: Nichts Ähnliches wurde gelernt.
            """,
        split: "Aufteilung", judged: "Beurteilt", area: "(1-ROCA)%", interval: "95-%-Intervall",
        hamLost: "Erwünschte verloren", spamMissed: "Spam übersehen",
        splitNames: ["random": "zufällig", "time": "nach Zeit", "campaign": "nach Kampagne"],
        labels: "Welche Labels sind falsch?",
        labelsIntro: "Nach dem, was ein Lerner von allen anderen hält, sind etwa {} Labels falsch.",
        notJudged: "Nicht beurteilt: Von einer Klasse gibt es zu wenige Labels.",
        labelsCaption: "Die zweifelhaftesten Labels", message: "Nachricht", date: "Datum", place: "Wo", label: "Label",
        probability: "Falsch mit", score: "Log-Odds", nearest: "Ähnlichste Nachrichten",
        nothingLikeIt: "nichts Ähnliches", command: "So wird es richtig",
        drift: "Was ändert sich?", monthsCaption: "Nach Monaten", month: "Monat", wrong: "Falsch beurteilt",
        alarmsIntro: """
            Anteile, die anders sind als in allen Monaten davor, um mehr als Zufall und mehr als wenig (Cohens h, korrigiert für {} \
            Vergleiche).
            """,
        noAlarms: "Kein Anteil einer Klasse hat sich um mehr als wenig geändert ({} verglichen).",
        alarmsCaption: "Änderungen", messageClass: "Klasse", before: "Vorher", now: "Jetzt",
        effect: "h, mit Intervall", moreRows: "{} weitere Zeilen",
        topics: [
            .language: "Sprache", .charset: "Zeichensatz", .type: "Typ", .content: "Inhalt", .attachment: "Anhang",
            .client: "Mailprogramm", .field: "Kopffeld", .defect: "Fehler im Aufbau",
        ],
        kinds: [
            .field: "Kopffeld", .fieldValue: "Wert eines Felds", .lastField: "letztes Feld", .folder: "Ordner",
            .list: "Mailingliste", .recipient: "Empfänger", .year: "Jahr", .month: "Monat",
            .boundary: "Form der Grenze", .messageID: "Form der Message-ID", .lineEnds: "Zeilenenden",
            .contentType: "Typ", .charset: "Zeichensatz", .server: "Server", .authentication: "Prüfung des Absenders",
            .separator: "Form des Umschlagabsenders",
        ],
        facts: GroupTexts.of(.german).languages.merging([
            "none": "keiner", "attachment": "Anhang",
            "calendar": "Kalender", "encrypted": "verschlüsselt", "signature": "Signatur", "report": "Bericht",
            "enclosed message": "enthaltene Nachricht",
        ]) { language, _ in language })
}
