// SPDX-License-Identifier: Apache-2.0
import MailArchive
public import MailFeatures
import MailMessage
public import TrainingStore

/// Brings a store up to date with archives: parses what is new, and follows what was moved.
///
///     let ingest = Ingest(store, key: key, pipeline: options, now: now)
///     let report = try ingest.run([.labelled(.spam(["~/Maildir/.Junk"]))])
///
/// Work is committed piece by piece: if killed at any instant, the next run continues from the last piece, and every
/// message is in the store once.
public struct Ingest: Sendable {
    /// How much is gathered before it is committed.
    static let pieceBytes = 64 << 20

    /// How many messages and locations are gathered before they are committed.
    public var pieceCount = 20_000

    /// How many messages whose features are outdated are read again at most; nil: all.
    ///
    /// Others wait, in the order of the sources, and count as known: what they are said to be is followed all the same.
    public var rereadLimit: Int?

    /// Mail removed by age and received from this time on is read again now, because it is kept again
    /// (`TrainingStore.keptAgain`); nil: none is.
    public var keptAgain: Int64?

    /// Accounts whose mail may change all at once: somebody has accepted that.
    public var accepted: Set<String> = []

    let store: TrainingStore
    let key: SiteKey
    let pipeline: MessagePipeline
    let limits: (archive: ArchiveLimits, message: MessageLimits)
    /// Where the site begins.
    let trust: TrustBoundary
    let now: Int64

    /// Prepares an ingest.
    ///
    /// - Parameters:
    ///   - store: opened for writing; its extraction is what `pipeline` extracts.
    ///   - now: seconds since 1970.
    public init(_ store: TrainingStore, key: SiteKey, pipeline options: MessagePipeline.Options, now: Int64) {
        var options = options
        options.digests = true
        options.features.views = store.extraction.views
        self.store = store
        self.key = key
        self.now = now
        trust = options.features.trust
        limits = (options.archiveLimits, options.messageLimits)
        pipeline = MessagePipeline(key: key, options: options)
    }

    /// Reads the sources, one after the other.
    ///
    /// - Throws: ``StoreError``; what was committed before stays.
    public func run(
        _ sources: [IngestSource], progress: (MessagePipeline.Progress) -> Void = { _ in }
    ) throws(StoreError) -> IngestReport {
        var report = IngestReport()
        var batch = IngestBatch()
        for source in sources {
            for path in source.archives.paths {
                var one = source
                one.archives.paths = [path]
                (batch, report) = try run(one, batch, report, progress: progress)
            }
        }
        try store.commit(batch, now: now)
        try settleEmptied(&report)
        return report
    }

    /// Treats the mail of accounts that are empty now as removed, unless these are most of three or more: that is what
    /// an unmounted disk looks like.
    private func settleEmptied(_ report: inout IngestReport) throws(StoreError) {
        let emptied = report.emptiedSources
        if emptied.count > 2, 2 * emptied.count > report.accountsWithMail {
            report.emptied = emptied.map(\.account)
        } else {
            report.removed += try store.markRemoved(sources: emptied.map(\.number), now: now)
        }
    }

    /// Reads one path, which is one source in the ledger; continues with what earlier sources have found.
    private func run(
        _ source: IngestSource, _ batch: IngestBatch, _ report: IngestReport,
        progress: (MessagePipeline.Progress) -> Void
    ) throws(StoreError) -> (batch: IngestBatch, report: IngestReport) {
        let session = try IngestSession(
            source, store: store, key: key, batch: batch, report: report, rereadLimit: rereadLimit,
            keptAgain: keptAgain, isAccepted: source.account.map { accepted.contains($0) } ?? false, now: now)
        var archives = source.archives
        archives.filter = { session.decide($0) }
        archives.isSent = { session.isSent($0) }
        let read = try pipeline.run([archives], progress: progress) { (batch) throws(StoreError) in
            try session.take(batch)
            if session.isLarger(thanBytes: Self.pieceBytes, count: pieceCount) { try session.commit() }
        }
        return try session.finish(warnings: read.warnings)
    }
}
