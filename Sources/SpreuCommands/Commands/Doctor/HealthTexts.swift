// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import ReportPages
import SiteHealth

/// What `spreu doctor` says, in one language.
struct HealthTexts {
    var title: String
    var healthy: String
    var lead: String
    var notLookedAt: String
    var severities: [HealthSeverity: String]
    var areas: [HealthArea: String]
    /// Of each kind what is wrong and why it matters; `{}` stands for what is named.
    var kinds: [HealthKind: String]
    /// What is to be had, by role.
    var roles: [String: String]
    /// What keeps an area from being looked at; `{}` stands for it.
    var otherMachine: String
    var noSystemd: String
    var noMilter: String
    var links: String
    var depends: String
    var newerSyntax: String
    var more: String
    var place: String
    var fine: String
    var states: String
    var gaps: String
    var ways: String
    var directions: [String: String]
    var noPermissions: String
    var permissions: String

    static func of(_ language: Language) -> HealthTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }
}
