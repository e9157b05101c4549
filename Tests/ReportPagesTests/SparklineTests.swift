// SPDX-License-Identifier: Apache-2.0
import Foundation
import ReportPages
import Testing

@Suite("Lines in tables")
struct SparklineTests {
    private func svg(_ values: [Double?]) -> String { Sparkline(values, summary: "a < b").svg.text }

    @Test("goes from the lowest value at the bottom to the highest at the top, over the whole width")
    func whole() {
        #expect(svg([1, 3, 2]).contains(#"points="3.0,23.0 75.0,3.0 147.0,13.0""#))
        #expect(svg([1, 3, 2]).contains(#"aria-label="a &lt; b""#))
    }

    @Test("is broken where a value is missing or no number, and a value alone is a dot")
    func broken() {
        let text = svg([1, 2, nil, 2, .nan, 1, 2])
        #expect(text.components(separatedBy: "<polyline").count == 3)
        #expect(text.components(separatedBy: "<circle").count == 3, "one alone, and the last")
    }

    @Test(
        "never fails, whatever the values are",
        arguments: [[], [nil], [5], [2, 2, 2], [Double.infinity, -Double.infinity, 0]] as [[Double?]])
    func edges(values: [Double?]) {
        let text = svg(values)
        #expect(text.hasPrefix("<svg") && text.hasSuffix("</svg>"))
        #expect(!text.contains("nan") && !text.contains("inf"))
    }
}
