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
        commandName: "store",
        abstract: "Check, back up, restore, compact or merge into a store, or list its nightly runs or sketches.",
        subcommands: [
            Check.self, Backup.self, Restore.self, Compact.self, Merge.self, Runs.self, SketchList.self,
        ])

    /// The command `spreu store check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read everything and verify it against its checksums and the ledger.")

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
            if report.leftovers > 0 {
                line += "; the next run will remove \(grouped(report.leftovers)) files left by a crash"
            }
            try Console.write(line + "\n")
        }
    }

    /// The command `spreu store backup`.
    struct Backup: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy a store with its site key into a new folder.",
            discussion: "The copy contains the secret key that features are hashed with: guard it like a password.")

        @Option(name: .customLong("to"), help: ArgumentHelp("The folder to create.", valueName: "folder"))
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
            abstract: "Restore a store from a backup, and its key if there is none.")

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
            abstract: "Remove messages that are too old, and rewrite segments that hold mostly forgotten ones.")

        @Option(
            help: ArgumentHelp("Keep messages up to this age: 180d, 26w, 2y.", valueName: "age"),
            transform: { try TimeSpan(age: $0) })
        var keep: TimeSpan?

        @Option(name: .customLong("max-messages"), help: "Keep at most this many messages, the newest.")
        var maxMessages: Int?

        @Flag(help: "Rewrite every segment that holds forgotten messages, so that none of their features stay on disk.")
        var all = false

        @OptionGroup var options: StoreOptions

        func validate() throws {
            if let maxMessages, maxMessages < 1 { throw ValidationError("--max-messages takes a number of 1 or more") }
        }

        func run() throws {
            let store = try options.location().open(.writing, who: "store compact")
            let report = try store.compact(
                Retention(age: keep?.seconds, maxMessages: maxMessages), all: all, now: currentTime)
            try Console.write(
                "removed  \(counted(report.expired, "message")); rewrote \(counted(report.segments, "segment")), "
                    + "\(grouped(report.bytes)) bytes freed\n"
            )
        }
    }
}

extension TimeSpan {
    /// Reads a span of some length: as an age, none would keep nothing.
    fileprivate init(age text: String) throws(ValidationError) {
        guard let span = TimeSpan(text), span.seconds > 0 else {
            throw ValidationError("write a number with h, d, w or y, such as 180d")
        }
        self = span
    }
}
