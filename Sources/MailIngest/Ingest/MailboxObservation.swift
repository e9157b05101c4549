// SPDX-License-Identifier: Apache-2.0
package import TrainingStore

/// What is known about an mbox when it is opened, and what follows from that.
package struct MailboxObservation: Sendable {
    /// What is to be done with an mbox.
    package enum Decision: Sendable, Equatable {
        /// All of it is read: it is another file, or was rewritten.
        case readAll
        /// It was only appended to; nothing before an offset need be read.
        case goOn(Rest)
    }

    /// What is still to be read of an mbox that is known.
    package enum Rest: Sendable, Equatable {
        /// Nothing.
        case none
        /// What was added, from this offset on.
        case added(at: Int)
        /// The last message again, which was incomplete, and what was appended.
        case lastAgain(at: Int)
    }

    /// How far it was read; nil: it is new.
    package var before: MboxState?
    /// The file now.
    package var stamp: FileStamp
    /// Whether something in it that was skipped before must be read.
    package var hasMissed = false
    /// Whether the last message that was read is still where it was.
    package var isTailThere = true
    /// Whether a record begins behind it.
    package var isTailWhole = true

    /// Creates one.
    package init(
        before: MboxState?, stamp: FileStamp, hasMissed: Bool = false, isTailThere: Bool = true,
        isTailWhole: Bool = true
    ) {
        self.before = before
        self.stamp = stamp
        self.hasMissed = hasMissed
        self.isTailThere = isTailThere
        self.isTailWhole = isTailWhole
    }

    /// Whether the file may still hold what was read of it, which only its bytes can tell.
    var mayHoldTail: Bool {
        guard let before else { return false }
        return before.stamp.inode == stamp.inode && before.tail.upperBound <= stamp.size
    }

    /// What is to be done with the mbox.
    package var decision: Decision {
        guard let before, mayHoldTail, !hasMissed, isTailThere else { return .readAll }
        if before.tail.upperBound == stamp.size { return .goOn(.none) }
        return .goOn(isTailWhole ? .added(at: before.tail.upperBound) : .lastAgain(at: before.tail.lowerBound))
    }
}
