// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Follows messages from line to line, from queue id to queue id.
extension LogAnalysis {
    mutating func noteMessage(_ text: Span<UInt8>, _ line: LogLine) {
        guard let key = key(text, line) else { return }
        switch event.kind {
        case .arrival: noteArrival(text, line, key)
        case .messageID: noteMessageID(text, place(key, line))
        case .queued:
            let place = place(key, line)
            noteSender(text, place)
            if followsDepartures { noteDepartureSender(text, place) }
            noteReceivedSender(text, messages[place].key)
            if let size = event.integer(.size, in: text) { messages[place].size = min(size, TrackedMessage.maxSize) }
        case .delivery:
            if messages.isFull { sweep() }
            noteDelivery(text, line, place(key, line))
        case .expired: messages[place(key, line)].isExpired = true
        case .notification:
            guard let other = event[.otherQueueID] else { return }
            let made = place(self.key(text, other, line), line)
            messages[made].origin = .notification
            if followsDepartures { noteNotice(text, other, at: made, about: messages.place(of: key)) }
        default:
            if let place = messages.place(of: key) { messages.noteRemoval(at: place, time: line.time) }
        }
    }

    /// A message's key; nil for lines without a queue id.
    func key(_ text: Span<UInt8>, _ line: LogLine) -> UInt64? {
        event[.queueID].map { key(text, $0, line) }
    }

    private func key(_ text: Span<UInt8>, _ id: Range<Int>, _ line: LogLine) -> UInt64 {
        mixed(text.hash(id, seed: seed) ^ realm(line))
    }

    /// Host and instance by their names: their numbers are others in another run.
    private func realm(_ line: LogLine) -> UInt64 {
        mixed(names.hostHashes[line.host] ^ names.instances[line.program])
    }

    /// The place of the message that a verdict of the filter is about, or of the one that this goes on with.
    func placeOfJudged(_ text: Span<UInt8>) -> Int? {
        guard let id = event[.queueID] else { return nil }
        let hash = text.hash(id, seed: seed)
        for realm in realms {
            if let place = messages.place(of: mixed(hash ^ realm)) {
                return messages.place(of: messages[place].parent) ?? place
            }
        }
        return nil
    }

    /// The place of a message, which is made where it is not known.
    private mutating func place(_ key: UInt64, _ line: LogLine) -> Int {
        if let place = messages.place(of: key) {
            messages[place].last = line.time
            return place
        }
        // Here too, for a log of one second may have any number.
        if messages.isFull { sweep() }
        let realm = realm(line)
        if realms.count < Self.maxRealms, !realms.contains(realm) { realms.append(realm) }
        return messages.add(TrackedMessage(key: key, time: line.time))
    }

    /// Hosts and instances among which a next hop's queue id is looked for.
    private static let maxRealms = 16

    // MARK: arrival

    private mutating func noteArrival(_ text: Span<UInt8>, _ line: LogLine, _ key: UInt64) {
        if let place = messages.place(of: key), messages[place].isRemoved || messages[place].origin != .unknown {
            // The queue id is used again.
            finish(key)
        }
        let place = place(key, line)
        let parent = event[.otherQueueID].flatMap { messages.place(of: self.key(text, $0, line)) }
        // A filter before the queue says for whom it sends; one behind it hands on what is known.
        if parent == nil, let client = event[.originalClient] {
            _ = event.readClient(text, at: client.lowerBound, before: client.upperBound)
        }
        messages[place].origin = origin(text, line)
        if let size = event.integer(.size, in: text) { messages[place].size = min(size, TrackedMessage.maxSize) }
        if event.has(.clientAddress) { messages[place].network = Int32(truncatingIfNeeded: network(text)) }
        if event.has(.from) { noteSender(text, place) }
        if watched != nil { noteSource(text, line, place) }
        noteArrivalTransport(text, line, place)
        beginReceived(text, line, place)
        if followsDepartures {
            beginDeparture(text, place, isLoopback: messages[place].origin == .loopback)
            if event.has(.from) { noteDepartureSender(text, place) }
            if messages[place].origin == .notification { noteNotice(text, event[.queueID], at: place, about: parent) }
        }
        if messages[place].origin == .incoming, isOverTLS(line) { tables.totals.receivedTLS += 1 }
        if names.servers[line.program] == .exim {
            noteEximTLS(text)
            if event.has(.messageID) { noteMessageID(text, place) }
            return
        }
        if let parent { link(place, to: parent) }
    }

