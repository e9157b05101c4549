// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import Synchronization
import TrainingStore

/// One source while it is ingested: decides of each file whether it must be read, and takes what was read.
///
/// Files are decided of by the thread that reads, messages taken by the caller's; both under one lock.
final class IngestSession: Sendable {
    /// A file that is being read, and the place that it will have.
    private struct Pending {
        var place: Place
        var placement: Placement
        /// The same place as the ledger has it.
        var before: Place?
        /// The message that lies there, if it is read for its features are outdated.
        var outdated: Int64?
        /// Whether its recipients are read instead of its features.
        var isSent: Bool
    }

    /// An mbox that is being read.
    private struct Mailbox {
        var source: Int64
        var stamp: FileStamp
        var places: [UInt64: Place]
        /// The names of those that were not met, in an mbox that is read from its start.
        var unseen: Set<UInt64> = []
        /// The names of outdated messages by their Message-IDs: where the site begins may be seen otherwise since, and then a
        /// message's digest, and by it its name, is another.
        var outdated: [UInt64: UInt64] = [:]
        /// The last message taken.
        var tail: (range: Range<Int>, name: UInt64)?
    }

    private struct State {
        /// The places of the source, as the ledger had them, that were not seen yet.
        var unseen: [UInt64: Place]
        /// The names of the files seen so far.
        var seen: Set<UInt64> = []
        var pending: [String: Pending] = [:]
        var mailboxes: [String: Mailbox] = [:]
        var batch: IngestBatch
        var report: IngestReport
        /// What failed where nothing can be thrown.
        var failure: StoreError?
    }

    private let source: IngestSource
    private let number: Int64
    /// The source's path as it was given, and from the root of the file system.
    private let archive: String
    private let root: String
    private let store: TrainingStore
    private let key: SiteKey
    private let rereadLimit: Int?
    private let now: Int64
    private let exclusions: PathExclusions
    private let state: Mutex<State>

    /// Begins a source.
    ///
    /// - Parameters:
    ///   - batch: what the sources before have found and not committed: a segment each would be many small ones.
    ///   - report: theirs, to go on with.
    init(
        _ source: IngestSource, store: TrainingStore, key: SiteKey, batch: IngestBatch, report: IngestReport,
        rereadLimit: Int?, now: Int64
    ) throws(StoreError) {
        self.source = source
        self.store = store
        self.key = key
        self.rereadLimit = rereadLimit
        self.now = now
        exclusions = PathExclusions(source.archives)
        archive = source.archives.paths[0]
        root = FileStamp.absolute(archive)
        number = try store.source(root, account: source.account)
        state = Mutex(State(unseen: try store.places(of: number), batch: batch, report: report))
    }

    // MARK: - Files

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

    /// A path from the root of the file system: asking for each file would take longer than all else.
    private func absolute(_ path: String) -> String {
        path.hasPrefix(archive) ? root + path.dropFirst(archive.count) : FileStamp.absolute(path)
    }

