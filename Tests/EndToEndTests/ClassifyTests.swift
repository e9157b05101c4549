// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu classify")
struct ClassifyTests {
    @Test("a spam that was not learned ends with bogofilter's code for spam, by file and by standard input")
    func spam() throws {
        let file = try SampleCorpus.path("new/spam.eml")
        let byFile = try Spreu.run(["classify", "--model", Spreu.model(), file])
        let byInput = try Spreu.run(["classify", "--model", Spreu.model()], input: Spreu.data(file))
        #expect(byFile.code == 0 && byFile.text.hasPrefix("spam\t"))
        #expect(byInput.code == 0 && byInput.output == byFile.output)
    }

    @Test("a ham that was learned ends with bogofilter's code for ham or for unsure, never for spam")
    func ham() throws {
        let outcome = try Spreu.run(["classify", "--model", Spreu.model(), SampleCorpus.path("new/ham.eml"), "--json"])
        let verdict = try #require(try outcome.value["verdict"].string)
        #expect([1: "ham", 2: "unsure"][outcome.code] == verdict)
    }

    @Test("an mbox, a Maildir and an index give a verdict for each message, in the order of the archive")
    func archives() throws {
        for (source, count) in [
            ("ham.mbox", SampleCorpus.hamCount), ("Maildir", SampleCorpus.hamCount + SampleCorpus.spamCount),
            ("index", SampleCorpus.hamCount + SampleCorpus.spamCount),
        ] {
            let one = try Spreu.run(["classify", "--model", Spreu.model(), "--threads", "1", SampleCorpus.path(source)])
            let four = try Spreu.run([
                "classify", "--model", Spreu.model(), "--threads", "4", SampleCorpus.path(source),
            ])
            #expect(one.code == 0, "\(one.errors)")
            #expect(one.text.split(separator: "\n").count == count)
            #expect(one.output == four.output)
            if source == "index" {
                let named = try Spreu.run(
                    ["classify", "--model", Spreu.model(), "--format", "index", SampleCorpus.path(source)])
                #expect(named.output == one.output)
            }
        }
    }

    @Test("a message with an mbox line on top is one message, by file as by standard input")
    func mboxLine() throws {
        let scratch = try ScratchFolder()
        let message =
            Data("From ann@example.com Tue Nov 24 10:00:00 2026\n".utf8) + (try SampleCorpus.data("new/ham.eml"))
        try message.write(to: URL(fileURLWithPath: scratch.path("message")))
        let byFile = try Spreu.run(["classify", "--model", Spreu.model(), scratch.path("message")])
        let byInput = try Spreu.run(["classify", "--model", Spreu.model()], input: message)
        #expect([1, 2].contains(byFile.code) && byFile.code == byInput.code)
        #expect(byFile.output == byInput.output)
    }

