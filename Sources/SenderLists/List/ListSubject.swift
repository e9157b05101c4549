// SPDX-License-Identifier: Apache-2.0
package import MailMessage

/// Whom or what an entry of the list is about.
///
///     anna@customer.example     an address
///     customer.example          the addresses of a domain, and of no other
///     .customer.example         the addresses of a domain and of all domains below it
///     192.0.2.0/24              the clients of a network, or one address
///     list:announce.example.org a mailing list, by its List-Id
package struct ListSubject: Sendable, Hashable, CustomStringConvertible {
    /// What kind of thing it is.
    package enum Kind: Sendable {
        /// Clients of a network.
        case network
        /// Addresses of a domain.
        case domain
        /// Addresses of a domain and of those below it.
        case subdomains
        /// A mailing list.
        case list
        /// One address.
        case address
    }

    /// The most bytes of an address that are looked at: none is longer (RFC 5321, section 4.5.3.1).
    package static let maxBytes = 320

    /// What kind of thing it is.
    package let kind: Kind
    /// The address, domain, network or name of a list, in lower case and without dot, brackets or `list:` before it; of a domain the
    /// ASCII form.
    package let text: String

    private init(_ kind: Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// Reads what a person wrote; nil if it is none of these.
    package init?(_ text: String) {
        let text = text.asciiLowercased
        guard !text.isEmpty, text.utf8.count <= Self.maxBytes else { return nil }
        if text.hasPrefix("list:") {
            var name = text.dropFirst("list:".count)
            if name.hasPrefix("<"), name.hasSuffix(">") { name = name.dropFirst().dropLast() }
            guard Self.isDomain(name) else { return nil }
            self.init(.list, DomainName.plain(name))
        } else if text.utf8.contains(UInt8(ascii: "@")) {
            guard let address = MailAddress(text) else { return nil }
            self = .address(address)
        } else if NetworkRange(text) != nil {
            self.init(.network, text)
        } else {
            let isBelow = text.hasPrefix(".") || text.hasPrefix("*.")
            let name = isBelow ? text.drop { $0 == "*" }.dropFirst() : text[...]
            guard Self.isDomain(name) else { return nil }
            let plain = DomainName.plain(name)
            // A top-level domain is nobody's sender; a word alone is a slip.
            guard plain.utf8.contains(UInt8(ascii: ".")) else { return nil }
            self.init(isBelow ? .subdomains : .domain, plain)
        }
    }

    /// The range of a network; nil of anything else.
    package var network: NetworkRange? { kind == .network ? NetworkRange(text) : nil }

    /// Whether it is all domains below a public suffix, such as `.co.uk`: anybody can register one there.
    package var isPublic: Bool {
        guard kind == .subdomains else { return false }
        let name = HostName(text)
        return PublicSuffixes.count(of: name.bytes, labels: name.ranges) == name.ranges.count
    }

    /// An address.
    package static func address(_ address: MailAddress) -> ListSubject { ListSubject(.address, address.text) }

    /// A domain, or with all below it.
    static func domain(_ name: String, withSubdomains: Bool) -> ListSubject {
        ListSubject(withSubdomains ? .subdomains : .domain, name)
    }

    /// A mailing list by its name.
    static func list(_ name: String) -> ListSubject { ListSubject(.list, name) }

    /// As it stands in the file.
    package var description: String {
        switch kind {
        case .address, .domain, .network: text
        case .subdomains: "." + text
        case .list: "list:" + text
        }
    }

    /// Whether a text may be a domain or the name of a list: letters, digits, hyphens, underscores, what is not ASCII, and single
    /// dots between.
    private static func isDomain(_ name: Substring) -> Bool {
        let labels = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        // A domain may end in a dot.
        let named = labels.count > 1 && labels.last?.isEmpty == true ? labels.dropLast() : labels[...]
        return named.allSatisfy { label in
            !label.isEmpty && label.allSatisfy { $0.isLetterOrDigit || $0 == 0x2D || $0 == 0x5F || $0 >= 0x80 }
        }
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool { self &- 0x30 < 10 || (self | 0x20) &- 0x61 < 26 }
}
