// SPDX-License-Identifier: Apache-2.0
package import SpamEvaluation

/// How well a list of others would have done on the site's own mail of the days around its making.
///
/// A list says nothing of mail that is much older or younger than it: whoever sends spam today did not yesterday.
package struct ZoneEvaluation: Sendable {
    /// Ham that has to be met before anything is advised.
    package static let minHam = 1_000

    /// The list's name.
    package let name: String
    /// When it was made, in seconds since 1970.
    package let date: Int64
    /// Spam and ham of the days around it.
    package private(set) var spam = 0
    /// See ``spam``.
    package private(set) var ham = 0
    /// Spam that it names.
    package private(set) var caught = 0
    /// Spam that it names and none of the others that are measured does.
    package private(set) var caughtAlone = 0
    /// Spam that it names by the domain of the sender in the envelope, which is all that a mail server asks a list of domains for.
    package private(set) var caughtBySender = 0
    /// Ham that it names.
    package private(set) var hamHit = 0

    /// The share of spam that is caught, in percent; nil without spam.
    package var caughtRate: Interval? { Interval.rate(caught, of: spam) }
    /// The share of ham that is hit, in percent; nil without ham.
    package var hamRate: Interval? { Interval.rate(hamHit, of: ham) }

    /// What to do with a list.
    package enum Advice: Sendable, Equatable {
        /// Too little ham was met.
        case notEnoughHam
        /// Do not use it: it hits too much ham, or catches nothing.
        case no
        /// Score with this weight, where a message is refused at 3.
        case score(weight: Int)
    }

    /// The largest share of ham in percent, at the upper end of its interval, for a weight of 2, and of 1.
    package static let hamLimits = (two: 0.1, one: 0.5)

    /// What to do with it.
    ///
    /// No list is advised to refuse mail alone.
    package var advice: Advice {
        guard ham >= Self.minHam, let hamRate else { return .notEnoughHam }
        guard let caughtRate, caughtRate.lower > 0.1 else { return .no }
        if hamRate.upper < Self.hamLimits.two { return .score(weight: 2) }
        return hamRate.upper < Self.hamLimits.one ? .score(weight: 1) : .no
    }

    /// Measures some lists on a table's mail.
    ///
    /// - Parameter days: how many days before and after a list's making a message may have come.
    package static func all(_ zones: [SenderZone], on table: ReputationTable, days: Int) -> [ZoneEvaluation] {
        var evaluations = zones.map { ZoneEvaluation(name: $0.name, date: $0.date) }
        let window = Int64(days) * 86_400
        for message in table.messages {
            // What the filter says of mail would only be asked whether it agrees with the list.
            guard let date = message.date, let isSpam = message.testimony.isLabelledSpam else { continue }
            let near = zones.indices.filter { abs(zones[$0].date - date) <= window }
            if near.isEmpty { continue }
            let naming = near.filter { zones[$0].lists(message, of: table) }
            for index in near {
                if isSpam { evaluations[index].spam += 1 } else { evaluations[index].ham += 1 }
            }
            for index in naming {
                if isSpam { evaluations[index].caught += 1 } else { evaluations[index].hamHit += 1 }
            }
            for index in naming where isSpam && zones[index].listsSender(of: message, in: table) {
                evaluations[index].caughtBySender += 1
            }
            if isSpam, naming.count == 1 { evaluations[naming[0]].caughtAlone += 1 }
        }
        return evaluations
    }

    private init(name: String, date: Int64) {
        self.name = name
        self.date = date
    }
}

extension SenderZone {
    /// A mail server asks for the sender's domain as it stands, and for none above it.
    fileprivate func listsSender(of message: ReputationTable.Remembered, in table: ReputationTable) -> Bool {
        if let host = message.hosts.first(where: { $0.kind == .envelope }) { return lists(domain: table.text(host)) }
        return message.names.contains { $0.kind == .envelope && lists(domain: table.text($0)) }
    }

    /// Whether it names a message's client, a domain of it, or a host below one.
    fileprivate func lists(_ message: ReputationTable.Remembered, of table: ReputationTable) -> Bool {
        let kinds = kinds
        if kinds.domains, message.hosts.contains(where: { lists(host: table.text($0)) }) { return true }
        return message.names.contains { name in
            if name.kind == .address { return kinds.addresses && lists(address: table.text(name)) }
            return kinds.domains && name.kind.isDomain && lists(domain: table.text(name))
        }
    }
}