    @Test("a source is opened once: a pipe gives the verdicts of all that is in it")
    func pipe() throws {
        let scratch = try ScratchFolder()
        let pipe = scratch.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let mbox = try SampleCorpus.path("ham.mbox")
        let writing = ["-c", "exec cat \"$0\" > \"$1\"", mbox, pipe]
        let writer = try RunningProgram("/bin/sh", writing, log: scratch.path("log"))
        let outcome = try Spreu.run(["classify", "--model", Spreu.model(), pipe])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.text.split(separator: "\n").count == SampleCorpus.hamCount)
        #expect(eventually { !writer.isRunning })
    }

    @Test("other settings of the site than in training are a warning that names the model; the same are none")
    func otherSettings() throws {
        let file = try SampleCorpus.path("new/spam.eml")
        let plain = try Spreu.run(["classify", "--model", Spreu.model(), file])
        #expect(plain.errors.isEmpty)
        for option in [["--hosts", "mx.example.com"], ["--own-host", "mx.example.com"], ["--ignore-fields", "X-A"]] {
            let other = try Spreu.run(["classify", "--model", Spreu.model(), file] + option)
            #expect(other.errors.contains("\(try Spreu.model()) was trained with site settings other than those"))
        }
    }

    @Test("the settings of a file are those of the options, under their names and the earlier ones")
    func settingsFile() throws {
        let scratch = try ScratchFolder()
        try Data("hosts: [mx.example.com]\nnetworks: [192.0.2.0/24]\n".utf8).write(
            to: URL(fileURLWithPath: scratch.path("site.yaml")))
        let ways = [
            ["--site", scratch.path("site.yaml")], ["--hosts", "mx.example.com", "--networks", "192.0.2.0/24"],
            ["--own-host", "mx.example.com", "--own-network", "192.0.2.0/24"],
        ]
        let models = try ways.enumerated().map { index, options in
            let model = scratch.path("model\(index)")
            let arguments = [
                "train", "--ham", try SampleCorpus.path("ham.mbox"), "--spam", try SampleCorpus.path("spam.mbox"),
                "--learner", "naive-bayes", "--output", model,
            ]
            let outcome = try Spreu.run(arguments + options)
            #expect(outcome.code == 0, "\(outcome.errors)")
            return try Spreu.data(model)
        }
        #expect(models[1] == models[0] && models[2] == models[0])
        let served = try Spreu.run(
            ["classify", "--model", scratch.path("model0"), SampleCorpus.path("new/spam.eml")] + ways[1])
        #expect(served.errors.isEmpty)
        let both = try Spreu.run(["classify", "--model", scratch.path("model0"), "--hosts", "a"] + ways[0])
        #expect(both.code == 3 && both.errors.contains("cannot be combined with --hosts and the like"))
    }

    @Test("with --json each message is a line")
    func jsonLines() throws {
        let outcome = try Spreu.run(["classify", "--model", Spreu.model(), "--json", SampleCorpus.path("spam.mbox")])
        let lines = outcome.text.split(separator: "\n")
        #expect(lines.count == SampleCorpus.spamCount)
        for line in lines {
            let value = try JSON(Array(line.utf8))
            #expect(["ham", "unsure", "spam"].contains(value["verdict"].string ?? ""))
            #expect(value["path"].string?.contains("spam.mbox") == true)
        }
    }

    @Test("odd messages get a verdict", arguments: ["", "\n", "hello", "Subject: only\n", "\0\0\0", "\n\n\nbody\n"])
    func odd(_ message: String) throws {
        let outcome = try Spreu.run(["classify", "--model", Spreu.model()], input: Data(message.utf8))
        // Nothing at all is no message: an error, and said to be one.
        #expect(message.isEmpty ? outcome.code == 3 : outcome.code <= 2, "\(outcome.code) \(outcome.errors)")
    }

    @Test("a model that was cut, altered, or trained with another key is refused with one line, exit code 3")
    func refusal() throws {
        let scratch = try ScratchFolder()
        let good = try Spreu.data(Spreu.model())
        var altered = good
        altered[good.count / 2] ^= 1
        var ofHeader = good
        ofHeader[60] ^= 1
        let cases = [
            ("cut", good.dropLast(100), "should have"), ("altered", altered, "weights are damaged"),
            ("header", ofHeader, "header is damaged"), ("empty", Data(), "at least"),
            ("other", Data("From: a@example.com\n\nnot a model".utf8) + Data(count: 300), "not a Spreu model"),
        ]
        for (name, bytes, reason) in cases {
            try Data(bytes).write(to: URL(fileURLWithPath: scratch.path(name)))
            let outcome = try Spreu.run(["classify", "--model", scratch.path(name), SampleCorpus.path("new/ham.eml")])
            #expect(outcome.code == 3)
            #expect(outcome.errorLines.count == 1 && outcome.errors.contains(reason), "\(name): \(outcome.errors)")
            #expect(outcome.output.isEmpty)
        }
        let otherKey = scratch.path("key")
        _ = try Spreu.run([
            "train", "--ham", SampleCorpus.path("eml/001.eml"), "--output", scratch.path("m"), "--key", otherKey,
        ])
        let outcome = try Spreu.run([
            "classify", "--model", Spreu.model(), "--key", otherKey, SampleCorpus.path("new/ham.eml"),
        ])
        #expect(outcome.code == 3 && outcome.errors.contains("site key"))
    }

    @Test("a missing key is an error, not a new key")
    func missingKey() throws {
        let scratch = try ScratchFolder()
        let outcome = try Spreu.run([
            "classify", "--model", Spreu.model(), "--key", scratch.path("none"), SampleCorpus.path("new/ham.eml"),
        ])
        #expect(outcome.code == 3 && outcome.errors.contains("no site key"))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("none")))
    }

    @Test(
        "wrong usage and missing files are error code 3 here",
        arguments: [["classify"], ["classify", "--modell", "x"]])
    func usage(_ arguments: [String]) throws {
        let outcome = try Spreu.run(arguments)
        #expect(outcome.code == 3 && outcome.errors.hasPrefix("spreu: error: "))
    }
}
