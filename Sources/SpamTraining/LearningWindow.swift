// SPDX-License-Identifier: Apache-2.0

/// How many messages are learned, the newest: what bounds the memory and time of a training, whatever a site keeps.
///
/// A message counts half after each half-life of newer ones (``Hyperparameters/halfLife``). Naive Bayes counts in sixteenths, so
/// after five half-lives nothing of a message is left in it. After ``halfLives`` of them a message moves AROW's weights by less than a
/// millionth of what it moved when it was new, and all that are older together by less than 1.4 % of one new message:
///
///     sum of 2^-(n / H) for n from 20 H on = H / ln 2 * 2^-20 = 0.0138 for H = 10,000
///
/// The thresholds are set by the newer half of the messages, by the scores that they had before they were learned: with a window of
/// fifteen half-lives 8 verdicts of 11,669 are others than with everything, with ten 75 (`docs/accuracy.md`).
///
/// A learner that forgets nothing has no such window: naive Bayes alone, and the fusion with a half-life of 0.
public enum LearningWindow: Sendable, Equatable {
    /// As many as ``halfLives`` half-lives are.
    case byHalfLife
    /// So many, at least 1.
    case newest(Int)
    /// All.
    case unlimited

    /// What is older than so many half-lives is not learned.
    package static let halfLives = 20.0

    /// More messages than any site has: sums of such numbers stay far from overflowing.
    private static let most = 1_000_000_000_000

    /// As a person says it: so many messages, 0 for all.
    public init(messages: Int) { self = messages > 0 ? .newest(messages) : .unlimited }

    /// The most messages that are learned at once; nil: any number.
    func limit(halfLife: Double?) -> Int? {
        switch self {
        case .byHalfLife: halfLife.map { max(1, Int(min(($0 * Self.halfLives).rounded(.up), Double(Self.most)))) }
        case .newest(let count): min(max(1, count), Self.most)
        case .unlimited: nil
        }
    }
}

extension LearnerOptions {
    /// The most messages that are learned at once, the newest of those given; nil: any number.
    ///
    /// Of a ``FusionLearner``: what counts all messages alike needs none.
    public var messageLimit: Int? { window.limit(halfLife: hyperparameters.halfLife) }
}
