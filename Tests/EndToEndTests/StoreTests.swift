// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu ingest, label, forget, store")
struct StoreTests {
    /// A store of the sample corpus.
    private func store(_ scratch: ScratchFolder, _ name: String = "store") throws -> String {
        let path = scratch.path(name)
        for label in ["ham", "spam"] {
            let outcome = try Spreu.run([
                "ingest", "--store", path, "--label", label, SampleCorpus.path(label + ".mbox"),
            ])
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        return path
    }

    private func train(_ arguments: [String], _ scratch: ScratchFolder) throws -> Data {
        let outcome = try Spreu.run(["train", "--output", scratch.path("model")] + arguments)
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try Spreu.data(scratch.path("model"))
    }

    @Test(
        "training from a store gives the bytes that training from its archives gives",
        arguments: ["fusion", "naive-bayes"])
    func sameModel(learner: String) throws {
        let scratch = try ScratchFolder()
        let store = try store(scratch)
        let fromStore = try train(["--store", store, "--learner", learner], scratch)
        let fromArchives = try train(
            [
                "--ham", SampleCorpus.path("ham.mbox"), "--spam", SampleCorpus.path("spam.mbox"), "--learner", learner,
            ], scratch)
        #expect(fromStore == fromArchives)
    }

    @Test("after label and forget the model is as if it had always been so")
    func asIfAlways() throws {
        let scratch = try ScratchFolder()
        let index = try SampleCorpus.index()
        let spam = index.filter { $0.label == "spam" }.map(\.path)
        let ham = index.filter { $0.label == "ham" }.map(\.path)
        // The first two spam become ham, the first ham spam; the next two of each are forgotten.
        let changed = spam[..<2] + ham[..<1]
        let forgotten = spam[2..<4] + ham[1..<3]
        let store = scratch.path("store")
        #expect(try Spreu.run(["ingest", "--store", store, "--index", SampleCorpus.path("index")]).code == 0)
        for path in changed {
            let label = spam.contains(path) ? "ham" : "spam"
            let outcome = try Spreu.run(["label", label, "--store", store, "--message-id", id(path)])
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        for path in forgotten {
            let outcome = try Spreu.run(["forget", "--store", store, "--message-id", id(path)])
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        let first = try train(["--store", store], scratch)
        var lines = ""
        for entry in index where !forgotten.contains(entry.path) {
            let isSpam = (entry.label == "spam") != changed.contains(entry.path)
            lines += "\(isSpam ? "spam" : "ham") \(try SampleCorpus.path(entry.path))\n"
        }
        try Data(lines.utf8).write(to: URL(fileURLWithPath: scratch.path("index")))
        let outcome = try Spreu.run([
            "ingest", "--store", scratch.path("other"), "--index", scratch.path("index"),
        ])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try train(["--store", scratch.path("other")], scratch) == first)
        // Neither compaction nor a backup changes anything.
        #expect(try Spreu.run(["store", "compact", "--all", "--store", store]).code == 0)
        #expect(try train(["--store", store], scratch) == first)
        #expect(try Spreu.run(["store", "backup", "--store", store, "--to", scratch.path("backup")]).code == 0)
        let restored = try Spreu.run([
            "store", "restore", "--from", scratch.path("backup"), "--store", scratch.path("s"),
        ])
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(try train(["--store", scratch.path("s")], scratch) == first)
    }

    /// The Message-ID of a message of the sample.
    private func id(_ path: String) throws -> String {
        let text = String(decoding: try SampleCorpus.data(path), as: UTF8.self)
        let line = try #require(
            text.split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("message-id:") })
        return String(line.dropFirst("message-id:".count)).trimmingCharacters(in: .whitespaces.union(.newlines))
    }

    @Test("evaluating a store gives the figures of its archives")
    func evaluate() throws {
        let scratch = try ScratchFolder()
        let store = try store(scratch)
        var figures: [[Substring]] = []
        for source in [
            ["--store", store],
            ["--ham", try SampleCorpus.path("ham.mbox"), "--spam", try SampleCorpus.path("spam.mbox")],
        ] {
            let outcome = try Spreu.run(
                ["evaluate", "--protocol", "nightly", "--block", "100", "--learner", "naive-bayes"] + source)
            #expect(outcome.code == 0, "\(outcome.errors)")
            // Below them are the worst messages by their names, which a store does not have.
            figures.append(Array(outcome.text.split(separator: "\n").prefix(9)))
        }
        #expect(figures[0].count == 9)
        #expect(figures[0] == figures[1])
    }

