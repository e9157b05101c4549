// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import SpamModel

/// What a linear learner believes of one slot's weight: a normal distribution.
struct WeightBelief: BitwiseCopyable, Sendable {
    /// The mean: the weight.
    var mean: Float
    /// How much of the prior's variance of 1 is gone; held this way so that what is unlearned is all zero bits.
    var certainty: Float

    /// The variance.
    var variance: Float { 1 - certainty }
}

/// A Bayesian linear learner: a mean m and a variance V for each weight, and a rule that moves both.
///
/// A message is the set x of its features, each of value 1/sqrt(n + 1). With
///
///     margin = m . x          variance = x . V x
///
/// each message learned moves the weights of its features by
///
///     m += meanStep * V x     V -= varianceStep * (V x)^2
///
/// so that what is well known moves little and what is new moves much. The steps are the rule's (``Rule``).
struct LinearExpert: Sendable {
    /// How far a message moves the weights.
    enum Rule: Sendable {
        /// Adaptive regularisation of weights: a margin of 1 is enough, what falls short of it is made up for.
        ///
        ///     meanStep = y * min(1, 1 - y * margin) * beta,   varianceStep = beta = 1 / (variance + r)
        ///
        /// `min(1, ...)` bounds the step: one message that contradicts all others (a wrong label) cannot undo them.
        ///
        /// - SeeAlso: Crammer, Kulesza, Dredze, Adaptive Regularization of Weight Vectors, NIPS 2009.
        case arow
        /// The Bayesian probit of adPredictor: P(spam) = Phi(margin / s), s^2 = 1 + variance.
        ///
        ///     t = y * margin / s      v = N(t) / Phi(t)       w = v * (v + t)
        ///     meanStep = y * v / s    varianceStep = w / s^2
        ///
        /// - SeeAlso: Graepel, Candela, Borchert, Herbrich, Web-Scale Bayesian Click-Through Rate Prediction, ICML 2010.
        case probit
    }

    private static let norm = ModelParameters.Normalisation.inverseSquareRoot

    /// A message whose margin is this or more has been learned well enough for AROW to leave it.
    static let targetMargin: Float = 1

    private let rule: Rule
    /// AROW's r: the larger, the less a message moves.
    private let regularisation: Float
    private let shape: [ModelParameters.Table]
    /// One for each of the shape.
    private var tables: [SlotTable<WeightBelief>]

    init(_ rule: Rule, _ shape: [ModelParameters.Table], regularisation: Float = 1) {
        self.rule = rule
        self.regularisation = regularisation
        self.shape = shape
        tables = shape.map { SlotTable(slotBits: $0.slotBits) }
    }

    /// The margin of a message: positive for spam.
    func margin(_ features: FeatureVector) -> Float { belief(features).margin }

    /// Learns one message and returns the margin that it had before.
    ///
    /// - Parameter weight: how much the label counts, 0 to 1.
    @discardableResult
    mutating func learn(_ features: FeatureVector, isSpam: Bool, weight: Float = 1) -> Float {
        let (margin, variance, scale) = belief(features)
        guard let steps = steps(signedMargin: isSpam ? margin : -margin, variance) else { return margin }
        let meanStep = weight * (isSpam ? steps.mean : -steps.mean) * scale
        let varianceStep = weight * steps.variance * scale * scale
        for index in shape.indices {
            features.withView(shape[index].view) { hashes in
                tables[index].updateEachSlot(hashes) { belief in
                    let variance = belief.variance
                    belief.mean += meanStep * variance
                    belief.certainty += varianceStep * variance * variance
                }
            }
        }
        return margin
    }

    /// The steps of the rule for a margin towards the label; nil where it leaves everything as it is.
    private func steps(signedMargin: Float, _ variance: Float) -> (mean: Float, variance: Float)? {
        switch rule {
        case .arow:
            let loss = Self.targetMargin - signedMargin
            guard loss > 0 else { return nil }
            let beta = 1 / (variance + regularisation)
            return (min(1, loss) * beta, beta)
        case .probit:
            let total = Double(1 + variance)
            let deviation = total.squareRoot()
            let t = Double(signedMargin) / deviation
            // Far on the wrong side N(t) and Phi(t) vanish, N(t) / Phi(t) goes to -t, and w to 1.
            let v = t < -6 ? -t : exp(-t * t / 2) / (0.5 * erfc(-t / 2.0.squareRoot())) / (2 * Double.pi).squareRoot()
            let w = t < -6 ? 1 : v * (v + t)
            // A message that is sure already moves nothing worth a walk over its slots.
            guard w > 1e-4 else { return nil }
            return (Float(v / deviation), Float(w / total))
        }
    }

    /// The expert as a model has it.
    func exported(combinerWeight: Double, share: Double) -> ModelParameters.Expert {
        ModelParameters.Expert(tables: shape, norm: Self.norm, combinerWeight: combinerWeight, share: share)
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
