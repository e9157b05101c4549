// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SpamModel

extension SenderList {
    /// What the list says of a message on a day, counted from 1970-01-01 in UTC.
    ///
    /// An entry that denies counts for any address in From, for that in the envelope, for the list's name and for the client. One that
    /// allows counts for the only address in From, or for a list, where the site's servers found that it is no forgery; for a client
    /// always. Of several that count the closest decides: an address before a list, a list before a domain, the longer domain and the
    /// smaller network before the others; for one domain of recipients before all; then one that denies.
    package func finding(for arrival: Arrival, on day: Int64) -> ListFinding {
        guard !isEmpty else { return ListFinding() }
        var best: (rank: Rank, finding: ListFinding)?
        var ignored: ListFinding.Reason?
        func weigh(_ entry: ListEntry, as role: Role) {
            guard entry.counts(on: day) else { return }
            if entry.action == .allow, let reason = role.objection(to: arrival) {
                ignored = reason
                return
            }
            let rank = Rank(entry)
            if let best, rank <= best.rank { return }
            best = (rank, ListFinding(action: entry.action, kind: entry.subject.kind))
        }
        for (subject, role) in Self.subjects(of: arrival) {
            for entry in entries(for: subject, recipientDomain: arrival.recipientDomain) {
                weigh(entry, as: role)
            }
        }
        if let client = arrival.clientAddress {
            for entry in entries(forClient: client, recipientDomain: arrival.recipientDomain) {
                weigh(entry, as: .client)
            }
        }
        var finding = best?.finding ?? ListFinding()
        if finding.action != .allow { finding.ignored = ignored }
        return finding
    }

    /// As what a message has something that an entry may name.
    private enum Role {
        case author(domain: String)
        case list(String)
        /// The client, whose address the server saw itself.
        case client
        /// The envelope's sender, or one of several authors: nobody's word for who wrote it.
        case other

        /// Why an entry that allows it does not count; nil: it counts.
        func objection(to arrival: Arrival) -> ListFinding.Reason? {
            if case .client = self { return nil }
            switch arrival.authentication.grounds {
            case .noServerNamed: return .noAuthservID
            case .noResults: return .noResults
            case .results: break
            }
            let isProven =
                switch self {
                case .author(let domain): arrival.authentication.vouches(forAuthorOf: domain)
                case .list(let name): arrival.authentication.vouches(forList: name)
                case .client, .other: false
                }
            return isProven ? nil : .unauthenticated
        }
    }

    /// How closely an entry describes a message; the greater decides.
    private struct Rank: Comparable {
        private let words: [Int]

        init(_ entry: ListEntry) {
            let subject = entry.subject
            let kind =
                switch subject.kind {
                case .network: 0
                case .domain, .subdomains: 1
                case .list: 2
                case .address: 3
                }
            // A domain alone is closer than with all below it.
            let length = subject.network?.sharedBits ?? 2 * subject.text.utf8.count + (subject.kind == .domain ? 1 : 0)
            words = [kind, length, entry.recipientDomain == nil ? 0 : 1, entry.action == .deny ? 1 : 0]
        }

        static func < (first: Rank, second: Rank) -> Bool { first.words.lexicographicallyPrecedes(second.words) }
    }

    /// The most labels of a domain, from the right, whose entries for all below are looked up.
    private static let maxLabels = 12

    /// All that entries may name of a message, but its client.
    private static func subjects(of arrival: Arrival) -> [(ListSubject, Role)] {
        var subjects: [(ListSubject, Role)] = []
        func add(_ address: MailAddress, _ role: Role) {
            subjects.append((.address(address), role))
            subjects.append((.domain(address.domain, withSubdomains: false), role))
            var name = address.domain[...]
            var count = name.utf8.count { $0 == UInt8(ascii: ".") } + 1
            while count > 0 {
                if count <= maxLabels { subjects.append((.domain(String(name), withSubdomains: true), role)) }
                guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")) else { break }
                name = name[name.utf8.index(after: dot)...]
                count -= 1
            }
        }
        for author in arrival.authors { add(author, arrival.hasOneAuthor ? .author(domain: author.domain) : .other) }
        if let sender = arrival.sender, !arrival.authors.contains(sender) { add(sender, .other) }
        let isOneList = arrival.lists.count == 1
        for list in arrival.lists { subjects.append((.list(list), isOneList ? .list(list) : .other)) }
        return subjects
    }
}
