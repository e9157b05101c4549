// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu evaluate")
struct EvaluateTests {
    /// The arguments of each protocol over the sample corpus.
    static let protocols: [[String]] = [
        ["--protocol", "online"], ["--protocol", "nightly", "--block", "50"],
        ["--protocol", "nightly", "--block", "day"],
        ["--protocol", "cv", "--folds", "3"], ["--protocol", "transfer"],
    ]

    private func evaluate(_ arguments: [String]) throws -> Program.Outcome {
        guard arguments.contains("transfer") else {
            return try Spreu.run(["evaluate", "--index", SampleCorpus.path("index")] + arguments)
        }
        let scratch = try ScratchFolder()
        let lines = try SampleCorpus.index().map { "\($0.label) \(try SampleCorpus.path($0.path))\n" }
        for (name, half) in [("learned", lines.prefix(200)), ("tested", lines.dropFirst(200))] {
            try Data(half.joined().utf8).write(to: URL(fileURLWithPath: scratch.path(name)))
        }
        return try Spreu.run(
            ["evaluate", "--index", scratch.path("learned"), "--test", scratch.path("tested")] + arguments)
    }

    @Test("each protocol gives the same scores and figures with one, two and eight threads", arguments: protocols)
    func threads(_ arguments: [String]) throws {
        let scratch = try ScratchFolder()
        var results: [Data] = []
        for threads in ["1", "2", "8"] {
            let files = ["--scores", scratch.path("scores"), "--json", scratch.path("json")]
            let outcome = try evaluate(arguments + ["--threads", threads] + files)
            #expect(outcome.code == 0, "\(outcome.errors)")
            results.append(try Spreu.data(scratch.path("scores")) + Spreu.data(scratch.path("json")))
        }
        #expect(results[0] == results[1] && results[1] == results[2])
    }

    @Test("online and cv score every message once, in the order of the index", arguments: ["online", "cv"])
    func scoresFile(protocolName: String) throws {
        let scratch = try ScratchFolder()
        #expect(try evaluate(["--protocol", protocolName, "--scores", scratch.path("scores")]).code == 0)
        let lines = try String(contentsOfFile: scratch.path("scores"), encoding: .utf8).split(separator: "\n")
        let index = try SampleCorpus.index()
        #expect(lines.count == index.count)
        for (line, entry) in zip(lines, index) { #expect(line.hasPrefix("\(entry.path) judge=\(entry.label) class=")) }
    }

    @Test("nightly leaves the first block unscored")
    func firstBlock() throws {
        let outcome = try evaluate(["--protocol", "nightly", "--block", "100", "--json", "-"])
        #expect(try outcome.value["messages"].integer == SampleCorpus.hamCount + SampleCorpus.spamCount - 100)
    }

    @Test("archives of ham and spam give as many messages as the index")
    func archives() throws {
        let outcome = try Spreu.run([
            "evaluate", "--protocol", "cv", "--ham", SampleCorpus.path("ham.mbox"), "--spam",
            SampleCorpus.path("spam.mbox"), "--json", "-",
        ])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try outcome.value["ham"].integer == SampleCorpus.hamCount)
        #expect(try outcome.value["spam"].integer == SampleCorpus.spamCount)
    }

    @Test("figures on the sample are far better than chance, and not too good to be true for labels at random")
    func labelsMatter() throws {
        let scratch = try ScratchFolder()
        let real = try evaluate(["--protocol", "cv", "--json", "-"]).value
        // The same messages with labels that have nothing to do with them.
        let random = try SampleCorpus.index().enumerated().map { number, entry in
            "\((number * 7_919) % 13 < 6 ? "spam" : "ham") \(try SampleCorpus.path(entry.path))\n"
        }
        try Data(random.joined().utf8).write(to: URL(fileURLWithPath: scratch.path("index")))
        let shuffled = try Spreu.run([
            "evaluate", "--protocol", "cv", "--index", scratch.path("index"), "--json", "-",
        ])
        func area(_ report: JSON) throws -> Double {
            guard case .number(let value) = report["oneMinusROCAPercent"] else { throw Missing() }
            return value
        }
        #expect(try area(real) < 10)
        #expect((25...75).contains(try area(try shuffled.value)))
    }

    private struct Missing: Error {}

