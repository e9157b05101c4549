// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CorpusInspection
import DurableFiles
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import NightlyBatch
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput
import TrainingStore

/// `spreu train`: archives of ham and spam in, one model file out.
struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model from archives of ham and spam.",
        discussion: """
            A source is an mbox, a Maildir, an MH folder, a folder of .eml files, a message, or - for standard input; \
            plain, .gz or .xz. A TREC index carries its own labels. The same mail always gives the same model, byte \
            for byte.

            Example: spreu train --ham ~/Maildir --spam ~/Maildir/.Junk --output models/site.spreu
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Archives of wanted mail.", valueName: "source"))
    var ham: [String] = []

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Archives of unwanted mail.", valueName: "source"))
    var spam: [String] = []

    @Option(help: ArgumentHelp("A TREC index: lines of 'spam|ham PATH'.", valueName: "file"))
    var index: String?

    @Option(name: .shortAndLong, help: ArgumentHelp("The model file to write.", valueName: "file"))
    var output: String

    @Flag(help: "Print the result as JSON.")
    var json = false

    @OptionGroup var learning: LearningOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var stored: StoreOptions
    @OptionGroup var labels: LabelOptions

    func validate() throws {
        if isFromStore && !stored.isNamed {
            throw ValidationError("nothing to learn: give --ham and --spam, --index, --store, or --config")
        }
        if !isFromStore && stored.store != nil {
            throw ValidationError("--store cannot be combined with --ham, --spam or --index")
        }
        if !isFromStore && stored.configuration.config != nil {
            throw ValidationError("--config uses the site's store: it cannot be combined with --ham, --spam or --index")
        }
    }

    /// Whether the labelled messages of a store are learned, and no mail is read.
    private var isFromStore: Bool { ham.isEmpty && spam.isEmpty && index == nil }

    func run() throws {
        switch learning.learner {
        case .fusion: try train(FusionLearner.self)
        case .naiveBayes: try train(NaiveBayesLearner.self)
        }
    }

    private var sources: [LabelledSource] {
        var sources: [LabelledSource] = []
        if let index { sources.append(.index(index)) }
        return sources + reading.sources(ham: ham, spam: spam)
    }

    private func train<L: Learner>(_ learner: L.Type) throws {
        try reading.requireSources(ham + spam)
        let store = try isFromStore ? stored.location() : nil
        let keyPath = try store?.key ?? stored.key.path()
        try OutputPath.require([output], apartFrom: ham + spam + [index, keyPath].compactMap { $0 })
        try OutputPath.requireModel(output)
        let key = try store?.loadKey() ?? stored.key.loadOrCreate()
        var options = try learning.options()
        options.threads = reading.threadCount
        var warnings = Warnings()
        func makeTrainer(settings: UInt64) -> Trainer<L> {
            Trainer(options: options, origin: ModelOrigin(key: key, settings: settings, createdBy: Spreu.version))
        }
        let messages: Int
        var beyondWindow = 0
        let result: Trainer<L>.Result
        if let store {
            let all = try LabelledMessage.all(
                in: store, labels, options: options, newest: L.messageLimit(options), key: key, who: "train",
                warnings: &warnings)
            var trainer = makeTrainer(settings: all.settings)
            trainer.take(all.messages.map(\.example))
            messages = all.messages.count + all.beyondWindow
            beyondWindow = all.beyondWindow
            Console.note(
                try [HeaderLeak](
                    of: all.messages, in: store.open(.watching, who: "train"), key: key,
                    settings: store.configuration?.site ?? reading.site.settings(),
                    exclusions: store.configuration?.exclude ?? Exclusions()))
            result = try trainer.finish(knownSenders: all.knownSenders.digests)
        } else {
            let progress = ProgressBar("learning")
            let pipeline = MessagePipeline(key: key, options: try reading.pipeline(L.views))
            var trainer = makeTrainer(settings: try reading.site.settings().digest(key))
            var search = HeaderLeaks()
            let report = trainer.take(sources, by: pipeline, progress: { progress.advance(to: $0.messages) }) {
                for example in $0 { search.add(example.features, example.messageClass) }
            }
            progress.finish()
            Console.note(search, of: sources, key: key, settings: try reading.site.settings())
            warnings.tell(report.warnings)
            messages = report.total.messages
            // An index gives the order to learn its messages in.
            result = try trainer.finish(isInOrder: sources.count == 1 && index != nil)
        }
        beyondWindow += result.beyondWindow
        let counts = result.model.parameters.counts
        guard counts.ham + counts.spam > 0 else {
            throw Failure(.noInput, "nothing was learned: no labelled message in the sources; check their paths")
        }
        if counts.ham == 0 || counts.spam == 0 {
            let missing = counts.ham == 0 ? "ham" : "spam"
            warnings.tell(
                "no \(missing) among the messages: the model will call everything unsure until it has learned some")
        } else if let why = result.model.parameters.whyUnsureOfEverything {
            warnings.tell("the model will call everything unsure: \(why)")
        }
        try ModelFile.write(result.model, to: output)
        let summary = TrainingSummary(
            result.model.parameters, path: output, messages: messages, beyondWindow: beyondWindow,
            foundation: result.decisions.foundation)
        try Console.write(json ? summary.json.text : summary.text)
        try warnings.status.end()
    }
}

/// What `train` says when it is done.
private struct TrainingSummary {
    private let model: ModelParameters
    private let path: String
    private let messages: Int
    private let beyondWindow: Int
    private let foundation: DecisionRule.Foundation?

    init(
        _ model: ModelParameters, path: String, messages: Int, beyondWindow: Int,
        foundation: DecisionRule.Foundation?
    ) {
        self.beyondWindow = beyondWindow
        self.foundation = foundation
        self.model = model
        self.path = path
        self.messages = messages
    }

    private var bytes: Int {
        FileStatus(path)?.size ?? 0
    }

    var text: String {
        var lines = [
            "learned  \(grouped(model.counts.ham)) ham, \(grouped(model.counts.spam)) spam"
                + " (of \(grouped(messages)) messages read)"
        ]
        if beyondWindow > 0 {
            lines.append(
                "older    \(grouped(beyondWindow)) messages are beyond the training window and were not learned "
                    + "(--training-window)")
        }
        if model.knownSenders.count > 0 {
            lines.append(
                "sent     to \(grouped(model.knownSenders.count)) known senders, whose mail scores "
                    + "\(fixedPoint(-model.calibration.slope * model.knownSenders.weight, digits: 2)) lower in log-odds"
            )
        }
        if let window = model.window { lines.append("window   \(day(window.first)) to \(day(window.last))") }
        if model.thresholds == .allUnsure {
            lines.append("verdict  everything unsure")
        } else {
            let (ham, spam) = (model.thresholds.ham, model.thresholds.spam)
            lines.append(
                "verdict  \(spam.isFinite ? "spam from log-odds \(fixedPoint(spam, digits: 2))" : "nothing is sure enough for spam"), "
                    + "\(ham.isFinite ? "ham up to \(fixedPoint(ham, digits: 2))" : "nothing is sure enough for ham"), else unsure"
            )
        }
        if let foundation {
            lines.append(
                "expected at these thresholds, by held-out scores: "
                    + "\(grouped(foundation.spamCalledSpam)) of \(grouped(foundation.spam)) spam caught, "
                    + "\(grouped(foundation.hamCalledSpam)) of \(grouped(foundation.ham)) ham lost")
            if foundation.noise > 0 {
                lines.append(
                    "labels   about \(significant(100 * foundation.noise)) % are probably wrong; of the ham lost, "
                        + "\(fixedPoint(foundation.hamProbablyMislabelled, digits: 1)) are probably mislabelled spam")
            }
        }
        lines.append(
            "model    \(path) (\(size(ofBytes: bytes)), site key \(model.keyID.hexadecimal))")
        return lines.joined(separator: "\n") + "\n"
    }

    var json: JSONValue {
        .object([
            "model": .string(path),
            "bytes": .integer(bytes),
            "messages": .integer(messages),
            "beyondWindow": .integer(beyondWindow),
            "ham": .integer(model.counts.ham),
            "spam": .integer(model.counts.spam),
            "knownSenders": .integer(model.knownSenders.count),
            "keyID": .string(model.keyID.hexadecimal),
            "spamThreshold": .number(model.thresholds.spam),
            "hamThreshold": .number(model.thresholds.ham),
            "foundation": foundation.map {
                .object([
                    "ham": .integer($0.ham), "hamCalledSpam": .integer($0.hamCalledSpam), "spam": .integer($0.spam),
                    "spamCalledSpam": .integer($0.spamCalledSpam), "spamCalledHam": .integer($0.spamCalledHam),
                    "labelNoise": .number($0.noise), "hamProbablyMislabelled": .number($0.hamProbablyMislabelled),
                ])
            } ?? .null,
            "first": model.window.map { .string(day($0.first)) } ?? .null,
            "last": model.window.map { .string(day($0.last)) } ?? .null,
        ])
    }

    /// The day of a time, as 2026-11-24.
    private func day(_ seconds: Int64) -> String { String(MailDate(secondsSince1970: seconds).rfc3339.prefix(10)) }
}
