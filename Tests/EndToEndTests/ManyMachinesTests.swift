// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// A plan, its tasks in processes of their own, and the merge, by the scripts that do it with xargs.
@Suite("Many machines", .serialized)
struct ManyMachinesTests {
    private static let scripts = SharedFiles.projectRoot + "/scripts/many/"
    private static let python = Program(path: "/usr/bin/python3")

    /// A site whose mail is the sample corpus, as an account and as archives.
    private struct Site {
        let scratch: ScratchFolder
        var config: String { scratch.path("spreu.yaml") }

        init(_ store: String = "store") throws {
            scratch = try ScratchFolder()
            try FileManager.default.createDirectory(
                atPath: scratch.path("vmail/anna"), withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: try SampleCorpus.path("Maildir"), toPath: scratch.path("vmail/anna/Maildir"))
            for name in ["ham.mbox", "spam.mbox"] {
                try SampleCorpus.data(name).write(to: URL(fileURLWithPath: scratch.path(name)))
            }
            try FileManager.default.copyItem(atPath: Spreu.key(), toPath: scratch.path("key"))
            try write(store: store)
        }

        func write(store: String) throws {
            try """
            store: \(scratch.path(store))
            key: \(scratch.path("key"))
            models: \(scratch.path("models"))
            sources:
              - maildirs: \(scratch.path("vmail/*/Maildir"))
                settle: 0
              - archives: \(scratch.path("ham.mbox"))
                label: ham
              - archives: \(scratch.path("spam.mbox"))
                label: spam
            """.write(toFile: config, atomically: true, encoding: .utf8)
        }

        func run(_ arguments: [String], input: String = "") throws -> Program.Outcome {
            try Program("spreu").run(
                arguments, input: Data(input.utf8), environment: ["SPREU_CONFIG": config, "SPREU_NOW": "1772900000"])
        }

        /// The model that is trained from the store.
        func model() throws -> Data {
            let check = try run(["store", "check"])
            #expect(check.code == 0, "\(check.errors)")
            let outcome = try run(["train", "--config", config, "--output", scratch.path("model")])
            #expect(outcome.code == 0 || outcome.code == 4, "\(outcome.errors)")
            return try Spreu.data(scratch.path("model"))
        }

        /// The model that one process makes of the same mail.
        func expected() throws -> Data {
            try write(store: "alone")
            #expect(try [0, 4, 10, 11, 12].contains(run(["nightly", "--force"]).code))
            let model = try model()
            try write(store: "store")
            return model
        }
    }

