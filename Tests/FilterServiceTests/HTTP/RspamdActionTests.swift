// SPDX-License-Identifier: Apache-2.0
import FilterService
import SpamModel
import Testing

@Suite("Actions in rspamd's words") struct RspamdActionTests {
    private func outcome(_ verdict: Verdict) -> ScoringOutcome {
        .scored(
            MessageScore(
                score: Score(rank: 0, logOdds: 0, verdict: verdict), thresholds: Thresholds(ham: -3, spam: 3),
                modelID: "0123456789abcdef", isPartial: false))
    }

    @Test("the statistics count what was done with mail of every protocol", arguments: ["milter", "spamd", "http"])
    func statistics(protocolName: String) {
        let metrics = FilterMetrics(registry: MetricsRegistry())
        func note(_ outcome: ScoringOutcome, _ action: Disposition) {
            metrics.message(protocolName, source: .outside, outcome: outcome, action: action, nanoseconds: 1)
        }
        for _ in 0..<4 { note(outcome(.ham), .tag) }
        for _ in 0..<3 { note(outcome(.spam), .tag) }
        for _ in 0..<2 { note(outcome(.spam), .reject) }
        note(outcome(.spam), .quarantine)
        note(outcome(.unsure), .accept)
        note(.unfiltered(.noModel), .tempfail)
        #expect(
            Judgement.rspamdActions(metrics)
                == ["reject": 2, "soft reject": 1, "add header": 4, "no action": 5])
    }
}
