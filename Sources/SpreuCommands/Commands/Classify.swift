// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import SenderLists
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput

/// `spreu classify`: a model's verdict on a message, an mbox or a folder.
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Classify a message, or every message in an archive.",
        discussion: """
            For a single message the exit codes are bogofilter's: 0 spam, 1 ham, 2 unsure, 3 error. For an archive \
            the exit code is 0 if all messages were scored, otherwise 3. Standard input is a single message unless \
            --format says otherwise.

            In a delivery recipe: spreu classify --model site.spreu --passthrough < message
            """)

    @OptionGroup var model: ModelOptions

    @Flag(
        name: .shortAndLong,
        help: "Write the message to standard output unchanged, except for an X-Spreu field that replaces any it has.")
    var passthrough = false

    @Flag(name: .shortAndLong, help: "With --passthrough: exit 0 whatever the verdict, like bogofilter -e.")
    var embed = false

    @Flag(help: "Print JSON: one object per message; several messages are printed one per line.")
    var json = false

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var key: KeyOptions

    @Argument(help: ArgumentHelp("A message, an mbox, a folder, or - for standard input.", valueName: "source"))
    var sources: [String] = ["-"]

    func validate() throws {
        if passthrough && sources.count > 1 { throw ValidationError("--passthrough takes one message") }
        if passthrough && json {
            throw ValidationError("--passthrough writes the message: it cannot be combined with --json")
        }
        if embed && !passthrough { throw ValidationError("--embed requires --passthrough") }
    }

    func run() throws {
        guard passthrough else {
            // The list asks the message itself, which the pipeline of archives does not keep.
            if try reading.site.settings().lists != nil, sources.count == 1, isOneMessage { return try classifyOne() }
            return try classify()
        }
        guard isOneMessage else {
            throw Failure(.usage, "\(sources[0]) is an archive: --passthrough takes one message")
        }
        let verdict = try PassThrough(source: sources[0]).run { try score($0).message }
        if !embed { try ExitStatus(verdict).end() }
    }

    /// Whether the source is one message rather than an archive, by looking into it.
    private var isOneMessage: Bool {
        if let format = reading.format { return format == .message }
        guard sources[0] != "-", let format = ArchiveFormat.detect(sources[0]) else { return true }
        return format == .message || format.isMbox && holdsOneMessage
    }

    /// Whether the one mbox holds a single message: some delivery agents put an mbox line on top of each.
    private var holdsOneMessage: Bool {
        var count = 0
        var reader = ArchiveReader(sources)
        while count < 2, let event = reader.next() {
            if case .message = event { count += 1 }
        }
        return count == 1
    }

    /// The model and the key that it needs.
    private func open() throws -> (model: SpamModel, key: SiteKey) {
        let key = try key.load()
        return (try model.open(key, reading: try reading.site.settings()), key)
    }

    private func score(_ bytes: [UInt8]) throws -> Verdicts.Entry {
        let (model, key) = try open()
        let site = try reading.site.settings()
        let message = Message(bytes)
        var score = ScoringModel(model, name: "", key: key, site: site).score(message)
        var warnings = Warnings()
        score.list = SiteList(site, warnings: &warnings)?.finding(for: message).action
        if score.list == nil { tell(score.whyUnsure) }
        return Verdicts.Entry(message: score)
    }

    /// Scores the one message of the source, of which the site's list has its say.
    private func classifyOne() throws {
        var warnings = Warnings()
        let entry = try score(FirstMessage.read(sources[0], format: format, warnings: &warnings))
        try Console.write(json ? entry.json.text : entry.text)
        try ExitStatus(entry.message.verdict).end()
    }

    /// Says on standard error why everything is unsure; a score between the thresholds needs no explanation.
    private func tell(_ why: UnsureReason?) {
        switch why {
        case .learnedTooLittle, .classesIndistinguishable, .nothingKnown:
            Console.note("unsure: \(why?.description ?? "")")
        case .betweenThresholds, nil: break
        }
    }

    /// The format of the sources; nil: to be detected.
    ///
    /// What a delivery agent passes on is a message, whatever it looks like.
    private var format: ArchiveFormat? { reading.format ?? (sources == ["-"] ? .message : nil) }

    /// Scores whatever the sources hold, and opens each of them once.
    ///
    /// Only the absence of a second message shows that there is just one, so the first verdict waits for it.
    private func classify() throws {
        let (model, key) = try open()
        var waiting: [LabelledFeatures] = []
        var count = 0
        let progress = ProgressBar("classifying", isHidden: isatty(STDOUT_FILENO) == 1)
        defer { progress.finish() }
        var options = try reading.pipeline(model.views)
        if format == .message && sources.count == 1 { options.threads = 1 }
        let scoring = ScoringModel(model, name: "", key: key, site: try reading.site.settings())
        options.isSenderDoubted = { scoring.isSenderDoubted($0, $1) }
        let report = try MessagePipeline(key: key, options: options).run(
            [LabelledSource(sources, format: format)], progress: { progress.advance(to: $0.messages) }
        ) { (batch: [LabelledFeatures]) throws(Failure) in
            count += batch.count
            if count == 1 {
                waiting = batch
            } else {
                // What holds for all messages alike is said once.
                if count == waiting.count + batch.count { tell(model.parameters.whyUnsureOfEverything) }
                try write(waiting + batch, by: model)
                waiting = []
            }
        }
        progress.finish()
        guard count > 0 else { throw Failure(.noInput, nothingRead(report.warnings)) }
        var warnings = Warnings()
        warnings.tell(report.warnings)
        if let message = waiting.first {
            if isOneMessage(message) { return try end(MessageScore(model.score(message.features), by: model)) }
            tell(model.parameters.whyUnsureOfEverything)
            try write(waiting, by: model)
        }
        if warnings.count > 0 { try ExitStatus.classifyError.end() }
    }

    /// Whether the only source is a single message: then the exit code is its verdict.
    private func isOneMessage(_ message: LabelledFeatures) -> Bool {
        sources.count == 1 && (reading.format ?? .message) == .message
            && message.provenance.path == message.provenance.archive
    }

    private func nothingRead(_ warnings: [ArchiveWarning]) -> String {
        if sources.count == 1, let warning = warnings.first { return warning.description }
        return "no message in the sources; check their paths"
    }

    private func write(_ messages: [LabelledFeatures], by model: SpamModel) throws(Failure) {
        let entries = messages.map { message in
            Verdicts.Entry(
                message: MessageScore(model.score(message.features), by: model),
                location: message.provenance.location)
        }
        try Console.write(json ? entries.map { $0.json.line + "\n" }.joined() : entries.map(\.text).joined())
    }

    /// Ends with the verdict on the one message.
    private func end(_ message: MessageScore) throws {
        tell(message.whyUnsure)
        let entry = Verdicts.Entry(message: message)
        try Console.write(json ? entry.json.text : entry.text)
        try ExitStatus(message.score.verdict).end()
    }
}
