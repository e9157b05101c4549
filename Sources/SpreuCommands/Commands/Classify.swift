// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput

/// `spreu classify`: what a model says of a message, an mbox or a folder.
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify",
        abstract: "Classify a message, or all messages of archives.",
        discussion: """
            With one message the exit code is bogofilter's: 0 spam, 1 ham, 2 unsure, 3 error. With an archive it is 0 if \
            all messages were scored, otherwise 3. Standard input is one message unless --format says otherwise.

            In a delivery recipe: spreu classify --model site.spreu --passthrough < message
            """)

    @OptionGroup var model: ModelOptions

    @Flag(
        name: .shortAndLong,
        help: "Pass the message on, byte for byte, with an X-Spreu field on top in place of any it came with.")
    var passthrough = false

    @Flag(name: .shortAndLong, help: "With --passthrough: exit with 0 for every verdict, as bogofilter's -e.")
    var embed = false

    @Flag(help: "Write JSON: one object a message, one line each where there are several.")
    var json = false

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var key: KeyOptions

    @Argument(help: ArgumentHelp("A message, an mbox, a folder, or - for standard input.", valueName: "source"))
    var sources: [String] = ["-"]

    func validate() throws {
        if passthrough && sources.count > 1 { throw ValidationError("--passthrough takes one message") }
        if passthrough && json { throw ValidationError("--passthrough writes the message: leave out --json") }
        if embed && !passthrough { throw ValidationError("--embed goes with --passthrough") }
    }

    func run() throws {
        if passthrough {
            guard isOneMessage else {
                throw Failure(.usage, "\(sources[0]) is an archive: --passthrough takes one message")
            }
            let verdict = try PassThrough(source: sources[0]).run { try score($0).message }
            if !embed { try ExitStatus(verdict).end() }
        } else if isOneMessage {
            try classifyOne()
        } else {
            try classifyAll()
        }
    }

    /// Whether there is one source that is one message rather than an archive of them.
    private var isOneMessage: Bool {
        guard sources.count == 1 else { return false }
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
        var extractor = FeatureExtractor(key: key, options: try reading.site.settings().features(model.views))
        let message = MessageScore(model.score(extractor.extract(Message(bytes))), by: model)
        tell(message.whyUnsure)
        return Verdicts.Entry(message: message)
    }

    /// Says on standard error why all is unsure; that a score lies between the thresholds needs no saying.
    private func tell(_ why: UnsureReason?) {
        switch why {
        case .learnedTooLittle, .classesNotTold, .nothingKnown: Console.note("unsure: \(why?.description ?? "")")
        case .betweenThresholds, nil: break
        }
    }

    private func classifyOne() throws {
        var message: ArchivedMessage?
        var told: [ArchiveWarning] = []
        var reader = ArchiveReader(sources, format: .message)
        while let event = reader.next() {
            switch event {
            case .message(let found): message = found
            case .warning(let warning): told.append(warning)
            }
        }
        guard let message else {
            throw Failure(.noInput, told.first?.description ?? "there is no message in \(sources[0].forTerminal())")
        }
        var warnings = Warnings()
        warnings.tell(told)
        let entry = try score(message.bytes)
        try Console.write(json ? entry.json.text : entry.text)
        try ExitStatus(entry.message.score.verdict).end()
    }

    private func classifyAll() throws {
        let (model, key) = try open()
        // What holds for all messages alike is said once.
        tell(model.parameters.whyUnsureOfEverything)
        var warnings = Warnings()
        var count = 0
        let progress = ProgressBar("classifying", isHidden: isatty(STDOUT_FILENO) == 1)
        defer { progress.finish() }
        let pipeline = MessagePipeline(key: key, options: try reading.pipeline(model.views))
        let report = try pipeline.run(
            [LabelledSource(sources, format: reading.format)], progress: { progress.advance(to: $0.messages) }
        ) { (batch: [LabelledFeatures]) throws(Failure) in
            count += batch.count
            let entries = batch.map { message in
                Verdicts.Entry(
                    message: MessageScore(model.score(message.features), by: model),
                    location: message.provenance.location)
            }
            try Console.write(json ? entries.map { $0.json.line + "\n" }.joined() : entries.map(\.text).joined())
        }
        progress.finish()
        warnings.tell(report.warnings)
        guard count > 0 else { throw Failure(.noInput, "there is no message in the sources, check their paths") }
        if warnings.count > 0 { try ExitStatus.classifyError.end() }
    }
}
