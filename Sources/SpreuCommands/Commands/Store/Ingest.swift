// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import MailArchive
import MailFeatures
import MailIngest
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput
import TrainingStore

/// `spreu ingest`: brings a store up to date with archives.
struct IngestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Parse new messages once and keep their features in a store.",
        discussion: """
            Messages already in the store are not read again. A message that was moved, or is now given under the \
            other label, is relabelled. Copies count once. A message that no longer exists keeps its label.

            Example: spreu ingest --store S --label spam ~/Maildir/.Junk

            With --segment-only --task LINE --output FOLDER it does one task of 'spreu plan' for the site of --config, \
            however often, and leaves one result.
            """)

    /// What `--label` takes.
    enum Label: String, ExpressibleByArgument, CaseIterable {
        case ham, spam

        var messageClass: MessageClass { self == .spam ? .spam : .ham }
    }

    @Argument(help: ArgumentHelp("Archives, as for train.", valueName: "source"))
    var sources: [String] = []

    @Option(help: ArgumentHelp("The store's folder; created if missing.", valueName: "folder"))
    var store: String?

    @Option(help: ArgumentHelp("The label of all messages in the sources.", valueName: "ham|spam"))
    var label: Label?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Archives of mail that the site's users sent: everyone they wrote to becomes a known sender.",
            valueName: "source"))
    var sent: [String] = []

    @Option(help: ArgumentHelp("A TREC index, which carries its own labels.", valueName: "file"))
    var index: String?

    @Option(
        name: .customLong("exclude"),
        help: ArgumentHelp("A file or folder within the sources to leave out; may be repeated.", valueName: "path"))
    var excluded: [String] = []

    @Option(
        name: .customLong("segment-only"), defaultAsFlag: "", parsing: .next,
        help: ArgumentHelp(
            "Write a segment instead of a store, to be added to another machine's store; without a file with --task.",
            valueName: "file"))
    var segmentOnly: String?

    @Option(
        help: ArgumentHelp(
            "A task of 'spreu plan' to do: a line of its manifest, or '-' for standard input.", valueName: "line"))
    var task: String?

    @Option(help: ArgumentHelp("The folder for results of tasks; created if missing.", valueName: "folder"))
    var output: String?

    @Option(
        name: .customLong("segment"),
        help: ArgumentHelp("A segment from --segment-only to add to the store; may be repeated.", valueName: "file"))
    var segments: [String] = []

    @Option(
        name: .customLong("commit-every"),
        help: ArgumentHelp("Commit after this many messages; a crash loses nothing committed.", valueName: "messages"))
    var commitEvery = 20_000

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var configuration: ConfigurationOptions

    func validate() throws {
        if task != nil || output != nil { return try validateTask() }
        if segmentOnly == "" { throw ValidationError("--segment-only takes a file, or goes with --task and --output") }
        if configuration.config != nil { throw ValidationError("--config goes with --task") }
        if (store == nil) == (segmentOnly == nil) { throw ValidationError("give either --store or --segment-only") }
        if sources.isEmpty && sent.isEmpty && index == nil && segments.isEmpty {
            throw ValidationError("nothing to ingest: name archives, or give --index or --sent")
        }
        if !sent.isEmpty && store == nil { throw ValidationError("--sent requires --store") }
        if !sources.isEmpty && label == nil {
            throw ValidationError("give the label of the sources: --label ham or --label spam")
        }
        if commitEvery < 1 { throw ValidationError("--commit-every takes a number of 1 or more, not \(commitEvery)") }
        if !segments.isEmpty && store == nil { throw ValidationError("--segment requires --store") }
    }

    private func validateTask() throws {
        guard task != nil, output != nil, segmentOnly == "" else {
            throw ValidationError("a task is done by --segment-only --task LINE --output FOLDER")
        }
        guard store == nil, sources.isEmpty, sent.isEmpty, index == nil, segments.isEmpty, label == nil,
            excluded.isEmpty, key.key == nil, !reading.site.isGiven, reading.format == nil
        else { throw ValidationError("what a task reads, and with what, the plan and the configuration say alone") }
    }

    private var labelled: [LabelledSource] {
        var all = index.map { [LabelledSource.index($0)] } ?? []
        if !sources.isEmpty {
            all.append(
                LabelledSource(
                    sources, format: reading.format, messageClass: label?.messageClass, excluding: excluded))
        }
        return all
    }

    func run() throws {
        if let task, let output {
            return try IngestTask(
                line: task, output: output, configuration: configuration.read(), threads: reading.threadCount
            ).run()
        }
        if let store { try FileOwner.requireOwn(store) }
        try reading.requireSources(sources + sent)
        let key = try key.loadOrCreate()
        let progress = ProgressBar("ingesting")
        var warnings = Warnings()
        let report: IngestReport
        if let segmentOnly {
            try OutputPath.require([segmentOnly], apartFrom: sources)
            report = try SegmentBuilder(
                key: key, extraction: try reading.extraction(key), pipeline: try reading.pipeline(.all)
            )
            .build(labelled, to: segmentOnly) { progress.advance(to: $0.messages) }
        } else {
            let store = try TrainingStore(
                store ?? "", .writing, extraction: try reading.extraction(key), who: "spreu ingest")
            var ingest = Ingest(
                store, key: key, pipeline: try reading.pipeline(.all), now: try store.clock(currentTime).now)
            ingest.pieceCount = commitEvery
            var archives = labelled.map { IngestSource.labelled($0) }
            if !sent.isEmpty {
                archives.append(.sent(LabelledSource(sent, format: reading.format, excluding: excluded)))
            }
            var sum = try ingest.run(archives) { progress.advance(to: $0.messages) }
            for segment in segments { try ingest.adopt(segment, into: &sum) }
            report = sum
        }
        progress.finish()
        warnings.tell(report.warnings)
        try Console.write(json ? report.json.text : report.text)
        try warnings.status.end()
    }
}

extension IngestReport {
    /// The report for people.
    var text: String {
        var line = "ingested \(counted(new, "new message")) (\(grouped(parsed)) read, \(grouped(known)) known"
        for (count, what) in [
            (renewed, "renewed"), (duplicates, "copies"), (moved, "moved"), (relabelled, "relabelled"),
            (removed, "removed"), (forgotten, "forgotten"),
        ] where count > 0 {
            line += ", \(grouped(count)) \(what)"
        }
        var lines = [line + ")"]
        for (name, counts) in rules.sorted(by: { $0.key < $1.key }) {
            var line = "rule     \(name.forTerminal()): \(grouped(counts.ham)) ham, \(grouped(counts.spam)) spam"
            if counts.sent > 0 { line += ", \(grouped(counts.sent)) sent" }
            for (reason, count) in counts.unlabelled.sorted(by: { $0.key < $1.key }) {
                line += ", \(grouped(count)) without label (\(reason))"
            }
            lines.append(line)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report for programs.
    var json: JSONValue {
        .object([
            "parsed": .integer(parsed), "new": .integer(new), "renewed": .integer(renewed), "known": .integer(known),
            "duplicates": .integer(duplicates), "moved": .integer(moved), "relabelled": .integer(relabelled),
            "removed": .integer(removed), "forgotten": .integer(forgotten), "sent": .integer(sent),
            "warnings": .integer(warnings.count),
            "rules": .object(
                rules.mapValues { counts in
                    .object([
                        "ham": .integer(counts.ham), "spam": .integer(counts.spam), "sent": .integer(counts.sent),
                        "unlabelled": .object(counts.unlabelled.mapValues { .integer($0) }),
                    ])
                }),
        ])
    }
}
