// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TextOutput

/// Whose outgoing mail is counted together: a login, or a client on the site's own network.
///
/// Names come from clients: they are bounded, and what could steer a terminal or forge a line is written out, so that the
/// name can stand in logs, files and mail as it is, and is told to `spreu brake release` as it is shown.
package struct OutgoingSender: Sendable, Hashable {
    /// What kind of name it is.
    package enum Kind: String, Sendable, CaseIterable {
        /// The name with which somebody logged in.
        case login
        /// A client's address; of IPv6 the /64, whose addresses one machine can take at will.
        case client
    }

    /// The most bytes of a name that are kept: longer ones that begin alike are one sender.
    package static let maxNameBytes = 256

    /// What kind of name it is.
    package let kind: Kind
    /// The name, safe to show.
    package let name: String

    /// Somebody who logged in; upper and lower case are not told apart.
    package init(login: String) {
        kind = .login
        name = Self.plain(login)
    }

    /// A client by its address, without brackets; nil for what is no address.
    package init?(clientAddress: String) {
        guard let range = NetworkRange(around: clientAddress, version4Bits: 32, version6Bits: 64) else { return nil }
        kind = .client
        name = range.text
    }

    /// A sender as a file or a person names it: a client by an address or a /64.
    package init?(_ kind: Kind, name: String) {
        switch kind {
        case .login:
            guard !name.isEmpty else { return nil }
            self.init(login: name)
        case .client: self.init(clientAddress: name.hasSuffix("/64") ? String(name.dropLast(3)) : name)
        }
    }

    private static func plain(_ login: String) -> String {
        // In this order: a name that was made so stays as it is when it is read again.
        login.prefix(bytes: maxNameBytes).forTerminal().lowercased().prefix(bytes: maxNameBytes)
    }
}
