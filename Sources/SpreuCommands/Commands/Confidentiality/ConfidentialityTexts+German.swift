// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import ReportPages

extension ConfidentialityTexts {
    static let german = ConfidentialityTexts(
        title: "Wer sieht unsere Post?",
        about: "Was Konfiguration, Dateien und Protokolle dieses Mailservers sagen, ohne das Netz zu fragen",
        nothing: "Nichts von dem, was angesehen wurde, zeigt anderen Post, Namen oder Passwörter.",
        lead: "Kritisch: {}; Warnungen: {}; zur Kenntnis: {}.",
        notLookedAt: "Nicht angesehen: {}; siehe unten.",
        severities: [.critical: "Kritisch", .warning: "Warnungen", .notice: "Zur Kenntnis"],
        kinds: kindsInGerman,
        roles: [
            "key": "Schlüssel der Site", "store": "Store", "models": "Modelle", "maildir": "Post der Konten",
            "spool": "Spool", "backup": "Sicherungen", "tlsKey": "privater Schlüssel für TLS",
        ],
        areas: [
            .postfix: ("Postfix' Konfiguration", "als root starten, oder --postfix mit „postconf -n > DATEI“ angeben"),
            .dovecot: ("Dovecots Konfiguration", "als root starten, oder --dovecot mit „doveconf -n > DATEI“ angeben"),
            .aliases: ("Aliase", "als root starten, oder --aliases DATEI angeben"),
            .tables: ("Eine Tabelle von Postfix", "ansehen, was „postmap -s“ davon ausgibt"),
            .forwards: (
                ".forward-Dateien und Sieve-Skripte der Nutzer", "als root starten, mit --config für die Konten"
            ),
            .accessLists: ("dovecot-acl-Dateien der Nutzer", "als root starten, mit --config für die Konten"),
            .logs: ("Protokolle", "--logs DATEI angeben, oder „logs“ unter „alarms“ in spreu.yaml"),
            .logDetail: ("TLS in den Protokollen", "in main.cf: {} = 1, danach „postfix reload“"),
            .resolver: ("Der Resolver", "/etc/resolv.conf ansehen"),
            .zone: (
                "Die Einträge unserer Domains", "--dns-zone DATEI angeben: die Zone, oder was „dig“ ausgibt"
            ),
            .files: ("Rechte von Dateien", "als root starten, mit --config"),
            .findings: ("Ein Teil der Funde", "beheben, was aufgeführt ist, und noch einmal starten"),
        ],
        reasons: reasonInGerman, more: "und {} weitere",
        relayPassword: "Postfix meldet sich dort an: Auch sein Passwort ist zu lesen.",
        elsewhere: "auf jener Maschine zu beheben", byHand: "selbst ansehen, wenn das erlaubt ist", found: "Was",
        place: "Wo", mends: "Was es behebt",
        nobody: "eine Entscheidung", missing: "Was", reason: "Warum", remedy: "Was hilft", gaps: "Nicht angesehen",
        footer: "Erstellt von spreu confidentiality. Von Menschen nennt es nur Pseudonyme, von Adressen die Domain.")

