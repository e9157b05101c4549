// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
public import MailIngest
public import ServerAlarms
public import SpamModel
public import SpamTraining
import TextOutput

/// What the nightly run reads, learns and makes: the file `spreu.yaml`.
///
/// `docs/nightly.md` explains each key, `docs/spreu.yaml` is an example that works as it is.
public struct NightlyConfiguration: Sendable, Equatable {
    /// The file that it was read from.
    public var file: String?
    /// The folder that all accounts lie below, and that no link leads out of; nil: they may be anywhere.
    package var root: String?
    /// The folder of the store.
    public var store: String
    /// The file of the site key.
    public var key: String
    /// The folder that models are exported to, and the name of this one in it.
    public var models: String
    /// The model's name.
    public var name = "site"
    /// The file of the key that models are signed with; nil: they are not.
    public var signingKey: String?
    /// Where mail is, and what tells its label.
    public var sources: [Source] = []
    /// What is never listed nor opened.
    public var exclude = Exclusions()
    /// The accounts whose mail is read by programs: what is done with it says nothing.
    public var robots = AccountPatterns()
    /// The mailboxes to which people forward what the filter got wrong.
    public var reports = ReportPatterns()
    /// What accounts are called in reports.
    public var people = AccountNames.Style.numbers
    /// A folder with messages that users and the daemon hand over; nil: none.
    public var drop: String?
    /// The site's own addresses and fields, as the command line's options.
    public var site = SiteSettings()
    /// When to tell whom of what the mail server's logs say; nil: nothing is watched.
    public var alarms: AlarmSettings?
    /// With what the duties of a mail server are judged; nil: at night only with what is cheap and known.
    public var duties: DutySettings?
    /// Who gets a list of what lies new in their own Junk.
    public var digest = DigestSettings()
    /// How long what is kept; messages are learned as long as they are kept.
    public var retention = RetentionPeriods()
    /// How many messages are learned, the newest; nil: any number.
    public var maxMessages: Int?
    /// Which of them are learned at once; nothing is removed for it.
    public var window = LearningWindow.byHalfLife
    /// How many messages per night are read again after an upgrade; nil: all at once.
    public var reread: Int?
    /// The largest share of a class that one account may have.
    public var accountCap = 0.25
    /// The share of ham that may be called spam, and of spam that may be called ham, in percent.
    public var hamLossPercent = 0.1
    /// See ``hamLossPercent``.
    public var spamLossPercent = 0.5
    /// The settings of the learner, as `spreu tune` finds them.
    public var learner = Hyperparameters.standard
    /// How much worse a new model may be.
    public var gate = GateLimits()
    /// Over how many of the last days models are compared.
    public var evaluateDays = 14

    /// The models that are exported.
    public var repository: ModelRepository { ModelRepository(models + "/" + name) }

    /// The option that names this site, for advice: `--config /etc/spreu/spreu.yaml`.
    public var commandOption: String { "--config " + (file?.forShell ?? "FILE") }

    /// Where mail of one kind lies.
    public enum Source: Sendable, Equatable {
        /// Accounts with folders, by a pattern for their Maildirs.
        case accounts(pattern: String, FolderRule)
        /// Archives whose messages are all of one class.
        case archives([String], isSpam: Bool)
    }
}
