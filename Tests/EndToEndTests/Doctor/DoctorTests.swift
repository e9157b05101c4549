// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu doctor")
struct DoctorTests {
    /// What of another machine's files nobody can look at.
    private static let alwaysClosed: Set = ["clock", "filter"]

    private static func kinds(_ outcome: Program.Outcome) throws -> Set<String> {
        Set(try outcome.value["findings"].elements.compactMap { $0["kind"].string })
    }

    private static func closed(_ outcome: Program.Outcome) throws -> Set<String> {
        Set(try outcome.value["notChecked"].elements.compactMap { $0["area"].string })
    }

    @Test("on a site with nothing wrong nothing is found; what runs on another machine is not looked at, and not green")
    func mended() throws {
        let outcome = try DoctorTree().check()
        #expect(outcome.code == 4, "\(outcome.errors)")
        #expect(try outcome.value["findings"].elements == [], "\(outcome.text)")
        #expect(try Self.closed(outcome) == Self.alwaysClosed, "\(outcome.text)")
        #expect(try outcome.value["worst"] == .null)
        let areas = try outcome.value["areas"]
        #expect(areas["clock"].string == "notChecked" && areas["postfix"].string == "fine")
        #expect(areas["permissions"].string == "fine" && areas["night"].string == "fine")
    }

    @Test("a planted fault is found, and nothing else", arguments: DoctorFault.all)
    func planted(fault: DoctorFault) throws {
        let tree = try DoctorTree()
        try fault.plant(tree)
        let outcome = try tree.check()
        #expect(try Self.kinds(outcome) == fault.kinds, "\(outcome.text)")
        let closed = try Self.closed(outcome).subtracting(fault.closes)
        #expect(closed.isSubset(of: Self.alwaysClosed), "\(outcome.text)")
        let isCritical = try outcome.value["worst"].string == "critical"
        #expect(outcome.code == (isCritical ? 14 : 4), "\(outcome.errors)")
        for finding in try outcome.value["findings"].elements {
            #expect(finding["why"].string?.contains("{}") == false, "\(finding)")
            #expect(finding["commands"].elements == [], "they would act on this machine")
        }
    }

    @Test("paths of another server's own configuration are looked for below its folder, not on this machine")
    func ownPaths() throws {
        let tree = try DoctorTree()
        for name in ["spreu.yaml", "spreud.yaml"] { try tree.replace(tree.folder.root, with: "", in: name) }
        try tree.add("site: /site.yaml\n", to: "spreu.yaml")
        try tree.write("site.yaml", "hosts: []\n")
        let outcome = try tree.check()
        #expect(try outcome.value["findings"].elements == [], "\(outcome.text)")
        #expect(try Self.closed(outcome) == Self.alwaysClosed, "\(outcome.text)")
        try tree.remove("models/site/current")
        #expect(try Self.kinds(tree.check()) == ["noModel"])
    }

