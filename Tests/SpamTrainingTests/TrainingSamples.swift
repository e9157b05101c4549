// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import SpamTraining

/// Invented corpora: words of ham, words of spam, and words of both, as hashes.
enum TrainingSamples {
    /// A small generator of reproducible numbers (SplitMix64).
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
            return z ^ z >> 31
        }
    }

    static let origin = ModelOrigin(keyID: 7, extractorVersion: 2, createdBy: "test")

    /// A vector of the given hashes, which are sorted and made distinct here.
    static func features(_ views: [FeatureView: [UInt32]]) -> FeatureVector {
        var hashes: [UInt32] = []
        var starts = [0]
        for view in FeatureView.allCases {
            hashes += Set(views[view] ?? []).sorted()
            starts.append(hashes.count)
        }
        return FeatureVector(hashes: hashes, starts: starts)
    }

    /// Messages of both classes, one spam in three: a few words of their class, many common ones, some of their own.
    ///
    /// - Parameter noise: the share of each class's words that comes from the other's.
    static func corpus(_ count: Int, seed: UInt64 = 1, noise: Double = 0.2) -> [TrainingExample] {
        var generator = Generator(state: seed)
        return (0..<count).map { index in
            let isSpam = index % 3 == 2
            func word(_ kind: UInt32, _ vocabulary: UInt32) -> UInt32 {
                (kind << 20 | UInt32.random(in: 0..<vocabulary, using: &generator)) &* 2_654_435_761
            }
            func words(_ count: Int) -> [UInt32] {
                (0..<count).map { _ in
                    if Bool.random(using: &generator) { return word(3, 300) }
                    let isOther = Double.random(in: 0..<1, using: &generator) < noise
                    return word(isSpam != isOther ? 1 : 2, 400)
                } + [UInt32.random(in: 0...UInt32.max, using: &generator)]
            }
            let length = Int.random(in: 1...60, using: &generator)
            return TrainingExample(
                features: features([.words: words(length), .wordPairs: words(2 * length), .headerWords: words(12)]),
                messageClass: isSpam ? .spam : .ham)
        }
    }

    /// The share of pairs of one ham and one spam message that are in the wrong order, ties counting half.
    static func inversions(_ scores: [(rank: Double, messageClass: MessageClass)]) -> Double {
        let spam = scores.filter { $0.messageClass == .spam }
        let ham = scores.filter { $0.messageClass == .ham }
        let wrong = spam.reduce(0.0) { sum, one in
            ham.reduce(sum) { $0 + ($1.rank > one.rank ? 1 : $1.rank == one.rank ? 0.5 : 0) }
        }
        return wrong / Double(spam.count * ham.count)
    }
}
