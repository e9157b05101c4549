// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures

/// What each account does with ham, and what with spam.
///
/// For each account and class a distribution over the kinds of evidence, with a Dirichlet prior that is worth ten messages:
/// what all accounts do, which again has a prior worth twenty messages (``Evidence/habit``). What a filter called spam lies in
/// another folder and is treated otherwise: an account's habits with it are its own.
struct Habits: Sendable {
    /// Whose habit: an account with what its filter let through, or with what it did not.
    private struct Owner: Hashable {
        var account: String?
        var isFiltered: Bool
    }

    private struct Kind: Hashable {
        var evidence: Evidence
        var isFiltered: Bool
    }

    private struct Counts {
        var ham = 0.0
        var spam = 0.0

        mutating func add(_ spam: Double) {
            self.spam += spam
            ham += 1 - spam
        }
    }

    private static let accountPrior = 10.0
    private static let commonPrior = 20.0

    /// Of each message, the owners and kinds of its votes, by their numbers.
    private let votes: [[(owner: Int, kind: Int)]]
    private let kinds: [Kind]
    private let isOwnerFiltered: [Bool]
    /// How often each owner did each thing with ham and with spam, and how often all owners of that sort did.
    private var own: [Counts]
    private var common: [Counts]
    /// How often each owner did anything, and all owners of what was filtered and of what was not.
    private var ofOwner: [Counts]
    private var ofAll: [Bool: Counts] = [:]

    init(_ messages: [LabelModel.Observation]) {
        var owners: [Owner: Int] = [:]
        var kindNumbers: [Kind: Int] = [:]
        var kinds: [Kind] = []
        var isOwnerFiltered: [Bool] = []
        votes = messages.map { message in
            let isFiltered = message.filtering == .calledSpam
            // That nobody could do anything yet says nothing.
            return message.votes.filter { $0.evidence != .unsettled }.map { vote in
                let owner = owners[Owner(account: vote.account, isFiltered: isFiltered)] ?? owners.count
                if owner == owners.count {
                    owners[Owner(account: vote.account, isFiltered: isFiltered)] = owner
                    isOwnerFiltered.append(isFiltered)
                }
                let kind = Kind(evidence: vote.evidence, isFiltered: isFiltered)
                let number = kindNumbers[kind] ?? kinds.count
                if number == kinds.count {
                    kindNumbers[kind] = number
                    kinds.append(kind)
                }
                return (owner, number)
            }
        }
        self.kinds = kinds
        self.isOwnerFiltered = isOwnerFiltered
        own = Array(repeating: Counts(), count: isOwnerFiltered.count * kinds.count)
        common = Array(repeating: Counts(), count: kinds.count)
        ofOwner = Array(repeating: Counts(), count: isOwnerFiltered.count)
    }

    /// What a message's votes say, as natural logarithm of how much more probable they are for spam.
    ///
    /// By the habits with all other messages: one message that contradicts its score would else be its own witness.
    ///
    /// - Parameter spam: the probability that the message was learned with.
    func evidence(_ message: Int, learnedAs spam: Double) -> Double {
        votes[message].reduce(0) { sum, vote in
            let isFiltered = kinds[vote.kind].isFiltered
            func share(_ counts: Counts, _ prior: Double, _ expected: (ham: Double, spam: Double), of all: Counts)
                -> (ham: Double, spam: Double)
            {
                (
                    ham: (max(0, counts.ham - (1 - spam)) + prior * expected.ham)
                        / (max(0, all.ham - (1 - spam)) + prior),
                    spam: (max(0, counts.spam - spam) + prior * expected.spam) / (max(0, all.spam - spam) + prior)
                )
            }
            let shared = share(
                common[vote.kind], Self.commonPrior, kinds[vote.kind].evidence.habit, of: ofAll[isFiltered] ?? Counts())
            let habit = share(
                own[vote.owner * kinds.count + vote.kind], Self.accountPrior, shared, of: ofOwner[vote.owner])
            return sum + log(habit.spam / habit.ham)
        }
    }

    /// Learns the habits from messages, by their probabilities of being spam.
    mutating func learn(_ spam: [Double]) {
        own = Array(repeating: Counts(), count: own.count)
        common = Array(repeating: Counts(), count: common.count)
        ofOwner = Array(repeating: Counts(), count: ofOwner.count)
        ofAll = [:]
        for (spam, votes) in zip(spam, votes) {
            for (owner, kind) in votes {
                own[owner * kinds.count + kind].add(spam)
                common[kind].add(spam)
                ofOwner[owner].add(spam)
                ofAll[isOwnerFiltered[owner], default: Counts()].add(spam)
            }
        }
    }
}
