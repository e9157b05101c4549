// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import SpamEvaluation
import Testing

@Suite("Paired differences")
struct PairedBootstrapTests {
    @Test("a filter does not differ from itself, whatever the order of lines")
    func identical() throws {
        var generator = SplitMix64(seed: 4)
        let messages = Sample.all[0].messages
        let comparison = try PairedBootstrap(resamples: 200).compare(messages, messages.shuffled(using: &generator))
        let area = try #require(comparison.oneMinusROCAPercent)
        #expect(area.points == 0 && area.interval == Interval(lower: 0, upper: 0))
        #expect(area.secondIsBetterShare == 0.5 && !area.isSignificant)
        #expect(comparison.messages == 500)
    }

    @Test("the difference is of the figures, its sign says who is better, and swapping turns it round")
    func sign() throws {
        var generator = SplitMix64(seed: 8)
        let worse = Sample(seed: 21, ham: 600, spam: 400, distance: 2).messages
        // The same scores with less noise: a better filter of the same messages.
        let better = worse.map { message in
            var message = message
            message.score = message.score * 0.3 + (message.judge == .spam ? 0.7 : -0.7) + generator.normal() * 0.1
            return message
        }
        let forth = try #require(try PairedBootstrap().compare(worse, better).oneMinusROCAPercent)
        let back = try #require(try PairedBootstrap().compare(better, worse).oneMinusROCAPercent)
        #expect(isNear(forth.first, Metrics(worse).oneMinusROCAPercent))
        #expect(isNear(forth.second, Metrics(better).oneMinusROCAPercent))
        #expect(forth.points < 0 && forth.isSignificant && forth.secondIsBetterShare > 0.99)
        #expect(forth.interval.lower < forth.points && forth.points < forth.interval.upper)
        #expect(isNear(forth.points, -back.points) && isNear(forth.interval.lower, -back.interval.upper, 1e-6))
    }

    @Test("pairing makes the interval of two like filters much narrower than their own intervals")
    func pairingHelps() throws {
        var generator = SplitMix64(seed: 9)
        let first = Sample(seed: 30, ham: 500, spam: 500, distance: 2).messages
        let second = first.map { message in
            var message = message
            message.score += generator.normal() * 0.02
            return message
        }
        let own = try #require(Bootstrap().intervals(of: first).oneMinusROCAPercent)
        let difference = try #require(try PairedBootstrap().compare(first, second).oneMinusROCAPercent)
        #expect(difference.interval.upper - difference.interval.lower < (own.upper - own.lower) / 5)
    }

    @Test("files of other messages or other judgements are refused")
    func mismatches() {
        let first = [scored("a", .ham, 1), scored("b", .spam, 2)]
        #expect(throws: PairedBootstrap.MismatchError.missing(path: "b", isInFirst: true)) {
            try PairedBootstrap().compare(first, [first[0]])
        }
        #expect(throws: PairedBootstrap.MismatchError.missing(path: "b", isInFirst: false)) {
            try PairedBootstrap().compare([first[0]], first)
        }
        #expect(throws: PairedBootstrap.MismatchError.judgedDifferently(path: "a")) {
            try PairedBootstrap().compare(first, [scored("a", .spam, 1), first[1]])
        }
    }

    @Test("a path that occurs twice is matched in order")
    func repeatedPaths() throws {
        let messages = [scored("a", .ham, 1), scored("a", .spam, 2), scored("a", .ham, -1)]
        let comparison = try PairedBootstrap(resamples: 50).compare(messages, messages)
        #expect(comparison.oneMinusROCAPercent?.points == 0)
        #expect(try PairedBootstrap().compare([], []).lamPercent == nil)
    }
}
