// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import MailMessage
import SpamEvaluation
import SpamModel
import SpamTraining

/// From a message's bytes to its features: structure, decoding, text, hashes.
struct Features: Benchmark {
    let name: String
    let views: FeatureViews
    private var messages: [[UInt8]] = []
    private var key: SiteKey?

    init(_ name: String, _ views: FeatureViews) {
        self.name = name
        self.views = views
    }

    mutating func prepare(_ corpus: Corpus) -> Bool {
        messages = corpus.messages
        key = corpus.key
        return true
    }

    func run() -> Work {
        var work = Work(messages: messages.count)
        guard let key else { return work }
        var extractor = FeatureExtractor(key: key, options: FeatureOptions(views: views))
        var features = FeatureVector()
        for bytes in messages {
            extractor.extract(Message(bytes), into: &features)
            work.bytes += bytes.count
            work.checksum &+= UInt64(features.hashes.count)
        }
        return work
    }
}

/// From the archive to words: scan, structure, decoding, text, hashes of words.
struct ArchiveToWords: Benchmark {
    let name = "archive to words"
    private var sources: [String] = []
    private var key: SiteKey?

    mutating func prepare(_ corpus: Corpus) -> Bool {
        sources = corpus.sources
        key = corpus.key
        return true
    }

    func run() -> Work {
        var work = Work()
        guard let key else { return work }
        var extractor = FeatureExtractor(key: key, options: FeatureOptions(views: [.words, .headerWords]))
        var features = FeatureVector()
        for case .message(let message) in ArchiveReader(sources) {
            extractor.extract(Message(message.bytes), into: &features)
            work.bytes += message.bytes.count
            work.messages += 1
            work.checksum &+= UInt64(features.hashes.count)
        }
        return work
    }
}

/// Learning and scoring messages whose features are at hand.
struct Learning<L: Learner>: Benchmark {
    enum Step: String, CaseIterable { case learn, calibrate, export, score, scoreByModel = "score by model" }
    let step: Step
    var name: String { "\(step.rawValue) (\(L.self))" }
    private var examples: [TrainingExample] = []
    private var bytes = 0
    private var learner = L(options: .standard)
    private var model: SpamModel?
    private let origin = ModelOrigin(keyID: 0, extractorVersion: FeatureExtractor.version)

    init(_ step: Step) { self.step = step }

    /// A benchmark for each step of a learner.
    static var allSteps: [any Benchmark] { Step.allCases.map { Self($0) } }

    mutating func prepare(_ corpus: Corpus) -> Bool {
        examples = zip(corpus.features(L.views), corpus.classes).map {
            TrainingExample(features: $0, messageClass: $1)
        }
        bytes = corpus.bytes
        if step != .learn { learner.learn(examples) }
        if step == .scoreByModel { model = try? SpamModel(learner.export(origin)) }
        return true
    }

    mutating func run() -> Work {
        var work = Work(bytes: bytes, messages: examples.count)
        switch step {
        case .learn:
            learner = L(options: .standard)
            learner.learn(examples)
        case .calibrate:
            work.checksum = learner.decisions().calibration.slope.bitPattern
        case .export:
            work.checksum = UInt64(learner.export(origin).weights.count)
        case .score:
            for example in examples { work.checksum &+= learner.score(example.features).bitPattern }
        case .scoreByModel:
            guard let model else { return work }
            for example in examples { work.checksum &+= model.score(example.features).rank.bitPattern }
        }
        return work
    }
}

/// The figures and intervals of an evaluation of 37,000 messages.
struct Evaluation: Benchmark {
    let name = "evaluate 37,000 scores"
    private var messages: [ScoredMessage] = []

    mutating func prepare(_ corpus: Corpus) -> Bool {
        var state: UInt64 = 20_071
        messages = (0..<37_000).map { number in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let judge: MessageClass = number % 3 == 0 ? .ham : .spam
            let score = Double(state >> 40) / Double(1 << 24) * 8 - 4 + (judge == .spam ? 3 : -3)
            return ScoredMessage(path: "\(number)", judge: judge, verdict: score > 0 ? .spam : .ham, score: score)
        }
        return true
    }

    func run() -> Work {
        let report = EvaluationReport(messages)
        return Work(messages: messages.count, checksum: UInt64(report.worstInversions.count))
    }
}
