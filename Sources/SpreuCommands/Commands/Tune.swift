// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import MailArchive
import MailFeatures
import MailIngest
import NightlyBatch
import ReportPages
import SpamEvaluation
import SpamTraining
import Synchronization
import TextOutput

/// `spreu tune`: whether any settings beat the defaults on this site's mail.
struct Tune: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Search for settings that beat the defaults on your mail, and say whether the gain is real.",
        discussion: """
            Tries a dozen settings of the fusion learner on your mail, by the nightly protocol. The best on the \
            first two thirds is compared with the defaults on the last third. If it is significantly better there, \
            --output saves the settings for 'train --settings'; otherwise nothing changes. Control-C ends the search \
            early and compares the best so far.

            Example: spreu tune --ham ~/Maildir --spam ~/Maildir/.Junk --output site.settings
            """)

    @Option(help: ArgumentHelp("A TREC index: lines of 'spam|ham PATH' in chronological order.", valueName: "file"))
    var index: String?

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Archives of wanted mail.", valueName: "source"))
    var ham: [String] = []

    @Option(parsing: .upToNextOption, help: ArgumentHelp("Archives of unwanted mail.", valueName: "source"))
    var spam: [String] = []

    @Option(
        help: ArgumentHelp(
            "How much mail arrives before its labels are learned: a number of messages, or 'day'.", valueName: "n|day"))
    var block: Block = .day

    @Option(help: ArgumentHelp("Use only this many of the newest messages.", valueName: "messages"))
    var newest = 20_000

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("File for better settings; written only if there are any.", valueName: "file")
    )
    var output: String?

    @OptionGroup var reading: ReadingOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var language: LanguageOption

    func validate() throws {
        if index == nil && (ham.isEmpty || spam.isEmpty) {
            throw ValidationError("nothing to tune with: give --ham and --spam, or --index")
        }
        if index != nil && !(ham.isEmpty && spam.isEmpty) {
            throw ValidationError("--index cannot be combined with --ham or --spam")
        }
        if newest < 1 { throw ValidationError("--newest takes a number of messages, not \(newest)") }
    }

    func run() throws {
        var warnings = Warnings(language.chosen)
        try reading.requireSources(ham + spam)
        try OutputPath.require([output], apartFrom: ham + spam + [index, try self.key.path()].compactMap { $0 })
        let key = try key.loadOrCreate()
        let messages = try corpus(key, &warnings).suffix(newest)
        guard !messages.isEmpty else { throw Failure(.noInput, "no labelled message; check the paths") }

        let tuner = Tuner(block: block.size, threads: reading.threadCount)
        let progress = ProgressBar("tuning", total: messages.count * Tuner.candidateCount)
        Interruption.catchFirst()
        let outcome: Tuner.Outcome
        do {
            outcome = try tuner.tune(
                Array(messages), progress: { progress.advance(by: $0) }, isStopped: { Interruption.hasCome }
            ) { trial in
                progress.finish()
                try? Console.write(text(trial))
            }
        } catch {
            throw Failure(.noInput, error.description)
        }
        progress.finish()
        try Console.write(text(outcome))
        if outcome.isImprovement, let output {
            let comment = [
                "Settings that 'spreu tune' found on this site's mail, for 'spreu train --settings' and 'learner:' in spreu.yaml."
            ]
            try TextFile.write(outcome.best.fileText(comment: comment), to: output)
            try Console.write(TuneTexts.of(language.chosen).written.placing(output.forTerminal()) + "\n")
        }
        try warnings.status.end()
    }

    private func corpus(_ key: SiteKey, _ warnings: inout Warnings) throws -> [EvaluationMessage] {
        let options = try reading.pipeline(FusionLearner.views)
        let corpus =
            index.map { EvaluationCorpus(index: $0, key: key, options: options, warnings: &warnings) }
            ?? EvaluationCorpus(
                archives: reading.sources(ham: ham, spam: spam), key: key, options: options, warnings: &warnings)
        return corpus.messages
    }

    private func text(_ trial: Tuner.Trial) -> String {
        let texts = TuneTexts.of(language.chosen)
        let isDefault = trial.candidate.name.isEmpty
        let name = isDefault ? texts.defaults : "\(trial.candidate.name) \(trial.candidate.value)"
        let mark = trial.isBest && !isDefault ? "   " + texts.bestSoFar : ""
        return "\(name.rightPadded(24)) (1-ROCA)% \(figure(trial.oneMinusROCAPercent))\(mark)\n"
    }

    private func text(_ outcome: Tuner.Outcome) -> String {
        let texts = TuneTexts.of(language.chosen)
        let numbers = LocalNumbers(language.chosen)
        var lines = outcome.isCutShort ? ["", texts.stopped] : [""]
        if let difference = outcome.confirmation {
            lines.append(
                texts.confirmed.placing(
                    numbers.count(outcome.messages.deciding), figure(difference.first), figure(difference.second),
                    figure(difference.points), figure(difference.interval.lower), figure(difference.interval.upper)
                ).wrapped(80))
        } else {
            lines.append(texts.nothing.placing(numbers.count(outcome.messages.choosing)))
        }
        lines.append(outcome.isImprovement ? texts.isBetter : texts.isNoise)
        let settings = outcome.isImprovement ? outcome.best.fileText(comment: []) : ""
        return lines.map { $0 + "\n" }.joined() + settings
    }

    private func figure(_ value: Double) -> String { LocalNumbers(language.chosen).significant(value) }
}

/// Whether Control-C was pressed.
private let interrupted = Atomic<Bool>(false)

/// Control-C: the first is caught and polled, the second ends the program as usual.
private enum Interruption {
    /// Whether the signal has come.
    static var hasCome: Bool { interrupted.load(ordering: .relaxed) }

    static func catchFirst() {
        signal(SIGINT) { _ in
            interrupted.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
    }
}
