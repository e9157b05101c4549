// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import ReportPages

/// What the comments of the files say, in one language; lines as they stand there, without the number sign.
struct FileComments: Sendable {
    var site: String
    /// `{}` is what may be written.
    var hosts: String
    var networks: String
    var recipients: String
    var nightly: String
    var key: String
    var drop: String
    var noSources: String
    var origin: @Sendable (AccountPlace.Origin) -> String
    var folders: String
    var existingJunk: String
    var exclude: String
    var robots: String
    var alarms: String
    var more: String
    var filter: String
    var milter: String
    var spamd: String
    var seal: String

    static func of(_ language: Language) -> FileComments {
        switch language {
        case .english: english
        case .german: german
        }
    }

    static let english = FileComments(
        site: """
            The site's own servers and names, for the nightly run and the filter alike: spreu.yaml(5).
            After a change, the filter takes no model before the next night has made one.
            """,
        hosts: """
            Servers of your own, by the names that they write into Received fields. Empty: guessed for each message, which is right
            unless much of your mail was delivered elsewhere and forwarded to you. Then name all of them: {}
            """,
        networks: "Networks of your own servers and devices, from mynetworks or its like.",
        recipients: "Your own domains. Names of your people are no evidence.",
        nightly: """
            What Spreu learns from, every night: spreu.yaml(5). All settings with their defaults, commented:
            /usr/share/doc/spreu/spreu.yaml. Check after a change: sudo -u spreu spreu config check
            """,
        key: "back it up, and treat it as a password",
        drop: "what users and the filter hand in",
        noSources: "No accounts were found: name them here, as in /usr/share/doc/spreu/spreu.yaml.",
        origin: { origin in
            let says =
                switch origin {
                case .configuration: "As before."
                case .dovecot: "Where Dovecot keeps mail, by 'doveconf -n'."
                case .postfix(let place): "Where Postfix delivers mail, by \(place.path)."
                case .exim(let path): "Where Exim delivers mail, by \(path)."
                case .layout(let layout): "Where mail is kept by \(layout.rawValue)."
                }
            return says + " What the wildcards stand for is an account's name."
        },
        folders: "These names, of which the mail server knows the use, beside those that clients use.",
        existingJunk: "Junk that an older filter filed before this day is learned as spam.",
        exclude: """
            Mail that stays closed: never listed or opened. Accounts by name, address or path, folders by name, with those below
            them; wildcards are allowed.
            """,
        robots: "Accounts whose mail is read by programs: what is done with it is not a label.",
        alarms: """
            Alarms over the server's logs: /usr/share/doc/spreu/alarms.md. They count who writes to how many, so those who speak for
            your people may have a say. Take off the number signs, then: systemctl enable --now spreu-watch
            """,
        more: """
            Further settings, each with its default: mailboxes for reports of users, retention, the gate for new models, lists of new
            Junk by mail.
            """,
        filter: "The live filter: spreud.yaml(5). Check after a change: sudo -u spreu spreud --check-config",
        milter: "Opened by spreud.socket: in Postfix, unix:spreu/milter.sock.",
        spamd: "For Exim: spamd_address.",
        seal:
            "The last line says that nobody has changed this file since. Change what you like: 'spreu init' then leaves it alone."
    )

    static let german = FileComments(
        site: """
            Die eigenen Server und Namen, für den nächtlichen Lauf wie für den Filter: spreu.yaml(5).
            Nach einer Änderung nimmt der Filter kein Modell an, bis die nächste Nacht eines gemacht hat.
            """,
        hosts: """
            Eigene Server, mit den Namen, die sie in Received-Felder schreiben. Leer: wird für jede Nachricht erschlossen. Das stimmt,
            solange nicht viel Post anderswo zugestellt und hierher weitergeleitet wurde. Sonst alle aufzählen: {}
            """,
        networks: "Netze der eigenen Server und Geräte, aus mynetworks oder dergleichen.",
        recipients: "Die eigenen Domains. Namen der eigenen Leute sind kein Indiz.",
        nightly: """
            Woraus Spreu jede Nacht lernt: spreu.yaml(5). Alle Einstellungen mit ihren Vorgaben, auskommentiert:
            /usr/share/doc/spreu/spreu.yaml. Nach einer Änderung prüfen: sudo -u spreu spreu config check
            """,
        key: "gehört in die Sicherung, und ist wie ein Passwort zu behandeln",
        drop: "was Nutzer und Filter übergeben",
        noSources: "Es wurden keine Konten gefunden: hier eintragen, wie in /usr/share/doc/spreu/spreu.yaml.",
        origin: { origin in
            let says =
                switch origin {
                case .configuration: "Wie bisher."
                case .dovecot: "Wo Dovecot laut „doveconf -n“ die Post aufbewahrt."
                case .postfix(let place): "Wohin Postfix laut \(place.path) zustellt."
                case .exim(let path): "Wohin Exim laut \(path) zustellt."
                case .layout(.systemUsers): "Die Maildirs der Benutzer dieser Maschine."
                case .layout(.virtualUsers): "Wo die Post virtueller Benutzer üblicherweise liegt."
                case .layout(let layout): "Wo \(layout.rawValue) die Post aufbewahrt."
                }
            return says + " Wofür die Sterne stehen, ist der Name eines Kontos."
        },
        folders: "Diese Namen, deren Zweck der Mailserver kennt, neben denen der üblichen Mailprogramme.",
        existingJunk: "Was ein früherer Filter vor diesem Tag nach Junk gelegt hat, wird als Spam gelernt.",
        exclude: """
            Post, die verschlossen bleibt: Sie wird nie aufgelistet oder geöffnet. Konten nach Name, Adresse oder Pfad, Ordner nach
            dem Namen, samt denen darunter; Platzhalter wie „*“ sind erlaubt.
            """,
        robots: "Konten, deren Post Programme lesen: Was mit ihr geschieht, sagt nichts über sie.",
        alarms: """
            Alarme aus den Logs des Servers: /usr/share/doc/spreu/alarms.md. Sie zählen, wer wie vielen schreibt; der Betriebsrat hat
            dabei mitzureden. Die Nummernzeichen entfernen, dann: systemctl enable --now spreu-watch
            """,
        more: """
            Weitere Einstellungen, jede mit ihrer Vorgabe: Postfächer für Meldungen der Nutzer, Aufbewahrung, Hürde für neue Modelle,
            Listen des neuen Junk per Mail.
            """,
        filter:
            "Der Filter im laufenden Betrieb: spreud.yaml(5). Nach einer Änderung prüfen: sudo -u spreu spreud --check-config",
        milter: "Geöffnet von spreud.socket: in Postfix unix:spreu/milter.sock.",
        spamd: "Für Exim: spamd_address.",
        seal: """
            An der letzten Zeile ist zu sehen, dass niemand diese Datei seither geändert hat. Ändern Sie, was Sie möchten: „spreu init“
            rührt sie dann nicht mehr an.
            """)
}
