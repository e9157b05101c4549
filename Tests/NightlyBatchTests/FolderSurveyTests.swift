// SPDX-License-Identifier: Apache-2.0
import Foundation
import NightlyBatch
import TestSupport
import Testing
import TextOutput

@Suite("Folders that accounts have")
struct FolderSurveyTests {
    private let site: MailSite

    init() throws {
        site = try MailSite()
        for (index, account) in ["anna", "bert", "carl"].enumerated() {
            let account = "example.org/\(account)"
            for number in 0..<8 {
                try site.deliver(100 * index + number, to: account, ".Projekte.\(number % 2)")
                try site.deliver(100 * index + 50 + number, to: account, ".INBOX.Gel&APY-schte Objekte")
            }
            try site.deliver(100 * index + 20, to: account, index == 0 ? ".INBOX.Junk E-Mail" : ".Junk")
        }
        for number in 0..<30 { try site.deliver(1_000 + number, to: "example.org/anna", ".Betriebsrat") }
        for number in 0..<3 { try site.deliver(1_100 + number, to: "example.org/bert", ".Kleines") }
    }

    private func survey(_ more: String = "") throws -> FolderSurvey {
        FolderSurvey(try NightlyConfiguration(site.configuration + more, path: "x").findSources())
    }

    @Test("each name that a client uses or somebody wrote says how many accounts have it")
    func counts() throws {
        let lines = try survey().lines
        #expect(lines.contains("ham: INBOX (3)") && lines.contains("spam: Junk (2), Junk E-Mail (1)"), "\(lines)")
        #expect(lines.contains("trash: Gelöschte Objekte (3)"), "\(lines)")
    }

    @Test("names that nobody has are one line; those that clients use need not be there")
    func missing() throws {
        #expect(try survey().missing == nil)
        let survey = try survey("\n    spam: [Jnuk]\n    ham: [INBOKS, Archiv, \"Projekte/*\"]\n")
        #expect(survey.missing?.hasPrefix("no account has the folder 'INBOKS' (ham), 'Jnuk' (spam): ") == true)
        #expect(survey.withoutSpam?.hasPrefix("no account has a spam folder") == true)
        #expect(try self.survey().withoutSpam == nil)
    }

    @Test("folders without a name are told, the largest first; only those of three accounts by their names")
    func unnamed() throws {
        let line = try survey().unnamedLine
        #expect(
            line
                == "not named, so not labelled: a folder of one account (30 messages), Projekte (3 accounts, 24 "
                + "messages)"
        )
        #expect(try survey("\n    ham: rest\n").unnamedLine == nil)
    }

    @Test("the night says the same, and a name of one account stands nowhere in its report")
    func night() throws {
        let configuration = try NightlyConfiguration(
            site.configuration + "\n    spam: [Jnuk, Junk]\n    settle: 0\n", path: "x")
        let report = try NightlyRun(configuration, key: site.key, options: .init(now: site.now)).run().close(code: 0)
        #expect(
            report.warnings.map(\.description).contains { $0.hasPrefix("no account has the folder 'Jnuk' (spam)") },
            "\(report.text)")
        #expect(report.text.contains("folders  not named, so not labelled: a folder of one account (30 messages), "))
        #expect(!report.text.contains("Betriebsrat") && !report.json.text.contains("Betriebsrat"))
        let unnamed = try JSON(Array(report.json.text.utf8))["folders"]["unnamed"].elements
        #expect(unnamed.map { $0["name"].string } == [nil, "Projekte"])
    }
}
