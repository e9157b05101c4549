// SPDX-License-Identifier: Apache-2.0
import MailMessage
public import SpamModel

/// What people said of messages that they handed over, beside what the live filter had said when these came.
public struct HandedCounts: Sendable, Equatable {
    /// Spam that the filter had let pass.
    public var spamPassed = 0
    /// Ham that it had called spam.
    public var hamCaught = 0
    /// Messages of which it had been unsure.
    public var unsure = 0
    /// Messages of which it had said the same.
    public var agreed = 0
    /// Messages of which nobody knows what it had said.
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

extension Verdict {
    /// The verdict that a line begins with, as the value of an X-Spreu field does; nil if it begins with another word.
    public init?(statedBy line: String) {
        let word = line.drop { $0 == " " }.prefix { $0.isASCII && $0.isLetter }
        self.init(rawValue: word.lowercased())
    }

    /// What the site's own filter wrote into a message's header; nil if it wrote nothing.
    ///
    /// Only a field above the first hop from outside counts: below, a sender may have put it there.
    init?(of message: Message, trust: TrustBoundary) {
        guard message.header.first("x-spreu" as StaticString) != nil else { return nil }
        for (field, origin) in zip(message.header.fields, trust.origins(of: message)) {
            if origin == .externalHop { return nil }
            if field.hasName("x-spreu") {
                self.init(statedBy: field.unfolded)
                return
            }
        }
        return nil
    }
}
