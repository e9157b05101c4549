// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import Testing

@Suite("Scoring")
struct ScoringTests {
    /// The definition, word for word: distinct slots, a sum for each expert, normalised, weighted, calibrated.
    private func naiveRank(_ model: LearnedModel, _ features: FeatureVector) -> Double {
        var weights = model.weights[...]
        var rank = model.parameters.bias
        for expert in model.parameters.experts {
            var sum = 0.0
            var count = 0
            for table in expert.tables {
                let slots = features.withView(table.view) { Set($0.map { Int($0) >> (32 - table.slotBits) }) }
                for slot in slots { sum += weights[weights.startIndex].weight(slot) }
                count += slots.count
                weights = weights.dropFirst()
            }
            rank += expert.combinerWeight * sum * expert.norm.factor(count)
        }
        return rank
    }

    @Test("equals the naive definition for every number of features", arguments: Array(0...70) + [500, 3_000])
    func naive(count: Int) throws {
        var generator = ModelSamples.Generator(state: UInt64(count) + 1)
        let learned = ModelSamples.model(bits: [6, 14, 10], seed: UInt64(count))
        let model = try SpamModel(learned)
        let features = ModelSamples.features([
            .words: (0..<count).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) },
            .wordPairs: (0..<count).map { _ in UInt32.random(in: 0...UInt32.max, using: &generator) },
            .subject: [1, 2, 3],
        ])
        let score = model.score(features)
        #expect(abs(score.rank - naiveRank(learned, features)) < 1e-9)
        #expect(score.logOdds == 2.5 * score.rank + 0.125)
        #expect(score.verdict == model.parameters.thresholds.verdict(of: score.logOdds))
    }

    @Test("neighbours that fall into one slot count once")
    func sharedSlots() throws {
        let model = try SpamModel(ModelSamples.model())
        let once = ModelSamples.features([.words: [0x8000_0000]])
        let thrice = ModelSamples.features([.words: [0x8000_0000, 0x8000_0001, 0x80FF_FFFF]])
        #expect(model.score(once) == model.score(thrice))
        #expect(model.opinions(on: thrice).map(\.slots) == [1, 1])
    }

    @Test("the contributions of the features add up to the rank score")
    func contributions() throws {
        let model = try SpamModel(ModelSamples.model(bits: [12, 12, 12]))
        let hashes: [UInt32] = [7, 0x1000_0000, 0x2345_6789, 0xFFFF_FFFF]
        let features = ModelSamples.features([.words: hashes, .wordPairs: hashes])
        let opinions = model.opinions(on: features)
        var sum = model.parameters.bias
        for view in [FeatureView.words, .wordPairs] {
            for hash in hashes { sum += model.contribution(of: hash, in: view, opinions: opinions) }
        }
        #expect(abs(sum - model.score(features).rank) < 1e-9)
    }

    @Test("thresholds are inclusive and infinite ones leave everything unsure")
    func thresholds() {
        let thresholds = Thresholds(ham: -1, spam: 2)
        #expect([-5, -1, -0.99, 1.99, 2, 9].map(thresholds.verdict) == [.ham, .ham, .unsure, .unsure, .spam, .spam])
        #expect([-1e308, 0, 1e308].map(Thresholds.allUnsure.verdict) == [.unsure, .unsure, .unsure])
        #expect(Score(rank: 0, logOdds: 800, verdict: .spam).probability == 1)
        #expect(Score(rank: 0, logOdds: -800, verdict: .ham).probability == 0)
    }

    @Test("rounding to 16 bits moves a normalised score by less than 1e-4 of the heaviest weight")
    func rounding() {
        var generator = ModelSamples.Generator(state: 5)
        let weights = (0..<(1 << 16)).map { _ in Float.random(in: -8...8, using: &generator) }
        let table = WeightTable(weights: weights)
        var worst = 0.0
        for count in [1, 30, 300, 3_000] {
            for _ in 0..<200 {
                let slots = (0..<count).map { _ in Int.random(in: 0..<(1 << 16), using: &generator) }
                let error = slots.reduce(0.0) { $0 + table.weight($1) - Double(weights[$1]) }
                worst = max(worst, abs(error) * ModelParameters.Normalisation.inverseSquareRoot.factor(count))
            }
        }
        #expect(worst < 8e-4 && table.scale <= 8.0 / 32_767)
        #expect(WeightTable(weights: [0, 0]).quanta == [0, 0])
    }
}
