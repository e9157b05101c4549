// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import NightlyBatch
import Testing
import TrainingStore

@Suite("Balance of labels")
struct LabelBalanceTests {
    @Test("no account has more than its share of a class")
    func cap() {
        func messages(_ counts: [String: Int]) -> [LabelledMessage] {
            counts.sorted { $0.key < $1.key }.flatMap { account, count in
                (0..<count).map { _ in
                    LabelledMessage(
                        digest: [], features: .held(FeatureVector()), isSpam: true, weight: 1, account: account,
                        origin: "")
                }
            }
        }
        let capped = LabelBalance.capped(messages(["a": 70, "b": 10, "c": 10, "d": 10]), cap: 0.3)
        let weights = Dictionary(grouping: capped) { $0.account ?? "" }.mapValues { $0.reduce(0) { $0 + $1.weight } }
        #expect(abs((weights["a"] ?? 0) - 0.3 / 0.7 * 30) < 1e-9 && weights["b"] == 10)
        // Of several large accounts each has its share, and no more.
        let two = LabelBalance.capped(messages(["a": 40, "b": 40, "c": 7, "d": 7, "e": 6]), cap: 0.25)
        let total = two.reduce(0) { $0 + $1.weight }
        for (account, weight) in Dictionary(grouping: two, by: \.account).mapValues({ $0.reduce(0) { $0 + $1.weight } })
        {
            #expect(weight <= 0.25 * total + 1e-9, "\(account ?? "")")
        }
        #expect(abs(total - 40) < 1e-9, "20 of the small ones, and a quarter of 40 for each large one")
        // Of two accounts neither can have less than a quarter.
        #expect(LabelBalance.capped(messages(["a": 9, "b": 1]), cap: 0.25).allSatisfy { $0.weight == 1 })
    }

    @Test("an account that says something else than all others of the same mail is named")
    func contradictions() {
        func message(_ words: UInt32, _ account: String, isSpam: Bool) -> LabelledMessage {
            var features = FeatureVector()
            let view = Int(FeatureView.words.rawValue)
            features.hashes = (0..<12).map { words + $0 }
            for index in features.starts.indices where index > view { features.starts[index] = 12 }
            return LabelledMessage(
                digest: [], features: .held(features), isSpam: isSpam, weight: 1, account: account, origin: "")
        }
        let messages = [
            message(1, "a", isSpam: true), message(1, "b", isSpam: true), message(1, "c", isSpam: false),
            message(100, "a", isSpam: true), message(100, "c", isSpam: false),
        ]
        #expect(LabelBalance.contradictions(messages) == [LabelBalance.Contradiction(account: "c", messages: 1)])
    }
}
