// SPDX-License-Identifier: Apache-2.0

/// Where a message came from.
package enum MessageOrigin: UInt8, Sendable, CaseIterable {
    /// Its arrival is not in the logs.
    case unknown
    /// From another server, without authentication.
    case incoming
    /// From a user of the site: with authentication, or at the submission service.
    case submitted
    /// From a program on the server.
    case local
    /// From the server itself to itself, without a message that it goes on with: a filter's own mail, webmail.
    case loopback
    /// A notification of the server's about another message.
    case notification
    /// A vacation reply.
    case vacation
}

/// What is remembered of a recipient while its message is in the queue: no address, only a hash of it.
struct TrackedRecipient: Equatable {
    enum State: UInt8 {
        case deferred, sentLocal, sentRemote, bounced, discarded
        /// Given to a filter, or to another server whose log is read too, and followed there.
        case handedOver

        var isSent: Bool { self == .sentLocal || self == .sentRemote }

        /// Which of several states stands for all.
        var rank: Int {
            switch self {
            case .handedOver: 0
            case .deferred: 1
            case .discarded: 2
            case .bounced: 3
            case .sentLocal, .sentRemote: 4
            }
        }
    }

    /// The address before aliases, hashed: what recipients are counted by.
    var address: UInt64
    /// The address behind aliases, hashed.
    var target: UInt64
    /// Number of the domain in the table of recipients' domains.
    var domain: Int32
    var state: State
    var isArchive = false
    /// When the state was reached.
    var time: Int

    // Where departures are followed.
    /// Whether the address behind aliases is outside the site's own domains.
    var isExternal = false
    /// Whether an address of the site sent it on, and which one; 0: not known.
    var isForwarded = false
    var mailbox: UInt64 = 0
    /// Whether it has the envelope sender of a stranger.
    var hasForeignSender = false
    /// Why it went back.
    var reason: UInt8?
}

/// What is remembered of a message while it is in a queue, and a while longer.
struct TrackedMessage: Equatable {
    /// How a message crossed a network.
    enum Transport { case secured, clear }

    /// Host, instance and queue id, hashed.
    var key: UInt64
    /// When its first line was written, and its last.
    var first: Int
    var last: Int
    var origin = MessageOrigin.unknown
    /// Bytes; 0: not known yet.
    var size = 0
    /// The Message-ID, hashed; 0: not known yet.
    var messageID: UInt64 = 0
    /// Number of the sender's domain.
    var senderDomain: Int32 = 0
    /// Number of the client's network.
    var network: Int32 = 0
    /// Who sent it, hashed, where activity is watched; 0: nobody of the site's own.
    var source: UInt64 = 0
    /// The wide network that its sender was in, hashed; 0: none.
    var sourceNetwork: UInt64 = 0
    /// How it came from another server, where that is followed.
    var transport: Transport?
    /// The message that this one goes on with, behind a filter, an alias or a hop; 0: none.
    var parent: UInt64 = 0
    /// Messages that go on with this one and are not finished.
    var openChildren: Int32 = 0
    var recipients: [TrackedRecipient] = []
    /// Whether it left the queue.
    var isRemoved = false
    var wasDeferred = false
    var isExpired = false
    /// What its departure needs, where departures are followed.
    var departure: DepartureNotes?

    init(key: UInt64, time: Int) {
        self.key = key
        first = time
        last = time
    }

    /// Notes what became of a recipient; what is delivered stays so.
    ///
    /// - Returns: false where there are too many recipients.
    mutating func note(_ recipient: TrackedRecipient) -> Bool {
        guard let index = recipients.firstIndex(where: { $0.target == recipient.target }) else {
            if recipients.count >= Self.maxRecipients { return false }
            recipients.append(recipient)
            return true
        }
        let old = recipients[index].state
        if old.isSent || recipient.state == .deferred && old != .deferred { return true }
        recipients[index].state = recipient.state
        recipients[index].time = recipient.time
        recipients[index].reason = recipient.reason
        return true
    }

    /// Notes that what was sent to a recipient is followed under another queue id.
    mutating func handOver(_ target: UInt64) {
        guard let index = recipients.firstIndex(where: { $0.target == target }) else { return }
        if recipients[index].state.isSent { recipients[index].state = .handedOver }
    }

    /// Its recipients, those that aliases expanded to as one: delivered where one of them is.
    var distinctRecipients: [TrackedRecipient] {
        guard recipients.count > 1 else { return recipients }
        var places: [UInt64: Int] = [:]
        var distinct: [TrackedRecipient] = []
        for recipient in recipients {
            if let place = places[recipient.address] {
                if recipient.state.rank > distinct[place].state.rank { distinct[place] = recipient }
            } else {
                places[recipient.address] = distinct.count
                distinct.append(recipient)
            }
        }
        return distinct
    }

    /// A message of more is counted as one of so many: a hostile log shall not fill the memory.
    static let maxRecipients = 10_000
    /// Bytes, so that sums of sizes that a hostile log gives stay numbers: 64 GiB.
    static let maxSize = 1 << 36
}
