// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What the Debian package brings besides the programs; `scripts/package --test` installs the package itself.
@Suite("Debian package")
struct PackageTests {
    private static let folder = SharedFiles.projectRoot + "/packaging/debian/"
    private static let shell = Program(path: "/bin/sh")

    /// What the programs' sources say in their texts: lines that are no comments.
    private static func texts() throws -> [String] {
        let root = SharedFiles.projectRoot + "/Sources"
        let names = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
        return try names.filter { $0.hasSuffix(".swift") && !$0.hasPrefix("FilterService/") }.flatMap { name in
            try String(contentsOfFile: root + "/" + name, encoding: .utf8).split(separator: "\n").map(String.init)
                .filter { !$0.drop { $0 == " " }.hasPrefix("//") }
        }
    }

    @Test("a page that a program names is where the package puts it")
    func pages() throws {
        let installed = /\/usr\/share\/doc\/spreu\/([a-zA-Z0-9.\/-]+\.(md|yaml))/
        var named: Set<String> = []
        for line in try Self.texts() {
            for match in line.matches(of: installed) { named.insert(String(match.1)) }
            // A folder of the sources is on no server; a file's own heading may have it.
            let isHeading = line.contains("\"# ") || line.contains("brake 1")
            #expect(isHeading || line.firstMatch(of: /[^\/a-z]docs\/[a-z.\/-]+\.(md|yaml)/) == nil, "\(line)")
        }
        #expect(named.contains("imapsieve.md") && named.contains("commands/status.md"))
        for name in named {
            #expect(FileManager.default.fileExists(atPath: SharedFiles.projectRoot + "/docs/" + name), "\(name)")
        }
    }

    @Test("each version of the changelog has its row in the page on upgrades")
    func versions() throws {
        let changes = try String(contentsOfFile: SharedFiles.projectRoot + "/CHANGELOG.md", encoding: .utf8)
        let page = try String(contentsOfFile: SharedFiles.projectRoot + "/docs/upgrade.md", encoding: .utf8)
        for match in changes.matches(of: /\n## \[?([0-9]+\.[0-9]+\.[0-9]+)/) {
            #expect(page.contains("\n| \(match.1) |"), "\(match.1)")
        }
        #expect(page.contains("\n| \(try Program("spreu").run(["--version"]).text.prefix { $0 != "\n" }) |"))
    }

    /// Programs in the place of the filter's two, each of which accepts the model or not, and says so when it is started.
    private struct Programs {
        let scratch: ScratchFolder
        let script: String

        init(installed: Bool, previous: Bool?) throws {
            scratch = try ScratchFolder()
            try FileManager.default.createDirectory(
                atPath: scratch.path("previous"), withIntermediateDirectories: true)
            try Self.make(scratch.path("spreud"), named: "installed", accepts: installed)
            if let previous { try Self.make(scratch.path("previous/spreud"), named: "previous", accepts: previous) }
            script = scratch.path("filter")
            // The tests run as root or not, and no user spreu is there.
            try String(contentsOfFile: PackageTests.folder + "filter", encoding: .utf8)
                .replacing("/usr/sbin/spreud", with: scratch.path("spreud"))
                .replacing("/usr/lib/spreu/previous/", with: scratch.path("previous/"))
                .replacing("/run/systemd/system", with: scratch.path("no-systemd"))
                .replacing("runuser -u spreu --", with: "env")
                .write(toFile: script, atomically: true, encoding: .utf8)
        }

        private static func make(_ path: String, named name: String, accepts: Bool) throws {
            try """
            #!/bin/sh
            case "$*" in
            *--check-config) exit \(accepts ? 0 : 69) ;;
            --version) echo 0 ;;
            *) echo "\(name) $*" ;;
            esac
            """.write(toFile: path, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        }
    }

    @Test(
        "the installed filter is started unless it refuses a model that the one before an upgrade accepts",
        arguments: [
            (true, nil, "installed"), (false, nil, "installed"), (true, true, "installed"), (true, false, "installed"),
            (false, true, "previous"), (false, false, "installed"),
        ] as [(Bool, Bool?, String)])
    func start(installed: Bool, previous: Bool?, started: String) throws {
        let programs = try Programs(installed: installed, previous: previous)
        let outcome = try Self.shell.run([programs.script, "start", "/etc/spreu/other.yaml"])
        #expect(outcome.code == 0)
        #expect(outcome.text == "\(started) --config /etc/spreu/other.yaml\n")
        // Which of the two it is is said only where it is not the expected one.
        #expect(outcome.errors.contains("until a night has made a new model") == (started == "previous"))
    }