    @Test("no word, address or id of the mail is in a store, and nothing but its owner's")
    func privacy() throws {
        let scratch = try ScratchFolder()
        let store = try store(scratch)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: store)
        #expect(paths.count >= 5)
        for path in paths {
            let attributes = try FileManager.default.attributesOfItem(atPath: store + "/" + path)
            #expect((attributes[.posixPermissions] as? Int).map { $0 & 0o077 } == 0)
            guard attributes[.type] as? FileAttributeType == .typeRegular else { continue }
            let bytes = try Spreu.data(store + "/" + path)
            for word in ["musterhof", "Received", "Subject", "example.com", "Message-ID"] {
                #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(path)")
            }
        }
    }

    @Test("what is wrong is one line, with an exit code of its own")
    func failures() throws {
        let scratch = try ScratchFolder()
        let none = try Spreu.run(["train", "--store", scratch.path("none"), "--output", scratch.path("model")])
        #expect(none.code == 66 && none.errorLines.count == 1 && none.errors.contains("no store at"))
        let store = try store(scratch)
        #expect(try Spreu.run(["store", "check", "--store", store]).code == 0)
        #expect(try Spreu.run(["label", "ham", "--store", store, "--message-id", "<none@example.com>"]).code == 66)
        #expect(try Spreu.run(["forget", "--store", store, "--digest", "12"]).code == 64)
        #expect(try Spreu.run(["ingest", "--store", store, "x"]).code == 64)
        let key = scratch.path("other.key")
        let other = try Spreu.run([
            "ingest", "--store", store, "--label", "ham", SampleCorpus.path("ham.mbox"), "--key", key,
        ])
        #expect(other.code == 65 && other.errors.contains("was made with site key"), "\(other.errors)")
        let segment = URL(fileURLWithPath: store + "/segments/1.segment")
        var bytes = try Data(contentsOf: segment)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: segment)
        let damaged = try Spreu.run(["store", "check", "--store", store])
        #expect(damaged.code == 65 && damaged.errors.contains("1.segment"), "\(damaged.errors)")
        #expect(try Spreu.run(["train", "--store", store, "--output", scratch.path("model")]).code == 65)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("model")))
        // Segments without a ledger are a store that lost it, also for who only reads.
        try FileManager.default.removeItem(atPath: store + "/ledger.sqlite")
        for command in ["check", "compact", "runs"] {
            let lost = try Spreu.run(["store", command, "--store", store])
            #expect(lost.code == 65 && lost.errors.contains("restore the store from a backup"), "\(lost.errors)")
        }
    }

    @Test("what is forgotten, or was sent, is under another label not relabelled")
    func relabelled() throws {
        let scratch = try ScratchFolder()
        let store = scratch.path("store")
        let (forgotten, sent) = (try SampleCorpus.path("eml/001.eml"), try SampleCorpus.path("eml/002.eml"))
        #expect(try Spreu.run(["ingest", "--store", store, "--label", "ham", forgotten]).code == 0)
        #expect(try Spreu.run(["ingest", "--store", store, "--sent", sent]).code == 0)
        #expect(try Spreu.run(["forget", "--store", store, "--message-id", id("eml/001.eml")]).code == 0)
        for path in [forgotten, sent] {
            let outcome = try Spreu.run(["ingest", "--store", store, "--label", "spam", "--json", path])
            #expect(try outcome.value["relabelled"].integer == 0, "\(outcome.text)")
        }
        // One that is known is.
        let known = try SampleCorpus.path("eml/003.eml")
        #expect(try Spreu.run(["ingest", "--store", store, "--label", "ham", known]).code == 0)
        let outcome = try Spreu.run(["ingest", "--store", store, "--label", "spam", "--json", known])
        #expect(try outcome.value["relabelled"].integer == 1, "\(outcome.text)")
    }

    @Test("wrong usage of a command below another names that command's help")
    func help() throws {
        for (arguments, command) in [
            (["store", "compact", "--keep", "x"], "store compact"), (["store", "x"], "store"),
            (["models", "diff"], "models diff"), (["learn"], "learn"),
        ] {
            let outcome = try Spreu.run(arguments)
            #expect(outcome.code == 64 && outcome.errors.contains("see 'spreu \(command) --help'"), "\(outcome.errors)")
        }
    }
}
