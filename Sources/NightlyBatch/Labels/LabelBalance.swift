// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamTraining
public import TrainingStore

/// Keeps any single account from dominating a class.
public enum LabelBalance {
    /// An account that labels a campaign otherwise than the others do.
    public struct Contradiction: Sendable, Equatable {
        /// The account.
        public var account: String
        /// How many of its messages contradict.
        public var messages: Int

        /// Creates a finding.
        public init(account: String, messages: Int) {
            self.account = account
            self.messages = messages
        }
    }

    /// Reduces the weights of accounts that have more than a given share of a class.
    ///
    /// With a cap c, k accounts that are larger, and r the weight of all else, each of the k is scaled to weigh
    /// c / (1 - k c) * r: then it has the share c of what is left. Mail without an account, as of archives, is not capped,
    /// and nothing is where no more accounts than 1 / c have a label of the class: then every account is large.
    public static func capped(_ messages: [LabelledMessage], cap: Double) -> [LabelledMessage] {
        guard cap < 1 else { return messages }
        var messages = messages
        for isSpam in [false, true] {
            var weights: [String: Double] = [:]
            var total = 0.0
            for message in messages where message.isSpam == isSpam {
                total += message.weight
                if let account = message.account { weights[account, default: 0] += message.weight }
            }
            guard Double(weights.count) * cap > 1 else { continue }
            let maxWeight = limit(weights.values.sorted(by: >), total: total, cap: cap)
            let scales = weights.mapValues { min(1, maxWeight / $0) }
            for index in messages.indices where messages[index].isSpam == isSpam {
                if let scale = messages[index].account.flatMap({ scales[$0] }), scale < 1 {
                    messages[index].weight *= scale
                }
            }
        }
        return messages
    }

    /// The weight that the largest accounts, in falling order, are cut to.
    private static func limit(_ weights: [Double], total: Double, cap: Double) -> Double {
        var rest = total
        for (larger, weight) in weights.enumerated() {
            // As many as 1 / cap can be larger at most: the others together weigh no less than one of them.
            let share = 1 - Double(larger) * cap
            let limit = share > 0 ? cap * rest / share : rest
            if weight <= limit { return limit }
            rest -= weight
        }
        return .infinity
    }

    /// The accounts that contradict others on the same campaign: messages with the same words of text, ten or more of them,
    /// that at least two other accounts have and label otherwise, all of them.
    ///
    /// - Complexity: reads the features of all messages once.
    public static func contradictions(_ messages: [LabelledMessage]) -> [Contradiction] {
        struct Campaign { var accounts: [String: (ham: Int, spam: Int)] = [:] }
        var campaigns: [UInt64: Campaign] = [:]
        for message in messages {
            guard let account = message.account else { continue }
            let features = message.features.features
            guard features.count(of: .words) >= 10 else { continue }
            let campaign = LearningOrder.content(features, of: .words)
            let counts = campaigns[campaign]?.accounts[account] ?? (0, 0)
            campaigns[campaign, default: Campaign()].accounts[account] =
                message.isSpam ? (counts.ham, counts.spam + 1) : (counts.ham + 1, counts.spam)
        }
        var found: [String: Int] = [:]
        for campaign in campaigns.values where campaign.accounts.count > 2 {
            for (account, counts) in campaign.accounts {
                let others = campaign.accounts.filter { $0.key != account }.values
                if counts.ham > 0, others.allSatisfy({ $0.ham == 0 }) { found[account, default: 0] += counts.ham }
                if counts.spam > 0, others.allSatisfy({ $0.spam == 0 }) { found[account, default: 0] += counts.spam }
            }
        }
        return found.map { Contradiction(account: $0.key, messages: $0.value) }
            .sorted { ($1.messages, $0.account) < ($0.messages, $1.account) }
    }
}
