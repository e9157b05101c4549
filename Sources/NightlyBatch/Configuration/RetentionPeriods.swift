// SPDX-License-Identifier: Apache-2.0
public import MailIngest
import TextOutput

/// How long a site keeps what: `retention:` in the configuration, enforced by each night whose clock is trusted.
public struct RetentionPeriods: Sendable, Equatable {
    /// Features of messages, with all that the ledger knows about them; nil: forever.
    public var mail: TimeSpan? = TimeSpan(days: 365)
    /// Unreadable feedback, before it is quarantined, and then in quarantine.
    public var drop = TimeSpan(days: 14)
    /// Which messages reports name and scores are of; the figures stay.
    public var reports = TimeSpan(days: 30)
    /// Evidence of alarms after an incident is closed.
    public var evidence = TimeSpan(days: 30)
    /// Counts of the mail server's logs by month, nobody's: for comparing a year with the one before.
    public var totals = TimeSpan(days: 730)
    /// How many exported models, with their reports.
    public var models = 10

    /// The defaults.
    public init() {}

    /// ``totals`` in months.
    package var totalMonths: Int { max(1, Int(totals.seconds / 86_400) * 12 / 365) }

    /// The periods in words.
    var line: String {
        func days(_ span: TimeSpan) -> String { "\(span.seconds / 86_400) days" }
        return
            "keeps mail \(mail.map(days) ?? "forever"), leftovers in the drop folder \(days(drop)), names in reports "
            + "\(days(reports)), evidence of alarms \(days(evidence)), "
            + "totals of the logs \(days(totals)), \(models) models"
    }

    /// The periods for programs.
    var json: JSONValue {
        func days(_ span: TimeSpan) -> JSONValue { .integer(Int(span.seconds / 86_400)) }
        return .object([
            "mailDays": mail.map(days) ?? .null, "dropDays": days(drop), "reportDays": days(reports),
            "evidenceDays": days(evidence), "totalDays": days(totals),
            "models": .integer(models),
        ])
    }
}
