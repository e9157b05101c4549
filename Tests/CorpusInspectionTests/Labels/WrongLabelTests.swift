// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import SpamEvaluation
import SpamTraining
import Testing

@Suite("Labels that are probably wrong")
struct WrongLabelTests {
    /// Ham and spam that share most words, in campaigns of three; the labels of some are flipped.
    private static func corpus(seed: UInt64, flipped: Double) -> (corpus: SyntheticCorpus, flips: Set<Int>) {
        var corpus = SyntheticCorpus(seed: seed)
        let words = [MessageClass.ham: corpus.features(400), .spam: corpus.features(400)]
        let common = corpus.features(1_000).sorted()
        var flips: Set<Int> = []
        for number in 0..<300 {
            let label: MessageClass = number % 2 == 0 ? .ham : .spam
            let own = (words[label] ?? []).sorted()
            var text: Set<UInt32> = []
            for _ in 0..<30 { text.insert(own[corpus.number(own.count)]) }
            for _ in 0..<60 { text.insert(common[corpus.number(common.count)]) }
            for _ in 0..<(number % 10 == 0 ? 3 : 1) {
                let isFlipped = Double(corpus.number(10_000)) < 10_000 * flipped
                if isFlipped { flips.insert(corpus.messages.count) }
                corpus.add(
                    corpus.copy(of: text, exchanging: 3), label: isFlipped == (label == .ham) ? .spam : .ham,
                    date: 1_000_000_000 + Int64(number) * 3_600)
            }
        }
        return (corpus, flips)
    }

    private func judge(_ corpus: SyntheticCorpus) -> WrongLabels {
        let messages = corpus.messages.enumerated().compactMap { number, message in
            message.example.map { EvaluationMessage(path: "\(number)", $0) }
        }
        let folds = Campaigns(corpus.messages, corpus.sketches).folds(corpus.messages, count: WrongLabels.folds)
        return WrongLabels(EvaluationRun(NaiveBayesLearner.self), messages, folds: folds)
    }

    @Test("labels that were flipped on purpose are ranked first", arguments: 1...4 as ClosedRange<UInt64>)
    func flipped(seed: UInt64) {
        let (corpus, flips) = Self.corpus(seed: seed, flipped: 0.05)
        let ranking = judge(corpus).ranking
        let first = min(20, flips.count)
        #expect(Double(ranking.prefix(first).count { flips.contains($0) }) >= 0.8 * Double(first))
        #expect(
            Double(ranking.prefix(2 * flips.count).count { flips.contains($0) }) >= 0.7 * Double(flips.count),
            "\(flips.count)")
    }

    @Test("where all labels are right, next to none is doubted")
    func right() {
        let (corpus, _) = Self.corpus(seed: 8, flipped: 0)
        let judged = judge(corpus)
        #expect(judged.expectedCount < 0.02 * Double(corpus.messages.count))
        #expect(judged.probabilities.count { $0 > 0.9 } <= 1)
    }

    @Test("a suspect has its nearest messages beside it, with their labels")
    func neighbours() throws {
        var (corpus, _) = Self.corpus(seed: 11, flipped: 0)
        let like = SyntheticCorpus.pairs(of: corpus.messages[0])
        corpus.add(corpus.copy(of: like, exchanging: 4), label: .spam, date: 1_000_000_500)
        let judged = judge(corpus)
        let suspects = judged.suspects(count: 3, numbers: Array(corpus.messages.indices), corpus.sketches)
        let suspect = try #require(suspects.first)
        let others = judged.suspects(count: 3, numbers: Array(corpus.messages.indices), corpus.sketches) {
            $0 != suspect.message
        }
        #expect(others.count == 3 && others.prefix(2).elementsEqual(suspects.dropFirst()))
        #expect(suspect.message == corpus.messages.count - 1 && suspect.label == .spam && suspect.probability > 0.5)
        #expect(suspect.score < 0)
        let nearest = try #require(suspect.neighbours.first)
        #expect(nearest.label == .ham && nearest.resemblance > 0.7)
        #expect(suspect.neighbours.map(\.resemblance) == suspect.neighbours.map(\.resemblance).sorted(by: >))
    }
}
