// SPDX-License-Identifier: Apache-2.0
import OutboundMail

extension OutboundTexts {
    static let german = OutboundTexts(
        title: "Ausgehende Mail", period: "{} bis {}", noLogs: "keine Logs",
        nothing: "Soweit diese Logs zeigen, verlässt nichts Verdächtiges diesen Server.",
        noMail: "Keine ausgehende Mail in diesen Logs: Darüber lässt sich nichts sagen.",
        found: "Befunde: {}.", more: "nicht gezeigt: {}",
        excluded: "Nachrichten ausgenommener Konten, nur in dieser Tabelle: {}",
        kinds: [
            .hackedAccount: "Gehacktes Konto", .hackedScript: "Gehacktes Skript oder Webserver",
            .trojan: "Ein Client ohne Anmeldung verschickt, was kein Gerät verschickt", .openRelay: "Offenes Relay",
            .backscatter: "Unzustellbarkeitsmeldungen an Fremde (Backscatter)",
            .forwardedSpam: "Spam wird weitergeleitet",
            .bulkWithoutUnsubscribe: "Massenmail ohne Abmeldung mit einem Klick",
            .boughtList: "Eine Liste von Leuten, die nicht darum gebeten haben", .suddenVolume: "Weit mehr als je",
        ],
        advice: [
            .hackedAccount:
                "Passwort ändern, Sitzungen beenden ('doveadm kick NAME'), Wartendes anhalten ('postsuper -h QUEUE-ID'), in den Regeln nach Weiterleitungen und nach dem Trojaner suchen, der das Passwort hat. Den Namen des Kontos nennt 'spreu incident show'.",
            .hackedScript:
                "Mail dieses Benutzers sperren ('authorized_submit_users' in main.cf), das Skript suchen (Log des Webservers zu dieser Zeit, kürzlich geänderte Dateien), die Anwendung aktualisieren, ihre Passwörter ändern.",
            .trojan:
                "den Rechner vom Netz nehmen und untersuchen. Ist es ein Gerät, das an viele schreiben soll, unter 'own' in 'alarms' nennen. Clients sich anmelden lassen: Port 25 ist von innen nur für Server da.",
            .openRelay:
                "sofort: 'smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination', und in 'mynetworks' nur die eigenen Netze. Gehört Client oder Domain Ihnen, unter 'networks' oder 'domains' nennen.",
            .backscatter:
                "ablehnen, was nicht zustellbar ist, solange der Client noch verbunden ist: 'relay_recipient_maps', 'reject_unverified_recipient', Quota schon bei SMTP prüfen; Filter sollen ablehnen oder markieren, nie zurückschicken.",
            .forwardedSpam:
                "nur weiterleiten, was kein Spam ist (Sieve-Regel auf X-Spreu oder X-Spam-Flag vor der Weiterleitung), den Absender umschreiben (SRS, postsrsd; mit Sieve 'sieve_redirect_envelope_from = recipient') oder das Postfach abholen lassen.",
            .bulkWithoutUnsubscribe:
                "das Versandprogramm soll 'List-Unsubscribe: <https://...>' und 'List-Unsubscribe-Post: List-Unsubscribe=One-Click' schreiben (RFC 8058), beide von DKIM unterschrieben. Sind es keine Werbung, sondern Rechnungen oder dergleichen, ist nichts zu tun.",
            .boughtList:
                "nicht mehr an diese Liste schreiben, Adressen streichen, die es nicht gibt, und die Einwilligung (bestätigtes Opt-in) nachweisen lassen: Fragen dazu in /usr/share/doc/spreu/betrieb.de.md.",
            .suddenVolume:
                "beim Eigentümer nachfragen. Hat es seine Richtigkeit, dem Absender unter 'own' in 'alarms' eigene Obergrenzen geben.",
        ],
        loopbackAdvice:
            "das Programm auf diesem Rechner suchen, das seine Mail an Port 25 abgibt (ein Web-Formular, eine Mailingliste: Log des Webservers zu dieser Zeit, kürzlich Geändertes, 'ss -tnp'), es anhalten, aktualisieren, seine Passwörter ändern. Seine Adresse ist die aller Programme hier: Sie wird nie gesperrt.",
        signs: [
            0: "gescheiterte Anmeldungen des Clients vor der gelungenen: {}",
            1: "neue Empfänger in Mail aus einem Netz, das für das Konto neu ist: {}",
            2: "verschiedene Netze an einem Tag: {}", 3: "Spam nach dem Modell: {} von {} Nachrichten",
            4: "Empfänger, die es nicht gibt: {} von {}", 5: "Beschwerden: {} über {} Kopien",
            6: "wegen des Inhalts abgelehnt: {} von {} Kopien", 7: "externe Empfänger: {} (Obergrenze {})",
            8: "Leute, denen es seit Wochen nicht geschrieben hatte, in 24 Stunden: {} (Grenze {})",
            9: "Absender fremder Domains im Umschlag: {}",
            10: "Kopien von außen nach außen, ohne Anmeldung: {}; Clients: {}",
            11: "fast alles für die Domain {}: gehört sie Ihnen, unter 'domains' nennen",
            12: "Meldungen nach außen am schlimmsten Tag: {}; davon selbst unzustellbar: {}",
            13: "mit fremdem Absender weitergeleitet, ohne SRS: {} von {} in sieben Tagen",
            14: "Empfänger von Mail ohne List-Unsubscribe in einer Woche: {}",
            15: "Empfänger von Mail ohne Abmeldung mit einem Klick in einer Woche: {}",
        ],
        noticed: "bemerkt {}, Nachricht {} dieses Tages; Nachrichten bisher: {}; zuletzt {}",
        noticedLogin: "bemerkt {}, an einer Anmeldung; zuletzt {}", campaign: "zuerst {}, zuletzt {}; Nachrichten: {}",
        script: "Skript: {}", queueIDs: "Queue-IDs: {}", toDo: "Was zu tun ist:",
        checklist: [
            "Woher und von wann ist jede Adresse? Zu jeder ein Nachweis: Datum, Formular oder Anlass, IP-Adresse oder Papier.",
            "Wurde bestätigt: eine Mail mit einem Link, auf den der Inhaber der Adresse geklickt hat? Datum des Klicks.",
            "Was stand im Formular: wer schreibt, was, wie oft?",
            "Gekauft, gemietet, aus dem Netz gesammelt oder von Visitenkarten: gar nicht verwenden.",
            "Wie meldet man sich ab: ein Klick, sofort, ohne Anmeldung (RFC 8058)? Seit wann?",
            "Werden unzustellbare Adressen nach der ersten endgültigen Meldung gestrichen, Beschwerdeführer sofort?",
            "Wann wurde zuletzt an die Liste geschrieben? Nach einem Jahr Stille ist die Einwilligung kaum zu belegen.",
        ],
        wouldHold:
            "Mit --apply DATEI würden für drei Tage angehalten: {}. Geändert wurde nichts.",
        held: "Angehalten in {} bis {}: {}.", nothingToHold: "In {} ist nichts anzuhalten.",
        expired: "Abgelaufene Einträge, die entfernt sind: {}.",
        inMainCF:
            "Postfix benutzt die Tabellen, wenn in main.cf steht, vor allem Erlaubenden (hier für smtpd_sender_restrictions):",
        inMasterCF:
            "Ein Dienst in master.cf (submission, submissions), der diese Beschränkungen selbst setzt, weiß nichts von denen in main.cf: dort, vor allem Erlaubenden und ohne Leerzeichen:",
        titles: [
            "routes": "Was hinausging, nach Herkunft (ganzes Log)", "logins": "Konten",
            "clients": "Clients ohne Anmeldung",
            "scripts": "Lokale Benutzer, und Skripte (des ganzen Logs)",
            "forwards": "Aliase und Postfächer, die weiterleiten",
            "relays": "Clients, deren Mail durchgereicht wurde", "campaigns": "Kampagnen in der gesendeten Mail",
            "days": "Externe Empfänger nach Tag",
        ],
        columns: [
            "route": "Herkunft", "messages": "Mails", "recipients": "Empfänger", "bounced": "zurück",
            "unknown": "unbekannt", "judged": "beurteilt", "spam": "Spam", "account": "Konto",
            "most a day": "max/Tag", "new": "neu", "networks": "Netze", "client": "Client", "listed": "benannt",
            "first seen": "zuerst", "script": "Skript", "complaints": "Beschwerden", "came back": "zurück",
            "copies": "Kopien", "refused": "abgelehnt", "without SRS": "ohne SRS", "first": "zuerst",
            "no unsubscribe": "ohne", "no one-click": "ohne Klick", "day": "Tag",
        ],
        routes: [
            .login: "Konten", .client: "Clients ohne Anmeldung", .script: "lokale Programme",
            .forward: "Aliase, Weiterleitungen, Regeln", .relay: "von außen nach außen",
            .notification: "Unzustellbarkeitsmeldungen", .vacation: "Abwesenheitsnotizen",
            .unknown: "Ankunft nicht in den Logs",
        ],
        named: "ja", notNamed: "nein", seldom: "selten benutzt, Catch-all: {}",
        chapters: [
            "findings": "Was stimmt nicht?", "proof": "Was muss das Marketing nachweisen?",
            "who": "Wer verschickt wie viel?", "machines": "Welche Geräte und Programme?",
            "others": "Was wird weitergeleitet oder durchgereicht?", "bulk": "Welche Massenmail?",
        ],
        footer:
            "Zeilen der Logs: {}; gesendete Nachrichten: {}; gelesen von spreu outbound. Weder Empfänger noch Betreff stehen darin."
    )
}
