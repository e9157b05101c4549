// SPDX-License-Identifier: Apache-2.0
import ReportPages
import SenderReputation

/// What the report on senders says, in one language.
struct ReputationTexts {
    var title: String
    var period: String
    var noPeriod: String
    var messages: String
    var places: String
    var shared: String
    var noLabels: String
    var judged: String
    var lists: String
    var replayed: String
    var replayedHam: String
    var replayedVerdicts: String
    var scoringOnly: String
    var noList: String
    var unproven: String
    var noProof: String
    var tables: [SenderNameKind: String]
    var keys: [SenderNameKind: String]
    var columns: [String]
    var more: String
    var byFilter: String
    var filterColumns: [String]
    var filterMore: String
    var filterNote: String
    var chapters: [String: String]
    var note: String
    var footer: String

    static func of(_ language: Language) -> ReputationTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    private static let english = ReputationTexts(
        title: "Who sends us ham and spam", period: "{} to {} (UTC)", noPeriod: "mail without a date",
        messages: "{} messages count: {} ham, {} spam. Copies left out: {}.",
        places: "Of {} of them our own server surely says which client it had them from.",
        shared: "{} came from services that send for very many: their addresses and networks are not judged.",
        noLabels: "No mail with labels was read: what follows is the filter's opinion and what the server refused.",
        judged:
            "Beside these the logs have the filter's verdicts on {} messages ({} spam, {} passed), of which some may be among the above, and {} refusals by the server. They are opinions and rules, not labels.",
        lists:
            "A list made of this today has {} entries ({} addresses, {} networks, {} domains in links, {} senders). None of them has sent ham.",
        replayed:
            "Made anew each night of the last {} days of this mail, it would have hit {} of {} spam messages ({}) and {} of {} ham messages ({}).",
        replayedHam: "Ham would have been hit: score with the list, do not refuse mail by it.",
        replayedVerdicts:
            "Of the mail that the filter judged it would have hit {} of {} that it called spam, and {} of {} that it let pass.",
        scoringOnly:
            "{} of the entries are to score by, never to refuse: {} rest on the filter's verdicts alone, {} on the labels of a single account.",
        noList:
            "Nothing is fresh and certain enough for a list: it takes {} spam messages, no ham, and spam within {} days.",
        unproven: "{} domains of senders are named by spam and proven by nothing: anybody can write them.",
        noProof:
            "Our own servers' findings about senders are not known: set authserv-id, or no sender's domain is ever listed.",
        tables: [
            .address: "Addresses", .network: "Networks (/24, /48)", .provider: "Networks by the table", .helo: "HELO",
            .envelope: "Domains of envelope senders", .author: "Domains of authors (From)",
            .signature: "Domains of DKIM signatures, not verified here", .link: "Domains that links lead to",
        ],
        keys: [
            .address: "address", .network: "network", .provider: "network", .helo: "HELO", .envelope: "domain",
            .author: "domain", .signature: "domain", .link: "domain",
        ],
        columns: ["spam", "ham", "spam share at least", "first", "last"],
        more: "and {} more that sent spam",
        byFilter: "By the filter: {}", filterColumns: ["called spam", "passed", "refused", "first", "last"],
        filterMore: "and {} more",
        filterNote:
            "By the filter: its verdicts in the mail server's log, and what the server refused by rules and lists. Neither is a label.",
        chapters: [
            "lists": "Is a list of our own worth it?", "clients": "From where does spam come?",
            "domains": "Which domains does spam name?", "filter": "Whom did filter and server find wanting?",
            "mail": "What was read?",
        ],
        note: "“Spam share at least”: with 95 % probability, from a Beta(½, ½) prior.",
        footer: "Made by spreu reputation. No address of a person and no text of a message is in it.")

