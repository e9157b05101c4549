// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu train")
struct TrainTests {
    @Test("says what it learned")
    func summary() throws {
        let summary = try Spreu.summary()
        #expect(summary["ham"].integer == SampleCorpus.hamCount)
        #expect(summary["spam"].integer == SampleCorpus.spamCount)
        #expect(summary["bytes"].integer == (try Spreu.data(Spreu.model())).count)
    }

    @Test("the same mail gives the same bytes, with one, two or eight threads", arguments: ["fusion", "naive-bayes"])
    func threads(learner: String) throws {
        let scratch = try ScratchFolder()
        var models: [Data] = []
        for threads in ["1", "2", "8"] {
            let model = scratch.path("model" + threads)
            let outcome = try Spreu.run([
                "train", "--index", SampleCorpus.path("index"), "--output", model, "--threads", threads,
                "--learner", learner,
            ])
            #expect(outcome.code == 0, "\(outcome.errors)")
            models.append(try Spreu.data(model))
        }
        #expect(models[0] == models[1] && models[1] == models[2])
    }

    @Test("with a training window the newest are learned, and it says so")
    func window() throws {
        let scratch = try ScratchFolder()
        func train(_ more: [String]) throws -> Program.Outcome {
            try Spreu.run(
                ["train", "--index", SampleCorpus.path("index"), "--output", scratch.path("model")] + more)
        }
        let cut = try train(["--training-window", "300"])
        let older = SampleCorpus.hamCount + SampleCorpus.spamCount - 300
        #expect(
            cut.text.contains(
                "older    \(older) messages are beyond the training window and were not learned (--training-window)\n"),
            "\(cut.text)")
        #expect(try train(["--json"]).value["beyondWindow"].integer == 0)
        let all = try Spreu.data(scratch.path("model"))
        #expect(try train(["--training-window", "0", "--json"]).value["beyondWindow"].integer == 0)
        #expect(try Spreu.data(scratch.path("model")) == all)
        #expect(try train(["--training-window", "-1"]).code == 64)
        #expect(try train(["--training-window", "9", "--learner", "naive-bayes"]).code == 64)
    }

    @Test("what one class names within a folder of the other is left out there")
    func overlap() throws {
        let scratch = try ScratchFolder()
        // The sample's spam lies in .Junk of the same Maildir.
        let maildir = try SampleCorpus.path("Maildir")
        for junk in [maildir + "/.Junk", maildir + "/.Junk/", maildir + "/cur/../.Junk"] {
            let outcome = try Spreu.run([
                "train", "--ham", maildir, "--spam", junk, "--output", scratch.path("model"), "--json",
            ])
            #expect(try outcome.value["messages"].integer == SampleCorpus.hamCount + SampleCorpus.spamCount)
            #expect(try outcome.value["spam"].integer.map { $0 > 100 } == true)
        }
    }

    @Test("a folder that is a link is left out as well, and an index is not taken for mail of one class")
    func links() throws {
        let scratch = try ScratchFolder()
        let files = FileManager.default
        try files.copyItem(atPath: SampleCorpus.path("Maildir"), toPath: scratch.path("Maildir"))
        try files.moveItem(atPath: scratch.path("Maildir/.Junk"), toPath: scratch.path("elsewhere"))
        try files.createSymbolicLink(
            atPath: scratch.path("Maildir/.Junk"), withDestinationPath: scratch.path("elsewhere"))
        let outcome = try Spreu.run([
            "train", "--ham", scratch.path("Maildir"), "--spam", scratch.path("Maildir/.Junk"), "--output",
            scratch.path("model"), "--json",
        ])
        #expect(try outcome.value["messages"].integer == SampleCorpus.hamCount + SampleCorpus.spamCount)
        let index = try Spreu.run(["train", "--ham", SampleCorpus.path("index"), "--output", scratch.path("model")])
        #expect(index.code == 64 && index.errors.contains("--index"), "\(index.errors)")
    }

    @Test("ham that is all older than the spam still gives verdicts")
    func disjointTimes() throws {
        let scratch = try ScratchFolder()
        let index = try SampleCorpus.index()
        let ham = index.filter { $0.label == "ham" }.prefix(100)
        let spam = index.filter { $0.label == "spam" }.suffix(60)
        let paths = { (entries: ArraySlice<(label: String, path: String)>) in
            try entries.map { try SampleCorpus.path($0.path) }
        }
        let outcome = try Spreu.run(
            ["train", "--output", scratch.path("model"), "--json", "--ham"] + paths(ham[...]) + ["--spam"]
                + paths(spam[...]))
        #expect(outcome.code == 0, "\(outcome.errors)")
        let foundation = try outcome.value["foundation"]
        #expect(foundation["ham"].integer.map { $0 > 20 } == true)
        // By the key, which is another in each run: 8 to 12 of 59 with thirty keys.
        #expect(foundation["spamCalledSpam"].integer.map { $0 > 5 } == true, "\(outcome.text)")
    }

    @Test("a misspelt path is an error, and the model of yesterday stays")
    func misspelt() throws {
        let scratch = try ScratchFolder()
        try Data("old".utf8).write(to: URL(fileURLWithPath: scratch.path("model")))
        let outcome = try Spreu.run([
            "train", "--ham", scratch.path("none"), "--spam", SampleCorpus.path("spam.mbox"), "--output",
            scratch.path("model"),
        ])
        #expect(outcome.code == 66 && outcome.errors.contains("No such file"))
        #expect(try Spreu.data(scratch.path("model")) == Data("old".utf8))
    }

    @Test("one class alone gives a model that finds everything unsure, and a warning")
    func oneClass() throws {
        let scratch = try ScratchFolder()
        let model = scratch.path("model")
        let outcome = try Spreu.run(["train", "--ham", SampleCorpus.path("ham.mbox"), "--output", model])
        #expect(outcome.code == 4)
        #expect(outcome.errorLines.count == 1 && outcome.errors.contains("no spam"))
        let verdict = try Spreu.run(["classify", "--model", model, SampleCorpus.path("new/spam.eml")])
        #expect(verdict.code == 2 && verdict.text.hasPrefix("unsure"))
    }

    @Test("without a message there is no model")
    func nothing() throws {
        let scratch = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: scratch.path("none"), withIntermediateDirectories: true)
        let outcome = try Spreu.run(["train", "--ham", scratch.path("none"), "--output", scratch.path("model")])
        #expect(outcome.code == 66)
        #expect(outcome.errors.contains("spreu: error: nothing was learned"))
        #expect(!FileManager.default.fileExists(atPath: scratch.path("model")))
    }

    @Test(
        "a file that may not be read costs one line; the rest is learned, the exit code says so",
        .enabled(if: getuid() == 0, "needs root, to become somebody else"))
    func unreadable() throws {
        let scratch = try ScratchFolder()
        let folder = scratch.path("mail")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["001", "002", "003"] {
            try SampleCorpus.data("eml/\(name).eml").write(to: URL(fileURLWithPath: "\(folder)/\(name).eml"))
        }
        chmod(folder + "/002.eml", 0o600)
        for path in [scratch.root, folder] { chmod(path, 0o755) }
        chmod(scratch.root, 0o777)
        let outcome = try Spreu.run(
            under: ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
            [
                "train", "--ham", folder, "--output", scratch.path("model"), "--key", scratch.path("key"), "--json",
            ])
        #expect(outcome.code == 4, "\(outcome.errors)")
        #expect(try outcome.value["ham"].integer == 2)
        #expect(outcome.errorLines.count { $0.contains("002.eml: cannot be opened (Permission denied); skipped") } == 1)
    }

    @Test("archives are opened for reading only, and nothing is written but key and model")
    func readOnly() throws {
        let scratch = try ScratchFolder()
        let trace = scratch.path("trace")
        let outcome = try Spreu.run(
            under: [
                "/usr/bin/strace", "-f", "-o", trace, "-e",
                "trace=open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,mkdirat,flock,fcntl",
            ],
            [
                "train", "--ham", SampleCorpus.path("Maildir/cur"), "--ham", SampleCorpus.path("ham.mbox"), "--spam",
                SampleCorpus.path("Maildir/.Junk"), "--output", scratch.path("model"),
            ])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let corpus = try SampleCorpus.path()
        let touching = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
            .filter { $0.contains(corpus) }
        #expect(touching.count > SampleCorpus.spamCount)
        #expect(touching.allSatisfy { $0.contains("O_RDONLY") && !$0.contains("O_CREAT") })
    }

    @Test("the site key is made for its owner alone, and never replaced")
    func key() throws {
        let scratch = try ScratchFolder()
        let key = scratch.path("state/spreu/site.key")
        func train() throws -> Program.Outcome {
            try Spreu.run([
                "train", "--ham", SampleCorpus.path("eml/001.eml"), "--output", scratch.path("model"), "--key", key,
            ])
        }
        #expect(try train().code == 4)
        let first = try Spreu.data(key)
        #expect(try train().code == 4)
        #expect(try Spreu.data(key) == first)
        let mode = try FileManager.default.attributesOfItem(atPath: key)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test(
        "wrong usage is one line and exit code 64",
        arguments: [
            ["train", "--output", "x"], ["train", "--ham", "x"], ["train", "--learner", "oracle", "--output", "x"],
            ["evaluate", "--protocol", "transfer", "--index", "x"], ["evaluate", "--protocol", "cv"],
            ["evaluate", "--protocol", "nightly", "--block", "0", "--index", "x"], ["sort"],
            ["train", "--ham", "x", "--output", "y", "--threads", "0"],
        ])
    func usage(_ arguments: [String]) throws {
        let outcome = try Spreu.run(arguments)
        #expect(outcome.code == 64)
        #expect(outcome.errors.hasPrefix("spreu: error: ") && outcome.errorLines.count == 1, "\(outcome.errors)")
    }
}
