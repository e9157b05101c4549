// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
public import MailIngest
import MailMessage
import TextOutput
public import TrainingStore

/// Something in a night that a person should look at; its description says what to do.
public enum BatchWarning: Sendable, CustomStringConvertible {
    /// A source that is not there or cannot be looked into.
    case source(SourceProblem)
    /// Names of the configuration that no account has as a folder.
    case missingFolders(FolderSurvey)
    /// What was wrong with archives.
    case archives(WarningGroup)
    /// Accounts without mail, all at once.
    case emptied(accounts: Int, example: String)
    /// Old reports that still name messages because they cannot be rewritten.
    case oldReports(String)
    /// Accounts whose mail was moved or flagged all at once.
    case changed([ChangedAccount], command: String)
    /// An account to accept that has no mail.
    case nothingToAccept(account: String)
    /// There is no drop folder.
    case noDropFolder(String)
    /// The drop folder could not be read at all.
    case dropUnread(String)
    /// What was wrong in the drop folder.
    case drop(DropProblem)
    /// Accounts that had mail and are not found.
    case gone(GoneAccounts)
    /// Names that exclude nothing.
    case idleExclusions(ExcludedMail)
    /// Mail of what is excluded that the store has.
    case knownExcluded(ExcludedMail.KnownMail, site: String)
    /// Messages with features of another version or other settings, left out.
    case outdated(Int)
    /// Messages that wait to be read again, left out.
    case unread(Int)
    /// There is no new model yet, because mail is being read again.
    case rereading(GateRefusal)
    /// The age of the model that is served, where it is expected to be old.
    case oldModel(days: Int64)
    /// The current model or the labels are stale.
    case stale(Staleness)
    /// The clock is doubted.
    case clock(lastNight: Int64?)
    /// Nothing is removed, because most of a class would be.
    case expiryRefused(ExpiryRefusal, command: String)
    /// The night is not recorded in the ledger.
    case unrecorded(String)
    /// The report could not be saved.
    case reportUnwritten(String)

    /// One line: what, where, what to do.
    public var description: String {
        switch self {
        case .source(let problem): problem.description
        case .missingFolders(let survey): survey.missing ?? ""
        case .drop(let problem): problem.description
        case .idleExclusions(let excluded): excluded.idleWarning ?? ""
        case .knownExcluded(let known, let site): known.warning(site: site)
        case .archives(let group): group.description
        case .emptied(let accounts, let example):
            "\(grouped(accounts)) accounts suddenly have no mail, such as \(example): is their "
                + "disk mounted? Their mail is not treated as deleted"
        case .oldReports(let reason): "old reports still name messages: \(reason)"
        case .changed(let accounts, let command): Self.line(accounts, command)
        case .nothingToAccept(let account):
            "'\(account)' has no mail to accept: check how 'sources' name accounts"
        case .noDropFolder(let path): "\(path): no such drop folder; create it, or remove 'drop' from the configuration"
        case .dropUnread(let reason): "the drop folder was not read: \(reason)"
        case .gone(let gone): gone.warning ?? ""
        case .outdated(let messages):
            "\(grouped(messages)) messages have features of another version of Spreu or other settings and are left out"
        case .unread(let messages): "\(grouped(messages)) messages are waiting to be read again and are left out"
        case .rereading(let refusal): "\(refusal); the current model stays"
        case .oldModel(let days): "the served model is \(days) days old"
        case .stale(let staleness): staleness.description
        case .clock(let lastNight):
            "the clock does not continue from the last run "
                + "(\(lastNight.map { MailDate(secondsSince1970: $0).rfc3339 } ?? "never")): nothing is removed by "
                + "age until another run, at least half a day later, agrees with this one; if the clock is wrong, "
                + "set it"
        case .expiryRefused(let refusal, let command):
            "nothing is removed by age: that would remove \(grouped(refusal.lost)) of \(grouped(refusal.all)) "
                + "\(refusal.isSpam ? "spam" : "ham"); if that is intended: \(command)"
        case .unrecorded(let reason): "this run is not recorded in the ledger: \(reason)"
        case .reportUnwritten(let reason): "the report was not saved: \(reason)"
        }
    }

    private static func line(_ accounts: [ChangedAccount], _ command: String) -> String {
        guard let first = accounts.first else { return "" }
        let which =
            accounts.count == 1
            ? "\(grouped(first.messages)) messages of \(first.account)"
            : "most mail of \(grouped(accounts.count)) accounts, such as \(grouped(first.messages)) messages of "
                + "\(first.account),"
        let what = first.change == .moved ? "moved" : "changed flags"
        return "\(which) \(what) all at once: not counted for a week; if that is intended, "
            + "'spreu nightly \(command) --accept \(first.account.forShell)' lets it count"
    }
}

/// In what way the model that is served, or what it could learn from, is stale.
public enum Staleness: Sendable, Equatable, CustomStringConvertible {
    /// There is no model.
    case noModel(problem: String?)
    /// It was made this many days ago.
    case oldModel(days: Int64)
    /// Nobody labels anything any more, although this many messages arrived.
    case noLabels(days: Int, messages: Int)
    /// Nobody labels mail of a class any more, although about this many messages of it arrived.
    case noNew(MessageClass, days: Int, messages: Int)
    /// No mail arrives.
    case noMail(days: Int)

    /// A line.
    public var description: String {
        switch self {
        case .noModel(let problem): "no model to serve" + (problem.map { ": \($0)" } ?? "")
        case .oldModel(let days): "the served model is \(days) days old"
        case .noLabels(let days, let messages):
            "no new label in the last \(days) days, although \(grouped(messages)) messages arrived"
        case .noNew(let messageClass, let days, let messages):
            "no new \(messageClass) label in the last \(days) days, although about \(grouped(messages)) such "
                + "messages arrived"
        case .noMail(let days): "no mail arrived in the last \(days) days"
        }
    }
}
