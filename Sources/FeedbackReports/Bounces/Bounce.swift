// SPDX-License-Identifier: Apache-2.0

/// Why mail did not arrive.
package enum BounceClass: String, Sendable, CaseIterable {
    /// No such recipient there, or no longer.
    case userUnknown
    /// No such domain, or no server for it.
    case domainUnknown
    /// The mailbox is full.
    case mailboxFull
    /// The mailbox is locked or not in use.
    case mailboxDisabled
    /// The message is larger than the receiver takes.
    case tooLarge
    /// The site's address or name is listed, has a bad reputation, or no proper name in the DNS.
    case blocked
    /// SPF, DKIM or DMARC failed.
    case notAuthenticated
    /// The content was taken for spam, a virus or otherwise unwanted.
    case content
    /// The receiver's rules: sender, recipient or relaying not permitted.
    case policy
    /// Too much mail or too many connections in a time.
    case rateLimited
    /// The receiver could not be reached, or did not take the message in time.
    case unreachable
    /// Something is broken, there or here: disk, loop, configuration, protocol.
    case systemError
    /// The notification does not say, or in words that are not known.
    case undetermined
}

/// That a message did not arrive at a recipient, or not yet; the recipient's address is not kept.
package struct Bounce: Sendable, Equatable {
    /// Why.
    package var reason: BounceClass
    /// The enhanced status code, such as `5.1.1`; nil: none is said.
    package var status: String?
    /// Whether it has been given up; false: the server goes on trying.
    package var isFinal: Bool
    /// The recipient's domain; nil: not said.
    package var recipientDomain: String?
    /// Where in the site the message came from.
    package var original: OriginalMessage
    /// When the notification was written, in seconds since 1970; nil: not said.
    package var date: Int?
}