    @Test("nothing is changed by looking")
    func readOnly() throws {
        let tree = try DoctorTree()
        func state() throws -> [String: Date] {
            var state: [String: Date] = [:]
            for name in try FileManager.default.subpathsOfDirectory(atPath: tree.folder.root) {
                // SQLite's own, which it makes to read, and removes.
                if name.contains("ledger.sqlite-") { continue }
                state[name] =
                    try FileManager.default.attributesOfItem(atPath: tree.folder.path(name))[.modificationDate] as? Date
            }
            return state
        }
        let before = try state()
        _ = try tree.check()
        let after = try state()
        for (name, date) in before where name != "store" { #expect(after[name] == date, "\(name)") }
        #expect(Set(after.keys) == Set(before.keys))
    }

    @Test("the report has 80 columns in both languages, and no account, token or address")
    func text() throws {
        let tree = try DoctorTree()
        let undone: Set = ["configurationBroken", "filterConfigurationBroken", "noUser", "noNight", "noModel"]
        for fault in DoctorFault.all
        where fault.kinds.isDisjoint(with: undone) && fault.kinds.isDisjoint(with: ["filterConfigurationMissing"])
            && ["sieveMissing", "milterDefers", "feedbackProgram", "noTimer", "dropOpen", "modelStale", "unreadMail"]
                .contains(where: fault.kinds.contains)
        {
            try? fault.plant(tree)
        }
        try tree.mode("vmail/example.org/anna/Maildir", 0o000)
        let json = try tree.check()
        #expect(try Self.kinds(json).count >= 7, "\(json.text)")
        for language in ["en", "de"] {
            let text = try tree.check(["--language", language])
            #expect(text.text.contains(language == "de" ? "Läuft hier alles?" : "Does this site work?"))
            for output in [text.text, json.text] {
                for secret in ["geheim", "chefin", "anna/", "betriebsrat"] {
                    #expect(!output.contains(secret), "\(secret)")
                }
            }
            for line in text.text.split(separator: "\n") where !line.contains(tree.folder.root) {
                #expect(line.count <= 80, "\(line)")
            }
            #expect(!text.text.contains("{}"))
        }
    }

    @Test("on this machine commands are printed, and those of permissions alone, quoted, when asked for")
    func commands() throws {
        let tree = try DoctorTree()
        let hostile = "x'$(id)\u{1B}[2J"
        try tree.makeFolder("vmail/example.org/\(hostile)/Maildir/cur")
        try tree.mode("vmail/example.org/\(hostile)/Maildir", 0o000)
        try DoctorFault.ownSocket(tree, "nobody")
        let options = [
            "doctor", "--config", tree.folder.path("spreu.yaml"), "--postfix", tree.folder.path("etc/postfix"),
            "--dovecot", tree.folder.path("doveconf"), "--user", "nobody",
        ]
        let report = try Program("spreu").run(options, environment: ["SPREU_NOW": "\(tree.now)"])
        #expect(report.text.contains("spreu doctor --config \(tree.folder.path("spreu.yaml")) --fix-permissions"))
        #expect(report.text.contains("    postconf -e 'smtpd_milters = inet:127.0.0.1:8891, { unix:"))
        let fix = try Program("spreu").run(options + ["--fix-permissions"], environment: ["SPREU_NOW": "\(tree.now)"])
        #expect(!fix.text.contains("postconf") && !fix.text.contains("\u{1B}"))
        let line = try #require(fix.text.split(separator: "\n").first { $0.contains("$(id)") })
        #expect(line.hasPrefix("setfacl -R -P -m u:nobody:rX -d -m u:nobody:rX '") && line.contains(#"x'\''$(id)"#))
        let both = try Program("spreu").run(options + ["--fix-permissions", "--json"])
        #expect(both.code == 64)
    }

    @Test("what a new account needs is printed in one run, its closed home and what lies behind it")
    func newAccount() throws {
        let tree = try DoctorTree()
        for part in ["cur", "new", "tmp"] { try tree.makeFolder("vmail/example.org/neu/Maildir/\(part)") }
        try tree.write("vmail/example.org/neu/Maildir/cur/1.M1P1.mx:2,S", "From: a@example.com\n\nText\n")
        for folder in ["neu/Maildir", "neu"] { try tree.mode("vmail/example.org/" + folder, 0o700) }
        let fix = try Program("spreu").run(
            [
                "doctor", "--config", tree.folder.path("spreu.yaml"), "--no-postfix", "--no-dovecot", "--user",
                "nobody",
                "--fix-permissions",
            ], environment: ["SPREU_NOW": "\(tree.now)"])
        let home = tree.folder.path("vmail/example.org/neu")
        #expect(fix.text.contains("\nsetfacl -R -P -m u:nobody:rX -d -m u:nobody:rX \(home)/Maildir\n"), "\(fix.text)")
        #expect(fix.text.contains("\nsetfacl -m u:nobody:x \(home)\n"), "\(fix.text)")
    }

    @Test("what only a closed way keeps shut is shut before the way is opened")
    func shutFirst() throws {
        let tree = try DoctorTree()
        try tree.mode("vmail/example.org/betriebsrat", 0o755)
        try tree.mode("vmail", 0o000)
        let options = [
            "doctor", "--config", tree.folder.path("spreu.yaml"), "--no-postfix", "--no-dovecot", "--user", "nobody",
            "--fix-permissions",
        ]
        let fix = try Program("spreu").run(options, environment: ["SPREU_NOW": "\(tree.now)"])
        let lines = fix.text.split(separator: "\n")
        let shut = try #require(lines.firstIndex { $0.contains("betriebsrat") }, "\(fix.text) \(fix.errors)")
        let opened = try #require(
            lines.firstIndex { $0.hasPrefix("setfacl") && $0.hasSuffix(" " + tree.folder.path("vmail")) }, "\(fix.text)"
        )
        #expect(shut < opened, "\(fix.text)")
    }

    private static let unshare = Program(path: "/usr/bin/unshare")

    @Test(
        "where the filter cannot be asked as its user, that is a gap, and no fault of the filter's",
        .enabled(
            if: DoctorTree.isRoot && (try? unshare.run(["-m", "true"]).code) == 0,
            "only root can hide a program of the system"))
    func noSetpriv() throws {
        let tree = try DoctorTree()
        let script = """
            mount -t tmpfs none /usr/local/sbin && ln -s '\(Program("spreud").path)' /usr/local/sbin/spreud
            mount --bind /dev/null /usr/bin/setpriv
            exec '\(Program("spreu").path)' doctor --config '\(tree.folder.path("spreu.yaml"))' --no-postfix --no-dovecot \
                --user nobody --json --language en
            """
        let outcome = try Self.unshare.run(
            ["-m", "/bin/sh", "-e", "-c", script], environment: ["SPREU_NOW": "\(tree.now)"])
        #expect(try !Self.kinds(outcome).contains("filterRefuses"), "\(outcome.text)")
        let gaps = try outcome.value["notChecked"].elements
        #expect(gaps.contains { $0["reason"].string?.contains("/usr/bin/setpriv") == true }, "\(gaps)")
    }

    @Test("a site without Postfix or Dovecot says so once, and nothing of them is looked for")
    func without() throws {
        let tree = try DoctorTree()
        try tree.remove("etc/postfix")
        let outcome = try Program("spreu").run(
            [
                "doctor", "--root", tree.folder.root, "--config", tree.folder.path("spreu.yaml"), "--no-postfix",
                "--no-dovecot", "--json",
            ], environment: ["SPREU_NOW": "\(tree.now)"])
        #expect(try Self.kinds(outcome) == [], "\(outcome.text)")
        #expect(try Self.closed(outcome) == Self.alwaysClosed)
        #expect(try outcome.value["areas"]["postfix"].string == "none")
    }
}
