// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu store runs")
struct NightHistoryTests {
    private func runs(_ site: NightlyTests.Site, _ arguments: String...) throws -> Program.Outcome {
        try Program("spreu").run(
            ["store", "runs", "--store", site.folder.path("store"), "--key", site.folder.path("key")] + arguments)
    }

    @Test("nights that served, were refused or failed are listed with their exit codes, and survive a backup")
    func history() throws {
        let site = try NightlyTests.Site()
        var codes = [try site.night().code]
        let served = try #require(site.current)
        try site.configure("max-messages: 100\ngate:\n  share-factor: 1000")
        codes.append(try site.night().code)
        // Without a segment that the ledger names, the night fails.
        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: site.folder.path("store/segments")).first)
        let segment = site.folder.path("store/segments/" + name)
        try FileManager.default.moveItem(atPath: segment, toPath: segment + ".away")
        try site.configure()
        codes.append(try site.night().code)
        try FileManager.default.moveItem(atPath: segment + ".away", toPath: segment)
        #expect(codes[0] == 0 && codes[1] == 12, "\(codes)")

        let nights = try runs(site, "--json").value.elements
        #expect(nights.map { $0["code"].integer } == codes.map { Int($0) })
        #expect(nights.map { $0["outcome"].string } == ["served", "refused", "failed"])
        #expect(nights.first?["detail"].string == served)
        #expect(
            nights.first?["ingest"]["new"].integer == 421
                && (200...300).contains(nights.first?["train"]["ham"].integer ?? 0))
        #expect(nights.first?["started"].string == "2026-03-07T12:26:40Z")
        #expect(nights.dropFirst().first?["detail"].string?.contains("the corpus has collapsed") == true)
        #expect(nights.last?["detail"].string?.contains(name) == true && nights.last?["train"].isNull == true)

        let table = try runs(site, "--last", "2")
        let lines = table.text.split(separator: "\n")
        #expect(table.code == 0 && lines.count == 3 && lines[1].contains("refused: the corpus"), "\(table.text)")
        let backup = site.folder.path("backup")
        let arguments = ["--store", site.folder.path("store"), "--key", site.folder.path("key")]
        #expect(try Program("spreu").run(["store", "backup", "--to", backup] + arguments).code == 0)
        try FileManager.default.removeItem(atPath: site.folder.path("store"))
        #expect(try Program("spreu").run(["store", "restore", "--from", backup] + arguments).code == 0)
        #expect(try runs(site, "--json").value.elements == nights)
        #expect(try runs(site, "--last", "0").code == 64)
    }

    @Test("after an upgrade of a site with a bound, the night says how far it is, with exit code 4")
    func rereading() throws {
        let site = try NightlyTests.Site()
        try site.night()
        let model = try #require(site.current)
        try site.configure("reread: 250\nsite:\n  hosts: [mx.example.org]")
        // Long enough for the model to be stale, were it not expected.
        site.now += 5 * 86_400
        let first = try site.night()
        #expect(first.code == 4 && site.current == model, "\(first.code) \(first.text)")
        let told = /re-reading after an upgrade: \d+ of 323 labelled messages done; the current model stays/
        #expect(first.errors.contains(told), "\(first.errors)")
        #expect(first.errors.contains("the served model is 6 days old"), "\(first.errors)")
        let second = try site.night()
        #expect([0, 13].contains(second.code) && site.current != model, "\(second.text)")
        // The gate was not asked, so it did not refuse.
        let outcomes = try runs(site, "--json").value.elements.map { $0["outcome"].string }
        #expect(outcomes == ["served", "waiting", "served"])
    }
}
