// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import CorpusInspection
import MailArchive
import MailFeatures
import MailIngest
import NightlyBatch
import ReportPages
import SpamReports
import SpamTraining
import TextOutput
import TrainingStore

/// `spreu inspect`: what is in a corpus, and what is wrong with it.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what is in a corpus, and what is wrong with it.",
        discussion: """
            Counts, leaks, campaigns, labels that are probably wrong, and drift. Changes nothing, and prints no subject \
            and no address: messages are named by Message-ID or digest, date and folder.

            Example: spreu inspect --ham ~/Maildir --spam ~/Maildir/.Junk
            """)

    @Argument(help: ArgumentHelp("Archives without labels, or indexes.", valueName: "source"))
    var sources: [String] = []

    @Option(help: ArgumentHelp("A TREC index: lines of 'spam|ham PATH'.", valueName: "file"))
    var index: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Archives of wanted mail.", valueName: "source"))
    var ham: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Archives of unwanted mail.", valueName: "source"))
    var spam: [String] = []

    @Option(help: ArgumentHelp("How many labels that are probably wrong are named.", valueName: "n"))
    var suspects = 20

    @Flag(help: "Print the report as JSON.")
    var json = false

    @Option(help: ArgumentHelp("Also write the report as a page: one file, no network.", valueName: "file"))
    var html: String?

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    @Flag(
        help:
            "Go through suspect labels one by one, a key each (h ham, s spam, n skip, u undo), and write what you say.")
    var review = false

    @OptionGroup var learning: LearningOptions
    @OptionGroup var reading: ReadingOptions
    @OptionGroup var stored: StoreOptions

    func validate() throws {
        if isFromStore && !stored.isNamed {
            throw ValidationError("nothing to inspect: give sources, --index, --ham and --spam, --store, or --config")
        }
        if !isFromStore && (stored.store != nil || stored.configuration.config != nil) {
            throw ValidationError("--store and --config cannot be combined with sources, --index, --ham or --spam")
        }
        if review && isFromStore == false {
            throw ValidationError("--review writes labels to a store: give --store or --config, and no sources")
        }
        if review && (json || html != nil) {
            throw ValidationError("--review cannot be combined with --json or --html")
        }
        if !(0...10_000).contains(suspects) {
            throw ValidationError("--suspects takes a number from 0 to 10000, not \(suspects)")
        }
    }

    private var isFromStore: Bool { sources.isEmpty && ham.isEmpty && spam.isEmpty && index == nil }

    func run() throws {
        switch learning.learner {
        case .fusion: try inspect(FusionLearner.self)
        case .naiveBayes: try inspect(NaiveBayesLearner.self)
        }
    }

    private func inspect<L: Learner>(_ learner: L.Type) throws {
        var warnings = Warnings(language ?? .ofEnvironment)
        try OutputPath.require([html], apartFrom: sources + ham + spam + [index].compactMap { $0 })
        let store = try isFromStore ? stored.location() : nil
        let key = try store?.loadKey() ?? stored.key.loadOrCreate()
        let corpus = try store.map { try labelled($0, key) } ?? archives(key, &warnings)
        guard !corpus.messages.isEmpty else {
            throw Failure(.noInput, "no message to inspect; check the paths, or the store")
        }
        var options = try learning.options()
        options.threads = 1
        let bars = StageBars()
        defer { bars.finish() }
        let inspection = Inspection(
            corpus, key: key, learner: L.self, options: options, threads: reading.threadCount, maxSuspects: suspects,
            namesConfirmed: !review, progress: { bars.advance($0.rawValue, by: $1, of: $2) })
        bars.finish()
        var report = InspectionReport(inspection, from: origin)
        let language = language ?? .ofEnvironment
        if let store, !review { report.headerLeaks = try headerLeaks(store, key) }
        if review, let store {
            return try LabelReviewDialog(report: report, location: store, key: key, language: language).run()
        }
        if let html { try TextFile.write(InspectionPage(report, language).html, to: html) }
        try Console.write(json ? report.json.text : InspectionLines(report, language).text)
        try warnings.status.end()
    }

    private var origin: InspectionReport.Origin {
        guard isFromStore else { return .archives }
        let site = stored.store.map { ("--store", $0) } ?? stored.configuration.config.map { ("--config", $0) }
        return .store(options: site.map { "\($0) \($1.forShell)" } ?? "")
    }

    /// The messages of a store; the labels are those given, which are to be judged.
    private func labelled(_ location: StoreLocation, _ key: SiteKey) throws -> InspectedCorpus {
        let store = try location.open(.watching, who: "inspect")
        let names = try AccountNames(store)
        let observed = try store.observed()
        let progress = ProgressBar("reading", total: observed.count)
        defer { progress.finish() }
        let corpus = try InspectedCorpus(
            observed, spill: Self.spillFolder, account: names.shown,
            progress: { progress.advance(to: $0) })
        if let failure = observed.lazy.compactMap(\.features.failure).first { throw failure }
        return corpus
    }

    /// The header fields that foretell the labels of a store, by name where a message is still there to tell it.
    private func headerLeaks(_ location: StoreLocation, _ key: SiteKey) throws -> [HeaderLeak] {
        let store = try location.open(.watching, who: "inspect")
        return try [HeaderLeak](
            of: store.labelled(), share: CorpusLeaks.ownShare, in: store, key: key,
            settings: location.configuration?.site ?? reading.site.settings(),
            exclusions: location.configuration?.exclude ?? Exclusions())
    }

    /// Reads archives.
    private func archives(_ key: SiteKey, _ warnings: inout Warnings) throws -> InspectedCorpus {
        let isIndex = { path in path != "-" && ArchiveFormat.detect(path) == .index }
        try reading.requireSources(ham + spam + sources.filter { !isIndex($0) })
        let labelled = reading.sources(ham: ham, spam: spam) + (index.map { [LabelledSource.index($0)] } ?? [])
        let others = sources.map { LabelledSource([$0], format: reading.format) }
        let progress = ProgressBar("reading")
        defer { progress.finish() }
        let corpus = try InspectedCorpus(
            labelled + others, key: key, options: reading.pipeline(.all), spill: Self.spillFolder,
            progress: { progress.advance(to: $0) })
        progress.finish()
        warnings.tell(corpus.warnings)
        return corpus
    }

    /// Where features are put while a corpus is inspected: they are as large as the mail.
    private static var spillFolder: String { Environment.value("TMPDIR") ?? "/var/tmp" }
}
