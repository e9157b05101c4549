// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import Synchronization
import TrainingStore

// What was read, on its way into the store.
extension IngestSession {
    /// Takes messages that were read.
    func take(_ messages: [LabelledFeatures]) throws(StoreError) {
        try state.withLock { (state) throws(StoreError) in
            if let earlier = state.failure { throw earlier }
            for message in messages { try take(message, &state) }
        }
    }

    func take(_ message: LabelledFeatures, _ state: inout State) throws(StoreError) {
        guard let digest = message.digest else { return }
        state.report.parsed += 1
        let path = message.provenance.path
        var location: Location
        var placement: Placement
        var before: Location?
        var outdated: Int64?
        // No copy of the mailbox is held: what changes in it would be copied, for each message.
        if let mailbox = state.mailboxes[path]?.source {
            let name = Location.name(ofDigest: digest)
            before = state.mailboxes[path]?.locations[name]
            if before == nil, let id = message.messageID, let old = state.mailboxes[path]?.outdated[id] {
                if state.mailboxes[path]?.unseen.remove(old) != nil { before = state.mailboxes[path]?.locations[old] }
                if let before { state.batch.markRemoved(before) }
            }
            outdated = before?.message
            state.mailboxes[path]?.unseen.remove(name)
            location = Location(source: mailbox, name: name, folder: 0, since: before?.since ?? now)
            placement = Placement(secondsThere: now - location.since)
            let start = message.provenance.offset
            state.mailboxes[path]?.tail = (start..<(start + message.provenance.size), name)
        } else if let pending = pending(path, &state) {
            location = pending.location
            location.expired = nil
            placement = pending.placement
            before = pending.before
            outdated = pending.outdated
        } else {
            // Standard input has no location.
            location = Location(source: number, name: Location.name(ofDigest: digest), folder: 0, since: now)
            placement = Placement(secondsThere: 0)
        }
        if let sent = message.sent {
            state.report.count(.sent, of: source.ruleName)
            state.batch.write(to: sent.recipients, date: sent.time(now: now), of: location.source)
            state.batch.see(.sent, at: location, before: nil, opinion: nil)
            return
        }
        placement.wasFiltered = message.filtering == .calledSpam
        var stored = StoredMessage(
            digest: digest, messageID: message.messageID, date: message.date, size: message.provenance.size)
        stored.filtering = message.filtering
        stored.network = message.network
        let reference = try state.batch.take(
            stored, account: source.account, outdated: outdated, from: store, counting: &state.report
        ) { () throws(StoreError) in message.features }
        // The label of another message at this location says nothing about this one.
        if let known = before, reference != known.message.map({ .known($0) }) ?? .forgotten {
            (before, location.evidence) = (nil, nil)
        }
        if before == nil, case .known(let message) = reference {
            location.firstSeen = try store.firstSeen(message)
            noteArrival(location, wasThere: false, &state)
        }
        let labelling = label(placement)
        state.batch.see(
            reference, at: location, before: before, opinion: opinion(labelling, &state), evidence: labelling.evidence)
    }

    /// What was decided of a file, also of one that has another name since.
    func pending(_ path: String, _ state: inout State) -> Pending? {
        pendingPath(path, state).flatMap { state.pending.removeValue(forKey: $0) }
    }

    /// By which path it was decided of a file.
    func pendingPath(_ path: String, _ state: State) -> String? {
        // An mbox's messages are many, and none of them has a name.
        if state.pending[path] != nil || state.mailboxes[path] != nil { return path }
        let name = key.digest(of: ArchiveFile.uniqueName(ofMaildirPath: path).utf8, purpose: .fileName)
        return state.pending.first { $0.value.location.name == name }?.key
    }
}
