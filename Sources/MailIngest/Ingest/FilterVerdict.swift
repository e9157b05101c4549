// SPDX-License-Identifier: Apache-2.0
import SpamModel

/// What people said about messages in feedback, compared with the live filter's verdicts on arrival.
public struct FeedbackCounts: Sendable, Equatable {
    /// Spam that the filter had let pass.
    public var spamPassed = 0
    /// Ham that it had called spam.
    public var hamCaught = 0
    /// Messages it had been unsure about.
    public var unsure = 0
    /// Messages it had judged the same way.
    public var agreed = 0
    /// Messages whose verdict is unknown.
    public var unknown = 0

    /// Creates the counts of nothing.
    public init() {}

    /// All of them.
    public var all: Int { spamPassed + hamCaught + unsure + agreed + unknown }

    mutating func count(isSpam: Bool, verdict: Verdict?) {
        switch verdict {
        case nil: unknown += 1
        case .unsure: unsure += 1
        case .ham where isSpam: spamPassed += 1
        case .spam where !isSpam: hamCaught += 1
        case .ham, .spam: agreed += 1
        }
    }
}
