// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// Every command finds store, key and models by the configuration of the nightly run.
@Suite("--config")
struct SiteOptionTests {
    private func site() throws -> NightlyTests.Site {
        let site = try NightlyTests.Site("gate:\n  label-days: 365")
        let night = try site.night()
        #expect(night.code == 0, "\(night.errors) \(night.text)")
        return site
    }

    @Test("store, label, forget, models, train and evaluate take the site from its configuration")
    func commands() throws {
        let site = try site()
        func run(_ arguments: [String]) throws -> String {
            let outcome = try site.run(arguments)
            #expect(outcome.code == 0, "\(arguments): \(outcome.errors)")
            return outcome.text
        }
        #expect(try run(["store", "check"]).hasPrefix("sound "))
        #expect(try run(["store", "runs"]).contains("served: "))
        let backup = site.folder.path("backup")
        #expect(try run(["store", "backup", "--to", backup]).contains("backed up"))
        #expect(FileManager.default.fileExists(atPath: backup + "/site.key"))
        #expect(try run(["models", "list"]).hasPrefix("* "))
        let model = site.folder.path("trained")
        #expect(try run(["train", "--output", model, "--learner", "naive-bayes"]).contains("learned "))
        #expect(
            try run(["evaluate", "--protocol", "nightly", "--block", "100", "--learner", "naive-bayes"])
                .contains("(1-ROCA)%"))
        #expect(try run(["forget", "--account", "anna@example.org"]).hasPrefix("forgot "))
    }

    @Test("$SPREU_CONFIG stands for --config, and what is named on the command line comes before it")
    func environment() throws {
        let site = try site()
        func run(_ arguments: [String]) throws -> Program.Outcome {
            try Program("spreu").run(
                arguments, environment: ["SPREU_CONFIG": site.folder.path("spreu.yaml"), "SPREU_NOW": "\(site.now)"])
        }
        #expect(try run(["store", "check"]).code == 0)
        #expect(try run(["models", "list"]).code == 0)
        #expect(try run(["status"]).text.hasPrefix("SPREU OK"))
        let other = try run(["store", "check", "--store", site.folder.path("none"), "--key", site.folder.path("key")])
        #expect(other.code == 66 && other.errors.contains("no store at"), "\(other.errors)")
        #expect(try run(["models", "list", "--models", site.folder.path("none")]).code == 66)
    }

    @Test("two sites are wrong usage, and so is none")
    func usage() throws {
        let file = try ScratchFolder().path("spreu.yaml")
        for arguments in [["store", "check", "--store", "s"], ["models", "list", "--models", "m"]] {
            let both = try Program("spreu").run(arguments + ["--config", file])
            #expect(both.code == 64 && both.errors.contains("give either --config or "), "\(both.errors)")
        }
        guard !FileManager.default.fileExists(atPath: "/etc/spreu/spreu.yaml") else { return }
        for arguments in [
            ["store", "check"], ["models", "list"], ["nightly"], ["train", "--output", file],
            ["label", "ham", "--digest", "00000000"],
        ] {
            let none = try Program("spreu").run(arguments)
            #expect(none.code == 64 && none.errors.contains("--config"), "\(none.errors)")
        }
    }

    @Test("advice names the command with the site that it is for")
    func advice() throws {
        let site = try site()
        let none = try site.run(["models", "show", "20000101T000000Z-000000000000"])
        #expect(
            none.code == 66
                && none.errors.contains("'spreu models list --models \(site.folder.path("models"))/site'"),
            "\(none.errors)")
        for part in ["cur", "new", "tmp"] {
            try FileManager.default.createDirectory(
                atPath: site.folder.path("vmail/example.org/berta/Maildir/" + part), withIntermediateDirectories: true)
        }
        try FileManager.default.copyItem(
            atPath: SampleCorpus.path("new/ham.eml"),
            toPath: site.folder.path("vmail/example.org/berta/Maildir/cur/1.M1P1.mx:2,S"))
        try site.night("--force")
        try FileManager.default.removeItem(atPath: site.folder.path("vmail/example.org/berta"))
        let gone = try site.run(["config", "check"])
        #expect(
            gone.errors.contains("'spreu forget --config \(site.folder.path("spreu.yaml")) --account NAME'"),
            "\(gone.errors)")
    }
}
