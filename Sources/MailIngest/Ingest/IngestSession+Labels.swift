// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailFeatures
import TrainingStore

/// An account most of whose mail was moved or flagged all at once.
public struct ChangedAccount: Sendable, Equatable {
    /// What changed.
    public enum Change: Sendable {
        /// The locations of messages.
        case moved
        /// Whether they are read, answered, junk, deleted.
        case flagged
    }

    /// The account.
    public var account: String
    /// How many messages.
    public var messages: Int
    /// What changed.
    public var change = Change.moved

    /// Names an account.
    package init(account: String, messages: Int, change: Change = .moved) {
        self.account = account
        self.messages = messages
        self.change = change
    }
}

// A message's label by the rule of its source, unless it moved together with most others.
extension IngestSession {
    /// Where a file is, in the rule's terms.
    func placement(_ file: ArchiveFile, _ location: Location) -> Placement {
        var placement = Placement(file, location, now: now)
        guard massChange.includes(location), placement.secondsThere < MassChange.hold else { return placement }
        if isAccepted { placement.secondsThere = MassChange.hold } else { placement.isHeld = true }
        return placement
    }

    /// What the rule makes of a placement.
    func label(_ placement: Placement) -> Labelling {
        let labelling = source.rule(placement)
        return placement.isHeld && labelling != .sent ? Self.held : labelling
    }

    private static let held = Labelling.unlabelled("changed all at once")

    /// Counts a message of the store that has arrived at a location, if it has.
    func noteArrival(_ location: Location, wasThere: Bool, _ state: inout State) {
        guard location.firstSeen != nil else { return }
        if !wasThere { state.known += 1 }
        if location.since == now, location.hasChanged { state.changed += 1 }
    }

    /// Reports an account most of whose mail moved.
    func noteChange(_ state: inout State) {
        guard let account = source.account, !isAccepted, MassChange.isMost(state.changed, of: state.known) else {
            return
        }
        state.report.changed.append(ChangedAccount(account: account, messages: state.changed))
    }

    /// Whether only flags say something else about a message than before.
    ///
    /// What the filter filed says more as time goes by, not by a flag.
    func isFlagged(_ file: ArchiveFile, _ location: Location, _ labelling: Labelling, _ before: Location) -> Bool {
        guard file.isMaildir, source.account != nil, !isAccepted, !before.isGone, before.folder == location.folder,
            !massChange.includes(location), let earlier = before.evidence, earlier != .filtered,
            let evidence = labelling.evidence
        else { return false }
        return evidence.following(earlier) != earlier
    }

    /// Notes what flags say now, unless most messages of one evidence were flagged since the last time: then nothing of it counts
    /// yet, and they lie there as they do since now.
    func noteFlagged(_ state: inout State) {
        var held = 0
        for (evidence, messages) in Dictionary(grouping: state.flagged, by: \.before.evidence) {
            let isHeld = MassChange.isMost(messages.count, of: evidence.flatMap { evidenceCounts[$0] } ?? 0)
            if isHeld { held += messages.count }
            for message in messages {
                var (location, labelling) = (message.location, message.labelling)
                if isHeld { (location.since, labelling) = (now, Self.held) }
                note(location, labelling, message.before.reference, before: message.before, isHeld: isHeld, &state)
            }
        }
        state.flagged = []
        if let account = source.account, held > 0 {
            state.report.changed.append(ChangedAccount(account: account, messages: held, change: .flagged))
        }
    }
}
