// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu inspect")
struct InspectTests {
    /// The index with the labels of some messages turned, by absolute paths.
    private func index(_ scratch: ScratchFolder, flipping flipped: Set<Int> = []) throws -> [String] {
        var (lines, paths): (String, [String]) = ("", [])
        for (number, entry) in try SampleCorpus.index().enumerated() {
            let path = try SampleCorpus.path(entry.path)
            let label = flipped.contains(number) ? (entry.label == "ham" ? "spam" : "ham") : entry.label
            lines += "\(label) \(path)\n"
            if flipped.contains(number) { paths.append(path) }
        }
        try Data(lines.utf8).write(to: URL(fileURLWithPath: scratch.path("index")))
        return paths
    }

    private func inspect(_ arguments: [String], input: String = "") throws -> Program.Outcome {
        try Spreu.run(["inspect"] + arguments, input: Data(input.utf8))
    }

    @Test("every section is there, in 80 columns, without colours, and nothing of who wrote what to whom")
    func text() throws {
        let scratch = try ScratchFolder()
        _ = try index(scratch, flipping: [40, 41, 200])
        let outcome = try inspect(["--index", scratch.path("index")])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let text = String(decoding: outcome.output, as: UTF8.self)
        for title in ["What there is", "Leaks", "Campaigns", "Error by how", "Labels that are", "Drift"] {
            #expect(text.contains("\n" + title) || text.hasPrefix(title), "\(title)")
        }
        #expect(text.split(separator: "\n").filter { $0.count > 80 } == [] && !text.contains("\u{1B}"))
        for number in stride(from: 0, to: 400, by: 10) {
            let path = try SampleCorpus.path(SampleCorpus.index()[number].path)
            let shown = try Spreu.run(["show", "--json", path]).value
            for secret in [shown["subject"].string, shown["from"].elements.first?["address"].string] {
                if let secret, secret.count > 8 { #expect(!text.contains(secret), "\(secret)") }
            }
        }
    }

    @Test("in German the report fits 80 columns, too, and says nothing in English", arguments: [false, true])
    func german(isFromStore: Bool) throws {
        let scratch = try ScratchFolder()
        _ = try index(scratch, flipping: [40, 41, 200])
        var source = ["--index", scratch.path("index")]
        if isFromStore {
            #expect(try Spreu.run(["ingest", "--store", scratch.path("store")] + source).code == 0)
            source = ["--store", scratch.path("store")]
        }
        func lines(_ language: String) throws -> [String] {
            let outcome = try inspect(source + ["--language", language])
            #expect(outcome.code == 0, "\(outcome.errors)")
            return String(decoding: outcome.output, as: UTF8.self).split(separator: "\n").map(String.init)
        }
        let (english, german) = (Set(try lines("en")), try lines("de"))
        for title in ["Was da ist", "Lecks", "Kampagnen", "Fehler, je", "Labels, die", "Drift: was"] {
            #expect(german.contains { $0.hasPrefix(title) }, "\(title)")
        }
        #expect(german.filter { $0.count > 80 } == [] && english.filter { $0.count > 80 } == [])
        for line in german
        where line.contains(/[a-z]{2,} [a-z]{2,}/) && !line.contains("spreu ") && !line.contains(".eml") {
            #expect(!english.contains(line), "\(line)")
        }
        let word = isFromStore ? "von " : "am ähnlichsten"
        #expect(german.contains { $0.contains(word) } && german.contains { $0.hasPrefix("1.  Label ") })
    }

    @Test("archives name the networks that sent a campaign, and a store counts them")
    func networks() throws {
        let scratch = try ScratchFolder()
        _ = try index(scratch)
        #expect(
            try Spreu.run(["ingest", "--store", scratch.path("store"), "--index", scratch.path("index")]).code == 0)
        let archives = try inspect(["--index", scratch.path("index"), "--json"]).value["campaigns"]["list"].elements
        let named = archives.flatMap { $0["largestNetworks"].elements }.compactMap { $0["network"].string }
        #expect(!named.isEmpty && named.allSatisfy { $0.hasSuffix("/24") }, "\(named)")
        func counts(_ campaigns: [JSON]) -> [[Double?]] {
            campaigns.map { campaign in
                ["messages", "networks", "networksUnknown"].map { campaign[$0].number }
            }.sorted { "\($0)" < "\($1)" }
        }
        let store = try inspect(["--store", scratch.path("store"), "--json"])
        let list = try store.value["campaigns"]["list"].elements
        #expect(!list.isEmpty && counts(list) == counts(archives))
        #expect(list.allSatisfy { $0["largestNetworks"].elements.isEmpty })
        for name in Set(named) { #expect(!store.text.contains(name.dropLast(4))) }
    }

    @Test(
        "where a store knows the networks of some messages alone, or of none, that is said",
        arguments: ["en", "de"])
    func unknownNetworks(language: String) throws {
        let scratch = try ScratchFolder()
        _ = try index(scratch)
        let (store, segment) = (scratch.path("store"), scratch.path("a.segment"))
        let lines = String(decoding: try Spreu.data(scratch.path("index")), as: UTF8.self).split(separator: "\n")
        let half = scratch.path("half")
        try Data((lines.enumerated().filter { $0.offset % 2 == 0 }.map(\.element).joined(separator: "\n") + "\n").utf8)
            .write(to: URL(fileURLWithPath: half))
        // Segments keep no network.
        #expect(try Spreu.run(["ingest", "--segment-only", segment, "--index", half]).code == 0)
        #expect(try Spreu.run(["ingest", "--store", store, "--segment", segment]).code == 0)
        func texts() throws -> (text: String, page: String) {
            let page = scratch.path("page.html")
            let outcome = try inspect(["--store", store, "--language", language, "--html", page])
            #expect(outcome.code == 0, "\(outcome.errors)")
            return (
                outcome.text.split(whereSeparator: \.isWhitespace).joined(separator: " "),
                String(decoding: try Spreu.data(page), as: UTF8.self)
            )
        }
        let isGerman = language == "de"
        var (text, page) = try texts()
        for shown in [text, page] {
            #expect(shown.contains(isGerman ? "Aus welchen Netzen gesendet wurde, ist" : "Sending networks are not"))
        }
        #expect(try Spreu.run(["ingest", "--store", store, "--index", scratch.path("index")]).code == 0)
        (text, page) = try texts()
        for shown in [text, page] {
            #expect(shown.contains(isGerman ? "sendendes Netz nicht bekannt" : "sending network is not known"))
        }
        #expect(text.contains(isGerman ? "Netz unbekannt: " : "network unknown: "))
        #expect(page.contains(isGerman ? "(unbekannt: " : "(unknown: "))
    }

    @Test(
        "of labels that were turned on purpose most are among twice as many named first, each with where the message lies"
    )
    func suspects() throws {
        let scratch = try ScratchFolder()
        let flipped = try index(scratch, flipping: [30, 90, 150, 210, 270, 330])
        let report = try inspect(["--index", scratch.path("index"), "--json"]).value
        let places = report["suspectLabels"].elements.compactMap { $0["place"].string }
        #expect(places.count == 20)
        #expect(places.prefix(12).count { flipped.contains($0) } >= 5, "\(places.prefix(12))")
        let first = try #require(report["suspectLabels"].elements.first)
        #expect(first["messageID"].string != nil && first["probabilityWrong"].number ?? 0 > 0.5)
        #expect(report["splits"].elements.map { $0["split"].string } == ["random", "time", "campaign"])
        #expect(report["overview"]["groups"].elements.map { $0["name"].string } == ["ham", "spam"])
    }

    @Test("the report is the same with one, two and eight threads, and nothing is left in the folder for features")
    func threads() throws {
        let scratch = try ScratchFolder()
        _ = try index(scratch)
        let spill = scratch.path("spill")
        try FileManager.default.createDirectory(atPath: spill, withIntermediateDirectories: true)
        var outputs: Set<Data> = []
        for threads in ["1", "2", "8"] {
            let outcome = try Spreu.run(
                under: ["/usr/bin/env", "TMPDIR=\(spill)"],
                ["inspect", "--index", scratch.path("index"), "--json", "--threads", threads])
            #expect(outcome.code == 0, "\(outcome.errors)")
            outputs.insert(outcome.output)
        }
        #expect(outputs.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: spill) == [])
    }

    @Test(
        "the page is one file in the reader's language that loads nothing and names nobody",
        arguments: [("en", "Which labels are wrong?"), ("de", "Welche Labels sind falsch?")])
    func page(language: String, heading: String) throws {
        let scratch = try ScratchFolder()
        _ = try index(scratch, flipping: [30, 90])
        let page = scratch.path("page.html")
        let outcome = try inspect(["--index", scratch.path("index"), "--html", page, "--language", language])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let html = String(decoding: try Spreu.data(page), as: UTF8.self)
        #expect(html.contains("lang=\"\(language)\"") && html.contains(heading))
        #expect(!html.contains("<script") && !html.contains("http://") && !html.contains("https://"))
        for number in stride(from: 0, to: 400, by: 20) {
            let path = try SampleCorpus.path(SampleCorpus.index()[number].path)
            let subject = try Spreu.run(["show", "--json", path]).value["subject"].string
            if let subject, subject.count > 8 { #expect(!html.contains(subject), "\(subject)") }
        }
    }

    @Test("sources without labels are counted, and a corpus of one class is not judged")
    func unlabelled() throws {
        let report = try inspect([SampleCorpus.path("ham.mbox"), "--json"]).value
        #expect(report["overview"]["groups"].elements.map { $0["name"].string } == ["unlabelled"])
        #expect(report["expectedWrongLabels"] == .null && report["suspectLabels"].elements.isEmpty)
        let text = try inspect(["--ham", SampleCorpus.path("ham.mbox")])
        #expect(text.code == 0 && String(decoding: text.output, as: UTF8.self).contains("not judged"))
    }

    @Test("of a store suspects have commands that name and relabel them, and --review writes what a person says")
    func review() throws {
        let scratch = try ScratchFolder()
        _ = try index(scratch, flipping: [30, 90, 150])
        let store = scratch.path("store")
        #expect(try Spreu.run(["ingest", "--store", store, "--index", scratch.path("index")]).code == 0)
        let report = try inspect(["--store", store, "--json"]).value
        let first = try #require(report["suspectLabels"].elements.first)
        let digest = try #require(first["digest"].string)
        let right = first["label"].string == "spam" ? "ham" : "spam"
        #expect(
            first["commands"].elements.map { $0.string } == [
                "spreu find \(digest.prefix(16)) --store \(store)",
                "spreu label \(right) \(digest.prefix(16)) --store \(store)",
            ])
        // The first is put right; the second is said, undone and skipped.
        let review = try inspect(["--store", store, "--review"], input: String(right.prefix(1)) + "sun" + "q")
        #expect(review.code == 0, "\(review.errors)")
        let said = String(decoding: review.output, as: UTF8.self)
        #expect(said.contains("1 of 20") && said.contains("wrote 1 label, 1 of them"), "\(said)")
        let labels = try Spreu.run(["label", "--list", "--json", "--store", store]).value.elements
        #expect(labels.count == 1 && labels.first?["digest"].string == digest)
        #expect(labels.first?["label"].string == right)
        // What was said is not asked again.
        let again = try inspect(["--store", store, "--review"], input: "q")
        #expect(!String(decoding: again.output, as: UTF8.self).contains(digest.prefix(16)))
    }

    @Test("a review that is broken off writes nothing")
    func abandoned() throws {
        let scratch = try ScratchFolder()
        _ = try index(scratch, flipping: [30])
        let store = scratch.path("store")
        #expect(try Spreu.run(["ingest", "--store", store, "--index", scratch.path("index")]).code == 0)
        let review = try inspect(["--store", store, "--review"], input: "hs\u{3}")
        #expect(review.code == 0 && String(decoding: review.output, as: UTF8.self).contains("no label was written"))
        #expect(try Spreu.run(["label", "--list", "--json", "--store", store]).value.elements.isEmpty)
    }

    @Test(
        "wrong usage is refused, with what to do",
        arguments: [
            ([], "nothing to inspect"), (["--review", "--ham", "a"], "--review writes labels to a store"),
            (["--store", "s", "--ham", "a"], "cannot be combined"),
            (["--store", "s", "--suspects", "-1"], "--suspects"),
        ] as [([String], String)])
    func usage(arguments: [String], expected: String) throws {
        let outcome = try inspect(arguments)
        #expect(outcome.code == 64 && outcome.errors.contains(expected), "\(outcome.errors)")
    }

    @Test("a source that is not there is no empty corpus")
    func missing() throws {
        #expect(try inspect(["--ham", "/nowhere"]).code == 66)
        #expect(try inspect(["/nowhere"]).code == 66)
    }
}
