// SPDX-License-Identifier: Apache-2.0
import NameLookup
import ReportPages
import SenderReputation

extension StandingTexts {
    static let german = StandingTexts(
        title: "Wie sehen uns andere?",
        about: "Was Namen, Schlüssel und Regeln im DNS über uns sagen, und Sperrlisten, wo sie gefragt wurden",
        nothing: "Nichts von dem, was angesehen wurde, ist falsch.",
        lead: "Kritisch: {}; Warnungen: {}; zur Kenntnis: {}.", notLookedAt: "Nicht angesehen: {}; siehe unten.",
        looked: "Domains: {}. Adressen: {}.", fine: "In Ordnung: {}.",
        severities: [.critical: "Kritisch", .warning: "Warnungen", .notice: "Zur Kenntnis"],
        kinds: kindsInGerman,
        areas: [
            .zone: ("die Zone", "--dns-zone DATEI, --domain NAME oder --resolver ADRESSE angeben"),
            .reverse: (
                "Namen unserer Adressen",
                "--resolver ADRESSE angeben, die Zone der Adressen mit --dns-zone, und --address A"
            ),
            .hello: ("HELO", "--hello NAME oder --postfix PFAD angeben"),
            .imprint: ("wer den Server betreibt", "im Browser öffnen"),
            .exchangers: ("MX", "--resolver ADRESSE oder --dns-zone DATEI angeben"),
            .spf: ("SPF", "--resolver ADRESSE angeben"), .signatures: ("DKIM", "--resolver ADRESSE angeben"),
            .dmarc: ("DMARC", "--resolver ADRESSE angeben"),
            .transport: ("MTA-STS und DANE", "--resolver ADRESSE angeben"),
            .tlsReports: ("Berichte über TLS", "--resolver ADRESSE angeben"),
            .lists: ("Sperrlisten", "--resolver ADRESSE angeben, und --list ZONE für weitere Listen"),
            .findings: ("ein Teil der Funde", "beheben, was aufgeführt ist, und noch einmal starten"),
        ],
        reasons: reasonInGerman, remedies: remedyInGerman, listError: listErrorInGerman, more: "und {} weitere",
        evidence: "Beleg", mends: "Was es behebt", decision: "eine Entscheidung", missing: "Was", reason: "Warum",
        remedy: "Was hilft", gaps: "Nicht angesehen",
        footer: "Erstellt von spreu reputation self. Schlüssel von Sperrlisten stehen in keiner Ausgabe.")

