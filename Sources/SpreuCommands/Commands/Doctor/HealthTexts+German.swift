// SPDX-License-Identifier: Apache-2.0
import SiteHealth

extension HealthTexts {
    static let german = HealthTexts(
        title: "Läuft hier alles?",
        healthy: "Nichts von dem, was angesehen wurde, steht dem Betrieb im Weg.",
        lead: "Kritisch: {}; Warnungen: {}; zur Kenntnis: {}.",
        notLookedAt: "Nicht angesehen: {}; siehe unten.",
        severities: [.critical: "Kritisch", .warning: "Warnungen", .notice: "Zur Kenntnis"],
        areas: [
            .configuration: "Konfiguration", .users: "Benutzer und Gruppen", .permissions: "Rechte",
            .key: "Schlüssel", .settings: "Angaben zur Site", .model: "Modell", .filter: "Filter",
            .postfix: "Postfix", .dovecot: "Dovecot", .night: "Nächte", .accounts: "Konten",
            .units: "Timer und Dienste", .disk: "Platte", .clock: "Uhr",
        ],
        kinds: kindsInGerman,
        roles: [
            "configuration": "die Konfiguration", "key": "den Schlüssel der Site",
            "signingKey": "den Schlüssel für Unterschriften", "store": "den Store", "models": "die Modelle",
            "drop": "den Abgabeordner", "listing": "den Ordner der Konten", "maildir": "Maildirs",
            "message": "Nachrichten in Maildirs", "log": "die überwachten Protokolle",
            "socket": "den Socket des Filters", "list": "die Liste der Absender",
        ],
        otherMachine: "es läuft auf einer anderen Maschine, von der nur die Dateien hier sind: dort starten",
        noSystemd:
            "hier gibt es weder systemd noch eine Cron-Tabelle mit „spreu nightly“: sicherstellen, dass etwas die Nächte startet",
        noMilter: "der Filter hat keinen Milter, oder die Unit, die seinen Socket öffnet, ist nicht hier; was Postfix "
            + "fragen soll, ist nicht bekannt",
        links: "Konten hinter Symlinks, die ihre Benutzer angelegt haben können: {}. Tragen Sie unter „sources“ ein, "
            + "wohin diese führen",
        depends: "es hängt an dem, was oben beanstandet wird: {}",
        newerSyntax:
            "{} in der Schreibweise von Dovecot 2.4 wird nicht gelesen: mit /usr/share/doc/spreu/imapsieve.md vergleichen",
        more: "und {} weitere", place: "Wo", fine: "In Ordnung: {}.", states: "Bereiche", gaps: "Nicht angesehen",
        ways: "als root starten, oder angeben, wo es liegt",
        directions: ["spam": "in den Junk-Ordner", "ham": "aus dem Junk-Ordner heraus"],
        noPermissions: "# Nichts zu ändern: Die Rechte sind, wie sie sein sollen, soweit sie angesehen wurden.",
        permissions: "# Als root; jede Zeile ansehen, bevor sie läuft. Geändert wurde noch nichts.")

