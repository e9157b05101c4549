// SPDX-License-Identifier: Apache-2.0
import Foundation
import NightlyBatch
import SiteConfiguration
import TestSupport
import Testing
import TextOutput
import TrainingStore

@Suite("What accounts are called in reports")
struct AccountNamesTests {
    private let site: MailSite

    /// Two accounts, and one that calls junk what both others keep.
    init() throws {
        site = try MailSite.ofTwo(40)
        let words = (0..<12).map { "common\($0)" }.joined(separator: " ")
        for number in 0..<6 {
            for (start, account, folder) in [(300, "anna", ""), (400, "bert", ""), (500, "carl", ".Junk")] {
                try site.deliver(start + number, to: "example.org/" + account, folder, text: "\(words) part\(number)")
            }
        }
    }

    private func night(_ more: String = "") throws -> BatchReport {
        site.now += 86_400
        let text = site.configuration + "\n    settle: 0\n\(more)\n"
        return try NightlyRun(NightlyConfiguration(text, path: "x"), key: site.key, options: .init(now: site.now))
            .run().close(code: 0)
    }

    private func names() throws -> [String: String] {
        let store = try TrainingStore(
            site.folder.path("store"), .reading, extraction: Extraction(key: site.key), who: "a test")
        return Dictionary(uniqueKeysWithValues: try AccountNames(store).all.map { ($0.account, $0.pseudonym) })
    }

    @Test("a report has numbers, in text and JSON, and names only where the configuration wants people named")
    func numbers() throws {
        let report = try night()
        for text in [report.text, report.json.text] {
            #expect(!text.contains("example.org/"), "\(text)")
        }
        #expect(report.json.text.contains("\"account 1\""))
        let named = try night("people: names")
        #expect(named.json.text.contains("\"example.org/anna\"") && !named.json.text.contains("account 1"))
        #expect(throws: ConfigurationError.self) { try night("people: ranks") }
    }

    @Test("a number stays the same whoever comes and goes, and can be resolved")
    func stable() throws {
        _ = try night()
        let before = try names()
        #expect(Set(before.keys) == ["example.org/anna", "example.org/bert", "example.org/carl"])
        try site.deliver(900, to: "example.org/aaron")
        try FileManager.default.removeItem(atPath: site.folder.path("vmail/example.org/anna"))
        _ = try night()
        let after = try names()
        #expect(before.allSatisfy { after[$0.key] == $0.value } && after["example.org/aaron"] != nil, "\(after)")
        #expect(Set(after.values).count == after.count)
    }

    @Test("whose labels are doubted is told by kind, with counts, and never by account")
    func doubts() throws {
        let report = try night("people: names")
        let json = try JSON(Array(report.json.text.utf8))
        for doubted in json["labels"]["doubted"].elements {
            #expect(doubted["account"].isNull && doubted["accounts"].integer ?? 0 > 0)
        }
        let lines = report.text.split(separator: "\n").filter { $0.hasPrefix("doubt") }
        #expect(!lines.isEmpty && lines.allSatisfy { !$0.contains("example.org/") }, "\(report.text)")
    }

    @Test("an account has an address where its name is made of domain and user, and an address has an account")
    func addresses() {
        #expect(AccountAddress(account: "example.org/anna")?.text == "anna@example.org")
        #expect(AccountAddress(address: "anna@example.org")?.account == "example.org/anna")
        for name in ["anna", "/var/vmail", "a/b/c", "a/", ""] {
            #expect(AccountAddress(account: name) == nil, "\(name)")
        }
        for text in ["anna", "@example.org", "a@b@c", "a@b/c", ""] {
            #expect(AccountAddress(address: text) == nil, "\(text)")
        }
    }
}