    @Test("the program before an upgrade is kept until the installed one accepts the model", arguments: [true, false])
    func update(accepts: Bool) throws {
        let programs = try Programs(installed: accepts, previous: true)
        #expect(try Self.shell.run([programs.script, "update"]).code == 0)
        #expect(FileManager.default.fileExists(atPath: programs.scratch.path("previous/spreud")) == !accepts)
    }

    @Test(
        "an upgrade says that a restart filters on only where a program is kept that accepts the model",
        arguments: [nil, true, false] as [Bool?])
    func goesOn(previous: Bool?) throws {
        let programs = try Programs(installed: false, previous: previous)
        // A systemd under which some other program is the filter.
        try FileManager.default.createDirectory(
            atPath: programs.scratch.path("no-systemd"), withIntermediateDirectories: true)
        let outcome = try Stubs(["systemctl": "if [ \"$1\" = show ]; then echo 1; fi"])
            .run(programs.script, ["update"])
        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("goes on with the program before"))
        #expect(outcome.errors.contains("also after a reboot") == (previous == true))
        #expect(outcome.errors.contains("leaves mail unfiltered") == (previous != true))
    }

    /// Commands in the place of the system's.
    private struct Stubs {
        let scratch: ScratchFolder

        init(_ commands: [String: String]) throws {
            scratch = try ScratchFolder()
            for (name, body) in commands {
                try "#!/bin/sh\n\(body)\n".write(toFile: scratch.path(name), atomically: true, encoding: .utf8)
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path(name))
            }
        }

