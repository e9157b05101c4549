// SPDX-License-Identifier: Apache-2.0
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
import TrainingStore

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
        /// The version of Spreu.
        public var createdBy = ""
        /// The exit code of a night, as the ledger keeps it.
        public var exitCode: @Sendable (Result<NightlyReport, any Error>) -> Int32 = { _ in 0 }

        /// Creates options.
        public init(now: Int64) { self.now = now }
    }

    let configuration: NightlyConfiguration
    private var repository: ModelRepository { configuration.repository }
    let key: SiteKey
    private(set) var options: Options
    private let learner: LearnerOptions
    /// The share of a promised loss that is aimed at: ham that was taken for wrongly labelled spam is missing from the scores
    /// that the thresholds are set by, and one message to several people is lost several times.
    private static let aim = 0.6
    /// So many groups of doubted labels are told to programs, the largest.
    private static let mostDoubted = 100
    /// Fewer contradictions of an account are chance, and no line.
    private static let fewestContradictions = 5
    /// Told when a stage begins, and how many messages it has dealt with.
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
        learner.hamLossLimit = configuration.hamLossPercent / 100 * Self.aim
        learner.spamLossLimit = configuration.spamLossPercent / 100 * Self.aim
        self.learner = learner
    }

    /// Runs the night.
    ///
    /// - Throws: ``StoreError`` (also when another process has the store), ``RepositoryError``, `ModelFileError`,
    ///   `SignatureKeyError`, `DropError`.
    ///   The current model stays whatever fails.
    public func run() throws -> NightlyReport {
        // First: that a key cannot be used is better known before the work than after.
        let signingKey = try configuration.signingKey.map { try SigningKey.load(path: $0) }
        let clock = ContinuousClock()
        let start = clock.now
        let store = try TrainingStore(
            configuration.store, .writing,
            extraction: Extraction(key: key, settings: configuration.site.named), who: "spreu nightly")
        let timing = try store.clock(options.now)
        let number = try store.beginRun(at: options.now)
        var report = NightlyReport(command: configuration.commandOption)
        var night = self
        night.options.now = timing.now
        let result = Result<Void, any Error> { try night.run(with: store, timing, signedWith: signingKey, &report) }
        func record(failure: (any Error)?, code: Int32) throws {
            let seconds = Int64((clock.now - start) / .seconds(1))
            try store.finish(
                run: number,
                RunRecord(report, failure: failure, code: code, started: options.now, seconds: seconds))
        }
        do {
            try result.get()
        } catch {
            // What made the night fail may keep this from being written, too.
            try? record(failure: error, code: options.exitCode(.failure(error)))
            throw error
        }
        report.served = repository.servedName
        do {
            try record(failure: nil, code: options.exitCode(.success(report)))
        } catch {
            // The model is served already.
            report.warnings.append("this night is not in the ledger's list: \(error)")
        }
        do {
            try repository.write(latestReport: report)
        } catch {
            report.warnings.append("the report is not kept: \(error)")
        }
        return report
    }

    private func run(
        with store: TrainingStore, _ timing: NightClock, signedWith signingKey: SigningKey?,
        _ report: inout NightlyReport
    ) throws {
        if timing.isTrusted { try store.takeBackTimes(after: options.now) }
        let newest = try store.newestMessage()
        let clock = ContinuousClock()
        var seconds: [String: JSONValue] = [:]
        func measured<Value>(_ stage: String, _ body: () throws -> Value) rethrows -> Value {
            let start = clock.now
            defer { seconds[stage] = .number(Double((clock.now - start) / .milliseconds(1)).rounded() / 1_000) }
            return try body()
        }
        let found = configuration.findSources()
        let sources = found.sources
        report.warnings += found.warnings
        report.note(measured("folders") { FolderSurvey(found) })
        try measured("ingest") { try ingest(found, into: store, &report) }
        try noteGone(found, store, &report)
        try noteExcluded(found, store, &report)
        let observed = try observed(store, found, &report)
        if waitsForRereading(observed.count { $0.label != nil }, repository, &report) {
            return try compact(store, timing, sparing: newest, &report)
        }
        progress("labels", 0)
        let review = measured("labels") { LabelReview(options: learner, now: options.now)(observed) }
        note(review, observed, &report)
        let messages = LabelBalance.capped(review.messages, cap: configuration.accountCap)
        progress("evaluate", 0)
        let recent = measured("evaluate") {
            RecentEvaluation(
                FusionLearner.self, options: learner, messages, days: configuration.evaluateDays, now: options.now)
        }
        let evaluation = try evaluate(recent, store, SourceNames(sources), &report)
        progress("train", 0)
        var trainer = Trainer(
            FusionLearner.self, options: learner,
            origin: ModelOrigin(key: key, settings: store.extraction.settings, createdBy: options.createdBy))
        let correspondents = try store.correspondents(retention, now: options.now).digests
        let result = try measured("train") {
            trainer.take(messages.map(\.example))
            return try trainer.finish(correspondents: correspondents, evaluation: evaluation)
        }
        let counts = result.model.parameters.counts
        report.note("train", "\(grouped(counts.ham)) ham, \(grouped(counts.spam)) spam learned")
        report.learned = RunRecord.Learned(ham: counts.ham, spam: counts.spam)
        report.figures["train"] = .object(["ham": .integer(counts.ham), "spam": .integer(counts.spam)])
        if waitsForSettling(counts, repository, &report) { return }
        let existingJunk = messages.count { $0.origin == FolderRule.existingJunkOrigin }
        gate(result, recent.scored, existingJunk: existingJunk, repository, &report)
        warnOfLabels(messages, &report)
        // What is removed is gone: not before it is known that the corpus has not collapsed.
        try measured("compact") { try compact(store, timing, sparing: newest, &report) }
        report.figures["seconds"] = .object(seconds)
        if report.refusal == nil || options.isForced {
            report.isPinned = repository.isPinned
            report.served = repository.servedName
            if report.isPinned { warnOfAge(repository, &report) }
            if let problem = repository.problem { report.note("current", problem) }
            progress("export", 0)
            try export(result, recent.scored, evaluation, signedWith: signingKey, to: repository, &report)
        } else {
            warnOfAge(repository, &report)
        }
    }

    // MARK: - Stages

    private func ingest(
        _ found: FoundSources, into store: TrainingStore, _ report: inout NightlyReport
    ) throws {
        let sources = found.sources
        progress("ingest", 0)
        var ingest = Ingest(
            store, key: key,
            pipeline: MessagePipeline.Options(
                threads: options.threads, features: configuration.site.features(store.extraction.views)),
            now: options.now)
        ingest.rereadLimit = configuration.reread
        ingest.accepted = options.accepted
        for account in options.accepted.sorted() where !sources.contains(where: { $0.account == account }) {
            report.warnings.append(
                "'\(account)' has no mail here that could be accepted: see how 'sources' name accounts")
        }
        ingest.keptAgain = try store.keptAgain(retention, now: options.now)
        var sum = try ingest.run(sources) { progress("ingest", $0.messages) }
        let names = found.accountNames
        if let drop = configuration.drop {
            do {
                report.warnings += try DropIngest(ingest) { names.account(of: $0) }.run(drop, into: &sum)
            } catch DropError.noFolder {
                // A folder that is not there yet is no reason to learn nothing else.
                report.warnings.append("\(drop): there is no such folder to take handed-over mail from")
            } catch let error as DropError {
                // What was handed over stays there; the rest of the night does not wait for it.
                report.warnings.append("nothing of the drop folder was taken: \(error)")
            }
        }
        if !found.reports.isEmpty {
            report.note(try ReportIngest(ingest) { names.account(of: $0) }.run(found.reports, into: &sum))
        }
        report.noteWarnings(sum)
        report.noteReaders(sum.readAtOnce.filter { !configuration.robots.cover(name: $0) })
        report.note(
            "ingest",
            "\(grouped(sum.new)) new, \(grouped(sum.known)) known, \(grouped(sum.relabelled)) relabelled, "
                + "\(grouped(sum.vanished)) vanished, \(grouped(sum.parsed)) read")
        for (name, counts) in sum.rules.sorted(by: { $0.key < $1.key }) {
            let reasons = counts.unlabelled.sorted { $0.key < $1.key }.map { ", \(grouped($0.value)) not (\($0.key))" }
            let sent = counts.sent > 0 ? ", \(grouped(counts.sent)) sent" : ""
            report.note(
                "rule", "\(name): \(grouped(counts.ham)) ham, \(grouped(counts.spam)) spam" + sent + reasons.joined())
        }
        report.ingested = RunRecord.Ingested(
            new: sum.new, known: sum.known, relabelled: sum.relabelled, vanished: sum.vanished, parsed: sum.parsed)
        report.figures["ingest"] = .object([
            "new": .integer(sum.new), "known": .integer(sum.known), "parsed": .integer(sum.parsed),
            "relabelled": .integer(sum.relabelled), "vanished": .integer(sum.vanished), "sent": .integer(sum.sent),
        ])
        report.noteSettling(
            sum, configuration, accounts: Set(sources.compactMap(\.account)).count, now: options.now)
        report.noteHanded(sum.handed)
        report.noteReread(sum)
        let correspondents = try store.correspondents(retention, now: options.now).count
        if sum.sent > 0 || correspondents > 0 {
            report.note("sent", "\(grouped(sum.sent)) messages, \(grouped(correspondents)) correspondents")
        }
        report.figures["correspondents"] = .integer(correspondents)
    }

    private func observed(
        _ store: TrainingStore, _ found: FoundSources, _ report: inout NightlyReport
    ) throws -> [ObservedMessage] {
        let outdated = try store.outdatedCount()
        if outdated.stranded > 0 {
            report.note(
                "store",
                "\(grouped(outdated.stranded)) labelled messages of another Spreu or other settings lie nowhere any more: "
                    + "not learned")
        }
        report.waiting = report.waiting > 0 ? outdated.waiting : 0
        if outdated.waiting > 0, report.waiting == 0 {
            report.warnings.append(
                "\(grouped(outdated.waiting)) messages have features of another Spreu or other settings and are left out"
            )
        }
        var messages = try store.observed(retention, now: options.now)
        if !configuration.robots.patterns.isEmpty {
            for index in messages.indices { messages[index].disregard { configuration.isRobot($0, found) } }
        }
        let silent = messages.count { $0.label?.origin == "silent" }
        if silent > 0 { report.note("silent", "\(grouped(silent)) of the spam labels are silent ones") }
        for contradiction in LabelBalance.contradictions(messages.compactMap(\.labelled)).prefix(3)
        where contradiction.messages >= Self.fewestContradictions {
            report.note(
                "doubt",
                "\(contradiction.account) contradicts all others on \(grouped(contradiction.messages)) messages")
        }
        return messages
    }

    /// Says what the live filter did, and whose labels are doubted.
    private func note(
        _ review: LabelReview.Result, _ observed: [ObservedMessage], _ report: inout NightlyReport
    ) {
        let filter = FilterFigures(
            observed, spamProbabilities: review.spamProbabilities, kinds: SenderKinds(key: key), now: options.now)
        report.note("filter", filter.line)
        report.figures["filter"] = filter.json
        report.figures["labels"] = .object([
            "doubted": .array(review.doubted.prefix(Self.mostDoubted).map(\.json))
        ])
        for doubted in review.doubted.prefix(3) { report.note("doubt", doubted.line) }
    }

    private func evaluate(
        _ recent: RecentEvaluation, _ store: TrainingStore, _ names: SourceNames, _ report: inout NightlyReport
    ) throws -> EvaluationFigures? {
        let evaluation = EvaluationReport(recent.scored, isInTime: true)
        let metrics = evaluation.metrics
        var line = "\(grouped(metrics.ham)) ham, \(grouped(metrics.spam)) spam of \(configuration.evaluateDays) days"
        if let roca = metrics.oneMinusROCAPercent { line += "; (1-ROCA)% \(fixedPoint(roca, digits: 3))" }
        if let hm = metrics.hmPercent { line += "; ham lost \(fixedPoint(hm, digits: 2)) %" }
        if let sm = metrics.smPercent { line += "; spam missed \(fixedPoint(sm, digits: 1)) %" }
        report.note("evaluate", line)
        report.note("verdicts", evaluation.decisions.line)
        let groups = try EvaluationGroups(recent, in: store, names: names, kinds: SenderKinds(key: key))
        if let line = groups.hamByKind { report.note("kinds", line) }
        for line in groups.lines { report.note("group", line) }
        report.figures["evaluate"] = .object(["all": evaluation.json, "groups": groups.json])
        report.figures["mistakes"] = try Mistakes(
            recent.scored, in: store, key: key, exclusions: configuration.exclude
        ).json
        guard let roca = metrics.oneMinusROCAPercent, let interval = evaluation.intervals.oneMinusROCAPercent,
            let index = metrics.spamMissed.firstIndex(where: { $0.allowance.name == "0.1" }),
            let calibration = evaluation.calibration.expected
        else { return nil }
        let missed = evaluation.intervals.spamMissedPercent[index]
        return EvaluationFigures(
            protocolName: "nightly", counts: TrainingCounts(ham: metrics.ham, spam: metrics.spam),
            oneMinusROCA: .init(value: roca, low: interval.lower, high: interval.upper),
            spamMissed: .init(
                value: metrics.spamMissed[index].percent, low: missed.lower, high: missed.upper),
            calibrationError: 100 * calibration)
    }

    private func gate(
        _ result: Trainer<FusionLearner>.Result, _ scored: [ScoredMessage], existingJunk: Int,
        _ repository: ModelRepository,
        _ report: inout NightlyReport
    ) {
        do {
            let current = try repository.largest()
            let isFirst = repository.servedName == nil
            let currentScored = isFirst ? [] : try ScoresFile.read(repository.current + "/scores").messages
            report.refusal = Gate(configuration.gate).refusal(
                counts: result.model.parameters.counts, current: current, scored: scored, currentScored: currentScored,
                existingJunk: existingJunk, foundation: result.decisions.foundation)
            if report.refusal == nil {
                report.note("gate", isFirst ? "passed: there was no model before" : "passed")
            }
        } catch {
            report.refusal = .noComparison("\(error)")
        }
        switch report.refusal {
        case nil: break
        case let refusal? where options.isForced:
            report.wasForced = true
            report.note("gate", "forced although \(refusal)")
        case let refusal? where repository.servedName == nil: report.note("gate", "refused: \(refusal)")
        case let refusal?: report.note("gate", "refused: \(refusal); the current model stays")
        }
    }

    private func export(
        _ result: Trainer<FusionLearner>.Result, _ scored: [ScoredMessage], _ evaluation: EvaluationFigures?,
        signedWith signingKey: SigningKey?, to repository: ModelRepository, _ report: inout NightlyReport
    ) throws {
        let signature = try signingKey?.sign(ModelDigest(of: result.model))
        if let signature { report.note("sign", "with key \(signature.keyID)") }
        let manifest = ModelManifest(
            result.model.parameters, name: configuration.name, time: options.now, number: repository.nextNumber,
            wasForced: report.wasForced)
        let text = report.text
        let json = report.json.text
        let lines = scored.map { ScoresFile.line(for: $0) + "\n" }.joined()
        let name = try repository.add(
            time: options.now,
            model: { try ModelFile.write(result.model, to: $0) },
            files: { digest in
                var files = [
                    "manifest.json": Array(manifest.json(digest: digest).text.utf8), "report.txt": Array(text.utf8),
                    "report.json": Array(json.utf8), "scores": Array(lines.utf8),
                ]
                files[ModelRepository.modelName + ModelSignature.suffix] = signature?.fileContent
                return files
            })
        if !report.isPinned { try repository.serve(name) }
        repository.prune(keeping: configuration.keepModels)
        report.export = name
        report.note("export", "\(repository.path)/\(name)")
    }
}
