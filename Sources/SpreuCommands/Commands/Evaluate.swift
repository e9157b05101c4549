// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CorpusInspection
import Crypto
import MailArchive
import MailFeatures
import MailIngest
import NightlyBatch
import ReportPages
import SpamEvaluation
import SpamModel
import SpamReports
import SpamTraining
import TextOutput
import TrainingStore

/// `spreu evaluate`: how well the learner does on mail that it has not learned.
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure how well training on your mail works, by one of four protocols.",
        discussion: """
            online    each message is scored, then learned
            nightly   each block is scored by a model of all earlier blocks (--block)
            cv        each fold is scored by a model of the other folds (--folds)
            transfer  --index is learned, --test is scored

            Only --scores, --json and --html write files. Each message is read and parsed once.

            Example: spreu evaluate --protocol nightly --ham ~/Maildir --spam ~/Maildir/.Junk
            """)

    /// The four protocols.
    enum ProtocolChoice: String, ExpressibleByArgument, CaseIterable {
        case online, nightly, cv, transfer
    }

    @Option(name: .customLong("protocol"), help: "Which messages are learned, and which are scored.")
    var protocolChoice: ProtocolChoice

    @Option(help: ArgumentHelp("A TREC index: lines of 'spam|ham PATH' in chronological order.", valueName: "file"))
    var index: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Archives of wanted mail, sorted by date.", valueName: "source"))
    var ham: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Archives of unwanted mail.", valueName: "source"))
    var spam: [String] = []

    @Option(help: ArgumentHelp("transfer: the index of the messages to score.", valueName: "index"))
    var test: String?

    @Option(
        help: ArgumentHelp(
            "An index with the labels to judge by, if labels in --index were flipped on purpose.", valueName: "index"))
    var judge: String?

    @Option(help: ArgumentHelp("nightly: messages per block, or 'day'.", valueName: "n|day"))
    var block: Block = .day

    @Option(
        help: ArgumentHelp(
            "nightly: how many blocks late labels arrive; as many more blocks are learned unscored.",
            valueName: "blocks")
    )
    var delay = 0

    @Option(help: ArgumentHelp("cv: number of folds.", valueName: "k"))
    var folds = 5

    @Option(help: ArgumentHelp("Write one line per scored message.", valueName: "file"))
    var scores: String?

    @Option(help: ArgumentHelp("Write the figures as JSON; - is standard output.", valueName: "file"))
    var json: String?

    @Option(help: ArgumentHelp("Write the report as a page with charts: one file, no network.", valueName: "file"))
    var html: String?

    @Option(help: "The language of the report: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    @Option(
        help: ArgumentHelp(
            "Scores of another filter or learner on the same messages: also report how the two differ.",
            valueName: "scores"))
    var compare: String?

    @OptionGroup var learning: LearningOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var stored: StoreOptions
    @OptionGroup var labels: LabelOptions

    func validate() throws {
        if isFromStore && !stored.isNamed {
            throw ValidationError("nothing to evaluate: give --index, --ham and --spam, --store, or --config")
        }
        if !isFromStore && stored.store != nil {
            throw ValidationError("--store cannot be combined with --ham, --spam or --index")
        }
        if !isFromStore && stored.configuration.config != nil {
            throw ValidationError("--config uses the site's store: it cannot be combined with --ham, --spam or --index")
        }
        if index != nil && !(ham.isEmpty && spam.isEmpty) {
            throw ValidationError("--index cannot be combined with --ham or --spam")
        }
        if (protocolChoice == .transfer) != (test != nil) {
            throw ValidationError("--test and --protocol transfer require each other")
        }
        if delay < 0 { throw ValidationError("--delay takes 0 or more blocks, not \(delay)") }
        if delay > 0 && protocolChoice != .nightly { throw ValidationError("--delay requires --protocol nightly") }
        if folds < 2 { throw ValidationError("--folds takes 2 or more, not \(folds)") }
        if let test, let index, test == index {
            throw ValidationError(
                "--test and --index are the same mail: scores of learned mail mean nothing, name other mail")
        }
        if judge != nil && index == nil { throw ValidationError("--judge requires --index") }
    }

    func run() throws {
        switch learning.learner {
        case .fusion: try evaluate(FusionLearner.self)
        case .naiveBayes: try evaluate(NaiveBayesLearner.self)
        }
    }

    /// Whether the labelled messages of a store are evaluated.
    private var isFromStore: Bool { ham.isEmpty && spam.isEmpty && index == nil }

    private func evaluate<L: Learner>(_ learner: L.Type) throws {
        let language = language ?? .ofEnvironment
        var warnings = Warnings(language)
        try reading.requireSources(ham + spam)
        try OutputPath.require(
            [scores, json == "-" ? nil : json, html],
            apartFrom: ham + spam + [index, test, judge, compare].compactMap { $0 })
        let options = try learning.options()
        let store = try isFromStore ? stored.location() : nil
        let key = try store?.loadKey() ?? stored.key.loadOrCreate()
        // Before hours of work: what can be known now.
        let reference = try compare.map { try ScoresFile.read($0).messages }
        let judgements = try judge.map { try Judgements(readingIndex: $0) }
        var (learned, tested) = try corpora(store, key, views: L.views, warnings: &warnings)
        if let judgements, let index {
            let missing = judgements.judge(&learned, of: index)
            // In a transfer the tested index's own labels hold unless the judging index is of that corpus.
            if let test { judgements.judge(&tested, of: test, matchesByName: false) }
            if test == nil, missing > 0 {
                warnings.tell(
                    CorpusTexts.of(language).notJudged.placing(warnings.numbers.count(missing), judge ?? ""))
            }
        }

        try noteLeaks(of: learned, store, key, language)
        if protocolChoice == .cv, folds > learned.count {
            throw Failure(.usage, "--folds \(folds) exceeds the number of messages, \(grouped(learned.count))")
        }
        let scored = score(L.self, options, learned, tested)
        guard !scored.isEmpty else {
            throw protocolChoice == .nightly
                ? Failure(
                    .noInput,
                    delay == 0
                        ? "all messages are in the first block, which is not scored: give a smaller --block"
                        : "all messages are in the first \(delay + 1) blocks, which are not scored: give a smaller --block or --delay"
                )
                : Failure(.noInput, "no message was scored: none of those to score has a label")
        }
        if let scores {
            do { try ScoresFile.write(scored, to: scores) } catch { throw Failure(.cannotCreate, error.description) }
        }
        let report = EvaluationReport(scored, isInTime: isInTime)
        let comparison = try reference.map { try PairedBootstrap().compare($0, scored) }
        if json != "-" {
            let lines = EvaluationLines(report, language)
            try Console.write(lines.text)
            if let comparison, let compare { try Console.write("\n" + lines.text(of: comparison, with: compare)) }
        }
        if let json {
            // What --test names is in no store.
            let mistakes = try (protocolChoice == .transfer ? nil : store).map {
                try Mistakes(
                    scored, in: $0.open(.watching, who: "evaluate"), key: key,
                    exclusions: $0.configuration?.exclude ?? Exclusions())
            }
            try write(
                report.json(protocolChoice.rawValue, learner: learning.learner.rawValue, mistakes: mistakes), to: json)
        }
        if let html {
            let page = EvaluationPage(
                report, of: scored, subject(of: scored), comparison: comparison, language)
            try TextFile.write(page.html, to: html)
        }
        try warnings.status.end()
    }

    /// What a page says of how this was measured.
    private func subject(of scored: [ScoredMessage]) -> EvaluationPage.Subject {
        var settings = [("--protocol", protocolChoice.rawValue), ("--learner", learning.learner.rawValue)]
        if protocolChoice == .nightly { settings += [("--block", block.description), ("--delay", "\(delay)")] }
        if protocolChoice == .cv { settings.append(("--folds", "\(folds)")) }
        for (name, value) in [("--settings", learning.settings), ("--judge", judge), ("--compare", compare)] {
            if let value { settings.append((name, value)) }
        }
        settings.append(("spreu", Spreu.version))
        var hash = SHA256()
        for message in scored { hash.update(data: Array((ScoresFile.line(for: message) + "\n").utf8)) }
        return EvaluationPage.Subject(
            protocolName: protocolChoice.rawValue, hamLossPercent: learning.hamLossPercent, isInTime: isInTime,
            settings: settings, runID: hash.finalize().hexadecimal)
    }

    /// Whether each message is scored by what was learned of those before it.
    private var isInTime: Bool { protocolChoice == .nightly || protocolChoice == .online }

    /// Says which header fields foretell the labels: figures of an archive that has them are better than those of live mail.
    private func noteLeaks(
        of messages: [EvaluationMessage], _ store: StoreLocation?, _ key: SiteKey, _ language: Language
    )
        throws
    {
        var search = HeaderLeaks()
        for (number, message) in messages.enumerated() {
            search.add(message.example.features, message.example.messageClass, id: number)
        }
        guard let store else {
            let sources = index.map { [LabelledSource.index($0)] } ?? reading.sources(ham: ham, spam: spam)
            return Console.note(search, of: sources, key: key, settings: try reading.site.settings(), language)
        }
        var names = HeaderLeakNames(
            search, key: key, settings: try store.configuration?.site ?? reading.site.settings())
        try names.read(
            names.examples.compactMap { messages[$0].digest }, in: store.open(.watching, who: "evaluate"), key: key,
            exclusions: store.configuration?.exclude ?? Exclusions())
        Console.note(names.found, language)
    }

    /// The messages to learn and, for transfer, those to score.
    private func corpora(
        _ store: StoreLocation?, _ key: SiteKey, views: FeatureViews, warnings: inout Warnings
    ) throws -> (learned: [EvaluationMessage], tested: [EvaluationMessage]) {
        let options = try reading.pipeline(views, site: store?.configuration?.site)
        func messages(_ index: String) throws -> [EvaluationMessage] {
            let corpus = EvaluationCorpus(index: index, key: key, options: options, warnings: &warnings)
            guard !corpus.messages.isEmpty else {
                throw Failure(.noInput, "no labelled message in \(index), check the path and its lines")
            }
            return corpus.messages
        }
        if let index { return (try messages(index), try test.map(messages) ?? []) }
        if let store {
            let corpus = try EvaluationCorpus(
                store: store, labels, options: learning.options(), key: key, views: views, warnings: &warnings)
            guard !corpus.messages.isEmpty else {
                throw Failure(.noInput, "no labelled message in the store \(store.path)")
            }
            return (corpus.messages, try test.map(messages) ?? [])
        }
        let corpus = EvaluationCorpus(
            archives: reading.sources(ham: ham, spam: spam), key: key, options: options, warnings: &warnings)
        guard !corpus.messages.isEmpty else {
            throw Failure(.noInput, "no message in the sources; check their paths")
        }
        return (corpus.messages, try test.map(messages) ?? [])
    }

    private func score<L: Learner>(
        _ learner: L.Type, _ options: LearnerOptions, _ messages: [EvaluationMessage], _ tested: [EvaluationMessage]
    ) -> [ScoredMessage] {
        let progress = ProgressBar("evaluating", total: messages.count + tested.count)
        defer { progress.finish() }
        let run = EvaluationRun(
            L.self, options: options, threads: reading.threadCount, progress: { progress.advance(by: $0) })
        switch protocolChoice {
        case .online: return run.online(messages)
        case .nightly: return run.nightly(messages, block: block.size, delay: delay)
        case .cv: return run.crossValidation(messages, folds: folds)
        case .transfer: return run.transfer(learn: messages, score: tested)
        }
    }

    private func write(_ json: JSONValue, to path: String) throws {
        if path == "-" { return try Console.write(json.text) }
        try TextFile.write(json.text, to: path)
    }
}

/// What the nightly protocol learns at once, as `--block` says it.
enum Block: ExpressibleByArgument, CustomStringConvertible {
    case messages(Int)
    case day

    init?(argument: String) {
        if argument == "day" {
            self = .day
        } else if let count = Int(argument), count > 0 {
            self = .messages(count)
        } else {
            return nil
        }
    }

    /// Days are those of Greenwich: mail of one corpus comes from many zones.
    var size: BlockSize {
        switch self {
        case .messages(let count): .messages(count)
        case .day: .day(secondsFromGMT: 0)
        }
    }

    var defaultValueDescription: String { "day" }

    /// As the command line says it.
    var description: String {
        switch self {
        case .messages(let count): "\(count)"
        case .day: "day"
        }
    }
}

extension EvaluationReport {
    /// The figures with what they were measured by.
    fileprivate func json(_ protocolName: String, learner: String, mistakes: Mistakes?) -> JSONValue {
        guard case .object(var members) = json else { return json }
        members["protocol"] = .string(protocolName)
        members["learner"] = .string(learner)
        if let mistakes { members["mistakes"] = mistakes.json }
        return .object(members)
    }
}
