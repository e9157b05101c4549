// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import SpamEvaluation
import Testing

@Suite("Point figures")
struct MetricsTests {
    @Test("a hand-computed case with a tie")
    func handComputed() {
        // Descending: spam 4, ham 3, spam 2 + ham 2 (tie), spam 1, ham 0, ham -1.
        let messages = [
            scored("a", .spam, 4), scored("b", .ham, 3), scored("c", .spam, 2), scored("d", .ham, 2),
            scored("e", .spam, 1), scored("f", .ham, 0), scored("g", .ham, -1),
        ]
        let metrics = Metrics(messages)
        #expect((metrics.messages, metrics.ham, metrics.spam) == (7, 4, 3))
        #expect((metrics.hamMisclassified, metrics.spamMisclassified) == (2, 0))
        // Pairs of a spam below a ham: c < b, c = d (one half), e < b, e < d: 3.5 of 12.
        #expect(isNear(metrics.oneMinusROCAPercent, 100 * 3.5 / 12))
        #expect(metrics.hmPercent == 50)
        #expect(metrics.smPercent == 0)
        // Smoothed rates 2.5 / 5 and 0.5 / 4: the mean of the logits 0 and -log 7.
        #expect(isNear(metrics.lamPercent, 100 / (1 + exp(log(7.0) / 2))))
        // No ham may be lost at any of the four shares: the threshold is the highest ham's, 3.
        #expect(metrics.spamMissed.map(\.missed) == [2, 2, 2, 2])
        #expect(metrics.spamMissed.map(\.hamAllowed) == [0, 0, 0, 0])
    }

    @Test("the allowance of ham moves the threshold down by whole messages")
    func allowance() {
        let ham = (0..<1_000).map { scored("h\($0)", .ham, Double($0)) }
        let spam = (0..<200).map { scored("s\($0)", .spam, Double($0) * 5 + 2.5) }
        let metrics = Metrics(ham + spam)
        // 0, 1, 5 and 10 ham may be above: thresholds 999, 998, 994, 989; spam at 2.5 + 5 k at or below them.
        #expect(metrics.spamMissed.map(\.hamAllowed) == [0, 1, 5, 10])
        #expect(metrics.spamMissed.map(\.missed) == [200, 200, 199, 198])
    }

    @Test("without inversions the area is exactly 0, with the classes swapped exactly 100")
    func separable() {
        let sample = Sample(seed: 5, ham: 150, spam: 150, distance: 40).messages
        #expect(Metrics(sample).oneMinusROCAPercent == 0)
        let swapped = sample.map { scored($0.path, $0.judge == .spam ? .ham : .spam, $0.score) }
        #expect(Metrics(swapped).oneMinusROCAPercent == 100)
    }

    @Test("only the order of scores counts for the ROC figures", arguments: Sample.all)
    func rankInvariance(sample: Sample) {
        let plain = Metrics(sample.messages)
        let bent = Metrics(
            sample.messages.map {
                ScoredMessage(path: $0.path, judge: $0.judge, verdict: $0.verdict, score: exp($0.score / 4) - 7)
            })
        #expect(plain == bent)
    }

    @Test("the order of lines does not count", arguments: Sample.all)
    func orderInvariance(sample: Sample) {
        var generator = SplitMix64(seed: 99)
        let shuffled = sample.messages.shuffled(using: &generator)
        #expect(Metrics(shuffled) == Metrics(sample.messages))
        #expect(isNear(CalibrationError(shuffled).expected, CalibrationError(sample.messages).expected))
        #expect(Inversion.worst(30, of: shuffled) == Inversion.worst(30, of: sample.messages))
    }

    @Test("ham and spam swapped and scores negated leave the area and swap the rates", arguments: Sample.all)
    func symmetry(sample: Sample) {
        let plain = Metrics(sample.messages)
        let swapped = Metrics(
            sample.messages.map {
                ScoredMessage(
                    path: $0.path, judge: $0.judge == .spam ? .ham : .spam, verdict: $0.verdict == .spam ? .ham : .spam,
                    score: -$0.score)
            })
        #expect(plain.oneMinusROCAPercent == swapped.oneMinusROCAPercent)
        #expect(plain.hmPercent == swapped.smPercent && plain.smPercent == swapped.hmPercent)
        #expect(isNear(plain.lamPercent, swapped.lamPercent))
    }

