// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import TestSupport

/// Messages of made-up features, of which everything is known.
struct SyntheticCorpus {
    private var random: SplitMix64
    private(set) var messages: [InspectedMessage] = []
    private(set) var sketches = Sketches()

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    /// Random features of a view.
    mutating func features(_ count: Int) -> Set<UInt32> {
        var set: Set<UInt32> = []
        while set.count < count { set.insert(UInt32.random(in: .min ... .max, using: &random)) }
        return set
    }

    /// A copy in which so many features are exchanged for others.
    mutating func copy(of features: Set<UInt32>, exchanging count: Int) -> Set<UInt32> {
        let gone = features.sorted().shuffled(using: &random).prefix(count)
        return features.subtracting(gone).union(self.features(count))
    }

    /// A number below a bound.
    mutating func number(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &random) }

    /// Adds a message with these pairs of words.
    mutating func add(
        _ pairs: Set<UInt32>, label: MessageClass? = nil, date: Int64? = nil,
        _ change: (inout InspectedMessage) -> Void = { _ in }
    ) {
        let features = Self.vector([.wordPairs: pairs])
        var message = InspectedMessage(
            digest: (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }, date: date, label: label,
            features: .held(features))
        change(&message)
        messages.append(message)
        sketches.append(Sketches.sketch(features))
    }

    /// The pairs of words that a message has.
    static func pairs(of message: InspectedMessage) -> Set<UInt32> {
        let features = message.features.features
        return Set(features.hashes[features.range(of: .wordPairs)])
    }

    /// A vector with these features.
    static func vector(_ views: [FeatureView: Set<UInt32>]) -> FeatureVector {
        var (hashes, starts): ([UInt32], [Int]) = ([], [0])
        for view in FeatureView.allCases {
            hashes += (views[view] ?? []).sorted()
            starts.append(hashes.count)
        }
        return FeatureVector(hashes: hashes, starts: starts)
    }
}
