// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import NightlyBatch
import SpamEvaluation
import Testing
import TextOutput
import TrainingStore

@Suite("What the live filter did")
struct FilterFiguresTests {
    private let now: Int64 = 1_800_000_000

    private func message(_ evidence: Evidence, filtered: Bool = false, daysAgo: Int64 = 1, accounts: Int = 1)
        -> ObservedMessage
    {
        var message = ObservedMessage(
            digest: [1], features: .held(FeatureVector()), date: now - daysAgo * 86_400,
            votes: (0..<accounts).map { Vote(account: "account \($0)", evidence) })
        message.filtering = filtered ? .calledSpam : .unknown
        return message
    }

    @Test("spam that was let pass is missed, ham that was filed is lost, each copy counts")
    func counts() throws {
        let figures = FilterFigures(
            [
                message(.movedToJunk), message(.filtered, filtered: true), message(.filtered, filtered: true),
                message(.deleted, accounts: 3), message(.kept), message(.rescued, filtered: true), message(.filed),
            ], spamProbabilities: [1, 1, 1, 1, 0, 0, 0], now: now)
        #expect(figures.spam.arrived == 6 && figures.spam.wrong == 4 && figures.spam.confirmed == 1)
        #expect(figures.ham.arrived == 3 && figures.ham.wrong == 1 && figures.ham.confirmed == 2)
        let interval = try #require(figures.spam.interval)
        #expect(interval.lower > 25 && interval.lower < 35 && interval.upper > 85 && interval.upper < 95)
    }

    @Test("mail of before the last fourteen days, of no date and of the future is not counted")
    func window() {
        var undated = message(.kept)
        undated.date = nil
        let figures = FilterFigures(
            [message(.kept, daysAgo: 15), undated, message(.kept, daysAgo: -3), message(.kept, daysAgo: 13)],
            spamProbabilities: [0, 0, 0, 0], now: now)
        #expect(figures.ham.arrived == 1 && figures.spam.percent == nil && figures.spam.interval == nil)
    }

    @Test("what is not known of messages widens the interval")
    func doubt() throws {
        let messages = (0..<100).map { message(.deleted, filtered: $0 < 80) }
        let sure = FilterFigures(messages, spamProbabilities: messages.map { _ in 1 }, now: now)
        let unsure = FilterFigures(
            messages, spamProbabilities: messages.map { $0.filtering == .calledSpam ? 1 : 0.5 }, now: now)
        func width(_ figures: FilterFigures) throws -> Double {
            let interval = try #require(figures.spam.interval)
            return interval.upper - interval.lower
        }
        #expect(try abs(width(sure) - 15.6) < 0.5 && unsure.spam.wrong == 10)
        #expect(try width(unsure) > 13 && #require(unsure.spam.percent) < 12)
    }

    @Test("ham is told by the kind of its sender, too")
    func kinds() {
        var known = message(.kept)
        known.isSenderKnown = true
        let figures = FilterFigures(
            [known, message(.rescued, filtered: true), message(.kept)], spamProbabilities: [0, 0, 0],
            kinds: SenderKinds(key: .random()), now: now)
        #expect(figures.hamByKind[.known]?.arrived == 1 && figures.hamByKind[.known]?.wrong == 0)
        #expect(figures.hamByKind[.firstContact]?.arrived == 2 && figures.hamByKind[.firstContact]?.wrong == 1)
        #expect(figures.json.text.contains("\"hamByKind\""))
    }

    @Test("the figures have the keys that other programs read")
    func keys() {
        let text = FilterFigures([], spamProbabilities: [], now: now).json.text
        for key in ["arrived", "missed", "missedPercent", "lost", "lostPercent", "low", "high", "confirmed", "days"] {
            #expect(text.contains("\"\(key)\""), "\(key)")
        }
    }
}
