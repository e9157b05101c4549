// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
package import SpamEvaluation
package import SpamTraining

/// A label that is probably wrong.
package struct SuspectLabel: Sendable, Equatable {
    /// A message like the suspect one, and what it is labelled.
    package struct Neighbour: Sendable, Equatable {
        /// Its number in the corpus.
        package var message: Int
        /// How much it resembles the suspect one, 0 to 1, as their sketches estimate it.
        package var resemblance: Double
        /// Its label.
        package var label: MessageClass
    }

    /// The message's number in the corpus.
    package var message: Int
    /// What it is labelled.
    package var label: MessageClass
    /// The probability that this is wrong.
    package var probability: Double
    /// How spammy a learner finds it that has learned neither it nor anything like it: log-odds, higher is spammier.
    package var score: Double
    /// The labelled messages that resemble it most, the nearest first.
    package var neighbours: [Neighbour] = []

    /// Creates a suspect without neighbours.
    package init(message: Int, label: MessageClass, probability: Double, score: Double) {
        self.message = message
        self.label = label
        self.probability = probability
        self.score = score
    }
}

/// Ranks labels by how probably they are wrong.
///
/// Every message is scored by a learner that has learned neither it nor any other message of its campaign: a wrong label would
/// else be learned from the copies that are labelled wrong with it. What the scores of all messages of a label say together is
/// how probably each label is wrong (``LabelPosterior``).
///
/// Where a label is doubted, the message would still teach the others wrongly: so there is a second round, in which what is
/// probably wrong is not learned.
///
/// - SeeAlso: Northcutt, Jiang, Chuang, "Confident learning: estimating uncertainty in dataset labels", 2021; Brodley,
///   Friedl, "Identifying mislabeled training data", 1999.
package struct WrongLabels: Sendable {
    /// Folds; more cost time, and hardly find more.
    package static let folds = 5
    /// Labels that are wrong with this probability are not learned in the second round.
    private static let doubt = 0.5
    /// So many neighbours are named, and less alike than this is no neighbour.
    private static let neighbours = (count: 5, resemblance: 0.03)

    /// So many suspects are compared with the whole corpus.
    private static let maxCompared = 500

    /// The scores of the last round, in the order of the messages.
    package let scored: [ScoredMessage]
    /// Those of the first, in which every label was believed.
    package let firstScored: [ScoredMessage]
    /// The probability that each label is wrong.
    package let probabilities: [Double]

    /// Scores all messages and judges their labels.
    ///
    /// - Parameters:
    ///   - messages: labelled, each with a path of its own.
    ///   - folds: the fold of each, of ``folds``; those of a campaign are in one.
    package init<L: Learner>(
        _ run: EvaluationRun<L>, _ messages: [EvaluationMessage], folds: [Int], rounds: Int = 2
    ) {
        var messages = messages
        var first: [ScoredMessage]?
        var scored: [ScoredMessage] = []
        var probabilities: [Double] = []
        for _ in 0..<max(1, rounds) {
            scored = run.crossValidation(messages, folds: folds, count: Self.folds)
            first = first ?? scored
            let ham = LabelPosterior(
                scored.map { LabelledScore(rank: $0.score, isSpam: $0.judge == .spam) }
            ).hamProbabilities
            probabilities = zip(scored, ham).map { $0.judge == .spam ? $1 : 1 - $1 }
            for (index, probability) in probabilities.enumerated() {
                messages[index].isLearned = probability < Self.doubt
            }
        }
        firstScored = first ?? scored
        self.scored = scored
        self.probabilities = probabilities
    }

    /// The labels that are most probably wrong, the surest first.
    ///
    /// - Parameters:
    ///   - count: how many at most.
    ///   - numbers: the number in the corpus of each message that was judged.
    ///   - sketches: of the whole corpus, to find neighbours.
    ///   - isAsked: whether a message, by its number in the corpus, is named at all.
    package func suspects(
        count: Int, numbers: [Int], _ sketches: Sketches, where isAsked: (Int) -> Bool = { _ in true }
    ) -> [SuspectLabel] {
        let labels = Dictionary(uniqueKeysWithValues: zip(numbers, scored.map(\.judge)))
        return ranking.filter { isAsked(numbers[$0]) }.prefix(count).enumerated().map { place, index in
            var suspect = SuspectLabel(
                message: numbers[index], label: scored[index].judge, probability: probabilities[index],
                score: scored[index].score)
            guard place < Self.maxCompared else { return suspect }
            suspect.neighbours = sketches.nearest(
                to: numbers[index], count: Self.neighbours.count, among: numbers
            ).filter { $0.resemblance >= Self.neighbours.resemblance }.compactMap { near in
                labels[near.message].map {
                    SuspectLabel.Neighbour(message: near.message, resemblance: near.resemblance, label: $0)
                }
            }
            return suspect
        }
    }

    /// How many labels are probably wrong, by all probabilities together.
    package var expectedCount: Double { probabilities.reduce(0, +) }

    /// The messages by how probably their labels are wrong; of equal ones those whose scores contradict them more.
    package var ranking: [Int] {
        func contradiction(_ index: Int) -> Double {
            scored[index].judge == .spam ? -scored[index].score : scored[index].score
        }
        return probabilities.indices.sorted {
            (probabilities[$0], contradiction($0), $1) > (probabilities[$1], contradiction($1), $0)
        }
    }
}