    private func decide(_ file: ArchiveFile, _ state: inout State) throws(StoreError) -> ArchiveDecision {
        let path = file.isMaildir ? file.path : absolute(file.path)
        let stamp = file.isMaildir ? nil : FileStamp(path: path)
        // A file that cannot be looked at is read, so that its failure is told.
        if !file.isMaildir && stamp == nil { return .read }
        let name = self.name(of: file, path, &state)
        let before = state.unseen.removeValue(forKey: name)
        var place = Place(
            source: number, name: name, stamp: stamp,
            folder: key.digest(of: (file.provenance.folder ?? "").utf8, purpose: .fileName), since: now)
        if let before {
            if file.isMaildir { place.size = before.size }
            if !before.isGone { place.take(over: before) } else { place.wasMoved = before.wasMoved }
            place.wasFiltered = before.wasFiltered
        }
        let placement = Placement(file, place, now: now)
        let labelling = source.rule(placement)
        let isSent = isSent(labelling, placement, before)
        var outdated: Int64?

        if let before, before.stamp == stamp,
            before.message == nil || !isSent && (before.isCurrent || defers(1, &state))
        {
            state.report.known += 1
            if before.folder != place.folder { state.report.moved += 1 }
            note(place, labelling, before.reference(isSent: isSent), before: before, &state)
            return .skip
        }
        if let before, before.stamp == stamp, !isSent { outdated = before.message }
        if before == nil {
            // Of a Maildir's file the size is asked for once, when it is new.
            if file.isMaildir { place.size = FileStamp(path: path)?.size }
            let elsewhere: Place?
            if let stamp { elsewhere = try store.place(with: stamp) } else { elsewhere = try store.place(named: name) }
            // Sent mail is read once more: whom an account wrote to is forgotten with it, not with another.
            if let elsewhere, !isSent, elsewhere.size == place.size,
                elsewhere.isCurrent || elsewhere.message == nil || defers(1, &state)
            {
                state.report.moved += 1
                place.take(over: elsewhere)
                place.wasFiltered = elsewhere.wasFiltered
                let reference = elsewhere.reference(isSent: false)
                // An archive that has another path now says what it said before.
                note(
                    place, source.rule(Placement(file, place, now: now)), reference,
                    said: elsewhere.folder == place.folder ? elsewhere : nil, &state)
                return .skip
            }
            if let elsewhere, !isSent, elsewhere.size == place.size { outdated = elsewhere.message }
            if !file.isMaildir, let (mailbox, mboxState) = try store.mbox(path), mboxState.stamp == stamp {
                let counts = try store.messageCounts(in: mailbox)
                // Where there is something to read again, that is counted when the file is open.
                if !mustReadRecipients(counts.all), counts.outdated == 0 || !mayReread(counts.all, state) {
                    state.report.waiting += counts.outdated
                    try noteMailbox(mailbox, placement, &state)
                    return .skip
                }
            }
        }
        state.pending[file.provenance.path] = Pending(
            place: place, placement: placement, before: before, outdated: outdated, isSent: isSent)
        return .read
    }

    /// Whether so many messages may be read again: as many as fit, or one mbox of any size, which is read whole or not at all.
    private func mayReread(_ count: Int, _ state: State) -> Bool {
        guard let rereadLimit, state.report.reread > 0 else { return true }
        return state.report.reread + count <= rereadLimit
    }

    /// Whether outdated messages are left for a later ingest; counts them as left, or as read again.
    private func defers(_ count: Int, outdated: Int = 1, _ state: inout State) -> Bool {
        guard mayReread(count, state) else {
            state.report.waiting += outdated
            return true
        }
        state.report.reread += count
        return false
    }

    /// Whether of a file the recipients are kept, not the features.
    ///
    /// What came in and was dragged to a sent folder stays what it was: those that it names are the site's own people.
    private func isSent(_ labelling: Labelling, _ placement: Placement, _ before: Place?) -> Bool {
        labelling == .sent && !(placement.wasMoved && before?.message != nil)
    }

    /// Whether of a message that is being read the recipients are to be read.
    func isSent(_ provenance: Provenance) -> Bool {
        state.withLock { state in
            let pending = pendingPath(provenance.path, state).flatMap { state.pending[$0] }
            return pending?.isSent ?? (source.rule(Placement(secondsThere: 0)) == .sent)
        }
    }

    /// The digest of a file's name: its path, or of a Maildir's the name without flags, which it keeps wherever it is moved.
    ///
    /// A name that a Maildir has in two folders, as copies made by hand may, is one for each of them.
    private func name(of file: ArchiveFile, _ path: String, _ state: inout State) -> UInt64 {
        guard file.isMaildir else { return key.digest(of: path.utf8, purpose: .fileName) }
        let text = ArchiveFile.uniqueName(ofMaildirPath: path)
        let name = key.digest(of: text.utf8, purpose: .fileName)
        if state.seen.insert(name).inserted { return name }
        return key.digest(of: "\(text)/\(file.provenance.folder ?? "")".utf8, purpose: .fileName)
    }

