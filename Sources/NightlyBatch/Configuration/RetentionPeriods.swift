// SPDX-License-Identifier: Apache-2.0
public import MailIngest
import TextOutput

/// For how long a site keeps what: `retention:` of the configuration, enforced by each night whose clock is trusted.
public struct RetentionPeriods: Sendable, Equatable {
    /// Features of messages, with all that the ledger knows of them; nil: for ever.
    public var mail: TimeSpan? = TimeSpan(days: 365)
    /// What was handed over and cannot be read, before it is moved aside, and then what was moved aside.
    public var drop = TimeSpan(days: 14)
    /// Which messages reports name and scores are of; the figures stay.
    public var reports = TimeSpan(days: 30)
    /// How many exported models, with their reports.
    public var models = 10

    /// The defaults.
    public init() {}

    /// The periods in words.
    var line: String {
        func days(_ span: TimeSpan) -> String { "\(span.seconds / 86_400) days" }
        return "keeps mail \(mail.map(days) ?? "for ever"), the drop folder's rest \(days(drop)), names in reports "
            + "\(days(reports)), \(models) models"
    }

    /// The periods for programs.
    var json: JSONValue {
        func days(_ span: TimeSpan) -> JSONValue { .integer(Int(span.seconds / 86_400)) }
        return .object([
            "mailDays": mail.map(days) ?? .null, "dropDays": days(drop), "reportDays": days(reports),
            "models": .integer(models),
        ])
    }
}
