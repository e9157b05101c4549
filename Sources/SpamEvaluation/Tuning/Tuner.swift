// SPDX-License-Identifier: Apache-2.0
public import SpamTraining

/// Looks for better ``Hyperparameters`` on a site's own mail, and says whether what it found is more than luck.
///
/// Every candidate goes through the nightly protocol, so that it is judged by scores of messages that it had not learned.
/// One setting is tried after the other, each with the best found so far of the others; what wins is what has the least
/// (1-ROCA)% over the first two thirds of the scored messages. The last third, on which nothing was chosen, decides: the
/// best must be better there than the defaults beyond the paired 95 % interval. Else the defaults stay. Of a dozen candidates
/// one always looks better; on the mail that chose it that means nothing.
public struct Tuner: Sendable {
    /// One setting of one candidate: the name and the value, for people.
    public struct Candidate: Sendable, Equatable {
        /// The setting that differs, such as `half-life`; empty for the defaults.
        public var name: String
        /// Its value, as a settings file writes it.
        public var value: String
        /// All settings.
        public var hyperparameters: Hyperparameters
    }

    /// A candidate and how it did on the messages that choose.
    public struct Trial: Sendable, Equatable {
        /// What was tried.
        public var candidate: Candidate
        /// (1-ROCA)% over the messages that choose.
        public var oneMinusROCAPercent: Double
        /// Whether it is the best so far.
        public var isBest: Bool
    }

    /// What came of a search.
    public struct Outcome: Sendable {
        /// The best settings on the messages that choose; the defaults where nothing was better.
        public var best: Hyperparameters
        /// The defaults (first) and the best (second) on the messages that decide; nil where the defaults are the best.
        public var confirmation: PairedBootstrap.Difference?
        /// How many messages choose, and how many decide.
        public var messages: (choosing: Int, deciding: Int)
        /// Whether the search was stopped before all candidates were tried.
        public var isCutShort: Bool

        /// Whether the best is better than the defaults, beyond what luck explains.
        public var isImprovement: Bool { confirmation.map { $0.interval.upper < 0 } ?? false }
    }

    /// Why there is nothing to tune with.
    public enum TuningError: Error, Sendable, Equatable, CustomStringConvertible {
        /// The messages that choose or decide lack a class.
        case tooLittleMail(choosing: Int, deciding: Int)
        /// The search was stopped before the defaults were measured.
        case stopped

        /// One line: what, and what to do.
        public var description: String {
            switch self {
            case .tooLittleMail(let choosing, let deciding):
                "too little mail to tune with: the \(choosing) messages to choose by and the \(deciding) to decide "
                    + "by must both have ham and spam; keep the defaults until there is more"
            case .stopped: "stopped before anything was measured: the defaults stay"
            }
        }
    }

    /// What the nightly protocol learns at once.
    public var block: BlockSize
    /// What stays the same for all candidates.
    public var options: LearnerOptions
    /// How many threads work side by side; the outcome does not depend on it.
    public var threads: Int

    /// Prepares a search.
    public init(block: BlockSize, options: LearnerOptions = .standard, threads: Int = 1) {
        self.block = block
        self.options = options
        self.threads = threads
    }

    /// The values that are tried of each setting, in the order in which they are.
    private static let dimensions: [(setting: Hyperparameters.Setting, values: [String])] = [
        (.halfLife, ["0", "30000", "3000", "1000"]), (.generativeWeight, ["0.5", "2"]),
        (.regularisation, ["0.3", "3"]), (.suspicion, ["0.15", "0.5", "never"]),
    ]

    /// How many candidates there are, the defaults among them.
    public static var candidateCount: Int { 1 + dimensions.reduce(0) { $0 + $1.values.count } }

    /// Searches.
    ///
    /// - Parameters:
    ///   - messages: in the order of time.
    ///   - progress: told how many more messages have been dealt with, of ``candidateCount`` times as many; from any thread.
    ///   - isStopped: asked often, from any thread; once true, the best so far goes on to be confirmed.
    ///   - tried: told each trial as it ends.
    /// - Throws: ``TuningError``.
    public func tune(
        _ messages: [EvaluationMessage], progress: (@Sendable (Int) -> Void)? = nil,
        isStopped: @escaping @Sendable () -> Bool = { false }, tried: (Trial) -> Void = { _ in }
    ) throws(TuningError) -> Outcome {
        func run(_ hyperparameters: Hyperparameters) -> [ScoredMessage]? {
            var options = self.options
            options.hyperparameters = hyperparameters
            var run = EvaluationRun(FusionLearner.self, options: options, threads: threads, progress: progress)
            run.isStopped = isStopped
            let scored = run.nightly(messages, block: block)
            return isStopped() ? nil : scored
        }
        guard let plain = run(options.hyperparameters) else { throw .stopped }
        let cut = plain.count * 2 / 3
        let counts = (choosing: cut, deciding: plain.count - cut)
        guard let start = Self.area(plain[..<cut]), Self.area(plain[cut...]) != nil else {
            throw .tooLittleMail(choosing: counts.choosing, deciding: counts.deciding)
        }
        var best = (hyperparameters: options.hyperparameters, area: start, scored: plain)
        tried(
            Trial(
                candidate: Candidate(name: "", value: "", hyperparameters: best.0), oneMinusROCAPercent: start,
                isBest: true))
        var isCutShort = false
        search: for dimension in Self.dimensions {
            let others = best.hyperparameters
            for value in dimension.values {
                var hyperparameters = others
                guard hyperparameters.set(dimension.setting, to: value) else { continue }
                guard let scored = run(hyperparameters), let area = Self.area(scored[..<cut]) else {
                    isCutShort = true
                    break search
                }
                let isBest = area < best.area
                if isBest { best = (hyperparameters, area, scored) }
                let candidate = Candidate(
                    name: dimension.setting.rawValue, value: value, hyperparameters: hyperparameters)
                tried(Trial(candidate: candidate, oneMinusROCAPercent: area, isBest: isBest))
            }
        }
        let isChanged = best.hyperparameters != options.hyperparameters
        // The same messages in the same order: there is nothing to mismatch.
        let comparison =
            isChanged ? try? PairedBootstrap().compare(Array(plain[cut...]), Array(best.scored[cut...])) : nil
        return Outcome(
            best: best.hyperparameters, confirmation: comparison?.oneMinusROCAPercent, messages: counts,
            isCutShort: isCutShort)
    }

    private static func area(_ messages: ArraySlice<ScoredMessage>) -> Double? {
        Metrics(Array(messages)).oneMinusROCAPercent
    }
}
