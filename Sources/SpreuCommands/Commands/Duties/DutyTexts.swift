// SPDX-License-Identifier: Apache-2.0
import MailDuties
import ReportPages
import SenderReputation
import ServerAlarms

/// What the page of the five duties says, in one language.
struct DutyTexts {
    var title: String
    var about: String
    /// What leads, by the worst colour.
    var leads: [DutyLamp: String]
    /// How many duties have each colour.
    var counts: String
    var lamps: [DutyLamp: String]
    /// Of each duty what it is called, and what is said where nothing is wrong.
    var duties: [Duty: (title: String, good: String)]
    /// Why a duty is not judged: what is missing.
    var notJudged: String
    /// What is wrong, in a sentence; `{}` stands for what is counted and named.
    var kinds: [DutyFindingKind: String]
    /// What is missing, and what provides it.
    var gaps: [DutyGap.Kind: (missing: String, remedy: String)]

    // Evidence.
    var receiver: String
    var fault: [DNSListCheck.Kind: String]
    var failedDMARC: String
    var last: String
    var rules: [AlarmRule: String]
    var incident: String
    var more: String

    // Parts.
    var overview: String
    var command: String
    var missing: String
    var reason: String
    var remedy: String
    var optional: String
    /// What stands above what was not looked at.
    var gapTitle: String
    var duty: String
    var why: String
    var look: String
    var footer: String

    // The nightly report.
    var nightTitle: String
    var nightNote: String

    static func of(_ language: Language) -> DutyTexts {
        switch language {
        case .english: english
        case .german: german
        }
    }
}
