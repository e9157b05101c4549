import MailServerConfiguration
// SPDX-License-Identifier: Apache-2.0
import ReportPages
import SiteSetup

extension InitTexts {
    static let german = InitTexts(
        account: Noun(one: "Konto", many: "Konten"), folder: Noun(one: "Ordner", many: "Ordner"),
        message: Noun(one: "Nachricht", many: "Nachrichten"), found: "Gefunden", postfix: "Postfix, {}",
        dovecot: "Dovecot {}", exim: "Exim, {}",
        noServers: "Weder Postfix noch Dovecot noch Exim ist hier eingerichtet.",
        domains: "eigene Domains: {}", networks: "eigene Netze: {}",
        filters: "ein Filter, der schon läuft: {}",
        accounts: "{} in {}: {}",
        noAccounts: "Es wurden keine Konten gefunden: Tragen Sie ihre Maildirs in spreu.yaml unter „sources“ ein.",
        noMaildirs: "In {} liegen zwar Verzeichnisse, aber keine Maildirs.",
        origin: { origin in
            switch origin {
            case .configuration(let path): "laut \(path)"
            case .dovecot(let place): "laut Dovecot, \(place.path == "doveconf" ? "doveconf -n" : place.path)"
            case .postfix(let place): "laut Postfix, \(place)"
            case .exim(let path): "laut Exim, \(path)"
            case .layout(.systemUsers): "die Benutzer dieser Maschine"
            case .layout(.virtualUsers): "wo virtuelle Benutzer üblicherweise liegen"
            case .layout(let layout): "wo \(layout.rawValue) sie ablegt"
            }
        },
        notRead: "nicht gelesen: {}",
        closedQuestion: """
            Welche Konten und Ordner müssen verschlossen bleiben? Betriebsrat, Meldestelle, \
            Betriebsarzt, Personalabteilung: Was Sie nennen, wird nie aufgelistet oder \
            geöffnet. Namen oder Adressen von Konten, Namen von Ordnern, durch Kommas \
            getrennt; * steht für beliebig viele Zeichen. Alle andere Post wird nachts \
            gelesen, nur vom Dienstbenutzer.
            """,
        robotsQuestion: """
            Welche Konten werden von Programmen gelesen (Rechnungen, Tickets, Fax)? Was mit \
            deren Post geschieht, sagt dann nichts über sie. Was Sie nicht nennen, gilt als \
            Konto eines Menschen: Was dort gelesen im Posteingang liegt, gilt als erwünscht.
            """,
        suggestion: "Dem Namen nach vielleicht {}: schreiben Sie, was stimmt",
        restQuestion: """
            {} liegen in anders benannten Ordnern ({}). Ist erwünscht, was die Leute dort \
            ablegen? Ja: Es wird als erwünscht gelernt. Nein: Es zählt weder als erwünscht \
            noch als Spam; die größeren Ordner lassen sich später nennen („ham“ in spreu.yaml).
            """,
        junkQuestion: """
            In Junk: {}. {}Ist das alles Spam, gleich wer es dorthin gelegt \
            hat? Sehen Sie sich vorher ein, zwei Junk-Ordner an. Ja: Was heute dort liegt, \
            wird als Spam gelernt. Nein: Es zählt nur, was Menschen dorthin verschoben oder \
            ein früherer Filter gekennzeichnet hat, und dies nur, soweit es zu dem passt, \
            was Menschen einsortieren; das erste Modell kennt dann womöglich wenig Spam.
            """,
        writeQuestion: "Diese Dateien nach {} schreiben? Nein: init endet hier und ändert nichts.",
        trainQuestion: """
            Jetzt lernen? Das liest die Konten als Benutzer {} und ändert dort nichts. Es \
            dauert Minuten, bei Millionen von Nachrichten Stunden. Nein: Die erste Nacht \
            holt es nach, oder ein Befehl, der dann dasteht.
            """,
        enterKeeps: "Enter: {}", enterKeepsThese: "schon: {}; Enter: keine weiteren", nothing: "keine", yes: "ja",
        no: "nein",
        folders: "Was die Ordner bedeuten",
        uses: [
            "ham": "erwünscht", "spam": "Spam", "trash": "Papierkorb", "drafts": "Entwürfe", "sent": "gesendet",
            "rest": "kein Label",
        ],
        folderCount: "{} ({}, {})",
        unnamed: "{} mit anderen Namen ({}); „spreu config check“ nennt die größeren",
        noSpam: "Kein Konto hat einen Ordner für Spam: Lassen Sie Dovecot für alle einen anlegen (auto = subscribe).",
        closed: "Verschlossen", closedCount: "{}, und in anderen {}",
        closedWord: "{}: {}, {}",
        closedNothing: "{}: So heißt weder ein Konto noch ein Ordner; prüfen Sie die Schreibweise.",
        encrypted: "Die Post liegt verschlüsselt auf der Platte ({}): Dort kann Spreu sie nicht lesen.",
        encryptedSamples:
            "Verschlüsselt sind {} von {} angesehenen Nachrichten: Solche Post kann Spreu auf der Platte nicht lesen.",
        encryptedHelp: """
            Was sich tun lässt: (1) Dovecot übergibt entschlüsselt, was Benutzer verschieben \
            (IMAPSieve, /usr/share/doc/spreu/imapsieve.md); der Filter sieht alle Post, bevor sie \
            verschlüsselt wird. (2) Dovecot legt jeden Abend eine lesbare Kopie an, die unter \
            „sources“ eingetragen wird (/usr/share/doc/spreu/archives.md): doveadm -o plugin/zlib_save= -o \
            plugin/mail_crypt_save_version=0 backup -u USER maildir:/srv/copy/USER. \
            (3) Die Verschlüsselung für neue Post abschalten.
            """,
        otherFormat: "Dovecot hält die Post als {}; das liest Spreu nicht.",
        otherFormatHelp: """
            Was sich tun lässt: Dovecot legt jeden Abend eine Kopie in Maildirs an, die \
            unter „sources“ eingetragen wird (/usr/share/doc/spreu/archives.md).
            """,
        eximSpool: """
            Exim legt lokale Post in eine Datei je Benutzer (/var/mail), in der niemand etwas \
            einsortieren kann: Spreu lernt aus Maildirs. dpkg-reconfigure exim4-config, \
            „Maildir-Format im Home-Verzeichnis“.
            """,
        files: "Dateien",
        changes: [
            .new: "neu", .same: "unverändert", .rewritten: "neu geschrieben",
            .kept: "von Hand geändert, bleibt wie sie ist", .replaced: "ersetzt; die bisherige heißt {}",
        ],
        keptAdvice:
            "Was init dort schreiben würde: spreu init --diff. Übernehmen: --replace; Ihre Datei bleibt daneben erhalten.",
        settingsChanged:
            "site.yaml hat sich geändert: Die nächste Nacht liest alle Post noch einmal, und bis dahin nimmt der "
            + "Filter kein Modell an.",
        rights: "Was Benutzer {} lesen darf",
        rightsFine: "Benutzer {} kann alles Nötige lesen, und nichts Verschlossenes.",
        gaps: [
            .noUser: "Es gibt keinen Benutzer {1}",
            .noLearnGroup:
                "Die Gruppe {1} derer, die Post übergeben dürfen, fehlt, oder der Dienstbenutzer fehlt in ihr",
            .mailUserOutsideLearnGroup: "{1}, dem alle Post gehört, darf nicht übergeben, was Benutzer verschieben",
            .way: "Auf dem Weg zu den Konten verschlossen: {0}, etwa {1}",
            .accounts: "Nicht lesbar: die Post von {0}, etwa {1}",
            .newMail: "Nicht lesbar wäre neue Post von {0}, etwa {1}",
            .linked:
                "Symlinks, denen nicht gefolgt wird, weil ein Benutzer sie angelegt haben kann: {0}, etwa {1}. Tragen "
                + "Sie unter „sources“ ein, wohin sie führen",
            .closedIsOpen: "Soll verschlossen bleiben und ist zugänglich: {0}, etwa {1}",
            .configuration: "{1} ist nicht lesbar",
            .state: "{1} fehlt oder gehört jemand anderem",
            .foreign:
                "{1} gibt es schon, gehört jemand anderem, und das bleibt so: Geben Sie Spreu einen eigenen Ordner (--state)",
            .drop: "{1} fehlt oder ist nicht so eingerichtet, wie es sein muss",
            .socket: "Postfix erreicht {1} nicht",
        ],
        withheld: """
            Was Post öffnen würde, wird nicht ausgegeben, und gelernt wird nichts, denn diese \
            Namen verschließen nichts: {}. Berichtigen Sie sie („exclude“ in spreu.yaml) und \
            rufen Sie init noch einmal auf. Stimmen sie, weil es die Konten erst später gibt, \
            dann genügt der zweite Aufruf: Bis dahin sind sie vermerkt.
            """,
        asRoot: "Als root:",
        newAccounts:
            "Dovecot legt die Verzeichnisse neuer Konten mit dem Modus 0700 an; dagegen kommt keine Vorgabe-ACL an. Heben "
            + "Sie die Schleife als Skript auf, /usr/local/sbin/spreu-acl, und rufen Sie es für neue Konten wieder auf.",
        training: "Ein erstes Modell",
        trainLater: "Es wurde nichts gelernt. Einmalig lernen, aus allem, was schon einsortiert ist:",
        trainAfterRights: "Es wurde nichts gelernt: zuerst die Befehle oben, dann:",
        trainedWith: "Lernt, als Benutzer {}:",
        trainFailed: "Es ist kein Modell entstanden ({}). Wenn behoben ist, was dort steht:",
        trainWaits: "Das Modell ist da, mit Warnungen: siehe oben.",
        next: "Wie es weitergeht",
        purposes: [
            .services: "Der nächtliche Lauf und, sobald es ein Modell gibt, der Filter:",
            .servicesDone: "Nächtlicher Lauf und Filter starten schon von selbst.",
            .postfix: "Postfix fragt den Filter. Dies schreibt {}:",
            .postfixDone: "Postfix fragt den Filter schon ({}).",
            .postfixServices:
                "Diese Dienste haben eigene Listen, in {}; soll der Filter ihre Post sehen, gehört er auch dorthin:",
            .exim: "Exim fragt den Filter. In den Hauptteil, in {}:",
            .eximACL: "In die ACL für DATA, hinter die Zeile „acl_check_data:“ in {}:",
            .eximReload: "Danach, als root:",
            .eximLight:
                "exim4-daemon-light kann keinen Filter fragen und nimmt diese Zeilen nicht an. Zuerst, als root:",
            .eximDone: "Exim kennt den Filter schon ({}).",
            .dovecot: "Dovecot sortiert Spam nach Junk:",
            .dovecotDone: "Dovecot sortiert Spam schon nach Junk ({}).",
        ],
        goesTo: "in {}:", commands: "als root:",
        diffOnly: "Es wurde nichts geändert.")
}
