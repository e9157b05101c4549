// SPDX-License-Identifier: Apache-2.0

/// A filter's side of the negotiation: what it would like to do, to be spared and to be told.
///
/// - SeeAlso: libmilter/docs/xxfi_negotiate.html of Sendmail 8.14.
package struct MilterNegotiation: Sendable, Hashable {
    /// What the filter would like to do to messages.
    package var actions: MilterActions
    /// What the MTA need not send, and where it need not wait for a reply.
    package var steps: MilterSteps
    /// The macros that the filter reads.
    package var macros: [MilterMacros]

    /// Makes a filter's side of wishes; none of them has to be granted.
    package init(actions: MilterActions, steps: MilterSteps, macros: [MilterMacros] = []) {
        self.actions = actions
        self.steps = steps
        self.macros = macros
    }

    /// What is answered to an MTA's offer: nothing that was not offered, and no newer version than both speak.
    package func answer(to offer: MilterOptions) -> MilterOptions {
        var steps = steps
        // Where there is no skipping, a reply to a piece of the body could only say: go on.
        if !offer.steps.contains(.skip) { steps.insert(.noReplyToBody) }
        return MilterOptions(
            version: min(offer.version, MilterOptions.newestVersion), actions: actions.intersection(offer.actions),
            steps: steps.intersection(offer.steps))
    }
}