    @Test("judged by the true labels, flipped ones are learned but not counted")
    func judge() throws {
        let scratch = try ScratchFolder()
        let flipped = try SampleCorpus.index().enumerated().map { number, entry in
            let label = number % 20 == 0 ? (entry.label == "ham" ? "spam" : "ham") : entry.label
            return "\(label) \(try SampleCorpus.path(entry.path))\n"
        }
        try Data(flipped.joined().utf8).write(to: URL(fileURLWithPath: scratch.path("flipped")))
        let judged = try Spreu.run([
            "evaluate", "--protocol", "cv", "--index", scratch.path("flipped"), "--judge", SampleCorpus.path("index"),
            "--json", "-",
        ])
        #expect(judged.code == 0, "\(judged.errors)")
        #expect(try judged.value["ham"].integer == SampleCorpus.hamCount)
    }

    @Test("a comparison with another's scores says how the two differ")
    func compare() throws {
        let scratch = try ScratchFolder()
        let scores = scratch.path("scores")
        #expect(try evaluate(["--protocol", "cv", "--learner", "naive-bayes", "--scores", scores]).code == 0)
        let outcome = try evaluate(["--protocol", "cv", "--compare", scores])
        #expect(outcome.code == 0 && outcome.text.contains("second - first, 95 %"))
        let other = try evaluate(["--protocol", "nightly", "--block", "50", "--compare", scores])
        #expect(other.code == 65 && other.errors.hasPrefix("spreu: error: compare: "), "\(other.errors)")
    }

    @Test("an index with a bad line or a missing file costs a line each; the rest is evaluated")
    func damagedIndex() throws {
        let scratch = try ScratchFolder()
        var lines = try SampleCorpus.index().map { "\($0.label) \(try SampleCorpus.path($0.path))" }
        lines.insert("perhaps eml/001.eml", at: 10)
        lines.insert("spam /nonexistent/message.eml", at: 20)
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: scratch.path("index")))
        let outcome = try Spreu.run(["evaluate", "--protocol", "cv", "--index", scratch.path("index"), "--json", "-"])
        #expect(outcome.code == 4)
        #expect(outcome.errorLines.count == 2, "\(outcome.errors)")
        #expect(try outcome.value["messages"].integer == SampleCorpus.hamCount + SampleCorpus.spamCount)
    }

    @Test("a fold for each message is the most there can be, and one block alone is told")
    func tooFine() throws {
        let folds = try evaluate(["--protocol", "cv", "--folds", "9223372036854775807"])
        #expect(folds.code == 64 && folds.errors.contains("exceeds the number of messages, 421"), "\(folds.errors)")
        let block = try evaluate(["--protocol", "nightly", "--block", "421"])
        #expect(block.code == 66 && block.errors.contains("--block"), "\(block.errors)")
    }

    @Test("learned mail is not scored as if it were other mail")
    func sameMail() throws {
        let index = try SampleCorpus.path("index")
        let outcome = try Spreu.run(["evaluate", "--protocol", "transfer", "--index", index, "--test", index])
        #expect(outcome.code == 64)
    }

    @Test("an output that is an input is refused before anything is read or written")
    func outputIsInput() throws {
        let scratch = try ScratchFolder()
        let mbox = scratch.path("mbox")
        let bytes = try SampleCorpus.data("ham.mbox")
        try bytes.write(to: URL(fileURLWithPath: mbox))
        try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: mbox)
        let spam = try SampleCorpus.path("spam.mbox")
        for output in ["mbox", "link"] {
            for option in ["--scores", "--json"] {
                let outcome = try Spreu.run([
                    "evaluate", "--protocol", "cv", "--ham", mbox, "--spam", spam, option, scratch.path(output),
                ])
                #expect(outcome.code == 64, "\(outcome.errors)")
            }
            let outcome = try Spreu.run(["train", "--ham", mbox, "--spam", spam, "-o", scratch.path(output)])
            #expect(outcome.code == 64, "\(outcome.errors)")
        }
        let other = try Spreu.run(["train", "--ham", try SampleCorpus.path("ham.mbox"), "--spam", spam, "-o", mbox])
        #expect(other.code == 73 && other.errors.contains("is not a model"), "\(other.errors)")
        let device = try Spreu.run(["train", "--ham", mbox, "--spam", spam, "-o", "/dev/null"])
        #expect(device.code == 73)
        #expect(try Spreu.data(mbox) == bytes)
    }

    @Test("no index is no input", arguments: ["cv", "online"])
    func noIndex(protocolName: String) throws {
        let outcome = try Spreu.run(["evaluate", "--protocol", protocolName, "--index", "/nonexistent/index"])
        #expect(outcome.code == 66)
    }
}
