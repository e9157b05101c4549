// SPDX-License-Identifier: Apache-2.0
package import CoreMetrics
import Synchronization
import TextOutput

/// Keeps the service's numbers in memory and writes them in Prometheus' text format.
///
/// Counters become counters, meters and recorders gauges, timers histograms in seconds. Nothing is ever sent anywhere.
///
/// - SeeAlso: https://prometheus.io/docs/instrumenting/exposition_formats/
package final class MetricsRegistry: MetricsFactory {
    private enum Cell: Sendable {
        case counter(CounterCell)
        case gauge(GaugeCell)
        case histogram(HistogramCell)

        var type: String {
            switch self {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            }
        }
    }

    private struct Family: Sendable {
        /// By the labels as they are written, between braces.
        var cells: [String: Cell] = [:]
    }

    private struct State: Sendable {
        var families: [String: Family] = [:]
        var helps: [String: String] = [:]
        var observers: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())

    /// Makes an empty registry.
    package init() {}

    /// Says what a metric means, for who reads the text.
    package func describe(_ label: String, _ help: String) { state.withLock { $0.helps[label] = help } }

    /// Adds what is done before each rendering, to set gauges that would otherwise grow old.
    package func beforeRendering(_ observer: @escaping @Sendable () -> Void) {
        state.withLock { $0.observers.append(observer) }
    }

    private func cell(_ label: String, _ dimensions: [(String, String)], _ make: () -> Cell) -> Cell {
        let labels = Self.labels(dimensions)
        return state.withLock { state in
            if let cell = state.families[label]?.cells[labels] { return cell }
            let cell = make()
            state.families[label, default: Family()].cells[labels] = cell
            return cell
        }
    }

    private static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { name, value in "\(name)=\"\(escaped(value))\"" }.joined(separator: ",")
    }

    /// A value as it stands between quotes; hardly one needs it, and to look takes a fifteenth of the time.
    private static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else { return value }
        return value.replacing(scalar: "\\", with: "\\\\").replacing(scalar: "\"", with: "\\\"")
            .replacing(scalar: "\n", with: "\\n")
    }

    /// The counter of a label and dimensions, made at first use.
    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        if case .counter(let cell) = cell(label, dimensions, { .counter(CounterCell()) }) { return cell }
        return CounterCell()
    }

    /// The gauge of a label and dimensions, made at first use.
    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        if case .gauge(let cell) = cell(label, dimensions, { .gauge(GaugeCell()) }) { return cell }
        return GaugeCell()
    }

    /// The gauge of a label and dimensions, made at first use; it keeps the last value.
    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if case .gauge(let cell) = cell(label, dimensions, { .gauge(GaugeCell()) }) { return cell }
        return GaugeCell()
    }

    /// The histogram of a label and dimensions, made at first use.
    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        if case .histogram(let cell) = cell(label, dimensions, { .histogram(HistogramCell()) }) { return cell }
        return HistogramCell()
    }

    /// Does nothing: a number that is forgotten would start at 0 again.
    package func destroyCounter(_ handler: any CounterHandler) {}
    /// Does nothing: a number that is forgotten would start at 0 again.
    package func destroyMeter(_ handler: any MeterHandler) {}
    /// Does nothing: a number that is forgotten would start at 0 again.
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Does nothing: a number that is forgotten would start at 0 again.
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// The sum of a counter over all its labels that contain a text, as `verdict="spam"`; "" sums all.
    package func total(_ label: String, where part: String) -> Int64 {
        let cells = state.withLock { $0.families[label]?.cells ?? [:] }
        return cells.reduce(0) { sum, cell in
            guard part.isEmpty || cell.key.contains(part), case .counter(let counter) = cell.value else { return sum }
            return sum + counter.value
        }
    }

    /// The values of a counter, with their labels as they are written, in the order of these.
    package func counters(_ label: String) -> [(labels: String, value: Int64)] {
        let cells = state.withLock { $0.families[label]?.cells ?? [:] }
        return cells.sorted { $0.key < $1.key }.compactMap { labels, cell in
            guard case .counter(let counter) = cell else { return nil }
            return (labels, counter.value)
        }
    }

    /// All metrics as text, in the order of their names.
    package func prometheusText() -> String {
        for observer in state.withLock({ $0.observers }) { observer() }
        let (families, helps) = state.withLock { ($0.families, $0.helps) }
        var text = ""
        for (label, family) in families.sorted(by: { $0.key < $1.key }) {
            guard let type = family.cells.values.first?.type else { continue }
            if let help = helps[label] { text += "# HELP \(label) \(help)\n" }
            text += "# TYPE \(label) \(type)\n"
            for (labels, cell) in family.cells.sorted(by: { $0.key < $1.key }) {
                Self.write(cell, label, labels, to: &text)
            }
        }
        return text
    }

    private static func write(_ cell: Cell, _ label: String, _ labels: String, to text: inout String) {
        let suffix = labels.isEmpty ? "" : "{\(labels)}"
        switch cell {
        case .counter(let counter): text += "\(label)\(suffix) \(counter.value)\n"
        case .gauge(let gauge): text += "\(label)\(suffix) \(number(gauge.value))\n"
        case .histogram(let histogram):
            let snapshot = histogram.snapshot
            let separator = labels.isEmpty ? "" : ","
            var count: Int64 = 0
            for (bound, more) in zip(HistogramCell.bounds, snapshot.counts) {
                count += more
                let seconds = number(Double(bound) / 1e9)
                text += "\(label)_bucket{\(labels)\(separator)le=\"\(seconds)\"} \(count)\n"
            }
            count += snapshot.counts.last ?? 0
            text += "\(label)_bucket{\(labels)\(separator)le=\"+Inf\"} \(count)\n"
            text += "\(label)_sum\(suffix) \(number(Double(snapshot.sumNanoseconds) / 1e9))\n"
            text += "\(label)_count\(suffix) \(count)\n"
        }
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        return value.isNaN ? "NaN" : value.isInfinite ? (value > 0 ? "+Inf" : "-Inf") : String(value)
    }
}
