// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import MailFeatures
import MailIngest
import NightlyBatch
import ReportPages
import ServerAlarms
import SiteSetup
import TestSupport
import Testing

@Suite("Files of a configuration")
struct ConfigurationFilesTests {
    private let folder: ScratchFolder
    private var proposal = SiteProposal()

    init() throws {
        folder = try ScratchFolder()
        proposal.configurationFolder = folder.root
        proposal.state = "/var/lib/spreu"
        proposal.places = [AccountPlace("/var/vmail/*/*/Maildir", .layout(.ispConfig))]
        proposal.exclude.accounts.patterns = ["betriebsrat", "meldestelle@*", "#1: \"odd\" name", "yes"]
        proposal.exclude.folders = ["Personal*", "Entgelt & Bonus"]
        proposal.robots = ["rechnung*"]
        proposal.isRestHam = true
        proposal.existingJunk = 1_764_460_800
        proposal.folders = [.spam: ["Werbung"]]
        proposal.site = SiteSettings(networks: ["192.0.2.0/24"], recipients: ["example.org"])
        proposal.hostName = "mx.example.org"
        proposal.interfaces = [.milter, .spamd]
    }

    private func write(_ language: Language) throws {
        for name in ConfigurationFiles.names {
            try ConfigurationFiles(proposal).text(name, language)
                .write(toFile: folder.path(name), atomically: true, encoding: .utf8)
        }
    }

    @Test("the nightly run and the filter read what was proposed", arguments: Language.allCases)
    func readers(language: Language) throws {
        try write(language)
        let nightly = try NightlyConfiguration(contentsOf: folder.path("spreu.yaml"))
        var wanted = try proposal.configuration()
        wanted.file = nightly.file
        #expect(nightly == wanted)
        guard case .accounts(_, let rule) = try #require(nightly.sources.first) else { return }
        #expect(rule.ham == ["rest"])
        #expect(rule.spam.last == "Werbung")
        #expect(rule.existingJunk == 1_764_460_800)
        let text = try String(contentsOfFile: folder.path("spreud.yaml"), encoding: .utf8)
        _ = try FilterConfiguration(path: folder.path("spreud.yaml"), text: text)
    }

    @Test("alarms are there to be switched on by taking off number signs", arguments: Language.allCases)
    func alarms(language: Language) throws {
        try write(language)
        let text = try String(contentsOfFile: folder.path("spreu.yaml"), encoding: .utf8)
        #expect(try NightlyConfiguration(contentsOf: folder.path("spreu.yaml")).alarms == nil)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "#alarms:"))
        let switched = lines[..<start] + lines[start..<(start + 4)].map { $0.dropFirst() } + lines[(start + 4)...]
        let alarms = try #require(
            NightlyConfiguration(switched.joined(separator: "\n"), path: folder.path("spreu.yaml")).alarms)
        #expect(alarms.mailTo == ["postmaster@example.org"] && alarms.language == language)
    }

    @Test("with nothing found the files can be read, too")
    func empty() throws {
        let files = ConfigurationFiles(
            { () -> SiteProposal in
                var proposal = SiteProposal()
                proposal.configurationFolder = folder.root
                return proposal
            }())
        for name in ConfigurationFiles.names {
            try files.text(name, .german).write(toFile: folder.path(name), atomically: true, encoding: .utf8)
        }
        #expect(try NightlyConfiguration(contentsOf: folder.path("spreu.yaml")).sources.isEmpty)
    }

    @Test("a second run changes nothing, in whatever language")
    func same() {
        let files = ConfigurationFiles(proposal)
        for name in ConfigurationFiles.names {
            let change = FileChange(
                name, before: files.text(name, .german), texts: files.texts(name, .english), replaces: false)
            #expect(change.kind == .same)
            #expect(!change.isWritten)
            #expect(change.difference.isEmpty)
        }
    }

    @Test("what somebody has changed stays, unless it is to be replaced; what a program wrote is written again")
    func edited() {
        var other = proposal
        other.robots = []
        let text = ConfigurationFiles(other).text("spreu.yaml", .english)
        let texts = ConfigurationFiles(proposal).texts("spreu.yaml", .english)
        #expect(FileChange("spreu.yaml", before: text, texts: texts, replaces: false).kind == .rewritten)
        let edited = text.replacing("robots: []", with: "robots: [fax]")
        let change = FileChange("spreu.yaml", before: edited, texts: texts, replaces: false)
        #expect(change.kind == .kept)
        #expect(!change.isWritten)
        #expect(change.difference.contains("-robots: [fax]"))
        #expect(change.difference.contains("+robots: [rechnung*]"))
        #expect(FileChange("spreu.yaml", before: edited, texts: texts, replaces: true).kind == .replaced)
        #expect(FileChange("spreu.yaml", before: nil, texts: texts, replaces: false).kind == .new)
    }

    @Test(
        "what the package installs is nobody's work, and may be written over", arguments: ["spreu", "spreud", "site"])
    func shipped(name: String) throws {
        let path = SharedFiles.projectRoot + "/packaging/debian/etc/\(name).yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(FileSeal.isWhole(text), "seal it again: its last line does not fit")
        #expect(!FileSeal.isWhole(text.replacing("#", with: "# ")))
    }

    @Test("each word closes what it names, and both until that is known")
    func closedNames() throws {
        let mail = try ScratchFolder()
        for path in ["anna/Maildir/cur", "anna/Maildir/new", "anna/Maildir/.Personal/cur", "rat/Maildir/cur"] {
            try FileManager.default.createDirectory(
                atPath: mail.path("example.org/\(path)"), withIntermediateDirectories: true)
        }
        let names = ClosedNames(["rat", "Personal", "nobody", "Rat@example.org"], before: Exclusions())
        #expect(names.cautious.accounts.patterns == names.words)
        #expect(names.cautious.folders == names.words)
        var proposal = SiteProposal()
        proposal.places = [AccountPlace("/*/*/Maildir", .layout(.virtualUsers))]
        proposal.exclude = names.cautious
        let meanings = names.meanings(try proposal.configuration(root: mail.root).findSources())
        #expect(meanings.map(\.accounts) == [1, 0, 0, 1])
        #expect(meanings.map(\.folders) == [0, 1, 0, 0])
        let exclude = names.exclusions(meanings)
        #expect(exclude.accounts.patterns == ["rat", "nobody", "Rat@example.org"])
        #expect(exclude.folders == ["Personal", "nobody"])
    }
}
