// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu handover")
struct HandoverTests {
    private func sheet(_ tree: DoctorTree, _ arguments: [String] = []) throws -> Program.Outcome {
        try Program("spreu").run(
            ["handover", "--config", tree.folder.path("spreu.yaml"), "--language", "en"] + arguments,
            environment: ["SPREU_NOW": "\(tree.now)"])
    }

    @Test("without what only a person knows the sheet says what is missing, and the exit code is 4")
    func incomplete() throws {
        let tree = try DoctorTree()
        let outcome = try sheet(tree)
        #expect(outcome.code == 4, "\(outcome.errors)")
        #expect(outcome.text.contains("! where copies of the key are") && outcome.text.contains("! whom to ask"))
        let complete = try sheet(tree, ["--key-copy", "safe, room 2.14", "--contact", "Berta, extension 17"])
        #expect(complete.code == 0, "\(complete.errors)")
        #expect(complete.text.contains("safe, room 2.14") && complete.text.contains("Berta, extension 17"))
        #expect(!complete.text.contains("! "))
    }

    @Test("it has paths, the key by its id, closed accounts by count, and no secret; the page is one file")
    func secrets() throws {
        let tree = try DoctorTree()
        let key = try String(contentsOfFile: tree.folder.path("key"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let page = tree.folder.path("page.html")
        for language in ["en", "de"] {
            let outcome = try Program("spreu").run(
                [
                    "handover", "--config", tree.folder.path("spreu.yaml"), "--language", language, "--html", page,
                ], environment: ["SPREU_NOW": "\(tree.now)"])
            let html = try String(contentsOfFile: page, encoding: .utf8)
            for text in [outcome.text, html] {
                #expect(key.count >= 16 && !text.contains(key))
                for secret in ["geheim", "chefin", "betriebsrat"] { #expect(!text.contains(secret), "\(secret)") }
                #expect(text.contains(tree.folder.path("store")) && text.contains(tree.folder.path("drop")))
                #expect(text.contains("/usr/local/bin/send-sms"))
                #expect(!text.contains("{}"))
            }
            #expect(outcome.text.contains(language == "de" ? "Konten: 1" : "accounts: 1"))
            for line in outcome.text.split(separator: "\n") where !line.contains("/") && !line.hasPrefix("  ") {
                #expect(line.count <= 80, "\(line)")
            }
            #expect(!html.contains("<script") && !html.contains(" src="))
        }
        let named = try sheet(tree, ["--names"])
        #expect(named.text.contains("betriebsrat") && named.text.contains("chefin@example.org"))
        #expect(!named.text.contains("geheim"))
    }

    @Test(
        "a key that whoever asks may not read is not said to be missing",
        .enabled(if: DoctorTree.isRoot, "only root can become another user"))
    func unreadable() throws {
        let tree = try DoctorTree()
        for (path, mode) in [("", 0o755), ("spreu.yaml", 0o644), ("spreud.yaml", 0o644)] { try tree.mode(path, mode) }
        let outcome = try Program(path: "/usr/bin/setpriv").run([
            "--reuid", "65534", "--regid", "65534", "--clear-groups", Program("spreu").path, "handover", "--config",
            tree.folder.path("spreu.yaml"), "--language", "en",
        ])
        #expect(outcome.code == 4, "\(outcome.errors)")
        #expect(outcome.text.contains("Id: cannot be read as nobody"), "\(outcome.text)")
        let root = try sheet(tree)
        #expect(!root.text.contains("cannot be read"))
        try tree.remove("key")
        #expect(try sheet(tree).text.contains("Id: not there"))
    }

    @Test("what runs on the other host is quoted for both shells")
    func quoting() throws {
        let tree = try DoctorTree()
        let models = tree.folder.path("it's $(id) models")
        try FileManager.default.moveItem(atPath: tree.folder.path("models"), toPath: models)
        try tree.replace("models: \(tree.folder.path("models"))", with: "models: \"\(models)\"", in: "spreu.yaml")
        let lines = try sheet(tree).text.split(separator: "\n").map { $0.drop { $0 == " " } }
        let name = try #require(lines.first { $0.hasPrefix("name=$(readlink") })
        let place = try #require(lines.first { $0.hasPrefix("ssh MX2 ") })
        // A host on which every command is said instead of run.
        for (program, text) in [
            ("ssh", "shift\nexec sh -c \"$*\"\n"), ("spreu", "echo \"$PWD: $*\"\n"), ("ln", "echo ln $*\n"),
            ("mv", "echo mv $*\n"),
        ] {
            try tree.write("bin/\(program)", "#!/bin/sh\n" + text)
            try tree.mode("bin/\(program)", 0o755)
        }
        let outcome = try Program(path: "/bin/sh").run(
            ["-e", "-c", "\(name)\n\(place)"], environment: ["PATH": tree.folder.path("bin") + ":/usr/bin:/bin"])
        let served = try FileManager.default.destinationOfSymbolicLink(atPath: models + "/site/current")
        #expect(
            outcome.text == """
                \(models)/site: models verify \(served)/model.spreu --public-key /etc/spreu/signing.pub
                ln -sfn \(served) next
                mv -T next current

                """, "\(outcome.errors) \(place)")
    }

    @Test("the restore drill that the sheet prints works, with the key kept apart from the backup")
    func drill() throws {
        let tree = try DoctorTree()
        let text = try sheet(tree).text
        // The same commands as whoever runs the tests: without changing users, and with places filled in.
        let (backup, copy) = (tree.folder.path("backup"), tree.folder.path("copy.key"))
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }
        let from = try #require(lines.firstIndex { $0.contains("store backup --to BACKUP") })
        let end = try #require(lines[from...].firstIndex { $0.hasPrefix("rm -r ") && $0.hasSuffix("/drill") })
        let asUser =
            DoctorTree.isRoot ? "setpriv --reuid \(DoctorTree.user) --regid \(DoctorTree.group) --clear-groups " : ""
        let script = lines[from..<end].filter { !$0.hasPrefix("#") }.map { line in
            String(line).replacing("BACKUP", with: backup).replacing("KEY-COPY", with: copy)
                .replacing("sudo -u spreu spreu", with: asUser + Program("spreu").path)
                .replacing("-o spreu", with: DoctorTree.isRoot ? "-o \(DoctorTree.user)" : "")
        }
        #expect(script.count == 7, "\(script)")
        let outcome = try Program(path: "/bin/sh").run(["-e", "-c", script.joined(separator: "\n")])
        #expect(outcome.code == 0, "\(outcome.errors) \(script)")
        #expect(!FileManager.default.fileExists(atPath: backup + "/site.key"))
        #expect(FileManager.default.fileExists(atPath: tree.folder.path("drill/model.spreu")))
        // With another key the drill fails.
        try FileManager.default.removeItem(atPath: tree.folder.path("drill"))
        try Data(String(contentsOfFile: Spreu.key(), encoding: .utf8).utf8).write(to: URL(fileURLWithPath: copy))
        let wrong = try Program(path: "/bin/sh").run(["-e", "-c", script.dropFirst(2).joined(separator: "\n")])
        #expect(wrong.code == 65 && wrong.errors.contains("was made with site key"), "\(wrong.errors)")
    }

    @Test("a configuration that was named from where one stands is named in full")
    func relative() throws {
        let tree = try DoctorTree()
        let outcome = try Program(path: "/bin/sh").run([
            "-c",
            "cd '\(tree.folder.root)' && exec '\(Program("spreu").path)' handover --config spreu.yaml --language en",
        ])
        #expect(outcome.text.contains("--config \(tree.folder.path("spreu.yaml"))"), "\(outcome.errors)")
        #expect(!outcome.text.contains("--config spreu.yaml"))
    }

    @Test("hosts that only filter are in the commands, quoted; a configuration that cannot be used is an error")
    func several() throws {
        let tree = try DoctorTree()
        let text = try sheet(tree, ["--filter-host", "mx2.example.org", "--filter-host", "mx3; id"]).text
        #expect(text.contains(" mx2.example.org:") && text.contains("'mx3; id':"))
        try tree.add("keeep: 1\n", to: "spreu.yaml")
        #expect(try sheet(tree).code == 78)
    }
}
