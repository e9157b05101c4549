// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc
import MailFeatures
import MailIngest
import NightlyBatch
import TextOutput
import TrainingStore

/// `spreu ingest --segment-only --task`: does one task of a plan.
struct IngestTask {
    /// The line, or `-` for standard input.
    let line: String
    /// The folder for results.
    let output: String
    let configuration: NightlyConfiguration
    let threads: Int

    func run() throws {
        let task = try ReadingTask(line: try text())
        // A plan was made with a key: a new one fits none.
        let key = try SiteKey.load(path: configuration.key)
        let extraction = Extraction(key: key, settings: configuration.site.named)
        try FileOwner.requireOwn(output)
        guard mkdir(output, 0o700) == 0 || errno == EEXIST else {
            throw Failure(.cannotCreate, "\(output): \(String(cString: strerror(errno))), check the folder for results")
        }
        try Self.requireGuarded(output)
        let reader = TaskReader(
            key: key, extraction: extraction,
            pipeline: MessagePipeline.Options(
                threads: threads, features: configuration.site.features(extraction.views)),
            sources: configuration.findSources().sources)
        let progress = ProgressBar("reading")
        let result = try reader.read(task, into: output) { progress.advance(to: $0.messages) }
        progress.finish()
        try Console.write(result.json.line + "\n")
        try (result.warningCount == 0 ? ExitStatus.done : .doneWithWarnings).end()
    }

    /// Refuses a folder of results that others may write to: what lies there is learned.
    static func requireGuarded(_ folder: String) throws(Failure) {
        guard let status = FileStatus(folder), status.kind == .folder else {
            throw Failure(.noInput, "\(folder.forTerminal()) is no folder of results")
        }
        guard status.permissions & 0o022 == 0 else {
            throw Failure(.badData, "\(folder.forTerminal()) can be written by others: run chmod go-w on it")
        }
    }

    private func text() throws -> String {
        guard line == "-" else { return line }
        let bytes = try InputFile("-").read(limit: ReadingTask.maxLineBytes + 2)
        return String(decoding: bytes.last == 0x0A ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }
}
