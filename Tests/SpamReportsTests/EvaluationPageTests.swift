// SPDX-License-Identifier: Apache-2.0
import Foundation
import FoundationXML
import MailFeatures
import ReportPages
import SpamEvaluation
import SpamReports
import TestSupport
import Testing
import TextOutput

@Suite("The page of an evaluation")
struct EvaluationPageTests {
    @Test("is the same to the byte in each language", arguments: Language.allCases)
    func golden(language: Language) throws {
        let golden = GoldenFiles().path("evaluation.\(language.rawValue).html")
        let page = try Sample.evaluation(Sample.scored(ham: 60, spam: 40), language)
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try Data(page.utf8).write(to: URL(fileURLWithPath: golden))
            Issue.record("the file was written anew: look at it, then run the test without RECORD")
            return
        }
        let isSame = try Data(page.utf8) == Data(contentsOf: URL(fileURLWithPath: golden))
        #expect(isSame, "the page differs from \(golden)")
    }

    @Test("says what the JSON says, with the numbers of its language")
    func figures() throws {
        let scored = Sample.scored(ham: 3_000, spam: 1_500)
        let report = EvaluationReport(scored, isInTime: true)
        let json = try JSON(Array(report.json.text.utf8))
        for language in Language.allCases {
            let page = try Sample.evaluation(scored, language)
            let numbers = LocalNumbers(language)
            for key in ["ham", "spam", "hamMisclassified", "spamMisclassified"] {
                #expect(page.contains(numbers.count(try #require(json[key].integer))), "\(key)")
            }
            for key in ["hmPercent", "smPercent", "oneMinusROCAPercent"] {
                #expect(page.contains(numbers.percent(try #require(json[key].number))), "\(key)")
                let ends = json[key + "CI"].elements.compactMap(\.number)
                #expect(page.contains(numbers.interval(ends[0], ends[1])), "\(key)")
            }
            for key in ["0.01", "0.1", "0.5", "1"] {
                let missed = try #require(json["spamMissedAtHm"][key]["spamMissed"].integer)
                #expect(page.contains(#"<td class="number">\#(numbers.count(missed))</td>"#), "\(key)")
            }
        }
    }

    @Test("asks first whether the filter is good enough, and answers by the interval")
    func answers() throws {
        func lead(ham: Int, lost: Int) throws -> String {
            let scored = (0..<ham).map { number in
                ScoredMessage(
                    path: "\(number)", judge: .ham, verdict: number < lost ? .spam : .ham,
                    score: Double(number < lost ? 9 : -number % 7))
            }
            let spam = (0..<100).map { ScoredMessage(path: "s\($0)", judge: .spam, verdict: .spam, score: 5) }
            let page = try Sample.evaluation(scored + spam, .english)
            return String(try #require(page.firstMatch(of: /<p class="lead (\w+)">(\w+)/)?.output.0).dropFirst(15))
        }
        #expect(try lead(ham: 10_000, lost: 0) == #"good">Wanted"#)
        #expect(try lead(ham: 100, lost: 0) == #"open">Wanted"#)
        #expect(try lead(ham: 500, lost: 1) == #"open">Perhaps"#)
        #expect(try lead(ham: 1_000, lost: 50) == #"bad">No"#)
        let onlySpam = [ScoredMessage(path: "1", judge: .spam, verdict: .ham, score: 0)]
        #expect(try Sample.evaluation(onlySpam, .english).contains("no wanted mail was scored"))
    }

    @Test("has charts that are XML and can be read aloud, each with its table", arguments: Language.allCases)
    func charts(language: Language) throws {
        let scored = Sample.scored(ham: 2_000, spam: 1_000)
        let page = PageText(html: try Sample.evaluation(scored, language))
        #expect(page.charts.count == 4)
        for chart in page.charts {
            let parser = XMLParser(data: Data(chart.utf8))
            #expect(parser.parse(), "\(chart.prefix(200))")
            #expect(chart.contains(#"role="img""#) && chart.contains("<title id=") && chart.contains("<desc id="))
            #expect(!chart.contains("nan") && !chart.contains("inf"))
        }
        #expect(page.html.components(separatedBy: "<details>").count == 5)
        #expect(page.html.components(separatedBy: "</svg>\n<details>").count == 5)
        #expect(page.isSelfContained && page.html.utf8.count < 300_000)
    }

    @Test("compares with another filter where there is one")
    func comparison() throws {
        let scored = Sample.scored(ham: 300, spam: 300)
        let better = scored.map { message in
            var message = message
            message.score = message.judge == .spam ? 5 : -5
            return message
        }
        let page = try Sample.evaluation(better, .german, comparedWith: scored)
        #expect(page.contains("Besser: Bei 600 Nachrichten"))
        #expect(try Sample.evaluation(scored, .german, comparedWith: better).contains("Schlechter: Bei 600"))
        #expect(try Sample.evaluation(scored, .german, comparedWith: scored).contains("Kein Unterschied"))
        #expect(try !Sample.evaluation(scored, .german).contains(#"id="better""#))
    }

    @Test("shows the names of files as they are, and never as markup", arguments: Hostile.names)
    func hostileNames(_ hostile: Hostile.Name) throws {
        let name = hostile.text
        let scored = Sample.scored(ham: 60, spam: 40) { "\($0)\(name)" }
        let page = PageText(
            html: EvaluationPage(
                EvaluationReport(scored), of: scored, Sample.subject([("--judge", name)]), .english
            ).html)
        Hostile.expectHarmless(page)
    }
}

/// Names that nobody gives a file with good intentions.
enum Hostile {
    struct Name: CustomTestStringConvertible, Sendable {
        var text: String
        var testDescription: String { String(text.debugDescription.prefix(40)) }
    }

    static let names = [
        "<script>alert(1)</script>", "</td></table><script src=//x>", "\" onload=\"x", "\"\u{301} onload=\"\u{301}x",
        "'\u{301}><b\u{301}>", "&lt;script&gt;", "{{{heading}}}{{> page}}", "\u{202E}gnp.exe", "a\u{0}b\u{1B}[2Jc",
        String(repeating: "<b>\u{2066}", count: 2_000), String(repeating: "ä", count: 10_000), "",
    ].map { Name(text: $0) }

    /// Names are cut, and written out where they would mean something.
    static func expectHarmless(_ page: PageText, sourceLocation: SourceLocation = #_sourceLocation) {
        let html = page.html
        for markup in ["<script", "<b>", "<b\u{301}", "onload=\"", "\u{202E}", "\u{2066}", "\u{0}", "\u{1B}"] {
            let isFound = html.unicodeScalars.contains(Array(markup.unicodeScalars))
            #expect(!isFound, "\(markup.debugDescription)", sourceLocation: sourceLocation)
        }
        #expect(html.utf8.count < 300_000, sourceLocation: sourceLocation)
        #expect(html.components(separatedBy: "<!DOCTYPE").count == 2, sourceLocation: sourceLocation)
    }
}
