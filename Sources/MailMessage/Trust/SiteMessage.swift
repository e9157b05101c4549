// SPDX-License-Identifier: Apache-2.0

/// A message as its site reads it: with who wrote each of its fields, which is found once for all that ask.
///
/// Features, digests and the filter's own verdict all begin where the site ends, so they take this rather than a
/// ``Message``.
public struct SiteMessage: Sendable {
    /// The message.
    public let message: Message
    /// Who wrote each field of its header, in the fields' order.
    public let origins: [FieldOrigin]

    /// Finds who wrote the fields of a message.
    public init(_ message: Message, trust: TrustBoundary = .guess) {
        self.message = message
        origins = trust.origins(of: message)
    }
}
