// SPDX-License-Identifier: Apache-2.0
public import MailArchive
import TrainingStore

/// What an ingest found and did.
public struct IngestReport: Sendable {
    /// What one rule made of the messages it applies to.
    public struct RuleCounts: Sendable, Equatable {
        /// Labelled ham.
        public var ham = 0
        /// Labelled spam.
        public var spam = 0
        /// Written by the site's own people.
        public var sent = 0
        /// Not labelled, by reason.
        public var unlabelled: [String: Int] = [:]
    }

    /// Messages that were read and parsed.
    public var parsed = 0
    /// Messages that the store did not have.
    public var new = 0
    /// Messages whose features were made again, with what is used now.
    public var renewed = 0
    /// Messages in known locations that were read because their features are outdated.
    public var reread = 0
    /// Messages with outdated features that a later ingest will read: ``Ingest/rereadLimit``.
    public var waiting = 0
    /// Messages that were found where they were known to be.
    public var known = 0
    /// Further copies of messages that the store has.
    public var duplicates = 0
    /// Messages that were found in another location than before.
    public var moved = 0
    /// Messages of the store that a location gave another label.
    public var relabelled = 0
    /// Messages that are no longer where they were, and keep their labels.
    public var removed = 0
    /// Messages that are forgotten and stay so.
    public var forgotten = 0
    /// How the live filter had done on submitted messages.
    public var feedback = FeedbackCounts()
    /// Quarantined files of the drop folder that were removed by age.
    public var quarantineExpired = 0
    /// By the names of rules.
    public var rules: [String: RuleCounts] = [:]
    /// What was wrong with the archives.
    public var warnings: [ArchiveWarning] = []
    /// The same by rule and reason.
    public var warningGroups: [WarningGroup] = []
    /// Accounts whose mail has disappeared, together with that of most others: it is not treated as removed.
    public var emptied: [String] = []
    /// Accounts most of whose mail moved at once: it does not count yet.
    public var changed: [ChangedAccount] = []
    /// Accounts whose new mail was all read within a minute of its arrival, apparently by a program.
    public var readAtOnce: [String] = []
    /// Accounts that had mail when their turn came, and the sources of those that have none now.
    var accountsWithMail = 0
    var emptiedSources: [(number: Int64, account: String)] = []

    /// Messages that the site's own people wrote, whether read now or before.
    public var sent: Int { rules.values.reduce(0) { $0 + $1.sent } }

    /// Creates the report of nothing.
    public init() {}

    /// Adds what was wrong with an archive that a rule holds for.
    mutating func add(_ more: [ArchiveWarning], of rule: String) {
        warnings += more
        for warning in more { WarningGroup.add(warning, of: rule, to: &warningGroups) }
    }

    package mutating func count(_ labelling: Labelling, of rule: String) {
        switch labelling {
        case .label(let opinion) where opinion.isSpam: rules[rule, default: RuleCounts()].spam += 1
        case .label: rules[rule, default: RuleCounts()].ham += 1
        case .sent: rules[rule, default: RuleCounts()].sent += 1
        case .unlabelled(let reason, _): rules[rule, default: RuleCounts()].unlabelled[reason, default: 0] += 1
        }
    }
}
