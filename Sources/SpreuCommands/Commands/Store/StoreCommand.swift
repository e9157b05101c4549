// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import MailIngest
import NightlyBatch
import SpamEvaluation
import TextOutput
import TrainingStore

/// `spreu store`: care of a store.
struct StoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "Check, back up, restore or compact a store, or list its nights.",
        subcommands: [Check.self, Backup.self, Restore.self, Compact.self, Runs.self])

    /// The command `spreu store check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read everything and compare it with its checksums and with the ledger.")

        @OptionGroup var options: StoreOptions

        func run() throws {
            let store = try options.location().open(.reading, who: "store check")
            let progress = ProgressBar("checking")
            let report = try store.check { progress.advance(by: $0) }
            progress.finish()
            for problem in report.problems { Console.error(problem) }
            guard report.problems.isEmpty else {
                throw Failure(.badData, "the store has \(grouped(report.problems.count)) problems; restore a backup")
            }
            var line = "sound    \(counted(report.messages, "message")) in \(counted(report.segments, "segment"))"
            if report.remains > 0 {
                line += "; \(grouped(report.remains)) files that a crash left will be removed by the next run"
            }
            try Console.write(line + "\n")
        }
    }

    /// The command `spreu store backup`.
    struct Backup: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy a store with its site key into a new folder.",
            discussion: "The copy holds the secret that the features are hashed with: keep it as you keep passwords.")

        @Option(name: .customLong("to"), help: ArgumentHelp("The folder to make.", valueName: "folder"))
        var target: String

        @OptionGroup var options: StoreOptions

        func run() throws {
            let location = try options.location()
            let store = try location.open(.writing, who: "store backup")
            try store.backUp(key: location.key, to: target)
            try Console.write("backed up to \(target.forTerminal())\n")
        }
    }

    /// The command `spreu store restore`.
    struct Restore: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a store from a backup; its key goes where there is none.")

        @Option(name: .customLong("from"), help: ArgumentHelp("The folder of the backup.", valueName: "folder"))
        var backup: String

        @OptionGroup var options: StoreOptions

        func run() throws {
            let location = try options.location()
            for path in [location.path, location.key] { try FileOwner.requireOwn(path) }
            try TrainingStore.restore(backup, to: location.path, key: location.key)
            let report = try location.open(.reading, who: "store restore").check()
            for problem in report.problems { Console.error(problem) }
            guard report.problems.isEmpty else { throw Failure(.badData, "the backup is damaged") }
            try Console.write("restored \(counted(report.messages, "message")) to \(location.path.forTerminal())\n")
        }
    }

    /// The command `spreu store compact`.
    struct Compact: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove what is too old, and rewrite segments that hold mostly forgotten messages.")

        @Option(
            help: ArgumentHelp("Keep messages of this age: 180d, 26w, 2y.", valueName: "age"),
            transform: { try TimeSpan(age: $0) })
        var keep: TimeSpan?

        @Option(name: .customLong("max-messages"), help: "Keep this many messages, the newest.")
        var maxMessages: Int?

        @Flag(help: "Rewrite every segment that holds anything forgotten: no feature of it is left on disk.")
        var all = false

        @OptionGroup var options: StoreOptions

        func validate() throws {
            if let maxMessages, maxMessages < 1 { throw ValidationError("--max-messages takes a number from 1") }
        }

        func run() throws {
            let store = try options.location().open(.writing, who: "store compact")
            let report = try store.compact(
                Retention(age: keep?.seconds, maxMessages: maxMessages), all: all, now: currentTime)
            try Console.write(
                "removed  \(counted(report.expired, "message")); rewrote \(counted(report.segments, "segment")), "
                    + "\(grouped(report.bytes)) bytes less\n")
        }
    }
}

extension TimeSpan {
    /// Reads a span of some length: as an age, none would keep nothing.
    fileprivate init(age text: String) throws(ValidationError) {
        guard let span = TimeSpan(text), span.seconds > 0 else {
            throw ValidationError("write a number with h, d, w or y, as 180d")
        }
        self = span
    }
}
