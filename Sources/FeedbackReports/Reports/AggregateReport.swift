// SPDX-License-Identifier: Apache-2.0

/// What a receiver saw in a day of mail that names a domain as its author's: a DMARC aggregate report.
///
/// - SeeAlso: RFC 7489, section 7.2 and appendix C; RFC 9990.
package struct AggregateReport: Sendable, Equatable {
    /// What one address sent, all that was judged alike.
    package struct Row: Sendable, Equatable {
        /// The sending host's address, as the report writes it.
        package var source: String
        /// How many messages.
        package var count: Int
        /// What was done: `none`, `quarantine`, `reject`; RFC 9990 adds `pass`.
        package var disposition: String
        /// Whether DKIM passed for a domain aligned with the author's.
        package var dkimIsAligned: Bool
        /// Whether SPF passed for a domain aligned with the author's.
        package var spfIsAligned: Bool
        /// The author's domain; empty if the report does not say.
        package var author: String
        /// The domains whose DKIM signatures passed.
        package var dkimDomains: [String]
        /// The domains for which SPF passed.
        package var spfDomains: [String]
        /// Why the receiver did not do what the policy asks, as `forwarded`, `mailing_list`.
        package var overrides: [String]

        /// Whether DMARC passed.
        package var passes: Bool { dkimIsAligned || spfIsAligned }
    }

    /// Who reports: the name that it gives itself, or the domain of its address.
    package var organisation: String
    /// The address for questions, as the report gives it; nil: none.
    package var contact: String?
    /// The report's number, the reporter's own.
    package var id: String
    /// The domain whose policy was asked for.
    package var domain: String
    /// The first second of the period, since 1970.
    package var begin: Int
    /// The last.
    package var end: Int
    /// The policy that the receiver found: `none`, `quarantine`, `reject`; nil: not said.
    package var policy: String?
    /// What was seen.
    package var rows: [Row]
    /// How many rows could not be read.
    package var lostRows = 0
    /// What was wrong with the first of them, or with the report's head; nil: nothing.
    package var problem: RefusedReport.Reason?
}

extension AggregateReport {
    /// Makes a report that could be read as a whole.
    package init(
        organisation: String, id: String, domain: String, begin: Int, end: Int, policy: String?, rows: [Row]
    ) {
        self.init(
            organisation: organisation, contact: nil, id: id, domain: domain, begin: begin, end: end, policy: policy,
            rows: rows, lostRows: 0, problem: nil)
    }
}

extension AggregateReport.Row {
    /// Makes a row that names no domain.
    package init(source: String, count: Int, disposition: String, dkimIsAligned: Bool, spfIsAligned: Bool) {
        self.init(
            source: source, count: count, disposition: disposition, dkimIsAligned: dkimIsAligned,
            spfIsAligned: spfIsAligned, author: "", dkimDomains: [], spfDomains: [], overrides: [])
    }
}
