// SPDX-License-Identifier: Apache-2.0

/// The messages that are in a queue, or left it a short while ago: found by queue id, bounded, in order of arrival.
///
/// A message that left the queue stays for ``retention``: a filter hands a message back before the queue says that it handed
/// it over, and the line that joins the two may come last.
struct MessageTable: Sendable {
    /// Seconds of log time.
    static let retention = 600
    /// Postfix keeps a message for five days by default; longer without a line, and its end was lost.
    static let lifetime = 8 * 86_400

    /// The most messages.
    let limit: Int
    /// The most recipients of all messages together.
    let recipientLimit: Int
    private var recipientCount = 0
    private(set) var slots: [TrackedMessage] = []
    private var free: [Int] = []
    private var places: [UInt64: Int] = [:]
    private var byMessageID: [UInt64: UInt64] = [:]
    /// Keys in order of arrival, and of removal with its time.
    private var arrived = Queue<UInt64>()
    private var removed = Queue<(key: UInt64, time: Int)>()

    init(limit: Int, recipientLimit: Int) {
        self.limit = limit
        self.recipientLimit = recipientLimit
    }

    /// Whether the oldest message has to go.
    var isFull: Bool { count >= limit || recipientCount >= recipientLimit }

    /// Notes what became of a message's recipient; false where it has too many.
    mutating func note(_ recipient: TrackedRecipient, at place: Int) -> Bool {
        let before = slots[place].recipients.count
        let isNoted = slots[place].note(recipient)
        recipientCount += slots[place].recipients.count - before
        return isNoted
    }

    /// How many messages there are.
    var count: Int { places.count }

    @inline(__always)
    func place(of key: UInt64) -> Int? { places[key] }

    /// The place of a Message-ID's latest message.
    func place(ofMessageID hash: UInt64) -> Int? { byMessageID[hash].flatMap { places[$0] } }

    subscript(place: Int) -> TrackedMessage {
        @inline(__always) get { slots[place] }
        @inline(__always) _modify { yield &slots[place] }
    }

    /// Adds a message that is not there.
    mutating func add(_ message: TrackedMessage) -> Int {
        let place: Int
        if let reused = free.popLast() {
            slots[reused] = message
            place = reused
        } else {
            place = slots.count
            slots.append(message)
        }
        recipientCount += message.recipients.count
        places[message.key] = place
        arrived.append(message.key)
        return place
    }

    mutating func setMessageID(_ hash: UInt64, at place: Int) {
        slots[place].messageID = hash
        byMessageID[hash] = slots[place].key
    }

    /// Notes that a message left the queue.
    mutating func noteRemoval(at place: Int, time: Int) {
        guard !slots[place].isRemoved else { return }
        slots[place].isRemoved = true
        removed.append((slots[place].key, time))
    }

    /// Takes a message out.
    mutating func take(_ key: UInt64) -> TrackedMessage? {
        guard let place = places.removeValue(forKey: key) else { return nil }
        let message = slots[place]
        recipientCount -= message.recipients.count
        slots[place].recipients = []
        free.append(place)
        if message.messageID != 0, byMessageID[message.messageID] == key { byMessageID[message.messageID] = nil }
        return message
    }

    /// The next message whose time is over, to be taken out; nil if there is none.
    mutating func nextFinished(now: Int) -> UInt64? {
        while let head = removed.first, now - head.time >= Self.retention || now < head.time - 86_400 {
            removed.removeFirst()
            // The id may have been used again meanwhile.
            guard let place = places[head.key], slots[place].isRemoved else { continue }
            if slots[place].openChildren > 0 {
                removed.append((head.key, now))
                continue
            }
            return head.key
        }
        return nil
    }

    /// The oldest message, where it is to go: there are too many, or its end was lost.
    mutating func nextLost(now: Int) -> UInt64? {
        while let key = arrived.first {
            guard let place = places[key] else {
                arrived.removeFirst()
                continue
            }
            let isOld = now - slots[place].first > Self.lifetime
            guard isFull || isOld else { return nil }
            arrived.removeFirst()
            if !isFull, now - slots[place].last <= Self.lifetime {
                arrived.append(key)
                return nil
            }
            return key
        }
        return nil
    }

    /// How many messages satisfy a condition.
    func count(where condition: (TrackedMessage) -> Bool) -> Int { places.values.count { condition(slots[$0]) } }

    /// All keys, in order of arrival.
    var keys: [UInt64] {
        places.sorted {
            slots[$0.value].first == slots[$1.value].first
                ? $0.key < $1.key : slots[$0.value].first < slots[$1.value].first
        }.map(\.key)
    }
}

/// First in, first out, in one array.
struct Queue<Element: Sendable>: Sendable {
    private var elements: [Element] = []
    private var head = 0

    var first: Element? { head < elements.count ? elements[head] : nil }

    mutating func append(_ element: Element) { elements.append(element) }

    mutating func removeFirst() {
        head += 1
        if head > 4_096, head * 2 > elements.count {
            elements.removeFirst(head)
            head = 0
        }
    }
}
