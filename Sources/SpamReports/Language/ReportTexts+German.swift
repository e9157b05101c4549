// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import ReportPages

extension ReportTexts {
    /// The German texts.
    static let german = ReportTexts(
        isGood: "Ist der Filter gut genug?",
        goodEnough: """
            Erwünschte Mail ist sicher: So wenig davon wird Spam genannt, dass selbst das obere Ende des Intervalls ({}) die \
            Grenze von {} einhält.
            """,
        seemsGood: """
            Erwünschte Mail ist bisher sicher: Der Anteil, der Spam genannt wird, liegt innerhalb der Grenze von {}; für \
            Gewissheit ist es zu wenig Mail: Es können bis zu {} sein.
            """,
        seemsBad: """
            Vielleicht nicht. Es wird mehr erwünschte Mail Spam genannt, als die Grenze von {} erlaubt; bei so \
            wenig Mail kann das Zufall sein.
            """,
        notGood: """
            Nein. Es wird mehr erwünschte Mail Spam genannt, als die Grenze von {} erlaubt, und das ist kein \
            Zufall: Es sind mindestens {}.
            """,
        cannotTell: "Das lässt sich noch nicht sagen: Es wurde keine erwünschte Mail bewertet.",
        inWords: """
            Der Filter nannte {} von {} erwünschten Nachrichten Spam: {} (95-%-Intervall: {}). Er nannte {} von {} \
            Spam-Nachrichten nicht Spam: {} ({}).
            """,
        hamLost: "Erwünschte Mail, die Spam genannt wurde",
        spamMissed: "Spam, der nicht Spam genannt wurde",
        missedAt: "Übersehener Spam, wenn {} der erwünschten Mail verloren geht",
        area: "Paare in falscher Reihenfolge: (1-ROCA)%",
        areaDetail: "aus einer erwünschten und einer Spam-Nachricht; {}",
        areaOfNone: "aus einer erwünschten und einer Spam-Nachricht",
        countsAndInterval: "{} von {}; {}",
        noFigure: "keine",
        thresholds: "Was würden andere Schwellen kosten?",
        thresholdsIntro: """
            Eine höhere Schwelle verliert weniger erwünschte Mail und fängt weniger Spam. Die Bewertung ist in \
            Log-Odds: 0 heißt, dass Spam so wahrscheinlich ist wie kein Spam.
            """,
        thresholdCaption: "Schwellen und was sie kosten",
        atMostLost: "höchstens {} verloren",
        asJudged: "wie geurteilt",
        limit: "Erwünschte Mail",
        threshold: "Schwelle",
        lost: "Erwünschte Mail verloren",
        caught: "Spam gefangen",
        missed: "Spam übersehen",
        ofThem: "95-%-Intervall",
        finer: """
            {} von {} erwünschten Nachrichten ist weniger als eine Nachricht: Die Zeile zeigt den übersehenen Spam, \
            wenn keine verloren geht.
            """,
        charts: "Wie die Bewertungen liegen",
        rocTitle: "Verlorene erwünschte Mail gegen übersehenen Spam",
        rocSummary: """
            Jeder Punkt der Linie ist eine Schwelle. Je näher an der linken unteren Ecke, desto besser; was null \
            ist, steht am Rand.
            """,
        lostAxis: "Erwünschte Mail verloren, %",
        missedAxis: "Spam übersehen, %",
        thisModel: "dieses Modell",
        modelBefore: "das Modell davor, wo beide bewertet haben",
        verdictsPoint: "wie geurteilt",
        histogramTitle: "Bewertungen von erwünschter Mail und Spam",
        histogramSummary: """
            Wie viele Nachrichten welche Bewertung haben. Bewertungen jenseits der Enden zählen im ersten und im \
            letzten Balken.
            """,
        scoreAxis: "Bewertung, Log-Odds",
        messagesAxis: "Nachrichten",
        ham: "erwünscht",
        spam: "Spam",
        scoreFrom: "Bewertung von",
        scoreTo: "bis",
        thresholdRule: "Schwelle {}",
        reliabilityTitle: "Was vorhergesagt war und was eintraf",
        reliabilitySummary: """
            Nachrichten nach Bewertung in gleich großen Gruppen. Auf der gepunkteten Linie treffen die Vorhersagen \
            zu; die Striche sind exakte 95-%-Intervalle.
            """,
        predictedAxis: "Vorhergesagt, %",
        cameTrueAxis: "Spam, %",
        perfect: "Vorhersagen treffen zu",
        groups: "Gruppen von Nachrichten",
        stagesTitle: "Lernkurve",
        stagesSummary: """
            Der Lauf in zehn gleich großen Teilen nach der Zeit: wie viele Urteile in jedem falsch waren.
            """,
        scoredAxis: "Bewertete Nachrichten",
        wrongAxis: "Falsch, %",
        upTo: "Bis Nachricht",
        mistakes: "Was war falsch: Filter oder Label?",
        mistakesIntro: """
            Prüfen Sie zuerst das Label, wo der Filter sich des Gegenteils sicher war (95 % oder mehr): Dort sind \
            am häufigsten die Labels falsch.
            """,
        noMistakes: "Kein Urteil war falsch.",
        lostCaption: "Erwünschte Mail, die Spam genannt wurde, die sichersten Fälle zuerst",
        missedCaption: "Spam, der nicht Spam genannt wurde, die sichersten Fälle zuerst",
        message: "Nachricht",
        score: "Bewertung",
        probability: "Spam, sagt der Filter",
        lookAt: "Prüfen",
        lookAtLabel: "das Label",
        lookAtFilter: "den Filter",
        date: "Datum",
        account: "Konto",
        folder: "Ordner",
        label: "Label aus",
        explain: "Warum",
        relabel: "Wenn das Label falsch ist",
        moreRows: "{} weitere sind nicht gezeigt.",
        showHint: """
            „spreu show DATEI“ zeigt eine Nachricht, wie Spreu sie liest; „spreu explain DATEI“ sagt, warum sie so \
            bewertet ist.
            """,
        doubted: "Labels, die vermutlich falsch sind",
        kind: "Art",
        labels: "Labels",
        doubtedLabels: "Vermutlich falsch",
        accounts: "Konten",
        missedWhere: "Spam übersehen, {} der erwünschten Mail verloren",
        better: "Besser oder schlechter?",
        betterThanBefore: "Besser oder schlechter als das Modell davor?",
        surelyBetter: """
            Besser: Bei {} Nachrichten, die beide bewertet haben, stehen weniger Paare in falscher Reihenfolge, und \
            das ist kein Zufall.
            """,
        surelyWorse: """
            Schlechter: Bei {} Nachrichten, die beide bewertet haben, stehen mehr Paare in falscher Reihenfolge, \
            und das ist kein Zufall.
            """,
        noDifference: "Kein Unterschied, der mehr als Zufall wäre, bei {} Nachrichten, die beide bewertet haben.",
        notComparable: "Von einer Klasse haben beide zu wenige Nachrichten bewertet, um zu vergleichen.",
        comparisonCaption: "Beide bei denselben Nachrichten",
        figure: "Größe",
        firstBefore: "Davor",
        secondNow: "Jetzt",
        difference: "Unterschied",
        firstModel: "Dies ist das erste Modell; es gibt keines zum Vergleichen.",
        nightTitle: "Wie gut der Spamfilter arbeitet",
        nightAbout: "Nacht vom {}",
        servedLead: "Das neue Modell ist in Betrieb.",
        forcedLead: "Das neue Modell ist auf Anordnung in Betrieb, obwohl {}.",
        pinnedLead: "Das Modell in Betrieb bleibt, weil es festgehalten ist; ein neues wurde angelegt.",
        keptLead: "Das Modell in Betrieb bleibt, weil {}.",
        waitingLead: """
            Es gibt noch kein Modell, weil noch keine Mail lange genug an ihrem Platz liegt, um zu zählen. Es ist \
            alles in Ordnung.
            """,
        noModelLead: "Es gibt kein Modell, das in Betrieb gehen kann, weil {}.",
        needsYou: "Jemand muss handeln: {}.",
        oneClass: "es keine erwünschte Mail oder keinen Spam zu lernen gibt",
        callsNothing: "es keine von {} Spam-Nachrichten Spam nennen würde",
        collapsed: "viel weniger Mail oder eine ganz andere Mischung gelernt wurde als davor",
        losesHam: "es {} von {} neueren erwünschten Nachrichten Spam nennen würde, das jetzige nur {}",
        noComparison: "das neue sich nicht mit ihm vergleichen lässt",
        rereading: "die Mail nach einem Upgrade neu gelesen wird: {} von {} Nachrichten mit Label sind fertig",
        isWorse: "das neue bei {} neueren Nachrichten schlechter ist, und das ist kein Zufall",
        staleNoModel: "kein Modell ist in Betrieb",
        staleOld: "das Modell in Betrieb ist {} Tage alt",
        staleLabels: "seit {} Tagen hat niemand etwas gelabelt, obwohl {} Nachrichten kamen",
        staleHam: "seit {} Tagen wurde keine erwünschte Mail gelabelt, obwohl etwa {} solche Nachrichten kamen",
        staleSpam: "seit {} Tagen wurde kein Spam gelabelt, obwohl etwa {} solche Nachrichten kamen",
        staleMail: "seit {} Tagen kam keine Mail",
        liveInWords: """
            In den letzten {} Tagen hat der Filter im Betrieb {} von {} Spam-Nachrichten gefangen und {} übersehen \
            ({}; 95-%-Intervall: {}). Von den erwünschten Nachrichten hat er {} von {} Spam genannt ({}; {}). \
            Menschen haben {} der Spam- und {} der erwünschten Nachrichten bestätigt.
            """,
        noLive: """
            Der Filter im Betrieb hat keine Mail der letzten {} Tage beurteilt. Was folgt, ist an Mail gemessen, \
            die das Modell noch nicht gelernt hatte.
            """,
        measured: "Gemessen an der Mail der letzten {} Tage, jeder Tag beurteilt nach dem, was davor gelernt war:",
        doWhat: "Was ist zu tun?",
        doNothing: "Nichts.",
        doNotices: "Sehen Sie sich die Hinweise unten an.",
        doDuties: "Kümmern Sie sich um die Pflichten, die rot sind.",
        doMistakes: """
            Sehen Sie die falschen Urteile oben an, und berichtigen Sie falsche Labels. Ein kleineres „ham-loss“ in \
            der Konfiguration macht den Filter vorsichtiger.
            """,
        doWait: "Nichts: Die nächsten Läufe machen von selbst weiter.",
        doUnpin: "„spreu models unpin“ lässt den nächsten Lauf sein eigenes Modell in Betrieb nehmen.",
        doOneClass: "Lassen Sie Spam in die Spam-Ordner verschieben; „spreu config check“ zeigt die Ordner.",
        doCallsNothing: "Prüfen Sie, ob in den Spam-Ordnern Spam liegt.",
        doCollapsed: """
            Prüfen Sie, ob Konten oder Ordner fehlen; „spreu nightly --force“ nimmt das neue Modell in Betrieb.
            """,
        doLabels: "Prüfen Sie die Labels der letzten Tage; „spreu nightly --force“ nimmt das neue Modell in Betrieb.",
        doNoComparison: """
            „spreu models list“ zeigt, welche Modelle in Betrieb gehen können; „spreu nightly --force“ nimmt das \
            neue.
            """,
        doStale: "Prüfen Sie, ob noch Mail ankommt und noch in Spam-Ordner verschoben wird.",
        notices: "Die Hinweise des Laufs:",
        notice: { GermanNotices().text($0) },
        live: "Was der Filter im Betrieb getan hat",
        spamByDay: "Spam nach Tagen",
        spamByDaySummary: "Wie viel Spam jeden Tag kam und wie viel davon übersehen wurde.",
        hamByDay: "Erwünschte Mail nach Tagen",
        hamByDaySummary: "Wie viel erwünschte Mail jeden Tag kam und wie viel davon Spam genannt wurde.",
        dayAxis: "Tag",
        arrived: "angekommen",
        missedOfThem: "übersehen",
        confirmed: "von Menschen bestätigt",
        lostOfThem: "Spam genannt",
        groupsTitle: "Wo er sich irrt",
        groupsIntro: """
            Gemessen an neuerer Mail, die das Modell nicht gelernt hatte. Konten sind Pseudonyme; „spreu status \
            --accounts“ sagt, wessen sie sind.
            """,
        groupNames: .of(.german),
        group: "Gruppe",
        hamColumn: "Erwünscht",
        spamColumn: "Spam",
        corpus: "Was gelesen und gelernt wurde",
        learnedInWords: "Gelernt: {} erwünschte und {} Spam-Nachrichten.",
        beyondWindow: """
            {} ältere Nachrichten sind noch gespeichert, wurden aber nicht mehr gelernt: Neben den neueren fallen sie nicht \
            mehr ins Gewicht (training-window).
            """,
        ingestedInWords: """
            Gelesen: {} Nachrichten, davon {} neu; {} haben ein anderes Label als davor, {} wurden entfernt.
            """,
        ruleCaption: "Nach Regel",
        rule: "Regel",
        unlabelled: "Ohne Label",
        leaksTitle: "Kopffelder, die das Label verraten",
        leak: { GermanNotices().text($0) },
        settings: "Einstellungen",
        setting: "Einstellung",
        settingValue: "Wert",
        runID: "Lauf (SHA-256 seiner Bewertungen)",
        modelName: "Modell",
        modelServed: "Modell in Betrieb",
        spamThreshold: "Spam ab, Log-Odds",
        hamThreshold: "Erwünscht bis, Log-Odds",
        lossLimit: "Erwünschte Mail, die verloren gehen darf",
        days: "Gemessene Tage",
        evaluationTitle: "Wie gut der Filter aus dieser Mail lernt",
        evaluationAbout: """
            Auswertung nach dem Protokoll {}: {} erwünschte und {} Spam-Nachrichten, keine von einem Modell \
            bewertet, das sie gelernt hatte.
            """,
        footer: """
            Erstellt von Spreu. Diese Seite enthält keinen Text, keinen Betreff und keine Adresse einer Nachricht, \
            lädt nichts und führt nichts aus.
            """)
}
