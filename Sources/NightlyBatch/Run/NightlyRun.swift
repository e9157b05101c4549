// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import Glibc
import LearningDrop
import MailArchive
public import MailFeatures
import MailIngest
import MailMessage
import SpamEvaluation
import SpamModel
import SpamTraining
import TextOutput
public import TrainingStore

/// One night: ingest, train, evaluate, gate, export, report, under one lock.
///
/// Every stage can be killed at any instant and done again: what is in the store is there once, and the model depends on the
/// store, the configuration and the time alone.
public struct NightlyRun: Sendable {
    /// How a night is run, beside its configuration.
    public struct Options: Sendable {
        /// How many threads parse.
        public var threads = 1
        /// Whether a refused model is served all the same.
        public var isForced = false
        /// Accounts whose mail changed all at once, as it should.
        public var accepted: Set<String> = []
        /// The time, in seconds since 1970.
        public var now: Int64
        /// The report as text, for people.
        public var text: @Sendable (BatchReport) -> String = { $0.text }
        /// What is written of a report beside its model and beside all models, by file name: the pages for people.
        public var pages: @Sendable (BatchReport) -> [String: [UInt8]] = { _ in [:] }
        /// How the duties of who runs the mail server stand once the night has ended: they depend on more than the night.
        public var duties: @Sendable (BatchReport) -> [BatchReport.DutyLine] = { _ in [] }
        /// What is written beside all models of the nights so far, the oldest first, by file name.
        public var trend: @Sendable ([RunRecord]) -> [String: [UInt8]] = { _ in [:] }
        /// The version of Spreu.
        public var createdBy = ""

        /// Creates options.
        public init(now: Int64) { self.now = now }
    }

    let configuration: NightlyConfiguration
    private var repository: ModelRepository { configuration.repository }
    let key: SiteKey
    private(set) var options: Options
    private let learner: LearnerOptions
    /// The share of the permitted loss to aim for: ham mistaken for mislabelled spam is missing from the scores that
    /// the thresholds are set by, and one message to several people is lost several times.
    private static let aim = 0.6
    /// Fewer contradictions of an account are chance, and not reported.
    private static let minContradictions = 5
    /// Called when a stage begins, and with how many messages it has processed.
    private let progress: @Sendable (_ stage: String, _ messages: Int) -> Void

    /// Prepares a night.
    public init(
        _ configuration: NightlyConfiguration, key: SiteKey, options: Options,
        progress: @escaping @Sendable (_ stage: String, _ messages: Int) -> Void = { _, _ in }
    ) {
        self.configuration = configuration
        self.key = key
        self.options = options
        self.progress = progress
        var learner = LearnerOptions.standard
        learner.threads = options.threads
        learner.hyperparameters = configuration.learner
        learner.window = configuration.window
        learner.hamLossLimit = configuration.hamLossPercent / 100 * Self.aim
        learner.spamLossLimit = configuration.spamLossPercent / 100 * Self.aim
        self.learner = learner
    }

    /// Runs the night, up to its entry in the ledger's list: ``EndedNight/close(code:)`` makes that.
    ///
    /// The current model stays whatever fails.
    ///
    /// - Throws: ``StoreError`` (also when another process has the store), `SignatureKeyError`: the night has not begun.
    public func run() throws -> EndedNight {
        // First: an unusable key is better found before the work than after.
        let signingKey = try configuration.signingKey.map { try SigningKey.load(path: $0) }
        let clock = ContinuousClock()
        let start = clock.now
        let store = try TrainingStore(
            configuration.store, .writing,
            extraction: Extraction(key: key, settings: configuration.site.named), who: "spreu nightly")
        let timing = try store.clock(options.now)
        let number = try store.beginRun(at: options.now)
        var report = BatchReport(command: configuration.commandOption)
        report.time = options.now
        report.hamLossPercent = configuration.hamLossPercent
        var night = self
        night.options.now = timing.now
        var failure: (any Error)?
        do { try night.run(with: store, timing, signedWith: signingKey, &report) } catch { failure = error }
        report.served = repository.servedName
        return EndedNight(
            store: store, repository: repository, number: number, started: options.now, duration: clock.now - start,
            report: report, failure: failure, duties: options.duties, text: options.text,
            pages: options.pages, trend: options.trend)
    }