    private func decideMbox(_ opened: String, _ state: inout State) throws(StoreError) -> ArchiveDecision {
        let path = absolute(opened)
        state.pending[opened] = nil
        guard let stamp = FileStamp(path: path) else { return .read }
        let known = try store.mbox(path)
        let mailbox: Int64
        if let known { mailbox = known.source } else { mailbox = try store.source(path, account: source.account) }
        if mailbox == number { state.unseen = [:] }
        let places = try store.places(of: mailbox)
        state.mailboxes[opened] = Mailbox(source: mailbox, stamp: stamp, places: places)
        func whole() -> ArchiveDecision {
            state.mailboxes[opened]?.unseen = Set(places.keys)
            return .read
        }
        let counts = try store.messageCounts(in: mailbox)
        if counts.outdated > 0 { state.mailboxes[opened]?.outdated = try store.outdatedNames(in: mailbox) }
        guard let before = known?.state, before.stamp.inode == stamp.inode, before.tail.upperBound <= stamp.size,
            !mustReadRecipients(counts.all), FileStamp.digest(of: path, before.tail) == before.tailDigest
        else { return whole() }
        if counts.outdated > 0, !defers(counts.all, outdated: counts.outdated, &state) { return whole() }
        let placement = Placement(secondsThere: 0)
        try noteMailbox(mailbox, placement, &state)
        state.mailboxes[opened]?.tail = (before.tail, before.tailName)
        if before.tail.upperBound == stamp.size { return .skip }
        if FileStamp.beginsRecord(path, at: before.tail.upperBound) {
            return .resume(at: before.tail.upperBound)
        }
        // The last message was half there when it was read.
        if let half = state.mailboxes[opened]?.places[before.tailName] { state.batch.withdraw(half) }
        state.mailboxes[opened]?.places[before.tailName] = nil
        return .resume(at: before.tail.lowerBound)
    }

    /// Whether an mbox, of so many messages, was taken for mail that came in and is said to be sent now.
    private func mustReadRecipients(_ messages: Int) -> Bool {
        messages > 0 && source.rule(Placement(secondsThere: 0)) == .sent
    }

    /// Says of all messages of an mbox what the rule says now.
    private func noteMailbox(_ mailbox: Int64, _ placement: Placement, _ state: inout State) throws(StoreError) {
        if mailbox == number { state.unseen = [:] }
        let labelling = source.rule(placement)
        for place in try store.places(of: mailbox).values.sorted(by: { $0.name < $1.name }) {
            state.report.known += 1
            note(place, labelling, place.reference(isSent: labelling == .sent), before: place, &state)
        }
    }

    /// Notes a message that need not be read, if there is anything to note.
    private func note(
        _ place: Place, _ labelling: Labelling, _ reference: IngestBatch.Reference, before: Place?,
        _ state: inout State
    ) {
        let opinion = opinion(labelling, &state)
        if reference == .forgotten { state.report.forgotten += 1 }
        if let before, before.folder == place.folder, !before.isGone, before.stamp == place.stamp,
            opinion == nil || opinion?.isSpam == before.isSpam && opinion?.weight == before.weight
        {
            return
        }
        see(reference, at: place, said: before, opinion, &state)
    }

    /// Notes a message that was known elsewhere; `said`: the place whose opinion this one repeats, if it is the same.
    private func note(
        _ place: Place, _ labelling: Labelling, _ reference: IngestBatch.Reference, said: Place?, _ state: inout State
    ) {
        if reference == .forgotten { state.report.forgotten += 1 }
        see(reference, at: place, said: said, opinion(labelling, &state), &state)
    }

    private func see(
        _ reference: IngestBatch.Reference, at place: Place, said: Place?, _ opinion: Opinion?, _ state: inout State
    ) {
        if let opinion, opinion.isSpam != said?.isSpam { state.report.relabelled += 1 }
        state.batch.see(reference, at: place, before: said, opinion: opinion)
    }

    private func opinion(_ labelling: Labelling, _ state: inout State) -> Opinion? {
        state.report.count(labelling, of: source.ruleName)
        if case .label(let opinion) = labelling { return opinion }
        return nil
    }

    // MARK: - Messages

    /// Takes messages that were read.
    func take(_ messages: [LabelledFeatures]) throws(StoreError) {
        try state.withLock { (state) throws(StoreError) in
            if let earlier = state.failure { throw earlier }
            for message in messages { try take(message, &state) }
        }
    }

