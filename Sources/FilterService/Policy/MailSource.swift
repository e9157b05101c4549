// SPDX-License-Identifier: Apache-2.0

/// Where a message came from, as far as that decides what may be done with it.
package enum MailSource: String, Sendable, CaseIterable {
    /// From a stranger.
    case outside
    /// From a user who logged in.
    case authenticated
    /// From a network that the configuration trusts.
    case trusted
    /// From a program on the mail server itself.
    case local
    /// The protocol does not tell.
    case unknown
}