    private func run(
        with store: TrainingStore, _ timing: NightClock, signedWith signingKey: SigningKey?,
        _ report: inout BatchReport
    ) throws {
        if timing.isTrusted { try store.takeBackTimes(after: options.now) }
        expireReports(timing, &report)
        let newest = try store.newestMessage()
        let found = configuration.findSources()
        report.warnings += found.problems.map { .source($0) }
        let folders = report.measure("folders") { _ in FolderSurvey(found) }
        report.folders = folders
        if folders.missing != nil { report.warnings.append(.missingFolders(folders)) }
        try report.measure("ingest") { try ingest(found, into: store, timing, &$0) }
        try noteGone(found, store, &report)
        try noteExcluded(found, store, &report)
        let window = try store.window(windowSize, retention, now: options.now)
        let observed = try observed(store, window, found, &report)
        if waitsForRereading(window?.all ?? observed.count { $0.label != nil }, repository, &report) {
            return try compact(store, timing, sparing: newest, &report)
        }
        progress("labels", 0)
        let review = report.measure("labels") { _ in LabelReview(options: learner, now: options.now)(observed) }
        report.filter = FilterFigures(
            observed, spamProbabilities: review.spamProbabilities, kinds: SenderKinds(key: key), now: options.now)
        report.doubted = review.doubted
        let messages = LabelBalance.capped(review.messages, cap: configuration.accountCap)
        report.leaks = try report.measure("leaks") { _ in
            try [HeaderLeak](
                of: messages, in: store, key: key, settings: configuration.site, exclusions: configuration.exclude)
        }
        progress("evaluate", 0)
        let recent = report.measure("evaluate") { _ in
            RecentEvaluation(
                FusionLearner.self, options: learner, messages, days: configuration.evaluateDays, now: options.now)
        }
        let current = Result { try scoresOfServed() }
        let evaluation = try evaluation(
            recent, try? current.get(), store, SourceNames(found.sources),
            AccountNames(store, style: configuration.people), folders.groups(key: key))
        report.evaluation = evaluation
        progress("train", 0)
        var trainer = Trainer(
            FusionLearner.self, options: learner,
            origin: ModelOrigin(key: key, settings: store.extraction.settings, createdBy: options.createdBy))
        let knownSenders = try store.knownSenders(retention, now: options.now).digests
        let result = try report.measure("train") { _ in
            trainer.take(messages.map(\.example))
            return try trainer.finish(
                knownSenders: knownSenders, evaluation: EvaluationFigures(evaluation.figures))
        }
        report.beyondWindow = result.beyondWindow + (window?.leftOut ?? 0)
        let counts = result.model.parameters.counts
        report.learned = RunRecord.Learned(ham: counts.ham, spam: counts.spam)
        report.thresholds = result.model.parameters.thresholds
        if waitsForSettling(counts, repository, &report) { return }
        let existingJunk = messages.count { $0.origin == FolderRule.existingJunkOrigin }
        report.gate = gate(result, recent.scored, current, existingJunk: existingJunk, store)
        warnOfLabels(observed, review.spamProbabilities, &report)
        // Removal is final: only once it is known that the corpus has not collapsed.
        try report.measure("compact") { try compact(store, timing, sparing: newest, &$0) }
        if report.refusal == nil || options.isForced {
            report.isPinned = repository.isPinned
            report.served = repository.servedName
            if report.isPinned { warnOfAge(repository, &report) }
            report.servingProblem = repository.problem.map { "\($0)" }
            progress("export", 0)
            try export(result, recent.scored, signedWith: signingKey, &report)
            if timing.isTrusted { repository.prune(keeping: configuration.retention.models) }
        } else {
            warnOfAge(repository, &report)
        }
    }

