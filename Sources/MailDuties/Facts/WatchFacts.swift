// SPDX-License-Identifier: Apache-2.0
package import ConfidentialityCheck
package import ServerAlarms

/// What is known of who watches the logs, and who would be told.
package struct WatchFacts: Sendable {
    /// What the watch has left of its last look.
    package struct Counters: Sendable, Equatable {
        /// When the last line that was read was written, in seconds since 1970; nil: not known, as of a log that came through a pipe.
        package var lastLine: Int?
        /// The first day that was counted, since 1970; nil: nothing was.
        package var firstDay: Int?

        /// Makes what a state says.
        package init(lastLine: Int?, firstDay: Int?) { (self.lastLine, self.firstDay) = (lastLine, firstDay) }
    }

    /// How alarms reach somebody.
    package struct Delivery: Sendable, Equatable {
        /// Whether a program or an address is named.
        package var isNamed: Bool
        /// Programs that would be run, and cannot be.
        package var broken: [String]

        /// Makes a description.
        package init(isNamed: Bool, broken: [String] = []) { (self.isNamed, self.broken) = (isNamed, broken) }
    }

    /// Whether there are settings for it.
    package var isConfigured: Bool
    /// When the state was last written, in seconds since 1970; nil: never.
    package var written: Known<Int?>
    /// What is in it.
    package var counters: Known<Counters>
    /// The open incidents.
    package var incidents: Known<[Incident]>
    /// Who is told.
    package var delivery: Delivery
    /// How often the logs say that lines were left out; nil: they were not read.
    package var linesLost: Int?

    /// Puts together what is known.
    package init(
        isConfigured: Bool, written: Known<Int?>, counters: Known<Counters>, incidents: Known<[Incident]>,
        delivery: Delivery, linesLost: Int?
    ) {
        (self.isConfigured, self.written, self.counters) = (isConfigured, written, counters)
        (self.incidents, self.delivery, self.linesLost) = (incidents, delivery, linesLost)
    }
}

/// What is known of where content goes.
package struct ConfidentialityFacts: Sendable {
    /// What the check found, and what it could not look at.
    package var exposure: Known<ExposureReport>

    /// Puts together what is known.
    package init(exposure: Known<ExposureReport>) { self.exposure = exposure }
}
