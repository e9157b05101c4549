// SPDX-License-Identifier: Apache-2.0
import FilterPages
import Foundation
import ReportPages
import Testing

@Suite("The page of a filter")
struct FilterPageTests {
    private static let now: Int64 = 1_790_000_000
    private static let model = FilterState.Model(
        id: "00112233aabbccdd", writtenAt: now - 7_200, ham: 2_940, spam: 1_004, spamFrom: 1.5, hamUpTo: -0.8,
        callsNothingSpam: false, hasReport: true)

    private func state(
        model: FilterState.Model? = FilterPageTests.model, _ verdicts: [RecentVerdict] = [],
        trouble: [Trouble] = [], feedback: [(what: String, messages: Int64)]? = nil
    ) -> FilterState {
        var history = FilterHistory()
        for verdict in verdicts { history.note(verdict) }
        return FilterState(
            now: Self.now, host: "mx.example.org", uptime: 200_000, model: model, history: history, keepsHistory: false,
            trouble: trouble, feedback: feedback)
    }

    private func verdict(_ queueID: String?, _ verdict: String = "spam", logOdds: Double? = 3.25) -> RecentVerdict {
        RecentVerdict(
            time: Self.now - 100, queueID: queueID, verdict: verdict, logOdds: logOdds, protocolName: "milter",
            action: "tag", nanoseconds: 1_234_000)
    }

    @Test(
        "says on purpose that there is no model, no mail, nothing learned, and no trouble", arguments: Language.allCases
    )
    func empty(language: Language) {
        let none = FilterPage(state(model: nil), language).html
        let fresh = FilterPage(state(feedback: []), language).html
        let isGerman = language == .german
        #expect(none.contains(isGerman ? "Kein Modell: Mail bleibt ungefiltert" : "No model: mail goes unfiltered"))
        #expect(none.contains("lead bad") && fresh.contains("lead open"))
        #expect(fresh.contains(isGerman ? "noch kam keine Mail" : "no mail has come yet"))
        #expect(fresh.contains(isGerman ? "hat niemand eine Nachricht" : "Nobody has handed over a message"))
        #expect(none.contains(isGerman ? "Lernen ist aus" : "Learning is off"))
        #expect(fresh.contains(isGerman ? "Kein Fehler und keine" : "No error, and no limit was met"))
        #expect(!fresh.contains("<svg") && !none.contains("href=\"/report\"") && fresh.contains("href=\"/report\""))
    }

    @Test("shows counts, verdicts, latency, trouble and the model, in the numbers of its language")
    func traffic() {
        let verdicts =
            (0..<1_200).map { verdict("4Q\($0)", $0 % 4 == 0 ? "spam" : "ham") } + [
                verdict(nil, "unfiltered", logOdds: nil)
            ]
        let state = state(
            verdicts, trouble: [Trouble(.unfiltered, labels: "reason=\"timed-out\"", times: 1)],
            feedback: [("feedback=\"spam\"", 7)])
        let english = FilterPage(state, .english).html
        #expect(english.contains("1,201") && english.contains("300 spam, 0 unsure, 900 ham, 1 unfiltered"))
        #expect(english.contains("99 % within 2.5\u{A0}ms") || english.contains("99\u{A0}% within 2.5\u{A0}ms"))
        #expect(english.contains("<svg") && english.contains("+3.25") && english.contains("00112233aabbccdd"))
        #expect(
            english.contains("Messages that went unfiltered: it would have taken too long")
                && english.contains("lead good"))
        #expect(english.contains("2\u{A0}d 7\u{A0}h"))
        let german = FilterPage(state, .german).html
        #expect(german.contains("1.201") && german.contains("+3,25") && german.contains("Letzte Stunde"))
    }

    @Test("shows what became of a message that is asked for, or that nothing is known of it")
    func found() {
        let state = state([verdict("4QaBc"), verdict("4Qdef")])
        #expect(FilterPage(state, id: "4QaBc", .english).html.contains("Verdicts of 4QaBc"))
        #expect(FilterPage(state, id: "4Qnone", .english).html.contains("has the queue id or Message-ID 4Qnone."))
        let long = FilterPage(state, id: String(repeating: "y", count: 100_000), .english).html
        #expect(long.utf8.count < 60_000)
    }

    @Test(
        "shows what strangers chose as text",
        arguments: [
            "<script>alert(1)</script>", "\"><img src=x onerror=x>", "' onmouseover='x", "{{heading}}", "{{{style}}}",
            "\u{202E}drow", "a\u{0}b", "\u{1B}[31m", "</textarea><b>", "&amp;&lt;", "\u{2028}x", "\"\u{301}><i>",
        ])
    func hostile(name: String) {
        for page in [
            FilterPage(state([verdict(name)]), id: name, .english).html,
            NoticePage.refused(name, .german).html,
        ] {
            for bad in ["<script", "<img", "<b>", "<i>", "onmouseover='", "\u{202E}", "\u{0}", "\u{1B}", "\u{2028}"] {
                #expect(!page.contains(bad), "\(bad)")
            }
            // Other text never becomes a template's.
            #expect(page.components(separatedBy: ":root {").count == 4)
        }
    }

    @Test("finds a verdict by its Message-ID, with or without brackets, and shows the id of none")
    func messageID() {
        func verdict(_ id: String) -> RecentVerdict {
            RecentVerdict(
                time: Self.now - 100, queueID: nil, messageID: MessageIDDigest(id), verdict: "spam", logOdds: 3.25,
                protocolName: "milter", action: "tag", nanoseconds: 1)
        }
        let ids = ["secret.4711@sender.example", String(repeating: "y", count: 300) + "@sender.example"]
        let state = state(ids.map(verdict))
        #expect(!FilterPage(state, .english).html.contains("sender.example"))
        for id in ids {
            for asked in [id, "<\(id)>", " <\(id)>\r\n"] {
                let page = FilterPage(state, id: asked, .english).html
                #expect(page.contains("Verdicts of ") && !page.contains("No verdict of"))
            }
            #expect(FilterPage(state, id: String(id.dropLast()), .english).html.contains("No verdict of the last 24"))
        }
        #expect(MessageIDDigest(" <> ") == nil)
        #expect(!HistoryFile.text(state.history).contains("sender"))
    }

    @Test("each error and limit is told in a sentence, in both languages", arguments: Language.allCases)
    func trouble(language: Language) {
        let troubles =
            Trouble.Metric.allCases.filter { $0 != .protocolErrors && $0 != .unfiltered }.map {
                Trouble($0, labels: "protocol=\"milter\"", times: 1)
            }
            + ConnectionFault.allCases.map {
                Trouble(.protocolErrors, labels: "protocol=\"milter\",kind=\"\($0.rawValue)\"", times: 1)
            }
        let page = FilterPage(state(trouble: troubles), language).html
        #expect(!page.contains("spreu_") && !page.contains("kind="))
        let rows = troubles.map { FilterPage(state(trouble: [$0]), language).html }
        #expect(Set(rows).count == troubles.count)
        // What has no sentence is called by its name.
        let unknown = FilterPage(state(trouble: [Trouble(.unfiltered, labels: "reason=\"new\"", times: 1)]), language)
        #expect(unknown.html.contains("spreu_unfiltered_total {reason=&quot;new&quot;}"))
    }

    @Test("loads nothing, and has no script")
    func selfContained() {
        let page = FilterPage(state([verdict("4Q")]), .english).html
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"))
        #expect(page.utf8.count < 300_000)
    }
}
