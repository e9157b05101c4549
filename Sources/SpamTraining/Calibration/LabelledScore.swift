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
}
