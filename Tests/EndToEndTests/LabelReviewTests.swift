// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu inspect --review, and what disturbs it")
struct LabelReviewTests {
    private let scratch: ScratchFolder
    private let store: String

    init() throws {
        scratch = try ScratchFolder()
        store = scratch.path("store")
        let lines = try SampleCorpus.index().map { "\($0.label) \(try SampleCorpus.path($0.path))\n" }
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: scratch.path("index")))
        let outcome = try Spreu.run(["ingest", "--store", store, "--index", scratch.path("index")])
        #expect(outcome.code == 0, "\(outcome.errors)")
    }

    /// Starts `inspect` with what is written to a pipe as its input.
    private func start(_ arguments: [String]) throws -> (program: RunningProgram, input: FileHandle) {
        let pipe = scratch.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        // Open for both, it waits for nobody and never ends.
        let input = try #require(FileHandle(forUpdatingAtPath: pipe))
        return (try start(arguments, reading: pipe), input)
    }

    private func start(_ arguments: [String], reading path: String) throws -> RunningProgram {
        try RunningProgram(
            "/bin/sh",
            ["-c", #"input=$1; shift; exec "$@" < "$input""#, "sh", path, Program("spreu").path, "inspect"]
                + arguments,
            environment: ["SPREU_KEY_FILE": try Spreu.key(), "TMPDIR": scratch.root], log: scratch.path("log"))
    }

    private func review(_ keys: String, _ arguments: [String] = []) throws -> String {
        let outcome = try Spreu.run(["inspect", "--store", store, "--review"] + arguments, input: Data(keys.utf8))
        #expect(outcome.code == 0, "\(outcome.errors)")
        return outcome.text
    }

    @Test("what was labelled by hand makes room for the next suspects")
    func confirmed() throws {
        var asked: Set<Substring> = []
        for _ in 0..<3 {
            let text = try review("h", ["--suspects", "1"])
            #expect(text.contains("1 of 1") && text.contains("wrote 1 label"), "\(text)")
            asked.formUnion(text.split(separator: "\n").filter { $0.wholeMatch(of: /[0-9a-f]{16}/) != nil })
        }
        #expect(asked.count == 3)
    }

    @Test("arrow and function keys do nothing, Escape alone abandons")
    func sequences() throws {
        let keys = "\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[15~\u{1B}\u{1B}[D\u{1B}x"
        #expect(try review(keys + "s" + keys + "hq").contains("wrote 2 labels"))
        for escape in ["\u{1B}", "\u{1B}\u{1B}"] {
            #expect(try review("ss" + escape).contains("no label was written"))
        }
    }

    @Test("a store that is busy at the end is waited for")
    func busy() throws {
        let (program, input) = try start(["--store", store, "--review"])
        #expect(eventually { program.log.contains("ham or spam?") }, "\(program.log)")
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        // Without its lock the child may live on: it ends by itself.
        holder.arguments = ["-o", store + "/lock", "/bin/sh", "-c", "touch \(scratch.path("held")); exec sleep 60"]
        try holder.run()
        #expect(eventually { FileManager.default.fileExists(atPath: scratch.path("held")) })
        try input.write(contentsOf: Data("sq".utf8))
        #expect(eventually { program.log.contains("is in use by") }, "\(program.log)")
        #expect(program.isRunning && !program.log.contains("wrote"))
        // Tests block the signal that would ask it to end.
        kill(holder.processIdentifier, SIGKILL)
        #expect(eventually { program.log.contains("wrote 1 label") }, "\(program.log)")
    }

    @Test("what could not be written is printed as commands that write it")
    func unwritten() throws {
        let (program, input) = try start(["--store", store, "--review"])
        #expect(eventually { program.log.contains("ham or spam?") }, "\(program.log)")
        // A store that others can read is refused.
        #expect(chmod(store, 0o755) == 0)
        try input.write(contentsOf: Data("snhq".utf8))
        #expect(eventually { !program.isRunning } && program.stop() == 74, "\(program.log)")
        let commands = program.log.split(separator: "\n").filter { $0.hasPrefix("spreu label") }
        #expect(commands.map { $0.split(separator: " ")[2] } == ["spam", "ham"], "\(program.log)")
        #expect(chmod(store, 0o700) == 0)
        for command in commands {
            let words = command.split(separator: " ").dropFirst().map(String.init)
            #expect(try Spreu.run(words).code == 0)
        }
        #expect(try Spreu.run(["label", "--list", "--json", "--store", store]).value.elements.count == 2)
    }

    @Test("a signal ends the review and leaves the terminal as it was", arguments: [SIGTERM, SIGINT])
    func terminal(signal: Int32) throws {
        let main = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        defer { close(main) }
        // Swift's Glibc has no unlockpt and ptsname: TIOCSPTLCK and TIOCGPTN, which they use (ioctl_tty(2)).
        var (lock, number): (Int32, Int32) = (0, 0)
        #expect(ioctl(main, 0x4004_5431, &lock) == 0 && ioctl(main, 0x8004_5430, &number) == 0)
        let path = "/dev/pts/\(number)"
        let own = open(path, O_RDWR | O_NOCTTY)
        defer { close(own) }
        func flags() -> tcflag_t {
            var settings = termios()
            return tcgetattr(own, &settings) == 0 ? settings.c_lflag : 0
        }
        let before = flags()
        #expect(before & tcflag_t(ECHO) != 0)
        let program = try start(["--store", store, "--review"], reading: path)
        #expect(eventually { flags() & tcflag_t(ECHO) == 0 }, "\(program.log)")
        program.signal(signal)
        #expect(eventually { !program.isRunning } && program.stop() == 128 + signal)
        #expect(flags() == before)
    }

    @Test("an inspection that is interrupted leaves no features behind")
    func interrupted() throws {
        let (program, input) = try start(["--ham", "-"])
        defer { input.closeFile() }
        let descriptors = "/proc/\(program.id)/fd"
        #expect(
            eventually {
                let open = (try? FileManager.default.contentsOfDirectory(atPath: descriptors)) ?? []
                return open.contains { number in
                    let file = try? FileManager.default.destinationOfSymbolicLink(atPath: descriptors + "/" + number)
                    return file.map { $0.hasPrefix(scratch.root) && $0.hasSuffix(" (deleted)") } ?? false
                }
            }, "\(program.log)")
        program.signal(SIGKILL)
        #expect(eventually { !program.isRunning })
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.root).sorted()
        #expect(names == ["index", "log", "pipe", "store"], "\(names)")
    }
}
