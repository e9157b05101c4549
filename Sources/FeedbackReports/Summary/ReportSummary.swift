// SPDX-License-Identifier: Apache-2.0

/// What all reports together say, each counted once.
///
/// Values only; what comes from outside is bounded, and no person is named. Times are UTC.
package struct ReportSummary: Sendable {
    /// How many of one kind were read.
    package struct Readings: Sendable, Equatable {
        /// Reports that count.
        package var counted = 0
        /// Reports that had been read before.
        package var repeated = 0
        /// Reports whose mail is not proven to be their sender's, or that name another than the sender.
        package var unproven = 0
        /// Reports before the day that was asked for.
        package var earlier = 0

        /// Whether there are any.
        package var isEmpty: Bool { self == Readings() }
    }

    /// Messages of one day, by DMARC.
    package struct Day: Sendable, Equatable {
        /// Those that passed.
        package var passed = 0
        /// Those that failed.
        package var failed = 0
        /// Those of the site's own servers among them.
        package var ownFailed = 0
    }

    /// One of the site's messages that somebody complained of, or that came back: by its queue id the log has the rest.
    package struct Joined: Sendable, Equatable {
        /// The site's queue id.
        package var queueID: String
        /// The script that sent it; nil: none is named.
        package var script: String?
        /// What happened.
        package var event: Event
    }

    /// What happened to a message.
    package enum Event: Sendable, Hashable {
        /// A recipient complained; the report's type.
        case complaint(String)
        /// It did not arrive.
        case bounce(BounceClass)
    }

    /// The most rows of any table: what comes beyond is counted under ``others``.
    package static let maxRows = 20_000
    /// How far others' clocks and days may be ahead, in seconds.
    private static let clockDifference = 2 * 86_400
    /// The name of what comes beyond.
    package static let others = "…"

    /// DMARC aggregate reports.
    package var aggregate = Readings()
    /// TLS reports.
    package var tls = Readings()
    /// Failure reports: only their number is kept.
    package var failures = Readings()
    /// Complaints.
    package var complaints = Readings()
    /// Bounces: recipients, not notifications.
    package var bounces = Readings()
    /// Reports that could not be read.
    package var refused = 0
    /// Messages that are no reports.
    package var otherMail = 0
    /// Rows of aggregate reports that could not be read.
    package var lostRows = 0
    /// The first of the salvaged reports, and what was wrong with it.
    package var firstProblem: RefusedReport.Reason?
    /// Reports of which only a part could be read.
    package var salvaged = 0
    /// Reports about days to come: they count nowhere.
    package var fromFuture = 0
    /// Reports that nobody has checked: files, or no server's results count.
    package var unchecked = 0

    /// The first and last second of the periods, since 1970; nil: no aggregate report counts.
    package var period: ClosedRange<Int>?
    /// The organisations that report, and messages in their reports.
    package var reporters: [String: Int] = [:]
    /// The site's domains.
    package var domains: [String: DomainTotals] = [:]
    /// Who sends.
    package var sources: [MailSource: SourceTotals] = [:]
    /// Days since 1970, by the first second of a report.
    package var days: [Int: Day] = [:]
    /// What receivers did otherwise than the policy asks, and why.
    package var overrides: [String: Int] = [:]
    /// TLS by policy (`sts`, `tlsa`, none) and domain: sessions that succeeded and failed.
    package var tlsPolicies: [TLSPolicyKey: (succeeded: Int, failed: Int)] = [:]
    /// Why TLS failed.
    package var tlsFailures: [TLSFailureKey: Int] = [:]
    /// Complaints by type.
    package var complaintTypes: [String: Int] = [:]
    /// Complaints by who reports them.
    package var complaintReporters: [String: Int] = [:]
    /// Failure reports by what failed.
    package var failureTypes: [String: Int] = [:]
    /// Recipients by why mail did not arrive: given up, and still tried.
    package var bounceReasons: [BounceClass: (final: Int, delayed: Int)] = [:]
    /// Given up, by the recipients' domain.
    package var bounceDomains: [String: Int] = [:]
    /// Complaints and bounces by the script that sent the message.
    package var scripts: [String: (complaints: Int, bounces: Int)] = [:]
    /// Complaints and bounces with a queue id of the site, the first ``maxRows``.
    package var joined: [Joined] = []
    /// Complaints and bounces without.
    package var notJoined = 0

    let site: SiteIdentity
    let since: Int?
    let latest: Int
    var known: Set<String> = []

    /// Makes an empty summary.
    ///
    /// - Parameters:
    ///   - site: what is the site's own.
    ///   - since: what ended before it is left out, in seconds since 1970.
    ///   - now: the present: a report cannot be about what is to come.
    package init(site: SiteIdentity, since: Int? = nil, now: Int) {
        self.site = site
        self.since = since
        latest = now + Self.clockDifference
    }

    /// Reports of all kinds that are not proven.
    package var unproven: Int { aggregate.unproven + tls.unproven + failures.unproven + complaints.unproven }

    /// Sources that the last week of the period has and the time before has not; nil if there is no time before.
    package var newSources: [MailSource]? {
        guard let period, let week = weekBegin, period.lowerBound < week else { return nil }
        return sources.filter { $0.value.first >= week }.map(\.key)
    }

    /// Where the last week of the period begins.
    package var weekBegin: Int? { period.map { $0.upperBound - 7 * 86_400 } }
}

/// A policy of TLS and the domain that it is of.
package struct TLSPolicyKey: Hashable, Sendable {
    /// `sts`, `tlsa` or `no-policy-found`.
    package var type: String
    /// The domain.
    package var domain: String
}

/// A reason for which TLS failed, and the host of the site that was spoken to.
package struct TLSFailureKey: Hashable, Sendable {
    /// The reason, as `certificate-expired`.
    package var type: String
    /// The host; empty: not said.
    package var host: String
}
