// SPDX-License-Identifier: Apache-2.0
import OutgoingBrake
import ReportPages

extension AlarmTexts {
    private static let whoInGerman = "wer es ist: {} --reason TEXT"
    private static let stopInGerman = [
        "ist es nicht gewollt: das Passwort ändern, dann die Sitzungen beenden: doveadm kick NAME",
        "was noch wartet: postqueue -j | grep QUEUE-ID; anhalten: postsuper -h QUEUE-ID; löschen: postsuper -d QUEUE-ID",
    ]
    private static let bouncesInGerman = [
        "was zurückkommt, und warum: spreu logs /var/log/mail.log (große Empfänger); die Queue: postqueue -p"
    ]

    static let german = AlarmTexts(
        language: .german,
        things: [
            "recipients": "externe Empfänger in {}",
            "new-recipients": "Leute in 24 Stunden, denen es seit Wochen nicht geschrieben hatte",
            "foreign-recipients":
                "Leute, denen es nicht geschrieben hatte, in Mail aus einem Netz, das für das Konto neu ist",
            "redirect":
                "Weiterleitung nach außen, neu binnen eines Tages nach einer Anmeldung aus einem Netz, das für das Konto neu ist",
            "guesses":
                "gescheiterte Anmeldungen eines Clients an einem Tag, und dann eine gelungene, aus einem Netz, das für das Konto neu ist",
            "waiting": "Nachrichten warten in Queues", "received": "Nachrichten von außen heute",
            "ordinary": "externe Empfänger heute, von allen ohne eigene Obergrenzen",
            "bounced": "Kopien kamen heute zurück", "bounced-of": "Kopien kamen heute zurück, von {}",
            "deferred-of": "Kopien wurden heute aufgeschoben, von {}",
            "block-listed": "Kopien heute abgelehnt: Dieser Server steht auf einer Sperrliste",
            "refused": "Kopien heute abgelehnt von {}, {} angenommen",
            "silence": "Nachrichten von außen, wo es sonst immer welche gab",
            "silent-days": "Arbeitstage ohne eine Nachricht",
        ], windows: [.tenMinutes: "zehn Minuten", .hour: "einer Stunde", .day: "einem Tag"],
        receivers: ["GMX and WEB.DE": "GMX und WEB.DE"], found: "{} {} (Grenze {})",
        advice: [
            .ceiling: [whoInGerman] + stopInGerman + [
                "ist es gewollt: dem Absender eigene Obergrenzen geben (alarms, own: in spreu.yaml)"
            ],
            .newRecipients: [whoInGerman] + stopInGerman,
            .foreignLogin: [whoInGerman, "die Person anrufen und fragen, ob sie es war"] + stopInGerman + [
                "ihre Weiterleitungen: doveadm sieve list -u NAME; doveadm sieve get -u NAME SKRIPT"
            ],
            .guessedPassword: [whoInGerman] + stopInGerman + [
                "die Anmeldungen: journalctl -u dovecot -u 'postfix*' --since -1day | grep NAME"
            ],
            .volume: ["wer am meisten sendet: spreu brake; die Queue: postqueue -p | tail -1"],
            .bounces: bouncesInGerman, .deferrals: bouncesInGerman,
            .queue: ["was wartet, und warum: postqueue -j | tail; Platte und Netz; danach: postqueue -f"],
            .blockListed: [
                "suchen, wer verschickt hat, was die Liste sah (spreu incident list), es abstellen, dann bei der Liste die Austragung beantragen; ihr Name: grep 'blocked using' im Log"
            ],
            .refusedByReceiver: [
                "was er sagt, und wo man anfragt: spreu logs /var/log/mail.log (große Empfänger)"
            ],
            .silence: [
                "ist der Server von außen auf Port 25 erreichbar, stimmt das DNS, lauscht er: ss -ltn 'sport = :25'; postfix check"
            ],
        ],
        scriptAdvice: [
            "die Nachrichten: grep 'uid=UID ' /var/log/mail.log (Zeilen von postfix/pickup); was unter diesem Benutzer läuft: ps -u UID -o pid,lstart,args; crontab -l -u NAME",
            "ist es der Benutzer eines Webservers (www-data): das Skript der Website suchen, das versendet, im Zugriffs-Log des Webservers zu dieser Zeit und unter kürzlich geänderten Dateien: find /var/www -type f -newermt '3 days ago'",
            "ist es nicht gewollt: das Programm anhalten und, bis es in Ordnung ist, nichts mehr einliefern lassen: postconf -e 'authorized_submit_users = !NAME, static:all'",
            stopInGerman[1],
            "ist es gewollt: der uid eigene Obergrenzen geben (alarms, own: in spreu.yaml)",
        ],
        kinds: ["login": "Konto", "client": "Client", "script": "Skript"], firstMessages: "Erste Nachrichten: {}",
        toDo: "Was zu tun ist:", whenOver: "ist es vorbei: {}", opened: "Spreu: Alarm {} auf {}",
        extended: "Spreu: Alarm {} auf {} ist mehr geworden", week: "Spreu: die Woche des Mailservers {}",
        events: [.opened: "neu", .extended: "mehr", .summary: "Woche"], quiet: "Eine ruhige Woche: kein Alarm.",
        alarm: "Alarm", alarms: "Alarme", ofWeek: "{} in dieser Woche, noch offen: {}.", thisWeek: "diese Woche",
        weekBefore: "die Woche davor",
        weekRows: [
            .received: "Nachrichten von außen", .recipients: "externe Empfänger", .bounced: "unzustellbar",
            .deferred: "aufgeschoben", .blockListed: "abgelehnt (Sperrlisten)",
        ],
        monthColumns: [
            .received: "von außen", .recipients: "nach außen", .bounced: "unzustellbar", .deferred: "aufgeschoben",
            .blockListed: "Sperrlisten",
        ], month: "Monat", nothingCounted: "Es wurde noch nichts gezählt.",
        ofMonth: "{}: {} von außen, externe Empfänger: {}", stillOpen: "offen: {}  {}", incident: "Vorfall {}, {}",
        isOpen: "offen", isClosed: "geschlossen", closedAt: "geschlossen {}",
        notNamed: "nicht bekannt: das Log hat den Namen nicht genannt", forgotten: "beim Schließen vergessen",
        firstAndLast: "zuerst {}, zuletzt {}", messages: "Nachrichten: {}",
        inTheLog: "im Log: journalctl -g '{}', oder grep in mail.log", lookedAt: "angesehen von {} {}: {}",
        tooMany: "mehr als {} Alarme in einer Stunde: die übrigen zeigt 'spreu incident list'",
        notTold: "niemand wurde benachrichtigt durch {}: {}", line: "Zeile", lines: "Zeilen",
        ahead: "{} des Logs mehr als einen Tag vor der Uhr dieser Maschine: nicht gezählt; die Uhren prüfen",
        countersDamaged:
            "{} stammt nicht von spreu und heißt jetzt {}: was üblich ist, wird in zwei Wochen neu gelernt",
        incidentsDamaged:
            "incidents.jsonl in {} war beschädigt: {} weggelassen, die anderen behalten; die alte Datei heißt jetzt {}")
}
