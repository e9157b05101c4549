// SPDX-License-Identifier: Apache-2.0
import NightlyBatch
import ReportPages

/// What groups of messages are called, in one language.
struct GroupTexts: Sendable {
    /// The captions of tables.
    var by: [EvaluationGroups.Grouping: String]
    /// How senders stand to the site.
    var kinds: [SenderKind: String]
    /// What folders are for.
    var folders: [FolderGroup: String]
    /// With HTML and without.
    var bodies: [BodyForm: String]
    /// Sizes.
    var sizes: [SizeClass: String]
    /// Languages, by their English names; what is not in it is called so.
    var languages: [String: String] = [:]
    /// Where labels come from, by their English names; what is not in it is called so.
    var labels: [String: String] = [:]

    /// The texts of a language.
    static func of(_ language: Language) -> GroupTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    private static let english = GroupTexts(
        by: [
            .account: "By account, those with most errors first", .source: "By source",
            .origin: "By where the label comes from", .kind: "By sender", .folder: "By folder",
            .language: "By language", .body: "With HTML and without", .size: "By size",
        ],
        kinds: [
            .reply: "replies from people you had written to", .known: "other mail from people you had written to",
            .firstContact: "first contacts", .bulk: "lists, newsletters, notices",
        ],
        folders: [
            .inbox: "inbox", .ham: "archives and other folders of wanted mail", .spam: "spam folders",
            .trash: "trash", .other: "other folders",
        ],
        bodies: [.html: "with HTML", .plain: "text only"],
        sizes: [
            .tiny: "under 4 KiB", .small: "4 to 16 KiB", .middle: "16 to 64 KiB", .large: "64 KiB to 1 MiB",
            .huge: "1 MiB and more",
        ])

    private static let german = GroupTexts(
        by: [
            .account: "Nach Konto, die mit den meisten Fehlern zuerst", .source: "Nach Quelle",
            .origin: "Nach Herkunft des Labels", .kind: "Nach Absender", .folder: "Nach Ordner",
            .language: "Nach Sprache", .body: "Mit und ohne HTML", .size: "Nach Größe",
        ],
        kinds: [
            .reply: "Antworten von Leuten, denen Sie geschrieben hatten",
            .known: "andere Mail von Leuten, denen Sie geschrieben hatten", .firstContact: "Erstkontakte",
            .bulk: "Listen, Newsletter, Benachrichtigungen",
        ],
        folders: [
            .inbox: "Posteingang", .ham: "Archive und andere Ordner mit erwünschter Mail", .spam: "Spam-Ordner",
            .trash: "Papierkorb", .other: "andere Ordner",
        ],
        bodies: [.html: "mit HTML", .plain: "nur Text"],
        sizes: [
            .tiny: "unter 4 KiB", .small: "4 bis 16 KiB", .middle: "16 bis 64 KiB", .large: "64 KiB bis 1 MiB",
            .huge: "1 MiB und mehr",
        ],
        languages: [
            "English": "Englisch", "German": "Deutsch", "French": "Französisch", "Spanish": "Spanisch",
            "Italian": "Italienisch", "Portuguese": "Portugiesisch", "Dutch": "Niederländisch", "Polish": "Polnisch",
            "Swedish": "Schwedisch", "Turkish": "Türkisch", "Russian": "Russisch", "Chinese": "Chinesisch",
            "Japanese": "Japanisch", "Korean": "Koreanisch",
        ],
        labels: [
            "stated ham": "als erwünscht angegeben", "stated spam": "als Spam angegeben",
            "reported as ham": "als erwünscht gemeldet", "reported as spam": "als Spam gemeldet",
            "keyword not junk": "Kennzeichen „kein Spam“", "keyword junk": "Kennzeichen „Spam“",
            "moved to junk": "in den Spam-Ordner verschoben", "junk folder": "im Spam-Ordner gelesen",
            "filed by the filter": "vom Filter abgelegt", "silent": "vom Filter abgelegt, niemand widersprach",
            "rescued": "aus dem Spam-Ordner geholt", "moved to ham": "in einen Ordner verschoben",
            "answered": "beantwortet", "ham folder": "Ordner mit erwünschter Mail", "deleted": "gelöscht",
            "deleted unread": "ungelesen gelöscht", "unread": "ungelesen", "not settled": "noch offen",
            "existing junk": "Spam-Ordner vor der Einführung",
        ])
}