    // MARK: - Stages

    /// What of the store is read: what is learned, and before that the days that are measured, each by what came before it.
    private var windowSize: StoreWindow.Size? {
        learner.messageLimit.map {
            StoreWindow.Size(
                $0, since: RecentEvaluation.start(days: configuration.evaluateDays, now: options.now))
        }
    }

    private func ingest(
        _ found: FoundSources, into store: TrainingStore, _ timing: NightClock, _ report: inout BatchReport
    ) throws {
        progress("ingest", 0)
        var ingest = Ingest(
            store, key: key,
            pipeline: MessagePipeline.Options(
                threads: options.threads, features: configuration.site.features(store.extraction.views)),
            now: options.now)
        ingest.rereadLimit = configuration.reread
        // By name, or by the number that a report gave.
        let known = try AccountNames(store)
        let accounts = Set(found.sources.compactMap(\.account))
        ingest.accepted = Set(options.accepted.map { accounts.contains($0) ? $0 : known.account($0) ?? $0 })
        report.warnings += ingest.accepted.subtracting(accounts).sorted().map { .nothingToAccept(account: $0) }
        ingest.keptAgain = try store.keptAgain(retention, now: options.now)
        let users = found.users
        var sum = try ingest.run(found.sources) { progress("ingest", $0.messages) }
        if let drop = configuration.drop {
            do {
                // With the clock in doubt nothing is too old, and quarantined files have been there since the last
                // night.
                let taking = DropIngest(
                    ingest, keeping: timing.isTrusted ? configuration.retention.drop : nil,
                    now: timing.isTrusted ? nil : timing.lastNight, account: { users.account(of: $0) })
                report.warnings += try taking.run(drop, into: &sum).map { .drop($0) }
            } catch DropError.noFolder {
                // A missing drop folder is no reason not to learn the rest.
                report.warnings.append(.noDropFolder(drop))
            } catch let error as DropError {
                // The feedback stays there; the rest of the night does not wait for it.
                report.warnings.append(.dropUnread("\(error)"))
            }
        }
        if !found.reports.isEmpty {
            report.reports = try ReportIngest(ingest) { users.account(of: $0) }.run(found.reports, into: &sum)
        }
        let names = try AccountNames(store, style: configuration.people)
        for index in sum.changed.indices { sum.changed[index].account = names.shown(sum.changed[index].account) }
        report.take(sum)
        report.readers = sum.readAtOnce.filter { !configuration.robots.cover(name: $0) }.map(names.shown)
        report.settling = Settling(sum, configuration, accounts: accounts.count, now: options.now)
        report.knownSenders = try store.knownSenders(retention, now: options.now).count
    }

    private func observed(
        _ store: TrainingStore, _ window: StoreWindow?, _ found: FoundSources, _ report: inout BatchReport
    ) throws -> [ObservedMessage] {
        let outdated = try store.outdatedCount()
        report.stranded = outdated.stranded
        if outdated.waiting > 0, report.waiting == 0 {
            report.warnings.append(.outdated(outdated.waiting))
        }
        report.waiting = report.waiting > 0 ? outdated.waiting : 0
        let messages = try configuration.observed(in: store, window, found, now: options.now)
        report.silentLabels = messages.count { $0.label?.origin == Opinion.silent }
        report.contradictions = LabelBalance.contradictions(messages.compactMap(\.labelled))
            .filter { $0.messages >= Self.minContradictions }
        return messages
    }