    private static let kindsInGerman: [StandingKind: (title: String, why: String)] = [
        .noReverseName: (
            "Eine Adresse ohne Namen", "{} hat kein Reverse-DNS: Die meisten Empfänger lehnen Post von dort ab."
        ),
        .reverseNotConfirmed: (
            "Ein Name, der nicht zurückführt",
            "{} heißt {}, und dieser Name führt nicht zurück: Viele Empfänger lehnen das ab."
        ),
        .genericReverseName: (
            "Ein Name wie ein Kundenanschluss",
            "Der Name von {} sieht aus, als sei er aus der Nummer gemacht: {}. Filter halten das für einen Anschluss zu Hause."
        ),
        .severalReverseNames: (
            "Eine Adresse mit mehreren Namen", "{} hat {} Namen; Empfänger sehen sich irgendeinen an."
        ),
        .hostOfOthers: (
            "Ein Host unter fremder Domain",
            "Der Name des Servers, {}, gehört zu {}, nicht zu uns. T-Online will am Namen erkennen, wer ihn betreibt, und lehnt andere ab."
        ),
        .noSiteAtHost: (
            "Keine Seite unter der Domain des Hosts",
            "Von {} aus findet niemand heraus, wessen Server es ist: Weder {} noch www darunter hat eine Seite. T-Online will dort ein Impressum."
        ),
        .helloNoName: (
            "HELO ist kein Name",
            "Der Server nennt sich {}, das ist kein vollständiger Name: Viele Empfänger lehnen das ab."
        ),
        .helloUnresolved: (
            "HELO hat keine Adresse", "Der Server nennt sich {}, und einen solchen Host kennt das DNS nicht."
        ),
        .helloOtherAddress: (
            "HELO führt woandershin", "Der Server nennt sich {}, und das führt nicht zu {}."
        ),
        .helloNotReverse: (
            "HELO und Reverse-DNS sind verschieden",
            "Der Server nennt sich {}, seine Adresse heißt {} ({}). Am besten ist ein Name für beides."
        ),
        .noExchanger: (
            "Niemand nimmt Post an",
            "{} hat keinen MX: Antworten und Bounces kommen nirgends an, und Empfänger lehnen solche Absender ab."
        ),
        .nullExchanger: (
            "Eine Domain, die keine Post annimmt",
            "{} sagt, sie nehme keine Post an (MX 0 .), schickt aber welche: Empfänger lehnen das ab."
        ),
        .exchangerIsAddress: ("Eine Adresse als MX", "Der MX von {} ist {}: Ein MX muss ein Name sein."),
        .exchangerIsAlias: (
            "Ein Alias als MX", "Ein MX von {}, {}, ist ein Alias von {}: Manche Server stellen dort nicht zu."
        ),
        .exchangerUnresolved: ("Ein MX ohne Adresse", "Ein MX von {}, {}, hat keine Adresse."),
        .exchangerPrivate: (
            "Ein MX, den niemand erreicht", "Ein MX von {}, {}, hat die private Adresse {}."
        ),
        .spfMissing: (
            "Kein SPF",
            "{} sagt nicht, wer für sie senden darf: Andere können es, und große Empfänger lehnen solche Post ab."
        ),
        .spfSeveral: ("Mehrere SPF-Einträge", "{} hat {} SPF-Einträge: Empfängern gilt keiner."),
        .spfInvalid: (
            "SPF verletzt die Regeln", "Das SPF von {} hat einen Fehler bei {} (in {}): Empfängern gilt nichts davon."
        ),
        .spfBrokenInclude: (
            "SPF führt ins Leere",
            "Das SPF von {} braucht den Eintrag von {}, und dort ist keiner (in {}): Empfängern gilt nichts davon."
        ),
        .spfManyExchangers: (
            "SPF führt zu zu vielen Exchangern",
            "Das SPF von {} enthält {} (in {}), das zu mehr als {} Exchangern führt: Empfängern gilt nichts davon."
        ),
        .spfTooManyLookups: (
            "SPF fragt zu viel", "Das SPF von {} braucht {} Abfragen, erlaubt sind {}: Darüber gilt nichts davon."
        ),
        .spfTooManyVoid: (
            "SPF fragt, was es nicht gibt", "Im SPF von {} finden {} Abfragen nichts, erlaubt sind {}."
        ),
        .spfVoidForFamily: (
            "SPF fragt nach Adressen der anderen Art",
            "Das SPF von {} stellt für {} insgesamt {} Abfragen, die nichts finden, weil die Hosts nur Adressen der anderen Art haben; erlaubt sind {}, und manche Empfänger zählen so."
        ),
        .spfPassAll: ("SPF lässt jeden senden", "Das SPF von {} lässt jeden in unserem Namen senden: {} (in {})."),
        .spfOpenEnd: ("SPF hat kein Ende", "Das SPF von {} sagt nicht, was mit allen anderen geschehen soll."),
        .spfNotOwn: ("SPF vergisst uns", "Das SPF von {} lässt unsere eigene Adresse {} nicht senden."),
        .spfPointer: (
            "SPF fragt nach Reverse-Namen", "Das SPF von {} benutzt {} (in {}): langsam und nicht mehr zu verwenden."
        ),
        .spfHelloMissing: (
            "Kein SPF für HELO", "{} hat kein SPF: Es gilt für Bounces, deren Absender leer ist."
        ),
        .dkimMissing: (
            "Ein Schlüssel fehlt", "Der Schlüssel {} von {} steht nicht im DNS: Keine Signatur damit ist gültig."
        ),
        .dkimSeveral: (
            "Ein Schlüssel mit mehreren Einträgen",
            "Der Schlüssel {} von {} hat mehrere Einträge: Welcher gilt, ist Zufall."
        ),
        .dkimInvalid: (
            "Ein unbrauchbarer Schlüssel", "Der Schlüssel {} von {} ist nicht zu gebrauchen, wegen {}."
        ),
        .dkimRevoked: (
            "Ein zurückgezogener Schlüssel", "Der Schlüssel {} von {} ist zurückgezogen und signiert noch."
        ),
        .dkimShort: ("Ein zu kurzer Schlüssel", "Der Schlüssel {} von {} hat {} Bit; üblich sind {}."),
        .dkimTesting: (
            "Ein Schlüssel auf Probe",
            "Der Schlüssel {} von {} sagt, er sei auf Probe (t=y): Empfänger dürfen ihn übergehen."
        ),
        .dmarcMissing: (
            "Kein DMARC",
            "{} hat kein DMARC: Fälschungen werden zugestellt, und große Empfänger verlangen es von allen, die viel senden."
        ),
        .dmarcSeveral: ("Mehrere DMARC-Einträge", "{} hat {} DMARC-Einträge: Keiner gilt."),
        .dmarcInvalid: ("DMARC verletzt die Regeln", "Das DMARC von {} hat einen Fehler bei {}: Es gilt nicht."),
        .dmarcNone: ("DMARC schaut nur zu", "Das DMARC von {} lässt Fälschungen zustellen (p=none)."),
        .dmarcSubdomains: (
            "DMARC lässt Subdomains aus", "Das DMARC von {} lässt Fälschungen ihrer Subdomains zustellen ({})."
        ),
        .dmarcPartly: ("DMARC auf Probe", "Das DMARC von {} gilt nur für einen Teil der Post ({})."),
        .dmarcNoReports: (
            "DMARC ohne Berichte", "Das DMARC von {} verlangt keine Berichte: Was scheitert, erfährt niemand."
        ),
        .dmarcReportsOutside: (
            "DMARC-Berichte gehen an andere",
            "Berichte über Post von {} gehen an {}: Dort erfährt man, wer in unserem Namen sendet und wie viel."
        ),
        .dmarcReportsRefused: (
            "DMARC-Berichte kommen nicht an",
            "Berichte über Post von {} sollen an {} gehen, und dort hat niemand zugestimmt: Es kommen keine."
        ),
        .tlsNotRequired: (
            "TLS ist nicht verlangt", "Weder MTA-STS noch DANE sagt, dass Post an {} über TLS kommen muss."
        ),
        .stsInvalid: ("MTA-STS verletzt die Regeln", "Der MTA-STS-Eintrag von {} ist ungültig: Es gibt keine Regel."),
        .stsNoHost: ("MTA-STS ohne Host", "{} hat MTA-STS, aber keinen Host {} mit der Regel."),
        .stsPolicyInvalid: (
            "Die MTA-STS-Regel ist ungültig", "Die MTA-STS-Regel von {} ist ungültig bei „{}“."
        ),
        .stsOtherExchanger: (
            "Die MTA-STS-Regel nennt andere MX",
            "Die MTA-STS-Regel von {} lässt {} aus: Wer sich daran hält, stellt dort nicht zu."
        ),
        .stsNotEnforced: ("MTA-STS auf Probe", "Die MTA-STS-Regel von {} verlangt nichts (mode: {})."),
        .daneInvalid: (
            "Unbrauchbares DANE",
            "DANE-Einträge von {} taugen nicht für Post: nur 2 und 3 gelten, mit ganzen Prüfsummen."
        ),
        .danePartly: (
            "DANE für manche MX", "Von den MX von {} haben manche DANE, {} nicht: Wer angreift, nimmt diesen."
        ),
        .daneMismatch: (
            "DANE eines anderen Zertifikats",
            "Kein DANE-Eintrag von {} gehört zu seinem Zertifikat: Wer sich daran hält, stellt nicht zu."
        ),
        .tlsReportsMissing: (
            "Keine Berichte über TLS",
            "{} verlangt keine Berichte über TLS: Dass andere nicht zustellen konnten, erfährt niemand."
        ),
        .tlsReportsInvalid: (
            "Der Eintrag für TLS-Berichte ist ungültig", "Der Eintrag für Berichte über TLS von {} ist ungültig."
        ),
        .listed: (
            "Auf einer Sperrliste",
            "{} steht auf {}: Wer diese Listen fragt, lehnt unsere Post ab oder misstraut ihr."
        ),
    ]

