// SPDX-License-Identifier: Apache-2.0
public import MailArchive
public import MailFeatures
public import MailMessage
import SpamModel
import SpamTraining
import Synchronization

/// From archives to features: reads, parses and extracts on several threads, and keeps the order of the archives.
///
///     archives -> one reader at a time -> batches -> N threads: parse, extract -> in order, on the caller's thread
///
/// Memory is bounded however large the archives are: messages are read only as results are taken. The results never depend
/// on the number of threads.
///
///     let pipeline = MessagePipeline(key: key, options: options)
///     let report = try pipeline.run([.ham(["~/Maildir"])]) { batch in
///         for message in batch { print(model.score(message.features)) }
///     }
public struct MessagePipeline: Sendable {
    /// What one thread works with: turns messages into features.
    package typealias Extraction = (SiteMessage) -> FeatureVector

    /// How archives are read and messages taken apart.
    public struct Options: Sendable {
        /// How many threads parse and extract; 1: all on the caller's.
        public var threads: Int
        /// What is extracted, and how much of a message is looked at.
        public var features: FeatureOptions
        /// Bounds for archives.
        public var archiveLimits: ArchiveLimits
        /// Bounds for messages.
        public var messageLimits: MessageLimits
        /// Whether each message's digests are computed (``LabelledFeatures/digest``, ``LabelledFeatures/messageID``).
        public var digests: Bool
        /// Whether what a message shows beside its text is gathered (``LabelledFeatures/clues``).
        package var clues = false
        /// Whether a message may not be its sender's (`FeatureVector.isSenderDoubted`); nil: nobody asks.
        package var isSenderDoubted: (@Sendable (FeatureVector, Message) -> Bool)?

        /// Creates options.
        public init(
            threads: Int = 1, features: FeatureOptions = .standard,
            archiveLimits: ArchiveLimits = .standard, messageLimits: MessageLimits = .standard, digests: Bool = false
        ) {
            self.threads = threads
            self.features = features
            self.digests = digests
            self.archiveLimits = archiveLimits
            self.messageLimits = messageLimits
        }
    }

    /// How far a run has come.
    public struct Progress: Sendable, Equatable {
        /// Messages handed over.
        public var messages = 0
        /// Their bytes.
        public var bytes = 0
    }

    /// What a run did.
    public struct Report: Sendable {
        /// Messages and bytes.
        public var total = Progress()
        /// What was wrong with the archives, in their order.
        public var warnings: [ArchiveWarning] = []
    }

    private let options: Options
    private let makeExtraction: @Sendable () -> Extraction
    /// The keyed digest of a message's id.
    private let identify: @Sendable (Message) -> UInt64?
    private var sentMail: SentMailReader?
    private var clueReader: ClueReader?
    private var digestMark: DigestMark?
    private var sendingNetwork: SendingNetwork?

    /// Creates a pipeline.
    public init(key: SiteKey, options: Options = Options()) {
        let (features, isSenderDoubted) = (options.features, options.isSenderDoubted)
        self.init(
            options: options,
            identify: { $0.messageID.map { key.digest(of: $0.utf8, purpose: .messageID) } },
            extraction: {
                let worker = ExtractionWorker(key: key, options: features)
                guard let isSenderDoubted else { return { worker.extract($0) } }
                return { message in
                    var features = worker.extract(message)
                    features.isSenderDoubted = isSenderDoubted(features, message.message)
                    return features
                }
            })
        sentMail = SentMailReader(key: key, options: features)
        digestMark = options.digests ? DigestMark(key: key) : nil
        sendingNetwork = options.digests ? SendingNetwork(key: key, trust: features.trust) : nil
        clueReader = options.clues ? ClueReader(key: key, options: features) : nil
    }

    /// Creates a pipeline with an extraction of one's own, made once for each thread.
    package init(
        options: Options, identify: @escaping @Sendable (Message) -> UInt64? = { _ in nil },
        extraction: @escaping @Sendable () -> Extraction
    ) {
        self.options = options
        self.identify = identify
        makeExtraction = extraction
    }

    /// Reads all messages of some sources, in order.
    ///
    /// - Parameters:
    ///   - progress: called after each batch, on the caller's thread.
    ///   - consume: takes the messages batch by batch, on the caller's thread; an error it throws ends the run.
    @discardableResult
    public func run<Failure: Error>(
        _ sources: [LabelledSource], progress: (Progress) -> Void = { _ in },
        consume: ([LabelledFeatures]) throws(Failure) -> Void
    ) throws(Failure) -> Report {
        let input = BatchReader(sources, limits: options.archiveLimits)
        let extracting = Extracting(self)
        var report = Report()
        try OrderedMap<MessageBatch, ExtractedBatch>(threads: options.threads).run(
            pull: { input.next() }, worker: makeExtraction,
            work: { extraction, batch in ExtractedBatch(batch, extraction, extracting) },
            consume: { (batch: ExtractedBatch) throws(Failure) in
                report.warnings += batch.warnings
                report.total.messages += batch.messages.count
                report.total.bytes += batch.bytes
                if !batch.messages.isEmpty { try consume(batch.messages) }
                progress(report.total)
            })
        return report
    }
}

extension MessagePipeline {
    /// Takes apart messages that are in memory already, on the caller's thread.
    package func extract(_ messages: [ArchivedMessage]) -> [LabelledFeatures] {
        ExtractedBatch(MessageBatch(messages: messages), makeExtraction(), Extracting(self)).messages
    }

