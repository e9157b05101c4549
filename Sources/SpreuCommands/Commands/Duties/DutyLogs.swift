// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import FeedbackReports
import MailDuties
import MailServerLogs
import OutboundMail

/// What logs and reports say for the duties: read once, for all of them.
struct DutyLogs {
    /// What others' servers answered.
    private(set) var standing: Known<ReceiverStanding>
    /// What others report by mail.
    private(set) var reports: Known<ReportSummary>
    /// What leaves.
    private(set) var mail: Known<OutboundFacts.Mail>
    /// What crosses networks in clear text; nil: the logs were not read.
    private(set) var transport: LogFacts?
    /// How many messages have a verdict of the filter.
    private(set) var verdicts = 0
    /// How often the logs say that lines were left out; nil: they were not read.
    private(set) var linesLost: Int?

    /// Why the logs were not read; empty: none were given, or they were.
    private(set) var problem = ""

    /// Takes what was read.
    ///
    /// - Parameters:
    ///   - gap: why the logs say nothing.
    ///   - reportGap: why reports say nothing.
    ///   - days: how many days of outgoing mail are judged, up to the end of the logs.
    init(_ input: OutboundInput, gap: DutyGap?, reportGap: DutyGap?, days: Int) throws(Failure) {
        reports = input.reports.map { .known($0) } ?? .missing(reportGap ?? DutyGap(.noReports, isNeeded: false))
        if let gap {
            (standing, mail) = (.missing(gap), .missing(gap))
            // What they say of others than the site itself holds without its domains.
            if gap.kind == .noLogs {
                problem = gap.detail
                return
            }
        } else {
            var input = input
            let content = try input.content(since: nil, days: days)
            standing = .known(ReceiverStanding(input.history, end: input.end))
            mail = .known(
                OutboundFacts.Mail(
                    findings: content.findings.map { ($0, who: $0.source == 0 ? "" : content.people[$0.source]) },
                    hasOutgoingMail: !content.hasNothing, end: input.end))
        }
        transport = input.transport
        verdicts = input.tables.verdicts.values.reduce(0, +)
        linesLost = input.tables.lines.suppressions
    }
}
