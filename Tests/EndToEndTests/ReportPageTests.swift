// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("Pages of reports")
struct ReportPageTests {
    private func evaluate(_ page: String, _ arguments: [String], environment: [String: String] = [:]) throws
        -> Program.Outcome
    {
        try Program("spreu").run(
            ["evaluate", "--protocol", "cv", "--index", SampleCorpus.path("index"), "--html", page] + arguments,
            environment: ["SPREU_KEY_FILE": try Spreu.key(), "LC_ALL": "", "LC_MESSAGES": ""].merging(environment) {
                $1
            })
    }

    @Test(
        "evaluate and nightly print their reports in German, in 80 columns the one, and leave the other beside the models"
    )
    func germanText() throws {
        let scratch = try ScratchFolder()
        let index = try SampleCorpus.path("index")
        let evaluation = try Spreu.run([
            "evaluate", "--protocol", "cv", "--index", index, "--learner", "naive-bayes", "--language", "de",
            "--scores",
            scratch.path("scores"),
        ])
        #expect(evaluation.code == 0, "\(evaluation.errors)")
        let lines = evaluation.text.split(separator: "\n")
        #expect(evaluation.text.hasPrefix("421 Nachrichten: 249 erwünscht, 172 Spam\n"))
        #expect(lines.allSatisfy { $0.count <= 80 } && lines.contains { $0.hasPrefix("Urteile: ") })
        let compared = try Spreu.run(
            [
                "evaluate", "--protocol", "cv", "--index", index, "--learner", "naive-bayes", "--compare",
                scratch.path("scores"),
            ])
        #expect(compared.text.hasPrefix("421 messages: 249 ham, 172 spam\n"), "\(compared.errors)")
        #expect(compared.text.contains("\nAgainst ") && compared.text.contains("421 messages scored by both\n"))
        #expect(compared.text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.hasPrefix("Against ") })

        let site = try NightlyTests.Site("drop: /nonexistent-drop")
        let night = try site.night("--language", "de")
        #expect(night.errors.contains("spreu: Warnung: /nonexistent-drop: Diesen Ablageordner"), "\(night.errors)")
        #expect(night.text.contains("\ngelesen   ") || night.text.hasPrefix("gelesen   "), "\(night.text)")
        #expect(
            night.text.contains("\nPflicht   1. ") && night.text.contains("\nErgebnis  Das neue Modell ist in Betrieb.")
        )
        let kept = String(decoding: try Spreu.data(site.folder.path("models/site/report.txt")), as: UTF8.self)
        #expect(kept == night.text)
        // Programs read the same whatever the language.
        let json = try site.night("--language", "de", "--json").value
        #expect(json["result"]["reason"].string?.hasPrefix("served ") == true)
    }

    @Test("evaluate writes a page with its own figures, in the language that is asked for or of the environment")
    func evaluation() throws {
        let scratch = try ScratchFolder()
        let page = scratch.path("report.html")
        let json = scratch.path("report.json")
        let outcome = try evaluate(page, ["--json", json], environment: ["LANG": "de_DE.UTF-8"])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let german = try String(contentsOfFile: page, encoding: .utf8)
        #expect(german.contains(#"<html lang="de">"#) && german.utf8.count < 300_000)
        let figures = try JSON(contentsOf: json)
        let missed = try #require(figures["spamMisclassified"].integer)
        #expect(german.contains("Er nannte \(missed) von \(SampleCorpus.spamCount) Spam-Nachrichten nicht Spam"))
        #expect(try FileManager.default.attributesOfItem(atPath: page)[.posixPermissions] as? Int == 0o600)
        #expect(try evaluate(page, ["--language", "en"], environment: ["LANG": "de_DE.UTF-8"]).code == 0)
        let english = try String(contentsOfFile: page, encoding: .utf8)
        #expect(english.contains("It did not call \(missed) of \(SampleCorpus.spamCount) spam messages spam"))
        #expect(try evaluate(page, ["--language", "fr"]).code == 64)
        #expect(try evaluate(page, ["--json", page]).code == 64)
    }

    @Test("a night writes its page beside the model and beside all models, served or refused, and leaves exports alone")
    func night() throws {
        let site = try NightlyTests.Site()
        let latest = site.folder.path("models/site/report.html")
        #expect(try site.night("--language", "de").code == NightlyTests.Site.undisturbed)
        let model = try #require(site.current)
        let export = site.folder.path("models/site/\(model)")
        let beside = try String(contentsOfFile: export + "/report.html", encoding: .utf8)
        #expect(beside.contains(#"<p class="lead good">Das neue Modell ist in Betrieb.</p>"#))
        let served = try String(contentsOfFile: latest, encoding: .utf8)
        #expect(served.contains(model) && !served.contains("<script") && served.utf8.count < 300_000)
        #expect(!served.contains("anna"), "accounts are pseudonyms")
        func content() throws -> [String: Data] {
            let names = try FileManager.default.contentsOfDirectory(atPath: export)
            return try Dictionary(uniqueKeysWithValues: names.map { ($0, try Spreu.data(export + "/" + $0)) })
        }
        let before = try content()
        #expect(before["nights.html"] == nil, "a trend goes on, an export does not")
        // Nearly all of the sample is older than that.
        let configuration = site.folder.path("spreu.yaml")
        try String(contentsOfFile: configuration, encoding: .utf8).replacing("keep: 0", with: "keep: 30d").write(
            toFile: configuration, atomically: true, encoding: .utf8)
        #expect(try site.night("--language", "en").code == 12)
        let trend = try String(contentsOfFile: site.folder.path("models/site/nights.html"), encoding: .utf8)
        #expect(trend.contains("Of 2 nights 1 put a new model into service, 1 kept the one before, 0 failed"))
        #expect(trend.contains("<svg class=\"spark\"") && !trend.contains("anna") && !trend.contains("<script"))
        let runs = try Program("spreu").run([
            "store", "runs", "--json", "--config", configuration,
        ])
        let figures = try JSON(Array(runs.text.utf8)).elements.map { $0["figures"] }
        #expect(figures.count == 2 && figures[0]["hamLost"].number != nil && figures[0]["spamThreshold"].number != nil)
        let refused = try String(contentsOfFile: latest, encoding: .utf8)
        #expect(refused.contains("The model in service stays, because far less mail"))
        #expect(refused.contains("Check whether accounts or folders are missing"))
        #expect(try site.current == model && content() == before)
    }
}
