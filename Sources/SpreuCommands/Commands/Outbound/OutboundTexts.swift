// SPDX-License-Identifier: Apache-2.0
import OutboundMail
import ReportPages

/// What the report on outgoing mail says, in one language.
struct OutboundTexts {
    var title: String
    var period: String
    var noLogs: String
    var nothing: String
    var found: String
    var more: String
    var excluded: String

    // Findings.
    var kinds: [OutboundKind: String]
    var advice: [OutboundKind: String]
    /// Evidence by ``OutboundSign/place``.
    var signs: [Int: String]
    var noticed: String
    var script: String
    var queueIDs: String
    var toDo: String
    /// What marketing has to prove.
    var checklist: [String]

    // Holding.
    var wouldHold: String
    var held: String
    var nothingToHold: String
    var expired: String
    var inMainCF: String

    // Tables.
    /// Titles of tables by their names for programs.
    var titles: [String: String]
    var columns: [String: String]
    var routes: [OutboundTotals.Route: String]
    var named: String
    var notNamed: String
    var seldom: String

    // The page.
    var chapters: [String: String]
    var footer: String

    static func of(_ language: Language) -> OutboundTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }
}
