// SPDX-License-Identifier: Apache-2.0
import MailDuties
import SenderReputation
import ServerAlarms

extension DutyTexts {
    static let german = DutyTexts(
        title: "Die fünf Pflichten eines Mailservers", about: "Stand: {}",
        leads: [
            .red: "Es ist etwas zu tun: zuerst, was rot ist.",
            .amber: "Es brennt nichts, aber etwas ist anzusehen.",
            .grey: "In dem, was angesehen wurde, ist nichts falsch; ansehen ließ sich nicht alles.",
            .green: "Alle fünf sind, wie sie sein sollen.",
        ],
        counts: "Rot: {}, gelb: {}, grün: {}, nicht beurteilt: {}.",
        lamps: [.red: "Rot", .amber: "Gelb", .green: "Grün", .grey: "Nicht beurteilt"],
        duties: [
            .reputation: (
                "Server und Domains mit gutem Ruf",
                "Niemand führt diesen Server auf einer Liste, und die großen Empfänger nehmen seine Post an."
            ),
            .inbound: (
                "Spam wird früh abgewiesen und gefiltert",
                "Die Listen werden richtig gefragt, und der Filter dahinter arbeitet."
            ),
            .outbound: (
                "Kein Spam geht hinaus", "Nichts Verdächtiges verlässt diesen Server, soweit die Logs reichen."
            ),
            .logs: ("Zählende Programme überwachen die Logs", "Die Logs werden überwacht, und jemand erfährt davon."),
            .confidentiality: (
                "Inhalte bleiben im Haus",
                "Die Prüfung findet niemanden außerhalb, der Post, Namen oder Passwörter sieht."
            ),
        ],
        notJudged: "Es fehlt: {}.", kinds: kindsInGerman,
        gaps: gapsInGerman, receiver: "{}: {} abgelehnt, {} angenommen", fault: faultsInGerman,
        failedDMARC: "{}: durchgefallene Nachrichten: {}, zuletzt am {}", last: "zuletzt am {}", rules: rulesInGerman,
        incident: "Vorfall {}, {}, offen seit {}: {}", more: "{} weitere", overview: "Wie steht es um sie?",
        command: "Befehl", missing: "Was fehlt", reason: "Warum",
        remedy: "Was es beibringt", optional: "für die Farbe nicht nötig", gapTitle: "Nicht angesehen",
        duty: "Pflicht", why: "Warum", look: "Genauer ansehen",
        footer:
            "Von spreu duties, aus den eigenen Dateien und Logs des Servers. Konten heißen wie in den Berichten der Nächte.",
        nightTitle: "Die fünf Pflichten",
        nightNote:
            "Aus dem, was eine Nacht ohnehin weiß: ihrem eigenen Bericht, der Konfiguration von Postfix, den Zählern und Vorfällen der Alarme, den Zählern der Bremse. 'spreu duties' liest auch die Logs und fragt nach dem Übrigen."
    )

    private static let kindsInGerman: [DutyFindingKind: String] = [
        .namesBroken:
            "Unserer Namen, Adressen oder Einträge wegen wird Post abgelehnt, oder andere können in unserem Namen senden (Befunde: {}).",
        .namesDoubtful: "Namen, Adressen oder Einträge lassen Empfänger unserer Post misstrauen (Befunde: {}).",
        .blockListed:
            "Andere lehnen unsere Post ab, weil dieser Server auf einer Sperrliste steht (abgelehnte Kopien: {}, in {} Tagen).",
        .refusedByReceiver: "{} lehnt unsere Post ab (Kopien: {} von {}, in {} Tagen).",
        .bouncedAsBlocked: "Rückläufer sagen, dass dieser Server gesperrt ist (Empfänger: {}).",
        .ownMailFails: "Post unserer eigenen Server besteht DMARC nicht: {} (Nachrichten: {}).",
        .complaints: "Leute beschweren sich über unsere Post (Beschwerden: {}).",
        .harmfulLists:
            "Listen werden so gefragt, dass sie eines Tages alle abweisen oder alle einlassen (Fehler: {}).",
        .idleLists: "Listen werden gefragt, und ihre Antworten bewirken nichts (Fehler: {}).",
        .faultyLists: "Listen werden nicht gefragt, wie es sein soll (Fehler: {}).",
        .noLists: "Keine Liste wird gefragt: aller Spam kommt bis zum Filter.",
        .noModel: "Kein Modell ist im Dienst: Post bleibt ungefiltert.",
        .damagedModel: "Das Modell im Dienst ist nicht zu gebrauchen.",
        .callsNothingSpam: "Das Modell im Dienst nennt nichts Spam.",
        .staleModel: "Das Modell im Dienst ist zu alt (Tage: {}; erlaubt: {}).",
        .nightFailed: "Die letzte Nacht, die vor {} Stunden begann, ist gescheitert.",
        .nightUnfinished:
            "Die letzte Nacht begann vor {} Stunden und ist nicht zu Ende: Sie hängt, oder sie wurde abgebrochen.",
        .lateNight: "Die letzte Nacht endete vor {} Stunden.", .nightNeedsYou: "Die letzte Nacht braucht Sie.",
        .filterSilent: "Der Filter antwortet nicht.", .filterWithoutModel: "Der Filter antwortet und hat kein Modell.",
        .filterUnused: "Keine Nachricht trägt ein Urteil des Filters (angekommen: {}, in {} Tagen).",
        .hamLost: "Mehr erwünschte Post wird Spam genannt als erlaubt (Nachrichten: {} von {}).",
        .spamMissed: "Der Filter übersieht viel Spam (Nachrichten: {} von {}).",
        .spamLeaves: "Spam verlässt diesen Server, wie die letzten drei Tage der Logs zeigen (Quellen: {}).",
        .spamLeft: "Im letzten Monat hat Spam diesen Server verlassen; es hat aufgehört (Quellen: {}).",
        .riskyMail: "Es geht Post hinaus, die andere für Spam halten (Befunde des letzten Monats: {}).",
        .senderIncidents: "Vorfälle zu Absendern sind offen: {}.",
        .onHold: "Die Bremse hält Post von Absendern an: {}.", .notWatched: "Niemand überwacht die Logs.",
        .watchStopped: "Die Überwachung der Logs steht seit {}.",
        .logSilent: "Das überwachte Log war beim letzten Lesen seit {} Stunden stumm.",
        .nobodyTold: "Von einem Alarm erführe niemand: weder ein Programm noch eine Adresse ist genannt.",
        .cannotTell: "Das Programm, das Alarme meldet, lässt sich nicht ausführen: {}.",
        .openIncidents: "Vorfälle sind offen: {}; Tage, seit der älteste offen ist: {}.",
        .linesLost: "Das Log sagt, dass Zeilen fehlen; die Zahlen sind zu niedrig (Male: {}).",
        .exposed: "Passwörter oder Post liegen offen, oder alle Post geht an andere (Befunde: {}).",
        .seenByOthers: "Post, Namen oder Konten werden von anderen gesehen (Befunde: {}).",
    ]

