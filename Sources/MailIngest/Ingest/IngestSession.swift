// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import Synchronization
import TrainingStore

/// One source while it is ingested: decides of each file whether it must be read, and takes what was read.
///
/// The reading thread decides about files, the caller's thread takes messages; both under one lock.
final class IngestSession: Sendable {
    /// A file that is being read, and the location that it will have.
    struct Pending {
        var location: Location
        var placement: Placement
        /// The same location as in the ledger.
        var before: Location?
        /// The message there, if it is read because its features are outdated.
        var outdated: Int64?
        /// Whether its recipients are read instead of its features.
        var isSent: Bool
    }

    /// An mbox that is being read.
    struct Mailbox {
        var source: Int64
        var stamp: FileStamp
        var locations: [UInt64: Location]
        /// The names of those that were not met, in an mbox that is read from its start.
        var unseen: Set<UInt64> = []
        /// The names of outdated messages by their Message-IDs: where the site begins may be seen otherwise since, and then a
        /// message's digest, and by it its name, is another.
        var outdated: [UInt64: UInt64] = [:]
        /// The last message taken.
        var tail: (range: Range<Int>, name: UInt64)?
    }

    /// A message whose flags alone say something else than before.
    struct Flagged {
        var location: Location
        var labelling: Labelling
        var before: Location
    }

    struct State {
        /// The source's locations in the ledger that were not seen yet.
        var unseen: [UInt64: Location]
        /// The names of the files seen so far.
        var seen: Set<UInt64> = []
        var pending: [String: Pending] = [:]
        var mailboxes: [String: Mailbox] = [:]
        var batch: IngestBatch
        var report: IngestReport
        /// How many messages the source was known to have, or has and others had; and how many of them lie elsewhere than before.
        var known: Int
        var changed = 0
        /// Messages that were flagged: what that says is known when all were looked at.
        var flagged: [Flagged] = []
        /// New messages in the inbox, and those of them that were read within a minute.
        var arrived = 0
        var readAtOnce = 0
        /// What failed where nothing can be thrown.
        var failure: StoreError?
    }

    let source: IngestSource
    let number: Int64
    /// The source's path as it was given, and from the root of the file system.
    let archive: String
    let root: String
    let store: TrainingStore
    let files: any MailFiles
    let key: SiteKey
    let rereadLimit: Int?
    let keptAgain: Int64?
    let now: Int64
    /// What changed at once so lately that it says nothing yet, unless somebody has said that it is right so.
    let massChange: MassChange
    let isAccepted: Bool
    /// How many messages of each evidence lay there.
    let evidenceCounts: [Evidence: Int]
    let exclusions: PathExclusions
    /// Whether it is an account's, and messages lay there.
    let hadMail: Bool
    let state: Mutex<State>

    /// Begins a source.
    ///
    /// - Parameters:
    ///   - batch: what the sources before have found and not committed: a segment each would be many small ones.
    ///   - report: theirs, to go on with.
    ///   - files: of whom to ask what files are.
    init(
        _ source: IngestSource, store: TrainingStore, key: SiteKey, batch: IngestBatch, report: IngestReport,
        rereadLimit: Int?, keptAgain: Int64?, isAccepted: Bool = false, files: any MailFiles = FilesOnDisk(), now: Int64
    ) throws(StoreError) {
        self.source = source
        self.store = store
        self.files = files
        self.key = key
        self.rereadLimit = rereadLimit
        self.keptAgain = keptAgain
        self.now = now
        exclusions = PathExclusions(source.archives)
        archive = source.archives.paths[0]
        root = files.absolute(archive)
        number = try store.source(root, account: source.account)
        let locations = try store.locations(of: number)
        hadMail = source.account != nil && locations.values.contains { !$0.isGone }
        // An archive that nobody reads is sorted by whoever made it.
        massChange = MassChange(source.account == nil ? [] : Array(locations.values))
        self.isAccepted = isAccepted
        evidenceCounts = locations.values.reduce(into: [:]) { counts, location in
            guard !location.isGone, location.message != nil, let evidence = location.evidence else { return }
            counts[evidence, default: 0] += 1
        }
        state = Mutex(
            State(
                unseen: locations, batch: batch, report: report,
                known: locations.values.count { !$0.isGone && $0.message != nil }))
    }

