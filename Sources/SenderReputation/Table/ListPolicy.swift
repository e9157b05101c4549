// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What has to be known of a name before it is put on a list of one's own, and how long it stays there.
package struct ListPolicy: Sendable, Equatable {
    /// Spam that a name has sent at least; a network twice as much, from two addresses.
    package var minSpam: Int
    /// How much more spam a client's place must have sent where only the filter says that it is spam.
    package static let verdictFactor = 3
    /// Days after its last spam that a name stays on the list.
    package var days: Int

    /// Makes a policy.
    package init(minSpam: Int = 3, days: Int = 7) {
        self.minSpam = minSpam
        self.days = days
    }

    /// What an entry rests on.
    package enum Basis: String, Sendable, Equatable, CaseIterable {
        /// An archive's or the administrator's word, or labels from more than one account.
        case people
        /// Labels of a single account, whose owner may call spam what others want.
        case oneAccount
        /// The filter's verdicts alone.
        case verdicts

        /// Whether Postfix may refuse mail by it.
        package var mayReject: Bool { self == .people }
    }

    /// Whether a name is listed, or why not.
    package enum Decision: Sendable, Equatable {
        /// It is, until then (seconds since 1970).
        case listed(until: Int64, Basis)
        /// It sent ham, or the filter let mail of it pass where it is judged by verdicts.
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

    /// How many addresses of a network sent spam.
    package struct Spread: Sendable, Equatable {
        /// As people say.
        package var labelled = 0
        /// As people or the filter say.
        package var called = 0

        /// Makes a count of nothing.
        package init() {}
    }

    /// Decides on a name.
    ///
    /// - Parameters:
    ///   - spread: of a network.
    ///   - isNamedInHam: of a domain, whether ham names it in any place.
    ///   - now: in seconds since 1970.
    package func decision(
        _ kind: SenderNameKind, _ record: NameRecord, spread: Spread, isNamedInHam: Bool, now: Int64
    ) -> Decision {
        if record.ham > 0 || isNamedInHam { return .sentHam }
        if record.isShared { return .shared }
        let isSender = kind == .envelope || kind == .author
        let named = Int(record.sureSpam.rounded())
        let spam = isSender ? Int(record.provenSpam.rounded()) : named
        if isSender, named >= minSpam, spam < minSpam { return .unproven }
        let needed = kind == .network ? 2 * minSpam : minSpam
        let isWide = kind != .network || spread.labelled >= 2
        var last = record.lastSpam
        var basis = record.hasIndependentSpam ? Basis.people : .oneAccount
        if spam < needed || !isWide || !isFresh(last, now) {
            // What the filter thinks of a client; of domains the log proves nothing.
            guard kind.isPlace, record.filter.calledSpam >= needed * Self.verdictFactor,
                kind != .network || spread.called >= 2
            else {
                return spam < needed || !isWide ? .tooLittle : .expired
            }
            if record.filter.passed > 0 { return .sentHam }
            (last, basis) = (record.filter.lastSpam, .verdicts)
        }
        guard let last, isFresh(last, now) else { return .expired }
        // To the end of the day in UTC: a list names days.
        return .listed(until: ((min(last, now) + Int64(days) * 86_400) / 86_400 + 1) * 86_400, basis)
    }

    private func isFresh(_ time: Int64?, _ now: Int64) -> Bool { time.map { $0 + Int64(days) * 86_400 > now } ?? false }
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
        /// What it rests on.
        package var basis: ListPolicy.Basis
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
    /// Entries that only score, and were left out of a list that refuses mail.
    package private(set) var scoringOnly = 0

    /// Selects from a table by a policy.
    ///
    /// - Parameter rejects: whether mail is refused by the list: then verdicts and a single account are not enough.
    package init(_ table: ReputationTable, _ policy: ListPolicy, rejects: Bool = false) {
        let spreads = table.spreads
        for kind in SenderNameKind.listed {
            let names = table.names(kind)
            for (index, record) in names.records.enumerated()
            where record.spam > 0 || record.filter.calledSpam > 0 {
                let name = names.texts[index]
                let decision = policy.decision(
                    kind, record, spread: kind == .network ? spreads[name] ?? .init() : .init(),
                    isNamedInHam: kind.isDomain && table.isNamedInHam(name), now: table.asOf)
                switch decision {
                case .listed(let until, let basis):
                    entries.append(Entry(kind: kind, name: name, until: until, basis: basis, record: record))
                case .sentHam: sentHam += 1
                case .shared: shared += 1
                case .tooLittle: tooLittle += 1
                case .expired: expired += 1
                case .unproven: unproven += 1
                }
            }
        }
        if rejects {
            scoringOnly = entries.count { !$0.basis.mayReject }
            entries.removeAll { !$0.basis.mayReject }
        }
        entries.sort { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
    }
}

extension ReputationTable {
    /// How many addresses of each network sent spam.
    var spreads: [String: ListPolicy.Spread] {
        let addresses = names(.address)
        return addresses.records.indices.reduce(into: [:]) { spreads, index in
            let record = addresses.records[index]
            guard record.spam > 0 || record.filter.calledSpam > 0,
                let network = NetworkRange(around: addresses.texts[index], version4Bits: 24, version6Bits: 48)?.text
            else { return }
            if record.spam > 0 { spreads[network, default: .init()].labelled += 1 }
            spreads[network, default: .init()].called += 1
        }
    }

    /// Whether ham names a domain: as sender, author, signer or in a link.
    func isNamedInHam(_ domain: String) -> Bool {
        SenderNameKind.allCases.contains { $0.isDomain && record($0, domain)?.ham ?? 0 > 0 }
    }
}
