// SPDX-License-Identifier: Apache-2.0
import Glibc

/// An axis of a chart: what it measures, from where to where, and on which scale.
package struct ChartAxis: Sendable {
    /// How values become distances.
    package enum Scale: Sendable {
        /// As they are.
        case linear
        /// Percentages by their log-odds, so that 0.1 % and 1 % are as far apart as 1 % and 10 %.
        case logit
    }

    /// What it measures.
    package var name: String
    /// The first value.
    package var lower: Double
    /// The last value.
    package var upper: Double
    /// How values become distances.
    package var scale: Scale
    /// The values that are named, with their names.
    package var ticks: [(value: Double, name: String)]

    /// Creates an axis.
    package init(
        _ name: String, from lower: Double, to upper: Double, scale: Scale = .linear,
        ticks: [(value: Double, name: String)]
    ) {
        self.name = name
        self.lower = lower
        self.upper = max(upper, lower + 1e-9)
        self.scale = scale
        self.ticks = ticks.filter { $0.value >= lower && $0.value <= upper }
    }

    /// An axis from 0 to a round number that is no lower than a value.
    ///
    /// - Parameter name: of a value that is named at the axis.
    package static func upwards(_ name: String, to most: Double, tick: (Double) -> String) -> ChartAxis {
        let step = step(for: most / 4)
        let top = max(step, (most / step).rounded(.up) * step)
        let ticks = stride(from: 0, through: top + step / 2, by: step).map { ($0, tick($0)) }
        return ChartAxis(name, from: 0, to: top, ticks: ticks)
    }

    /// An axis between two values, with round numbers along it.
    package static func across(_ name: String, _ lower: Double, _ upper: Double, tick: (Double) -> String) -> ChartAxis
    {
        let step = step(for: (upper - lower) / 6)
        let first = (lower / step).rounded(.up) * step
        let ticks = stride(from: first, through: upper, by: step).map { ($0, tick($0)) }
        return ChartAxis(name, from: lower, to: upper, ticks: ticks)
    }

    /// The least round number that is no less than a value: 1, 2 or 5 times a power of ten.
    private static func step(for value: Double) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        let power = pow(10, log10(value).rounded(.down))
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= value * (1 - 1e-9) } ?? 10 * power
    }

    /// Where a value lies, from 0 to 1; what is outside lies at the end.
    func position(_ value: Double) -> Double {
        let (start, end) = (place(lower), place(upper))
        return min(1, max(0, (place(min(upper, max(lower, value))) - start) / (end - start)))
    }

    private func place(_ value: Double) -> Double {
        switch scale {
        case .linear: value
        case .logit: log(value / (100 - value))
        }
    }
}
