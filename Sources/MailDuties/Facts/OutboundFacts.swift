// SPDX-License-Identifier: Apache-2.0
package import OutboundMail
package import ServerAlarms

/// What is known of what leaves.
package struct OutboundFacts: Sendable {
    /// What the logs say of outgoing mail.
    package struct Mail: Sendable {
        /// What is wrong, each with what its sender is called in reports; empty: the site as a whole.
        package var findings: [(finding: OutboundFinding, who: String)]
        /// Whether any mail left at all.
        package var hasOutgoingMail: Bool
        /// The end of the logs, in seconds since 1970.
        package var end: Int

        /// Puts together what was read.
        package init(findings: [(finding: OutboundFinding, who: String)], hasOutgoingMail: Bool, end: Int) {
            (self.findings, self.hasOutgoingMail, self.end) = (findings, hasOutgoingMail, end)
        }
    }

    /// What the logs say.
    package var mail: Known<Mail>
    /// The open incidents of the alarms.
    package var incidents: Known<[Incident]>
    /// How many senders' mail the filter's brake holds.
    package var held: Known<Int>

    /// Puts together what is known.
    package init(mail: Known<Mail>, incidents: Known<[Incident]>, held: Known<Int>) {
        (self.mail, self.incidents, self.held) = (mail, incidents, held)
    }
}
