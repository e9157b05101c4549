// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// One table of `1 << slotBits` weights, each held as a 16-bit multiple of the table's scale.
///
/// Scaled integers rather than Float16: their sum is exact, so it does not depend on the order of summation (nor on the
/// width of the vectors that sum); x86-64 without F16C converts Float16 by a call; and the error is the same for all
/// weights (half a scale, at most `maximum / 65534`) where Float16 is coarse for the heavy ones.
public struct WeightTable: Sendable, Equatable {
    /// The largest multiple; the smallest is its negative.
    public static let maximumQuantum = Int16.max

    /// The table has `1 << slotBits` slots.
    public let slotBits: Int
    /// A slot's weight is `scale * quanta[slot]`.
    public let scale: Double
    /// The multiples, by slot.
    public let quanta: [Int16]

    /// Creates a table by rounding weights; the scale is chosen by the heaviest.
    ///
    /// - Precondition: the weights are finite and their number is a power of two.
    public init(weights: [Float]) {
        var maximum: Float = 0
        for weight in weights { maximum = max(maximum, abs(weight)) }
        let scale = Self.scale(maximum: Double(maximum))
        self.init(slotBits: weights.count.trailingZeroBitCount, scale: scale) {
            Self.quantum(of: Double(weights[$0]), scale: scale)
        }
    }

    /// Creates a table from a function of the slot, for learners that make weights one by one.
    ///
    ///     let scale = WeightTable.scale(maximum: bound)
    ///     WeightTable(slotBits: 20, scale: scale) { WeightTable.quantum(of: weight($0), scale: scale) }
    @inlinable
    public init(slotBits: Int, scale: Double, quantum: (Int) -> Int16) {
        precondition(ModelLimits.slotBits.contains(slotBits), "slotBits is out of range")
        self.slotBits = slotBits
        self.scale = scale
        quanta = [Int16](unsafeUninitializedCapacity: 1 << slotBits) { buffer, count in
            let base = buffer.baseAddress.unsafelyUnwrapped
            for slot in 0..<(1 << slotBits) { (base + slot).initialize(to: quantum(slot)) }
            count = 1 << slotBits
        }
    }

    /// The scale with which the heaviest weight is the largest multiple.
    public static func scale(maximum: Double) -> Double {
        maximum > 0 ? maximum / Double(maximumQuantum) : 1
    }

    /// The multiple of a scale that is nearest to a weight; one too heavy is cut to the largest.
    public static func quantum(of weight: Double, scale: Double) -> Int16 {
        let limit = Double(maximumQuantum)
        return Int16(max(-limit, min(limit, (weight / scale).rounded())))
    }

    /// The weight of a slot.
    public func weight(_ slot: Int) -> Double { scale * Double(quanta[slot]) }
}

/// Bounds that every model keeps; beyond them a file is refused as damaged.
public enum ModelLimits {
    /// Slots a table may have, as a power of two: 2 to 268 million.
    public static let slotBits = 1...28
    /// The most experts a model may have.
    public static let experts = 64
    /// The most tables a model may have.
    public static let tables = 256
    /// The most known senders a model may have.
    public static let knownSenders = KnownSenders.most
    /// What a known sender as sender may add to a rank score.
    ///
    /// Ranks of learned ham and spam scatter around -1 and 1: it is a quarter of the way from one to the other. A From field is
    /// easily forged, and a forger who guesses a known sender must not gain more: typical spam stays on the side of
    /// spam. Never above 0: that somebody wrote to a sender is no evidence against the sender.
    public static let knownSenderWeight = -0.5...0
}

/// What a learner exports: parameters, and the weights of ``ModelParameters/tables`` in the same order.
public struct LearnedModel: Sendable, Equatable {
    /// Everything but the weights.
    public var parameters: ModelParameters
    /// One for each of the parameters' tables, of the same number of slots.
    public var weights: [WeightTable]
    /// The known senders' digests (`FeatureVector.sender`), strictly ascending, as many as the parameters say.
    public var knownSenders: [UInt64]

    /// Creates a model; whether its parts agree is checked when it is written or opened.
    public init(parameters: ModelParameters, weights: [WeightTable], knownSenders: [UInt64] = []) {
        self.knownSenders = knownSenders
        self.parameters = parameters
        self.weights = weights
    }
}