    private static let kindsInGerman: [ExposureKind: (title: String, why: String)] = [
        .aliasOutside: ("Aliase führen nach außen", "Aliase leiten Post weiter an {}: Sie verlässt das Haus."),
        .aliasProgram: (
            "Aliase starten Programme", "Aliase übergeben Post an das Programm {}; es kann damit alles tun."
        ),
        .forwardOutside: (
            "Eine .forward führt nach außen", ".forward-Dateien von Nutzern leiten Post weiter an {}: Andere lesen sie."
        ),
        .forwardProgram: (
            "Eine .forward startet Programme",
            ".forward-Dateien von Nutzern übergeben Post an das Programm {}; es kann damit alles tun."
        ),
        .mailboxProgram: (
            "Ein Programm bekommt alle lokale Post",
            "Postfix übergibt Post für lokale Nutzer an das Programm {}; es kann damit alles tun."
        ),
        .sieveRedirect: (
            "Regeln leiten nach außen um",
            "Regeln von Nutzern leiten Post um an {}; ohne :copy bleibt nichts davon hier."
        ),
        .sieveVariable: (
            "Regeln leiten an Beliebige um",
            "Eine Regel leitet Post dorthin um, wohin die Nachricht oder eine Liste es sagt: Erst dann steht es fest."
        ),
        .sieveNotify: (
            "Regeln benachrichtigen andere", "Regeln melden {}, dass Post da ist; sie können daraus zitieren."
        ),
        .sieveProgram: (
            "Regeln starten Programme", "Regeln übergeben Post an das Programm {}; es kann damit alles tun."
        ),
        .copyOutside: (
            "Kopien gehen nach außen", "Postfix schickt Kopien der Post an {}, ohne dass es jemand merkt, der schreibt."
        ),
        .ruleOutside: ("Regeln von Postfix führen nach außen", "Eine Regel von Postfix schickt Post an {}."),
        .redirectsSeen: (
            "Post wurde nach außen umgeleitet",
            "Regeln von Nutzern haben Nachrichten an andere weitergeleitet (Tage: {}, Nachrichten: {}): {}."
        ),
        .relayOutside: ("Ein fremdes Relay", "Post geht über {}: Dort endet TLS, dort kann alles gelesen werden."),
        .relayWithoutTLS: (
            "Ein Relay ohne TLS",
            "TLS zum Relay {} ist nicht erzwungen: Wer unterwegs zuhört, liest die Post."
        ),
        .filterOutside: (
            "Ein fremder Inhaltsfilter", "Der Inhaltsfilter auf {} gehört nicht uns: Er sieht alle Post."
        ),
        .milterOutside: (
            "Ein fremder Milter", "Der Milter auf {} gehört nicht uns: Er sieht alle Post, und zwar im Klartext."
        ),
        .policyServiceOutside: (
            "Ein fremder Policy-Dienst", "Der Policy-Dienst auf {} gehört nicht uns: Er sieht, wer wem schreibt."
        ),
        .blockLists: (
            "Sperrlisten werden gefragt",
            "Jede DNS-Frage sagt der Sperrliste und dem Resolver, wer uns schreibt: {}."
        ),
        .publicResolver: (
            "Andere lösen Namen auf",
            "Namen löst {} auf und sieht so, mit wem wir Post austauschen. Öffentlichen Resolvern antworten Sperrlisten nicht."
        ),
        .reportsOutside: (
            "Berichte über unsere Domains gehen an andere",
            "Summen darüber, wer in unserem Namen sendet, gehen an {} (rua)."
        ),
        .failureReportsOutside: (
            "Berichte mit Post darin gehen an andere",
            "Fehlerberichte (ruf) gehen an {}: Sie enthalten Kopfzeilen, manchmal Text einzelner Nachrichten."
        ),
        .submissionPasswords: (
            "SMTP-Passwörter im Klartext",
            "SMTP nimmt Passwörter ohne TLS an (Dienst: {}): Wer unterwegs zuhört, liest sie, und dann alle Post."
        ),
        .incomingWithoutTLS: (
            "Andere können nicht mit TLS zustellen",
            "Port 25 bietet kein TLS: Alle Post an uns geht im Klartext durch das Internet."
        ),
        .outgoingWithoutTLS: (
            "Post geht im Klartext hinaus",
            "Postfix nutzt gegenüber anderen kein TLS: Unsere Post kann unterwegs gelesen werden."
        ),
        .weakPolicy: ("Eine Regel nimmt TLS weg", "smtp_tls_policy_maps verlangt weniger TLS als sonst für {}."),
        .cleartextLogins: (
            "Dovecot nimmt Passwörter im Klartext",
            "{} lässt Passwörter ohne TLS zu: Wer unterwegs zuhört, liest sie, und dann alle Post. Es muss an jeder Stelle weg, auch in Blöcken."
        ),
        .dovecotWithoutTLS: (
            "Dovecot hat kein TLS",
            "Post, die Nutzer abholen, und ihre Passwörter gehen im Klartext durch Netze. „ssl = required“ beendet das, aber nur mit einem Zertifikat: Ohne kann sich niemand anmelden."
        ),
        .cleartextLoginsSeen: (
            "Anmeldungen im Klartext",
            "Anmeldungen mit dem Passwort im Klartext: {} (Konten: {}, Tage: {}). Diese Passwörter ändern."
        ),
        .cleartextSubmissionsSeen: (
            "Post im Klartext eingeliefert",
            "Nachrichten mit einem Passwort im Klartext: {} (Konten: {}, Tage: {}). Diese Passwörter ändern."
        ),
        .sentInClear: (
            "Partner ohne TLS: gesendet", "Nachrichten, die im Klartext hinausgingen: {} (Domains: {}, Tage: {})."
        ),
        .receivedInClear: (
            "Partner ohne TLS: empfangen", "Nachrichten, die im Klartext kamen: {} (Domains: {}, Tage: {})."
        ),
        .cloudLogins: (
            "Eine Cloud holt Post ab",
            "{} meldet sich für Nutzer an: {} (Konten: {}, Tage: {}). Die Adressen gehören ihr, also liegen Passwort und Post dort; welche App es war, sagt kein Protokoll."
        ),
        .masterUsers: (
            "Master-User", "Dovecot hat Master-User: Mit einem Passwort lesen sie die Post von allen."
        ),
        .sharedWithoutRights: (
            "Geteilte Postfächer ohne Rechte",
            "Namensräume ({}) zeigen Postfächer anderer, und das Plugin acl, das sagte, wessen, ist nicht geladen."
        ),
        .rightsForAnyone: (
            "Nutzer dürfen Postfächer für alle öffnen",
            "Dovecot lässt Nutzer Rechte an „anyone“ und „authenticated“ vergeben."
        ),
        .openMailbox: (
            "Postfächer sind für alle offen", "Zugriffslisten lassen jeden Angemeldeten, oder jeden, Post lesen."
        ),
        .sharedMailbox: ("Postfächer sind geteilt", "Zugriffslisten lassen andere Nutzer Post lesen."),
        .readableByAll: ("Offen für jeden auf der Maschine", "Jeder mit einem Konto auf der Maschine kommt heran: {}."),
        .readableByGroup: ("Offen für eine Gruppe", "Alle Mitglieder seiner Gruppe kommen heran: {}."),
    ]

