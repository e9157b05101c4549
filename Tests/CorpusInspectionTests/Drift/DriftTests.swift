// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import SpamEvaluation
import TestSupport
import Testing

@Suite("Drift")
struct DriftTests {
    private let catalogue = FactCatalogue(key: SiteKey(bytes: Array(1...16)) ?? .random())

    /// Twenty months of 200 messages, each with facts drawn by their own share.
    private func corpus(
        seed: UInt64, share: (_ month: Int, _ fact: Int) -> Double
    ) -> (messages: [InspectedMessage], facts: [[UInt16]]) {
        var random = SplitMix64(seed: seed)
        var (messages, facts): ([InspectedMessage], [[UInt16]]) = ([], [])
        for month in 0..<20 {
            for number in 0..<200 {
                messages.append(
                    InspectedMessage(
                        digest: [], date: 1_000_000_000 + Int64(month) * 2_629_800,
                        label: number % 2 == 0 ? .ham : .spam, features: .held(FeatureVector())))
                facts.append(
                    (0..<40).filter { Double.random(in: 0..<1, using: &random) < share(month, $0) }.map(UInt16.init))
            }
        }
        return (messages, facts)
    }

    private func drift(_ corpus: (messages: [InspectedMessage], facts: [[UInt16]])) -> Drift {
        Drift(corpus.messages, facts: corpus.facts, catalogue, isWrong: [])
    }

    @Test("where every month is like the others there is no more than one alarm in twenty corpora")
    func shuffled() {
        let alarms = (1...20).reduce(0) { sum, seed in
            sum + drift(corpus(seed: UInt64(seed)) { _, fact in Double(fact + 1) / 42 }).alarms.count
        }
        #expect(alarms <= 1)
    }

    @Test("a share that changes is told with the month, the class and both shares")
    func planted() throws {
        let found = drift(corpus(seed: 7) { month, fact in fact == 3 && month == 12 ? 0.9 : 0.3 })
        #expect(Set(found.alarms.map(\.month)).count == 1 && Set(found.alarms.map(\.fact)) == [catalogue.facts[3]])
        let change = try #require(found.alarms.first)
        #expect(change.month == found.months[12].name && change.now > 0.75 && change.before < 0.4)
        #expect(change.effect.h > 0.8 && change.effect.interval.lower > Drift.smallEffect)
    }

    @Test("months have counts of their classes and of what was judged wrongly, with an interval")
    func months() throws {
        let (messages, facts) = corpus(seed: 2) { _, _ in 0 }
        let wrong = messages.indices.map { $0 < 200 ? nil : $0 % 10 == 0 }
        let drift = Drift(messages, facts: facts, catalogue, isWrong: wrong)
        #expect(drift.months.count == 20 && drift.months.allSatisfy { $0.ham == 100 && $0.spam == 100 })
        #expect(drift.months.map(\.judged) == [0] + Array(repeating: 200, count: 19))
        #expect(drift.months[0].error == nil && drift.months[5].wrong == 20)
        let error = try #require(drift.months[5].error)
        #expect(error.lower < 10 && error.upper > 10)
    }

    @Test("the reach of intervals grows with the comparisons", arguments: [(1, 1.96), (10, 2.807), (1_000, 4.056)])
    func reach(tests: Int, expected: Double) {
        #expect(abs(EffectSize.reach(tests: tests) - expected) < 0.001)
    }
}
