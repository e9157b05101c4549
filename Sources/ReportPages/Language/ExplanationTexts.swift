// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// The sentences of an explanation in one language; `{}` stands for what the message says.
package struct ExplanationTexts: Sendable {
    var base: String
    var calibration: String
    var knownSender: String
    var spamHeader: String
    var hamHeader: String
    var field: String
    var route: String
    var subject: String
    var text: String
    var hiddenText: String
    var markup: String
    var link: String
    var deceptiveLink: String
    var links: String
    var attachments: String
    var sender: String
    var defects: String
    var missingFields: String
    var behaviour: String
    var tricks: String
    var form: String
    var oneOther: String
    var others: String
    var without: String
    var toSpam: String
    var toHam: String
    var never: String
    var learnedTooLittle: String
    var classesIndistinguishable: String
    var nothingKnown: String
    var score: String
    var notRead: String
    var allowed: String
    var denied: String
    var allowIgnored: String
    var knownSenderDoubted: String
    var quotes: (String, String)
    var byView: String
    var byExpert: String
    /// What the texts of a message are called.
    var sections: [AnnotatedText.Section: String]
    var elsewhere: String
    var marksColoured: String
    var marksBracketed: String
    var moreBytes: String
    /// What stands on the page of an explanation only.
    package var page: ExplanationPageTexts
    /// What HTML does, by the bits of `HTMLFlags`.
    package var behaviours: [String]
    /// How sender and tricks are called where the feature's own name would be understood in English only.
    var names: [String: String]

    package static func of(_ language: Language) -> ExplanationTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }

    private static let english = ExplanationTexts(
        base: "where every message starts", calibration: "calibration of the scores",
        knownSender: "you have written to this sender",
        spamHeader: "the header speaks for spam, the content against it",
        hamHeader: "the header speaks for ham, the content against it", field: "header field {}: {}",
        route: "the servers that it came through", subject: "words of the subject: {}",
        text: "words of the text: {}", hiddenText: "text that the reader does not see: {}",
        markup: "how the HTML is made: {}", link: "links to {}",
        deceptiveLink: "a link shows {} and leads elsewhere", links: "what the links look like",
        attachments: "the attachments", sender: "the sender's addresses: {}", defects: "errors of form: {}",
        missingFields: "missing header fields: {}", behaviour: "the HTML has: {}", tricks: "tricks against filters: {}",
        form: "parts, lengths and numbers of things", oneOther: "one other reason",
        others: "{} other reasons, together", without: "Without {} it would be {}.",
        toSpam: "{} more would make it spam.", toHam: "{} less would make it ham.",
        never: "This model calls no message {}.",
        learnedTooLittle: "The model has learned {} ham and {} spam; it gives verdicts from {} of each.",
        classesIndistinguishable: "The model could not tell ham and spam apart in training.",
        nothingKnown: "The model has never seen any of this message's features.",
        score: "probability {}, log-odds {} (spam from {}, ham up to {})", notRead: "not read: {}",
        allowed: "The site's list allows the sender, and decides: ham. By its score it would be {}.",
        denied: "The site's list denies the sender, and decides: spam. By its score it would be {}.",
        allowIgnored:
            "An entry of the site's list allows the sender, and does not count: it is not proven who sent this.",
        knownSenderDoubted:
            "You have written to this sender, which does not count: the server's checks do not show that they sent this.",
        quotes: ("\u{2018}", "\u{2019}"), byView: "By view: log-odds, name, features",
        byExpert: "By expert: log-odds, share, views",
        sections: [
            .header: "header", .subject: "subject", .text: "text", .hiddenText: "text that the reader does not see",
        ],
        elsewhere: "elsewhere: links, attachments, servers, form",
        marksColoured:
            "The message as the model reads it. Red speaks for spam, blue for ham; the heavier, the bolder.",
        marksBracketed: "The message as the model reads it. Words that move the score stand in brackets.",
        moreBytes: "{} more bytes, together {}", page: .english,
        behaviours: [
            "a form", "a field for a password", "images from elsewhere", "a tracking pixel", "embedded images",
            "a script",
            "an event handler", "a style sheet", "comments", "conditional comments", "comments inside of words",
            "a title",
            "frames", "an object", "a redirection", "a base for links", "a link that runs a script",
            "data inside of links", "an image map", "a link that shows another host than it leads to",
            "text hidden by display", "text hidden by visibility", "text in a font of no size", "transparent text",
            "text in a box of no size", "text in the colour of its background", "text outside of the page",
            "text hidden from Outlook", "end tags without start", "excessive markup", "unknown elements",
            "text hidden on some screens", "generated text", "excessive style sheets",
        ], names: ["turned": "changes of direction"])

    private static let german = ExplanationTexts(
        base: "womit jede Nachricht beginnt", calibration: "Kalibrierung der Bewertungen",
        knownSender: "diesem Absender wurde schon geschrieben",
        spamHeader: "der Kopf spricht für Spam, der Inhalt dagegen",
        hamHeader: "der Kopf spricht für Ham, der Inhalt dagegen", field: "Kopffeld {}: {}",
        route: "die Server auf dem Weg", subject: "Wörter im Betreff: {}", text: "Wörter im Text: {}",
        hiddenText: "vor dem Leser verborgener Text: {}", markup: "Aufbau des HTML: {}", link: "Links zu {}",
        deceptiveLink: "ein Link zeigt {} und führt woandershin", links: "Form und Zahl der Links",
        attachments: "die Anhänge", sender: "die Adressen des Absenders: {}", defects: "Formfehler: {}",
        missingFields: "fehlende Kopffelder: {}", behaviour: "das HTML enthält: {}", tricks: "Tricks gegen Filter: {}",
        form: "Teile, Längen und Anzahlen", oneOther: "ein weiterer Grund", others: "{} weitere Gründe zusammen",
        without: "Ohne {} wäre das Urteil {}.", toSpam: "Zu Spam fehlen {}.", toHam: "Zu Ham fehlen {}.",
        never: "Dieses Modell nennt keine Nachricht {}.",
        learnedTooLittle: "Das Modell hat {} Ham und {} Spam gelernt; es urteilt ab {} von beiden.",
        classesIndistinguishable: "Das Modell konnte Ham und Spam beim Lernen nicht unterscheiden.",
        nothingKnown: "Das Modell hat nichts von dieser Nachricht je gesehen.",
        score: "Wahrscheinlichkeit {}, Log-Odds {} (Spam ab {}, Ham bis {})", notRead: "nicht gelesen: {}",
        allowed: "Die eigene Liste erlaubt den Absender, und sie entscheidet: Ham. Nach der Bewertung wäre es {}.",
        denied: "Die eigene Liste sperrt den Absender, und sie entscheidet: Spam. Nach der Bewertung wäre es {}.",
        allowIgnored:
            "Ein Eintrag der eigenen Liste erlaubt den Absender und zählt nicht: Der Absender ist nicht belegt.",
        knownSenderDoubted:
            "Diesem Absender wurde schon geschrieben, doch das zählt nicht: Die Prüfungen des Servers belegen ihn nicht.",
        quotes: ("\u{201A}", "\u{2018}"), byView: "Nach Sicht: Log-Odds, Name, Merkmale",
        byExpert: "Nach Experte: Log-Odds, Anteil, Sichten",
        sections: [.header: "Kopf", .subject: "Betreff", .text: "Text", .hiddenText: "vor dem Leser verborgener Text"],
        elsewhere: "anderswo: Links, Anhänge, Server, Form",
        marksColoured:
            "Die Nachricht, wie das Modell sie liest. Rot spricht für Spam, Blau für Ham; je gewichtiger, desto fetter.",
        marksBracketed: "Die Nachricht, wie das Modell sie liest. Wörter mit Gewicht stehen in Klammern.",
        moreBytes: "{} weitere Bytes, zusammen {}", page: .german,
        behaviours: [
            "ein Formular", "ein Passwortfeld", "Bilder von außen", "ein Zählpixel", "eingebettete Bilder",
            "ein Skript",
            "eine Ereignisbehandlung", "ein Stylesheet", "Kommentare", "bedingte Kommentare", "Kommentare in Wörtern",
            "einen Titel", "Frames", "ein Objekt", "eine Weiterleitung", "eine Basis für Links",
            "einen Link, der ein Skript ausführt", "Daten in Links", "eine verweissensitive Grafik",
            "einen Link, der einen anderen Host zeigt, als er öffnet", "durch display verborgenen Text",
            "durch visibility verborgenen Text", "Text in Schriftgröße null", "durchsichtigen Text",
            "Text in einem Kasten ohne Größe", "Text in der Farbe des Hintergrunds", "Text außerhalb der Seite",
            "vor Outlook verborgenen Text", "schließende Tags ohne öffnende", "übermäßiges Markup",
            "unbekannte Elemente", "auf manchen Bildschirmen verborgenen Text", "erzeugten Text",
            "übermäßige Stylesheets",
        ],
        names: [
            "turned": "Wechsel der Schreibrichtung", "zero width": "Zeichen ohne Breite",
            "soft hyphens": "weiche Trennzeichen", "mixed alphabets": "gemischte Alphabete",
            "styled letters": "verzierte Buchstaben", "loose marks": "lose Akzente",
            "spelled out": "buchstabierte Wörter", "undecodable": "unlesbare Bytes",
            "sender without name": "Absender ohne Namen", "name is address": "der Name ist die Adresse",
            "name has an address": "der Name enthält eine Adresse",
            "reply to same domain": "Antwort an dieselbe Domain",
            "reply to other domain": "Antwort an eine andere Domain",
            "id of same domain": "Message-ID derselben Domain",
            "id of other domain": "Message-ID einer anderen Domain",
        ])
}
