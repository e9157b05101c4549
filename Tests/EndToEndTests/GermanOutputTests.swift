// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("What commands print in German")
struct GermanOutputTests {
    private func columns(_ text: String) -> Int { text.split(separator: "\n").map(\.count).max() ?? 0 }

    @Test("models list, diff, rollback and unpin; JSON and names of files stay as they are")
    func models() throws {
        let site = try NightlyTests.Site("gate:\n  label-days: 365")
        try site.night()
        let first = try #require(site.current)
        try site.night()
        let second = try #require(site.current)
        let list = try site.run(["models", "list", "--language", "de"])
        let counts = " erwünscht, "
        #expect(list.code == 0 && list.text.contains("* \(second)  ") && list.text.contains(counts), "\(list.text)")
        #expect(list.text.contains("(1-ROCA)% 0,") || list.text.contains("(1-ROCA)% 1,"), "\(list.text)")
        let diff = try site.run(["models", "diff", first, "--language", "de"])
        for row in ["Modell ", "erwünscht ", "Spam ", "bekannte Absender ", "letzte Mail ", "sm% bei 0,1 ", "Spam ab "]
        {
            #expect(diff.text.split(separator: "\n").contains { $0.hasPrefix(row) }, "\(row) in \(diff.text)")
        }
        let english = try site.run(["models", "diff", first]).text
        #expect(columns(diff.text) <= 80 && columns(list.text) <= 80 && columns(english) <= 80)
        #expect(english.contains("known senders ") && english.contains("last mail     2026-"), "\(english)")
        let back = try site.run(["models", "rollback", "--language", "de"])
        #expect(back.text.hasPrefix("\(first) ist in Betrieb und festgehalten bis „spreu models unpin --config"))
        #expect(try site.run(["models", "list", "--language", "de"]).errors.contains("ist festgehalten bis „"))
        let shown = try site.run(["models", "unpin", "--language", "de"])
        #expect(shown.text == "der nächste nächtliche Lauf nimmt sein Modell in Betrieb, wenn es die Prüfung besteht\n")
        #expect(try site.run(["models", "unpin"]).text == "no model was pinned\n")
    }

    @Test("models keygen and verify")
    func signatures() throws {
        let scratch = try ScratchFolder()
        let (secret, open) = (scratch.path("signing.key"), scratch.path("signing.pub"))
        let key = try Program("spreu").run(
            ["models", "keygen", "--signing-key", secret, "--public-key", open], environment: ["LC_ALL": "de_DE.UTF-8"])
        #expect(key.code == 0 && key.text.hasPrefix("Schlüssel "), "\(key.errors)")
        let model = scratch.path("model.spreu")
        try FileManager.default.copyItem(atPath: Spreu.model(), toPath: model)
        #expect(try Program("spreu").run(["models", "sign", model, "--signing-key", secret]).code == 0)
        let verified = try Program("spreu").run(
            ["models", "verify", model, "--public-key", open, "--language", "de"])
        let id = key.text.dropFirst("Schlüssel ".count).prefix(16)
        #expect(verified.text == "\(model) ist mit dem Schlüssel \(id) signiert\n", "\(verified.errors)")
    }

    @Test("tune")
    func tune() throws {
        let scratch = try ScratchFolder()
        let outcome = try Spreu.run([
            "tune", "--index", SampleCorpus.path("index"), "--block", "100", "--newest", "150", "--output",
            scratch.path("settings"), "--language", "de",
        ])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.text.hasPrefix("Vorgaben ") && outcome.text.contains("half-life 1000 "), "\(outcome.text)")
        #expect(outcome.text.contains("\nErgebnis  ") && !outcome.text.contains(" the "), "\(outcome.text)")
        #expect(columns(outcome.text) <= 80, "\(outcome.text)")
    }

    @Test("inspect --review: the keys are the same")
    func review() throws {
        let scratch = try ScratchFolder()
        let lines = try SampleCorpus.index().map { "\($0.label) \(try SampleCorpus.path($0.path))\n" }
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: scratch.path("index")))
        let store = scratch.path("store")
        #expect(try Spreu.run(["ingest", "--store", store, "--index", scratch.path("index")]).code == 0)
        let outcome = try Spreu.run(
            ["inspect", "--store", store, "--review", "--suspects", "3", "--language", "de"], input: Data("hushq".utf8))
        #expect(outcome.code == 0, "\(outcome.errors)")
        for words in [
            "h erwünscht, s Spam, n weiter, u zurück, ", "\n1 von 3\nLabel ", ", falsch mit ", "(s)? erwünscht\n",
            "zurück\n", "erwünscht (h) oder Spam (s)? ", "2 Labels geschrieben, davon anders als zuvor: ",
        ] { #expect(outcome.text.contains(words), "\(words) in \(outcome.text)") }
        #expect(columns(outcome.text) <= 80 && !outcome.text.contains(" of "), "\(outcome.text)")
        let abandoned = try Spreu.run(
            ["inspect", "--store", store, "--review", "--language", "de"], input: Data("h\u{03}".utf8))
        #expect(abandoned.text.hasSuffix("Ende, nichts wird geschrieben\nkein Label wurde geschrieben\n"))
    }
}