    private static let kindsInGerman: [HealthKind: String] = [
        .configurationBroken: "Die Konfiguration der Nächte ist nicht brauchbar: Keine Nacht kann laufen.",
        .filterConfigurationBroken: "Die Konfiguration des Filters ist nicht brauchbar: Er startet nicht noch einmal.",
        .filterConfigurationMissing:
            "Es gibt keine Konfiguration für einen Filter: Nichts bewertet Post, wenn sie ankommt.",
        .filterRefuses: "Der installierte Filter lehnt seine Konfiguration, den Schlüssel oder das Modell ab.",
        .noUser: "Den Benutzer {} gibt es nicht: Weder Nächte noch Filter können laufen.",
        .noGroup: "Die Gruppe {} gibt es nicht, aber eine Konfiguration nennt sie.",
        .notInGroup: "{} ist nicht in der Gruppe {} und kann ihr den Socket des Filters nicht geben.",
        .closed: "Der Benutzer {} kommt nicht an {} heran ({}).",
        .missing: "Der Benutzer {} braucht {}, und da ist nichts ({}).",
        .closedToNew: "Der Benutzer {} liest Maildirs über eine Zugriffsliste, die neue Post nicht erbt ({}).",
        .exposed: "Andere als der Eigentümer kommen an {} heran: So benutzt Spreu das nicht.",
        .modelsOpen: "Jeder Benutzer dieser Maschine kann Modelle und Berichte der Nächte lesen.",
        .foreignOwner:
            "Dateien gehören {} statt {} ({}): Ein Befehl lief ohne „sudo -u“, und die nächste Nacht kann scheitern.",
        .dropOpen: "Der Abgabeordner lässt herein, wen er nicht soll: Dort liegt Post von Nutzern.",
        .excludedOpen: "{} kann in Konten oder Ordner sehen, die geschlossen bleiben sollen ({}).",
        .noKey:
            "Es gibt keinen Schlüssel, aber einen Store oder ein Modell, die mit einem gemacht sind: Ohne ihn nützen beide nichts.",
        .keyDamaged: "In der Datei des Schlüssels steht keiner.",
        .keyOfStore: "Der Store ist mit Schlüssel {} gemacht, dieser ist {}: Keine Nacht kann ihn benutzen.",
        .keyOfModel: "Das Modell ist mit einem anderen Schlüssel als {} gemacht: Der Filter lehnt es ab.",
        .keyOfFilter: "Der Filter hat nicht den Schlüssel der Nächte: Er lehnt ihre Modelle ab.",
        .settingsOfStore:
            "Die Post im Store ist mit anderen Angaben zur Site gelesen: Die nächste Nacht liest alles noch einmal.",
        .settingsOfFilter:
            "„site“ des Filters ist nicht das, womit das Modell gelernt hat: Er lehnt das Modell ab. Beide Konfigurationen sollten eine Datei einbinden.",
        .noModel: "Es gibt kein Modell: Post geht ungefiltert durch.",
        .modelWaiting: "Es gibt noch kein Modell, weil in den Konten noch nichts zählt.",
        .modelDamaged: "Das Modell, das der Filter bekommen soll, ist nicht lesbar.",
        .modelExtractor:
            "Das Modell hat Post gelernt, die anders gelesen wurde (Extractor {}), als diese Version sie liest ({}): Ein Filter, der jetzt startet, lehnt es ab.",
        .modelUnsigned: "Das Modell ist von keinem Schlüssel unterschrieben, dem der Filter vertraut: Er lehnt es ab.",
        .modelStale: "Das Modell ist {} Tage alt: Die Nächte machen keines, das in Dienst geht.",
        .modelPinned: "Das Modell ist festgehalten und {} Tage alt.",
        .modelCallsNothingSpam: "Das Modell nennt noch nichts Spam: Es hat zu wenig gelernt.",
        .modelElsewhere: "Der Filter sucht sein Modell woanders, als die Nächte es hinlegen: Er bekommt nie ein neues.",
        .socketMissing: "Der Socket des Filters ist nicht da.",
        .nobodyListens: "Wo der Filter sein sollte, nimmt niemand an.",
        .strangerListens: "An der Adresse des Filters antwortet etwas anderes.",
        .filterWithoutModel: "Der Filter läuft ohne Modell: Post geht ungefiltert durch.",
        .filterOtherModel: "Der Filter hat das Modell {}, in Dienst sein soll {}.",
        .milterMissing: "Postfix fragt den Filter am Dienst {} nicht ({}): Diese Post wird nicht bewertet.",
        .milterOutsideChroot:
            "Postfix sucht den Socket unterhalb seines Chroots {}, wo er nicht ist: den Pfad ohne diesen Ordner schreiben.",
        .milterDefers: "Wenn der Filter steht, macht Postfix mit aller Post das: {}. Richtig ist „accept“.",
        .localMailUnfiltered:
            "Post von Programmen auf dieser Maschine sieht der Filter nicht: Was Sieve weiterleitet, verliert sein Kennzeichen.",
        .milterOrder: "{} steht hinter dem Filter: Felder von dort gelten nicht als eigene.",
        .milterProtocol: "milter_protocol ist {}: Der Filter braucht, was Version 6 kann.",
        .submissionUnbraked:
            "Die Bremse ist an, aber der Dienst {} fragt den Filter nicht: Was Nutzer dort senden, zählt nicht.",
        .sieveMissing: "Dovecots {} hat kein Sieve: Es legt keinen Spam in Junk ab.",
        .junkRuleMissing:
            "Kein Sieve-Skript für alle liest das Urteil: Spam bleibt im Eingang, außer bei Nutzern mit eigenen Regeln.",
        .feedbackMissing:
            "Es gibt einen Abgabeordner, aber Dovecot gibt nichts ab: Was Nutzer verschieben, zählt erst ab der nächsten Nacht.",
        .feedbackUnread: "Dovecot gibt ab, was Nutzer verschieben, und keine Nacht liest es: „drop“ fehlt.",
        .feedbackPlugin: "Dovecot lädt {} nicht: Was Nutzer verschieben, wird nicht abgegeben.",
        .feedbackExtension: "Sieve darf {} nicht benutzen: Was Nutzer verschieben, wird nicht abgegeben.",
        .feedbackRule: "IMAPSieve hat keine Regel, die gilt, für: {}.",
        .feedbackScript: "Ein Skript, das die Regeln von IMAPSieve nennen, ist nicht da: {}.",
        .feedbackProgram: "Skripte übergeben an {}; das ist nicht da, oder nicht jeder darf es starten.",
        .feedbackGroup:
            "Dovecots Mail-Prozesse sind nicht in der Gruppe {}: Sie können nicht in den Abgabeordner schreiben.",
        .mailGroupMissing: "Dovecot nennt die Gruppe {}, die es nicht gibt: Kein Nutzer kann sein Postfach öffnen.",
        .feedbackOfExcluded:
            "Namen von Konten, die geschlossen bleiben, fehlen in den Skripten ({}): Was diese Nutzer verschieben, wird abgegeben.",
        .noNight: "Noch ist keine Nacht gelaufen.",
        .storeUnusable: "Der Store lässt sich nicht öffnen.",
        .nightLate: "Die letzte Nacht begann vor {} Stunden.",
        .nightFailed: "Die letzte Nacht, die vor {} Stunden begann, ist gescheitert.",
        .nightRefused: "Die letzte Nacht hat kein Modell gemacht, das in Dienst ging.",
        .nightUnfinished:
            "Die letzte Nacht begann vor {} Stunden und ist nicht zu Ende: Sie hängt, oder sie wurde abgebrochen.",
        .nightWarned: "Die letzte Nacht hatte Warnungen.",
        .noAccounts: "Nichts passt zu {}: Von dort wird nichts gelernt.",
        .unreadMail: "Die letzte Nacht konnte nicht alle Post lesen (Stellen: {}).",
        .noTimer: "Nichts startet die Nächte: Der Timer ist nicht eingeschaltet, und keine Cron-Tabelle nennt sie.",
        .unitDisabled: "{} ist nicht eingeschaltet und nach einem Neustart weg.",
        .unitFailed: "{} ist gescheitert.",
        .diskFull: "{} sind frei, die nächste Nacht braucht {}.",
        .diskTight: "{} sind frei: genug für eine Nacht, aber nicht für eine, die alle Post noch einmal liest ({}).",
        .diskReadOnly: "Das Dateisystem ist nur lesbar eingehängt: Keine Nacht kann schreiben.",
        .clockBehind: "Die Uhr ist {} Stunden hinter der letzten Nacht: Nichts wird entfernt, und Alter stimmen nicht.",
        .clockUnsynchronised: "Nichts stellt die Uhr: Davon hängt ab, wann Post zählt und was alt ist.",
    ]
}
