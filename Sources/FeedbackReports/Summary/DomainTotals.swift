// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What is known of one domain of the site, and whether its policy can be stricter.
package struct DomainTotals: Sendable {
    /// The policy of the latest report; nil: none says.
    package private(set) var policy: String?
    /// All messages in its name.
    package private(set) var all = SourceTotals()
    /// Those of the site's own servers.
    package private(set) var own = SourceTotals()
    /// Those of known services.
    package private(set) var services = SourceTotals()
    /// Days since 1970 with reports on own servers.
    package private(set) var ownDays: Set<Int> = []
    /// Whether a newsletter's service has sent, and all of it passed.
    package private(set) var hasNewsletter = false
    private var policyEnd = 0
    /// Rows of damaged reports that could not be read, and the last second of the latest such report.
    private var lost = (rows: 0, last: 0)

    /// The most days of a report, and the most that are remembered: a forger may write any range.
    private static let (reportDays, days) = (7, 4_000)

    mutating func take(_ report: AggregateReport) {
        if report.lostRows > 0 { lost = (lost.rows + report.lostRows, max(lost.last, report.end)) }
        guard report.end >= policyEnd, let policy = report.policy else { return }
        self.policy = policy
        policyEnd = report.end
    }

    mutating func add(_ row: AggregateReport.Row, _ source: MailSource, _ report: AggregateReport) {
        all.add(row, report)
        switch source {
        case .own:
            own.add(row, report)
            let first = report.begin / 86_400
            // A period ends with midnight, which is of the next day.
            for day in first...min(max(first, (report.end - 1) / 86_400), first + Self.reportDays)
            where ownDays.count < Self.days {
                ownDays.insert(day)
            }
        case .service(let service):
            services.add(row, report)
            if service.kind == .newsletters, row.passes { hasNewsletter = true }
        case .signed, .stranger: break
        }
    }

    /// Whether mail of its own servers could be put aside by a stricter policy.
    package var readiness: Readiness {
        if own.messages == 0 { return .ownUnknown }
        if let lastFailure = own.lastFailure, own.last - lastFailure < Readiness.days * 86_400 {
            return .ownFails(messages: own.failed, last: lastFailure)
        }
        if lost.rows > 0, own.last - lost.last < Readiness.days * 86_400 { return .rowsLost(lost.rows) }
        let since = own.lastFailure ?? own.first
        let days = max(0, (own.last - since + 86_399) / 86_400)
        let hasMonthEnd = ownDays.contains { day in
            let date = CivilDate(day: Int64(day))
            let next = CivilDate(day: Int64(day + 1))
            return next.month != date.month || date.dayOfMonth == 1
        }
        var unseen: [Readiness.Occasion] = hasMonthEnd ? [] : [.monthEnd]
        if !hasNewsletter { unseen.append(.newsletter) }
        // No report tells a scanner or the payroll from other mail: a person has to know.
        return .noFailure(days: days, unseen: unseen + [.scanner, .payroll])
    }
}

/// Whether a domain's policy can become `quarantine`.
package enum Readiness: Sendable, Equatable {
    /// What sends mail seldom, and is forgotten.
    package enum Occasion: String, Sendable, CaseIterable {
        /// Invoices and statements.
        case monthEnd
        /// A newsletter through a service.
        case newsletter
        /// Devices that send what they scan.
        case scanner
        /// Pay slips.
        case payroll
    }

    /// The days without a failure that are asked for before a policy becomes stricter.
    package static let days = 14

    /// No report is about a server that is known to be the site's own.
    case ownUnknown
    /// So many of its own servers' messages failed, the last in a period that ended then.
    case ownFails(messages: Int, last: Int)
    /// So many rows of reports of the last days are lost: its own servers may have failed in them.
    case rowsLost(Int)
    /// None failed in so many days; what may not have sent meanwhile.
    case noFailure(days: Int, unseen: [Occasion])
}
