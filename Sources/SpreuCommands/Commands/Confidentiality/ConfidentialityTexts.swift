// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import ReportPages

/// What the report on confidentiality says, in one language.
struct ConfidentialityTexts {
    var title: String
    var about: String
    var nothing: String
    var lead: String
    var notLookedAt: String
    var severities: [ExposureSeverity: String]
    /// Of each kind a title, and why it matters; `{}` stands for what is named.
    var kinds: [ExposureKind: (title: String, why: String)]
    var roles: [String: String]
    /// What is missing of each area, and how to provide it.
    var areas: [ExposureArea: (missing: String, remedy: String)]
    /// Why something was not looked at.
    var reasons: @Sendable (ExposureGapReason, LocalNumbers) -> String
    var more: String
    /// What follows where a relay is logged in at.
    var relayPassword: String
    /// What stands in the place of a command for another machine.
    var elsewhere: String
    /// What helps where no option does.
    var byHand: String
    var found: String
    var place: String
    var mends: String
    var nobody: String
    var missing: String
    var reason: String
    var remedy: String
    var gaps: String
    var footer: String

    static func of(_ language: Language) -> ConfidentialityTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }
}
