// SPDX-License-Identifier: Apache-2.0

/// The rank score of a labelled message that was not learned when it was scored.
public struct LabelledScore: Sendable, Equatable {
    /// The rank score.
    public var rank: Double
    /// What the message's label says.
    public var isSpam: Bool
    /// For how many messages it stands.
    public var weight: Double

    /// Creates a labelled score.
    public init(rank: Double, isSpam: Bool, weight: Double = 1) {
        self.rank = rank
        self.isSpam = isSpam
        self.weight = weight
    }

    /// The root mean square of ranks, with ten pseudo-messages so that it never vanishes: learners differ in their scales.
    static func scale(of scores: [LabelledScore]) -> Double {
        let pseudo = 10.0
        let total = scores.reduce(0) { $0 + $1.weight }
        let squares = scores.reduce(0) { $0 + $1.weight * $1.rank * $1.rank }
        return ((0.5 * pseudo + squares) / (pseudo + total)).squareRoot()
    }
}
