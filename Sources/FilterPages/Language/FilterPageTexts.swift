// SPDX-License-Identifier: Apache-2.0

/// The sentences of the filter's page in one language; `{}` stands for what the filter says.
struct FilterPageTexts: Sendable {
    var title: String
    var about: String
    var works: String
    var noMail: String
    var noModel: String
    var callsNothing: String
    var customersWithoutModel: String
    var now: String
    var lastHour: String
    var lastDay: String
    var lastMonth: String
    var none: String
    var figure: String
    var latency: String
    var latencyAbove: String
    var sinceStart: String
    var byHour: String
    var byHourSummary: String
    var byDay: String
    var byDaySummary: String
    var hoursAgo: String
    var daysAgo: String
    var messages: String
    var verdicts: [String: String]
    var kinds: String
    var kindColumns: [String]
    var protocolKind: String
    var actionKind: String
    var recent: String
    var recentCaption: String
    var recentColumns: [String]
    var noRecent: String
    var find: String
    var findLabel: String
    var found: String
    var notFound: String
    var trouble: String
    var troubleCaption: String
    var troubleColumns: [String]
    var noTrouble: String
    var learning: String
    var learningOff: String
    var learningNothing: String
    var learningColumns: [String]
    var explain: String
    var explainHow: String
    var explainPaste: String
    var explainFile: String
    var explainButton: String
    var customer: String
    var teach: String
    var teachSpam: String
    var teachHam: String
    var taught: String
    var model: String
    var modelColumns: [String]
    var modelName: String
    var modelAge: String
    var modelLearned: String
    var modelThresholds: String
    var modelSince: String
    var days: String
    var report: String
    var back: String
    var refused: String
    var footer: String

    static let english = FilterPageTexts(
        title: "Spam filter", about: "{} \u{B7} up for {}", works: "The filter works.",
        noMail: "The filter is ready; no mail has come yet.",
        noModel: "No model: mail goes unfiltered. spreud's log says why.",
        callsNothing: "The model has learned too little, and calls nothing spam.",
        customersWithoutModel: "Customers without a model, whose mail goes unfiltered: {}.", now: "Now",
        lastHour: "Last hour",
        lastDay: "Last 24 hours", lastMonth: "Last 30 days", none: "no mail",
        figure: "{} spam, {} unsure, {} ham, {} unfiltered", latency: "half within {}, 99\u{A0}% within {}",
        latencyAbove: "some took more than 30 s",
        sinceStart: "Counts before {} are not kept: 'page: history' keeps them over a restart.",
        byHour: "Messages by hour", byHourSummary: "Ham, spam and unfiltered messages of each of the last 48 hours.",
        byDay: "Messages by day",
        byDaySummary: "Ham, spam and unfiltered messages of each of the last 30 times 24 hours.",
        hoursAgo: "hours ago", daysAgo: "days ago", messages: "messages",
        verdicts: ["ham": "ham", "unsure": "unsure", "spam": "spam", "unfiltered": "unfiltered"],
        kinds: "By protocol and action, last 24 hours", kindColumns: ["What", "Messages"], protocolKind: "over {}",
        actionKind: "action: {}", recent: "Last verdicts", recentCaption: "The last verdicts of 24 hours",
        recentColumns: ["Time", "Queue id", "Verdict", "Log-odds", "Action", "ms"],
        noRecent: "No verdict in the last 24 hours, or since spreud was started.", find: "Find",
        findLabel: "Queue id of the mail server, or Message-ID", found: "Verdicts of {}",
        notFound: "No verdict of the last 24 hours has the queue id or Message-ID {}.", trouble: "Errors and limits",
        troubleCaption: "Since spreud was started", troubleColumns: ["What", "Times"],
        noTrouble: "No error, and no limit was met, since spreud was started.", learning: "Learning",
        learningOff: "Learning is off: 'learning-folder' is not set.",
        learningNothing: "Nobody has handed over a message to be learned since spreud was started.",
        learningColumns: ["Feedback", "Messages"], explain: "Why is a message judged so?",
        explainHow: "Paste a message with its header, or choose its file; at most 1 MiB. It is not kept.",
        explainPaste: "Message", explainFile: "or file", explainButton: "Explain",
        customer: "Customer (empty: the default)", teach: "Judged wrong? Correct it",
        teachSpam: "This is spam", teachHam: "This is ham",
        taught: "Taken down; the next night learns it.", model: "Model", modelColumns: ["What", "Value"],
        modelName: "model",
        modelAge: "written", modelLearned: "learned", modelThresholds: "thresholds",
        modelSince: "{} ham, {} spam", days: "spam from {}, ham up to {}",
        report: "The report of the night that made it",
        back: "Back", refused: "Not done: {}",
        footer: "Counts and verdicts of this filter alone; no sender, recipient or subject is kept. Times are UTC.")