    @Sendable private static func reasonInGerman(_ reason: StandingGapReason, _ numbers: LocalNumbers) -> String {
        switch reason {
        case .noneGiven: "nicht angegeben"
        case .notAsked(let names): "nicht gefragt: \(listed(names, numbers))"
        case .failed(let name, let failure): "\(name): \(failureInGerman(failure))"
        case .noSelector(let domain): "\(domain): welche Schlüssel signieren, ist nicht bekannt"
        case .privateAddress(let address): "\(address): andere sehen eine andere Adresse"
        case .policyFile(let domain):
            "https://mta-sts.\(domain)/.well-known/mta-sts.txt: es wird keine Seite abgerufen"
        case .certificate(let host): "\(host): welches Zertifikat er zeigt, ist nicht bekannt"
        case .unproven(let host): "\(host): ob DNSSEC seine DANE-Einträge beweist; ohne gelten sie nichts"
        case .imprint(let host):
            "\(host): ob eine Seite dort oder unter seiner Domain sagt, wer ihn betreibt; es wird keine Seite abgerufen"
        case .noExchanger(let domain): "\(domain): wer ihre Post annimmt, ist nicht bekannt"
        case .silent(let address): "\(address): keine Liste, die gefragt wurde, sagt etwas über sie"
        case .list(let list, let error): "\(list): \(listErrorInGerman(error))"
        case .overShare(let list, let limit):
            "\(list): nicht gefragt: unser Anteil sind \(numbers.count(limit)) Fragen am Tag"
        case .unreadLines(let count, let example):
            "Zeilen, die nicht gelesen wurden: \(numbers.count(count)), die erste \(example)"
        case .named(let text): text
        case .undecided(let term, let domain):
            "ob „\(term)“ (im SPF von \(domain)) uns durchlässt, hängt vom einzelnen Absender oder vom Empfänger ab"
        case .moreFindings(let count): "\(numbers.count(count)) weitere"
        case .beyond(let count, let all):
            "angesehen werden nur die ersten \(numbers.count(count)) von \(numbers.count(all))"
        case .unasked(let reason): "nicht gefragt: \(reason)"
        }
    }

