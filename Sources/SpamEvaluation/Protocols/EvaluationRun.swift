// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamModel
public import SpamTraining

/// Runs a learner through one of the four protocols, over messages whose features are already extracted.
///
/// | protocol | what is scored by what |
/// | --- | --- |
/// | ``online(_:)`` | each message by a learner of all messages before it |
/// | ``nightly(_:block:delay:)`` | each block by a learner of all blocks before it; the first is learned unscored |
/// | ``crossValidation(_:folds:)`` | each fold by a learner of all other folds |
/// | ``transfer(learn:score:)`` | one corpus by a learner of another |
///
/// No message is scored by a learner that has learned it. Scores come in the order of the messages, and never
/// depend on ``threads``: the parts that run side by side have learners of their own or only read one.
///
/// The score of a message is its rank score put on the scale of log-odds by one line for the whole run, the mean of
/// the calibrations in force when messages were scored. So the order is that of rank scores, which stay comparable
/// from night to night and from fold to fold, while each night's own calibration is in
/// ``ScoredMessage/calibratedLogOdds`` and decides the verdict. Only spam counts as called spam: what a filter is
/// unsure of is delivered.
public struct EvaluationRun<L: Learner>: Sendable {
    /// How the nightly protocol brings its learner up to date.
    public enum Update: Sendable {
        /// The learner of the night before learns the new block.
        case incremental
        /// A new learner learns all earlier messages whenever these have grown by a share, and each block between.
        ///
        /// 0: every night, as the product's nightly run does. A twentieth gives the same figures as far as can be
        /// measured, and keeps the cost to some twenty trainings on all messages, however many nights there are.
        case retrain(growth: Double)
    }

    /// What the learner is made with.
    public var options: LearnerOptions
    /// How the nightly protocol brings its learner up to date.
    public var update: Update
    /// How many threads work side by side.
    public var threads: Int
    /// Is told how many more messages have been dealt with; from any thread.
    public var progress: (@Sendable (Int) -> Void)?
    /// Asked now and then, from any thread; once true, what is left is neither learned nor scored.
    public var isStopped: @Sendable () -> Bool = { false }

    /// Prepares a run.
    ///
    /// - Parameter update: without it, a learner whose state is a sum over its examples goes on from the night
    ///   before, and any other is retrained.
    public init(
        _ learner: L.Type = L.self, options: LearnerOptions = .standard, update: Update? = nil, threads: Int = 1,
        progress: (@Sendable (Int) -> Void)? = nil
    ) {
        self.options = options
        self.update = update ?? (L.isOrderIndependent ? .incremental : .retrain(growth: 0.05))
        self.threads = max(1, threads)
        self.progress = progress
    }

    /// Scores each message, then learns it at once.
    ///
    /// Calibration and thresholds are renewed whenever a twentieth more has been learned.
    public func online(_ messages: [EvaluationMessage]) -> [ScoredMessage] {
        var learner = L(options: options)
        var decisions = learner.decisions()
        var (learned, renewal) = (0, 1)
        var scored: [Ranked] = []
        for message in messages {
            if message.isScored { scored.append(score(message, by: learner, decisions)) }
            if message.isLearned {
                learner.learn([message.example])
                learned += 1
                if learned == renewal {
                    decisions = learner.decisions()
                    renewal += max(1, learned / 20)
                }
            }
            progress?(1)
        }
        return Ranked.messages(scored)
    }

    /// Scores each block by what was learned of the blocks before; the first block is learned unscored.
    ///
    /// - Parameter delay: how many blocks late labels come: a block is scored by what was learned up to that many blocks
    ///   before the one that precedes it, and as many more blocks at the beginning are learned unscored.
    public func nightly(_ messages: [EvaluationMessage], block: BlockSize, delay: Int = 0) -> [ScoredMessage] {
        precondition(delay >= 0, "labels do not come before their messages")
        return nightly(messages, blocks: block.blocks(of: messages), delay: delay)
    }

    /// Learns what came before, then scores each block of what came since by what was learned of all before it.
    ///
    /// - Parameters:
    ///   - before: learned unscored, whatever its labels say; may be empty.
    ///   - messages: scored and learned, block by block.
    public func nightly(
        after before: [EvaluationMessage], _ messages: [EvaluationMessage], block: BlockSize
    ) -> [ScoredMessage] {
        let since = block.blocks(of: messages).map {
            before.count + $0.lowerBound..<before.count + $0.upperBound
        }
        return nightly(before + messages, blocks: [0..<before.count] + since, delay: 0)
    }

    private func nightly(_ messages: [EvaluationMessage], blocks: [Range<Int>], delay: Int) -> [ScoredMessage] {
        progress?(blocks.prefix(1 + delay).last?.upperBound ?? 0)
        // A block is scored when all blocks below `known` have been learned.
        let known = Array(blocks.dropLast(delay))
        switch update {
        case .incremental:
            var learner = L(options: options)
            var scored: [Ranked] = []
            for number in known.indices.dropFirst() where !isStopped() {
                learner.learn(examples(messages[blocks[number - 1]]))
                scored += score(messages[blocks[number + delay]], by: learner, threads: threads)
            }
            return Ranked.messages(scored)
        case .retrain(let growth):
            let seasons = Self.seasons(of: known, growth: growth)
            let scored = parallelMap(seasons.count) { number -> [Ranked] in
                if isStopped() { return [] }
                let season = seasons[number]
                var learner = L(options: options)
                learner.learn(examples(messages[..<blocks[season.lowerBound].lowerBound]))
                return season.flatMap { block in
                    if block > season.lowerBound { learner.learn(examples(messages[blocks[block - 1]])) }
                    return score(messages[blocks[block + delay]], by: learner, threads: 1)
                }
            }
            return Ranked.messages(scored.flatMap { $0 })
        }
    }

