// SPDX-License-Identifier: Apache-2.0

/// What a filter may do to a message: the actions that MTA and filter agree on.
///
/// - SeeAlso: libmilter/mfapi.h of Sendmail 8.14, `SMFIF_*`.
package struct MilterActions: OptionSet, Sendable, Hashable {
    /// The bits on the wire.
    package let rawValue: UInt32

    /// Makes actions of their bits.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Adding and inserting header fields.
    package static let addHeaders = MilterActions(rawValue: 0x01)
    /// Changing and deleting header fields.
    package static let changeHeaders = MilterActions(rawValue: 0x10)
    /// Putting the message on hold.
    package static let quarantine = MilterActions(rawValue: 0x20)
    /// Saying which macros are wanted.
    package static let setMacros = MilterActions(rawValue: 0x100)
}

/// What an MTA sends and which replies it awaits.
///
/// - SeeAlso: libmilter/mfdef.h, `SMFIP_*`.
package struct MilterSteps: OptionSet, Sendable, Hashable {
    /// The bits on the wire.
    package let rawValue: UInt32

    /// Makes steps of their bits.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Recipients are not sent.
    package static let noRecipients = MilterSteps(rawValue: 1 << 3)
    /// Unknown SMTP commands are not sent.
    package static let noUnknown = MilterSteps(rawValue: 1 << 8)
    /// The DATA command is not sent.
    package static let noData = MilterSteps(rawValue: 1 << 9)
    /// The filter may say that it has seen enough of a body.
    package static let skip = MilterSteps(rawValue: 1 << 10)
    /// No reply to a header field.
    package static let noReplyToHeader = MilterSteps(rawValue: 1 << 7)
    /// No reply to the client's connection.
    package static let noReplyToConnect = MilterSteps(rawValue: 1 << 12)
    /// No reply to HELO.
    package static let noReplyToHelo = MilterSteps(rawValue: 1 << 13)
    /// No reply to MAIL.
    package static let noReplyToMail = MilterSteps(rawValue: 1 << 14)
    /// No reply to RCPT.
    package static let noReplyToRecipient = MilterSteps(rawValue: 1 << 15)
    /// No reply to DATA.
    package static let noReplyToData = MilterSteps(rawValue: 1 << 16)
    /// No reply to an unknown command.
    package static let noReplyToUnknown = MilterSteps(rawValue: 1 << 17)
    /// No reply to the header's end.
    package static let noReplyToEndOfHeader = MilterSteps(rawValue: 1 << 18)
    /// No reply to a piece of the body.
    package static let noReplyToBody = MilterSteps(rawValue: 1 << 19)
    /// Values of header fields come and go with the blanks behind the colon.
    package static let leadingSpace = MilterSteps(rawValue: 1 << 20)
}

/// The first packet of each side: version, actions and steps.
package struct MilterOptions: Sendable, Hashable {
    /// The protocol's version, 2 to 6.
    package var version: UInt32
    /// What the filter may do.
    package var actions: MilterActions
    /// What is sent and answered.
    package var steps: MilterSteps

    /// Makes options of a version, what the filter may do, and what is sent and answered.
    package init(version: UInt32, actions: MilterActions, steps: MilterSteps) {
        self.version = version
        self.actions = actions
        self.steps = steps
    }

    /// The version that Sendmail 8.14 and Postfix 2.6 brought, and all later ones speak.
    package static let newestVersion: UInt32 = 6
}
