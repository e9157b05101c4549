// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// html5lib's suites: what every browser agrees on.
@Suite(
    "HTML Standard", .enabled(if: SharedFiles.exists("html5"), "../shared/html5 is not there; see CONTRIBUTING.md"))
struct HTML5SuiteTests {
    private static func files(_ folder: String, _ suffix: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: SharedFiles.path("html5/" + folder))
            .filter { $0.hasSuffix(suffix) }.sorted()
    }

    /// Not compared are parse errors, which nobody is told, what follows the name of a DOCTYPE, which only tells
    /// quirks, and the file of what an XML parser would make of HTML.
    @Test("all tokens are as the suite has them")
    func tokens() throws {
        var count = 0
        for file in try Self.files("tokenizer", ".test") {
            for test in try TokenizerCase.all(in: file) {
                count += 1
                #expect(test.actual == test.expected, "\(test.name)")
            }
        }
        #expect(count > 7000)
    }

    /// Cases whose text is another on purpose.
    private static let parentheses = "programs that show ruby above the text do not show rp (HTML Standard, 15.3.3)"
    private static let deviations = [
        "plain-text-unsafe.dat #19": "what a frameset takes the place of was read already",
        "plain-text-unsafe.dat #20": "what a frameset takes the place of was read already",
        "ruby.dat #16": parentheses, "ruby.dat #17": parentheses, "ruby.dat #18": parentheses,
        "ruby.dat #19": parentheses, "ruby.dat #20": parentheses, "tests19.dat #16": parentheses,
        "webkit01.dat #27": parentheses,
    ]

    @Test("the text shown of a page is that of the suite's tree, in its order")
    func trees() throws {
        var count = 0
        var differing: [String] = []
        for file in try Self.files("tree-construction", ".dat") {
            for test in try TreeCase.all(in: file) where !test.isFragment {
                count += 1
                if test.actual != test.expected { differing.append(test.name) }
            }
        }
        #expect(count > 1500)
        #expect(differing.sorted() == Self.deviations.keys.sorted())
    }
}
