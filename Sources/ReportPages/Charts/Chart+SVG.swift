// SPDX-License-Identifier: Apache-2.0
import TextOutput

extension Chart {
    /// The chart as SVG within HTML: it has colours of the page, and can be read aloud.
    package var svg: Markup {
        var drawing = ChartDrawing(self)
        drawing.draw()
        return Markup(trusted: drawing.text)
    }
}

/// A chart being drawn.
private struct ChartDrawing {
    private static let size = (width: 440.0, height: 320.0)
    /// What a letter takes, about: nothing measures text here.
    private static let letterWidth = 7.2
    private static let rowHeight = 17.0

    private let chart: Chart
    private let plot: (left: Double, top: Double, right: Double, bottom: Double)
    private let legend: [[(style: Chart.Style, isLine: Bool, name: String, width: Double)]]
    private(set) var text = ""

    init(_ chart: Chart) {
        self.chart = chart
        legend = Self.legend(chart)
        let widest = chart.y.ticks.map(\.name.count).max() ?? 0
        plot = (
            left: 26 + Double(widest) * Self.letterWidth, top: 36 + Double(legend.count) * Self.rowHeight,
            right: Self.size.width - 14, bottom: Self.size.height - 42
        )
    }

    mutating func draw() {
        let (width, height) = (Self.number(Self.size.width), Self.number(Self.size.height))
        let ids = "\(chart.id)-title \(chart.id)-desc"
        text = #"<svg viewBox="0 0 \#(width) \#(height)" role="img" aria-labelledby="\#(ids)">"# + "\n"
        text += #"<title id="\#(chart.id)-title">"# + Markup(chart.title).text + "</title>"
        text += #"<desc id="\#(chart.id)-desc">"# + Markup(chart.summary).text + "</desc>\n"
        label(chart.title, 2, 15, "title")
        drawLegend()
        drawAxes()
        for mark in chart.marks { draw(mark) }
        text += "</svg>"
    }

    // MARK: Frame

    /// The names of what is drawn, in rows as wide as the chart.
    private static func legend(_ chart: Chart) -> [[(style: Chart.Style, isLine: Bool, name: String, width: Double)]] {
        var rows: [[(style: Chart.Style, isLine: Bool, name: String, width: Double)]] = []
        var used = Double.infinity
        for mark in chart.marks {
            let entry: (style: Chart.Style, isLine: Bool, name: String)
            switch mark {
            case .line(_, let style, let name): entry = (style, true, name)
            case .dots(_, let style, let name), .bars(_, let style, let name): entry = (style, false, name)
            case .whiskers, .rule: continue
            }
            guard !entry.name.isEmpty else { continue }
            let width = 42 + Double(entry.name.count) * letterWidth
            if used + width > size.width {
                rows.append([])
                used = 0
            }
            rows[rows.count - 1].append((entry.style, entry.isLine, entry.name, width))
            used += width
        }
        return rows
    }

    private mutating func drawLegend() {
        for (row, entries) in legend.enumerated() {
            var x = 2.0
            let y = 32 + Double(row) * Self.rowHeight
            for entry in entries {
                if entry.isLine {
                    line((x, y - 4), (x + 20, y - 4), "lines \(entry.style.rawValue)")
                } else {
                    circle(x + 10, y - 4, 4, entry.style)
                }
                label(entry.name, x + 25, y)
                x += entry.width
            }
        }
    }

    private mutating func drawAxes() {
        for tick in chart.y.ticks {
            let y = self.y(tick.value)
            line((plot.left, y), (plot.right, y), "grid")
            label(tick.name, plot.left - 6, y + 4, "tick", anchor: "end")
        }
        var end = -Double.infinity
        for tick in chart.x.ticks {
            let x = self.x(tick.value)
            line((x, plot.bottom), (x, plot.bottom + 4), "grid")
            let half = Double(tick.name.count) * Self.letterWidth / 2
            // Names that would run into each other are left out.
            guard x - half > end + 4 else { continue }
            let place = min(x, Self.size.width - half)
            label(tick.name, place, plot.bottom + 17, "tick", anchor: "middle")
            end = place + half
        }
        line((plot.left, plot.bottom), (plot.right, plot.bottom), "grid")
        label(chart.x.name, (plot.left + plot.right) / 2, Self.size.height - 6, "axis", anchor: "middle")
        let middle = (plot.top + plot.bottom) / 2
        let place = "translate(11 \(Self.number(middle))) rotate(-90)"
        text += #"<text class="axis" text-anchor="middle" transform="\#(place)">"#
        text += Markup(chart.y.name).text + "</text>\n"
    }

    // MARK: Marks

    private mutating func draw(_ mark: Chart.Mark) {
        switch mark {
        case .line(let points, let style, _):
            let places = points.map { Self.number(x($0.x)) + "," + Self.number(y($0.y)) }
            text += #"<polyline class="lines \#(style.rawValue)" points="\#(places.joined(separator: " "))"/>"# + "\n"
        case .dots(let points, let style, _):
            for point in points { circle(x(point.x), y(point.y), 4, style) }
        case .bars(let bars, let style, _):
            for bar in bars where bar.height > 0 {
                let (left, right, top) = (x(bar.from), x(bar.to), y(bar.height))
                text += #"<rect class="bars \#(style.rawValue)" x="\#(Self.number(left))" y="\#(Self.number(top))""#
                text += #" width="\#(Self.number(right - left))" height="\#(Self.number(plot.bottom - top))"/>"# + "\n"
            }
        case .whiskers(let whiskers, let style):
            for whisker in whiskers {
                let x = x(whisker.x)
                line((x, y(whisker.lower)), (x, y(whisker.upper)), "whiskers \(style.rawValue)")
            }
        case .rule(let value, let name):
            let x = x(value)
            line((x, plot.top), (x, plot.bottom), "rule")
            let isLeft = x > (plot.left + plot.right) / 2
            label(name, isLeft ? x - 5 : x + 5, plot.top + 11, anchor: isLeft ? "end" : nil)
        }
    }

    // MARK: Parts

    private func x(_ value: Double) -> Double { plot.left + chart.x.position(value) * (plot.right - plot.left) }

    private func y(_ value: Double) -> Double { plot.bottom - chart.y.position(value) * (plot.bottom - plot.top) }

    private mutating func line(_ from: (Double, Double), _ to: (Double, Double), _ style: String) {
        text += #"<line class="\#(style)" x1="\#(Self.number(from.0))" y1="\#(Self.number(from.1))""#
        text += #" x2="\#(Self.number(to.0))" y2="\#(Self.number(to.1))"/>"# + "\n"
    }

    private mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: Chart.Style) {
        text += #"<circle class="dots \#(style.rawValue)" cx="\#(Self.number(x))" cy="\#(Self.number(y))""#
        text += #" r="\#(Self.number(radius))"/>"# + "\n"
    }

    private mutating func label(
        _ words: String, _ x: Double, _ y: Double, _ style: String? = nil, anchor: String? = nil
    ) {
        let style = style.map { #" class="\#($0)""# } ?? ""
        let anchor = anchor.map { #" text-anchor="\#($0)""# } ?? ""
        text += #"<text\#(style)\#(anchor) x="\#(Self.number(x))" y="\#(Self.number(y))">"# + Markup(words).text
        text += "</text>\n"
    }

    /// A coordinate: a tenth of a unit is finer than anybody sees.
    private static func number(_ value: Double) -> String {
        let text = fixedPoint(value, digits: 1)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
