// SPDX-License-Identifier: Apache-2.0
import OutboundMail
import ReportPages

/// What the report on outgoing mail says, in one language.
struct OutboundTexts {
    var title: String
    var period: String
    var noLogs: String
    var nothing: String
    /// What leads where there was nothing to look at.
    var noMail: String
    var found: String
    var more: String
    var excluded: String

    // Findings.
    var kinds: [OutboundKind: String]
    var advice: [OutboundKind: String]
    /// What is to be done about a program that hands in its mail by SMTP, on the machine itself.
    var loopbackAdvice: String
    /// Evidence by ``OutboundSign/place``.
    var signs: [Int: String]
    var noticed: String
    /// When, for what no message shows, and for campaigns.
    var noticedLogin: String
    var campaign: String
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
    var inMasterCF: String

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