    @Test("the area equals a naive count over all pairs", arguments: Sample.all.filter { $0.ham * $0.spam < 200_000 })
    func naiveArea(sample: Sample) {
        let ham = sample.messages.filter { $0.judge == .ham }
        let spam = sample.messages.filter { $0.judge == .spam }
        var pairs = 0.0
        for a in spam { for b in ham { pairs += a.score < b.score ? 1 : a.score == b.score ? 0.5 : 0 } }
        #expect(isNear(Metrics(sample.messages).oneMinusROCAPercent, 100 * pairs / Double(ham.count * spam.count)))
        // Each pair counts once for its spam and once for its ham.
        let listed = Inversion.worst(sample.messages.count, of: sample.messages)
        #expect(listed.reduce(0) { $0 + $1.pairs } == 2 * pairs)
    }

    @Test("infinite scores rank at the ends")
    func infiniteScores() {
        let metrics = Metrics([scored("a", .ham, -.infinity), scored("b", .spam, .infinity), scored("c", .ham, 1)])
        #expect(metrics.oneMinusROCAPercent == 0)
    }
}

@Suite("Worst inversions")
struct InversionTests {
    @Test("the messages with the most pairs come first, by path where equal")
    func order() {
        let messages = [
            scored("z", .spam, -5), scored("b", .ham, 1), scored("a", .ham, 1), scored("c", .spam, 3),
            scored("d", .ham, 0),
        ]
        let worst = Inversion.worst(10, of: messages)
        #expect(worst.map(\.path) == ["z", "a", "b", "d"])
        #expect(worst.map(\.pairs) == [3, 1, 1, 1])
        #expect(isNear(worst[0].costPercent, 50))
        #expect(Inversion.worst(1, of: messages).map(\.path) == ["z"])
    }

    @Test("one class alone has none")
    func oneClass() {
        #expect(Inversion.worst(5, of: [scored("a", .ham, 1), scored("b", .ham, 2)]).isEmpty)
    }
}

@Suite("Calibration error")
struct CalibrationErrorTests {
    @Test("a filter that is right as often as it says has none")
    func calibrated() {
        // 100 messages at even odds, half of them spam; 100 at odds 3 to 1, three quarters spam.
        let even = (0..<100).map { scored("e\($0)", $0 % 2 == 0 ? .spam : .ham, 0) }
        let likely = (0..<100).map { scored("l\($0)", $0 % 4 == 0 ? .ham : .spam, log(3)) }
        let error = CalibrationError(even + likely, bins: 10)
        #expect(isNear(error.expected, 0, 1e-12))
        #expect(error.bins.map(\.messages) == Array(repeating: 20, count: 10))
    }

    @Test("the error is the distance of what is said from what is")
    func distance() {
        let messages = (0..<30).map { scored("m\($0)", $0 < 6 ? .spam : .ham, 0) }
        #expect(isNear(CalibrationError(messages).expected, 0.3, 1e-12))
        #expect(CalibrationError([]).expected == nil)
    }

    @Test("calibrated log-odds go before the score")
    func calibratedLogOdds() {
        let message = ScoredMessage(path: "a", judge: .spam, verdict: .spam, score: 50, calibratedLogOdds: 0)
        #expect(CalibrationError([message]).expected == 0.5)
    }
}

@Suite("Resolution")
struct ResolutionTests {
    @Test("figures finer than the corpus are named with its counts")
    func notes() throws {
        let ham = (0..<1_500).map { scored("h\($0)", .ham, -1 - Double($0)) }
        let spam = (0..<400).map { scored("s\($0)", .spam, 1 + Double($0)) }
        let resolution = Resolution(Metrics(ham + spam))
        #expect(isNear(resolution.oneHamPercent, 100.0 / 1_500))
        #expect(isNear(resolution.oneSpamPercent, 0.25))
        let notes = resolution.notes.map(\.description)
        #expect(notes.contains { $0.hasPrefix("sm% at hm 0.01 %: finer than 1,500 ham can show") })
        #expect(!notes.contains { $0.hasPrefix("sm% at hm 0.1 %") })
        #expect(notes.contains { $0.hasPrefix("(1-ROCA)%: finer than 1,500 ham and 400 spam can show") })
        #expect(notes.contains { $0.hasPrefix("hm%: none of 1,500 ham") })
    }

    @Test("a corpus without spam or without anything says so")
    func degenerate() {
        #expect(Resolution(Metrics([])).notes == [.nothingScored])
        #expect(Resolution(Metrics([scored("a", .ham, 1)])).notes.first == .oneClass)
    }
}
