// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
import Testing

@Suite("Header and content that contradict each other") struct ContradictionTests {
    /// What is added to the rank of a message whose header and content say these, half of the fusion each.
    private func correction(header: Double, content: Double) -> Double {
        var contradiction = Contradiction()
        contradiction.add(header / 4, share: 0.25, isOfHeader: true)
        contradiction.add(header / 4, share: 0.25, isOfHeader: true)
        contradiction.add(content / 4, share: 0.25, isOfHeader: false)
        contradiction.add(content / 4, share: 0.25, isOfHeader: false)
        return contradiction.correction
    }

    @Test("nothing is added where they agree, or one of them says nothing", arguments: [0.0, 0.3, 1, 5])
    func agreement(strength: Double) {
        for sign in [1.0, -1] {
            #expect(correction(header: sign * strength, content: sign) == 0)
            #expect(correction(header: sign, content: sign * strength) == 0)
            #expect(correction(header: 0, content: sign * strength) == 0)
        }
    }

    @Test("a header that does not speak clearly takes nothing back", arguments: [0.05, 0.19])
    func unclear(header: Double) {
        #expect(correction(header: header, content: -1) == 0)
        #expect(correction(header: -header, content: 1) == 0)
    }

    @Test("spam that is padded with ham stays above even, however much of the content is padding")
    func paddedSpam() {
        for content in stride(from: -0.1, through: -3, by: -0.1) {
            let rank = 0.5 * 0.9 + 0.5 * content
            let corrected = rank + correction(header: 0.9, content: content)
            #expect(corrected > rank)
            if content > -0.9 { #expect(corrected > 0.15, "\(content)") }
        }
    }

    @Test("ham below spam's words comes down, by less than the header's own strength")
    func paddedHam() {
        for content in stride(from: 0.1, through: 3, by: 0.1) {
            let correction = correction(header: -1, content: content)
            #expect(correction < 0 && correction >= -0.5)
        }
    }

    @Test("one expert against one is no evidence, nor is one without a share")
    func tooFew() {
        var contradiction = Contradiction()
        contradiction.add(0.5, share: 0.5, isOfHeader: true)
        contradiction.add(-0.2, share: 0.25, isOfHeader: false)
        contradiction.add(-0.2, share: 0.25, isOfHeader: false)
        #expect(contradiction.correction == 0)
        contradiction.add(0, share: 0, isOfHeader: true)
        #expect(contradiction.correction == 0)
        contradiction.add(0.5, share: 0.5, isOfHeader: true)
        #expect(contradiction.correction > 0)
    }

    @Test("it grows with what contradicts, without a jump")
    func continuous() {
        for header in stride(from: -2, through: 2, by: 0.125) {
            for content in stride(from: -2, through: 2, by: 0.125) {
                let here = correction(header: header, content: content)
                #expect(abs(correction(header: header + 1e-6, content: content) - here) < 1e-5)
                #expect(abs(correction(header: header, content: content + 1e-6) - here) < 1e-5)
            }
        }
    }

    @Test("the verdict's log-odds hold it and the rank does not; an attribution states it")
    func inScore() throws {
        let model = try SpamModel(ModelSamples.sidedModel())
        for (header, content) in [(1, 2), (2, 1)] as [(UInt32, UInt32)] {
            let features = ModelSamples.features([.headerWords: [header << 30], .words: [content << 30]])
            let (score, attribution) = (model.score(features), model.attribution(of: features))
            #expect((score.contradiction > 0) == (header == 1) && score.contradiction != 0)
            #expect(abs(score.rank - attribution.total) < 1e-9)
            #expect(attribution.score.contradiction == score.contradiction)
            let logOdds = model.parameters.calibration.logOdds(of: score.rank) + score.contradiction
            #expect(abs(score.logOdds - logOdds) < 1e-9)
        }
        let agreeing = ModelSamples.features([.headerWords: [1 << 30], .words: [1 << 30]])
        #expect(model.score(agreeing).contradiction == 0)
    }
}

extension ModelSamples {
    /// Two experts of the header and two of the content: slot 1 of each speaks for spam, slot 2 for ham.
    fileprivate static func sidedModel() -> LearnedModel {
        var model = model()
        let views: [FeatureView] = [.headerWords, .headerWords, .words, .words]
        model.parameters.experts = views.map {
            .init(tables: [.init(view: $0, slotBits: 2)], norm: .none, combinerWeight: 0.25, share: 0.25)
        }
        model.parameters.knownSenders = .init()
        return LearnedModel(
            parameters: model.parameters, weights: views.map { _ in WeightTable(weights: [0, 1, -1, 0]) })
    }
}
