// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("Disks that are full, read-only, or lose power")
struct DiskTests {
    /// Runs a script in a mount namespace of its own, where it may mount.
    private func script(_ lines: String, _ site: NightlyTests.Site) throws -> Program.Outcome {
        let spreu = Program("spreu").path
        let script = """
            set -u
            night() { SPREU_NOW=$1 \(spreu) nightly --config \(site.folder.path("spreu.yaml")) >/dev/null; echo "code $?"; }
            cd \(site.folder.root)
            \(lines)
            """
        return try Program(path: "/usr/bin/unshare").run(["-m", "/bin/sh", "-c", script])
    }

    private func codes(_ outcome: Program.Outcome) -> [Int] {
        outcome.text.split(separator: "\n").compactMap { line in
            line.hasPrefix("code ") ? Int(line.dropFirst(5)) : nil
        }
    }

    @Test(
        "a disk that is full when the model is written: a clear line, and the model of yesterday stays",
        .enabled(if: getuid() == 0, "needs root, to mount"))
    func fullModels() throws {
        let site = try NightlyTests.Site()
        let outcome = try script(
            """
            mkdir models && mount -t tmpfs -o size=40m none models
            night \(site.now)
            readlink models/site/current; sha256sum < models/site/current/model.spreu
            night \(site.now + 86_400)
            readlink models/site/current; sha256sum < models/site/current/model.spreu; ls -A models/site | wc -l
            """, site)
        let lines = outcome.text.split(separator: "\n")
        try #require(lines.count == 7, "\(outcome.text) \(outcome.errors)")
        #expect(codes(outcome)[0] == 0 && codes(outcome)[1] == 73)
        #expect(
            lines[1] == lines[4] && lines[2] == lines[5] && lines[6] == "6",
            "an export, the link to it, the page of the nights, and the last report in its three forms")
        #expect(outcome.errors.contains("No space left on device"), "\(outcome.errors)")
    }

    @Test(
        "a disk that is full when mail comes in: a clear line, and nothing of the store is lost",
        .enabled(if: getuid() == 0, "needs root, to mount"))
    func fullStore() throws {
        let site = try NightlyTests.Site()
        let key = site.folder.path("key")
        let outcome = try script(
            """
            mkdir -m 700 store && mount -t tmpfs -o size=900k,mode=700 none store
            night \(site.now)
            ls -A store/segments | wc -l
            mount -o remount,size=100m store
            \(Program("spreu").path) store check --store store --key \(key) >/dev/null; echo "code $?"
            night \(site.now)
            """, site)
        #expect(codes(outcome).count == 3 && codes(outcome)[0] == 74 && codes(outcome)[1] == 0, "\(outcome.text)")
        #expect(codes(outcome).last == 0, "\(outcome.errors)")
        #expect(
            outcome.errors.contains("No space left on device") || outcome.errors.contains("full"), "\(outcome.errors)")
    }

    @Test(
        "a store and models that are read-only: a clear line, and the model stays",
        .enabled(if: getuid() == 0, "needs root, to mount"))
    func readOnly() throws {
        let site = try NightlyTests.Site()
        let outcome = try script(
            """
            mkdir models && mount -t tmpfs -o size=100m none models
            mkdir -m 700 store && mount -t tmpfs -o size=100m,mode=700 none store
            night \(site.now)
            sha256sum < models/site/current/model.spreu
            mount -o remount,ro models
            night \(site.now + 86_400)
            sha256sum < models/site/current/model.spreu
            mount -o remount,ro store
            night \(site.now + 86_400)
            \(Program("spreu").path) store check --store store --key \(site.folder.path("key")) >/dev/null; echo "code $?"
            """, site)
        let sums = outcome.text.split(separator: "\n").filter { !$0.hasPrefix("code") }
        #expect(sums.count == 2 && sums[0] == sums[1])
        #expect(codes(outcome).dropFirst() == [73, 74, 74], "\(outcome.text) \(outcome.errors)")
        #expect(outcome.errors.split(separator: "\n").count { $0.contains("Read-only file system") } >= 2)
    }

    @Test(
        "the order on disk: features before the ledger names them, a model before its folder, the folder before the link",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/strace"),
            "strace is missing: scripts/setup --tests installs it"))
    func order() throws {
        let site = try NightlyTests.Site()
        let trace = site.folder.path("trace")
        let outcome = try Program(path: "/usr/bin/strace").run(
            [
                "-f", "-y", "-o", trace, "-e", "trace=fsync,fdatasync,rename,symlink,mkdir", Program("spreu").path,
                "nightly", "--config", site.folder.path("spreu.yaml"),
            ], environment: ["SPREU_NOW": "\(site.now)"])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let lines = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").map(String.init)
        /// Where the first call after another is that names these.
        func index(_ call: String, _ words: [String], after start: Int = -1) throws -> Int {
            try #require(
                lines.indices.first { index in
                    index > start && lines[index].contains(" \(call)(")
                        && words.allSatisfy { lines[index].contains($0) }
                }, "\(call) \(words)")
        }
        let synced = try index("fsync", ["/segments/1.segment.new-"])
        let named = try index("rename", ["/segments/1.segment.new-"], after: synced)
        let folder = try index("fsync", ["/store/segments>"], after: named)
        // The write-ahead log is synced at each commit.
        _ = try index("fdatasync", ["ledger.sqlite-wal"], after: folder)
        let model = try index("fsync", ["/.new-", "model.spreu.new-"], after: folder)
        let modelNamed = try index("rename", ["model.spreu.new-"], after: model)
        let inner = try index("fsync", ["/models/site/.new-"], after: modelNamed)
        let export = try index("rename", ["/models/site/.new-", "Z-"], after: inner)
        let shelf = try index("fsync", ["/models/site>"], after: export)
        let link = try index("rename", ["current.new-", "/models/site/current"], after: shelf)
        _ = try index("fsync", ["/models/site>"], after: link)
    }
}
