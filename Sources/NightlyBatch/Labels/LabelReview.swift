// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import MailIngest
import SpamEvaluation
public import SpamTraining
import TextOutput
public import TrainingStore

/// Finds the most probable label of each message, from what people did with it and what similar messages are.
///
/// Round by round: all messages are scored by learners that have not learned them, those and what people did are weighed
/// (``LabelModel``), and what comes out is what the next round learns. It ends when hardly any label changes.
public struct LabelReview: Sendable {
    /// What a review found.
    public struct Result: Sendable {
        /// What to learn, with the labels that are most probably right; ordered by digest.
        public var messages: [LabelledMessage]
        /// How probably each message is spam, in the order in which they were given.
        public var spamProbabilities: [Double]
        /// Labels of a kind that are probably wrong, those with most first.
        public var doubted: [Doubted]
    }

    /// The labels of one kind, of which some are probably wrong: how many, and never whose.
    public struct Doubted: Sendable, Equatable {
        /// Of which kind (`Evidence`).
        public var kind: String
        /// How many there are.
        public var labels: Int
        /// How many are probably wrong.
        public var doubted: Int
        /// How many accounts gave those.
        public var accounts: Int

        /// For people.
        var line: String {
            "\(grouped(doubted)) of \(grouped(labels)) labels '\(kind)' are probably wrong, from "
                + counted(accounts, "account")
        }

        /// For programs.
        var json: JSONValue {
            .object([
                "kind": .string(kind), "labels": .integer(labels), "doubted": .integer(doubted),
                "accounts": .integer(accounts),
            ])
        }
    }

    /// A message is learned if it is spam, or ham, with at least this probability.
    private static let certainty = 0.75
    private static let maxRounds = 3
    /// It ends when no more than this share of the labels has changed.
    private static let settledShare = 0.01
    /// From this many messages on, two folds are enough.
    private static let manyMessages = 8_000
    /// The log-odds that the score alone must reach for mail that only the filter called spam.
    private static let confirmation = 3.0
    /// The half-life, in days, of mail that only the filter called spam.
    private static let filteredHalfLife = 60.0
    /// The fewest labels of a class that are enough to begin with, and the fewest deliberate ones to begin with them alone.
    private static let enough = (ham: 50, spam: 20)

    private let options: LearnerOptions
    private let now: Int64

    /// Prepares a review.
    ///
    /// - Parameter now: seconds since 1970.
    public init(options: LearnerOptions, now: Int64) {
        self.options = options
        self.now = now
    }

    /// Reviews all messages of a store.
    public func callAsFunction(_ messages: [ObservedMessage]) -> Result {
        var labels = firstLabels(messages)
        var spam = messages.map { $0.label.map { $0.isSpam ? 1 : 0 } ?? 0.5 }
        var evidence = [Double](repeating: 0, count: messages.count)
        guard Self.areEnough(labels) else {
            return Result(messages: messages.compactMap(\.labelled), spamProbabilities: spam, doubted: [])
        }
        for _ in 0..<Self.maxRounds {
            let scores = heldOutScores(messages, labels)
            let model = LabelModel(
                zip(messages, scores).map { .init(votes: $0.votes, filtering: $0.filtering, score: $1) })
            (spam, evidence) = (model.spamProbabilities, model.scoreEvidence)
            let next = zip(messages, spam).map { $0.isTouched ? Self.label($1) : nil }
            let changed = zip(labels, next).count { $0 != $1 }
            labels = next
            if Double(changed) <= Self.settledShare * Double(labels.count) { break }
        }
        return Result(
            messages: messages.indices.compactMap { index in
                labelled(messages[index], spam: spam[index], evidence: evidence[index])
            }, spamProbabilities: spam, doubted: Self.doubted(messages.map(\.votes), spam))
    }

    private static func label(_ spam: Double) -> MessageClass? {
        spam >= certainty ? .spam : spam <= 1 - certainty ? .ham : nil
    }

    /// What is learned first: deliberate labels, if there are enough of them, else whatever leans to a class.
    private func firstLabels(_ messages: [ObservedMessage]) -> [MessageClass?] {
        func labels(_ isMeant: (Evidence) -> Bool) -> [MessageClass?] {
            messages.map { message in
                let leanings = message.votes.filter { isMeant($0.evidence) }.compactMap(\.evidence.leaning)
                let spam = leanings.count { $0 == .spam }
                return 2 * spam == leanings.count ? nil : 2 * spam > leanings.count ? .spam : .ham
            }
        }
        let deliberate = labels(\.isDeliberate)
        return Self.areEnough(deliberate) ? deliberate : labels { $0 != .filtered && $0 != .unsettled }
    }

