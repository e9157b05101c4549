// SPDX-License-Identifier: Apache-2.0
import ReportPages

/// The sentences of a digest in one language; `{}` stands for what it says.
struct DigestTexts: Sendable {
    var sender: String
    var subjectOne: String
    var subject: String
    var lead: String
    var order: String
    var noSubject: String
    var noSender: String
    var from: String
    var inFolder: String
    var more: Counted
    var ofPerson: Counted
    var wanted: Counted
    var delivered: String
    var points: String
    var stop: String

    /// A sentence of one message, and of several.
    struct Counted: Sendable {
        var one: String
        var several: String

        func callAsFunction(_ count: Int, _ numbers: LocalNumbers) -> String {
            (count == 1 ? one : several).placing(numbers.count(count))
        }
    }

    init(_ language: Language) {
        switch language {
        case .english: self = .english
        case .german: self = .german
        }
    }

    private init(
        sender: String, subjectOne: String, subject: String, lead: String, order: String, noSubject: String,
        noSender: String, from: String, inFolder: String, more: Counted, ofPerson: Counted, wanted: Counted,
        delivered: String, points: String, stop: String
    ) {
        (self.sender, self.subjectOne, self.subject, self.lead) = (sender, subjectOne, subject, lead)
        (self.order, self.noSubject, self.noSender, self.from) = (order, noSubject, noSender, from)
        (self.inFolder, self.more, self.ofPerson, self.wanted) = (inFolder, more, ofPerson, wanted)
        (self.delivered, self.points, self.stop) = (delivered, points, stop)
    }

    private static let english = DigestTexts(
        sender: "Junk digest", subjectOne: "Junk: 1 new message", subject: "Junk: {} new messages",
        lead: "New in your Junk from {} to {}:",
        order: "Those that the filter was least sure of come first: look at these.", noSubject: "(no subject)",
        noSender: "(no sender)", from: "from", inFolder: "in the folder {}",
        more: Counted(
            one: "And 1 more, not listed here: look into the folder.",
            several: "And {} more, not listed here: look into the folder."),
        ofPerson: Counted(
            one: "1 more, which you or a rule of yours have put there, is not listed.",
            several: "{} more, which you or a rule of yours have put there, are not listed."),
        wanted: Counted(
            one: """
                Is it wanted? Open the Junk folder in your mail program, find it by its date,
                and move it to the Inbox. That is all: the filter learns from it.
                """,
            several: """
                Is one of them wanted? Open the Junk folder in your mail program, find it by its
                date, and move it to the Inbox. That is all: the filter learns from it.
                """),
        delivered: """
            Mail in Junk has been delivered to you. Nobody else looks at it, and time limits
            that it sets may run.
            """,
        points: """
            Addresses and subjects are shown as the senders wrote them, and anybody can write
            anything there. Points stand in brackets, so that nothing can be clicked.
            """,
        stop: "You want no such list? Make a folder called 'no-digest' in your mailbox.")

    private static let german = DigestTexts(
        sender: "Junk-Übersicht", subjectOne: "Junk: 1 neue Nachricht", subject: "Junk: {} neue Nachrichten",
        lead: "Neu in Ihrem Junk-Ordner vom {} bis {}:",
        order: "Zuerst die, bei denen der Filter am wenigsten sicher war: Sehen Sie diese an.",
        noSubject: "(kein Betreff)", noSender: "(kein Absender)", from: "von", inFolder: "im Ordner {}",
        more: Counted(
            one: "Und 1 weitere, die hier nicht steht: Sehen Sie in den Ordner.",
            several: "Und {} weitere, die hier nicht stehen: Sehen Sie in den Ordner."),
        ofPerson: Counted(
            one: "1 weitere, die Sie oder eine Ihrer Regeln dorthin gelegt haben, steht hier nicht.",
            several: "{} weitere, die Sie oder eine Ihrer Regeln dorthin gelegt haben, stehen hier nicht."),
        wanted: Counted(
            one: """
                Ist sie erwünscht? Öffnen Sie den Junk-Ordner in Ihrem Mailprogramm, suchen Sie
                sie nach dem Datum und verschieben Sie sie in den Posteingang. Mehr ist nicht
                nötig: Der Filter lernt daraus.
                """,
            several: """
                Ist eine davon erwünscht? Öffnen Sie den Junk-Ordner in Ihrem Mailprogramm, suchen
                Sie sie nach dem Datum und verschieben Sie sie in den Posteingang. Mehr ist nicht
                nötig: Der Filter lernt daraus.
                """),
        delivered: """
            Mail im Junk-Ordner ist Ihnen zugestellt. Niemand sonst sieht sie durch, und Fristen,
            die sie setzt, können laufen.
            """,
        points: """
            Adressen und Betreffe stehen hier, wie die Absender sie schrieben; jeder kann dort
            alles schreiben. Punkte stehen in Klammern, damit nichts anzuklicken ist.
            """,
        stop: "Sie wollen keine solche Liste? Legen Sie in Ihrem Postfach den Ordner ‚kein-digest‘ an.")
}
