// SPDX-License-Identifier: Apache-2.0
package import TrainingStore

/// What is known of a file before it is opened, and what follows from that.
package struct FileObservation: Sendable {
    /// What is to be done with a file.
    package enum Decision: Sendable, Equatable {
        /// Nothing: the ledger knows what lies there.
        case known
        /// The ledger knows it with features that are outdated: read it, unless that has to wait.
        case outdated
        /// Read it.
        case read
    }

    /// Where it lies, and what the ledger knew of what lay there.
    package var place: Place
    /// The same place as the ledger has it.
    package var before: Place?
    /// Where the ledger has the same file, if this place is new to it.
    package var elsewhere: Place?
    /// Whether the rule takes what lies there for mail that somebody of the site wrote.
    package var isLabelledSent: Bool
    /// From when on mail must have been received that was removed for its age and is kept again; nil: none is.
    package var keptAgain: Int64?

    /// Creates one.
    package init(
        place: Place, before: Place? = nil, elsewhere: Place? = nil, isLabelledSent: Bool = false,
        keptAgain: Int64? = nil
    ) {
        self.place = place
        self.before = before
        self.elsewhere = elsewhere
        self.isLabelledSent = isLabelledSent
        self.keptAgain = keptAgain
    }

    /// Whether of the file the recipients are kept, not the features.
    ///
    /// What was read as sent mail stays that, wherever it lies now. What came in and was dragged to a sent folder stays what
    /// it was: those that it names are the site's own people.
    package var isSent: Bool {
        if let before, before.isSent, before.stamp == place.stamp { return true }
        return isLabelledSent && !(place.wasMoved && before?.message != nil)
    }

    /// What is to be done with the file.
    package var decision: Decision {
        if let before {
            guard before.stamp == place.stamp else { return .read }
            if before.message == nil { return before.isCurrent && !isKeptAgain(before) ? .known : .read }
            return isSent ? .read : before.isCurrent ? .known : .outdated
        }
        // Sent mail is read once more: whom an account wrote to is forgotten with it, not with another.
        guard let elsewhere, !isSent, elsewhere.size == place.size, !isKeptAgain(elsewhere) else { return .read }
        return elsewhere.isCurrent || elsewhere.message == nil ? .known : .outdated
    }

    /// Whether what lay there was removed for its age, and is kept again: the limits are others, or the clock was wrong.
    private func isKeptAgain(_ place: Place) -> Bool {
        guard let keptAgain, let expired = place.expired, place.message == nil else { return false }
        return expired >= keptAgain
    }
}
