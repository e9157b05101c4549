// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// For which domains the site's own servers found that a message is theirs.
///
/// Of each method the topmost field of the site's that has a result of it counts alone: servers put theirs on top, and what stands
/// below may be a sender's forgery.
package struct Authentication: Sendable {
    /// Whether there is anything to go by.
    package enum Grounds: Sendable, Equatable {
        /// The configuration names no server whose results count.
        case noServerNamed
        /// No such server wrote a result.
        case noResults
        /// There are results.
        case results
    }

    /// Whether there is anything to go by.
    package private(set) var grounds: Grounds
    /// The result of DMARC and the domain that it is about; nil: not said.
    private var dmarc: (result: String, domain: String?)?
    private var dkimDomains: [String]?
    private var spfDomains: [String]?

    /// Makes that of a message without results.
    ///
    /// - Parameter isServerNamed: whether the configuration names a server whose results count.
    package init(isServerNamed: Bool) { grounds = isServerNamed ? .noResults : .noServerNamed }

    /// Takes the results of one of the site's own fields, from the top downwards.
    package mutating func take(_ results: [AuthenticationResults.Result]) {
        guard !results.isEmpty else { return }
        grounds = .results
        let all = Dictionary(grouping: results, by: \.method)
        if dmarc == nil, let stated = all["dmarc"] {
            // One message has one result: of two, one may have come in with a word that a server copied.
            let isPlain = stated.count == 1 && !stated[0].hasStrayWords
            dmarc = isPlain ? (stated[0].result, stated[0].value("header.from")) : ("ambiguous", nil)
        }
        if dkimDomains == nil, let stated = all["dkim"] {
            dkimDomains = stated.filter { $0.result == "pass" && !$0.hasStrayWords }.compactMap { result in
                result.value("header.d") ?? result.value("header.i").map(Self.domain(of:))
            }
        }
        if spfDomains == nil, let stated = all["spf"] {
            // The name in HELO may be checked too; it says nothing of the sender.
            let senders = stated.filter { $0.properties.contains { $0.name == "smtp.mailfrom" } }
            let isPlain = senders.count == 1 && senders[0].result == "pass" && !senders[0].hasStrayWords
            spfDomains = isPlain ? senders.compactMap { $0.value("smtp.mailfrom").map(Self.domain(of:)) } : []
        }
    }

    /// Whether a server looked at the sender: by DMARC, DKIM or SPF, whatever came of it.
    package var hasChecks: Bool { dmarc != nil || dkimDomains != nil || spfDomains != nil }

    /// Whether mail whose author has this domain is the domain's own: DMARC passed, or DKIM or SPF for a domain of the same owner
    /// while DMARC did not fail.
    ///
    /// - Parameter domain: as ``MailAddress/domain`` has it.
    package func vouches(forAuthorOf domain: String) -> Bool {
        if let dmarc {
            if dmarc.result == "pass", dmarc.domain.map({ DomainName.plain($0) }) == domain { return true }
            if dmarc.result == "fail" || dmarc.result == "ambiguous" { return false }
        }
        return (dkimDomains ?? []).contains { Self.areAligned($0, domain) }
            || (spfDomains ?? []).contains { Self.areAligned($0, domain) }
    }

    /// Whether mail of a mailing list of this name comes from its domain, whoever is its author.
    package func vouches(forList name: String) -> Bool {
        let signers = (dkimDomains ?? []) + (spfDomains ?? [])
        if signers.contains(where: { Self.areAligned($0, name) }) { return true }
        guard let dmarc, dmarc.result == "pass", let author = dmarc.domain else { return false }
        return Self.areAligned(author, name)
    }

    /// Behind the last `@`; the whole where there is none.
    private static func domain(of address: String) -> String {
        guard let at = address.utf8.lastIndex(of: UInt8(ascii: "@")) else { return address }
        return String(address[address.utf8.index(after: at)...])
    }

    /// Whether two domains belong to one owner, by the Public Suffix List: DMARC's relaxed alignment.
    ///
    /// - SeeAlso: RFC 7489, section 3.1.
    private static func areAligned(_ first: String, _ second: String) -> Bool {
        let (first, second) = (HostName(DomainName.plain(first)), HostName(DomainName.plain(second)))
        guard !first.isAddress, !second.isAddress, first.ranges.count > 1, second.ranges.count > 1 else { return false }
        return first.domain == second.domain
    }
}
