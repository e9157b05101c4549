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
    /// Old reports that still name messages, for they cannot be written.
    case oldReports(String)
    /// Accounts whose mail lies elsewhere than before, or was flagged, all at once.
    case changed([ChangedAccount], command: String)
    /// An account that was to be accepted, and has no mail.
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
    /// There is no new model yet, for mail is read again.
    case rereading(GateRefusal)
    /// The age of the model that is served, where it is expected to be old.
    case oldModel(days: Int64)
    /// The current model or the labels are stale.
    case stale(Staleness)
    /// The clock is doubted.
    case clock(lastNight: Int64?)
    /// Nothing is removed, for most of a class would go.
    case expiryRefused(ExpiryRefusal, command: String)
    /// The night is not in the ledger's list.
    case unrecorded(String)
    /// The report is not kept.
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
            "\(grouped(accounts)) accounts have no mail any more, all at once, such as \(example): is their "
                + "disk mounted? None of their mail is taken for deleted"
        case .oldReports(let reason): "old reports still name messages: \(reason)"
        case .changed(let accounts, let command): Self.line(accounts, command)
        case .nothingToAccept(let account):
            "'\(account)' has no mail here that could be accepted: see how 'sources' name accounts"
        case .noDropFolder(let path): "\(path): there is no such folder to take handed-over mail from"
        case .dropUnread(let reason): "nothing of the drop folder was taken: \(reason)"
        case .gone(let gone): gone.warning ?? ""
        case .outdated(let messages):
            "\(grouped(messages)) messages have features of another Spreu or other settings and are left out"
        case .unread(let messages): "\(grouped(messages)) messages wait to be read again and are left out"
        case .rereading(let refusal): "\(refusal); the current model stays"
        case .oldModel(let days): "the model that is served is \(days) days old"
        case .stale(let staleness): staleness.description
        case .clock(let lastNight):
            "the clock does not go on from the last night "
                + "(\(lastNight.map { MailDate(secondsSince1970: $0).rfc3339 } ?? "never")): nothing is removed for its age "
                + "before another night, half a day later or more, agrees with this one; if the clock is wrong, set it"
        case .expiryRefused(let refusal, let command):
            "nothing is removed for its age: \(grouped(refusal.lost)) of \(grouped(refusal.all)) "
                + "\(refusal.isSpam ? "spam" : "ham") would go; if that is meant: \(command)"
        case .unrecorded(let reason): "this night is not in the ledger's list: \(reason)"
        case .reportUnwritten(let reason): "the report is not kept: \(reason)"
        }
    }

    private static func line(_ accounts: [ChangedAccount], _ command: String) -> String {
        guard let first = accounts.first else { return "" }
        let which =
            accounts.count == 1
            ? "\(grouped(first.messages)) messages of \(first.account) lie"
            : "most mail of \(grouped(accounts.count)) accounts, such as \(grouped(first.messages)) messages of "
                + "\(first.account), lies"
        let what = first.change == .moved ? "elsewhere than before" : "there with other flags than before"
        return "\(which) \(what), all at once: it does not count for a week; if it is right so, "
            + "'spreu nightly \(command) --accept \(first.account.forShell)' lets it count"
    }
}

/// In what way the model that is served, or what it could learn from, is stale.
public enum Staleness: Sendable, Equatable, CustomStringConvertible {
    /// There is no model.
    case noModel(problem: String?)
    /// It was made so many days ago.
    case oldModel(days: Int64)
    /// Nobody labels anything any more, though so many messages came.
    case noLabels(days: Int, messages: Int)
    /// Nobody labels mail of a class any more, though about so many messages of it came.
    case noNew(MessageClass, days: Int, messages: Int)
    /// Nothing comes.
    case noMail(days: Int)

    /// A line.
    public var description: String {
        switch self {
        case .noModel(let problem): "there is no model to serve" + (problem.map { ": \($0)" } ?? "")
        case .oldModel(let days): "the model that is served is \(days) days old"
        case .noLabels(let days, let messages):
            "there is no new label of the last \(days) days, though \(grouped(messages)) messages came"
        case .noNew(let messageClass, let days, let messages):
            "there is no new \(messageClass) of the last \(days) days, though some \(grouped(messages)) such messages came"
        case .noMail(let days): "no mail came in the last \(days) days"
        }
    }
}
