// SPDX-License-Identifier: Apache-2.0
import Glibc
package import MailFeatures

/// How probably each message is spam, by what people did with it and by how it is scored.
///
/// People label mail by the way, each in a manner of their own: one moves spam to Junk, another deletes it, a third leaves
/// it in the inbox, a program marks all as read. So each account has habits of its own (``Habits``), which are found from the
/// mail itself. Messages are scored by a learner that has not learned them, and
///
///     P(spam | votes, z) ~ share of spam * product over votes of P(vote | spam) / P(vote | ham) * s(z) / h(z)
///
/// where h and s are the densities of ham's and spam's scores (``ScoreMixture``). Shares and s are those of all mail that the
/// filter treated alike: spam that it let pass is rare and looks less like spam than that of before there was a filter.
/// Everything is found by expectation maximisation.
///
/// It begins with the densities of what was labelled deliberately, and with the suspicion that people leave much spam where
/// it is: where they do not, the scores say so; begun with trust, spam that was left in the inbox would spread the density
/// of ham over that of spam, and never be found. What a score says is bounded, so that several people are right against it.
///
/// - SeeAlso: Dawid, Skene, "Maximum likelihood estimation of observer error-rates", 1979; Raykar et al., "Learning from
///   crowds", 2010; Elkan, Noto, "Learning classifiers from only positive and unlabeled data", 2008.
package struct LabelModel: Sendable {
    /// A message as people and a learner see it.
    package struct Observation: Sendable {
        /// What was done with its copies, at least one thing.
        package var votes: [Vote]
        /// What the site's filter did with it.
        package var filtering: Filtering
        /// Its score by a learner that had not learned it; higher is spammier.
        package var score: Double

        /// Creates an observation.
        package init(votes: [Vote], filtering: Filtering = .unknown, score: Double) {
            self.votes = votes
            self.filtering = filtering
            self.score = score
        }
    }

    /// Of each message, in the order in which they were given.
    package private(set) var spamProbabilities: [Double]
    /// How much more probable each message's score is for spam than for ham, as natural logarithm: what it is without any
    /// word of people or of the filter.
    package private(set) var scoreEvidence: [Double]

    private static let maxSteps = 100
    private static let tolerance = 1e-4
    /// For so many steps the densities are those of deliberate labels alone.
    private static let firstSteps = 3
    /// Fewer deliberate labels of a class than this have no density: what is next best counts with them.
    private static let minLabels = 10
    /// The most that a score says, in log-odds; where the classes' scores hardly differ, less.
    private static let scoreLimit = 8.0
    /// The most that it says for spam where the filter has said so before: it is hardly another witness.
    private static let filteredScoreLimit = 2.0
    /// Beta priors of the share of spam, and where its scores are expected, by what the filter did.
    private static func prior(_ filtering: Filtering) -> (spam: Double, ham: Double, mean: Double) {
        switch filtering {
        case .unknown: (3, 7, 1)
        case .passed: (1, 9, 0.3)
        case .calledSpam: (19, 1, 1)
        }
    }

    /// Weighs votes and scores against each other.
    package init(_ messages: [Observation]) {
        let scale = LabelledScore.scale(of: messages.map { LabelledScore(rank: $0.score, isSpam: false) })
        // Upwards; of equal scores in the order in which they came.
        let order = messages.indices.sorted { (messages[$0].score, $0) < (messages[$1].score, $1) }
        let points = order.map { messages[$0].score / scale }
        let anchors = Self.anchors(messages)
        var habits = Habits(messages)
        var spam = messages.indices.map { index in
            let prior = Self.prior(messages[index].filtering)
            return Self.probability(log(prior.spam / prior.ham) + habits.evidence(index, learnedAs: 0))
        }
        var evidence = [Double](repeating: 0, count: messages.count)
        for step in 0..<Self.maxSteps {
            let isFirst = step < Self.firstSteps
            let weights = order.map { isFirst && !anchors[$0] ? 0 : 1.0 }
            var change = 0.0
            var next = spam
            for filtering in Filtering.allCases {
                let prior = Self.prior(filtering)
                let ham = zip(order, weights).map { (1 - spam[$0]) * $1 }
                let alike = zip(order, weights).map { messages[$0].filtering == filtering ? spam[$0] * $1 : 0 }
                let mixture = ScoreMixture(points, ham: ham, spam: alike, spamMean: prior.mean)
                var counts = (spam: prior.spam, all: prior.spam + prior.ham)
                for (message, spam) in zip(messages, spam) where message.filtering == filtering {
                    counts.spam += spam
                    counts.all += 1
                }
                let share = log(counts.spam / (counts.all - counts.spam))
                let limit = min(Self.scoreLimit, 2 * mixture.separation * mixture.separation)
                var highest = -limit
                for (place, index) in order.enumerated() {
                    // A higher score never makes ham more probable.
                    let ratio = -log(mixture.hamToSpam(points[place]) + .leastNormalMagnitude)
                    highest = max(highest, min(ratio, limit))
                    guard messages[index].filtering == filtering else { continue }
                    evidence[index] = highest
                    let said = filtering == .calledSpam ? min(highest, Self.filteredScoreLimit) : highest
                    next[index] = Self.probability(share + habits.evidence(index, learnedAs: spam[index]) + said)
                    change = max(change, abs(next[index] - spam[index]))
                }
            }
            spam = next
            habits.learn(spam)
            if change < Self.tolerance, !isFirst { break }
        }
        spamProbabilities = spam
        scoreEvidence = evidence
    }

    private static func probability(_ logOdds: Double) -> Double { 1 / (1 + exp(-min(max(logOdds, -30), 30))) }

    /// Which messages the densities begin with: those labelled deliberately; of a class that has hardly any, what was left in
    /// the inbox, or filed by the filter, too.
    private static func anchors(_ messages: [Observation]) -> [Bool] {
        var kinds = Set(Evidence.allCases.filter(\.isDeliberate))
        func count(_ leaning: MessageClass) -> Int {
            messages.count { $0.votes.contains { kinds.contains($0.evidence) && $0.evidence.leaning == leaning } }
        }
        if count(.ham) < minLabels { kinds.insert(.kept) }
        if count(.spam) < minLabels { kinds.insert(.filtered) }
        return messages.map { $0.votes.contains { kinds.contains($0.evidence) } }
    }
}
