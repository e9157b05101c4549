// SPDX-License-Identifier: Apache-2.0

/// What a filter may do to a message: the actions that MTA and filter agree on.
///
/// - SeeAlso: libmilter/mfapi.h of Sendmail 8.14, `SMFIF_*`.
public struct MilterActions: OptionSet, Sendable, Hashable {
    /// The bits on the wire.
    public let rawValue: UInt32

    /// Makes actions of their bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Adding and inserting header fields.
    public static let addHeaders = MilterActions(rawValue: 0x01)
    /// Changing and deleting header fields.
    public static let changeHeaders = MilterActions(rawValue: 0x10)
    /// Putting the message on hold.
    public static let quarantine = MilterActions(rawValue: 0x20)
    /// Saying which macros are wanted.
    public static let setMacros = MilterActions(rawValue: 0x100)
}

/// What an MTA sends and which replies it awaits.
///
/// - SeeAlso: libmilter/mfdef.h, `SMFIP_*`.
public struct MilterSteps: OptionSet, Sendable, Hashable {
    /// The bits on the wire.
    public let rawValue: UInt32

    /// Makes steps of their bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Recipients are not sent.
    public static let noRecipients = MilterSteps(rawValue: 1 << 3)
    /// Unknown SMTP commands are not sent.
    public static let noUnknown = MilterSteps(rawValue: 1 << 8)
    /// The DATA command is not sent.
    public static let noData = MilterSteps(rawValue: 1 << 9)
    /// The filter may say that it has seen enough of a body.
    public static let skip = MilterSteps(rawValue: 1 << 10)
    /// No reply to a header field.
    public static let noReplyToHeader = MilterSteps(rawValue: 1 << 7)
    /// No reply to the client's connection.
    public static let noReplyToConnect = MilterSteps(rawValue: 1 << 12)
    /// No reply to HELO.
    public static let noReplyToHelo = MilterSteps(rawValue: 1 << 13)
    /// No reply to MAIL.
    public static let noReplyToMail = MilterSteps(rawValue: 1 << 14)
    /// No reply to RCPT.
    public static let noReplyToRecipient = MilterSteps(rawValue: 1 << 15)
    /// No reply to DATA.
    public static let noReplyToData = MilterSteps(rawValue: 1 << 16)
    /// No reply to an unknown command.
    public static let noReplyToUnknown = MilterSteps(rawValue: 1 << 17)
    /// No reply to the header's end.
    public static let noReplyToEndOfHeader = MilterSteps(rawValue: 1 << 18)
    /// No reply to a piece of the body.
    public static let noReplyToBody = MilterSteps(rawValue: 1 << 19)
    /// Values of header fields come and go with the blanks behind the colon.
    public static let leadingSpace = MilterSteps(rawValue: 1 << 20)
}

/// The first packet of each side: version, actions and steps.
public struct MilterOptions: Sendable, Hashable {
    /// The protocol's version.
    public var version: UInt32
    /// What the filter may do.
    public var actions: MilterActions
    /// What is sent and answered.
    public var steps: MilterSteps

    /// Makes options.
    public init(version: UInt32, actions: MilterActions, steps: MilterSteps) {
        self.version = version
        self.actions = actions
        self.steps = steps
    }

    /// The version that Sendmail 8.14 and Postfix 2.6 brought, and all later ones speak.
    public static let newestVersion: UInt32 = 6

    /// What this filter answers to an offer: nothing that was not offered.
    public func answer() -> MilterOptions {
        let wantedActions: MilterActions = [.addHeaders, .changeHeaders, .quarantine, .setMacros]
        var wantedSteps: MilterSteps = [
            .noRecipients, .noUnknown, .noData, .skip, .noReplyToHeader, .noReplyToConnect, .noReplyToHelo,
            .noReplyToMail, .noReplyToRecipient, .noReplyToData, .noReplyToUnknown, .noReplyToEndOfHeader,
            .leadingSpace,
        ]
        // Where there is no skipping, a reply to a piece of the body could only say: go on.
        if !steps.contains(.skip) { wantedSteps.insert(.noReplyToBody) }
        return MilterOptions(
            version: min(version, Self.newestVersion), actions: wantedActions.intersection(actions),
            steps: wantedSteps.intersection(steps))
    }
}
