// SPDX-License-Identifier: Apache-2.0
package import FeedbackReports
package import MailServerLogs
package import SenderReputation
package import ServerAlarms

/// What is known of how others see the site's host and domains.
package struct ReputationFacts: Sendable {
    /// What is found at the site's names and addresses.
    package var names: Known<StandingReport>
    /// What others' servers answered to the site's mail.
    package var standing: Known<ReceiverStanding>
    /// What others report by mail.
    package var reports: Known<ReportSummary>

    /// Puts together what is known.
    package init(
        names: Known<StandingReport>, standing: Known<ReceiverStanding>, reports: Known<ReportSummary>
    ) {
        (self.names, self.standing, self.reports) = (names, standing, reports)
    }
}

/// What others' servers made of the site's mail in the last days, as the alarms count it.
package struct ReceiverStanding: Sendable, Equatable {
    /// What a large receiver did.
    package struct Counts: Sendable, Equatable {
        /// Copies that it refused, for another reason than the recipient's address or mailbox.
        package var refused = 0
        /// Copies that it took.
        package var taken = 0

        /// Makes counts.
        package init(refused: Int = 0, taken: Int = 0) { (self.refused, self.taken) = (refused, taken) }
    }

    /// Over how many days, up to the end of the logs.
    package static let days = 7

    /// Copies that were refused because a block list names this server.
    package var blockListed = 0
    /// What large receivers did.
    package var receivers: [Receiver: Counts] = [:]
    /// The end of the logs, in seconds since 1970.
    package var end: Int

    /// Makes a standing of which nothing is known but when.
    package init(end: Int) { self.end = end }

    /// Sums up the counters of the last days.
    ///
    /// - Parameter end: of the logs, in seconds since 1970.
    package init(_ history: SiteHistory, end: Int) {
        self.init(end: end)
        let last = (end + WallClock.offset(at: end)) / 86_400
        func sum(_ series: SiteSeries) -> Int {
            (history.site[series]?.days ?? []).filter { $0.number > last - Self.days && $0.number <= last }
                .reduce(0) { $0 + $1.count }
        }
        blockListed = sum(.blockListed)
        for receiver in Receiver.allCases {
            let counts = Counts(refused: sum(.refused(receiver)), taken: sum(.taken(receiver)))
            if counts != Counts() { receivers[receiver] = counts }
        }
    }
}
