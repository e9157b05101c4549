// SPDX-License-Identifier: Apache-2.0

/// The limits a new model must keep to replace the current one.
public struct GateLimits: Sendable, Equatable {
    /// The share of recent ham, in percent, up to which it may call ham spam even if the current model calls less.
    public var hamLossPercent = 0.5
    /// Fewer recent messages than this of either class compare nothing.
    public var minMessages = 20
    /// A model that learned fewer messages than this of either class may call nothing spam, and its odds are those of chance.
    public var minLearned = 50
    /// By what factor the number of learned messages may have shrunk since the current model.
    public var volumeFactor = 2.0
    /// By what factor the odds of spam among learned messages may have changed since the current model.
    public var shareFactor = 4.0
    /// After how many days a model is stale.
    public var staleDays = 3
    /// After how many days without a new label to warn, if mail went on arriving.
    public var labelDays = 7

    /// The defaults.
    public init() {}
}