    private func evaluation(
        _ recent: RecentEvaluation, _ current: [ScoredMessage]?, _ store: TrainingStore, _ names: SourceNames,
        _ accounts: AccountNames, _ folders: [UInt64: FolderGroup]
    ) throws -> BatchReport.Evaluation {
        BatchReport.Evaluation(
            days: configuration.evaluateDays, figures: EvaluationReport(recent.scored, isInTime: true),
            curves: EvaluationCurves(recent.scored, isInTime: true),
            groups: try EvaluationGroups(
                recent, in: store, key: key, names: names, accounts: accounts, folders: folders),
            mistakes: try Mistakes(
                recent.scored, in: store, key: key, accounts: accounts, exclusions: configuration.exclude),
            before: current.flatMap { BatchReport.Evaluation.Before($0, recent.scored) })
    }

    /// The scores beside the model that is served; none if none is.
    private func scoresOfServed() throws(ScoresFileError) -> [ScoredMessage] {
        repository.servedName == nil ? [] : try ScoresFile.read(repository.current + "/scores").messages
    }

    private func gate(
        _ result: Trainer<FusionLearner>.Result, _ scored: [ScoredMessage],
        _ currentScored: Result<[ScoredMessage], any Error>, existingJunk: Int, _ store: TrainingStore
    ) -> GateOutcome {
        let isFirst = repository.servedName == nil
        var refusal: GateRefusal?
        do {
            let current = try repository.largest()
            let forgotten = try current.map { try store.forgottenCount(since: $0.made) } ?? 0
            refusal = try Gate(configuration.gate).refusal(
                counts: result.model.parameters.counts, current: current?.counts.within(learner.messageLimit),
                scored: scored, currentScored: currentScored.get(), existingJunk: existingJunk, forgotten: forgotten,
                foundation: result.decisions.foundation)
        } catch {
            refusal = .noComparison("\(error)")
        }
        guard let refusal else { return .passed(isFirst: isFirst) }
        return options.isForced ? .forced(refusal) : .refused(refusal, hasCurrent: !isFirst)
    }

    private func export(
        _ result: Trainer<FusionLearner>.Result, _ scored: [ScoredMessage], signedWith signingKey: SigningKey?,
        _ report: inout BatchReport
    ) throws {
        let signature = try signingKey?.sign(ModelDigest(of: result.model))
        report.signedBy = signature.map { "\($0.keyID)" }
        let manifest = ModelManifest(
            result.model.parameters, name: configuration.name, time: options.now, number: repository.nextNumber,
            wasForced: report.wasForced)
        let text = options.text(report)
        let json = report.json.text
        let pages = options.pages(report)
        let lines = scored.map { ScoresFile.line(for: $0) + "\n" }.joined()
        let name = try repository.add(
            time: options.now,
            model: { try ModelFile.write(result.model, to: $0) },
            files: { digest in
                var files = [
                    "manifest.json": Array(manifest.json(digest: digest).text.utf8), "report.txt": Array(text.utf8),
                    "report.json": Array(json.utf8), "scores": Array(lines.utf8),
                ]
                files.merge(pages) { first, _ in first }
                files[ModelRepository.modelName + ModelSignature.suffix] = signature?.fileContent
                return files
            })
        if !report.isPinned { try repository.serve(name) }
        report.exported = (repository.path, name)
    }
}

extension EvaluationFigures {
    /// What a model says of its evaluation; nil where there was too little to evaluate.
    fileprivate init?(_ report: EvaluationReport) {
        let metrics = report.metrics
        guard let roca = metrics.oneMinusROCAPercent, let interval = report.intervals.oneMinusROCAPercent,
            let index = metrics.spamMissed.firstIndex(where: { $0.allowance.name == "0.1" }),
            let calibration = report.calibration.expected
        else { return nil }
        let missed = report.intervals.spamMissedPercent[index]
        self.init(
            protocolName: "nightly", counts: TrainingCounts(ham: metrics.ham, spam: metrics.spam),
            oneMinusROCA: .init(value: roca, low: interval.lower, high: interval.upper),
            spamMissed: .init(
                value: metrics.spamMissed[index].percent, low: missed.lower, high: missed.upper),
            calibrationError: 100 * calibration)
    }
}