    private static let gapsInGerman: [DutyGap.Kind: (missing: String, remedy: String)] = [
        .names: ("{}", "'spreu reputation self'"),
        .onlyByCommand: (
            "was eine Nacht nur liest, wenn 'duties' in spreu.yaml es sagt (Logs, Berichte, DNS, Regeln der Nutzer)",
            "'duties' in spreu.yaml, oder 'spreu duties' von Hand"
        ),
        .noLogs: ("Logs", "--logs DATEI, oder 'logs' unter 'duties' oder 'alarms'"),
        .oldLogs: ("Logs von heute: sie enden am {}", "--logs mit dem laufenden Log"),
        .noDomains: ("die eigenen Domains", "'domains' unter 'alarms', oder 'recipients' unter 'site'"),
        .noReports: ("Postfächer mit DMARC-Berichten und Rückläufern", "--reports POSTFACH"),
        .noPostfix: ("die Konfiguration von Postfix", "--postfix PFAD"),
        .listsUnread: ("was bei {} steht", "'postconf -x' zeigt, was Postfix daraus macht"),
        .noNight: ("der Bericht einer Nacht", "'spreu nightly'"),
        .noFigures: (
            "was der Filter mit der Post der letzten Tage getan hat",
            "die nächsten Nächte abwarten, oder den Filter in Dienst nehmen"
        ),
        .filterNotAsked: ("ob der Filter da ist", "--filter ADRESSE"),
        .noOutgoingMail: (
            "ausgehende Post in den Logs", "'domains' unter 'alarms', und die Logs des Servers, der sendet"
        ),
        .noBrake: ("die Zähler der Bremse", "--brake ORDNER, wo spreud eine Bremse hat"),
        .watchUnread: (
            "was die Überwachung hinterlassen hat", "als Benutzer von 'spreu watch' oder als root ausführen"
        ),
        .incidentsUnread: ("die Vorfälle", "als Benutzer von 'spreu watch' oder als root ausführen"),
        .stillLearning: ("was üblich ist (noch zu lernen, Tage: {})", "abwarten"),
        .exposure: ("{}", "'spreu confidentiality'"),
    ]

    private static let faultsInGerman: [DNSListCheck.Kind: String] = [
        .unread: "lässt sich nicht auflösen", .dead: "die Liste gibt es nicht mehr",
        .unfiltered: "jede Antwort zählt, auch ihre Fehler",
        .allowUnfiltered: "jede Antwort lässt Post ein, auch ihre Fehler",
        .errorAnswers: "ihre Fehler zählen als Antworten", .wrongKind: "eine Liste anderer Art",
        .noEffect: "was gelistet ist, bewirkt nichts", .unreachable: "kein Gewicht erreicht die Schwelle",
        .broad: "sie führt ganze Anbieter und weist allein ab", .keyShown: "ihr Schlüssel wird Fremden gezeigt",
        .freeUse: "frei nur in kleinem Maß", .publicResolver: "ein öffentlicher Resolver, dem Listen nicht antworten",
        .unknownName: "ein Name, den älteres Postfix übergeht", .ownUsers: "die eigenen Leute werden nachgeschlagen",
        .twice: "sie steht doppelt da",
    ]

    private static let rulesInGerman: [AlarmRule: String] = [
        .ceiling: "zu viele Empfänger", .newRecipients: "viele neue Empfänger",
        .foreignLogin: "Anmeldung aus fremdem Netz", .guessedPassword: "erratenes Passwort",
        .volume: "ungewöhnlich viel Post", .bounces: "viele Rückläufer", .deferrals: "viel Aufgeschobenes",
        .queue: "lange Warteschlange", .blockListed: "Sperrliste",
        .refusedByReceiver: "von einem großen Empfänger abgelehnt", .silence: "Stille",
    ]
}