    private func origin(_ text: Span<UInt8>, _ line: LogLine) -> MessageOrigin {
        if event.has(.account), event.has(.method) || names.submissions[line.program] { return .submitted }
        if names.submissions[line.program] { return .submitted }
        guard let address = event[.clientAddress] else {
            let isBounce = names.servers[line.program] == .exim && event[.from]?.isEmpty == true
            return isBounce ? .notification : .local
        }
        return isLoopback(text, address) ? .loopback : .incoming
    }

    func isLoopback(_ text: Span<UInt8>, _ address: Range<Int>) -> Bool {
        text.has("127.", at: address.lowerBound) || text.extracting(address).equals("::1")
    }

    private mutating func noteEximTLS(_ text: Span<UInt8>) {
        guard event.has(.clientAddress) else { return }
        tables.totals.connections += 1
        if event.has(.tlsVersion) { tables.totals.connectionsTLS += 1 }
    }

    private mutating func noteSender(_ text: Span<UInt8>, _ place: Int) {
        guard let from = event[.from], messages[place].senderDomain == 0 else { return }
        if !from.isEmpty { tables.senders.add(text.hash(from, foldsCase: true)) }
        messages[place].senderDomain = Int32(truncatingIfNeeded: tables.senderDomains.number(ofDomainIn: from, text))
    }

    // MARK: joining

    private mutating func noteMessageID(_ text: Span<UInt8>, _ place: Int) {
        guard let id = event[.messageID] else { return }
        if text.has("dovecot-sieve-", at: id.lowerBound), messages[place].origin != .incoming {
            messages[place].origin = .vacation
        }
        let hash = text.hash(id, seed: seed)
        let isPart = messages[place].origin == .loopback || messages[place].origin == .local
        if isPart, messages[place].parent == 0, !id.isEmpty, let parent = messages.place(ofMessageID: hash),
            parent != place
        {
            link(place, to: parent)
        }
        resolve(text, place, messageID: hash)
        messages.setMessageID(hash, at: place)
    }

    /// The most queue ids of other servers that are remembered, and for how many seconds.
    private static let maxUnresolved = 10_000
    private static let unresolvedLifetime = 300

    /// Remembers under which queue id a copy went on, for a log of that host may say so only later.
    mutating func noteUnresolved(_ text: Span<UInt8>, _ id: Range<Int>, _ line: LogLine, _ place: Int) {
        guard let to = event[.to], messages[place].messageID != 0 else { return }
        if unresolved.count >= Self.maxUnresolved { unresolved.removeAll(keepingCapacity: true) }
        unresolved[text.hash(id, seed: seed)] = UnresolvedHop(
            message: messages[place].key, target: text.hash(to, seed: seed, foldsCase: true), time: line.time)
    }

    /// Joins a message to one that went on under its queue id, where the Message-ID is the same.
    private mutating func resolve(_ text: Span<UInt8>, _ place: Int, messageID: UInt64) {
        guard !unresolved.isEmpty, let id = event[.queueID], let hop = unresolved[text.hash(id, seed: seed)],
            now - hop.time <= Self.unresolvedLifetime, let earlier = messages.place(of: hop.message), earlier != place,
            messages[earlier].messageID == messageID, messages[place].parent == 0
        else { return }
        link(place, to: earlier)
        guard messages[place].parent != 0 else { return }
        messages[earlier].handOver(hop.target)
        tables.totals.handedOver += 1
    }

    /// Joins a message to the one that it goes on with, or to that one's own.
    mutating func link(_ child: Int, to parent: Int) {
        guard child != parent, messages[child].parent == 0, messages[child].openChildren == 0 else { return }
        var root = parent
        for _ in 0..<8 {
            guard messages[root].parent != 0, let next = messages.place(of: messages[root].parent) else { break }
            root = next
        }
        guard root != child else { return }
        messages[child].parent = messages[root].key
        messages[root].openChildren += 1
    }

    /// The place of the message that a next hop's queue id names, on this host first.
    func nextHop(_ text: Span<UInt8>, _ line: LogLine, besides place: Int) -> Int? {
        guard let id = event[.otherQueueID] else { return nil }
        if let found = messages.place(of: key(text, id, line)), found != place {
            // A stranger's server may give an id that is another message's here.
            let isHere = event[.relayAddress].map { isLoopback(text, $0) } ?? true
            if isHere || messages[found].messageID == messages[place].messageID { return found }
        }
        guard realms.count > 1 else { return nil }
        let hash = text.hash(id, seed: seed)
        for realm in realms {
            guard let found = messages.place(of: mixed(hash ^ realm)), found != place else { continue }
            // Another host's id may be the same by chance; the Message-ID is not.
            if messages[found].messageID == messages[place].messageID || messages[place].messageID == 0 { return found }
        }
        return nil
    }
}
