// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import ReportPages
import TextOutput

extension LogTexts {
    static let german = LogTexts(
        language: .german, title: "Logs des Mailservers", period: "{} bis {}", noNews: "keine neuen Zeilen",
        read: "{}, {}",
        line: "Zeile", lines: "Zeilen",
        titles: [
            "messages": "Nachrichten", "refusals": "Abgelehnt, nach Grund", "blockLists": "Abgelehnt, nach Sperrliste",
            "hours": "Nach Uhrzeit", "weekdays": "Nach Wochentag", "days": "Nach Tag",
            "recipientDomains": "Domains der Empfänger", "senderDomains": "Domains der Absender",
            "networks": "Netze der Clients", "sizes": "Nachrichten nach Größe",
            "delays": "Zugestellt, nach Laufzeit ab dem ersten Server", "stages": "Wofür Zustellungen Zeit brauchten",
            "tls": "Verbindungen und TLS", "receivers": "Große Empfänger", "answers": "Was große Empfänger sagen",
            "verdicts": "Urteile von spreud", "sessions": "Anmeldungen, Postfächer und Verbindungen",
            "screening": "An postscreen gescheitert", "listings": "Gelistete Clients, nach DNS-Liste",
            "lines": "Zeilen nach Server", "warnings": "Warnungen", "unknown": "Unbekannte Zeilen",
            "otherDaemons": "Zeilen anderer Daemons, nicht gelesen",
        ],
        columns: [
            "total": "Was", "value": "Wert", "reason": "Grund", "count": "Anzahl", "list": "Liste", "hour": "Stunde",
            "weekday": "Wochentag", "day": "Tag", "received": "empfangen", "delivered": "zugestellt",
            "deferrals": "verzögert", "bounced": "unzustellbar", "refused": "abgelehnt", "domain": "Domain",
            "mean delay": "Ø Laufzeit", "longest": "längste", "messages": "Nachrichten", "bytes": "Datenmenge",
            "network": "Netz", "connections": "Verbindungen", "failed logins": "Fehlanmeldungen", "size": "Größe",
            "delay": "Laufzeit", "stage": "Abschnitt", "seconds in all": "insgesamt",
            "was the longest": "war der längste", "all": "alle", "with TLS": "mit TLS", "share": "Anteil",
            "receiver": "Empfänger", "answer": "Antwort", "verdict": "Urteil", "test": "Test", "server": "Server",
            "kind": "Art", "daemon": "Daemon",
        ],
        rows: [
            "received": "empfangen", "from other servers": "von anderen Servern", "from users": "von Nutzern",
            "from local programs": "von Programmen auf dem Server", "notifications": "Meldungen des Servers (DSN)",
            "vacation replies": "Abwesenheitsantworten", "arrival not in the log": "Eingang nicht im Log",
            "joined to another": "mit einer anderen zusammengeführt", "bytes received": "empfangene Datenmenge",
            "delivered here": "hier zugestellt", "delivered elsewhere": "anderswo zugestellt",
            "bytes delivered": "zugestellte Datenmenge", "archive copies": "Archivkopien",
            "deferred messages": "verzögerte Nachrichten", "deferrals": "aufgeschobene Zustellversuche",
            "bounced": "unzustellbar", "discarded": "verworfen", "expired": "in der Queue abgelaufen",
            "handed to a filter, or on": "an einen Filter oder weiter übergeben",
            "in a queue at the end": "am Ende noch in einer Queue", "end not in the log": "Ende nicht im Log",
            "refused": "abgelehnt", "only warned": "nur gewarnt", "held": "angehalten",
            "senders, about": "Absender, etwa",
            "recipients, about": "Empfänger, etwa",
            // Refusals.
            "block list": "Sperrliste", "no such recipient": "Empfänger unbekannt", "relaying": "Relaying",
            "name of the client": "Name des Clients", "EHLO": "EHLO", "sender": "Absender",
            "greylisting": "Greylisting",
            "content": "Inhalt", "too many, too fast": "zu viel, zu schnell", "protocol": "Protokoll",
            "other rules": "andere Regeln",
            // Time.
            "Monday": "Montag", "Tuesday": "Dienstag", "Wednesday": "Mittwoch", "Thursday": "Donnerstag",
            "Friday": "Freitag", "Saturday": "Samstag", "Sunday": "Sonntag", "others": "andere", "(local)": "(lokal)",
            // Size and delay. A refusal's size is a row, too.
            "size": "Größe", "below 1 KiB": "unter 1 KiB", "below 10 KiB": "unter 10 KiB",
            "below 100 KiB": "unter 100 KiB", "below 1 MiB": "unter 1 MiB", "below 10 MiB": "unter 10 MiB",
            "10 MiB and more": "10 MiB und mehr", "below 1 s": "unter 1 s", "below 10 s": "unter 10 s",
            "below 1 min": "unter 1 min", "below 10 min": "unter 10 min", "below 1 h": "unter 1 h",
            "below 1 day": "unter 1 Tag", "1 day and more": "1 Tag und mehr", "before the queue": "vor der Queue",
            "in the queue": "in der Queue", "connecting": "Verbindungsaufbau", "sending": "Übertragung",
            // Connections.
            "from clients": "von Clients", "to servers": "zu Servern",
            "messages from other servers": "Nachrichten anderer Server", "logins": "Anmeldungen",
            "failed logins": "fehlgeschlagene Anmeldungen", "stored by Dovecot": "von Dovecot abgelegt",
            "passed postscreen": "von postscreen durchgelassen", "connections lost": "abgebrochene Verbindungen",
            "servers not reached": "nicht erreichte Server", "mean session of smtpd": "mittlere Sitzung von smtpd",
            "longest session of smtpd": "längste Sitzung von smtpd", "GMX and WEB.DE": "GMX und WEB.DE",
        ],
        verdicts: ["ham": "Ham", "spam": "Spam", "unsure": "unsicher", "unfiltered": "ungefiltert"],
        other: "weitere", others: "weitere", more: "und {}",
        beyond: "und weitere, über die Namen hinaus, die unterschieden werden", toRelease: "{}, zur Freischaltung: {}",
        releases: [
            .tOnline:
                "an die Adresse schreiben, die in der Antwort steht ({} bei NOWL, {} bei BL, {} bei DIAL), mit der Antwort; der Name des Hosts muss zum Betreiber führen: dort ein Impressum mit Kontaktdaten ({}, 4.1)",
            .gmx:
                "den Link öffnen, mit dem die Antwort endet; er führt zum Formular. Ohne Link: {}, {}, mit der IP-Adresse und der Antwort",
            .microsoft:
                "5.7.606 bis 5.7.649: {}; 5.7.511: die Unzustellbarkeitsmeldung weiterleiten an {}; S3140, S3150: {}; im Auge behalten: SNDS und JMRP ({})",
            .google:
                "{} erfüllen (SPF, DKIM, DMARC, PTR, TLS), die Domain beobachten: {}; hilft das nicht: {}",
            .apple:
                "{}; dann schreiben an {}: Firma, Domain, Adressen der Server, deren Antworten, seit wann; bei „Blocked“ mit einem Link zu Proofpoint: {}",
            .yahoo: "den Code nachschlagen: {}; dann das Formular für Versender: {}",
        ],
        howToRelease: "Wie Sie wieder freigeschaltet werden",
        problem: { problem in
            let path = problem.path.forTerminal()
            return switch problem.kind {
            case .unreadable(let reason): "\(path): \(reason); Pfad und Rechte prüfen"
            case .repeated(let other):
                "\(path): beginnt wie \(other.forTerminal()) und wurde ausgelassen; jedes Log nur einmal angeben"
            case .noLogLines:
                "\(path): keine Logzeile darin; Mail-Logs angeben, wie syslog, journalctl (-o json, -o short-iso) oder Exim sie schreiben"
            }
        },
        tooManyMessages:
            "zu viele Nachrichten waren gleichzeitig in Queues: die ältesten wurden gezählt, wie sie waren; Logs von weniger Hosts angeben",
        tooManyRecipients: "{} jenseits der ersten 10.000 einer Nachricht, nicht gezählt",
        recipient: "Empfänger", recipients: "Empfänger",
        unreadableLines: "{} nicht als Logzeile lesbar und nicht gezählt",
        longLines: "{} länger als 64 KiB: der Rest wurde weggelassen",
        linesLeftOut:
            "das Log sagt {}, dass Zeilen fehlen: die Summen sind zu klein; RateLimitBurst von journald heraufsetzen, oder die Grenzen von imjournal und imuxsock bei rsyslog",
        once: "Mal", times: "Mal",
        stateTooLarge: "der Stand würde zu groß: die jüngsten Nachrichten in Queues sind nicht darin",
        noNewLines: "Keine neuen Zeilen",
        lead: "{} Nachrichten empfangen, {} hier zugestellt, {} anderswo, {} Ablehnungen.",
        chapters: [
            .mail: "Wie viel Mail?", .when: "Wann?", .why: "Was wurde abgelehnt, und warum?",
            .outside: "Was sagen große Empfänger?", .whom: "Mit wem?", .how: "Wie groß, wie schnell, wie sicher?",
            .inside: "Was taten Nutzer und Filter?", .log: "Was steht im Log?", .rest: "Was noch?",
        ],
        notWhole: "Nicht alles ließ sich zählen: {}", chart: "Empfangene Nachrichten und Ablehnungen: {}",
        messages: "Nachrichten", received: "empfangen", refused: "abgelehnt",
        footer: "{}, gelesen von spreu logs. Konten und Adressen stehen nicht darin.")
}
