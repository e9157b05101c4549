// SPDX-License-Identifier: Apache-2.0
import Glibc
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
        guard let name = Self.client(clientAddress) else { return nil }
        kind = .client
        self.name = name
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

    private static let longestAddress = 45

    private static func client(_ address: String) -> String? {
        // C reads no further than a NUL.
        guard address.utf8.count <= longestAddress, !address.utf8.contains(0) else { return nil }
        var version4 = in_addr()
        if inet_pton(AF_INET, address, &version4) == 1 { return address }
        var version6 = in6_addr()
        guard inet_pton(AF_INET6, address, &version6) == 1 else { return nil }
        return withUnsafeMutableBytes(of: &version6) { bytes in
            // An IPv4 client of a socket for both.
            if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xff, bytes[11] == 0xff {
                return bytes[12...].map { String($0) }.joined(separator: ".")
            }
            for index in 8..<16 { bytes[index] = 0 }
            var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            guard inet_ntop(AF_INET6, bytes.baseAddress, &text, socklen_t(text.count)) != nil else { return nil }
            return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) + "/64"
        }
    }
}
