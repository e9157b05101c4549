// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What the Debian package brings besides the programs; `scripts/package --test` installs the package itself.
@Suite("Debian package")
struct PackageTests {
    private static let folder = SharedFiles.projectRoot + "/packaging/debian/"
    private static let shell = Program(path: "/bin/sh")

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
