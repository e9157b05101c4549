// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailIngest
import NightlyBatch
import TestSupport
import Testing
import TrainingStore

@Suite("Accounts that are not read")
struct AccountTests {
    private let site: MailSite

    init() throws { site = try MailSite() }

    private func deliver(to accounts: [String]) throws {
        for (number, account) in accounts.enumerated() {
            for copy in 0..<3 { try site.deliver(10 * number + copy, to: "example.org/\(account)") }
        }
    }

    private func night(hours: Int64 = 24) throws -> BatchReport {
        site.now += hours * 3_600
        let configuration = try NightlyConfiguration(site.configuration + "\n    settle: 0\n", path: "x")
        return try NightlyRun(configuration, key: site.key, options: .init(now: site.now)).run().close(code: 0)
    }

    private func remove(_ accounts: [String], only part: String = "") throws {
        for account in accounts {
            try FileManager.default.removeItem(atPath: site.folder.path("vmail/example.org/\(account)" + part))
        }
    }

    /// What of a night's warnings is about accounts.
    private func told(_ report: BatchReport) -> [String] {
        report.warnings.map(\.description).filter { $0.contains("account") || $0.contains("folder") }
    }

    @Test("a pattern finds what a shell finds, in order")
    func patterns() throws {
        for account in ["b", "a", "ab", ".hidden", "lost+found", "é"] {
            try site.deliver(1, to: "example.org/\(account)")
        }
        try Data().write(to: URL(fileURLWithPath: site.folder.path("vmail/example.org/file")))
        let root = site.folder.path("vmail")
        func names(_ pattern: String) throws -> [String] {
            let text = "store: s\nkey: k\nmodels: m\nsources:\n  - maildirs: '\(root)/\(pattern)'\n"
            let found = try NightlyConfiguration(text, path: "x").findSources()
            #expect(found.unlisted == [])
            return found.sources.compactMap(\.account)
        }
        #expect(
            try names("*/*/Maildir") == ["a", "ab", "b", "é"].map { "example.org/\($0)" })
        #expect(try names("example.org/?/Maildir") == ["a", "b"])
        #expect(try names("example.org/[ac]*/Maildir") == ["a", "ab"])
        #expect(try names("example.org/a/Maildir") == ["\(root)/example.org/a/Maildir"])
        #expect(try names("example.org/x*/Maildir") == [])
    }

    @Test("folders that cannot be looked into are one line, with one of them and what to do; their mail is not gone")
    func unlisted() throws {
        try deliver(to: ["anna", "bert", "carl", "dora"])
        #expect(try told(night()) == [])
        try remove(["anna", "bert"])
        for account in ["anna", "bert"] {
            // A link to itself, for root may look into everything else.
            try FileManager.default.createSymbolicLink(
                atPath: site.folder.path("vmail/example.org/\(account)"), withDestinationPath: account)
        }
        for _ in 0..<2 {
            let report = try night()
            let lines = told(report)
            #expect(lines.count == 1 && report.ingested?.removed == 0, "\(lines)")
            let path = site.folder.path("vmail/example.org/anna")
            #expect(lines.first?.hasPrefix("2 folders cannot be opened, such as \(path) (") == true, "\(lines)")
        }
        #expect(try site.labels(0..<3).count == 3)
    }

    @Test("an account that is gone is told once, and keeps its labels")
    func gone() throws {
        try deliver(to: ["anna", "bert", "carl", "dora"])
        #expect(try told(night()) == [])
        try remove(["dora"])
        let lines = try told(night())
        #expect(lines.count == 1 && lines[0].hasPrefix("the account example.org/dora had mail "), "\(lines)")
        #expect(try told(night()) == [])
        #expect(try site.labels(30..<33).count == 3)
    }

    @Test("an account that was renamed is gone and found under its new name")
    func renamed() throws {
        try deliver(to: ["anna", "bert", "carl", "dora"])
        _ = try night()
        let folder = site.folder.path("vmail/example.org/")
        try FileManager.default.moveItem(atPath: folder + "dora", toPath: folder + "doris")
        let report = try night()
        #expect(told(report).count == 1 && report.ingested?.new == 0)
        #expect(try told(night()) == [])
    }

    @Test("when most accounts are gone nothing is taken for deleted, and each night says so")
    func most() throws {
        try deliver(to: ["anna", "bert", "carl", "dora"])
        _ = try night()
        try remove(["anna", "bert", "carl"])
        for _ in 0..<2 {
            let report = try night()
            let lines = told(report)
            #expect(lines.count == 1 && lines[0].hasPrefix("3 of 4 accounts that had mail are gone, "), "\(lines)")
            #expect(report.ingested?.removed == 0)
        }
        #expect(try site.labels(0..<33).count == 12)
    }

    @Test("an account that is emptied is in use; when most are empty at once none of it is taken for deleted")
    func emptied() throws {
        try deliver(to: ["anna", "bert", "carl", "dora"])
        _ = try night()
        func empty(_ accounts: [String]) throws {
            try remove(accounts, only: "/Maildir/cur")
            for account in accounts {
                try FileManager.default.createDirectory(
                    atPath: site.folder.path("vmail/example.org/\(account)/Maildir/cur"),
                    withIntermediateDirectories: true)
            }
        }
        try empty(["anna"])
        let one = try night()
        #expect(told(one) == [] && one.ingested?.removed == 3, "\(one.text)")
        #expect(try night().ingested?.removed == 0)
        try empty(["bert", "carl", "dora"])
        let all = try night()
        #expect(all.ingested?.removed == 0 && told(all).first?.hasPrefix("3 accounts suddenly have no mail") == true)
    }
}
