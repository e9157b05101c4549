// SPDX-License-Identifier: Apache-2.0
public import MailFeatures
public import SpamModel

/// The seam between features and models: whatever can learn from labelled messages, score one, and export a model.
///
/// A learner is a value. Copies are independent (large tables are copied when first written to, not before), so
/// that evaluation may fork one and go on with both.
///
/// ## Rules
/// - *Deterministic*: the state depends on the options and on the examples in their order, on nothing else: not on
///   time, threads, addresses or hash seeds. One call with twenty examples or two with ten may differ only for a learner
///   that makes several passes over a batch.
/// - *Honest*: `calibration`, `thresholds` and any fusion weights come from scores of messages that were not learned when
///   they were scored: prequential (scored, then learned) or left out one by one.
/// - *Exportable*: the exported model's rank score is `score` to 1e-4 (weights are rounded to 16 bits).
/// - *Total*: nothing learned, one class only, a message without features: scores are finite, verdicts unsure.
///
/// ## Example
///
///     var learner = NaiveBayesLearner(options: .standard)
///     learner.learn(examples)
///     let model = try SpamModel(learner.export(origin))
///
/// A learner of several views with several passes (AROW and the like, fused) keeps in `learn` what it needs: pass one over
/// the batch scores each example before learning it (the prequential scores that fuse and calibrate), later passes do not.
/// It exports one expert a view, whose combiner weight is the fusion's weight over the view's scale.
public protocol Learner: Sendable {
    /// The views whose features are used; others need not be extracted.
    static var views: FeatureViews { get }

    /// Whether the state is a sum over the examples, so that neither order nor batches matter.
    ///
    /// True: a trainer learns each message as it is read and forgets it. False: a trainer keeps the features of all,
    /// orders them by date and calls ``learn(_:)`` once.
    static var isOrderIndependent: Bool { get }

    /// The most messages that are learned at once, the newest of those given; nil: any number.
    static func messageLimit(_ options: LearnerOptions) -> Int?

    /// Creates a learner that has learned nothing.
    init(options: LearnerOptions)

    /// Learns some examples, the oldest first.
    mutating func learn(_ batch: [TrainingExample])

    /// The rank score of a message: 0 is even, higher is spammier; natural-log odds up to calibration.
    ///
    /// Rank scores of one learner at different times are comparable: no intercept that drifts from night to night.
    func score(_ features: FeatureVector) -> Double

    /// The rank score of a message of which it is known whether somebody of the site had written to its sender before.
    ///
    /// A learner that makes nothing of that need not say so.
    func score(_ features: FeatureVector, isSenderKnown: Bool) -> Double

    /// The score of a message by a rule, as the exported model gives it.
    func score(_ features: FeatureVector, isSenderKnown: Bool, by rule: DecisionRule) -> Score

    /// From rank score to calibrated log-odds, and from those to verdicts, as learned so far.
    func decisions() -> DecisionRule

    /// The model as learned so far.
    ///
    /// - Parameter rule: what ``decisions()`` says; given, since finding it may take as long as exporting.
    func export(_ origin: ModelOrigin, by rule: DecisionRule) -> LearnedModel
}

extension Learner {
    /// The window of a learner for which order matters: where it does not, no message is older than another.
    public static func messageLimit(_ options: LearnerOptions) -> Int? {
        isOrderIndependent ? nil : options.messageLimit
    }

    /// The rank score, whoever the sender is.
    public func score(_ features: FeatureVector, isSenderKnown: Bool) -> Double { score(features) }

    /// The score by the rank alone.
    public func score(_ features: FeatureVector, isSenderKnown: Bool, by rule: DecisionRule) -> Score {
        rule.score(rank: score(features, isSenderKnown: isSenderKnown))
    }

    /// The model as learned so far, by the learner's own decisions.
    public func export(_ origin: ModelOrigin) -> LearnedModel { export(origin, by: decisions()) }
}

/// What to make of rank scores.
public struct DecisionRule: Sendable, Equatable {
    /// From rank score to log-odds.
    public var calibration: Calibration
    /// From log-odds to verdict.
    public var thresholds: Thresholds
    /// The messages that the thresholds were set on; nil where there were none.
    public var foundation: Foundation?

    /// Creates a rule; the default finds everything unsure.
    public init(calibration: Calibration = Calibration(), thresholds: Thresholds = .allUnsure) {
        self.calibration = calibration
        self.thresholds = thresholds
    }

    /// The score of a message whose rank score is known, and what is added to it for the verdict
    /// (``SpamModel/Contradiction``).
    public func score(rank: Double, contradiction: Double = 0) -> Score {
        let logOdds = calibration.logOdds(of: rank + contradiction)
        return Score(
            rank: rank, logOdds: logOdds, verdict: thresholds.verdict(of: logOdds),
            contradiction: calibration.slope * contradiction)
    }
}

/// Where a model comes from: what its file states beside what the learner knows.
public struct ModelOrigin: Sendable, Equatable {
    /// The id of the site key that the features were hashed with.
    public var keyID: UInt64
    /// The extractor's version.
    public var extractorVersion: UInt32
    /// A keyed digest of the site's settings that the mail was read with; nil: unknown.
    public var settings: UInt64?
    /// The dates of the mail learned.
    public var window: TrainingWindow?
    /// Digests of those whom the site's people have written to, strictly ascending: they go into the model as they are.
    public var knownSenders: [UInt64] = []
    /// How well the learner did, if that was evaluated.
    public var evaluation: EvaluationFigures?
    /// The version of Spreu.
    public var createdBy: String

    /// Creates an origin.
    public init(
        keyID: UInt64, extractorVersion: UInt32, settings: UInt64? = nil, window: TrainingWindow? = nil,
        evaluation: EvaluationFigures? = nil, createdBy: String = ""
    ) {
        self.keyID = keyID
        self.extractorVersion = extractorVersion
        self.settings = settings
        self.window = window
        self.evaluation = evaluation
        self.createdBy = createdBy
    }

    /// The origin of a model of features that this Spreu's extractor hashes with a key.
    ///
    /// - Parameter settings: the digest of the site's settings that the mail was read with (`SiteSettings.digest`).
    public init(key: SiteKey, settings: UInt64? = nil, createdBy: String = "") {
        self.init(
            keyID: key.id, extractorVersion: FeatureExtractor.version, settings: settings, createdBy: createdBy)
    }
}
