// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel

/// Naive Bayes over some views: a table of counts for each, and the mean weight of a message's features as its score.
///
/// The mean (the log of Robinson's geometric mean) and not the sum, the textbook's log-odds: features are far from
/// independent, and long messages would outrank sure ones (measured: (1-ROCA)% 0.06 by the mean, 0.6 by the sum, over the
/// same weights).
///
/// Counts are integers: order, batches and threads cannot matter.
struct NaiveBayesExpert: Sendable {
    private static let norm = ModelParameters.Normalisation.inverse

    private let shape: [ModelParameters.Table]
    /// One for each of the shape.
    private var tables: [SlotTable<ClassCounts>]

    init(_ shape: [ModelParameters.Table]) {
        self.shape = shape
        tables = shape.map { SlotTable(slotBits: $0.slotBits) }
    }

    /// Counts one message.
    mutating func learn(_ features: FeatureVector, isSpam: Bool) {
        let unit = isSpam ? ClassCounts.oneSpam : ClassCounts.oneHam
        for index in shape.indices {
            features.withView(shape[index].view) { tables[index].updateEachSlot($0) { $0 = $0 + unit } }
        }
    }

    /// Counts one message, and returns its score before that: ``score(_:_:leavingOut:)`` on the same walk.
    ///
    /// - Parameter units: how much the message counts, in sixteenths.
    mutating func learn(
        _ features: FeatureVector, isSpam: Bool, units: Int, scoringBy weighting: NaiveBayesWeighting
    ) -> Double {
        let unit = ClassCounts(isSpam: isSpam, units: units)
        var sum = 0.0
        var slots = 0
        for index in shape.indices {
            features.withView(shape[index].view) { hashes in
                tables[index].updateEachSlot(hashes) { counts in
                    sum += weighting.weight(counts)
                    slots += 1
                    counts = counts + unit
                }
            }
        }
        return sum * Self.norm.factor(slots)
    }

    /// Takes back units of a message that was counted with at least as many.
    mutating func unlearn(_ features: FeatureVector, isSpam: Bool, units: Int) {
        let unit = ClassCounts(isSpam: isSpam, units: units)
        for index in shape.indices {
            features.withView(shape[index].view) { tables[index].updateEachSlot($0) { $0 = $0 - unit } }
        }
    }

    /// The mean weight of a message's features, when `unit` is taken off the counts of each.
    func score(
        _ features: FeatureVector, _ weighting: NaiveBayesWeighting, leavingOut unit: ClassCounts = .zero
    ) -> Double {
        var sum = 0.0
        var slots = 0
        for index in shape.indices {
            features.withView(shape[index].view) { hashes in
                tables[index].forEachSlot(hashes) { counts in
                    sum += weighting.weight(counts - unit)
                    slots += 1
                }
            }
        }
        return sum * Self.norm.factor(slots)
    }

    /// The expert as a model has it.
    func exported(combinerWeight: Double, share: Double) -> ModelParameters.Expert {
        ModelParameters.Expert(tables: shape, norm: Self.norm, combinerWeight: combinerWeight, share: share)
    }

    /// The weights of all slots of all tables.
    func weights(_ weighting: NaiveBayesWeighting) -> [WeightTable] {
        // Nearly all counts are small, and their multiples are made beforehand.
        let scale = WeightTable.scale(maximum: weighting.maximum)
        func quantum(_ counts: ClassCounts) -> Int16 {
            WeightTable.quantum(of: weighting.weight(counts), scale: scale)
        }
        let limit: UInt64 = 256
        let small = (0..<(limit * limit)).map { quantum(ClassCounts(word: $0 % limit | ($0 / limit) << 32)) }
        return tables.map { table in
            table.withElements { counts in
                small.withUnsafeBufferPointer { small in
                    WeightTable(slotBits: table.slotBits, scale: scale) { slot in
                        let (ham, spam) = (UInt64(counts[slot].ham), UInt64(counts[slot].spam))
                        return ham | spam < limit ? small[Int(ham &+ spam &* limit)] : quantum(counts[slot])
                    }
                }
            }
        }
    }
}
