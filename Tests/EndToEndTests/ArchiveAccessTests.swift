// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

/// What a run does to the archives that it reads, and what becomes of a run that may not read all of them.
@Suite("Access to archives")
struct ArchiveAccessTests {
    private static let strace = Program(path: "/usr/bin/strace")
    private static let setpriv = Program(path: "/usr/bin/setpriv")
    private static let nobody = "65534"
    private let spreu = Program("spreu")
    private let folder: ScratchFolder

    init() throws { folder = try ScratchFolder() }

    @Test(
        "archives are only looked at: none is opened for writing, renamed, removed or locked",
        .enabled(if: strace.exists, "strace is missing: scripts/setup --tests installs it"))
    func onlyLookedAt() throws {
        let log = folder.path("strace")
        let archives = try ["ham.mbox", "spam.mbox", "Maildir", "eml"].map { try SampleCorpus.path($0) }
        let outcome = try Self.strace.run(
            ["-f", "-y", "-o", log, "-e", "trace=%file,%desc", spreu.path, "train", "--threads", "2"]
                + ["--output", folder.path("m.spreu"), "--key", folder.path("key")]
                + ["--ham", archives[0], archives[2], archives[3], "--spam", archives[1]])
        #expect(outcome.code == 0, "\(outcome.errors)")

        let root = try SampleCorpus.path()
        let harmless: Set = [
            "access", "close", "fadvise64", "fstat", "getdents64", "lseek", "newfstatat", "pread64", "read",
            "readlink", "stat", "statx",
        ]
        var opened = 0
        for line in try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n") where line.contains(root) {
            // `1234  openat(AT_FDCWD, "/tmp/...", O_RDONLY|O_CLOEXEC) = 3`; not the command itself.
            let call = line.drop { $0.isNumber || $0 == " " }.prefix { $0 != "(" }
            if call == "execve" || line.contains(" resumed>") { continue }
            if call == "openat" {
                opened += 1
                #expect(line.contains("O_RDONLY") && !line.contains("O_CREAT") && !line.contains("O_TRUNC"), "\(line)")
            } else {
                #expect(harmless.contains(String(call)), "\(line)")
            }
        }
        #expect(opened > SampleCorpus.hamCount)
    }

    @Test(
        "what may not be read is told, and the rest is learned",
        .enabled(if: setpriv.exists, "setpriv is missing: scripts/setup --tests installs it"))
    func notAllowed() throws {
        let mail = "From: ann@example.com\nSubject: x\n\nText\n"
        let files = ["ham/1.eml", "ham/2.eml", "ham/3.eml", "ham/closed/4.eml", "Maildir/cur/1.a.mx:2,", "spam.mbox"]
        for file in files + ["Maildir/new/2.a.mx"] {
            let url = URL(fileURLWithPath: folder.path(file))
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(mail.utf8).write(to: url)
        }
        let closed = ["ham/2.eml", "ham/closed", "Maildir/new", "spam.mbox"].map { folder.path($0) }
        for path in closed { try setPermissions(0, path) }
        defer { for path in closed { try? setPermissions(0o755, path) } }

        let output = folder.path("output")
        try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        try setPermissions(0o777, output)
        try setPermissions(0o755, folder.root)
        let run = try asNobody([
            "train", "--json", "--key", output + "/key", "--output", output + "/m.spreu", "--ham", folder.path("ham"),
            folder.path("Maildir"), "--spam", folder.path("spam.mbox"),
        ])
        #expect(run.code == 4)
        #expect(run.json?["ham"] as? Int == 3)
        #expect(run.json?["spam"] as? Int == 0)
        let lines = run.errors.split(separator: "\n").map(String.init)
        for path in closed {
            #expect(lines.count { $0 == "spreu: warning: \(path): cannot be opened (Permission denied); skipped" } == 1)
        }
        // The others say that there is no spam, and that a key was made.
        #expect(lines.count == 6, "\(run.errors)")
    }

    @Test("a run that met bad archives ends with warnings, and has learned the rest")
    func badArchives() throws {
        let mbox = try SampleCorpus.data("spam.mbox")
        let xz = try Program(path: "/usr/bin/xz").run(["-c"], input: mbox).output
        try xz.prefix(xz.count * 3 / 4).write(to: URL(fileURLWithPath: folder.path("cut.mbox.xz")))
        try Data().write(to: URL(fileURLWithPath: folder.path("empty")))
        let run = try spreu.run([
            "train", "--json", "--key", folder.path("key"), "--output", folder.path("m.spreu"), "--ham",
            try SampleCorpus.path("ham.mbox"), folder.path("empty"), "--spam", folder.path("cut.mbox.xz"),
        ])
        #expect(run.code == 4)
        #expect(run.json?["ham"] as? Int == SampleCorpus.hamCount)
        #expect(1..<SampleCorpus.spamCount ~= run.json?["spam"] as? Int ?? 0)
        let lines = run.errors.split(separator: "\n").map { $0.replacing(folder.root, with: "") }
        #expect(lines.count == 3, "\(run.errors)")
        #expect(lines.contains("spreu: warning: /empty: is empty; skipped"))
        #expect(lines.contains { $0.contains("/cut.mbox.xz at byte ") && $0.contains("the xz data end early") })
    }

    private func setPermissions(_ mode: UInt16, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }

    /// Runs `spreu` without root's right to read everything, from a copy that anybody may run.
    private func asNobody(_ arguments: [String]) throws -> Program.Outcome {
        guard geteuid() == 0 else { return try spreu.run(arguments) }
        let copy = folder.path("spreu")
        try FileManager.default.copyItem(atPath: spreu.path, toPath: copy)
        try setPermissions(0o755, copy)
        return try Self.setpriv.run(
            ["--reuid", Self.nobody, "--regid", Self.nobody, "--clear-groups", copy] + arguments)
    }
}
