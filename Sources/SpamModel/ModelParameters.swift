// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// Everything a model knows but its weights: what a reader of the model file needs to score, to refuse and to report.
///
/// A model is a sum of *experts*. An expert is one linear learner over one or more views of a message:
///
///     m_e = norm_e(n) * sum over the expert's tables t, over the message's distinct slots s in t, of weight_t[s]
///     S   = bias + sum over experts e of combinerWeight_e * m_e           (the rank score)
///     L   = slope * S + intercept                                         (calibrated log-odds)
///
/// and where somebody of the site has written to the sender, S is less by a constant (``KnownSenders``).
///
/// where `n` counts the slots summed. Naive Bayes is one expert with a table for each of its views; a discriminative
/// learner that is normalised view by view is one expert a view; a fusion is several experts of both kinds.
/// Two experts may read the same view, each from a table of its own.
public struct ModelParameters: Sendable, Equatable {
    /// The experts, in the order in which they are summed.
    public var experts: [Expert]
    /// Added to the sum of the experts.
    public var bias: Double
    /// The senders whom the site's users have written to.
    public var knownSenders: KnownSenders
    /// From rank score to log-odds.
    public var calibration: Calibration
    /// From log-odds to verdict.
    public var thresholds: Thresholds
    /// The id of the site key that the features were hashed with.
    public var keyID: UInt64
    /// The version of the extractor whose features were learned: features of another version mean something else.
    public var extractorVersion: UInt32
    /// A keyed digest of the site's settings that the mail was read with (`SiteSettings.digest`); nil: unknown, as in a model
    /// of format 3.
    public var settings: UInt64?
    /// The dates of the mail that was learned; nil when no message had one.
    public var window: TrainingWindow?
    /// How much was learned.
    public var counts: TrainingCounts
    /// How well the model did on mail it had not learned; nil when that was not measured.
    public var evaluation: EvaluationFigures?
    /// The version of Spreu that made the model: at most 16 bytes of ASCII.
    public var createdBy: String

    /// Creates parameters; without experts they are a model that finds everything unsure.
    public init(
        experts: [Expert] = [],
        bias: Double = 0,
        knownSenders: KnownSenders = KnownSenders(),
        calibration: Calibration = Calibration(),
        thresholds: Thresholds = .allUnsure,
        keyID: UInt64,
        extractorVersion: UInt32,
        settings: UInt64? = nil,
        window: TrainingWindow? = nil,
        counts: TrainingCounts = TrainingCounts(),
        evaluation: EvaluationFigures? = nil,
        createdBy: String = ""
    ) {
        self.experts = experts
        self.bias = bias
        self.knownSenders = knownSenders
        self.calibration = calibration
        self.thresholds = thresholds
        self.keyID = keyID
        self.extractorVersion = extractorVersion
        self.settings = settings
        self.window = window
        self.counts = counts
        self.evaluation = evaluation
        self.createdBy = createdBy
    }

    /// Whether the mail was read with other settings of the site than these; false if that is unknown.
    public func wereLearned(withOtherSettingsThan digest: UInt64) -> Bool { settings.map { $0 != digest } ?? false }

    /// All tables of all experts, in order: the order in which their weights are written.
    public var tables: [Table] { experts.flatMap(\.tables) }

    /// The views a message's features must have to be scored.
    public var views: FeatureViews {
        tables.reduce(into: FeatureViews()) { $0.formUnion(FeatureViews($1.view)) }
    }
}

extension ModelParameters {
    /// One linear learner: tables that are summed together, normalised together and weighted together.
    public struct Expert: Sendable, Equatable {
        /// One table for each view that the expert looks at.
        public var tables: [Table]
        /// How the sum is scaled by the number of slots summed.
        public var norm: Normalisation
        /// How much the expert counts in the rank score: its share over the scale of its scores.
        public var combinerWeight: Double
        /// What share of the fusion the expert is, 0 to 1: with its scores brought to one scale, how much it counts.
        public var share: Double

