// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DurableFiles
import Glibc
import MailFeatures
import MailIngest
import NightlyBatch
import TextOutput
import TrainingStore

extension StoreCommand {
    /// The command `spreu store merge`.
    struct Merge: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take the results of a plan's tasks into the store.",
            discussion: """
                The store becomes the one that a single ingest makes, in whatever order the tasks were done. Nothing is \
                taken before all of them are.

                Example: spreu store merge --config /etc/spreu/spreu.yaml --manifest plan.jsonl results
                """)

        @Argument(help: ArgumentHelp("Folders in which tasks left their results.", valueName: "folder"))
        var folders: [String]

        @Option(help: ArgumentHelp("The plan whose tasks they are.", valueName: "file"))
        var manifest: String

        @Flag(help: "Print the result as JSON.")
        var json = false

        @OptionGroup var site: ConfigurationOptions

        /// No manifest is longer: ten million tasks have not half of it.
        private static let maxManifestBytes = 4 << 30

        func run() throws {
            let configuration = try site.read()
            try FileOwner.requireOwn(configuration.store)
            for folder in folders { try IngestTask.requireGuarded(folder) }
            let text = try InputFile(manifest).read(limit: Self.maxManifestBytes)
            let tasks = try ReadingTask.manifest(String(decoding: text, as: UTF8.self))
            let key = try SiteKey.load(path: configuration.key)
            let store = try TrainingStore(
                configuration.store, .writing, extraction: Extraction(key: key, settings: configuration.site.named),
                who: "spreu store merge")
            let ingest = Ingest(
                store, key: key, pipeline: MessagePipeline.Options(), now: try store.clock(currentTime).now)
            let progress = ProgressBar("merging")
            let report = try ingest.merge(
                tasks, sources: configuration.findSources().sources, from: folders
            ) { progress.advance(to: $0.messages) }
            progress.finish()
            for warning in report.warnings { Console.warning(warning) }
            try Console.write(json ? report.json.text : report.text)
            try (report.warningCount == 0 ? ExitStatus.done : .doneWithWarnings).end()
        }
    }
}

extension MergeReport {
    /// The report for people.
    fileprivate var text: String {
        var text = ingest.text + "merged   \(counted(tasks, "task"))"
        if warningCount > 0 { text += ", with \(counted(warningCount, "warning"))" }
        text += "\n"
        if changed > 0 {
            text +=
                "changed  \(counted(changed, "task")) found other names in Maildirs than were planned: "
                + "the next night sees the rest\n"
        }
        if left > 0 {
            text += "left     \(counted(left, "message")) for the next night: in or from folders of sent mail\n"
        }
        return text
    }

    /// The report for programs.
    fileprivate var json: JSONValue {
        guard case .object(var members) = ingest.json else { return ingest.json }
        members["tasks"] = .integer(tasks)
        members["warnings"] = .integer(warningCount)
        members["changed"] = .integer(changed)
        members["left"] = .integer(left)
        return .object(members)
    }
}
