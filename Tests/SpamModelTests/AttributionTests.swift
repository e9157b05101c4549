// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import Testing

@Suite("Attribution") struct AttributionTests {
    @Test(
        "bias, known sender and features sum to the rank, by feature and by view, and to the log-odds",
        arguments: [0, 1, 5, 300, 20_000], [UInt64(0), 7])
    func sums(_ count: Int, _ sender: UInt64) throws {
        // Far fewer slots than hashes in the largest: many features share theirs.
        let model = try SpamModel(ModelSamples.model(bits: [12, 10, 8]))
        var generator = ModelSamples.Generator(state: UInt64(count))
        func hashes() -> [UInt32] {
            Array(Set((0..<count).map { _ in UInt32.random(in: 0 ... .max, using: &generator) }))
        }
        var features = ModelSamples.features([.words: hashes(), .wordPairs: hashes(), .links: hashes()])
        features.sender = sender
        let attribution = model.attribution(of: features)
        let score = model.score(features)
        #expect(attribution.score == score)
        #expect(attribution.contributions.count == features.hashes.count)
        #expect(abs(attribution.total - score.rank) < 1e-9)
        let views = FeatureView.allCases.reduce(attribution.bias + attribution.knownSender) { $0 + attribution[$1] }
        #expect(abs(views - score.rank) < 1e-9)
        #expect(abs(model.parameters.calibration.logOdds(of: attribution.total) - score.logOdds) < 1e-9)
        #expect(attribution[.links] == 0, "the model does not know this view")
        #expect((attribution.knownSender != 0) == (sender == 7))
    }

    @Test("features that share a slot share its weight, and one alone has all of it")
    func sharedSlots() throws {
        let model = try SpamModel(ModelSamples.model(bits: [4, 4, 4]))
        // With 4 bits, the first two share slot 0 in every table.
        let together = model.attribution(of: ModelSamples.features([.words: [1, 2, 0xF000_0000]])).contributions
        let alone = model.attribution(of: ModelSamples.features([.words: [1, 0xF000_0000]])).contributions
        #expect(together[0] == together[1])
        #expect(abs(together[0] + together[1] - alone[0]) < 1e-12 && alone[0] != 0)
        #expect(together[2] == alone[1])
    }
}