        /// Creates an expert; the default is the only one.
        public init(tables: [Table], norm: Normalisation, combinerWeight: Double = 1, share: Double = 1) {
            self.tables = tables
            self.norm = norm
            self.combinerWeight = combinerWeight
            self.share = share
        }
    }

    /// The senders whom the site's users have written to, and how much less their mail looks like spam.
    public struct KnownSenders: Sendable, Equatable {
        /// How many there are.
        public var count: Int
        /// What is added to the rank score of a message from one of them, within ``ModelLimits/knownSenderWeight``.
        public var weight: Double

        /// Creates the statement; the default is of a model that knows nobody.
        public init(count: Int = 0, weight: Double = 0) {
            self.count = count
            self.weight = weight
        }
    }

    /// The shape of a table of weights.
    public struct Table: Sendable, Equatable {
        /// The view whose hashes index the table.
        public var view: FeatureView
        /// The table has `1 << slotBits` slots; a feature's slot is the upper `slotBits` bits of its hash.
        public var slotBits: Int

        /// Creates a shape.
        public init(view: FeatureView, slotBits: Int) {
            self.view = view
            self.slotBits = slotBits
        }
    }

    /// How an expert's sum over `n` slots is scaled; the raw values are those of the file.
    public enum Normalisation: UInt8, Sendable, CaseIterable {
        /// Not at all: 1.
        case none = 0
        /// 1 / sqrt(n + 1): binary features of unit length.
        case inverseSquareRoot = 1
        /// 1 / (n + 1): the mean.
        case inverse = 2

        /// The factor for `count` slots.
        public func factor(_ count: Int) -> Double {
            switch self {
            case .none: 1
            case .inverseSquareRoot: 1 / (Double(count) + 1).squareRoot()
            case .inverse: 1 / (Double(count) + 1)
            }
        }
    }
}

/// The first and the last date of the mail a model has learned, in seconds since 1970.
public struct TrainingWindow: Sendable, Equatable {
    /// The oldest message's date.
    public var first: Int64
    /// The newest message's date.
    public var last: Int64

    /// Creates a window.
    public init(first: Int64, last: Int64) {
        self.first = first
        self.last = last
    }
}

/// How many messages a model has learned.
public struct TrainingCounts: Sendable, Equatable {
    /// Wanted messages.
    public var ham: Int
    /// Unwanted messages.
    public var spam: Int

    /// Creates counts.
    public init(ham: Int = 0, spam: Int = 0) {
        self.ham = ham
        self.spam = spam
    }

    /// The fewest messages of each class after which a model gives verdicts other than unsure.
    public static let minimum = 10

    /// Whether enough was learned of both classes for verdicts.
    public var areEnough: Bool { min(ham, spam) >= Self.minimum }
}

/// How well training did on mail it had not learned, with the counts that limit how fine the figures can be.
public struct EvaluationFigures: Sendable, Equatable {
    /// A figure with its 95 % interval, in percent.
    public struct Interval: Sendable, Equatable {
        /// The point value.
        public var value: Double
        /// The lower end.
        public var low: Double
        /// The upper end.
        public var high: Double

        /// Creates an interval.
        public init(value: Double, low: Double, high: Double) {
            self.value = value
            self.low = low
            self.high = high
        }
    }

    /// How it was measured, such as `online`, `nightly`, `cv` or `leave-one-out`: at most 16 bytes of ASCII.
    public var protocolName: String
    /// How many messages were judged.
    public var counts: TrainingCounts
    /// (1 - area under the ROC curve), in percent.
    public var oneMinusROCA: Interval
    /// The share of spam that is missed where 0.1 % of ham is called spam, in percent.
    public var spamMissed: Interval
    /// The expected calibration error, in percent.
    public var calibrationError: Double

    /// Creates figures.
    public init(
        protocolName: String, counts: TrainingCounts, oneMinusROCA: Interval, spamMissed: Interval,
        calibrationError: Double
    ) {
        self.protocolName = protocolName
        self.counts = counts
        self.oneMinusROCA = oneMinusROCA
        self.spamMissed = spamMissed
        self.calibrationError = calibrationError
    }
}