    private static func areEnough(_ labels: [MessageClass?]) -> Bool {
        labels.count { $0 == .ham } >= enough.ham && labels.count { $0 == .spam } >= enough.spam
    }

    private func heldOutScores(_ messages: [ObservedMessage], _ labels: [MessageClass?]) -> [Double] {
        let run = EvaluationRun(FusionLearner.self, options: options, threads: options.threads)
        let all = zip(messages, labels).map { message, label in
            var example = TrainingExample(message.features, messageClass: label ?? .ham, date: message.date)
            example.isSenderKnown = message.isSenderKnown
            var copy = EvaluationMessage(path: "", example, digest: message.digest)
            copy.isLearned = label != nil
            return copy
        }
        // By time as it is learned; the scores come back in the order of the messages.
        let positions = LearningOrder.positions(
            dates: all.map(\.example.date), classes: all.map(\.example.messageClass),
            content: { LearningOrder.content(all[$0].example.features, of: FusionLearner.views) })
        let scored = run.crossValidation(
            positions.map { all[$0] }, folds: all.count < Self.manyMessages ? 5 : 2)
        var scores = [Double](repeating: 0, count: all.count)
        for (position, score) in zip(positions, scored) { scores[position] = score.score }
        return scores
    }

    /// A message as it is to be learned; nil: not at all.
    ///
    /// - Parameter evidence: what its score alone says, by learners of what people did.
    private func labelled(_ message: ObservedMessage, spam: Double, evidence: Double) -> LabelledMessage? {
        guard let label = Self.label(spam) else { return nil }
        let kinds = Set(message.votes.map(\.evidence)).subtracting([.unsettled])
        guard let kind = kinds.min(by: { $0.rawValue < $1.rawValue }) else { return nil }
        var weight = abs(2 * spam - 1)
        // What a rule says with little weight, because no person said it, is learned with little weight.
        if let given = message.label, given.isSpam == (label == .spam) { weight *= given.weight }
        if kinds == [.filtered] {
            // The filter must not confirm itself: what it filed is spam only if learners trained on people's labels
            // alone agree.
            guard label == .spam, evidence > Self.confirmation, message.label != nil else { return nil }
            let age = max(0, Double(now - (message.date ?? now)) / 86_400)
            weight *= exp2(-age / Self.filteredHalfLife)
        }
        var learned = LabelledMessage(
            digest: message.digest, features: message.features, isSpam: label == .spam, weight: weight,
            date: message.date, account: message.account, origin: message.label?.origin ?? kind.name)
        learned.isOpinion = (message.label.map { $0.isSpam ? .spam : .ham } ?? kind.leaning) != label
        learned.isSenderKnown = message.isSenderKnown
        learned.size = message.size
        return learned
    }

    private static func doubted(_ votes: [[Vote]], _ spam: [Double]) -> [Doubted] {
        var counts: [Evidence: (labels: Int, doubted: Int, accounts: Set<String?>)] = [:]
        for (votes, spam) in zip(votes, spam) {
            for vote in votes {
                guard let leaning = vote.evidence.leaning else { continue }
                counts[vote.evidence, default: (0, 0, [])].labels += 1
                if let label = label(spam), label != leaning {
                    counts[vote.evidence, default: (0, 0, [])].doubted += 1
                    counts[vote.evidence, default: (0, 0, [])].accounts.insert(vote.account)
                }
            }
        }
        return counts.filter { $0.value.doubted > 0 }.map { evidence, counts in
            Doubted(
                kind: evidence.name, labels: counts.labels, doubted: counts.doubted, accounts: counts.accounts.count)
        }.sorted { ($1.doubted, $0.kind) < ($0.doubted, $1.kind) }
    }
}

extension ObservedMessage {
    /// Whether somebody had the time to do something with it, and did more than leave it where the filter had put it.
    fileprivate var isTouched: Bool { votes.contains { $0.evidence != .filtered && $0.evidence != .unsettled } }
}