    static let german = FilterPageTexts(
        title: "Spamfilter", about: "{} \u{B7} läuft seit {}", works: "Der Filter arbeitet.",
        noMail: "Der Filter ist bereit; noch kam keine Mail.",
        noModel: "Kein Modell: Mail bleibt ungefiltert. Warum, steht im Log von spreud.",
        callsNothing: "Das Modell hat zu wenig gelernt und nennt nichts Spam.",
        customersWithoutModel: "Kunden ohne Modell, deren Mail ungefiltert bleibt: {}.", now: "Jetzt",
        lastHour: "Letzte Stunde",
        lastDay: "Letzte 24 Stunden", lastMonth: "Letzte 30 Tage", none: "keine Mail",
        figure: "{} Spam, {} unsicher, {} Ham, {} ungefiltert", latency: "die Hälfte in {}, 99\u{A0}% in {}",
        latencyAbove: "manche brauchten mehr als 30 s",
        sinceStart: "Zahlen von vor {} sind nicht erhalten: ‚page: history‘ hebt Zahlen über einen Neustart auf.",
        byHour: "Nachrichten nach Stunde", byHourSummary: "Ham, Spam und Ungefiltertes jeder der letzten 48 Stunden.",
        byDay: "Nachrichten nach Tag", byDaySummary: "Ham, Spam und Ungefiltertes der letzten 30 mal 24 Stunden.",
        hoursAgo: "Stunden zuvor", daysAgo: "Tage zuvor", messages: "Nachrichten",
        verdicts: ["ham": "Ham", "unsure": "unsicher", "spam": "Spam", "unfiltered": "ungefiltert"],
        kinds: "Nach Protokoll und Aktion, letzte 24 Stunden", kindColumns: ["Was", "Nachrichten"],
        protocolKind: "über {}",
        actionKind: "Aktion: {}", recent: "Letzte Urteile", recentCaption: "Die letzten Urteile aus 24 Stunden",
        recentColumns: ["Zeit", "Queue-ID", "Urteil", "Log-Odds", "Aktion", "ms"],
        noRecent: "Kein Urteil in den letzten 24 Stunden oder seit dem Start von spreud.", find: "Suchen",
        findLabel: "Queue-ID des Mailservers oder Message-ID", found: "Urteile zu {}",
        notFound: "Kein Urteil der letzten 24 Stunden hat die Queue-ID oder Message-ID {}.",
        trouble: "Fehler und Grenzen",
        troubleCaption: "Seit dem Start von spreud", troubleColumns: ["Was", "Anzahl"],
        noTrouble: "Kein Fehler und keine erreichte Grenze seit dem Start von spreud.", learning: "Lernen",
        learningOff: "Lernen ist aus: ‚learning-folder‘ ist nicht gesetzt.",
        learningNothing: "Seit dem Start von spreud hat niemand eine Nachricht zum Lernen übergeben.",
        learningColumns: ["Rückmeldung", "Nachrichten"], explain: "Warum wird eine Nachricht so beurteilt?",
        explainHow:
            "Fügen Sie eine Nachricht mit ihrem Kopf ein oder wählen Sie ihre Datei; höchstens 1 MiB. Sie wird nicht aufgehoben.",
        explainPaste: "Nachricht", explainFile: "oder Datei", explainButton: "Erklären",
        customer: "Kunde (leer: die Voreinstellung)",
        teach: "Falsch beurteilt? Dann korrigieren Sie das",
        teachSpam: "Das ist Spam", teachHam: "Das ist Ham", taught: "Aufgenommen; wird in der kommenden Nacht gelernt.",
        model: "Modell",
        modelColumns: ["Was", "Wert"], modelName: "Modell", modelAge: "geschrieben", modelLearned: "gelernt",
        modelThresholds: "Schwellen", modelSince: "{} Ham, {} Spam", days: "Spam ab {}, Ham bis {}",
        report: "Der Bericht der Nacht, die es gemacht hat", back: "Zurück", refused: "Nicht ausgeführt: {}",
        footer:
            "Nur Zahlen und Urteile dieses Filters; Absender, Empfänger und Betreff werden nicht aufgehoben. Zeiten in UTC."
    )
}
