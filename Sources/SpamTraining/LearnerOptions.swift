// SPDX-License-Identifier: Apache-2.0

/// What an administrator may wish of a learner; one set of defaults serves all mail.
public struct LearnerOptions: Sendable, Equatable {
    /// The share of ham that may be called spam: the spam threshold is set for it.
    public var hamLossLimit: Double
    /// The share of spam that may be called ham: the ham threshold is set for it.
    public var spamLossLimit: Double
    /// The few settings that a site's own mail may say more of than the defaults; of a ``FusionLearner``.
    public var hyperparameters: Hyperparameters
    /// Which messages are learned at all; of a ``FusionLearner``.
    public var window = LearningWindow.byHalfLife
    /// The members of a ``FusionLearner``; other learners do not ask.
    ///
    /// - Precondition: at least one.
    public var experts: [Expert]
    /// How many threads may learn side by side; the result does not depend on it.
    public var threads: Int

    /// Creates options.
    public init(
        hamLossLimit: Double = 0.001, spamLossLimit: Double = 0.005, hyperparameters: Hyperparameters = .standard,
        experts: [Expert] = Expert.standard, threads: Int = 1
    ) {
        self.hamLossLimit = hamLossLimit
        self.spamLossLimit = spamLossLimit
        self.hyperparameters = hyperparameters
        self.experts = experts
        self.threads = threads
    }

    /// The defaults.
    public static let standard = LearnerOptions()
}

/// The settings of a ``FusionLearner`` that matter: `spreu tune` looks for better ones on a site's own mail.
public struct Hyperparameters: Sendable, Equatable {
    /// After how many newer messages one counts half; nil: never.
    ///
    /// Counted when a batch is learned, within it: a new training puts all messages in their place.
    public var halfLife: Double?
    /// AROW's r: the larger, the less one message moves the weights.
    public var regularisation: Double
    /// By what the prior weights of the naive Bayes experts are multiplied.
    public var generativeWeight: Double
    /// A label is suspect when the rank before learning contradicts it by more than this, in units of rank.
    ///
    /// Ranks of messages that were learned scatter around -1 and 1. Infinite: every label is believed.
    public var suspicion: Double

    /// Creates settings; the defaults are those measured in `docs/accuracy.md`.
    public init(
        halfLife: Double? = 10_000, regularisation: Double = 1, generativeWeight: Double = 1, suspicion: Double = 0.25
    ) {
        self.halfLife = halfLife
        self.regularisation = regularisation
        self.generativeWeight = generativeWeight
        self.suspicion = suspicion
    }

    /// The defaults.
    public static let standard = Hyperparameters()
}
