// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What has to be known of a name before it is put on a list of one's own, and how long it stays there.
package struct ListPolicy: Sendable, Equatable {
    /// Spam that a name has sent at least; a network twice as much, from two addresses.
    package var minSpam: Int
    /// Days after its last spam that a name stays on the list.
    package var days: Int

    /// Makes a policy.
    package init(minSpam: Int = 3, days: Int = 7) {
        self.minSpam = minSpam
        self.days = days
    }

    /// Whether a name is listed, or why not.
    package enum Decision: Sendable, Equatable {
        /// It is, until then (seconds since 1970).
        case listed(until: Int64)
        /// It sent ham.
        case sentHam
        /// It sends for very many.
        case shared
        /// It sent too little spam.
        case tooLittle
        /// Its last spam is too long ago, or has no date.
        case expired
        /// Nothing proves that the domain sent the spam that names it.
        case unproven
    }

    /// Decides on a name.
    ///
    /// - Parameters:
    ///   - addresses: of a network, how many of its addresses sent spam.
    ///   - isNamedInHam: of a domain, whether ham names it in any place.
    ///   - now: in seconds since 1970.
    package func decision(
        _ kind: SenderNameKind, _ record: NameRecord, addresses: Int, isNamedInHam: Bool, now: Int64
    ) -> Decision {
        if record.ham > 0 || isNamedInHam { return .sentHam }
        if record.isShared { return .shared }
        let isSender = kind == .envelope || kind == .author
        let spam = isSender ? record.provenSpam : record.spam
        if isSender && record.spam >= minSpam && spam < minSpam { return .unproven }
        guard spam >= (kind == .network ? 2 * minSpam : minSpam), kind != .network || addresses >= 2 else {
            return .tooLittle
        }
        guard let last = record.lastSpam, last + Int64(days) * 86_400 > now else { return .expired }
        // To the end of the day in UTC: a list names days.
        return .listed(until: ((min(last, now) + Int64(days) * 86_400) / 86_400 + 1) * 86_400)
    }
}

extension SenderNameKind {
    /// The kinds that lists are made of.
    ///
    /// What a client calls itself and what an unproven signature names is anybody's to choose.
    package static let listed: [SenderNameKind] = [.address, .network, .envelope, .author, .link]

    /// Whether it is a domain that a message names.
    var isDomain: Bool { self == .envelope || self == .author || self == .signature || self == .link }
}

/// What of a table is put on lists.
package struct ListSelection: Sendable {
    /// A name that is listed.
    package struct Entry: Sendable, Equatable {
        /// Of which kind.
        package var kind: SenderNameKind
        /// The name.
        package var name: String
        /// The first second at which it is not listed any more; a midnight of UTC.
        package var until: Int64
        /// What is known of it.
        package var record: NameRecord
    }

    /// The entries: by kind, then by name.
    package private(set) var entries: [Entry] = []
    /// How many names that sent spam were left out for sending ham.
    package private(set) var sentHam = 0
    /// For sending for very many.
    package private(set) var shared = 0
    /// For too little spam.
    package private(set) var tooLittle = 0
    /// For having sent no spam of late.
    package private(set) var expired = 0
    /// For want of a proof.
    package private(set) var unproven = 0

    /// Selects from a table by a policy.
    package init(_ table: ReputationTable, _ policy: ListPolicy) {
        let addresses = table.spammingAddresses
        for kind in SenderNameKind.listed {
            let names = table.names(kind)
            for (index, record) in names.records.enumerated() where record.spam > 0 {
                let name = names.texts[index]
                let decision = policy.decision(
                    kind, record, addresses: kind == .network ? addresses[name] ?? 0 : 0,
                    isNamedInHam: kind.isDomain && table.isNamedInHam(name), now: table.asOf)
                switch decision {
                case .listed(let until): entries.append(Entry(kind: kind, name: name, until: until, record: record))
                case .sentHam: sentHam += 1
                case .shared: shared += 1
                case .tooLittle: tooLittle += 1
                case .expired: expired += 1
                case .unproven: unproven += 1
                }
            }
        }
        entries.sort { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
    }
}

extension ReputationTable {
    /// How many addresses of each network sent spam.
    var spammingAddresses: [String: Int] {
        let addresses = names(.address)
        return addresses.records.indices.reduce(into: [:]) { counts, index in
            guard addresses.records[index].spam > 0,
                let network = NetworkRange(around: addresses.texts[index], version4Bits: 24, version6Bits: 48)?.text
            else { return }
            counts[network, default: 0] += 1
        }
    }

    /// Whether ham names a domain: as sender, author, signer or in a link.
    func isNamedInHam(_ domain: String) -> Bool {
        SenderNameKind.allCases.contains { $0.isDomain && record($0, domain)?.ham ?? 0 > 0 }
    }
}