    private static let german = ReputationTexts(
        title: "Wer uns Ham und Spam schickt", period: "{} bis {} (UTC)", noPeriod: "Mail ohne Datum",
        messages: "{} Nachrichten zählen: {} Ham, {} Spam. Ausgelassene Kopien: {}.",
        places: "Bei {} davon sagt unser eigener Server verlässlich, von welchem Client er sie hat.",
        shared:
            "{} kamen von Diensten, die für sehr viele senden: über deren Adressen und Netze wird nicht geurteilt.",
        noLabels:
            "Gelesen wurde keine Mail mit Einstufungen von Menschen: was folgt, ist die Meinung des Filters und was der Server abgewiesen hat.",
        judged:
            "Daneben stehen in den Logs die Urteile des Filters über {} Nachrichten ({} Spam, {} durchgelassen), von denen manche auch oben gezählt sein können, und {} Abweisungen durch den Server. Das sind Meinungen und Regeln, keine Einstufungen von Menschen.",
        lists:
            "Eine heute daraus gemachte Liste hat {} Einträge ({} Adressen, {} Netze, {} Domains in Links, {} Absender). Keiner davon hat Ham geschickt.",
        replayed:
            "Wäre sie in den letzten {} Tagen dieser Mail jede Nacht neu gemacht worden, hätte sie {} von {} Spam-Nachrichten getroffen ({}) und {} von {} Ham-Nachrichten ({}).",
        replayedHam: "Es wäre Ham getroffen worden: mit der Liste bewerten, nicht mit ihr ablehnen.",
        replayedVerdicts:
            "Von der Mail, über die der Filter geurteilt hat, hätte sie {} von {} getroffen, die er Spam nannte, und {} von {}, die er durchließ.",
        scoringOnly:
            "{} der Einträge taugen zum Bewerten, nicht zum Ablehnen: {} beruhen allein auf Urteilen des Filters, {} auf den Einstufungen eines einzigen Kontos.",
        noList:
            "Nichts ist frisch und sicher genug für eine Liste: nötig sind {} Spam-Nachrichten, kein Ham und Spam innerhalb von {} Tagen.",
        unproven: "{} Domains von Absendern nennt der Spam, und nichts beweist sie: jeder kann sie hinschreiben.",
        noProof:
            "Was unsere eigenen Server über Absender festgestellt haben, ist nicht bekannt: authserv-id setzen, sonst kommt keine Absenderdomain je auf eine Liste.",
        tables: [
            .address: "Adressen", .network: "Netze (/24, /48)", .provider: "Netze nach der Tabelle", .helo: "HELO",
            .envelope: "Domains der Absender im Umschlag", .author: "Domains der Autoren (From)",
            .signature: "Domains von DKIM-Signaturen, hier nicht geprüft",
            .link: "Domains, zu denen Links führen",
        ],
        keys: [
            .address: "Adresse", .network: "Netz", .provider: "Netz", .helo: "HELO", .envelope: "Domain",
            .author: "Domain", .signature: "Domain", .link: "Domain",
        ],
        columns: ["Spam", "Ham", "Spamanteil mindestens", "zuerst", "zuletzt"],
        more: "und {} weitere, die Spam geschickt haben",
        byFilter: "Nach dem Filter: {}",
        filterColumns: ["als Spam", "als Ham", "abgewiesen", "zuerst", "zuletzt"], filterMore: "und {} weitere",
        filterNote:
            "Nach dem Filter: seine Urteile im Log des Mailservers, und was der Server nach Regeln und Listen abgewiesen hat. Beides ist keine Einstufung durch Menschen.",
        chapters: [
            "lists": "Lohnt sich eine eigene Liste?", "clients": "Woher kommt der Spam?",
            "domains": "Welche Domains nennt der Spam?", "filter": "Wen haben Filter und Server beanstandet?",
            "mail": "Was wurde gelesen?",
        ],
        note:
            "„Spamanteil mindestens“: mit 95 % Wahrscheinlichkeit, aus der Anfangsverteilung Beta(½, ½).",
        footer: "Erstellt von spreu reputation. Keine Adresse einer Person und kein Text einer Nachricht steht darin.")
}
