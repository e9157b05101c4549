// SPDX-License-Identifier: Apache-2.0
package import NightlyBatch
package import ReportPages

/// A site's state in one line of the form of Nagios, in a reader's language; the first words and the numbers are the same in all.
package struct StatusLine {
    private let status: SiteStatus
    private let language: Language

    /// Renders a status.
    package init(_ status: SiteStatus, _ language: Language) {
        self.status = status
        self.language = language
    }

    /// The line.
    package var text: String {
        switch language {
        case .english: status.line
        case .german: status.line(GermanStatus().text)
        }
    }

    /// That there is no report to show.
    package static func noReport(_ language: Language) -> String {
        switch language {
        case .english: "no nightly run has finished yet"
        case .german: "Noch ist kein nächtlicher Lauf zu Ende."
        }
    }
}