    /// What all threads use to take messages apart.
    fileprivate struct Extracting: Sendable {
        let identify: @Sendable (Message) -> UInt64?
        let sentMail: SentMailReader?
        let clueReader: ClueReader?
        let digestMark: DigestMark?
        let sendingNetwork: SendingNetwork?
        let options: Options

        init(_ pipeline: MessagePipeline) {
            (identify, sentMail, clueReader) = (pipeline.identify, pipeline.sentMail, pipeline.clueReader)
            (digestMark, sendingNetwork) = (pipeline.digestMark, pipeline.sendingNetwork)
            options = pipeline.options
        }

        /// Whom a message went to if somebody of the site wrote it; nil: it came in.
        ///
        /// The site's own digests went to its own people alone.
        func sent(_ message: Message, isSent: Bool) -> SentMail? {
            if isSent { return sentMail?.read(message) }
            guard digestMark?.isOn(message) == true else { return nil }
            return SentMail(recipients: [], date: LabelledFeatures.date(of: message))
        }
    }
}

/// One thread's extractor, with a vector that grows to the longest message's and is used again.
private final class ExtractionWorker {
    private var extractor: FeatureExtractor
    private var scratch = FeatureVector()

    init(key: SiteKey, options: FeatureOptions) { extractor = FeatureExtractor(key: key, options: options) }

    /// A message's features in memory of exactly their size: whole corpora of them are kept.
    func extract(_ message: SiteMessage) -> FeatureVector {
        extractor.extract(message, into: &scratch)
        let hashes = scratch.hashes
        let exact = [UInt32](unsafeUninitializedCapacity: hashes.count) { buffer, count in
            count = buffer.initialize(fromContentsOf: hashes)
        }
        return FeatureVector(hashes: exact, starts: scratch.starts, sender: scratch.sender)
    }
}

/// Some messages of one source as they were read, and the warnings on the way.
struct MessageBatch: Sendable {
    var messages: [ArchivedMessage] = []
    var messageClass: MessageClass?
    var isSent: (@Sendable (Provenance) -> Bool)?
    var warnings: [ArchiveWarning] = []
    var bytes = 0
}

/// The same, extracted.
private struct ExtractedBatch: Sendable {
    var messages: [LabelledFeatures]
    var warnings: [ArchiveWarning]
    var bytes: Int

    init(
        _ batch: MessageBatch, _ extraction: MessagePipeline.Extraction, _ extracting: MessagePipeline.Extracting
    ) {
        let options = extracting.options
        warnings = batch.warnings
        bytes = batch.bytes
        messages = batch.messages.map { archived in
            let message = Message(archived.bytes, limits: options.messageLimits)
            let siteMessage = SiteMessage(message, trust: options.features.trust)
            let sent = extracting.sent(message, isSent: batch.isSent?(archived.provenance) == true)
            var record = LabelledFeatures(
                features: sent == nil ? extraction(siteMessage) : FeatureVector(),
                provenance: archived.provenance,
                messageClass: batch.messageClass ?? archived.label.map { $0.isSpam ? .spam : .ham },
                date: LabelledFeatures.date(of: message),
                digest: options.digests ? siteMessage.canonicalDigest() : nil,
                messageID: options.digests ? extracting.identify(message) : nil)
            if batch.messageClass == nil, let label = archived.label { record.use = label.use }
            record.sent = sent
            record.clues = extracting.clueReader?.read(siteMessage, archived.provenance, date: record.date)
            if sent == nil { record.network = extracting.sendingNetwork?.digest(of: message) }
            if options.digests {
                record.verdict = VerdictField.verdict(in: siteMessage)
                record.filtering = LabelledFeatures.filtering(of: message, verdict: record.verdict)
            }
            return record
        }
    }
}

/// Cuts the stream of messages into batches: large enough that threads rarely meet, small enough to bound memory.
final class BatchReader: Sendable {
    private static let messageLimit = 64
    private static let byteLimit = 1 << 18

    private struct State {
        var sources: ArraySlice<LabelledSource>
        var reader: ArchiveReader?
        var messageClass: MessageClass?
        var isSent: (@Sendable (Provenance) -> Bool)?
        var exclusions = PathExclusions()
    }

    private let state: Mutex<State>
    private let limits: ArchiveLimits

    init(_ sources: [LabelledSource], limits: ArchiveLimits) {
        self.limits = limits
        state = Mutex(State(sources: sources[...]))
    }

    /// The next batch, of one source only; nil at the end.
    func next() -> MessageBatch? {
        state.withLock { state in
            var batch = MessageBatch()
            while batch.messages.count < Self.messageLimit && batch.bytes < Self.byteLimit {
                guard state.reader != nil else {
                    guard batch.messages.isEmpty, let source = state.sources.popFirst() else { break }
                    state.reader = ArchiveReader(
                        source.paths, format: source.format, limits: limits, filter: source.filter,
                        folders: source.folders)
                    state.messageClass = source.messageClass
                    state.isSent = source.isSent
                    state.exclusions = PathExclusions(source)
                    continue
                }
                switch state.reader?.next() {
                case .message(let message):
                    if state.exclusions.contain(message.provenance.path) { continue }
                    batch.bytes += message.bytes.count
                    batch.messages.append(message)
                case .warning(let warning): batch.warnings.append(warning)
                case nil: state.reader = nil
                }
            }
            batch.messageClass = state.messageClass
            batch.isSent = state.isSent
            return batch.messages.isEmpty && batch.warnings.isEmpty ? nil : batch
        }
    }
}
