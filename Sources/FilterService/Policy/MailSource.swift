// SPDX-License-Identifier: Apache-2.0

/// Where a message came from, as far as that decides what may be done with it.
package enum MailSource: String, Sendable, CaseIterable {
    /// From a stranger.
    case outside
    /// From a user who logged in.
    case authenticated
    /// From a network that the configuration trusts.
    case trusted
    /// From a device of the site's own that does not log in: a scanner, a storage box, a program that writes invoices.
    case device
    /// From a server that hands on strangers' mail: a backup MX, a gateway, fetchmail.
    case relay
    /// From a program on the mail server itself.
    case local
    /// The protocol does not tell.
    case unknown
}
