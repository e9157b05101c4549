// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu explain")
struct ExplainTests {
    private func explain(_ arguments: [String]) throws -> Program.Outcome {
        let outcome = try Spreu.run(["explain", "--model", Spreu.model()] + arguments)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return outcome
    }

    private func text(_ arguments: [String]) throws -> String {
        String(decoding: try explain(arguments).output, as: UTF8.self)
    }

    @Test(
        "at most twelve reasons add up to the score that classify gives",
        arguments: ["001", "002", "010", "020", "033"])
    func sum(name: String) throws {
        let file = try SampleCorpus.path("eml/\(name).eml")
        let explained = try explain(["--json", file]).value
        let classified = try Spreu.run(["classify", "--json", "--model", Spreu.model(), file]).value
        let score = try #require(classified["logOdds"].number)
        #expect(explained["logOdds"].number == score)
        #expect(explained["verdict"].string == classified["verdict"].string)
        let reasons = explained["reasons"].elements
        #expect((3...12).contains(reasons.count))
        #expect(abs(reasons.reduce(0) { $0 + ($1["logOdds"].number ?? 0) } - score) < 1e-9)
        #expect(reasons.allSatisfy { $0["sentence"].string?.contains("{}") == false })
        // The largest mover first, what is common to all messages before it, the rest behind it.
        let movers = reasons.filter { !["base", "calibration", "knownSender", "others"].contains($0["kind"].string) }
        let sizes = movers.map { abs($0["logOdds"].number ?? 0) }
        #expect(sizes == sizes.sorted(by: >))
    }

    @Test("where padding contradicts the header, a line says so, and the lines add up to the score that classify gives")
    func padding() throws {
        let index = try SampleCorpus.index()
        func text(_ path: String) throws -> String {
            String(decoding: try Data(contentsOf: URL(fileURLWithPath: SampleCorpus.path(path))), as: UTF8.self)
        }
        // The letters of others, without their headers and without markup.
        let letters = try index.filter { $0.label == "ham" }.prefix(30).map { entry in
            let mail = try text(entry.path)
            return mail.range(of: "\n\n").map { String(mail[$0.upperBound...].filter { $0 != "<" }.prefix(800)) } ?? ""
        }.joined(separator: "\n")
        let scratch = try ScratchFolder()
        var contradicted = 0
        for entry in index.filter({ $0.label == "spam" }).prefix(12) {
            let mail = try text(entry.path)
            guard let end = mail.range(of: "\n\n"), !mail.contains("multipart") else { continue }
            let padded = scratch.path("padded")
            try Data((mail[..<end.upperBound] + letters + mail[end.upperBound...]).utf8)
                .write(to: URL(fileURLWithPath: padded))
            let score = try Spreu.run(["classify", "--json", "--model", Spreu.model(), padded]).value
            let reasons = try explain(["--json", padded]).value["reasons"].elements
            let sum = reasons.reduce(0) { $0 + ($1["logOdds"].number ?? 0) }
            #expect(abs(sum - (score["logOdds"].number ?? 0)) < 1e-9)
            let line = reasons.first { $0["kind"].string == "contradiction" }
            #expect(line?["logOdds"].number == score["contradiction"].number)
            if let line {
                contradicted += 1
                #expect(line["sentence"].string == "the header speaks for spam, the content against it")
            }
        }
        #expect(contradicted > 0)
    }

