// SPDX-License-Identifier: Apache-2.0
import ReportPages

/// What the sheet for a colleague says, in one language; `{}` stands for what the site has.
struct HandoverTexts {
    var title: String
    var about: String
    var complete: String
    var incomplete: String
    var openKeyCopies: String
    var openContact: String
    var footer: String
    /// The titles of sections, by their ids.
    var sections: [String: String]
    /// The headings of columns.
    var what: String
    var path: String
    var rights: String
    var note: String
    var why: String
    var command: String
    var none: String
    var missing: String
    /// Of a file that could not be looked at; `{}` is who tried.
    var unreadable: String
    /// Of a file that is no key.
    var damaged: String
    /// What things are, by the ids that the sheet gives them.
    var things: [String: String]
    /// Paragraphs, by their ids.
    var paragraphs: [String: String]
    /// What commands are for, by their ids.
    var commands: [String: String]

    static func of(_ language: Language) -> HandoverTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }
}
