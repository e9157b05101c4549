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
            .logDetail: ("TLS in den Protokollen", "postconf -e '{} = 1' && postfix reload"),
            .resolver: ("Der Resolver", "/etc/resolv.conf ansehen"),
            .zone: (
                "Die Einträge unserer Domains", "--dns-zone DATEI angeben: die Zone, oder was „dig“ ausgibt"
            ),
            .files: ("Rechte von Dateien", "als root starten, mit --config"),
        ],
        more: "und {} weitere", found: "Was", place: "Wo", mends: "Was es behebt",
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
            "In {} Tagen haben Regeln von Nutzern {} Nachrichten an andere weitergeleitet: {}."
        ),
        .relayOutside: ("Ein fremdes Relay", "Post geht über {}: Dort endet TLS, dort kann alles gelesen werden."),
        .relayWithoutTLS: (
            "Ein Relay ohne TLS",
            "TLS zum Relay {} ist nicht erzwungen: Wer unterwegs zuhört, liest die Post und das Passwort für das Relay."
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
            "{} lässt Passwörter ohne TLS zu: Wer unterwegs zuhört, liest sie, und dann alle Post."
        ),
        .dovecotWithoutTLS: (
            "Dovecot hat kein TLS", "Post, die Nutzer abholen, und ihre Passwörter gehen im Klartext durch Netze."
        ),
        .cleartextLoginsSeen: (
            "Anmeldungen im Klartext",
            "{} Anmeldungen (Konten: {}) in {} Tagen waren im Klartext: Diese Passwörter ändern."
        ),
        .cleartextSubmissionsSeen: (
            "Post im Klartext eingeliefert",
            "{} Nachrichten (Konten: {}) kamen in {} Tagen mit einem Passwort im Klartext: Diese Passwörter ändern."
        ),
        .sentInClear: (
            "Partner ohne TLS: gesendet", "{} Nachrichten (Domains: {}) gingen in {} Tagen im Klartext hinaus."
        ),
        .receivedInClear: (
            "Partner ohne TLS: empfangen", "{} Nachrichten (Domains: {}) kamen in {} Tagen im Klartext."
        ),
        .cloudLogins: (
            "Eine Cloud holt Post ab",
            "{}: {} Anmeldungen (Konten: {}) in {} Tagen. Die Adressen gehören ihr, also liegen Passwort und Post dort; welche App es war, sagt kein Protokoll."
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
}
