// SPDX-License-Identifier: Apache-2.0

/// What is wrong with mail that leaves.
package enum OutboundKind: String, Sendable, CaseIterable {
    /// Somebody else sends through a login.
    case hackedAccount
    /// A program on the server sends what it should not.
    case hackedScript
    /// A client of the site's own networks sends without a login what no device sends.
    case trojan
    /// Strangers send to strangers through the server.
    case openRelay
    /// Notifications to strangers whose names spam bears.
    case backscatter
    /// A mailbox sends on spam that came in.
    case forwardedSpam
    /// Mail to many who cannot unsubscribe with one click (RFC 8058).
    case bulkWithoutUnsubscribe
    /// Mail to many of whom too many do not exist, or complain.
    case boughtList
    /// Far more than ever, without other signs.
    case suddenVolume
}

/// A piece of evidence: what was counted on the worst day, and of how many.
package enum OutboundSign: Sendable, Hashable {
    /// More external recipients than the ceiling.
    case ceiling(count: Int, limit: Int)
    /// People to whom the source had not written for weeks.
    case newRecipients(count: Int, limit: Int)
    /// New people in mail from a network that is new to the login, or a redirection after such a login.
    case foreignNetwork(count: Int)
    /// Failed logins before one that succeeded.
    case guessedPassword(count: Int)
    /// Networks of one login on a day.
    case networks(count: Int)
    /// Recipients that do not exist.
    case unknownUsers(count: Int, of: Int)
    /// Copies refused for their content.
    case refusedContent(count: Int, of: Int)
    /// What the model calls spam.
    case spam(count: Int, of: Int)
    /// Complaints.
    case complaints(count: Int, of: Int)
    /// Envelope senders outside the site's domains.
    case foreignSenders(count: Int)
    /// Copies for strangers from strangers, and from how many clients.
    case relayed(count: Int, clients: Int)
    /// That nearly all of them are for one domain, by its number: it may be one of the site's own.
    case oneDomain(number: Int)
    /// Notifications to strangers, and those that could not be delivered.
    case notices(count: Int, lost: Int)
    /// Copies that a mailbox sent on with the sender of a stranger.
    case foreignForwards(count: Int, of: Int)
    /// A campaign's recipients without `List-Unsubscribe`, and those without `List-Unsubscribe-Post` beside it.
    case noUnsubscribe(count: Int), noOneClick(count: Int)

    /// How bad it is, where two signs of a kind are to be compared.
    var count: Int {
        switch self {
        case .ceiling(let count, _), .newRecipients(let count, _), .foreignNetwork(let count),
            .guessedPassword(let count), .networks(let count), .unknownUsers(let count, _),
            .refusedContent(let count, _), .spam(let count, _), .complaints(let count, _),
            .foreignSenders(let count), .relayed(let count, _), .notices(let count, _),
            .foreignForwards(let count, _), .noUnsubscribe(let count), .noOneClick(let count):
            count
        case .oneDomain: 0
        }
    }

    /// The place among signs: one of a kind stands in a finding.
    package var place: Int {
        switch self {
        case .guessedPassword: 0
        case .foreignNetwork: 1
        case .networks: 2
        case .spam: 3
        case .unknownUsers: 4
        case .complaints: 5
        case .refusedContent: 6
        case .ceiling: 7
        case .newRecipients: 8
        case .foreignSenders: 9
        case .relayed: 10
        case .oneDomain: 11
        case .notices: 12
        case .foreignForwards: 13
        case .noUnsubscribe: 14
        case .noOneClick: 15
        }
    }
}

/// Something wrong, over the days on which it was.
package struct OutboundFinding: Sendable, Equatable {
    /// What.
    package var kind: OutboundKind
    /// Whom it concerns: a key of the logs' sources; 0: the site.
    package var source: UInt64
    /// When the source sent its first message of the first such day, in seconds since 1970.
    package var first: Int
    /// When the evidence sufficed.
    package var noticed: Int
    /// When it was last seen.
    package var last: Int
    /// Messages of the source on such days, and those of the first day until the evidence sufficed.
    package var messages = 0, messagesUntilNoticed = 0
    /// Which message of the first day it was that was noticed; 0: there is none, as with a login alone.
    ///
    /// What the alarms say of a message is known before it is counted.
    package var messageNoticed: Int { min(messages, max(1, messagesUntilNoticed)) }
    /// The evidence, one of each sort, that of the worst day.
    package var signs: [OutboundSign] = []
    /// Some messages.
    package var queueIDs: [String] = []
    /// The script that sent the most of it; empty: none is named.
    package var script = ""
    var days: [Int: Int] = [:]

    /// Makes a finding that is over as soon as it is noticed.
    package init(_ kind: OutboundKind, source: UInt64, first: Int, noticed: Int, messages: Int) {
        (self.kind, self.source, self.first, self.noticed, last) = (kind, source, first, noticed, noticed)
        (self.messages, messagesUntilNoticed) = (messages, messages)
    }

    mutating func take(_ new: [OutboundSign]) {
        for sign in new {
            if let index = signs.firstIndex(where: { $0.place == sign.place }) {
                if sign.count >= signs[index].count { signs[index] = sign }
            } else {
                signs.append(sign)
            }
        }
        signs.sort { $0.place < $1.place }
    }
}
