// SPDX-License-Identifier: Apache-2.0
import MailArchive
import TrainingStore

/// An account most of whose mail was found elsewhere than before, all at once.
public struct ChangedAccount: Sendable, Equatable {
    /// The account.
    public var account: String
    /// How many messages.
    public var messages: Int
}

// What a message is by the rule of its source, unless it came to its place with most others.
extension IngestSession {
    /// Where a file lies, by the rule's terms.
    func placement(_ file: ArchiveFile, _ place: Place) -> Placement {
        var placement = Placement(file, place, now: now)
        guard massChange.includes(place), placement.secondsThere < MassChange.hold else { return placement }
        if isAccepted { placement.secondsThere = MassChange.hold } else { placement.isHeld = true }
        return placement
    }

    /// What the rule makes of a placement.
    func label(_ placement: Placement) -> Labelling {
        let labelling = source.rule(placement)
        return placement.isHeld && labelling != .sent ? .unlabelled("changed all at once") : labelling
    }

    /// Counts a message of the store that has come to a place, if it has.
    func noteArrival(_ place: Place, wasThere: Bool, _ state: inout State) {
        guard place.firstSeen != nil else { return }
        if !wasThere { state.known += 1 }
        if place.since == now, place.hasChanged { state.changed += 1 }
    }

    /// Tells of an account most of whose mail lies elsewhere than before.
    func noteChange(_ state: inout State) {
        guard let account = source.account, !isAccepted, MassChange.isMost(state.changed, of: state.known) else {
            return
        }
        state.report.changed.append(ChangedAccount(account: account, messages: state.changed))
    }
}
