// SPDX-License-Identifier: Apache-2.0

/// A chart as values; ``svg`` draws it.
package struct Chart: Sendable {
    /// What a mark stands for: a class of the style.
    package enum Style: String, Sendable {
        /// Wanted mail.
        case ham
        /// Spam.
        case spam
        /// The model that the report is about.
        case now
        /// What it is compared with, and what is behind.
        case before
        /// How it would be at best.
        case ideal
        /// Where the filter is.
        case operating
    }

    /// A place in the chart, in the units of its axes.
    package struct Point: Sendable, Equatable {
        /// Along the horizontal axis.
        package var x: Double
        /// Along the vertical axis.
        package var y: Double

        /// Creates a place.
        package init(_ x: Double, _ y: Double) {
            self.x = x
            self.y = y
        }
    }

    /// What is drawn; without a name it has no entry in the legend.
    package enum Mark: Sendable {
        /// A line from point to point.
        case line([Point], Style, name: String)
        /// Dots.
        case dots([Point], Style, name: String)
        /// Bars from the axis up, each from one x to another.
        case bars([(from: Double, to: Double, height: Double)], Style, name: String)
        /// Intervals of y.
        case whiskers([(x: Double, lower: Double, upper: Double)], Style)
        /// A line across the chart at an x, and what it says.
        case rule(Double, String)
    }

    /// What it is called, in its first line and for those who do not see it.
    package var title: String
    /// What it shows, for those who do not see it.
    package var summary: String
    /// The horizontal axis.
    package var x: ChartAxis
    /// The vertical axis.
    package var y: ChartAxis
    /// What is drawn, the first below the others.
    package var marks: [Mark]
    /// A name that no other chart of the page has.
    package var id: String

    /// Creates a chart.
    package init(id: String, title: String, summary: String, x: ChartAxis, y: ChartAxis, _ marks: [Mark]) {
        self.id = id
        self.title = title
        self.summary = summary
        self.x = x
        self.y = y
        self.marks = marks
    }
}
