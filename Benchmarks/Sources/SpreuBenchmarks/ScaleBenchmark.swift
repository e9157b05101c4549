// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailArchive
import MailFeatures
import SpamModel
import SpamTraining

/// Training on as much mail as a large site has: invented messages, so that it needs no corpus.
///
/// Each message has so many features in all, spread over the views as real mail's are; most come from a vocabulary whose
/// frequencies fall as words' do, a tenth from one of the message's own class, some from nowhere else.
struct ScaleBenchmark {
    var messages: Int
    var features = 3_000
    var threads: Int

    /// Which share of a message's features is of which view, in percent; measured on spamassassin.
    private static let shares: [FeatureView: Int] = [
        .headerGrams: 25, .headerWords: 5, .headerPairs: 4, .receivedPath: 2, .subject: 2, .textGrams: 28, .words: 7,
        .wordPairs: 21, .skeleton: 2, .links: 2, .structure: 2,
    ]

    func run() {
        let examples = (0..<messages).map { example($0) }
        let count = examples.reduce(0) { $0 + $1.features.hashes.count }
        let start = Self.now
        var learner = FusionLearner(options: LearnerOptions(threads: threads))
        learner.learn(examples)
        let learned = Self.now
        let exported = learner.export(ModelOrigin(keyID: 0, extractorVersion: FeatureExtractor.version))
        let ended = Self.now
        print("messages \(messages), features each \(count / max(1, messages)), threads \(threads)")
        print("learn    \(learned - start) s")
        print("export   \(ended - learned) s, \(exported.weights.reduce(0) { $0 + 2 << $1.slotBits } / 1_000_000) MB")
        guard let model = try? SpamModel(exported) else { return }
        var sum = 0.0
        let scoring = Self.now
        let scored = examples.suffix(10_000)
        for example in scored { sum += model.score(example.features).rank }
        print("score    \((Self.now - scoring) / Double(scored.count) * 1e6) us a message (checksum \(sum))")
    }

    private func example(_ number: Int) -> TrainingExample {
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15 &+ 1
        func random() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let isSpam = random() % 3 == 0
        var hashes: [UInt32] = []
        var starts = [0]
        for view in FeatureView.allCases {
            let wanted = features * (Self.shares[view] ?? 0) / 100
            var own: Set<UInt32> = []
            while own.count < wanted {
                // Ranks whose frequency falls with the rank: two to a random power.
                let exponent = Double(random()) / Double(1 << 31) * 18
                let rank = UInt64(exp2(exponent))
                let kind: UInt64 = random() % 10 == 0 ? (isSpam ? 1 : 2) : random() % 20 == 0 ? 3 + UInt64(number) : 0
                let mixed = (rank &+ kind << 24 &+ UInt64(view.rawValue) << 48) &* 0xBF58_476D_1CE4_E5B9
                own.insert(UInt32(truncatingIfNeeded: (mixed ^ mixed >> 29) &* 0x94D0_49BB_1331_11EB >> 32))
            }
            hashes += own.sorted()
            starts.append(hashes.count)
        }
        return TrainingExample(
            features: FeatureVector(hashes: hashes, starts: starts), messageClass: isSpam ? .spam : .ham)
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
