// SPDX-License-Identifier: Apache-2.0
package import OutgoingBrake

/// A message that goes out, as far as the brake has to know.
package struct OutgoingMail: Sendable, Equatable {
    /// Whose it is.
    package var sender: OutgoingSender
    /// How many external recipients it has.
    package var recipients: Int
    /// Whether the mail server can put it on hold.
    package var canBeHeld: Bool

    /// Describes a message.
    package init(sender: OutgoingSender, recipients: Int, canBeHeld: Bool) {
        self.sender = sender
        self.recipients = recipients
        self.canBeHeld = canBeHeld
    }
}

/// What the brake says of a message.
package struct BrakeDecision: Sendable, Equatable {
    /// What becomes of it.
    package enum Result: String, Sendable, CaseIterable {
        /// It goes out.
        case passed
        /// It is put on hold.
        case held
        /// It ought to be put on hold, and goes out because the mail server cannot.
        case unheld
        /// It goes out uncounted: there are too many senders on hold.
        case uncounted
    }

    /// Whose it is.
    package let sender: OutgoingSender
    /// What becomes of it.
    package let result: Result

    /// Whether it is to be put on hold.
    var isHeld: Bool { result == .held }

    /// How its line in the log says so; nil for mail that the brake lets pass.
    var logWord: String? { result == .passed ? nil : result == .held ? "hold" : result.rawValue }
}
