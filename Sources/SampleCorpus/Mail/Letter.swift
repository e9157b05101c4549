// SPDX-License-Identifier: Apache-2.0

/// A name with its mail address.
struct Person {
    var name: String
    var address: String

    var domain: String { String(address.split(separator: "@").last ?? "example.com") }
    /// The given name, as friends use it.
    var first: String { String(name.split(separator: " ").first ?? "") }
}

/// What a message is before it becomes bytes.
struct Letter {
    /// How the text is laid out in parts.
    enum Shape { case plain, flowed, html, alternative }

    var isSpam: Bool
    var language: Language
    var moment: Moment
    var route: Route
    var mailer: Mailer
    var from: Person
    var to: [Person]
    var subject: String
    /// The text, in the lines that ``Block`` reads.
    var text: String
    var shape = Shape.plain
    var cc: [Person] = []
    var replyTo: Person?
    /// The envelope's sender; the author's address unless set.
    ///
    /// Empty for bounces.
    var envelope: String?
    var charset: String?
    var encoding: TransferEncoding?
    var attachments: [Attachment] = []
    var messageID = ""
    var references: [String] = []
    var extra: [(name: String, value: String)] = []
    /// Takes the place of the text when a scene builds its own parts.
    var body: Entity?
    var hiding = 0
    var recipient: Person { to.first ?? World.info }
}
