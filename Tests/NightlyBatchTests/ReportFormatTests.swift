// SPDX-License-Identifier: Apache-2.0
import Foundation
import NightlyBatch
import TestSupport
import Testing
import TextOutput

/// What programs read in a night's report: docs/commands/nightly.md promises it.
@Suite("Report of a night as JSON")
struct ReportFormatTests {
    private let golden = GoldenFiles()

    /// The names of all members, `evaluate.all.ham`; what lists hold is left out.
    private func paths(_ value: JSON, below path: String = "") -> Set<String> {
        guard case .object(let members) = value else { return [] }
        return members.reduce(into: []) { paths, member in
            let name = path + member.key
            paths.insert(name)
            paths.formUnion(self.paths(member.value, below: name + "."))
        }
    }

    @Test("one that an earlier version wrote is read, and has what the manual promises of such a night")
    func earlierVersion() throws {
        let report = try JSON(golden.bytes("report.json"))
        #expect(report["ingest"]["new"].integer == 421 && report["ingest"]["sent"].integer == 0)
        #expect(report["train"]["ham"].integer == 151 && report["train"]["spam"].integer == 98)
        #expect(report["stale"].bool == true && report["forced"].bool == false)
        #expect(report["export"].isNull && report["refusal"].isNull)
        #expect(
            report["warnings"].elements.map(\.string)
                == ["ham", "spam"].map {
                    "there is no new \($0) of the last 7 days"
                })
        #expect(report["seconds"]["train"].number == 1.716)
        #expect(report["evaluate"]["all"]["messages"].integer == 0)
        for group in ["account", "origin", "source"] { #expect(report["evaluate"]["groups"][group] == .object([:])) }
    }

    @Test("one of now has every member that an earlier version wrote, and what the manual promises beside")
    func now() throws {
        let site = try MailSite()
        site.now = 1_707_000_000
        for number in 0..<24 {
            try site.deliver(number, to: "example.org/anna")
            try site.deliver(1_000 + number, to: "example.org/bert", ".Junk")
        }
        let configuration = try NightlyConfiguration(site.configuration + "\n    settle: 0\n", path: "x")
        let run = try NightlyRun(configuration, key: site.key, options: .init(now: site.now)).run().close(code: 0)
        let report = try JSON(Array(run.json.text.utf8))
        let renamed = ["correspondents": "knownSenders", "ingest.vanished": "ingest.removed"]
        let earlier = try paths(JSON(golden.bytes("report.json"))).map { renamed[$0] ?? $0 }
        #expect(Set(earlier).subtracting(paths(report)) == [])
        #expect(report["ingest"]["new"].integer == 48 && report["train"]["ham"].integer == 24, "\(run.text)")

        for group in ["account", "source", "origin"] {
            guard case .object(let groups) = report["evaluate"]["groups"][group], let first = groups.values.first
            else { return _ = Issue.record("no groups by \(group)") }
            #expect(paths(first) == ["ham", "spam", "hamLost", "spamMissed"], "\(group)")
        }
        #expect(report["filter"]["days"].integer == 14)
        #expect(paths(report["filter"]["spam"]).isSuperset(of: ["arrived", "missed", "low", "high", "confirmed"]))
        #expect(paths(report["filter"]["ham"]).isSuperset(of: ["arrived", "lost", "low", "high", "confirmed"]))
        #expect(report["labels"]["doubted"] == .array([]))
        #expect(paths(report["result"]) == ["state", "reason", "action"] && report["unread"]["count"].integer == 0)
        #expect(paths(report["folders"]) == ["missing", "unnamed"])

        let latest = try JSON(contentsOf: site.folder.path("models/site/report.json"))
        #expect(latest == report && latest["export"].string == run.export)
        let beside = try JSON(contentsOf: site.folder.path("models/site/current/report.json"))
        #expect(beside["train"] == report["train"])
    }

    @Test("a header field that foretells the label is told, and is none once it is ignored")
    func leak() throws {
        let site = try MailSite()
        site.now = 1_707_000_000
        for number in 0..<60 {
            try site.deliver(number, to: "example.org/anna")
            try site.deliver(1_000 + number, to: "example.org/anna", ".Junk", forged: "X-Corp-Rating: high")
        }
        func night(_ more: String) throws -> BatchReport {
            let configuration = try NightlyConfiguration(site.configuration + "\n    settle: 0\n" + more, path: "x")
            return try NightlyRun(configuration, key: site.key, options: .init(now: site.now)).run().close(code: 0)
        }
        let told = try night("")
        #expect(told.text.contains("leak     the header field 'x-corp-rating'"), "\(told.text)")
        let leak = try JSON(Array(told.json.text.utf8))["leaks"].elements.first {
            $0["field"].string == "x-corp-rating"
        }
        #expect(
            leak?["class"].string == "spam" && leak?["messages"].integer == 60 && leak?["messagesOfOther"].integer == 0)
        site.now += 86_400
        #expect(try !night("site:\n  ignore-fields: [X-Corp-Rating]\n").text.contains("x-corp-rating"))
    }
}
