// SPDX-License-Identifier: Apache-2.0
import FilterService
import SpamModel
import SpamdProtocol
import Testing

@Suite("Points") struct WireScoreTests {
    private static let thresholds = Thresholds(ham: -3, spam: 3)

    private static func score(_ logOdds: Double, thresholds: Thresholds = thresholds) -> MessageScore {
        MessageScore(
            score: Score(rank: logOdds, logOdds: logOdds, verdict: thresholds.verdict(of: logOdds)),
            thresholds: thresholds,
            modelID: "0123456789abcdef", isPartial: false)
    }

    @Test("points are log-odds with the spam threshold at five, and never round across it")
    func points() {
        func points(_ logOdds: Double, _ thresholds: Thresholds = Self.thresholds) -> (Double, Bool) {
            let score = WireScore(Self.score(logOdds, thresholds: thresholds))
            return (score.points, score.isSpam)
        }
        #expect(points(3) == (5, true))
        #expect(points(2.999) == (4.9, false))
        #expect(points(4.5) == (6.5, true))
        #expect(points(-7.25) == (-5.3, false))
        #expect(points(3.04, Thresholds(ham: -9, spam: 3.0401)) == (4.9, false))
        #expect(points(9, .allUnsure) == (4.9, false))
        #expect(points(-2, .allUnsure) == (-2, false))
        #expect(points(-1e9) == (-999, false) && points(1e9) == (999, true))
        #expect(points(.nan).1 == false)
    }

    @Test("a verdict of the spamd protocol has the points, rounded, and the threshold they are compared with")
    func verdict() {
        let verdict = SpamdReply.Verdict(
            WireScore(Self.score(4.5)), rejectPoints: 12, action: "reject", symbols: ["SPREU_SPAM"], report: [])
        #expect(verdict.isSpam && verdict.points == 6.5 && verdict.threshold == 5 && verdict.rejectPoints == 12)
    }
}