    @Test("xargs makes the store that one process makes, and the night after it has nothing to read")
    func xargs() throws {
        let site = try Site()
        let expected = try site.expected()
        let outcome = try Program(path: Self.scripts + "xargs").run(
            ["--config", site.config, "--output", site.scratch.path("out"), "--jobs", "3", "--shards", "6"],
            environment: ["SPREU": Program("spreu").path, "SPREU_NOW": "1772900000"])
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.text.contains("merged   6 tasks"), "\(outcome.text)")
        #expect(try site.model() == expected)
        let night = try site.run(["nightly", "--force", "--json"])
        #expect(night.json.flatMap { ($0["ingest"] as? [String: Any])?["parsed"] as? Int } == 0, "\(night.text)")
        // What the tasks left can be read by nobody else.
        let mode = try FileManager.default.attributesOfItem(atPath: site.scratch.path("out/results"))[.posixPermissions]
        #expect(mode as? Int == 0o700)
    }

    @Test("a task that is killed at any instant leaves one whole result or none")
    func kills() throws {
        let site = try Site()
        let plan = try site.run(["plan", "--shards", "1"])
        #expect(plan.code == 0, "\(plan.errors)")
        let results = site.scratch.path("results")
        let arguments = [
            "ingest", "--segment-only", "--task", plan.text.trimmingCharacters(in: .newlines), "--output", results,
        ]
        var generator = SplitMix64(seed: 5)
        for _ in 0..<12 {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: Program("spreu").path)
            process.arguments = arguments
            process.environment = ProcessInfo.processInfo.environment.merging(["SPREU_CONFIG": site.config]) { $1 }
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            usleep(UInt32.random(in: 0...200_000, using: &generator))
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        let whole = try site.run(arguments)
        #expect(whole.code == 0, "\(whole.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: results).filter { !$0.contains(".new-") }
        #expect(names == [try #require(whole.json?["name"] as? String)])
        #expect(try site.run(arguments).json?["done-before"] as? Bool == true)
    }

    @Test("a line of a manifest that names anything but the site's mail is refused, and so is a changed file")
    func refusals() throws {
        let site = try Site()
        let manifest = site.scratch.path("plan.jsonl")
        #expect(try site.run(["plan", "--bytes", "64K", "-o", manifest]).code == 0)
        let lines = try String(contentsOfFile: manifest, encoding: .utf8).split(separator: "\n").map(String.init)
        let results = site.scratch.path("results")
        func task(_ line: String) throws -> Program.Outcome {
            try site.run(["ingest", "--segment-only", "--task", "-", "--output", results], input: line + "\n")
        }
        #expect(try task("{\"read\": \"/etc/shadow\"}").code == 65)
        #expect(try task(lines[0].replacing("vmail/anna", with: "vmail/../../etc")).code == 65)
        let mbox = try #require(lines.last { $0.contains("spam.mbox") })
        let changed = try FileHandle(forWritingTo: URL(fileURLWithPath: site.scratch.path("spam.mbox")))
        try changed.seekToEnd()
        try changed.write(contentsOf: Data("\n".utf8))
        try changed.close()
        let refused = try task(mbox)
        #expect(refused.code == 75)
        #expect(refused.errors.contains("has changed since it was planned"), "\(refused.errors)")
        // An account that is excluded since.
        try (String(contentsOfFile: site.config, encoding: .utf8) + "\nexclude:\n  accounts: [anna]\n")
            .write(toFile: site.config, atomically: true, encoding: .utf8)
        #expect(try task(lines[0]).code == 77)
        let merge = try site.run(["store", "merge", "--manifest", manifest, results])
        #expect(merge.code == 77 || merge.code == 66, "\(merge.errors)")
        #expect(try site.run(["ingest", "--task", lines[0]]).code == 64)
        #expect(try site.run(["ingest", "--segment-only", "--store", "x"]).code == 64)
    }

    @Test(
        "campaigns found with SQL in the sketches of a store, printed in parts, are those of inspect",
        .enabled(if: python.exists))
    func campaigns() throws {
        let site = try Site()
        for copy in 0..<5 {
            let words = (0..<40).map { "Angebot\($0)" } + ["Gruppe\(copy)", "Nummer\(copy * 7)"]
            let header = """
                Received: from x (x [198.51.\(copy).7]) by mx.example.org; Mon, 2 Mar 2026 00:00:00 +0000
                From: a\(copy)@example.net
                Subject: Sonderpreis
                Message-ID: <\(copy)@example.net>
                """
            try "\(header)\n\n\(words.joined(separator: " "))\n"
                .write(
                    toFile: site.scratch.path("vmail/anna/Maildir/cur/177290000\(copy).M1.mx:2,S"), atomically: true,
                    encoding: .utf8)
        }
        #expect(try [0, 4, 10, 11, 12].contains(site.run(["nightly", "--force"]).code))
        let report = try #require(site.run(["inspect", "--config", site.config, "--json"]).json)
        let wanted = try #require((report["campaigns"] as? [String: Any])?["list"] as? [[String: Any]])
        let lines = try (1...3).map { part in
            let outcome = try site.run(["store", "sketches", "--config", site.config, "--part", "\(part)/3"])
            #expect(outcome.code == 0, "\(outcome.errors)")
            return outcome.text
        }
        #expect(lines.joined() != lines[0])
        let outcome = try Program(path: Self.scripts + "campaigns.py").run([], input: Data(lines.joined().utf8))
        #expect(outcome.code == 0, "\(outcome.errors)")
        let found = try outcome.text.split(separator: "\n").map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
        func counts(_ campaign: [String: Any]) -> [String?] {
            [
                "messages", "exactCopies", "ham", "spam", "firstSeen", "lastSeen", "accounts", "networks",
                "networksUnknown",
            ]
            .map { campaign[$0].map { "\($0)" } }
        }
        #expect(found.map(counts) == wanted.map(counts) && found.contains { $0["messages"] as? Int == 5 })
        #expect(try site.run(["store", "sketches", "--config", site.config, "--part", "4/3"]).code == 64)
    }

    @Test("the nights of many sites make a table, and one that fails stops none", .enabled(if: python.exists))
    func fleet() throws {
        let sites = try (0..<3).map { _ in try Site() }
        try "store: [".write(toFile: sites[1].config, atomically: true, encoding: .utf8)
        let user = NSUserName()
        let scratch = try ScratchFolder()
        // Root runs the night of no site as itself.
        let isRoot = geteuid() == 0
        let lines = sites.enumerated().map { number, site in
            "{\"site\": \"s\(number)\", \"config\": \"\(site.config)\"\(isRoot ? "" : ", \"user\": \"\(user)\""), \"now\": 1772900000}"
        }
        try lines.joined(separator: "\n").write(toFile: scratch.path("sites.jsonl"), atomically: true, encoding: .utf8)
        let outcome = try Program(path: Self.scripts + "fleet").run(
            ["--sites", scratch.path("sites.jsonl"), "--output", scratch.path("out"), "--jobs", "2"],
            environment: ["SPREU": Program("spreu").path, "LC_ALL": "C.UTF-8"])
        #expect(outcome.code == 4, "\(outcome.errors)")
        let csv = try String(contentsOfFile: scratch.path("out/nights.csv"), encoding: .utf8)
        let rows = csv.split(separator: "\r\n")
        #expect(rows.count == 4)
        if isRoot {
            #expect(rows.dropFirst().allSatisfy { $0.contains(",failed,") })
        } else {
            #expect(rows[1].hasPrefix("s1,failed,78,") && !rows[2].contains("failed"), "\(csv)")
        }
        let page = try String(contentsOfFile: scratch.path("out/nights.html"), encoding: .utf8)
        #expect(page.contains("s1") && !page.contains("http://"))
        #expect(outcome.text.contains("s1: the night failed"), "\(outcome.text)")
    }

    @Test("a night that is killed, and a line that is none, are failed sites of the table", .enabled(if: python.exists))
    func killedNights() throws {
        let scratch = try ScratchFolder()
        let files = FileManager.default
        try files.copyItem(atPath: Self.scripts + "fleet", toPath: scratch.path("fleet"))
        try files.copyItem(atPath: Self.scripts + "site-night", toPath: scratch.path("real"))
        try """
        #!/bin/sh
        case $1 in *s1*) kill -9 $$ ;; esac
        exec "$(dirname "$0")/real" "$@"
        """.write(toFile: scratch.path("site-night"), atomically: true, encoding: .utf8)
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path("site-night"))
        let lines = (0..<5).map { "{\"site\": \"s\($0)\", \"config\": \"/none/s\($0).yaml\"}" } + ["{no line"]
        try lines.joined(separator: "\n").write(toFile: scratch.path("sites.jsonl"), atomically: true, encoding: .utf8)
        let outcome = try Program(path: scratch.path("fleet")).run(
            ["--sites", scratch.path("sites.jsonl"), "--output", scratch.path("out"), "--jobs", "1"],
            environment: ["SPREU": Program("spreu").path, "LC_ALL": "C.UTF-8"])
        #expect(outcome.code == 4, "\(outcome.errors)")
        let rows = try String(contentsOfFile: scratch.path("out/nights.csv"), encoding: .utf8).split(separator: "\r\n")
        #expect(rows.dropFirst().map { $0.prefix { $0 != "," } } == ["line 6", "s0", "s1", "s2", "s3", "s4"])
        #expect(rows.dropFirst().allSatisfy { $0.contains(",failed,") })
        #expect(outcome.text.contains("s1: the night failed"), "\(outcome.text)")
    }
}
