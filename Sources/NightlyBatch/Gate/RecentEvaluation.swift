// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import MailIngest
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput
import TrainingStore

/// How well training does on the mail of the last days: each day is scored by what was learned of the days before.
///
/// No message is scored by a learner that has learned it, so the scores of two nights may be compared message by message.
struct RecentEvaluation {
    private static let day: Int64 = 86_400

    /// The messages of the last days with their scores; paths are digests.
    let scored: [ScoredMessage]
    /// The messages of the last days, by the paths that their scores have.
    let messages: [String: LabelledMessage]

    /// Learns everything before the last days, then scores and learns day by day.
    ///
    /// - Parameters:
    ///   - messages: with their weights; those without a date that can be are learned and not scored.
    ///   - now: seconds since 1970; the days, of Greenwich, end with this one.
    init<L: Learner>(
        _ learner: L.Type, options: LearnerOptions, _ messages: [LabelledMessage], days: Int, now: Int64
    ) {
        let start = Self.start(days: days, now: now)
        // A date in the future is the sender's invention, and would be recent every night.
        let days = start...(now + Self.day)
        let recent = messages.filter { $0.date.map(days.contains) ?? false }
        let before = messages.filter { !($0.date.map(days.contains) ?? false) }
        self.messages = Dictionary(
            recent.map { ($0.digest.hexadecimal, $0) }, uniquingKeysWith: { first, _ in first })
        // One night after another, as the batch itself goes: to retrain for each would cost a training a day.
        let run = EvaluationRun(learner, options: options, update: .incremental, threads: options.threads)
        scored = run.nightly(
            after: before.map { EvaluationMessage($0) }.inLearningOrder(views: L.views),
            recent.sorted(by: Self.isEarlier).map { EvaluationMessage($0) }, block: .day(secondsFromGMT: 0))
    }

    /// When the last days begin, in seconds since 1970.
    static func start(days: Int, now: Int64) -> Int64 { (now / day + 1 - Int64(days)) * day }

    private static func isEarlier(_ left: LabelledMessage, _ right: LabelledMessage) -> Bool {
        let (a, b) = (left.date ?? .min, right.date ?? .min)
        return a != b ? a < b : left.digest.lexicographicallyPrecedes(right.digest)
    }
}