    private func take(_ message: LabelledFeatures, _ state: inout State) throws(StoreError) {
        guard let digest = message.digest else { return }
        state.report.parsed += 1
        let path = message.provenance.path
        var place: Place
        var placement: Placement
        var before: Place?
        var outdated: Int64?
        // No copy of the mailbox is held: what changes in it would be copied, for each message.
        if let mailbox = state.mailboxes[path]?.source {
            let name = Place.name(ofDigest: digest)
            before = state.mailboxes[path]?.places[name]
            if before == nil, let id = message.messageID, let old = state.mailboxes[path]?.outdated[id] {
                if state.mailboxes[path]?.unseen.remove(old) != nil { before = state.mailboxes[path]?.places[old] }
                outdated = before?.message
                if let before { state.batch.vanish(before) }
            }
            state.mailboxes[path]?.unseen.remove(name)
            place = Place(source: mailbox, name: name, folder: 0, since: before?.since ?? now)
            placement = Placement(secondsThere: now - place.since)
            let start = message.provenance.offset
            state.mailboxes[path]?.tail = (start..<(start + message.provenance.size), name)
        } else if let pending = pending(path, &state) {
            place = pending.place
            placement = pending.placement
            before = pending.before
            outdated = pending.outdated
        } else {
            // Standard input has no place.
            place = Place(source: number, name: Place.name(ofDigest: digest), folder: 0, since: now)
            placement = Placement(secondsThere: 0)
        }
        if let sent = message.sent {
            state.report.count(.sent, of: source.ruleName)
            state.batch.write(to: sent.recipients, date: sent.time(now: now), of: place.source)
            state.batch.see(.sent, at: place, before: nil, opinion: nil)
            return
        }
        placement.wasFiltered = message.wasFiltered
        var stored = StoredMessage(
            digest: digest, messageID: message.messageID, date: message.date, size: message.provenance.size)
        stored.wasFiltered = message.wasFiltered
        let reference = try state.batch.take(
            stored, account: source.account, outdated: outdated, from: store, counting: &state.report
        ) { () throws(StoreError) in message.features }
        // What another message at this place was said to be says nothing of this one.
        if let known = before, reference != known.message.map({ .known($0) }) ?? .forgotten { before = nil }
        state.batch.see(reference, at: place, before: before, opinion: opinion(source.rule(placement), &state))
    }

    /// What was decided of a file, also of one that has another name since.
    private func pending(_ path: String, _ state: inout State) -> Pending? {
        pendingPath(path, state).flatMap { state.pending.removeValue(forKey: $0) }
    }

    /// By which path it was decided of a file.
    private func pendingPath(_ path: String, _ state: State) -> String? {
        // An mbox's messages are many, and none of them has a name.
        if state.pending[path] != nil || state.mailboxes[path] != nil { return path }
        let name = key.digest(of: ArchiveFile.uniqueName(ofMaildirPath: path).utf8, purpose: .fileName)
        return state.pending.first { $0.value.place.name == name }?.key
    }

    // MARK: - Commits

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

    /// Ends the source; returns what is not committed yet, and the report, with those of the sources before.
    func finish(warnings: [ArchiveWarning]) throws(StoreError) -> (batch: IngestBatch, report: IngestReport) {
        try state.withLock { (state) throws(StoreError) in
            if let earlier = state.failure { throw earlier }
            state.report.warnings += warnings
            // A folder that could not be listed is no reason to think that its messages are gone.
            let isWhole = warnings.allSatisfy { warning in
                switch warning.problem {
                case .cannotOpen, .cannotRead, .notFound, .tooDeep: false
                default: true
                }
            }
            var unseen = isWhole ? Array(state.unseen.values) : []
            for (path, mailbox) in state.mailboxes where isWhole && mailbox.tail != nil {
                if !warnings.contains(where: { $0.path == path && !$0.leavesRestReadable }) {
                    unseen += mailbox.unseen.compactMap { mailbox.places[$0] }
                }
            }
            for place in unseen where !place.isGone {
                state.batch.vanish(place)
                state.report.vanished += 1
            }
            noteMailboxes(isEnd: true, &state)
            return (state.batch, state.report)
        }
    }

    /// Notes how far each mbox was read.
    private func noteMailboxes(isEnd: Bool, _ state: inout State) {
        for (path, mailbox) in state.mailboxes {
            guard let tail = mailbox.tail else { continue }
            var stamp = mailbox.stamp
            // Not to be taken for the file as it is before it was read to its end.
            if !isEnd { stamp.size = -1 }
            let digest = FileStamp.digest(of: absolute(path), tail.range)
            state.batch.note(
                MboxState(stamp: stamp, tail: tail.range, tailDigest: digest, tailName: tail.name), of: mailbox.source)
        }
    }
}

extension Place {
    /// What lies there; where that is no message of the store, by whether the site's people wrote it.
    fileprivate func reference(isSent: Bool) -> IngestBatch.Reference {
        message.map { .known($0) } ?? (isSent ? .sent : .forgotten)
    }
}
