// SPDX-License-Identifier: Apache-2.0
public import MailFeatures

/// Why a message has its score: what each of its features added to the rank.
///
/// The parts sum to ``Score/rank``, to 1e-9 for a message of any length: they are added in another order than the score
/// adds them. Times the calibration's slope a part is in log-odds, which also hold ``Score/contradiction``.
public struct Attribution: Sendable, Equatable {
    /// The score that is explained.
    public let score: Score
    /// What every message starts from.
    public let bias: Double
    /// What the known sender added; 0 if nobody at the site has written to the sender, or it does not count.
    public let knownSender: Double
    /// What each feature added, positive for spam: one for each of the vector's hashes, in their order.
    ///
    /// Features that share a slot of a table share its weight.
    public let contributions: [Double]
    /// What each of the model's experts added, in their order; together what the features added.
    public let experts: [Double]
    /// Where each view's contributions begin, as ``/MailFeatures/FeatureVector/starts`` has it.
    private let starts: [Int]

    init(score: Score, bias: Double, knownSender: Double, contributions: [Double], experts: [Double], starts: [Int]) {
        self.score = score
        self.bias = bias
        self.knownSender = knownSender
        self.contributions = contributions
        self.experts = experts
        self.starts = starts
    }

    /// What the features of one view added together.
    public subscript(view: FeatureView) -> Double {
        contributions[starts[Int(view.rawValue)]..<starts[Int(view.rawValue) + 1]].reduce(0, +)
    }

    /// The sum of all parts: the rank.
    public var total: Double { contributions.reduce(bias + knownSender, +) }
}

extension SpamModel {
    /// Explains the score of a message: what each of its features added.
    ///
    /// - Complexity: O(features); it takes a few times as long as ``score(_:)`` alone.
    public func attribution(of features: FeatureVector) -> Attribution {
        var contributions = [Double](repeating: 0, count: features.hashes.count)
        let opinions = opinions(on: features)
        for (index, opinion) in opinions.enumerated() {
            forEachSlot(ofExpert: index, slots: opinion.slots, in: features) { run, weight in
                let share = weight / Double(run.count)
                for place in run { contributions[place] += share }
            }
        }
        return Attribution(
            score: score(features), bias: parameters.bias,
            knownSender: countsKnownSender(of: features) ? parameters.knownSenders.weight : 0,
            contributions: contributions,
            experts: zip(parameters.experts, opinions).map { $0.combinerWeight * $1.value },
            starts: features.starts)
    }
}
