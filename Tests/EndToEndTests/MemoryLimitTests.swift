// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu nightly --max-memory")
struct MemoryLimitTests {
    @Test(
        "a night beyond its limit ends with one line and a code of its own; nothing is lost, and the next is as if undisturbed",
        arguments: ["5M", "40M"])
    func limit(_ limit: String) throws {
        let site = try NightlyTests.Site()
        let first = try site.night()
        #expect(first.code == NightlyTests.Site.undisturbed, "\(first.errors)")
        let model = try site.model()
        // All of the store is to be made again.
        let store = site.folder.path("store")
        try FileManager.default.copyItem(atPath: store, toPath: site.folder.path("undisturbed"))
        try site.configure("site:\n  hosts: [mx.example.org]")
        let limited = try site.night("--max-memory", limit)
        #expect(
            limited.code == 71 && limited.errorLines.count == 1, "\(limited.code) \(limited.errors) \(limited.text)")
        #expect(limited.errors.contains("--max-memory allows \(limit.dropLast())"), "\(limited.errors)")
        #expect(limited.text.isEmpty)
        #expect(try site.model() == model, "the current model stays")
        let arguments = ["--store", store, "--key", site.folder.path("key")]
        let check = try Program("spreu").run(["store", "check"] + arguments)
        #expect(check.code == 0, "\(check.errors)")
        let runs = try Program("spreu").run(["store", "runs", "--json"] + arguments).value.elements
        #expect(runs.last?["outcome"].string == "unfinished" && runs.last?["code"].isNull == true)

        #expect(try site.run(["nightly", "--max-memory", "8G"]).code == NightlyTests.Site.undisturbed)
        let after = try site.model()
        // The same night on the store as it was, without a limit.
        let text = try String(contentsOfFile: site.folder.path("spreu.yaml"), encoding: .utf8)
        try text.replacing("store: \(store)", with: "store: \(site.folder.path("undisturbed"))")
            .replacing("models: \(site.folder.path("models"))", with: "models: \(site.folder.path("others"))")
            .write(toFile: site.folder.path("spreu.yaml"), atomically: true, encoding: .utf8)
        #expect(try site.run(["nightly"]).code == NightlyTests.Site.undisturbed)
        #expect(try Spreu.data(site.folder.path("others/site/current/model.spreu")) == after)
        #expect(after != model)
    }
}
