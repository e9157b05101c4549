// SPDX-License-Identifier: Apache-2.0
import Foundation
import NightlyBatch
import TestSupport
import Testing
import TrainingStore

/// What happens to features that another Spreu made, or other settings: here the site is told the name of its own host.
@Suite("Re-reading after an upgrade")
struct RereadTests {
    private static let upgrade = "site:\n  hosts: [mx.example.org]"

    /// A night, a day later; `state` is what its store and its models begin with.
    private func night(_ site: MailSite, _ more: String, state: String = "", forced: Bool = false) throws
        -> BatchReport
    {
        let text = """
            store: \(site.folder.path(state + "store"))
            key: k
            models: \(site.folder.path(state + "models"))
            keep: 0
            sources:
              - maildirs: \(site.folder.path("vmail"))/*/*/Maildir
                settle: 0
            \(more)
            """
        var options = NightlyRun.Options(now: site.now)
        options.isForced = forced
        return try NightlyRun(NightlyConfiguration(text, path: "x"), key: site.key, options: options).run().close(
            code: 0)
    }

    private func model(_ site: MailSite, state: String = "") throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: site.folder.path(state + "models/site/current/model.spreu")))
    }

    @Test(
        "a bound spreads it over nights, the old model is served until all is read, then the one that passes is as again"
    )
    func bounded() throws {
        let site = try MailSite.ofTwo(24)
        #expect(try night(site, "").export != nil)
        let old = try model(site)
        let bound = Self.upgrade + "\nreread: 10"
        for number in 1...4 {
            site.now += 86_400
            // Mail that comes meanwhile is read at once and not part of the bound.
            try site.deliver(100 + number, to: "example.org/anna")
            let report = try night(site, bound)
            #expect(report.ingested?.new == 1 && report.ingested?.parsed == 11, "\(report.text)")
            #expect(report.refusal == .rereading(done: 11 * number, all: 48 + number), "\(report.text)")
            #expect(report.export == nil && report.learned == nil && !report.isStale)
            #expect(try model(site) == old)
            let told = "re-reading after an upgrade: \(11 * number) of \(48 + number) labelled messages done"
            #expect(report.text.contains(told))
        }
        site.now += 86_400
        let last = try night(site, bound)
        #expect(last.ingested?.parsed == 8 && last.refusal == nil && last.export != nil, "\(last.text)")
        #expect(last.learned == RunRecord.Learned(ham: 28, spam: 24))
        #expect(try night(site, Self.upgrade, state: "new-").export != nil)
        #expect(try model(site) == model(site, state: "new-"), "byte for byte that of a store made now")
        #expect(try model(site) != old)
        // That is how the ledger remembers it.
        let key = Extraction(key: site.key)
        let runs = try TrainingStore(site.folder.path("store"), .reading, extraction: key, who: "a test").runs(last: 9)
        #expect(runs.map(\.outcome) == [.served, .waiting, .waiting, .waiting, .waiting, .served])
        #expect(runs.map { $0.learned?.ham } == [24, nil, nil, nil, nil, 28])
        #expect(runs[1].detail == "re-reading after an upgrade: 11 of 49 labelled messages done")
        #expect(runs.last?.detail == last.export)
    }

    @Test("without a bound all is read again the next night")
    func atOnce() throws {
        let site = try MailSite.ofTwo(12)
        _ = try night(site, "")
        site.now += 86_400
        let report = try night(site, Self.upgrade)
        #expect(report.ingested?.parsed == 24 && report.learned?.ham == 12 && report.export != nil, "\(report.text)")
    }

    @Test("where there is no model, or by force, one of what is read is served")
    func partly() throws {
        let site = try MailSite.ofTwo(12)
        _ = try night(site, "")
        site.now += 86_400
        let bound = Self.upgrade + "\nreread: 16"
        try FileManager.default.removeItem(atPath: site.folder.path("models"))
        let first = try night(site, bound)
        #expect(first.export != nil && first.learned?.ham == 12 && first.learned?.spam == 4, "\(first.text)")
        #expect(
            first.warnings.map(\.description).contains { $0.contains("8 messages are waiting to be read again") },
            "\(first.text)")
        site.now += 86_400
        let others = "site:\n  hosts: [mx2.example.org]\nreread: 16"
        #expect(try night(site, others).export == nil)
        // Nothing is left to read of the next eight, but the bound.
        try site.deliver(500, to: "example.org/anna")
        let forced = try night(site, "site:\n  hosts: [mx3.example.org]\nreread: 16", forced: true)
        #expect(forced.export != nil && forced.learned?.ham == 13, "\(forced.text)")
    }
}
