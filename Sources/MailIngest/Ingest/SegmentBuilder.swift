// SPDX-License-Identifier: Apache-2.0
import MailArchive
public import MailFeatures
public import TrainingStore

/// Makes a segment from archives without a store: a part of a larger ingest, on this or another machine.
public struct SegmentBuilder: Sendable {
    private let pipeline: MessagePipeline
    private let extraction: Extraction

    /// Prepares a builder.
    public init(key: SiteKey, extraction: Extraction, pipeline options: MessagePipeline.Options) {
        var options = options
        options.digests = true
        options.features.views = extraction.views
        self.extraction = extraction
        pipeline = MessagePipeline(key: key, options: options)
    }

    /// Reads the sources and writes the segment; each message once.
    public func build(
        _ sources: [LabelledSource], to path: String, progress: (MessagePipeline.Progress) -> Void = { _ in }
    ) throws(StoreError) -> IngestReport {
        var report = IngestReport()
        do throws(SegmentError) {
            var writer = try SegmentWriter(path: path, extraction: extraction)
            var digests: Set<[UInt8]> = []
            let read = try pipeline.run(sources, progress: progress) { (batch) throws(SegmentError) in
                for message in batch {
                    guard let digest = message.digest else { continue }
                    report.parsed += 1
                    guard digests.insert(digest).inserted else {
                        report.duplicates += 1
                        continue
                    }
                    report.new += 1
                    let stored = StoredMessage(
                        digest: digest, messageID: message.messageID, date: message.date,
                        size: message.provenance.size, isSpam: message.messageClass.map { $0 == .spam })
                    try writer.append(stored, message.features)
                }
            }
            report.warnings = read.warnings
            try writer.commit()
        } catch {
            throw .segment(error)
        }
        return report
    }
}

extension Ingest {
    /// Takes the messages of a segment that was built elsewhere, with their labels.
    ///
    /// - Throws: ``StoreError``, also when it was made with another key, extractor or other settings.
    public func adopt(_ path: String, into report: inout IngestReport) throws(StoreError) {
        let reader: SegmentReader
        do throws(SegmentError) {
            reader = try SegmentReader(path: path)
            try reader.verify()
        } catch {
            throw .segment(error)
        }
        guard reader.extraction == store.extraction else { throw .otherExtraction(path: path) }
        let source = try store.source(FileStamp.absolute(path))
        var batch = IngestBatch()
        for index in 0..<reader.count {
            let message = reader.message(index)
            let reference = try batch.take(message, from: store, counting: &report) { () throws(StoreError) in
                do throws(SegmentError) { return try reader.features(index) } catch { throw .segment(error) }
            }
            guard reference != .forgotten else { continue }
            let opinion = message.isSpam.map { Opinion(isSpam: $0, origin: "ingest segment") }
            let location = Location(
                source: source, name: Location.name(ofDigest: message.digest), folder: 0, since: now)
            batch.see(reference, at: location, before: nil, opinion: opinion)
            if batch.byteCount > Self.pieceBytes {
                try store.commit(batch, now: now)
                batch = IngestBatch()
            }
        }
        try store.commit(batch, now: now)
    }
}
