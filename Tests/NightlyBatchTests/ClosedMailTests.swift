// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import NightlyBatch
import Synchronization
import TestSupport
import Testing
import TrainingStore

@Suite("Mail that stays closed, and mail that programs read")
struct ClosedMailTests {
    private let site: MailSite

    init() throws {
        site = try MailSite()
        for number in 0..<4 {
            try site.deliver(number, to: "example.org/anna")
            try site.deliver(10 + number, to: "example.org/anna", ".Betriebsrat.Protokolle")
            try site.deliver(20 + number, to: "example.org/betriebsrat")
        }
    }

    private func configuration(_ more: String) throws -> NightlyConfiguration {
        try NightlyConfiguration(site.configuration + "\n    settle: 0\n" + more, path: "x")
    }

    @discardableResult
    private func night(_ more: String = "") throws -> BatchReport {
        site.now += 86_400
        return try NightlyRun(configuration(more), key: site.key, options: .init(now: site.now)).run().close(code: 0)
    }

    private static let both = "exclude:\n  accounts: [betriebsrat]\n  folders: [betriebsrat]\n"

    @Test("excluded accounts and folders are not read, and the report says how many")
    func excluded() throws {
        let report = try night(Self.both)
        #expect(report.ingested?.parsed == 4, "\(report.text)")
        #expect(report.text.contains("exclude  1 account and 1 folder are not opened"), "\(report.text)")
        #expect(!report.text.contains("etriebsrat"), "\(report.text)")
    }

    @Test(
        "an account is named by its name, its last part, its address, its path or all accounts around it",
        arguments: [
            "example.org/betriebsrat", "Betriebs*", "betriebsrat@example.org", "PATH", "PATH/Maildir", "example.org/*",
        ])
    func patterns(_ pattern: String) throws {
        let pattern = pattern.replacing("PATH", with: site.folder.path("vmail/example.org/betriebsrat"))
        let found = try configuration("exclude: {accounts: ['\(pattern)']}\n").findSources()
        #expect(found.problems.map(\.description) == [])
        let rest = pattern == "example.org/*" ? [] : ["example.org/anna"]
        #expect(found.sources.compactMap(\.account) == rest)
        #expect(ExcludedMail(found).idleWarning == nil)
    }

    @Test(
        "what lies between domain and user, and the time that iRedMail writes behind the user, need not be known",
        arguments: [
            ("*/*/*/*/*/Maildir", "r/a/t/rat-2026.01.01.10.00.00"), ("*/*/*/Maildir", "r/rat"),
            ("*/*/Maildir", "rat-2026.01.01.10.00.00"), ("*/*/Maildir", "rat@example.net"),
        ])
    func layouts(pattern: String, account: String) throws {
        let folder = try ScratchFolder()
        for name in [account, account.replacing("rat", with: "rata")] {
            try FileManager.default.createDirectory(
                atPath: folder.path("example.net/\(name)/Maildir/cur"), withIntermediateDirectories: true)
        }
        for name in ["rat", "RAT", "rat@example.net", "example.net/rat"] {
            let text = """
                store: s
                key: k
                models: m
                sources: [{maildirs: "\(folder.root)/\(pattern)"}]
                exclude: {accounts: ["\(name)"]}
                """
            let found = try NightlyConfiguration(text, path: "x").findSources()
            #expect(found.closed.map(\.name) == ["example.net/\(account)"], "\(name)")
            #expect(found.closed.map(\.home) == [folder.path("example.net/\(account)")])
            #expect(found.accounts.count == 1)
        }
        #expect(AccountAddress(account: "example.net/\(account)")?.domain == "example.net")
    }

    @Test("root looks at no account, and into no folder, behind a link that its user may have made")
    func links() throws {
        let anna = site.folder.path("vmail/example.org/anna")
        let other = site.folder.path("other")
        try FileManager.default.createDirectory(atPath: other + "/cur", withIntermediateDirectories: true)
        try FileManager.default.createDirectory(atPath: other + "/new", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: anna + "/Maildir/.Kollege", withDestinationPath: other)
        try FileManager.default.createDirectory(
            atPath: site.folder.path("vmail/example.org/carl"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: site.folder.path("vmail/example.org/carl/Maildir"), withDestinationPath: other)
        let found = try configuration(Self.both).findSources(followsLinks: false)
        #expect(found.accounts.map(\.name) == ["example.org/anna"])
        #expect(found.linked == [site.folder.path("vmail/example.org/carl/Maildir")])
        let seen = Mutex<[String]>([])
        let filter = try #require(found.folderFilter)
        _ = MaildirFolders(
            of: anna + "/Maildir",
            folders: { name, path in
                if filter(name, path) { seen.withLock { $0.append(name) } }
                return filter(name, path)
            })
        #expect(!seen.withLock { $0 }.contains("Kollege"))
    }

    @Test("what is excluded is looked into by nobody: that it may not be is no warning")
    func unlisted() throws {
        let account = site.folder.path("vmail/example.org/betriebsrat")
        try FileManager.default.removeItem(atPath: account)
        // A link to itself, for root may look into everything else.
        try FileManager.default.createSymbolicLink(atPath: account, withDestinationPath: "betriebsrat")
        #expect(try configuration("").findSources().problems.map(\.description).count == 1)
        let other = try configuration("exclude: {accounts: [anna]}\n").findSources().problems.map(\.description)
        #expect(
            other.count == 1 && other[0].hasSuffix("check what is wrong with it, or exclude it from the pattern"),
            "\(other)")
        #expect(try configuration(Self.both).findSources().problems.map(\.description) == [])
    }