    @Test("the same message has the same lines every time, 80 columns wide, in English and German")
    func languages() throws {
        let file = try SampleCorpus.path("eml/003.eml")
        let english = try text(["--language", "en", "--details", file])
        #expect(try text(["--language", "en", "--details", file]) == english)
        #expect(english.contains("words of the text: ") && english.contains("probability "), "\(english)")
        let german = try text(["--language", "de", file])
        #expect(german.contains("Wörter im Text: ") && german.contains("Wahrscheinlichkeit "), "\(german)")
        for line in (english + german).split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test(
        "the words of the texts add up to what the views and the experts say", arguments: ["001", "003", "010", "020"])
    func marked(name: String) throws {
        let explained = try explain(["--json", "--marked", SampleCorpus.path("eml/\(name).eml")]).value
        let views: [String: [String]] = [
            "header": ["headerGrams", "headerWords", "headerPairs"], "subject": ["subject"],
            "text": ["textGrams", "words", "wordPairs"], "hiddenText": ["hiddenText"],
        ]
        let texts = explained["texts"].elements
        #expect(texts.contains { $0["section"].string == "text" } && texts.count >= 3)
        for text in texts {
            let section = try #require(text["section"].string)
            let sum = text["words"].elements.reduce(0) { $0 + ($1["logOdds"].number ?? 0) }
            let expected = (views[section] ?? []).reduce(0) { $0 + (explained["views"][$1]["logOdds"].number ?? 0) }
            #expect(abs(sum - expected) < 1e-9, "\(section)")
            #expect(abs(sum - (text["logOdds"].number ?? .nan)) < 1e-9, "\(section)")
        }
        let reasons = explained["reasons"].elements
        let common = reasons.filter {
            ["base", "calibration", "knownSender", "contradiction"].contains($0["kind"].string)
        }
        let rest = common.reduce(explained["logOdds"].number ?? .nan) { $0 - ($1["logOdds"].number ?? 0) }
        let experts = explained["experts"].elements.reduce(0) { $0 + ($1["logOdds"].number ?? 0) }
        #expect(abs(experts - rest) < 1e-9)
    }

    @Test("without colours the heavier words stand in brackets, and the page marks them")
    func markedText() throws {
        let file = try SampleCorpus.path("eml/003.eml")
        let scratch = try ScratchFolder()
        let page = scratch.path("page.html")
        let shown = try text(["--language", "en", "--marked", "--html", page, file])
        #expect(shown.contains("stand in brackets") && shown.contains("  elsewhere: links"), "\(shown)")
        #expect(shown.firstMatch(of: /\[[^ ]+ [+-][0-9]+\.[0-9]{2}\]/) != nil)
        #expect(!shown.contains("\u{1B}"))
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(html.contains("<mark class=\"") && html.contains("default-src 'none'"))
        let german = scratch.path("seite.html")
        _ = try text(["--language", "de", "--html", german, file])
        #expect(try String(contentsOfFile: german, encoding: .utf8).contains("Warum diese Nachricht so beurteilt wird"))
        // Without --marked no text of the message but the examples is printed.
        #expect(try explain(["--json", file]).value["texts"].elements.isEmpty)
    }

    @Test("what a message says reaches the terminal as text only")
    func hostile() throws {
        let scratch = try ScratchFolder()
        let file = scratch.path("m")
        let message =
            "From: a\u{1B}[2J@example.com\nSubject: \u{1B}]0;x\u{07} \u{202E}drow\n\n\u{1B}[31mred \u{9B}1m words\n"
        try Data(message.utf8).write(to: URL(fileURLWithPath: file))
        let shown = try text([file])
        #expect(!shown.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || (0x7f...0x9f).contains($0.value) })
        #expect(!shown.unicodeScalars.contains("\u{202E}"))
        let marked = try text(["--marked", "--html", scratch.path("page"), file])
        #expect(!marked.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || (0x7f...0x9f).contains($0.value) })
        try Data("Subject: <script>x</script> \" onload=x\n\n</div><img src=x onerror=x> \u{202E}drow\n".utf8)
            .write(to: URL(fileURLWithPath: file))
        _ = try text(["--marked", "--html", scratch.path("page"), file])
        let page = try String(contentsOfFile: scratch.path("page"), encoding: .utf8)
        #expect(!page.contains("<script") && !page.contains("<img") && !page.unicodeScalars.contains("\u{202E}"))
    }

    @Test("a configuration that is named decides, and site settings beside it are refused")
    func configured() throws {
        let file = try SampleCorpus.path("eml/003.eml")
        let none = try Spreu.run(["explain", "--model", Spreu.model(), "--config", "/nonexistent.yaml", file])
        #expect(none.code != 0 && none.errors.contains("/nonexistent.yaml"), "\(none.errors)")
        let other = try Spreu.run(["explain", "--model", Spreu.model(), "--hosts", "mx.example.org", file])
        #expect(other.code == 0 && other.errors.contains("other than those given here"), "\(other.errors)")
    }

    @Test("without a model, and without a site that serves one, it says what to give")
    func none() throws {
        let outcome = try Spreu.run(["explain", SampleCorpus.path("eml/003.eml")])
        #expect(outcome.code == 64 && outcome.errors.contains("--model FILE"), "\(outcome.errors)")
    }
}