    @Sendable private static func reasonInGerman(_ reason: ExposureGapReason, _ numbers: LocalNumbers) -> String {
        switch reason {
        case .noneGiven: "nicht angegeben"
        case .noConfiguration: "keine Konfiguration: Konten und Spreus eigene Dateien sind nicht bekannt"
        case .noAccounts: "die Konfiguration findet kein Konto"
        case .noOwnDomains: "die eigenen Domains sind nicht bekannt: Keine Adresse ist von fremden zu unterscheiden"
        case .noServices: "master.cf: nicht angegeben; was für einzelne Dienste gilt, ist nicht bekannt"
        case .noDoveconf: "kein doveconf auf dieser Maschine"
        case .doveconfNotRun: "„doveconf -n“ wird mit --root nicht gestartet"
        case .noDoveconfOutput(let source): "\(source): nicht die Ausgabe von „doveconf -n“; Vorgaben können fehlen"
        case .noReportRecord(let zone): "\(zone): kein Eintrag für DMARC oder TLS-RPT darin"
        case .notExpanded(let name, let place): "\(place): \(name) lässt sich nicht auflösen"
        case .noFile(let path): "\(path): keine solche Datei"
        case .notAllowed(let path): "\(path): Dieser Nutzer darf sie nicht lesen"
        case .unreadable(let count, let example):
            "Dateien, die nicht zu lesen sind: \(numbers.count(count)), etwa \(example)"
        case .included(let count, let example):
            "was sie einbinden, wird nicht gelesen: \(numbers.count(count)), etwa \(example)"
        case .withoutOwner(let count):
            "Skripte, deren Pfad nicht sagt, wessen sie sind: \(numbers.count(count)); mit „exclude“ bleiben sie zu"
        case .rulesOf(let program): "\(program) hat eigene Regeln, die nicht gelesen werden"
        case .tooManyTables(let name, let most): "\(name): mehr als \(numbers.count(most)) Tabellen"
        case .tooManyAccounts(let most): "mehr als \(numbers.count(most)) Konten: Die übrigen sind nicht angesehen"
        case .moreFindings(let kind, let count):
            "\(kindsInGerman[kind]?.title ?? kind.rawValue): \(numbers.count(count)) weitere"
        case .named(let text): text
        }
    }
}
