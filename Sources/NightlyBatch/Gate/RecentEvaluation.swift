// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import SpamEvaluation
import SpamModel
import SpamTraining
import TrainingStore

/// How well training does on the mail of the last days: each day is scored by what was learned of the days before.
///
/// No message is scored by a learner that has learned it, so the scores of two nights may be compared message by message.
struct RecentEvaluation {
    private static let day: Int64 = 86_400

    /// The messages of the last days with their scores; paths are digests.
    var scored: [ScoredMessage] = []
    /// Of which account and origin of label each is, by digest.
    var groups: [String: (account: String?, origin: String)] = [:]

    /// Learns everything before the last days, then scores and learns day by day.
    ///
    /// - Parameters:
    ///   - messages: with their weights; those without a date are learned and not scored.
    ///   - now: seconds since 1970; the days end there.
    init<L: Learner>(
        _ learner: L.Type, options: LearnerOptions, _ messages: [LabelledMessage], days: Int, now: Int64
    ) {
        let start = (now / Self.day + 1 - Int64(days)) * Self.day
        let recent = messages.filter { ($0.date ?? .min) >= start }
        guard !recent.isEmpty else { return }
        var learner = L(options: options)
        let before = messages.filter { ($0.date ?? .min) < start }.map { LearningExample($0) }
        if !before.isEmpty { learner.learn(Trainer<L>.inOrder(before)) }
        let byDay = Dictionary(grouping: recent) { ($0.date ?? start) / Self.day }
        for (_, messages) in byDay.sorted(by: { $0.key < $1.key }) {
            let decisions = learner.decisions()
            for message in messages {
                let score = decisions.score(rank: learner.score(message.features.features))
                let path = message.digest.hexadecimal
                scored.append(
                    ScoredMessage(
                        path: path, judge: message.isSpam ? .spam : .ham,
                        verdict: score.verdict == .spam ? .spam : .ham,
                        score: score.logOdds))
                groups[path] = (message.account, message.origin)
            }
            learner.learn(Trainer<L>.inOrder(messages.map { LearningExample($0) }))
        }
    }
}

extension [UInt8] {
    /// Two hexadecimal digits a byte.
    var hexadecimal: String { map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
