// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import Synchronization
import TrainingStore

// For each file: whether it must be read, and what its location says.
extension IngestSession {
    func decide(_ file: ArchiveFile, _ state: inout State) throws(StoreError) -> ArchiveDecision {
        let path = file.isMaildir ? file.path : absolute(file.path)
        let stamp = file.isMaildir ? nil : files.stamp(path)
        // A file whose status cannot be read is opened, so that its failure is reported.
        if !file.isMaildir && stamp == nil { return .read }
        let name = self.name(of: file, path, &state)
        let before = state.unseen.removeValue(forKey: name)
        var location = Location(
            source: number, name: name, stamp: stamp,
            folder: key.digest(of: (file.provenance.folder ?? "").utf8, purpose: .fileName), since: now)
        if let before {
            location.follow(before)
            if file.isMaildir { location.size = before.size }
            noteArrival(location, wasThere: !before.isGone, &state)
        } else if file.isMaildir {
            // The size is asked for once, when the file is new.
            location.size = files.stamp(path)?.size
        }
        let placement = placement(file, location)
        let labelling = label(placement)
        var seen = FileObservation(
            location: location, before: before, isLabelledSent: labelling == .sent, keptAgain: keptAgain)
        if before == nil {
            if let stamp {
                seen.elsewhere = try store.location(with: stamp)
            } else {
                seen.elsewhere = try store.location(named: name)
            }
        }
        var outdated: Int64?
        switch seen.decision {
        case .read: break
        case .outdated where !defers(path, &state): outdated = (before ?? seen.elsewhere)?.message
        case .known, .outdated:
            if let before { keep(file, at: location, labelling, before, &state) }
            if let elsewhere = seen.elsewhere { move(file, to: location, from: elsewhere, &state) }
            return .skip
        }
        if before == nil, !file.isMaildir, let (mailbox, mboxState) = try store.mbox(path), mboxState.stamp == stamp {
            let counts = try store.messageCounts(in: mailbox)
            // Where there is something to read again, that is counted when the file is open.
            if !mustReadRecipients(counts.all), try !hasKeptAgain(mailbox),
                counts.outdated == 0 || !mayReread(counts.all, state)
            {
                state.report.waiting += counts.outdated
                try noteMailbox(mailbox, placement, &state)
                return .skip
            }
        }
        if before == nil, outdated == nil { noteNew(file, path, &state) }
        state.pending[file.provenance.path] = Pending(
            location: location, placement: placement, before: before, outdated: outdated, isSent: seen.isSent)
        return .read
    }

    /// Notes a file that did not move, in whatever folder.
    private func keep(
        _ file: ArchiveFile, at location: Location, _ labelling: Labelling, _ before: Location, _ state: inout State
    ) {
        state.report.known += 1
        if before.folder != location.folder { state.report.moved += 1 }
        if isFlagged(file, location, labelling, before) {
            return state.flagged.append(Flagged(location: location, labelling: labelling, before: before))
        }
        note(location, labelling, before.reference, before: before, &state)
    }

    /// Notes a file that moved; an archive that has another path now says what it said before.
    private func move(_ file: ArchiveFile, to location: Location, from elsewhere: Location, _ state: inout State) {
        var location = location
        state.report.moved += 1
        location.take(over: elsewhere)
        location.wasFiltered = elsewhere.wasFiltered
        noteArrival(location, wasThere: false, &state)
        note(
            location, label(placement(file, location)), elsewhere.message.map { .known($0) } ?? .forgotten,
            said: elsewhere.folder == location.folder ? elsewhere : nil, &state)
    }

    /// Whether that is so of any message of an mbox.
    func hasKeptAgain(_ mailbox: Int64) throws(StoreError) -> Bool {
        guard let keptAgain else { return false }
        return try store.hasExpired(since: keptAgain, in: mailbox)
    }

    /// Whether so many messages may be read again: as many as fit, or one mbox of any size, which is read whole or not at all.
    func mayReread(_ count: Int, _ state: State) -> Bool {
        guard let rereadLimit, state.report.reread > 0 else { return true }
        return state.report.reread + count <= rereadLimit
    }

    /// Whether outdated messages are left for a later ingest; counts them as left, or as read again.
    func defers(_ count: Int, outdated: Int = 1, _ state: inout State) -> Bool {
        guard mayReread(count, state) else {
            state.report.waiting += outdated
            return true
        }
        state.report.reread += count
        return false
    }

    /// Whether an outdated file is left for a later ingest; one that cannot be read is not, so that its failure is told and
    /// no other waits for it.
    func defers(_ path: String, _ state: inout State) -> Bool { files.isReadable(path) && defers(1, &state) }

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
    func name(of file: ArchiveFile, _ path: String, _ state: inout State) -> UInt64 {
        guard file.isMaildir else { return key.digest(of: path.utf8, purpose: .fileName) }
        let text = ArchiveFile.uniqueName(ofMaildirPath: path)
        let name = key.digest(of: text.utf8, purpose: .fileName)
        if state.seen.insert(name).inserted { return name }
        return key.digest(of: "\(text)/\(file.provenance.folder ?? "")".utf8, purpose: .fileName)
    }

    /// Notes a message that need not be read, if there is anything to note.
    ///
    /// - Parameter isHeld: that it lies there as it does since another time is news, too.
    func note(
        _ location: Location, _ labelling: Labelling, _ reference: IngestBatch.Reference, before: Location?,
        isHeld: Bool = false, _ state: inout State
    ) {
        let opinion = opinion(labelling, &state)
        if reference == .forgotten { state.report.forgotten += 1 }
        let evidence = labelling.evidence
        if !isHeld, let before, before.folder == location.folder, !before.isGone, before.stamp == location.stamp,
            opinion == nil || opinion?.isSpam == before.isSpam && opinion?.weight == before.weight,
            evidence == nil || evidence?.following(before.evidence) == before.evidence
        {
            return
        }
        see(reference, at: location, said: before, opinion, evidence, &state)
    }

    /// Notes a message that was known elsewhere; `said`: the location whose opinion this one repeats, if it is the
    /// same.
    func note(
        _ location: Location, _ labelling: Labelling, _ reference: IngestBatch.Reference, said: Location?,
        _ state: inout State
    ) {
        if reference == .forgotten { state.report.forgotten += 1 }
        see(reference, at: location, said: said, opinion(labelling, &state), labelling.evidence, &state)
    }

    func see(
        _ reference: IngestBatch.Reference, at location: Location, said: Location?, _ opinion: Opinion?,
        _ evidence: Evidence?,
        _ state: inout State
    ) {
        // What is forgotten, or was sent, has no label to change.
        if let opinion, opinion.isSpam != said?.isSpam, reference != .forgotten, reference != .sent {
            state.report.relabelled += 1
        }
        state.batch.see(reference, at: location, before: said, opinion: opinion, evidence: evidence)
    }

    func opinion(_ labelling: Labelling, _ state: inout State) -> Opinion? {
        state.report.count(labelling, of: source.ruleName)
        if case .label(let opinion) = labelling { return opinion }
        return nil
    }
}

extension Location {
    /// Takes over what the ledger knows about the location.
    fileprivate mutating func follow(_ before: Location) {
        if before.isGone {
            (wasMoved, evidence) = (before.wasMoved, before.evidence)
            firstSeen = before.firstSeen
        } else {
            take(over: before)
        }
        wasFiltered = before.wasFiltered
    }

    /// What is there; if that is not a message of the store, whether the site's users wrote it.
    var reference: IngestBatch.Reference { message.map { .known($0) } ?? (isSent ? .sent : .forgotten) }
}
