// SPDX-License-Identifier: Apache-2.0
import MailFeatures

/// Messages that are copies of each other, or nearly: sent to many, or again and again.
package struct Campaign: Sendable, Equatable {
    /// Its messages, in the order of the corpus.
    package var messages: [Int]
    /// How many of them say what another one says, word for word.
    package var exactCopies: Int
    /// How many are labelled ham.
    package var ham: Int
    /// How many are labelled spam.
    package var spam: Int
    /// When the first and the last were received, in seconds since 1970; nil: none has a date.
    package var seen: ClosedRange<Int64>?
    /// How many accounts have one.
    package var accounts: Int
    /// How many networks sent them, as far as is known; nil: of none it is.
    package var networks: Int?
    /// Of how many messages the network is not known.
    package var networksUnknown = 0
    /// Those that sent most, with how many; none where only keyed digests of them are kept.
    package var largestNetworks: [SendingNetwork] = []

    /// A network, and what it sent of a campaign.
    package struct SendingNetwork: Sendable, Equatable {
        /// As `192.0.2.0/24`.
        package var name: String
        /// How many messages.
        package var messages: Int

        /// Puts both together.
        package init(name: String, messages: Int) {
            self.name = name
            self.messages = messages
        }
    }

    /// So many networks are named.
    static let maxNetworks = 5

    /// Whether its labels contradict each other.
    package var isContradictory: Bool { ham > 0 && spam > 0 }
}

/// The campaigns of a corpus.
package struct Campaigns: Sendable {
    /// The campaign or the single message that each message belongs to: the number of the first message.
    package let groups: [Int]
    /// Those of two messages and more, the largest first.
    package let campaigns: [Campaign]

    /// Finds them.
    ///
    /// - Parameters:
    ///   - messages: as many as sketches, in the same order.
    ///   - networks: the names of the messages' networks.
    package init(_ messages: [InspectedMessage], _ sketches: Sketches, networks: [String] = []) {
        groups = CampaignSearch.groups(of: sketches)
        let members = Dictionary(grouping: groups.indices) { [groups] in groups[$0] }
        campaigns = members.values.filter { $0.count > 1 }
            .map { Campaign($0, messages, sketches, networks: networks) }
            .sorted { ($0.messages.count, $1.messages[0]) > ($1.messages.count, $0.messages[0]) }
    }

    /// How many messages belong to a campaign.
    package var messageCount: Int { campaigns.reduce(0) { $0 + $1.messages.count } }
    /// How many messages say, word for word, what another one says.
    package var exactCopies: Int { campaigns.reduce(0) { $0 + $1.exactCopies } }

    /// Whether any campaign tells which networks it came from.
    package var knowsNetworks: Bool { campaigns.contains { $0.networks != nil } }
    /// Of how many messages in campaigns the network is not known.
    package var networksUnknown: Int { campaigns.reduce(0) { $0 + $1.networksUnknown } }

    /// A fold for each message, so that all of a campaign are in one.
    ///
    /// By the digest of the first message, so that a message more does not move the others.
    package func folds(_ messages: [InspectedMessage], count: Int) -> [Int] {
        groups.map { group in
            let number = messages[group].digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            return Int(number % UInt64(count))
        }
    }
}

extension Campaign {
    fileprivate init(_ members: [Int], _ messages: [InspectedMessage], _ sketches: Sketches, networks names: [String]) {
        self.messages = members
        exactCopies = members.count - Set(members.map { sketches.content($0) }).count
        ham = members.count { messages[$0].label == .ham }
        spam = members.count { messages[$0].label == .spam }
        let dates = members.compactMap { messages[$0].date }
        if let first = dates.min(), let last = dates.max() { seen = first...last }
        accounts = Set(members.compactMap { messages[$0].account }).count
        let sources = members.compactMap { messages[$0].network }.reduce(into: [Int32: Int]()) {
            $0[$1, default: 0] += 1
        }
        networks = sources.isEmpty ? nil : sources.count
        networksUnknown = members.count - sources.values.reduce(0, +)
        let named = sources.compactMap { number, count in
            names.indices.contains(Int(number)) ? SendingNetwork(name: names[Int(number)], messages: count) : nil
        }.sorted { ($0.messages, $1.name) > ($1.messages, $0.name) }
        largestNetworks = Array(named.prefix(Self.maxNetworks))
    }
}