    private static func listed(_ names: [String], _ numbers: LocalNumbers) -> String {
        let rest = names.count - 3
        return names.prefix(3).joined(separator: ", ") + (rest > 0 ? " und \(numbers.count(rest)) weitere" : "")
    }

    private static func failureInGerman(_ failure: DNSFailure) -> String {
        switch failure {
        case .noReply: "der Resolver antwortet nicht"
        case .refused: "der Resolver verweigert die Antwort"
        case .serverFailed: "der Resolver konnte es nicht herausfinden (SERVFAIL)"
        case .code(let code): "der Resolver antwortet mit Fehler \(code)"
        case .malformed: "die Antwort verletzt die Regeln"
        case .badName: "kein Name, nach dem sich fragen lässt"
        case .noResolver: "der Resolver lässt sich nicht einrichten"
        }
    }

    @Sendable private static func remedyInGerman(_ reason: StandingGapReason) -> String? {
        switch reason {
        case .noSelector(let domain): "--selector NAME@\(domain) angeben"
        case .privateAddress: "--address mit der Adresse angeben, die andere sehen"
        case .policyFile(let domain):
            "curl https://mta-sts.\(domain)/.well-known/mta-sts.txt > DATEI; --sts-policy \(domain)=DATEI angeben"
        case .certificate: "--certificate DATEI angeben, auf dem Server selbst"
        case .unproven(let host): "dig +dnssec _25._tcp.\(host) TLSA: auf „ad“ achten"
        case .list(let list, .notProtected): "spreu reputation check --resolver ADRESSE; \(list) von hier nicht fragen"
        case .list(_, .publicResolver): "über einen eigenen Resolver fragen, oder mit einem Schlüssel"
        case .list(_, .wrongName): "Namen und Schlüssel ansehen"
        case .list(_, .tooMany), .list(_, .blocked):
            "nachsehen, was die Liste zu dieser Antwort sagt; weniger fragen, oder mit einem Schlüssel"
        case .list(_, .foreign), .list(_, .undocumented), .list(_, .listsEverything): "sie nicht mehr fragen"
        case .list(_, .failed): "den Resolver ansehen, und die Seite der Liste"
        case .overShare: "morgen noch einmal starten"
        case .failed: "den Resolver ansehen, und noch einmal starten"
        case .undecided: "davor unsere Adressen mit ip4: und ip6: nennen, oder darauf verzichten"
        case .beyond: "die übrigen in einem zweiten Lauf angeben, mit --domain, --address oder --selector"
        case .unasked: "noch einmal starten, wenn das vorbei ist; --list-state ansehen"
        case .unreadLines: "angeben, was „named-compilezone -o - DOMAIN DATEI“ ausgibt"
        default: nil
        }
    }

    @Sendable private static func listErrorInGerman(_ error: ListError) -> String {
        switch error {
        case .wrongName: "sie sagt, der Name sei falsch (127.255.255.252)"
        case .publicResolver: "sie antwortet diesem Resolver oder Netz nicht (127.255.255.254)"
        case .tooMany: "sie sagt, sie werde zu viel gefragt (127.255.255.255)"
        case .blocked(let answer): "sie antwortet diesem Resolver nicht (\(answer))"
        case .foreign(let answer):
            "jemand anderes antwortet für sie (\(answer)): Sie ist am Ende, oder ein Provider antwortet für alles, was es nicht gibt"
        case .undocumented(let answer): "sie antwortet, was sie nirgends beschreibt (\(answer))"
        case .notProtected: "sie führt nicht, was jede Liste führt: Sie schützt hier nicht"
        case .listsEverything: "sie führt, was keine Liste führt: Sie weist vielleicht alle ab"
        case .failed(.noReply): "keine Antwort"
        case .failed(.refused): "der Resolver weigert sich, sie zu fragen"
        case .failed(.serverFailed): "der Resolver konnte es nicht herausfinden (SERVFAIL)"
        case .failed(.other): "eine Antwort, die die Regeln verletzt"
        }
    }
}
