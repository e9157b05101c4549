// SPDX-License-Identifier: Apache-2.0

/// One thing that somebody says of the site's mail.
package enum Feedback: Sendable, Equatable {
    /// A DMARC aggregate report.
    case aggregate(AggregateReport)
    /// A report of SMTP TLS.
    case tls(TLSReport)
    /// A complaint of a feedback loop.
    case complaint(ComplaintReport)
    /// A report of a message that failed authentication.
    case failure(FailureReport)
    /// Mail that did not arrive.
    case bounce(Bounce)
}

/// Whether a report comes from whom it says: anybody may send one.
package enum ReportProof: Sendable, Equatable {
    /// The site's own servers found that the mail is its sender's, and the report names that sender.
    case passed
    /// They found that it is not, or nothing.
    case failed
    /// The mail is its sender's, and the report names another: its contact and its organisation are of other domains.
    case otherSender
    /// Nobody has looked: a file without its mail, or no server is named whose results count.
    case notChecked

    /// Whether what the report says is counted with the others.
    package var counts: Bool { self == .passed || self == .notChecked }
}
