// SPDX-License-Identifier: Apache-2.0

/// The address of an account that lies in a folder of its domain: `example.org/anna` is `anna@example.org`.
///
/// A pattern such as `/var/vmail/*/*/Maildir` names accounts this way, while user feedback names them by address. Where there are
/// folders between the two, as with iRedMail (`example.org/a/n/n/anna-2026.01.01.10.00.00`), they are no part of the address.
package struct AccountAddress: Sendable, Equatable {
    /// What stands before the at sign.
    package let user: String
    /// What stands behind it.
    package let domain: String

    /// Takes the name of an account; nil: it is not made of domain and user.
    package init?(account: String) {
        let parts = account.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 2, !parts.contains(where: \.isEmpty), let last = parts.last else { return nil }
        // Of more than two the domain is the one that looks like one.
        guard let domain = parts.count == 2 ? parts.first : parts.dropLast().first(where: { $0.contains(".") }) else {
            return nil
        }
        (self.domain, user) = (String(domain), Self.withoutTime(last))
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

    /// The name of a user's folder without the time at which iRedMail made it: `-2026.01.01.10.00.00`.
    static func withoutTime(_ folder: some StringProtocol) -> String {
        let shape = "-0000.00.00.00.00.00"
        let end = folder.utf8.suffix(shape.utf8.count)
        let isTime = zip(end, shape.utf8).allSatisfy { byte, form in
            form == UInt8(ascii: "0") ? byte &- UInt8(ascii: "0") < 10 : byte == form
        }
        guard isTime, folder.utf8.count > shape.utf8.count else { return String(folder) }
        return String(folder.dropLast(shape.count))
    }
}
