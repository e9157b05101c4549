// SPDX-License-Identifier: Apache-2.0
package import CorpusInspection
import MailArchive
package import MailIngest
package import SpamEvaluation
package import SpamModel
import TextOutput
public import TrainingStore

/// What a night found and did, as values, in the order in which they become known.
///
/// ``text`` and ``json`` write it for people and for programs. A value that is nil, or a list that is empty, is of a stage that
/// the night did not come to, or had no reason for.
public struct BatchReport: Sendable {
    /// How the new model did on recent mail, each message scored before it was learned.
    package struct Evaluation: Sendable {
        /// The model that was served before, on the messages that both scored, by today's labels.
        package struct Before: Sendable {
            /// The one before is the first.
            package var comparison: PairedBootstrap.Comparison
            /// Of the one before.
            package var curves: EvaluationCurves

            /// Puts together what was compared.
            package init(comparison: PairedBootstrap.Comparison, curves: EvaluationCurves) {
                self.comparison = comparison
                self.curves = curves
            }
        }

        /// Of how many days the mail is.
        package var days: Int
        /// What is said of it.
        package var figures: EvaluationReport
        /// What charts show of it.
        package var curves: EvaluationCurves
        /// The same by account, source, label and sender.
        package var groups: EvaluationGroups
        /// The messages with a wrong verdict.
        package var mistakes: Mistakes
        /// Nil if there was none, or it cannot be compared.
        package var before: Before?

        /// Puts together what was found.
        package init(
            days: Int, figures: EvaluationReport, curves: EvaluationCurves, groups: EvaluationGroups,
            mistakes: Mistakes, before: Before? = nil
        ) {
            self.days = days
            self.figures = figures
            self.curves = curves
            self.groups = groups
            self.mistakes = mistakes
            self.before = before
        }
    }

    /// How one duty stands.
    public struct DutyLine: Sendable, Equatable {
        /// The duty's name for programs, and its colour.
        public var duty, lamp: String
        /// In a sentence.
        public var why: String
        /// The command that looks closer.
        public var command: String

        /// Puts together a line.
        public init(duty: String, lamp: String, why: String, command: String) {
            (self.duty, self.lamp, self.why, self.command) = (duty, lamp, why, command)
        }

        /// Whether the duty is not met: `red` among the colours of docs/commands/duties.md.
        var isRed: Bool { lamp == "red" }
    }

    /// What was removed from the store for its age, and how many segments were rewritten.
    package struct Compaction: Sendable {
        /// Messages that were removed.
        package var expired: Int
        /// Segments that were rewritten.
        package var segments: Int
    }

    /// The option that names the site, for advice.
    package let command: String
    /// When the night was, in seconds since 1970.
    package var time: Int64 = 0
    /// The share of ham that may be called spam, in percent.
    package var hamLossPercent = 0.0

    /// Of how many old exports reports and scores name no messages any more.
    package var expiredReports = 0

    // MARK: The mail

    /// The folders of the accounts.
    package var folders: FolderSurvey?
    /// What was read.
    package var ingest: IngestReport?
    /// Accounts that programs appear to read.
    package var readers: [String] = []
    /// What came of mail in mailboxes for reports.
    package var reports: ReportCounts?
    /// That nothing counts yet; nil: something does.
    package var settling: Settling?
    /// How many people outside were written to, as the store knows; nil before that is counted.
    public package(set) var knownSenders: Int?
    /// What is not opened.
    package var excluded: ExcludedMail?

    // MARK: The labels

    /// Labelled messages with outdated features that no longer exist anywhere.
    package var stranded = 0
    /// Messages that are left to later nights, to be read again after an upgrade.
    var waiting = 0
    /// Spam labels that only the filter gave and nobody withdrew.
    package var silentLabels = 0
    /// Accounts that contradict all others.
    package var contradictions: [LabelBalance.Contradiction] = []
    /// What the live filter did.
    package var filter: FilterFigures?
    /// Labels that are probably wrong, by kind.
    package var doubted: [LabelReview.Doubted]?
    /// Header fields that foretell the label.
    package var leaks: [HeaderLeak]?

    // MARK: The model

    /// How the new model did on recent mail.
    package var evaluation: Evaluation?
    /// What the new model learned; nil if there is none.
    public package(set) var learned: RunRecord.Learned?
    /// How many older labelled messages were not learned, and stay in the store (`training-window`).
    package var beyondWindow = 0
    /// From which log-odds on the new model calls a message spam, or ham; nil if there is none.
    package var thresholds: Thresholds?
    /// What became of the new model.
    public package(set) var gate: GateOutcome?
    /// What was removed for its age; nil before that.
    package var compaction: Compaction?
    /// Whether the new model is not served because the current one is pinned.
    package var isPinned = false
    /// What is wrong with the repository's `current`.
    package var servingProblem: String?
    /// The key that signed the new model.
    package var signedBy: String?
    /// The export's name, and the folder of all; nil if there is none.
    package var exported: (folder: String, name: String)?
    /// The model that is served when the night has ended; nil if there is none.
    package var served: String?

    /// How the duties of who runs a mail server stand, a line each, in the words of who looked; empty: nobody did.
    public package(set) var duties: [DutyLine] = []

    /// Whether a duty is not met: something to do, whatever became of the model.
    package var hasRedDuty: Bool { duties.contains(where: \.isRed) }

    /// What to look at.
    public package(set) var warnings: [BatchWarning] = []
    /// How long each stage took.
    var durations: [String: Duration] = [:]

    /// Creates the report of a night that has done nothing yet.
    ///
    /// - Parameter command: the option that names the site.
    package init(command: String) { self.command = command }

    /// Runs a stage and times it.
    mutating func measure<Value>(_ stage: String, _ body: (inout BatchReport) throws -> Value) rethrows -> Value {
        let clock = ContinuousClock()
        let start = clock.now
        defer { durations[stage] = clock.now - start }
        return try body(&self)
    }

    /// The export's name; nil if there is none.
    public var export: String? { exported?.name }
    /// Why the new model is not to be served; nil if it may be.
    public var refusal: GateRefusal? { gate?.refusal }
    /// Whether it is served although it was refused.
    public var wasForced: Bool {
        if case .forced = gate { true } else { false }
    }
    /// In what way the current model or the labels are stale.
    package var stale: [Staleness] {
        warnings.compactMap { if case .stale(let staleness) = $0 { staleness } else { nil } }
    }
    /// Whether the current model or the labels are stale.
    public var isStale: Bool { !stale.isEmpty }
    /// What was ingested; nil before that has ended.
    public var ingested: RunRecord.Ingested? {
        ingest.map {
            RunRecord.Ingested(
                new: $0.new, known: $0.known, relabelled: $0.relabelled, removed: $0.removed, parsed: $0.parsed)
        }
    }
}

/// What became of a night's model.
public enum GateOutcome: Sendable, Equatable {
    /// It may be served.
    case passed(isFirst: Bool)
    /// It is not served; what is served stays, if anything is.
    case refused(GateRefusal, hasCurrent: Bool)
    /// It is served although the gate refused it.
    case forced(GateRefusal)
    /// There is none, because mail is being read again after an upgrade, over several nights.
    case rereading(done: Int, all: Int)
    /// There is none, because nothing in the accounts counts yet.
    case settling

    /// Why it is not to be served; nil if it may be.
    public var refusal: GateRefusal? {
        switch self {
        case .passed: nil
        case .refused(let refusal, _), .forced(let refusal): refusal
        case .rereading(let done, let all): .rereading(done: done, all: all)
        case .settling: .oneClass
        }
    }
}
