// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TextOutput

/// The files that one's own lists are written to.
package enum ListFormat: String, Sendable, CaseIterable {
    /// Zones for rbldnsd: `ip4trie`, `ip6trie`, `dnset`.
    case rbldnsd
    /// A map of Postfix's type `cidr`, for `check_client_access`.
    case cidr
    /// A map of Postfix's type `hash`, to be indexed with `postmap`, for `check_sender_access`.
    case hash
    /// A name in each line.
    case plain
}

/// One of the files of a list: its name, which entries are in it, and how they are written.
package struct ListFile: Sendable {
    /// The name within its folder.
    package let name: String
    /// Of which format it is.
    package let format: ListFormat
    private let kinds: Set<SenderNameKind>
    /// Of addresses: whether those of IPv6 are meant; nil: both.
    private let isVersion6: Bool?

    /// All files, in order.
    package static let all: [ListFile] = [
        ListFile(name: "addresses.ip4trie", format: .rbldnsd, kinds: [.address, .network], isVersion6: false),
        ListFile(name: "addresses.ip6trie", format: .rbldnsd, kinds: [.address, .network], isVersion6: true),
        ListFile(name: "links.dnset", format: .rbldnsd, kinds: [.link], isVersion6: nil),
        ListFile(name: "senders.dnset", format: .rbldnsd, kinds: [.envelope, .author], isVersion6: nil),
        ListFile(name: "clients.cidr", format: .cidr, kinds: [.address, .network], isVersion6: nil),
        ListFile(name: "senders", format: .hash, kinds: [.envelope, .author], isVersion6: nil),
        ListFile(name: "addresses.txt", format: .plain, kinds: [.address, .network], isVersion6: nil),
        ListFile(name: "links.txt", format: .plain, kinds: [.link], isVersion6: nil),
        ListFile(name: "senders.txt", format: .plain, kinds: [.envelope, .author], isVersion6: nil),
    ]

    /// How the first line of every file begins, by which it is known again.
    static let mark = "# spreu reputation list, format 1, "

    /// The file's text.
    ///
    /// Entries stand in groups below the day on which they end; `spreu reputation expire` takes a group out on that day.
    ///
    /// - Parameters:
    ///   - now: when it is made, in seconds since 1970.
    ///   - rejects: whether Postfix refuses what is listed; otherwise it adds a header field.
    package func text(_ selection: ListSelection, now: Int64, days: Int, rejects: Bool) -> String {
        let entries = Self.distinct(selection.entries.filter(isMeant))
        let end = entries.map(\.until).max() ?? (now / 86_400 + Int64(days)) * 86_400
        var text = Self.mark + format.rawValue + "\n"
        text +=
            "# made \(Self.time(now)), \(counted(entries.count, "entry", "entries"))\(Self.endMark)\(Self.day(end))\n"
        text += head(now: now, days: days)
        for group in Dictionary(grouping: entries, by: \.until).sorted(by: { $0.key < $1.key }) {
            text += Self.groupMark + Self.day(group.key) + "\n"
            for entry in group.value { text += line(entry, rejects: rejects) + "\n" }
        }
        return text
    }

    static let groupMark = "# ends "
    static let endMark = "; all end by "

    private func isMeant(_ entry: ListSelection.Entry) -> Bool {
        // A link may lead to an address, which a zone of names cannot hold.
        if format == .rbldnsd, entry.kind.isDomain, HostName(entry.name).isAddress { return false }
        return kinds.contains(entry.kind) && (isVersion6.map { $0 == entry.name.contains(":") } ?? true)
    }

    /// Each name once, with the latest end: a domain may be that of the envelope and of the author.
    private static func distinct(_ entries: [ListSelection.Entry]) -> [ListSelection.Entry] {
        let byName = Dictionary(entries.map { ($0.name, $0) }) { $0.until >= $1.until ? $0 : $1 }
        return byName.values.sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
    }

    /// What stands above the entries: rbldnsd's own end of the zone, and the entries for tests that every list must have.
    ///
    /// A zone of several files ends for rbldnsd when the first of them does. So all have one end: when the last entry that can be
    /// made now has ended.
    ///
    /// - SeeAlso: RFC 5782, section 5.
    private func head(now: Int64, days: Int) -> String {
        guard format == .rbldnsd else { return "" }
        let end = (now / 86_400 + Int64(days) + 1) * 86_400
        let stamp = "$TIMESTAMP \(Self.stamp(now)) \(Self.stamp(end))\n"
        let test = kinds.contains(.address) ? (isVersion6 == true ? "::ffff:7f00:2" : "127.0.0.2") : ".test"
        return stamp + test + " :127.0.0.2:This entry is for tests (RFC 5782)\n"
    }

    private func line(_ entry: ListSelection.Entry, rejects: Bool) -> String {
        let end = Self.day(entry.until)
        let spam = Self.spam(entry)
        switch format {
        case .plain: return entry.name
        case .rbldnsd:
            let name = entry.kind.isDomain ? "." + entry.name : entry.name
            return "\(name) :\(Self.answer(entry.kind, entry.basis)):\(spam) here; listed until \(end)"
        case .cidr, .hash:
            let action =
                rejects
                ? "REJECT 5.7.1 Listed here for spam until \(end)"
                : "PREPEND X-Spreu-Reputation: \(entry.kind.isDomain ? "sender" : entry.kind == .network ? "network" : "client")"
                    + " \(entry.name), \(spam), until \(end)"
            return "\(entry.name) \(action)"
        }
    }

    /// How much spam there was, and who says so.
    private static func spam(_ entry: ListSelection.Entry) -> String {
        entry.basis == .verdicts
            ? counted(Int(entry.record.filter.calledSpam), "message") + " that the filter called spam, no ham"
            : counted(entry.record.spam, "spam message") + ", no ham"
    }

    /// What a zone answers for a kind, so that each can have a weight of its own.
    package static func answer(_ kind: SenderNameKind, _ basis: ListPolicy.Basis = .people) -> String {
        if basis == .verdicts { return kind == .network ? "127.0.0.7" : "127.0.0.6" }
        return switch kind {
        case .network: "127.0.0.3"
        case .link: "127.0.0.4"
        case .envelope, .author: "127.0.0.5"
        default: "127.0.0.2"
        }
    }

    static func day(_ seconds: Int64) -> String { String(time(seconds).prefix(10)) }

    private static func time(_ seconds: Int64) -> String { MailDate(secondsSince1970: seconds).rfc3339 }

    /// `2026:11:30:09:00:00`, which rbldnsd reads as UTC.
    private static func stamp(_ seconds: Int64) -> String {
        String(time(seconds).prefix(19)).replacing("-", with: ":").replacing("T", with: ":")
    }
}
