// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// A line without axes, as high as the text of a table: how one figure went over many nights.
package struct Sparkline: Sendable, Equatable {
    private static let size = (width: 150.0, height: 26.0)
    private static let margin = 3.0

    /// The values at equal distances, the oldest first; nil: there was none.
    package var values: [Double?]
    /// What it shows, for those who do not see it.
    package var summary: String

    /// Creates a line.
    package init(_ values: [Double?], summary: String) {
        self.values = values
        self.summary = summary
    }

    /// The line as SVG within HTML: where a value is missing it is broken, and its last value is a dot.
    package var svg: Markup {
        let known = values.compactMap { $0 }.filter(\.isFinite)
        let (lower, upper) = (known.min() ?? 0, known.max() ?? 0)
        var text = #"<svg class="spark" viewBox="0 0 150 26" role="img" aria-label=""#
        text += Markup(summary).text + #"">"#
        var run: [(x: Double, y: Double)] = []
        var last: (x: Double, y: Double)?
        func draw() {
            if run.count > 1 {
                let places = run.map { fixedPoint($0.x, digits: 1) + "," + fixedPoint($0.y, digits: 1) }
                text += #"<polyline class="lines now" points="\#(places.joined(separator: " "))"/>"#
            } else if let only = run.first {
                text += Self.dot(only, radius: 1.5)
            }
            run = []
        }
        for (index, value) in values.enumerated() {
            guard let value, value.isFinite else {
                draw()
                continue
            }
            let across = values.count > 1 ? Double(index) / Double(values.count - 1) : 1
            // What never changes lies in the middle.
            let up = upper > lower ? (value - lower) / (upper - lower) : 0.5
            let point = (
                x: Self.margin + across * (Self.size.width - 2 * Self.margin),
                y: Self.size.height - Self.margin - up * (Self.size.height - 2 * Self.margin)
            )
            run.append(point)
            last = point
        }
        draw()
        if let last { text += Self.dot(last, radius: 2.5) }
        return Markup(trusted: text + "</svg>")
    }

    private static func dot(_ point: (x: Double, y: Double), radius: Double) -> String {
        #"<circle class="dots now" cx="\#(fixedPoint(point.x, digits: 1))" cy="\#(fixedPoint(point.y, digits: 1))""#
            + #" r="\#(fixedPoint(radius, digits: 1))"/>"#
    }
}
