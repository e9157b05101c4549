// SPDX-License-Identifier: Apache-2.0
import ReportPages
import SenderReputation

/// What the report on the site's own standing says, in one language.
struct StandingTexts {
    var title: String
    var about: String
    var nothing: String
    var lead: String
    var notLookedAt: String
    var looked: String
    var fine: String
    var severities: [StandingSeverity: String]
    /// Of each kind a title, and what it means; `{}` stands for what is named.
    var kinds: [StandingKind: (title: String, why: String)]
    /// What each area is called, and what helps where it was not looked at.
    var areas: [StandingArea: (name: String, remedy: String)]
    /// Why something was not looked at.
    var reasons: @Sendable (StandingGapReason, LocalNumbers) -> String
    /// What helps for the reasons that no option of the area does.
    var remedies: @Sendable (StandingGapReason) -> String?
    /// What a list's answer means that is no listing.
    var listError: @Sendable (ListError) -> String
    var more: String
    var evidence: String
    var mends: String
    var decision: String
    var missing: String
    var reason: String
    var remedy: String
    var gaps: String
    var footer: String

    static func of(_ language: Language) -> StandingTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }
}
