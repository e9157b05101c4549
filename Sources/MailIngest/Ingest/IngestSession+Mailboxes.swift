// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import TrainingStore

// An mbox: what was read of it, and whether the rest is enough.
extension IngestSession {
    func decideMbox(_ opened: String, _ state: inout State) throws(StoreError) -> ArchiveDecision {
        let path = absolute(opened)
        state.pending[opened] = nil
        guard let stamp = files.stamp(path) else { return .read }
        let known = try store.mbox(path)
        let mailbox: Int64
        if let known { mailbox = known.source } else { mailbox = try store.source(path, account: source.account) }
        if mailbox == number { state.unseen = [:] }
        let locations = try store.locations(of: mailbox)
        state.mailboxes[opened] = Mailbox(source: mailbox, stamp: stamp, locations: locations)
        func whole() -> ArchiveDecision {
            state.mailboxes[opened]?.unseen = Set(locations.keys)
            return .read
        }
        let counts = try store.messageCounts(in: mailbox)
        if counts.outdated > 0 { state.mailboxes[opened]?.outdated = try store.outdatedNames(in: mailbox) }
        let hasMissed = mustReadRecipients(counts.all) ? true : try hasKeptAgain(mailbox)
        let seen = MailboxObservation(path, in: files, before: known?.state, stamp: stamp, hasMissed: hasMissed)
        guard case .goOn(let rest) = seen.decision, let before = known?.state else {
            // It counts, though it did not wait for its turn: it was rewritten, or is compressed and cannot be gone on with.
            if counts.outdated > 0 { state.report.reread += counts.all }
            return whole()
        }
        if counts.outdated > 0, !defers(counts.all, outdated: counts.outdated, &state) { return whole() }
        let placement = Placement(secondsThere: 0)
        try noteMailbox(mailbox, placement, &state)
        state.mailboxes[opened]?.tail = (before.tail, before.tailName)
        switch rest {
        case .none: return .skip
        case .added(let offset): return .resume(at: offset)
        case .lastAgain(let offset):
            if let half = state.mailboxes[opened]?.locations[before.tailName] { state.batch.withdraw(half) }
            return .resume(at: offset)
        }
    }

    /// Whether an mbox, of so many messages, was taken for mail that came in and is said to be sent now.
    func mustReadRecipients(_ messages: Int) -> Bool {
        messages > 0 && source.rule(Placement(secondsThere: 0)) == .sent
    }

    /// Says of all messages of an mbox what the rule says now; what was removed from it keeps its label.
    func noteMailbox(_ mailbox: Int64, _ placement: Placement, _ state: inout State) throws(StoreError) {
        if mailbox == number { state.unseen = [:] }
        let labelling = source.rule(placement)
        let locations = try store.locations(of: mailbox).values.filter { !$0.isGone }
        for location in locations.sorted(by: { $0.name < $1.name }) {
            state.report.known += 1
            note(location, labelling, location.reference, before: location, &state)
        }
    }

    /// Notes how far each mbox was read.
    func noteMailboxes(isEnd: Bool, _ state: inout State) {
        for (path, mailbox) in state.mailboxes {
            guard let tail = mailbox.tail else { continue }
            var stamp = mailbox.stamp
            // Not to be taken for the file as it is before it was read to its end.
            if !isEnd { stamp.size = -1 }
            let digest = files.digest(of: absolute(path), tail.range)
            state.batch.note(
                MboxState(stamp: stamp, tail: tail.range, tailDigest: digest, tailName: tail.name), of: mailbox.source)
        }
    }
}

extension MailboxObservation {
    /// Looks at the file, as far as it may still be what was read.
    fileprivate init(
        _ path: String, in files: any MailFiles, before: MboxState?, stamp: FileStamp, hasMissed: Bool
    ) {
        self.init(before: before, stamp: stamp, hasMissed: hasMissed)
        guard let before, mayHoldTail, !hasMissed else { return }
        // 0: nobody could read it.
        isTailThere = before.tailDigest != 0 && files.digest(of: path, before.tail) == before.tailDigest
        isTailWhole = before.tail.upperBound < stamp.size && files.beginsRecord(path, at: before.tail.upperBound)
    }
}
