// SPDX-License-Identifier: Apache-2.0

/// The address of an account that lies in a folder of its domain: `example.org/anna` is `anna@example.org`.
///
/// A pattern such as `/var/vmail/*/*/Maildir` names accounts this way, while user feedback names them by address.
package struct AccountAddress: Sendable, Equatable {
    /// What stands before the at sign.
    package let user: String
    /// What stands behind it.
    package let domain: String

    /// Takes the name of an account; nil: it is not made of domain and user.
    package init?(account: String) {
        let parts = account.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        (domain, user) = (String(parts[0]), String(parts[1]))
    }

    /// Takes an address; nil: it is none.
    package init?(address: String) {
        let parts = address.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !address.contains("/") else { return nil }
        (user, domain) = (String(parts[0]), String(parts[1]))
    }

    /// As an address.
    package var text: String { "\(user)@\(domain)" }
    /// As the name of an account.
    package var account: String { "\(domain)/\(user)" }
}