    /// The blocks from the second on, cut where all that was learned before has grown by a share since the last cut.
    static func seasons(of blocks: [Range<Int>], growth: Double) -> [Range<Int>] {
        var starts: [Int] = []
        for block in blocks.indices.dropFirst() {
            let learned = Double(blocks[block].lowerBound)
            if let last = starts.last, learned < Double(blocks[last].lowerBound) * (1 + growth) { continue }
            starts.append(block)
        }
        return zip(starts, starts.dropFirst() + [blocks.count]).map { $0..<$1 }
    }

    /// Scores each of `folds` folds by what was learned of the others.
    ///
    /// A message with a digest belongs to the fold of its digest, any other to that of its file name.
    public func crossValidation(_ messages: [EvaluationMessage], folds count: Int) -> [ScoredMessage] {
        let folds = messages.map { message in
            message.digest.map { Fold.ofDigest($0, count: count) } ?? Fold.ofPath(message.path, count: count)
        }
        return crossValidation(messages, folds: folds, count: count)
    }

    /// Scores each fold by what was learned of the others, where something else says which messages belong together.
    ///
    /// - Parameters:
    ///   - folds: the fold of each message, from 0.
    ///   - count: how many folds there are.
    public func crossValidation(_ messages: [EvaluationMessage], folds: [Int], count: Int) -> [ScoredMessage] {
        precondition(folds.count == messages.count && folds.allSatisfy { (0..<count).contains($0) }, "a fold each")
        let scored = parallelMap(count) { fold in
            var learner = L(options: options)
            learner.learn(examples(messages.indices.filter { folds[$0] != fold }.map { messages[$0] }[...]))
            let own = messages.indices.filter { folds[$0] == fold }
            return score(own.map { messages[$0] }[...], by: learner, threads: 1)
        }
        // Back to the order of the messages: each fold's scores are in it already.
        var next = Array(repeating: 0, count: count)
        let ordered = messages.indices.compactMap { index -> Ranked? in
            guard messages[index].isScored else { return nil }
            let fold = folds[index]
            next[fold] += 1
            return scored[fold][next[fold] - 1]
        }
        return Ranked.messages(ordered)
    }

    /// Learns one corpus, then scores another.
    public func transfer(learn: [EvaluationMessage], score: [EvaluationMessage]) -> [ScoredMessage] {
        var options = self.options
        options.threads = threads
        var learner = L(options: options)
        learner.learn(examples(learn[...]))
        progress?(learn.count)
        return Ranked.messages(self.score(score[...], by: learner, threads: threads))
    }

    // Parts

    private func examples(_ messages: ArraySlice<EvaluationMessage>) -> [TrainingExample] {
        messages.filter(\.isLearned).map(\.example)
    }

    private func score(
        _ messages: ArraySlice<EvaluationMessage>, by learner: L, threads: Int
    ) -> [Ranked] {
        let decisions = learner.decisions()
        let size = 256
        let chunks = stride(from: messages.startIndex, to: messages.endIndex, by: size).map {
            messages[$0..<min($0 + size, messages.endIndex)]
        }
        return parallelMap(chunks.count, threads: threads) { number in
            defer { progress?(chunks[number].count) }
            return chunks[number].filter(\.isScored).map { score($0, by: learner, decisions) }
        }.flatMap { $0 }
    }

    private func score(_ message: EvaluationMessage, by learner: L, _ decisions: DecisionRule) -> Ranked {
        let score = learner.score(
            message.example.features, isSenderKnown: message.example.isSenderKnown, by: decisions)
        return Ranked(
            message: ScoredMessage(
                path: message.path, judge: message.judge, verdict: score.verdict == .spam ? .spam : .ham,
                score: score.rank, calibratedLogOdds: score.logOdds),
            calibration: decisions.calibration)
    }

    private func parallelMap<Output: Sendable>(
        _ count: Int, threads: Int? = nil, _ body: @escaping @Sendable (Int) -> Output
    ) -> [Output] {
        let threads = min(threads ?? self.threads, count)
        guard threads > 1 else { return (0..<count).map(body) }
        let numbers = NumberSource(count)
        var outputs: [Output] = []
        OrderedMap<Int, Output>(threads: threads, window: count).run(
            pull: { numbers.next() }, worker: {}, work: { _, number in body(number) }, consume: { outputs.append($0) })
        return outputs
    }
}

/// A message with its rank score, and the calibration in force when it was scored.
private struct Ranked: Sendable {
    var message: ScoredMessage
    var calibration: Calibration

    /// The messages with their scores on the scale of log-odds: one line for all, so that their order stays.
    static func messages(_ ranked: [Ranked]) -> [ScoredMessage] {
        let count = Double(max(1, ranked.count))
        let mean = Calibration(
            slope: ranked.reduce(0) { $0 + $1.calibration.slope } / count,
            intercept: ranked.reduce(0) { $0 + $1.calibration.intercept } / count)
        return ranked.map { entry in
            var message = entry.message
            message.score = mean.logOdds(of: message.score)
            return message
        }
    }
}
