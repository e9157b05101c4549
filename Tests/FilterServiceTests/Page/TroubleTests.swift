// SPDX-License-Identifier: Apache-2.0
import FilterPages
import FilterService
import ReportPages
import Testing

@Suite("Errors and limits on the page")
struct TroubleTests {
    @Test(
        "each reason for which mail goes unfiltered has a sentence", arguments: UnfilteredReason.allCases,
        Language.allCases)
    func reasons(reason: UnfilteredReason, language: Language) {
        let state = FilterState(
            now: 0, host: "mx.example.org", uptime: 1, model: nil, history: FilterHistory(), keepsHistory: false,
            trouble: [Trouble(.unfiltered, labels: "reason=\"\(reason.rawValue)\"", times: 1)], feedback: nil)
        #expect(!FilterPage(state, language).html.contains("spreu_"))
    }

    @Test("the counters that the page tells of are counters of the filter")
    func metrics() {
        let registry = MetricsRegistry()
        let metrics = FilterMetrics(registry: registry)
        metrics.protocolError("milter", .idle)
        #expect(registry.counters(Trouble.Metric.protocolErrors.rawValue).map(\.value) == [1])
        #expect(
            registry.counters(Trouble.Metric.protocolErrors.rawValue).first?.labels.contains("kind=\"idle\"") == true)
    }
}
