// SPDX-License-Identifier: Apache-2.0

/// What one message shows of who sent it: no address of a person, no text.
package struct SenderSighting: Sendable, Equatable {
    /// A name by which its sender can be told.
    package struct Name: Sendable, Hashable {
        /// Of which kind.
        package var kind: SenderNameKind
        /// The name, at most ``maxNameBytes``.
        package var text: String
        /// Whether it is that of a service that sends for very many.
        package var isShared: Bool
        /// Whether the site's own server found that the domain's owner sent the message.
        package var isProven: Bool

        /// Makes a name.
        package init(_ kind: SenderNameKind, _ text: String, isShared: Bool = false, isProven: Bool = false) {
            self.kind = kind
            self.text = text
            self.isShared = isShared
            self.isProven = isProven
        }
    }

    /// A host below a registered domain that the message names.
    package struct Host: Sendable, Hashable {
        /// As what: a link or a sender.
        package var kind: SenderNameKind
        /// The host, in lower case.
        package var text: String

        /// Makes a host.
        package init(_ kind: SenderNameKind, _ text: String) { (self.kind, self.text) = (kind, text) }
    }

    /// Longer names are cut.
    package static let maxNameBytes = 100

    /// Who or what says what it is; nil: nothing.
    package var testimony: Testimony?
    /// When it was received, in seconds since 1970.
    package var date: Int64?
    /// The names, each once.
    package var names: [Name]
    /// Hosts of links and senders that are not registered domains themselves: lists of others may name them alone.
    package var hosts: [Host]
    /// The same for copies of a message from the same client; nil: it has no Message-ID.
    package var identity: UInt64?

    /// Makes a sighting.
    package init(
        _ testimony: Testimony?, date: Int64?, names: [Name], hosts: [Host] = [], identity: UInt64? = nil
    ) {
        self.testimony = testimony
        self.date = date
        self.names = names
        self.hosts = hosts
        self.identity = identity
    }
}
