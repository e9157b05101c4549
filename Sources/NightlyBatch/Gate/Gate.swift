// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
public import SpamEvaluation
public import SpamModel
public import SpamTraining
import TextOutput

/// Why a new model does not replace the current one.
public enum GateRefusal: Sendable, Equatable, CustomStringConvertible {
    /// There is no ham, or no spam.
    case oneClass
    /// It learned enough of both, but would call nothing spam.
    case callsNothingSpam(spam: Int)
    /// It learned far fewer messages, or classes in a very different ratio, than the current one.
    case collapsed(String)
    /// It calls significantly more recent ham spam than the current model did of the same messages.
    case hamLoss(current: Int, new: Int, ham: Int)
    /// What the current model was, or how it did on recent mail, cannot be read, so that nothing can be compared with it.
    case noComparison(String)
    /// There is none: the mail it would learn is being read again, over several nights.
    case rereading(done: Int, all: Int)
    /// It is significantly worse on the same recent mail than the current one was.
    case worse(current: Double, new: Double, messages: Int)

    /// One line for the report.
    public var description: String {
        switch self {
        case .oneClass: "there is no ham or no spam to learn"
        case .callsNothingSpam(let spam): "it would call none of \(grouped(spam)) spam messages spam"
        case .collapsed(let how): "the corpus has collapsed: \(how)"
        case .hamLoss(let current, let new, let ham):
            "it would call \(new) of \(ham) recent ham spam, the current model only \(current): more than chance"
        case .noComparison(let why): "it cannot be compared with the current model: \(why)"
        case .rereading(let done, let all):
            "re-reading after an upgrade: \(grouped(done)) of \(grouped(all)) labelled messages done"
        case .worse(let current, let new, let messages):
            "on \(messages) recent messages (1-ROCA)% is \(fixedPoint(new, digits: 3)), the current model's "
                + "\(fixedPoint(current, digits: 3)): worse by more than chance"
        }
    }
}

/// Whether a new model may replace the current one: a pure function of figures.
public struct Gate: Sendable {
    private let limits: GateLimits

    /// Creates a gate.
    public init(_ limits: GateLimits) { self.limits = limits }

    /// Why the new model is refused; nil if it may pass.
    ///
    /// - Parameters:
    ///   - counts: what the new model learned.
    ///   - current: what the model that learned most of the last ones learned, so that a corpus which shrinks a little every
    ///     night is noticed; nil: there is none.
    ///   - scored: the new training's scores of recent mail that it had not learned.
    ///   - currentScored: the same of the training that made the current model, of its nights.
    ///   - existingJunk: how much of the spam is of an older filter (``FolderRule/existingJunk``): to begin or to stop learning it
    ///     is no collapse.
    ///   - forgotten: how many messages people had forgotten since `current` was made, of whatever class: that is no collapse.
    ///   - foundation: what the new model's thresholds were set on; nil: not known.
    public func refusal(
        counts: TrainingCounts, current: TrainingCounts?, scored: [ScoredMessage], currentScored: [ScoredMessage],
        existingJunk: Int = 0, forgotten: Int = 0, foundation: DecisionRule.Foundation? = nil
    ) -> GateRefusal? {
        guard counts.ham > 0, counts.spam > 0 else { return .oneClass }
        if min(counts.ham, counts.spam) >= limits.minLearned, let foundation, foundation.spam > 0,
            foundation.spamCalledSpam == 0
        {
            return .callsNothingSpam(spam: foundation.spam)
        }
        let withoutJunk = TrainingCounts(ham: counts.ham, spam: max(1, counts.spam - existingJunk))
        if let current, let how = collapse(counts, current, forgotten),
            existingJunk == 0 || collapse(withoutJunk, current, forgotten) != nil
        {
            return .collapsed(how)
        }
        let known = Dictionary(currentScored.map { ($0.path, $0) }) { first, _ in first }
        let pairs = scored.compactMap { message in known[message.path].map { (current: $0, new: message) } }
        return hamLoss(pairs) ?? comparison(pairs)
    }

    /// Compares what both called spam of the ham that both scored, judged by today's labels: a message that was rescued since
    /// counts against the model that is served, too, or each rescue would keep that model in its place.
    private func hamLoss(_ pairs: [(current: ScoredMessage, new: ScoredMessage)]) -> GateRefusal? {
        let ham = pairs.filter { $0.new.judge == .ham }
        let lost = (current: ham.count { $0.current.verdict == .spam }, new: ham.count { $0.new.verdict == .spam })
        let onlyNew = ham.count { $0.new.verdict == .spam && $0.current.verdict != .spam }
        let onlyCurrent = ham.count { $0.new.verdict != .spam && $0.current.verdict == .spam }
        guard ham.count >= limits.minMessages,
            100 * Double(lost.new) > limits.hamLossPercent * Double(ham.count),
            let share = Interval.rate(onlyNew, of: onlyNew + onlyCurrent), share.lower > 50
        else { return nil }
        return .hamLoss(current: lost.current, new: lost.new, ham: ham.count)
    }

    private func collapse(_ new: TrainingCounts, _ old: TrainingCounts, _ forgotten: Int) -> String? {
        let (count, before) = (new.ham + new.spam, old.ham + old.spam)
        if Double(count) * limits.volumeFactor < Double(before - forgotten) {
            return "\(grouped(count)) messages instead of \(grouped(before))"
        }
        // The first labels are few and come in no order: no ratio can be derived from them.
        guard min(old.ham, old.spam) >= limits.minLearned else { return nil }
        // The class of forgotten messages is unknown: they may have been all ham, or all spam.
        let odds = Double(new.spam) / Double(new.ham)
        let minOdds = Double(max(1, old.spam - forgotten)) / Double(old.ham)
        let maxOdds = Double(old.spam) / Double(max(1, old.ham - forgotten))
        if max(odds / maxOdds, minOdds / odds) > limits.shareFactor {
            return
                "\(grouped(new.spam)) spam to \(grouped(new.ham)) ham, previously \(grouped(old.spam)) to "
                + "\(grouped(old.ham))"
        }
        return nil
    }

    /// Compares the ranking, judged by today's labels: those of then may have been found to be wrong.
    private func comparison(_ all: [(current: ScoredMessage, new: ScoredMessage)]) -> GateRefusal? {
        let pairs = all.map { pair in
            var current = pair.current
            current.judge = pair.new.judge
            return (current, pair.new)
        }
        let spam = pairs.count { $0.0.judge == .spam }
        guard min(spam, pairs.count - spam) >= limits.minMessages,
            let comparison = try? PairedBootstrap().compare(pairs.map(\.0), pairs.map(\.1)),
            let difference = comparison.oneMinusROCAPercent, difference.interval.lower > 0
        else { return nil }
        return .worse(current: difference.first, new: difference.second, messages: pairs.count)
    }
}

extension TrainingCounts {
    /// The counts that a model would have of the same mail if it learned no more than so many messages: one that was made with a
    /// larger window has not seen another corpus.
    func within(_ limit: Int?) -> TrainingCounts {
        let all = ham + spam
        guard let limit, limit < all else { return self }
        // Whoever has a message of a class keeps one.
        func part(_ count: Int) -> Int { min(count, max(1, Int(Double(count) * Double(limit) / Double(all)))) }
        return TrainingCounts(ham: part(ham), spam: part(spam))
    }
}
