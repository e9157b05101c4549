// SPDX-License-Identifier: Apache-2.0
import SenderLists

/// Which customer each domain belongs to, by the customer's place in ``CustomerTable``: 0 is the default, which has all other mail.
package struct CustomerDomains: Sendable, Equatable {
    private var exact: [String: Int] = [:]
    /// Those that stand for all below them, too.
    private var above: [String: Int] = [:]

    /// Begins with no domain: all mail is the default's.
    package init() {}

    /// Whether there are no customers.
    package var isEmpty: Bool { exact.isEmpty }

    /// Gives a customer a domain, `.example.com` with all below it.
    ///
    /// - Returns: nil if that is done; otherwise whose the domain is already, or 0 if it is none.
    mutating func add(_ name: String, of place: Int) -> Int? {
        let isAbove = name.hasPrefix(".")
        guard !name.contains("@"), let domain = Self.domain(of: "x@" + (isAbove ? name.dropFirst() : name[...])) else {
            return 0
        }
        if let other = exact[domain] { return other }
        exact[domain] = place
        if isAbove { above[domain] = place }
        return nil
    }

    /// Whose an address is, with or without angle brackets: 0 for a domain of none of the customers, and nil for an address without
    /// a domain.
    ///
    /// Of several domains that fit, the longest counts.
    package func place(of address: String) -> Int? {
        let isBracketed = address.hasPrefix("<") && address.hasSuffix(">")
        guard var domain = Self.domain(of: isBracketed ? String(address.dropFirst().dropLast()) : address) else {
            return nil
        }
        if let place = exact[domain] { return place }
        guard !above.isEmpty else { return 0 }
        while let dot = domain.utf8.firstIndex(of: UInt8(ascii: ".")) {
            domain = String(domain[domain.utf8.index(after: dot)...])
            if let place = above[domain] { return place }
        }
        return 0
    }

    private static func domain(of address: String) -> String? {
        // What stands before the last "@" does not matter: in quotation marks it may be anything (RFC 5321, section 4.1.2).
        guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")), at > address.startIndex else { return nil }
        return MailAddress("x" + address[at...])?.domain
    }
}
