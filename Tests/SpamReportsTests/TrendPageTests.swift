// SPDX-License-Identifier: Apache-2.0
import Foundation
import NightlyBatch
import ReportPages
import SpamReports
import Testing
import TrainingStore

@Suite("The page of many nights")
struct TrendPageTests {
    private static let day: Int64 = 86_400
    private static let start: Int64 = 1_772_850_600

    /// Nights that all ended well, with every figure.
    static func nights(_ count: Int) -> [RunRecord] {
        (0..<count).map { number in
            var run = RunRecord(started: start + Int64(number) * day)
            run.finished = run.started + 300
            run.ingested = .init(new: 40 + number, known: 9, relabelled: 1, removed: 2, parsed: 50)
            run.learned = .init(ham: 1_000 + number, spam: 500)
            (run.outcome, run.detail, run.code) = (.served, "an export", 0)
            run.figures = Dictionary(
                uniqueKeysWithValues: NightFigure.allCases.map { ($0.rawValue, 1 + Double(number) / 10) })
            return run
        }
    }

    private func lead(_ runs: [RunRecord]) -> String {
        TrendPage(runs, .english).html.firstMatch(of: /<p class="lead ([^<]*)<\/p>/).map { String($0.1) } ?? ""
    }

    @Test("has a row with a line for each figure, charts, and the nights, the last first", arguments: Language.allCases)
    func whole(language: Language) {
        let html = TrendPage(Self.nights(60), language).html
        #expect(html.matches(of: /<h2 id="(\w+)">/).map { String($0.1) } == ["figures", "charts", "nights"])
        #expect(html.components(separatedBy: #"<svg class="spark""#).count - 1 == NightFigure.allCases.count + 4)
        #expect(PageText(html: html).charts.count == 3 + NightFigure.allCases.count + 4)
        #expect(PageText(html: html).isSelfContained && html.utf8.count < 300_000)
        #expect(html.contains(language == .german ? "Spam übersehen, im Betrieb" : "Spam missed, live"))
    }

    @Test("a figure stands beside that of a week before")
    func week() {
        let html = TrendPage(Self.nights(10), .english).html
        // The last night has 1.9, that of seven days before 1.2.
        let row = html.split(separator: "\n").first { $0.contains("<th scope=\"row\">Spam missed, live</th>") }
        let cells = (row ?? "").matches(of: /<td class="number">([^<]*)<\/td>/).map { String($0.1) }
        #expect(cells == ["1.9\u{A0}%", "1.2\u{A0}%", "1.0\u{A0}%", "1.9\u{A0}%"])
    }

    @Test("begins with what failed in the last week, or is missing, and else with how nights ended")
    func leads() {
        #expect(lead(Self.nights(9)).hasPrefix("good\">Of 9 nights 9 put"))
        var failed = Self.nights(30)
        failed[27].outcome = .failed
        #expect(lead(failed).hasPrefix("bad\">Nights of the last week that failed or did not end: 1."))
        var long = Self.nights(30)
        long[3].outcome = .failed
        #expect(lead(long).hasPrefix("good\">Of 30 nights 29 put"))
        var killed = Self.nights(5)
        (killed[4].outcome, killed[4].finished) = (nil, nil)
        #expect(lead(killed).hasPrefix("bad"))
        var gap = Self.nights(10)
        gap.remove(at: 7)
        #expect(lead(gap).hasPrefix("open\">In the last week a night is missing."))
        var pause = Self.nights(40)
        pause.removeSubrange(10..<39)
        #expect(lead(pause).hasPrefix("open\">In the last week a night is missing."))
        var refused = Self.nights(4)
        refused[3].outcome = .refused
        #expect(lead(refused).hasPrefix("open\">The last night&#39;s model was refused"))
    }

    @Test(
        "a clock that was ahead, or stood still, does no harm",
        arguments: [90 * 86_400, 3_600, -90 * 86_400] as [Int64])
    func clock(seconds: Int64) {
        var nights = Self.nights(5)
        nights[0].started += seconds
        let html = TrendPage(nights, .english).html
        #expect(PageText(html: html).charts.count == 3 + NightFigure.allCases.count + 4)
        for index in nights.indices { nights[index].started = 0 }
        #expect(TrendPage(nights, .english).html.contains("Of 5 nights"))
    }

    @Test("nights of an older version have no figures, and a site's first night no course")
    func sparse() {
        var old = Self.nights(2)
        for index in old.indices { old[index].figures = [:] }
        let html = TrendPage(old, .english).html
        #expect(!html.contains("Spam missed, live") && html.contains("Wanted learned"))
        #expect(TrendPage([], .german).html.contains("Noch keine Nacht ist zu Ende."))
        #expect(!TrendPage(Self.nights(1), .english).html.contains(#"<h2 id="charts">"#))
    }
}
