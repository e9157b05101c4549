// SPDX-License-Identifier: Apache-2.0

extension HandoverTexts {
    static let german = HandoverTexts(
        title: "Spreu auf {}: für alle, die es übernehmen",
        about:
            "Version {}, Stand {}. Einmal ganz lesen, und die Wiederherstellung üben, solange noch jemand zu fragen ist.",
        complete: "Alles, wonach das Blatt fragt, ist ausgefüllt.",
        incomplete: "Das muss ein Mensch ergänzen:",
        openKeyCopies: "wo Kopien des Schlüssels sind (--key-copy). Ohne ihn sind Store und Modelle wertlos.",
        openContact: "wen man fragt (--contact).",
        footer:
            "Erstellt von spreu handover. Es enthält kein Geheimnis: Schlüssel mit ihrer Kennung, Konten als Pseudonyme und Zahlen, sofern nicht nach Namen gefragt war.",
        sections: [
            "places": "Wo was liegt", "keys": "Schlüssel, und wo ihre Kopien sind", "users": "Benutzer und Gruppen",
            "units": "Was wann läuft", "alarms": "Wer wovon erfährt", "closed": "Post, die geschlossen bleibt",
            "watch": "Wonach man sieht, und wie oft", "stop": "Anhalten",
            "restore": "Wiederherstellen, und die Übung dazu", "move": "Umziehen auf eine andere Maschine",
            "several": "Mehrere Mailserver",
        ],
        what: "Was", path: "Pfad", rights: "Eigentümer und Modus", note: "Anmerkung", why: "Wozu", command: "Befehl",
        none: "keine", missing: "nicht da",
        unreadable: "als {} nicht lesbar: spreu handover als root aufrufen",
        damaged: "die Datei ist da und enthält keinen Schlüssel",
        things: [
            "site": "Konfiguration der Nächte", "filter": "Konfiguration des Filters", "store": "Store",
            "models": "Modelle", "served": "das Modell in Dienst", "key": "Schlüssel der Site",
            "signingKey": "Schlüssel, der Modelle unterschreibt",
            "publicKey": "öffentliche Schlüssel, denen der Filter vertraut",
            "drop": "Abgabeordner für Rückmeldungen der Nutzer", "alarms": "Zähler und Vorfälle der Alarme",
            "lists": "erlaubte und abgewiesene Absender", "report": "Bericht der letzten Nacht", "milter": "Milter",
            "spamd": "Protokoll von spamd", "http": "HTTP", "contact": "Wen man fragt", "keyID": "Kennung",
            "copies": "Kopien", "signed": "Modelle werden unterschrieben", "runs": "startet Nächte und Filter",
            "postfix": "Postfix, das den Socket des Filters öffnet",
            "dropGroup": "wer in den Abgabeordner schreiben darf",
            "members": "Mitglieder", "enabled": "startet von selbst", "disabled": "startet nicht von selbst",
            "unknown": "hier nicht bekannt",
            "spreu-nightly.timer": "jede Nacht: liest Post, lernt, prüft, gibt das neue Modell in Dienst",
            "spreud.service": "der Filter, den Postfix fragt",
            "spreud.socket": "hält den Socket, während der Filter neu startet",
            "spreu-watch.service": "Alarme über die Protokolle des Mailservers",
            "spreu-digest.timer": "schreibt allen, was neu in ihrem Junk liegt",
            "cron": "eine Cron-Tabelle startet Nächte",
            "program": "Programm", "mail": "Mail an", "addresses": "Adressen: {}", "logs": "überwachte Protokolle",
            "noAlarms": "Alarme sind nicht eingerichtet („alarms“ in spreu.yaml).", "accounts": "Konten: {}",
            "patterns": "Namen unter „exclude: accounts“: {}", "folders": "Namen unter „exclude: folders“: {}",
            "withoutNumber": "dem Store nicht bekannt",
        ],
        paragraphs: [
            "places": "Alles, was Spreu anlegt, liegt hier. Die Postfächer selbst werden nur gelesen.",
            "keys":
                "Mit dem Schlüssel der Site werden Merkmale gehasht; er ist ein Geheimnis von 16 Byte. Niemand kann ihn noch einmal herstellen: Ohne ihn muss der Store aus der Post neu entstehen, die noch da ist, und was von Hand eingestuft wurde, ist weg. Kopien gehören auf Papier oder einen Datenträger im Tresor, nicht dorthin, wo die Sicherungen sind: Wer beides hat, kann prüfen, ob ein Wort in jemandes Post stand.",
            "units":
                "Wenn nichts die Nächte startet, wird das Modell alt und der Filter schlechter; sonst steht nichts still.",
            "alarms":
                "Die Überwachung fragt „spreu status“ (Nagios, Icinga, Checkmk, Zabbix: /usr/share/doc/spreu/commands/status.md).",
            "closed":
                "Diese Konten und Ordner werden nie geöffnet, und ihre Nutzer gehören nicht in die Skripte für Rückmeldungen (/usr/share/doc/spreu/imapsieve.md). Wer „exclude“ ändert, sollte schriftlich haben, wer das wollte.",
            "stop": "Post wird auch ohne den Filter zugestellt; nichts geht verloren.",
            "restore":
                "Gesichert wird, während keine Nacht läuft. Die Sicherung enthält den Schlüssel der Site: herausnehmen und woanders aufbewahren. Die Übung einmal im Jahr machen, und wenn den Schlüssel jemand anderes verwahrt. Sie berührt nichts, was in Betrieb ist.",
            "move":
                "Die neue Maschine braucht die Post unter denselben Pfaden (oder ein geändertes „maildirs“), denselben Benutzer und denselben Schlüssel. Bis zum letzten Schritt filtert die alte weiter.",
            "several":
                "Eine Maschine lernt: die mit den Postfächern. Die anderen filtern nur, mit ihren Modellen, demselben Schlüssel und demselben „site“. Modelle werden hingeschoben, unterschrieben und im Ganzen ausgetauscht; jeder Filter nimmt nur, was unterschrieben ist. Die Überwachung soll die Kennungen vergleichen.",
        ],
        commands: [
            "status": "täglich, durch die Überwachung",
            "doctor": "nach jeder Änderung an der Maschine, und einmal in der Woche",
            "confidentiality": "einmal im Monat", "config": "nach jeder Änderung an spreu.yaml",
            "checkConfig": "nach jeder Änderung an spreud.yaml", "nights": "wie die letzten Nächte liefen",
            "postfixShow": "erst ansehen: Andere Milter dieser Listen müssen darin bleiben",
            "postfixOff": "ohne andere: Postfix fragt niemanden mehr",
            "unitsOff": "nichts läuft mehr", "rollback": "nur das neueste Modell ist schlecht: zurück zum vorigen",
            "nightNow": "eine Nacht von Hand", "backup": "die Sicherung, als Benutzer der Nächte",
            "keyApart": "der Schlüssel bleibt getrennt davon", "drillFolder": "die Übung: ein Ordner dafür",
            "drillKey": "der Schlüssel aus seiner Kopie, nicht von der Maschine",
            "drillRestore": "wiederherstellen; das prüft jedes Byte, und ob der Schlüssel passt",
            "drillTrain": "ein Modell daraus: Damit ist die Sicherung bewiesen", "drillEnd": "wieder weg damit",
            "real": "im Ernstfall: dasselbe mit den Pfaden der Konfiguration",
            "moveStop": "alte Maschine: keine Nächte mehr", "moveCopy": "Konfiguration und Zustand auf die neue",
            "moveOwner": "neue Maschine: Eigentümer, falls Benutzer andere Nummern haben",
            "moveCheck": "was dort noch fehlt", "moveNight": "dort eine Nacht, und ihr Bericht",
            "moveFilter": "Filter und Nächte", "moveEnd": "alte Maschine, wenn die neue einige Tage bewertet hat",
            "keygen": "einmal, auf der lernenden Maschine; „signing-key“ kommt in spreu.yaml",
            "public": "jeder Filter vertraut ihm: „public-key“ in spreud.yaml",
            "siteKey": "der Schlüssel der Site, so wie man ein Passwort kopiert",
            "push": "nach jeder Nacht: das Modell in Dienst zu jedem Filter",
            "place": "dort: geprüft, dann in einem Schritt an seinem Platz",
            "compare": "ein Alarm, wenn Kennungen sich unterscheiden, von der lernenden Maschine aus",
        ])
}
