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

    @Test("the uncertainty is the standard error of the experts' opinions, and what is new counts as not known")
    func uncertainty() throws {
        let learned = ModelSamples.model(bits: [12, 12, 12])
        let model = try SpamModel(learned)
        let experts = learned.parameters.experts
        let features = ModelSamples.features([.words: [7, 0x2345_6789], .wordPairs: [0x1000_0000], .subject: [3]])
        let score = model.score(features)
        let opinions = model.opinions(on: features)
        // The definition: opinions on one scale are contributions over shares.
        let spread = zip(experts, opinions).reduce(0.0) { sum, pair in
            let (expert, opinion) = pair
            let contribution = expert.combinerWeight * opinion.value - expert.share * score.rank
            return sum + contribution * contribution
        }
        let known = Double(opinions.reduce(0) { $0 + $1.known }) / Double(opinions.reduce(0) { $0 + $1.slots })
        let count = Double(experts.count)
        let variance = count / (count - 1) * spread + (1 - known) * (1 - known)
        #expect(abs(score.uncertainty - model.parameters.calibration.slope * variance.squareRoot()) < 1e-9)
        #expect(score.knownShare == known)
        let nothing = model.score(FeatureVector())
        #expect(nothing.knownShare == 0 && nothing.uncertainty >= model.parameters.calibration.slope)
    }

    @Test("an unsure verdict says why")
    func whyUnsure() throws {
        var learned = ModelSamples.model()
        learned.parameters.thresholds = .allUnsure
        let features = ModelSamples.features([.words: [7]])
        for (counts, reason) in [
            (TrainingCounts(ham: 9, spam: 50), UnsureReason.learnedTooLittle(TrainingCounts(ham: 9, spam: 50))),
            (TrainingCounts(ham: 10, spam: 10), .classesIndistinguishable),
        ] {
            learned.parameters.counts = counts
            let model = try SpamModel(learned)
            #expect(model.parameters.whyUnsureOfEverything == reason)
            #expect(model.whyUnsure(model.score(features)) == reason)
        }
        let thresholds = Thresholds(ham: -1e6, spam: 1e6)
        learned.parameters.thresholds = thresholds
        let model = try SpamModel(learned)
        #expect(model.parameters.whyUnsureOfEverything == nil)
        #expect(model.whyUnsure(model.score(FeatureVector())) == .nothingKnown)
        let known = ModelSamples.features([.words: (0..<200).map { $0 &* 21_474_836 }])
        #expect(model.whyUnsure(model.score(known)) == .betweenThresholds(thresholds))
        #expect(model.whyUnsure(Score(rank: 0, logOdds: 0, verdict: .ham)) == nil)
    }

    @Test("the heaviest features are those that tell messages apart, with their texts")
    func heaviest() throws {
        var learned = ModelSamples.model(bits: [14, 14, 14])
        for index in learned.weights.indices {
            learned.weights[index] = WeightTable(weights: Array(repeating: 0, count: 1 << 14))
        }
        var weights = [Float](repeating: 0, count: 1 << 14)
        (weights[1], weights[2], weights[3]) = (5, 2, -3)
        learned.weights[0] = WeightTable(weights: weights)
        let model = try SpamModel(learned)
        let view = learned.parameters.experts[0].tables[0].view
        func hash(_ slot: UInt32) -> UInt32 { slot << 18 }
        func span(_ slot: UInt32, _ text: String) -> FeatureSpan {
            FeatureSpan(view: view, hash: hash(slot), text: Array(text.utf8), label: Array("Subject".utf8), offset: 0)
        }
        var heaviest = HeaviestFeatures(model: model, views: FeatureViews(view))
        // Slot 1 weighs most but is everywhere.
        heaviest.add(ModelSamples.features([view: [hash(1), hash(2)]]), spans: [span(1, "all"), span(2, "offer")])
        heaviest.add(ModelSamples.features([view: [hash(1), hash(3)]]), spans: [span(1, "all"), span(3, "minutes")])
        #expect(heaviest.messages == 2)
        #expect(heaviest.spam(limit: 9).map(\.text) == ["Subject: offer"])
        #expect(heaviest.ham(limit: 9).map(\.text) == ["Subject: minutes"])
        #expect(heaviest.spam(limit: 9).first?.messages == 1)
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
