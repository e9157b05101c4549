// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import TestSupport
import Testing

// The gate: what a new model must not be.
extension NightlyTests {
    @Test("a collapsed corpus leaves the model of yesterday, with an exit code of its own; --force serves it")
    func collapsed() throws {
        let site = try Site()
        try site.night()
        let model = try #require(site.current)
        let dates = "keep: 30d"
        // Nearly all of the sample is older than that.
        try site.configure()
        let text = try String(contentsOfFile: site.folder.path("spreu.yaml"), encoding: .utf8)
        try text.replacing("keep: 0", with: dates).write(
            toFile: site.folder.path("spreu.yaml"), atomically: true, encoding: .utf8)
        let refused = try site.night()
        #expect(refused.code == 12 && refused.text.contains("refused"), "\(refused.text)")
        #expect(site.current == model)
        let forced = try site.night("--force")
        #expect([0, 4, 13].contains(forced.code) && site.current != model, "\(forced.text)")
    }

    @Test(
        "a corpus that shrinks a little every night is refused when it has shrunk too far; what is forced begins again")
    func shrinking() throws {
        let site = try Site()
        try site.night()
        // Of the sample's 421 messages 323 have labels.
        func night(_ messages: Int, _ arguments: String...) throws -> Program.Outcome {
            try site.configure("max-messages: \(messages)\ngate:\n  share-factor: 1000")
            site.now += 86_400
            return try site.run(["nightly"] + arguments)
        }
        #expect(try night(330).code != 12)
        let model = try #require(site.current)
        let refused = try night(200)
        #expect(refused.code == 12 && site.current == model, "\(refused.text)")
        _ = try night(200, "--force")
        #expect(site.current != model)
        #expect(try night(200).code != 12)
    }

    @Test("a current model that is damaged is not passed by, served again or a reason to show no other")
    func damaged() throws {
        let site = try Site()
        try site.night()
        let first = try #require(site.current)
        try site.night()
        let second = try #require(site.current)
        #expect(try site.run(["models", "rollback"]).code == 0 && site.current == first)
        try site.model().prefix(1_000).write(
            to: URL(fileURLWithPath: site.folder.path("models/site/\(first)/model.spreu")))
        #expect(try Program("spreu").run(["models", "list", "--models", site.folder.path("none")]).code == 66)
        let list = try site.run(["models", "list"])
        #expect(list.code == 4 && list.text.contains(second) && list.errors.contains(first), "\(list.text)")
        #expect(list.errors.contains("\(first) (the model in service)"), "\(list.errors)")
        let refused = try site.night()
        #expect(refused.code == 10 && refused.text.contains("cannot be compared"), "\(refused.text)")
        #expect(site.current == first)
        #expect(try site.run(["models", "rollback", second]).code == 0 && site.current == second)
        let back = try site.run(["models", "rollback", first])
        #expect(back.code == 65 && site.current == second, "\(back.code) \(back.errors)")
    }

    @Test("labels of old mail that were turned round by hand are doubted, and do not make the model worse")
    func doubted() throws {
        let site = try Site("account-cap: 1\ngate:\n  share-factor: 1000\n  ham-loss: 100\n  min-messages: 10")
        try site.night()
        // Every second message of the archive before the evaluated days gets the other label.
        let index = try SampleCorpus.index()
        let old = index.prefix(index.count / 2).enumerated().filter { $0.offset % 3 != 0 }.map(\.element)
        for (label, ids) in Dictionary(grouping: old, by: \.label) {
            let arguments = try ids.flatMap { ["--message-id", try id($0.path)] }
            let outcome = try Program("spreu").run(
                [
                    "label", label == "ham" ? "spam" : "ham", "--store", site.folder.path("store"), "--key",
                    site.folder.path("key"),
                ]
                    + arguments)
            #expect(outcome.code == 0, "\(outcome.errors)")
        }
        let outcome = try site.night("--json")
        let doubted = try outcome.value["labels"]["doubted"].elements
        let stated = doubted.filter { $0["kind"].string?.hasPrefix("stated") == true }
        #expect(stated.reduce(0) { $0 + ($1["doubted"].integer ?? 0) } > old.count / 2, "\(outcome.text)")
        #expect(try outcome.value["refusal"].isNull && outcome.value["export"].string == site.current)
    }

    private func id(_ path: String) throws -> String {
        let text = String(decoding: try SampleCorpus.data(path), as: UTF8.self)
        let line = try #require(
            text.split(whereSeparator: \.isNewline).first { $0.lowercased().hasPrefix("message-id:") })
        return String(line.dropFirst("message-id:".count)).trimmingCharacters(in: .whitespaces)
    }
}
