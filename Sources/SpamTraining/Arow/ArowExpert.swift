// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel

/// What AROW believes of one slot's weight: a normal distribution.
struct ArowBelief: BitwiseCopyable, Sendable {
    /// The mean: the weight.
    var mean: Float
    /// How much of the prior's variance of 1 is gone; held this way so that what is unlearned is all zero bits.
    var certainty: Float

    /// The variance.
    var variance: Float { 1 - certainty }
}

/// Adaptive regularisation of weights: a Bayesian linear learner with a mean and a variance for each weight.
///
/// A message is the set x of its features, each of value 1/sqrt(n + 1). With mean vector m and diagonal variance V:
///
///     margin = m . x                 variance = x . V x
///     if y * margin < 1:
///         beta  = 1 / (variance + r)
///         alpha = min(1, 1 - y * margin) * beta
///         m += alpha * y * V x       V -= beta * (V x)^2
///
/// What is well known moves little, what is new moves much. The step is bounded by `min(1, ...)`: one message that
/// contradicts all others (a wrong label) cannot undo them.
///
/// - SeeAlso: Crammer, Kulesza, Dredze, Adaptive Regularization of Weight Vectors, NIPS 2009.
struct ArowExpert: Sendable {
    private static let norm = ModelParameters.Normalisation.inverseSquareRoot
    /// r, in units of the margin's variance.
    private static let damping: Float = 1

    private let shape: [ModelParameters.Table]
    /// One for each of the shape.
    private var tables: [SlotTable<ArowBelief>]

    init(_ shape: [ModelParameters.Table]) {
        self.shape = shape
        tables = shape.map { SlotTable(slotBits: $0.slotBits) }
    }

    /// The margin of a message: positive for spam; at 1 and beyond the learner is content.
    func margin(_ features: FeatureVector) -> Float { belief(features).margin }

    /// Learns one message; nothing happens when it is on the right side with a margin of 1.
    ///
    /// - Parameter weight: how much the label counts, 0 to 1.
    mutating func learn(_ features: FeatureVector, isSpam: Bool, weight: Float = 1) {
        let (margin, variance, scale) = belief(features)
        let sign: Float = isSpam ? 1 : -1
        let loss = 1 - sign * margin
        guard loss > 0 else { return }
        let beta = weight / (variance + Self.damping)
        let meanStep = min(1, loss) * beta * sign * scale
        let varianceStep = beta * scale * scale
        for index in shape.indices {
            features.withView(shape[index].view) { hashes in
                tables[index].updateEachSlot(hashes) { belief in
                    let variance = belief.variance
                    belief.mean += meanStep * variance
                    belief.certainty += varianceStep * variance * variance
                }
            }
        }
    }

    /// The expert as a model has it.
    func exported(combinerWeight: Double) -> ModelParameters.Expert {
        ModelParameters.Expert(tables: shape, norm: Self.norm, combinerWeight: combinerWeight)
    }

    /// The means of all slots of all tables.
    func weights() -> [WeightTable] {
        tables.map { table in table.withElements { WeightTable(weights: $0.map(\.mean)) } }
    }

    private func belief(_ features: FeatureVector) -> (margin: Float, variance: Float, scale: Float) {
        var mean: Float = 0
        var variance: Float = 0
        var slots = 0
        for index in shape.indices {
            features.withView(shape[index].view) { hashes in
                tables[index].forEachSlot(hashes) { belief in
                    mean += belief.mean
                    variance += belief.variance
                    slots += 1
                }
            }
        }
        let scale = Float(Self.norm.factor(slots))
        return (mean * scale, variance * scale * scale, scale)
    }
}