    @Test("a name that excludes nothing, or is no robot, is told")
    func idle() throws {
        let found = try configuration("exclude: {accounts: [betreibsrat], folders: [Arzt]}\nrobots: [fax]\n")
            .findSources()
        #expect(
            ExcludedMail(found).idleWarning?.hasPrefix("'betreibsrat' and 1 more names in 'exclude': no such ") == true)
        #expect(
            found.problems.map(\.description) == ["'fax' in 'robots' is no existing account: correct the name"])
    }

    @Test("what the store has of it from before is told with the command that removes it")
    func known() throws {
        try night()
        let report = try night(Self.both)
        let line = report.warnings.map(\.description).filter { $0.contains("are now excluded") }
        #expect(line.count == 1 && line[0].contains("has 8 messages"), "\(report.text)")
        #expect(
            line.first?.hasSuffix(": 'spreu config check' gives the command that removes them") == true
                && !report.text.contains("can no longer be found"))
        let found = try configuration(Self.both).findSources()
        func store(_ access: TrainingStore.Access) throws -> TrainingStore {
            try TrainingStore(site.folder.path("store"), access, extraction: .init(key: site.key), who: "a test")
        }
        let command = try ExcludedMail(found).known(store(.reading), key: site.key)?.command(site: "--config x")
        #expect(command?.hasPrefix("spreu forget --config x --account example.org/betriebsrat --digest ") == true)
        let digests = (command ?? "").split(separator: " ").filter {
            $0.count >= 16 && $0.prefix(16).allSatisfy(\.isHexDigit)
        }
        #expect(digests.count == 4)
        do {
            let store = try store(.writing)
            for digest in digests { _ = try store.forget(.digest(String(digest.prefix(16))), now: site.now) }
            _ = try store.forget(.account("example.org/betriebsrat"), now: site.now)
        }
        #expect(try night(Self.both).warnings.map(\.description).filter { $0.contains("are now excluded") } == [])
        #expect(try site.labels(0..<30).keys.sorted() == [0, 1, 2, 3])
    }

    @Test("no file of what is excluded is opened either to say where a message lies that the store has from before")
    func files() throws {
        try night()
        let store = try TrainingStore(
            site.folder.path("store"), .reading, extraction: .init(key: site.key), who: "a test")
        func files(_ number: Int, _ more: String) throws -> Int {
            let id = site.key.digest(of: "\(number)@example.com".utf8, purpose: .messageID)
            let found = try configuration(more).exclude.files(of: store.records(.messageID(id)), key: site.key)
            #expect(found.count == 1)
            return found.reduce(0) { $0 + $1.files.count }
        }
        for number in [0, 10, 20] { #expect(try files(number, "") == 1) }
        #expect(try files(0, Self.both) == 1 && files(10, Self.both) == 0 && files(20, Self.both) == 0)
        let account = site.folder.path("vmail/example.org/betriebsrat")
        #expect(try files(20, "exclude: {accounts: ['\(account)']}\n") == 0)
    }

    @Test("that this user could read what is excluded is told, and that it cannot is proved")
    func proof() throws {
        let excluded = ExcludedMail(try configuration(Self.both).findSources())
        // Root may read everything, and says nothing.
        guard geteuid() != 0 else {
            #expect(excluded.openWarning == nil && excluded.proof == nil)
            return
        }
        #expect(
            excluded.openWarning?.hasPrefix("2 excluded accounts or folders are still readable by this user") == true)
        #expect(excluded.proof == nil)
        for path in ["betriebsrat/Maildir", "anna/Maildir/.Betriebsrat.Protokolle"] {
            chmod(site.folder.path("vmail/example.org/" + path), 0)
        }
        #expect(excluded.openWarning == nil && excluded.proof != nil)
        for path in ["betriebsrat/Maildir", "anna/Maildir/.Betriebsrat.Protokolle"] {
            chmod(site.folder.path("vmail/example.org/" + path), 0o700)
        }
    }

    @Test("what programs do with their mail is no label, not even what they did before it was said")
    func robots() throws {
        let spam = (40..<50).map { $0 }
        for number in spam { try site.deliver(number, to: "example.org/tickets", ".Junk") }
        let before = try night()
        #expect(before.learned?.spam == 10 && before.learned?.ham == 8, "\(before.text)")
        let report = try night("robots: [tickets]\n")
        #expect(report.text.contains("10 not (read by a program)"), "\(report.text)")
        #expect(report.learned.map { $0.spam } ?? 0 == 0 && report.learned?.ham == 8, "\(report.text)")
        // And it is one again when it is no robot's.
        #expect(try night().learned?.spam == 10)
    }

    @Test("an account whose new mail is all read within a minute is suggested as a robot's, in one line")
    func suggested() throws {
        func deliverRead(_ numbers: Range<Int>, to account: String, late: Int) throws {
            for number in numbers {
                let path = try site.deliver(number, to: account)
                var status = stat()
                #expect(stat(path, &status) == 0)
                // The name says when it came; renaming it is what sets a flag.
                let name = "\(status.st_ctim.tv_sec - late).M\(number)P1.mx:2,S"
                let folder = (path as NSString).deletingLastPathComponent
                try FileManager.default.moveItem(atPath: path, toPath: folder + "/" + name)
            }
        }
        try night()
        try deliverRead(100..<125, to: "example.org/betriebsrat", late: 0)
        try deliverRead(200..<225, to: "example.org/anna", late: 600)
        let lines = try night().stages.filter { $0.name == "robots" }.map(\.line)
        #expect(lines.count == 1 && lines[0].contains(/^all new mail of account \d+ was read within a minute/))
        #expect(try night().stages.contains { $0.name == "robots" } == false)
        try deliverRead(300..<325, to: "example.org/betriebsrat", late: 0)
        #expect(try night("robots: [betriebsrat]\n").stages.contains { $0.name == "robots" } == false)
    }
}