        func run(_ script: String, _ arguments: [String]) throws -> Program.Outcome {
            let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/sbin:/usr/bin:/sbin:/bin"
            return try withExtendedLifetime(scratch) {
                try PackageTests.shell.run(
                    [script] + arguments, environment: ["PATH": scratch.path("") + ":" + path])
            }
        }
    }

    /// A maintainer script, run over a folder in the place of the system's.
    private static func maintain(
        _ name: String, _ arguments: [String], in scratch: ScratchFolder, stubs: [String: String] = [:]
    ) throws -> Program.Outcome {
        let script = scratch.path(name)
        try String(contentsOfFile: folder + name, encoding: .utf8)
            .replacing("/run/systemd/system", with: scratch.path("no-systemd"))
            .replacing("/etc/spreu", with: scratch.path("etc"))
            .replacing("/var/lib/spreu", with: scratch.path("state"))
            .replacing("/usr/lib/spreu", with: scratch.path("lib"))
            .replacing("/usr/sbin/spreud", with: scratch.path("spreud"))
            .write(toFile: script, atomically: true, encoding: .utf8)
        return try Stubs(stubs).run(script, arguments)
    }

    @Test("users that a directory has, and files that may not be changed, do not stop the installation")
    func directoryUsers() throws {
        let scratch = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: scratch.path("etc"), withIntermediateDirectories: true)
        let outcome = try Self.maintain(
            "spreu.postinst", ["configure", ""], in: scratch,
            stubs: ["getent": "exit 0", "usermod": "exit 6", "dpkg-statoverride": "exit 1", "chown": "exit 1"])
        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("add vmail to the group spreu-learn by hand"))
        #expect(outcome.errors.contains("/etc should belong to root:spreu, with mode 750"))
        #expect(outcome.text.contains("spreu init"))
    }

    @Test("half a copy of the filter is never kept", arguments: [true, false])
    func keep(copied: Bool) throws {
        let scratch = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: scratch.path("etc"), withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: scratch.path("etc/spreud.yaml")))
        try "#!/bin/sh\n".write(toFile: scratch.path("spreud"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path("spreud"))
        var stubs = ["runuser": "shift 3; exec \"$@\"", "ln": "exit 1"]
        if !copied { stubs["cp"] = "echo half > \"$3\"; exit 1" }
        let outcome = try Self.maintain("spreu.preinst", ["upgrade", "0"], in: scratch, stubs: stubs)
        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("could not be kept") == !copied)
        let kept = try FileManager.default.contentsOfDirectory(atPath: scratch.path("lib/previous"))
        #expect(kept == (copied ? ["spreud"] : []))
    }

    @Test("a purge speaks of files in /etc only where some are left", arguments: [true, false])
    func purge(left: Bool) throws {
        let scratch = try ScratchFolder()
        try FileManager.default.createDirectory(atPath: scratch.path("etc"), withIntermediateDirectories: true)
        if left { try Data().write(to: URL(fileURLWithPath: scratch.path("etc/own.yaml"))) }
        let outcome = try Self.maintain("spreu.postrm", ["purge"], in: scratch)
        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("that were not the package's stay") == left)
    }

    @Test("each unit of the project is named where copies of it hide the package's, and stopped on removal")
    func units() throws {
        func text(_ path: String) throws -> String {
            try String(contentsOfFile: SharedFiles.projectRoot + "/" + path, encoding: .utf8)
        }
        let places = try [text("packaging/debian/spreu.postinst"), text("docs/upgrade.md")]
        let removal = try text("packaging/debian/spreu.prerm")
        for folder in ["packaging/systemd", "scripts/systemd"] {
            for unit in try FileManager.default.contentsOfDirectory(atPath: SharedFiles.projectRoot + "/" + folder) {
                for place in places { #expect(place.contains("/etc/systemd/system/\(unit)"), "\(unit)") }
                // What can be enabled can run.
                if try text("\(folder)/\(unit)").contains("[Install]") {
                    let isNamed = removal.contains(" \(unit)")
                    #expect(isNamed || removal.contains(" '\(unit.replacing("@.", with: "@*."))'"), "\(unit)")
                }
            }
        }
    }

    @Test("the configurations it installs are accepted")
    func configurations() throws {
        let scratch = try ScratchFolder()
        for name in ["spreu", "spreud", "site"] {
            try String(contentsOfFile: Self.folder + "etc/\(name).yaml", encoding: .utf8)
                .replacing("/var/lib/spreu/models/site/current/model.spreu", with: Spreu.model())
                .replacing("key: /var/lib/spreu/site.key", with: "key: \(Spreu.key())")
                .replacing("/var/lib/spreu/", with: scratch.path(""))
                .replacing("/etc/spreu/", with: scratch.path(""))
                .replacing("/var/vmail/", with: scratch.path("vmail/"))
                .write(toFile: scratch.path("\(name).yaml"), atomically: true, encoding: .utf8)
        }
        let nightly = try Program("spreu").run(["config", "check", "--config", scratch.path("spreu.yaml")])
        // No mailboxes are there: a warning, and no error.
        #expect(nightly.code == 4, "\(nightly.errors)")
        let filter = try Program("spreud").run(["--config", scratch.path("spreud.yaml"), "--check-config"])
        #expect(filter.code == 0, "\(filter.errors)")
        #expect(filter.text.contains("systemd"))
    }

    @Test("its scripts are sound, and what it installs from the pages is in them")
    func scripts() throws {
        for name in ["spreu.preinst", "spreu.postinst", "spreu.prerm", "spreu.postrm", "filter", "documented-file"] {
            let outcome = try Self.shell.run(["-n", Self.folder + name])
            #expect(outcome.code == 0, "\(name): \(outcome.errors)")
        }
        let rules = try String(contentsOfFile: Self.folder + "rules", encoding: .utf8)
        let blocks = rules.matches(of: /debian\/documented-file (\S+) '([^']+)'/)
        #expect(blocks.count == 5)
        for block in blocks {
            let outcome = try Self.shell.run(
                [Self.folder + "documented-file", SharedFiles.projectRoot + "/\(block.1)", String(block.2)])
            #expect(outcome.code == 0 && outcome.text.hasPrefix(block.2), "\(outcome.errors)")
        }
        for script in ["package", "package-test"] {
            let path = SharedFiles.projectRoot + "/scripts/" + script
            #expect(try Program(path: "/bin/bash").run(["-n", path]).code == 0)
        }
    }

    @Test(
        "its AppArmor profile is well-formed",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/apparmor_parser"),
            "apparmor_parser is missing: Debian's package apparmor has it"))
    func profile() throws {
        let outcome = try Program(path: "/usr/sbin/apparmor_parser").run(
            ["-Q", "-K", SharedFiles.projectRoot + "/packaging/apparmor/usr.sbin.spreud"])
        #expect(outcome.code == 0, "\(outcome.errors)")
    }
}
