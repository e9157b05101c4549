// SPDX-License-Identifier: Apache-2.0
import CoreMetrics
import FilterService
import Testing

@Suite("Metrics") struct MetricsRegistryTests {
    @Test("numbers are written as Prometheus reads them")
    func text() {
        let registry = MetricsRegistry()
        registry.describe("a_total", "What a is.")
        let odd = [("name", "q\"\\\n")]
        Counter(label: "a_total", dimensions: odd, factory: registry).increment(by: 3)
        Counter(label: "a_total", dimensions: odd, factory: registry).increment()
        Counter(label: "a_total", dimensions: [("name", "x")], factory: registry).increment(by: 2)
        Gauge(label: "b", dimensions: [], factory: registry).record(1.5)
        let meter = Meter(label: "c", dimensions: [], factory: registry)
        meter.set(7)
        meter.decrement(by: 2)
        let text = registry.prometheusText()
        #expect(
            text == #"""
                # HELP a_total What a is.
                # TYPE a_total counter
                a_total{name="q\"\\\n"} 4
                a_total{name="x"} 2
                # TYPE b gauge
                b 1.5
                # TYPE c gauge
                c 5

                """#)
    }

    @Test("a histogram counts what is at or below each bound")
    func histogram() {
        let registry = MetricsRegistry()
        let timer = Timer(label: "t_seconds", dimensions: [("p", "x")], factory: registry)
        for nanoseconds in [50_000, 100_000, 100_001, 2_000_000, 60_000_000_000] as [Int64] {
            timer.recordNanoseconds(nanoseconds)
        }
        let lines = registry.prometheusText().split(separator: "\n")
        #expect(lines.first == "# TYPE t_seconds histogram")
        #expect(lines.contains(#"t_seconds_bucket{p="x",le="0.0001"} 2"#))
        #expect(lines.contains(#"t_seconds_bucket{p="x",le="0.00025"} 3"#))
        #expect(lines.contains(#"t_seconds_bucket{p="x",le="0.0025"} 4"#))
        #expect(lines.contains(#"t_seconds_bucket{p="x",le="30"} 4"#))
        #expect(lines.contains(#"t_seconds_bucket{p="x",le="+Inf"} 5"#))
        #expect(lines.contains(#"t_seconds_count{p="x"} 5"#))
        #expect(lines.contains(#"t_seconds_sum{p="x"} 60.002250001"#))
    }

    @Test("one label has one kind, and another kind of it harms nobody")
    func kinds() {
        let registry = MetricsRegistry()
        Counter(label: "a", dimensions: [], factory: registry).increment()
        Gauge(label: "a", dimensions: [], factory: registry).record(5)
        #expect(registry.prometheusText() == "# TYPE a counter\na 1\n")
    }

    @Test("what is observed is asked for at each rendering")
    func observed() {
        let registry = MetricsRegistry()
        let counter = Counter(label: "renderings_total", dimensions: [], factory: registry)
        registry.beforeRendering { counter.increment() }
        _ = registry.prometheusText()
        #expect(registry.prometheusText().hasSuffix("renderings_total 2\n"))
    }
}
