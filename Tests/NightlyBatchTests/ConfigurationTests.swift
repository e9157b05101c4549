// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailIngest
import NightlyBatch
import SiteConfiguration
import SpamTraining
import TestSupport
import Testing

@Suite("Configuration")
struct ConfigurationTests {
    private static let least = """
        store: s
        key: k
        models: m
        sources:
          - archives: a.mbox
            label: spam
        """

    @Test("the commented example works as it is, and says the defaults")
    func example() throws {
        let example = try NightlyConfiguration(contentsOf: SharedFiles.projectRoot + "/docs/spreu.yaml")
        let least = try NightlyConfiguration(Self.least, path: "x")
        #expect(example.gate == least.gate && example.accountCap == least.accountCap)
        #expect(example.retention == least.retention && example.evaluateDays == least.evaluateDays)
        guard case .accounts(_, let rule) = example.sources.first else {
            Issue.record("no accounts")
            return
        }
        #expect(rule.spam == FolderRule().spam && rule.settle == FolderRule().settle)
        #expect(rule.silent == FolderRule().silent && rule.silentWeight == FolderRule().silentWeight)
    }

    @Test(
        "what is wrong is named with its line",
        arguments: [
            (least + "\nkeep: forever\n", 7, "keep"), ("stor: s\n", 1, "unknown key 'stor'"),
            (least + "\nname: a/b\n", 7, "name"), (least + "\naccount-cap: 2\n", 7, "account-cap"),
            (least + "\nkeep: 3\n", 7, "span"), (least + "\nsigning-key: []\n", 7, "signing-key"),
            (least + "\nstore: t\n", 1, "twice"),
            (least + "\ngate:\n  ham-los: 1\n", 8, "unknown key 'ham-los' in gate"),
            ("store: [a\n", 2, "YAML"), ("store: s\nkey: k\nmodels: m\nsources:\n  - label: ham\n", 5, "maildirs"),
            ("store: s\nkey: k\nmodels: m\nsources:\n  - archives: a\n    label: maybe\n", 6, "'ham' or 'spam'"),
            (
                "store: s\nkey: k\nmodels: m\nsources:\n  - maildirs: /x\n    ham: [A]\n    spam: [A]\n", 7,
                "for both ham and spam"
            ),
            (least + "\nsite:\n  hosts: [\"a b\"]\n", 8, "invalid host 'a b'"),
            (least + "\nsite:\n  networks: [300.1.1.1]\n", 8, "invalid network '300.1.1.1'"), ("- a\n", 1, "mapping"),
        ] as [(String, Int, String)])
    func wrong(text: String, line: Int, word: String) throws {
        do {
            _ = try NightlyConfiguration(text, path: "spreu.yaml")
            Issue.record("accepted: \(text)")
        } catch {
            #expect(error.path == "spreu.yaml" && error.problem.contains(word), "\(error)")
            #expect(error.line == line, "\(error)")
        }
    }

    @Test(
        "existing-junk is a day of the calendar",
        arguments: [
            ("2026-11-29", 1_795_910_400), ("1999-1-1", 915_148_800), ("2026-02-30", nil), ("2026-13-01", nil),
            ("29.11.2026", nil), ("2026-11", nil), ("yes", nil), ("2026-11-29-1", nil), ("99999-01-01", nil),
        ] as [(String, Int64?)])
    func existingJunk(text: String, expected: Int64?) throws {
        let text = "store: s\nkey: k\nmodels: m\nsources:\n  - maildirs: /m/*\n    existing-junk: '\(text)'\n"
        guard let expected else {
            #expect(throws: ConfigurationError.self) { try NightlyConfiguration(text, path: "x") }
            return
        }
        guard case .accounts(_, let rule) = try NightlyConfiguration(text, path: "x").sources.first else {
            Issue.record("no accounts")
            return
        }
        #expect(rule.existingJunk == expected)
    }

    @Test("settings of the learner are written there, or in the file that tune makes")
    func learner() throws {
        let folder = try ScratchFolder()
        var found = Hyperparameters.standard
        (found.halfLife, found.suspicion) = (nil, .infinity)
        try found.fileText(comment: ["found"]).write(toFile: folder.path("s"), atomically: true, encoding: .utf8)
        let file = try NightlyConfiguration(Self.least + "\nlearner: \(folder.path("s"))\n", path: "x")
        let here = try NightlyConfiguration(
            Self.least + "\nlearner: {half-life: 0, suspicion: never}\n", path: "x")
        #expect(file.learner == found && here.learner == found)
        #expect(try NightlyConfiguration(Self.least, path: "x").learner == .standard)
        for wrong in ["{half-live: 3}", "{regularisation: 0}", "{suspicion: []}", "relative", "/none"] {
            #expect(throws: ConfigurationError.self, "\(wrong)") {
                try NightlyConfiguration(Self.least + "\nlearner: \(wrong)\n", path: "x")
            }
        }
    }

    @Test("what is missing is named")
    func missing() throws {
        for key in ["store", "key", "models"] {
            let text = Self.least.split(separator: "\n").filter { !$0.hasPrefix(key + ":") }.joined(separator: "\n")
            do {
                _ = try NightlyConfiguration(text, path: "x")
                Issue.record("accepted without \(key)")
            } catch {
                #expect(error.problem.contains("'\(key)' is missing"))
            }
        }
        #expect(throws: ConfigurationError.self) { try NightlyConfiguration(contentsOf: "/none") }
        #expect(throws: ConfigurationError.self) { try NightlyConfiguration("", path: "x") }
    }

    @Test("no bytes crash it")
    func arbitrary() {
        var generator = SplitMix64(seed: 5)
        let pieces = [
            "store: ", "s\n", "- ", "  ", "[", "]", "{", "}", "&a", "*a", ": ", "\n", "sources:", "|", "é", "\u{0}",
        ]
        for _ in 0..<3_000 {
            let count = Int.random(in: 0..<20, using: &generator)
            let text = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()
            _ = try? NightlyConfiguration(text, path: "x")
        }
    }
}