    /// Whether a file has to be read; what is known of it is noted.
    func decide(_ file: ArchiveFile) -> ArchiveDecision {
        state.withLock { state in
            do throws(StoreError) {
                guard state.failure == nil, !exclusions.contain(file.path) else { return .skip }
                return switch file.stage {
                case .found: try decide(file, &state)
                case .mbox: try decideMbox(file.path, &state)
                }
            } catch {
                state.failure = error
                return .skip
            }
        }
    }

    /// Whether a warning says no more than that a Maildir in use has no messages now.
    private func isOfEmptyAccount(_ warning: ArchiveWarning) -> Bool {
        warning.problem == .empty && warning.path == archive && source.account != nil
            && ArchiveFormat.detect(archive) == .maildir
    }

    /// A path from the root of the file system: asking for each file would take longer than all else.
    func absolute(_ path: String) -> String {
        path.hasPrefix(archive) ? root + path.dropFirst(archive.count) : files.absolute(path)
    }

    func isLarger(thanBytes bytes: Int, count: Int) -> Bool {
        state.withLock { $0.batch.byteCount > bytes || $0.batch.count > count }
    }

    /// Puts what was found so far into the store.
    func commit() throws(StoreError) {
        try state.withLock { (state) throws(StoreError) in
            if let earlier = state.failure { throw earlier }
            noteMailboxes(isEnd: false, &state)
            try store.commit(state.batch, now: now)
            state.batch = IngestBatch()
        }
    }

    /// Ends a source of which others have read parts, and what lay elsewhere may have been missed: nothing counts as gone.
    func finishParts() throws(StoreError) -> (batch: IngestBatch, report: IngestReport) {
        try state.withLock { (state) throws(StoreError) in
            if let earlier = state.failure { throw earlier }
            noteChange(&state)
            noteFlagged(&state)
            noteReader(&state)
            noteMailboxes(isEnd: true, &state)
            return (state.batch, state.report)
        }
    }

    /// Ends the source; returns what is not committed yet, and the report, with those of the sources before.
    func finish(warnings: [ArchiveWarning]) throws(StoreError) -> (batch: IngestBatch, report: IngestReport) {
        try state.withLock { (state) throws(StoreError) in
            if let earlier = state.failure { throw earlier }
            state.report.add(warnings.filter { !isOfEmptyAccount($0) }, of: source.ruleName)
            // A folder that could not be listed does not mean that its messages are gone.
            let isWhole = warnings.allSatisfy { warning in
                switch warning.problem {
                case .cannotOpen, .cannotRead, .notFound, .tooDeep: false
                default: true
                }
            }
            var unseen = isWhole ? Array(state.unseen.values) : []
            for (path, mailbox) in state.mailboxes where isWhole && mailbox.tail != nil {
                if !warnings.contains(where: { $0.path == path && !$0.leavesRestReadable }) {
                    unseen += mailbox.unseen.compactMap { mailbox.locations[$0] }
                }
            }
            noteChange(&state)
            noteFlagged(&state)
            noteReader(&state)
            if hadMail { state.report.accountsWithMail += 1 }
            if hadMail, isWhole, state.seen.isEmpty, let account = source.account {
                // Whether it is gone is told when it is known how the others fare.
                state.report.emptiedSources.append((number, account))
                unseen = []
            }
            for location in unseen where !location.isGone {
                state.batch.markRemoved(location)
                state.report.removed += 1
            }
            noteMailboxes(isEnd: true, &state)
            return (state.batch, state.report)
        }
    }
}
