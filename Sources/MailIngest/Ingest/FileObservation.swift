// SPDX-License-Identifier: Apache-2.0
package import TrainingStore

/// What is known about a file before it is opened, and what follows from that.
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

    /// Its location, and what the ledger knew about what was there.
    package var location: Location
    /// The same location as in the ledger.
    package var before: Location?
    /// Where the ledger has the same file, if this location is new to it.
    package var elsewhere: Location?
    /// Whether the rule takes what is there for mail that somebody at the site wrote.
    package var isLabelledSent: Bool
    /// From when on mail must have been received that was removed for its age and is kept again; nil: none is.
    package var keptAgain: Int64?

    /// Creates one.
    package init(
        location: Location, before: Location? = nil, elsewhere: Location? = nil, isLabelledSent: Bool = false,
        keptAgain: Int64? = nil
    ) {
        self.location = location
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
        if let before, before.isSent, before.stamp == location.stamp { return true }
        return isLabelledSent && !(location.wasMoved && before?.message != nil)
    }

    /// What is to be done with the file.
    package var decision: Decision {
        if let before {
            guard before.stamp == location.stamp else { return .read }
            if before.message == nil { return before.isCurrent && !isKeptAgain(before) ? .known : .read }
            return isSent ? .read : before.isCurrent ? .known : .outdated
        }
        // Sent mail is read once more: whom an account wrote to is forgotten with it, not with another.
        guard let elsewhere, !isSent, elsewhere.size == location.size, !isKeptAgain(elsewhere) else { return .read }
        return elsewhere.isCurrent || elsewhere.message == nil ? .known : .outdated
    }

    /// Whether what lay there was removed for its age, and is kept again: the limits are others, or the clock was wrong.
    private func isKeptAgain(_ location: Location) -> Bool {
        guard let keptAgain, let expired = location.expired, location.message == nil else { return false }
        return expired >= keptAgain
    }
}
