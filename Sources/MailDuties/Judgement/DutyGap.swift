// SPDX-License-Identifier: Apache-2.0
package import ConfidentialityCheck
package import SenderReputation

/// Something that could not be looked at.
package struct DutyGap: Sendable, Hashable {
    /// What is missing.
    package enum Kind: String, Sendable, CaseIterable {
        /// What the check on names could not look at.
        case names
        /// Only the command looks at it: it is not cheap enough for a night.
        case onlyByCommand
        /// No logs.
        case noLogs
        /// The logs end long ago.
        case oldLogs
        /// The site's own domains are not known.
        case noDomains
        /// No mailbox with reports and bounces.
        case noReports
        /// Postfix's configuration.
        case noPostfix
        /// Values of it that cannot be expanded.
        case listsUnread
        /// No nightly run has ended.
        case noNight
        /// The night does not say what the live filter did.
        case noFigures
        /// Nobody has asked the filter whether it is there, and the logs do not show it.
        case filterNotAsked
        /// No outgoing mail in the logs.
        case noOutgoingMail
        /// The brake's counts.
        case noBrake
        /// The alarms' counters.
        case watchUnread
        /// The alarms' incidents.
        case incidentsUnread
        /// The alarms do not know yet what is usual.
        case stillLearning
        /// What the check on confidentiality could not look at.
        case exposure
    }

    /// What.
    package var kind: Kind
    /// Which, or why, in the words of what was asked: a path, a date; empty: nothing more is known.
    package var detail: String
    /// Whether the duty cannot be judged without it.
    package var isNeeded: Bool
    /// What of it, where the check on confidentiality could not look.
    package var exposure: ExposureGap?
    /// What of it, where the check on names could not look.
    package var standing: StandingGap?

    /// Makes a gap.
    package init(_ kind: Kind, _ detail: String = "", isNeeded: Bool = true) {
        (self.kind, self.detail, self.isNeeded) = (kind, detail, isNeeded)
    }

    /// A gap of the check on confidentiality: who gets others' totals is in the DNS for all to see, so that the zone is not needed.
    package init(_ gap: ExposureGap) {
        self.init(.exposure, isNeeded: gap.area != .zone)
        exposure = gap
    }

    /// A gap of the check on names: an imprint takes a person, policies and certificates a connection, so that they are not needed.
    package init(_ gap: StandingGap) {
        let isNeeded =
            switch gap.reason {
            case .imprint, .policyFile, .certificate, .unproven: false
            default: gap.area != .imprint
            }
        self.init(.names, isNeeded: isNeeded)
        standing = gap
    }
}

/// A source of judgement: what it says, or why it says nothing.
package enum Known<Value: Sendable>: Sendable {
    /// It was read.
    case known(Value)
    /// It was not.
    case missing(DutyGap)

    /// What it says; nil: it was not read.
    package var value: Value? { if case .known(let value) = self { value } else { nil } }
}
