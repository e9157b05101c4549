// SPDX-License-Identifier: Apache-2.0
import FeedbackReports

extension FeedbackTexts {
    static let german = FeedbackTexts(
        title: "Was andere über unsere Mail sagen", period: "{} bis {} (UTC)", noPeriod: "kein DMARC-Sammelbericht",
        titles: [
            "read": "Was gelesen wurde", "domains": "Unsere Domains", "own": "Unsere eigenen Server",
            "services": "Bekannte Dienste",
            "signed": "Andere, deren Mail besteht", "strangers": "Fremde: weder SPF noch DKIM ist unseres",
            "new": "Neu in der letzten Woche", "overrides": "Richtlinie nicht angewandt, nach Grund",
            "reporters": "Wer berichtet",
            "days": "Nach Tag", "tlsPolicies": "TLS-Verbindungen", "tlsFailures": "Warum TLS fehlschlug",
            "complaints": "Beschwerden", "complaintReporters": "Wer Beschwerden weitergibt",
            "failureReports": "Fehlerberichte (nur gezählt)", "bounces": "Nicht angekommen, nach Grund",
            "bounceDomains": "Nicht angekommen, nach Domain der Empfänger",
            "scripts": "Skripte, deren Mail zurückkam oder Beschwerden brachte",
            "queueIDs": "Unsere Queue-IDs, zum Nachschlagen im Log",
        ],
        more: "und {} weitere",
        ownUnknown:
            "Kein Bericht betrifft einen Server, der als unserer bekannt ist: nennen Sie unsere Server mit --own oder unter site in der Konfiguration.",
        ownPasses: "Unsere eigenen Server: alle {} Nachrichten haben DMARC bestanden.",
        ownFails:
            "Unsere eigenen Server: {} von {} Nachrichten sind an DMARC gescheitert, zuletzt am {}; SPF passte bei {} nicht, DKIM bei {} nicht. Die Adressen stehen unten.",
        strangers:
            "Fremde haben {} Nachrichten in unserem Namen verschickt, die durchfielen; {} davon wurden aussortiert oder abgelehnt.",
        nothingNew: "Seit {} ist keine Quelle neu.", new: "Quellen, die seit {} neu sind: {}. Sind es unsere?",
        ready:
            "seit {} Tagen ist keine Nachricht unserer eigenen Server gescheitert. Noch nicht gesehen: {}. Wenn auch diese verschickt haben und bestanden, ist p=quarantine für unsere Server sicher.",
        rowsLost:
            "{} Zeilen beschädigter Berichte der letzten zwei Wochen sind verloren: ob unsere eigenen Server darin scheitern, ist nicht bekannt.",
        notReady:
            "noch nicht reif für p=quarantine: {} Nachrichten unserer eigenen Server sind gescheitert, zuletzt am {}.",
        strictGood:
            "die Richtlinie ist streng, und seit {} Tagen ist keine Nachricht unserer eigenen Server gescheitert.",
        strictFails:
            "die Richtlinie ist streng, und {} Nachrichten unserer eigenen Server sind gescheitert, zuletzt am {}: solche Mail geht verloren.",
        occasions: [
            .monthEnd: "Monatsende", .newsletter: "Newsletter", .scanner: "Scanner", .payroll: "Lohnabrechnung",
        ],
        tlsGood: "TLS: {} von {} Verbindungen zu unseren Servern sind gescheitert.",
        tlsBad: "TLS: {} von {} Verbindungen zu unseren Servern sind gescheitert; die Gründe stehen unten.",
        complaints: "{} Beschwerden: Empfänger haben unsere Mail als Spam gemeldet.",
        bouncesAnswer: "{} Empfänger haben unsere Mail nicht bekommen; für {} versucht es ein Server noch.",
        notJoined:
            "{} Beschwerden und Rückläufer tragen keine Queue-ID von uns: der Kopf kam nicht mit zurück, unsere Hosts stehen nicht in der Konfiguration, oder die Mail war nie von uns.",
        unproven: "{} Berichte stammen nicht nachweislich von dem, der sich nennt; sie zählen hier nicht.",
        unchecked:
            "Bei {} Berichten hat niemand geprüft, wer sie verschickt hat: es sind Dateien, oder unter site in der Konfiguration fehlt authserv-id.",
        servicesHint: "Ein Dienst, der scheitert und unserer ist, braucht DKIM mit unserer Domain.",
        signedHint: "Weiterleitungen, oder eigene Server, die niemand genannt hat.",
        kind: "Art", counted: "gezählt", repeated: "doppelt", unprovenColumn: "unbewiesen", earlier: "früher",
        aggregate: "DMARC-Sammelberichte", tlsReports: "TLS-Berichte", failureReports: "DMARC-Fehlerberichte",
        complaintReports: "Beschwerden", bouncesRead: "Rückläufer", otherMail: "andere Mail", refused: "nicht lesbar",
        domain: "Domain", policy: "Richtlinie", messages: "Mails", passed: "bestanden", failed: "gescheitert",
        ownMessages: "eigene", ownFailed: "davon gescheitert", spf: "SPF", dkim: "DKIM", stopped: "aufgehalten",
        address: "Adresse",
        service: "Dienst", network: "Netz", source: "Quelle", reason: "Grund", organisation: "Organisation",
        count: "Anzahl",
        day: "Tag", succeeded: "gelungen", host: "Host", final: "aufgegeben", delayed: "verzögert", script: "Skript",
        queueID: "Queue-ID", happened: "was geschah", complaint: "Beschwerde: {}",
        bounces: [
            .userUnknown: "Empfänger unbekannt", .domainUnknown: "Domain unbekannt oder ohne Mail",
            .mailboxFull: "Postfach voll",
            .mailboxDisabled: "Postfach gesperrt", .tooLarge: "Nachricht zu groß",
            .blocked: "unsere Adresse oder unser Name ist gesperrt",
            .notAuthenticated: "SPF, DKIM oder DMARC gescheitert", .content: "Inhalt für Spam oder Virus gehalten",
            .policy: "Regeln des Empfängers", .rateLimited: "zu viel auf einmal",
            .unreachable: "Empfänger nicht rechtzeitig erreicht",
            .systemError: "dort oder hier ist etwas kaputt", .undetermined: "nicht gesagt",
        ],
        chapters: [
            "senders": "Wer verschickt in unserem Namen?", "own": "Scheitern unsere eigenen Server?",
            "ready": "Kann die Richtlinie strenger werden?", "tls": "Funktioniert TLS zu uns?",
            "complaints": "Wer beschwert sich?",
            "bounces": "Was kommt zurück?", "read": "Was wurde gelesen?", "rest": "Was noch?",
        ],
        chart: "Nachrichten in unserem Namen nach Tag",
        ownChart: "Gescheiterte Nachrichten unserer eigenen Server",
        footer: "Gelesen von spreu reports. Kein Empfänger und kein Text einer Nachricht steht darin.")
}
