// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// What the header and the content of a message say, each on the scale of ranks, and what it means for the verdict when they
/// contradict each other.
///
/// In mail that nobody tampered with they agree: of 2,357 spams of the public corpora that were called spam, none had a header
/// that spoke clearly for ham. They part where somebody pads: ten kilobytes of another's letters drown the words of an offer, and
/// the words of an offer drown a letter. Text can be added without end, and by anybody; a header that speaks clearly one way is
/// harder to come by. So where the header is clear, content that says the opposite counts the less, the clearer the header is.
///
/// The two sides are not alike. Padding costs a spammer nothing, so it must change little. Content that speaks for spam below a
/// header that speaks for ham is seldom (a quoted offer, a forwarded one), and it is what a spammer gets who copies fields of wanted
/// mail: that lowers the score by less, and ends among the unsure as a rule.
///
/// The rank stays as it is: in mail that nobody tampered with, the weighted mean of all experts gives the best order
/// (`docs/accuracy.md`).
public struct Contradiction: Sendable {
    /// A header speaks clearly from here; that of a message learned correctly is at about 1 or -1.
    private static let clearHeader = 0.2
    /// How much of the contradicted part is taken back where the header speaks for spam.
    private static let paddedSpam = 0.8
    /// How much of it where the header speaks for ham.
    private static let paddedHam = 0.5

    /// One expert alone may err: so many must look at each side.
    private static let minExperts = 2

    private var header = WeightedMean()
    private var content = WeightedMean()

    /// Nobody has said anything yet.
    public init() {}

    /// Adds what one expert says.
    ///
    /// - Parameters:
    ///   - contribution: what it adds to the rank.
    ///   - share: what share of the fusion it is (``ModelParameters/Expert/share``).
    ///   - isOfHeader: whether it looks at nothing but the header.
    public mutating func add(_ contribution: Double, share: Double, isOfHeader: Bool) {
        if isOfHeader { header.add(contribution, share: share) } else { content.add(contribution, share: share) }
    }

    /// What is added to the rank before it is turned into log-odds: 0 unless header and content contradict each other, and at
    /// least two experts looked at each.
    public var correction: Double {
        guard min(self.header.experts, self.content.experts) >= Self.minExperts else { return 0 }
        let (header, content) = (self.header.value, self.content.value)
        guard header * content < 0 else { return 0 }
        let contradicted = max(0, min(abs(header) - Self.clearHeader, abs(content)))
        return contradicted * (header > 0 ? Self.paddedSpam : -Self.paddedHam)
    }

    private struct WeightedMean {
        private var sum = 0.0
        private var shares = 0.0
        private(set) var experts = 0

        mutating func add(_ contribution: Double, share: Double) {
            sum += contribution
            shares += share
            experts += share > 0 ? 1 : 0
        }

        var value: Double { shares > 0 ? sum / shares : 0 }
    }
}

extension [ModelParameters.Table] {
    /// Whether an expert with these tables looks at nothing but the header.
    package var areOfHeader: Bool { allSatisfy { FeatureViews.header.contains($0.view) } }
}
