// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import NightlyBatch
import ReportPages
import SpamEvaluation
import SpamReports
import TestSupport
import Testing
import TextOutput
import TrainingStore

@Suite("The page of a night")
struct NightPageTests {
    @Test("asks its questions in this order", arguments: Language.allCases)
    func order(language: Language) {
        var report = Sample.night()
        report.filter = Self.live
        let html = NightPage(report, language).html
        let ids = html.matches(of: /<h2 id="(\w+)">/).map { String($0.1) }
        #expect(
            ids == [
                "good", "better", "mistakes", "do", "live", "thresholds", "charts", "groups", "corpus", "settings",
            ])
        #expect(html.hasPrefix("<!DOCTYPE html>\n<html lang=\"\(language.rawValue)\">"))
        #expect(PageText(html: html).isSelfContained)
    }

    @Test("leaves out what the night did not come to")
    func empty() {
        let html = NightPage(BatchReport(command: "--config x"), .english).html
        #expect(html.matches(of: /<h2 id="(\w+)">/).map { String($0.1) } == ["do", "settings"])
        #expect(!html.contains("<svg"))
    }

    @Test("names a wrong verdict with the commands that explain and relabel it")
    func mistakes() {
        let html = NightPage(Sample.night(), .english).html
        #expect(html.contains("<bdi>&lt;17@example.org&gt;</bdi>"))
        #expect(html.contains("<code>spreu explain --id abababababababab</code>"))
        #expect(html.contains("<code>spreu label spam abababababababab</code>"))
        #expect(html.contains("<code>spreu label ham abababababababab</code>"))
        var elsewhere = BatchReport(command: "--config /srv/a.yaml")
        elsewhere.evaluation = Sample.night().evaluation
        #expect(
            NightPage(elsewhere, .english).html.contains(
                "<code>spreu explain --id abababababababab --config /srv/a.yaml</code>"))
    }

    @Test(
        "says what became of the model, and what to do",
        arguments: [
            (GateOutcome.passed(isFirst: true), "good", "The new model is in service.", "Nothing."),
            (
                .refused(.hamLoss(current: 1, new: 9, ham: 1_000), hasCurrent: true), "open",
                "it would call 9 of 1,000 recent wanted messages spam, the current one only 1", "Check the labels"
            ),
            (.refused(.oneClass, hasCurrent: false), "bad", "there is no wanted mail or no spam", "Let people move"),
            (.rereading(done: 5, all: 9), "open", "5 of 9 labelled messages", "continue by themselves"),
        ])
    func outcomes(gate: GateOutcome, tone: String, lead: String, advice: String) {
        var report = Sample.night()
        report.gate = gate
        if case .refused(_, hasCurrent: false) = gate {} else { report.served = "20260307T023000Z-52431ba8aefd" }
        let html = NightPage(report, .english).html
        #expect(html.contains(#"<p class="lead \#(tone)">"#) && html.contains(lead) && html.contains(advice))
    }

    @Test("does not say that there is nothing to do where more wanted mail is lost than may be")
    func losesTooMuch() throws {
        var report = Sample.night()
        let scored = Sample.scored(ham: 900, spam: 100).map { message in
            var message = message
            if message.score > -4 { message.verdict = .spam }
            return message
        }
        report.evaluation?.figures = EvaluationReport(scored)
        let html = NightPage(report, .english).html
        #expect(html.contains("Look at the wrong verdicts above") && !html.contains("Nothing."))
    }

    @Test("gives the notices of the run in the page's language")
    func notices() {
        let html = NightPage(Sample.night(warnings: [.noDropFolder("/srv/<drop>")]), .german).html
        #expect(html.contains("<li>/srv/&lt;drop&gt;: Diesen Ablageordner gibt es nicht"))
        #expect(html.contains("Sehen Sie sich die Hinweise unten an."))
    }

    @Test(
        "says what to do about a duty that is not met, also where nothing else is to do",
        arguments: [(Language.english, "See to the duties in red.", "Nothing."), (.german, "die rot sind.", "Nichts.")])
    func duties(_ language: Language, _ advice: String, _ nothing: String) {
        var report = Sample.night()
        report.duties = [.init(duty: "logs", lamp: "green", why: "All is well.", command: "spreu duties")]
        #expect(NightPage(report, language).html.contains(nothing))
        report.duties[0].lamp = "red"
        let html = NightPage(report, language).html
        #expect(html.contains(advice) && !html.contains(nothing))
        report.warnings = [.noDropFolder("/srv/drop")]
        #expect(NightPage(report, language).html.contains(advice))
        let text = NightLines(report, language, duties: ["x"]).text
        #expect(language == .german ? text.contains("Hinweise") && text.contains(advice) : text.contains("red duty"))
    }

    @Test("shows what the live filter did by day, and believes it more than what was measured")
    func live() throws {
        var report = Sample.night()
        report.filter = Self.live
        let html = NightPage(report, .english).html
        #expect(html.contains("caught 3 of 4 spam messages and missed 1"))
        #expect(html.contains("People confirmed 1 of the spam and 0 of the wanted messages."))
        #expect(html.contains(#"id="spam-by-day-title""#) && html.contains(#"id="ham-by-day-title""#))
        let byDay = try JSON(Array(Self.live.json.text.utf8))["byDay"].elements
        #expect(byDay.map { $0["spam"]["arrived"].integer } == [3, 1] && byDay[0]["day"].string == "2027-01-13")
        // Without a single verdict of a filter it would seem to miss all spam.
        report.filter = FilterFigures([], spamProbabilities: [], now: 1_800_000_000)
        #expect(NightPage(report, .english).html.contains("The live filter judged none of the mail"))
    }

    @Test("a doubt about what the filter called spam is no wanted message that was lost")
    func doubt() {
        var report = Sample.night()
        report.filter = FilterFigures(
            [
                Self.message(.filtered, isCalledSpam: true, daysAgo: 1),
                Self.message(.kept, isCalledSpam: false, daysAgo: 1),
            ], spamProbabilities: [0.8, 0], now: Self.now)
        let html = NightPage(report, .english).html
        #expect(html.contains("Wanted mail is safe so far") && !html.contains("More wanted mail is called spam"))
    }

    @Test("lists the accounts with most errors, and says how many it leaves out")
    func manyAccounts() {
        for language in Language.allCases {
            let page = PageText(
                html: NightPage(Sample.night(accounts: 5_000) { "account \($0)" }, language).html)
            #expect(page.html.utf8.count < 300_000)
            #expect(page.html.contains(language == .german ? "4.985 weitere" : "4,985 more are not shown."))
            #expect(page.isSelfContained)
        }
    }

    @Test("shows the names of accounts and folders as they are, and never as markup", arguments: Hostile.names)
    func hostileNames(_ hostile: Hostile.Name) {
        let name = hostile.text
        let mistake = Mistakes.Mistake(
            digest: String(repeating: "ab", count: 32), score: 1, probability: 0.7, account: name, folder: name,
            messageID: name, date: nil, label: name)
        let mistakes = Mistakes(
            hamLost: Array(repeating: mistake, count: 100), spamMissed: Array(repeating: mistake, count: 100))
        let report = Sample.night(
            accounts: 40, name: { "\($0)\(name)" }, mistakes: mistakes, warnings: [.noDropFolder(name)])
        Hostile.expectHarmless(PageText(html: NightPage(report, .english).html))
    }

    private static let now: Int64 = 1_800_000_000

    private static func message(_ evidence: Evidence, isCalledSpam: Bool, daysAgo: Int64) -> ObservedMessage {
        var message = ObservedMessage(
            digest: [1], features: .held(FeatureVector()), date: now - daysAgo * 86_400,
            votes: [Vote(account: "account 1", evidence)])
        message.filtering = isCalledSpam ? .calledSpam : .passed
        return message
    }

    /// Two days with four spam, of which one was missed.
    private static let live = FilterFigures(
        [
            message(.movedToJunk, isCalledSpam: false, daysAgo: 2),
            message(.filtered, isCalledSpam: true, daysAgo: 2), message(.filtered, isCalledSpam: true, daysAgo: 2),
            message(.filtered, isCalledSpam: true, daysAgo: 1), message(.kept, isCalledSpam: false, daysAgo: 1),
        ], spamProbabilities: [1, 1, 1, 1, 0], now: now)
}
