// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What becomes of recipients, and of messages in the end.
extension LogAnalysis {
    mutating func noteDelivery(_ text: Span<UInt8>, _ line: LogLine, _ place: Int) {
        guard let to = event[.to], let state = state(text, line, place) else { return }
        let original = event[.originalTo] ?? to
        let address = text.hash(original, seed: seed, foldsCase: true)
        var recipient = TrackedRecipient(
            address: address, target: text.hash(to, seed: seed, foldsCase: true),
            domain: Int32(truncatingIfNeeded: tables.recipientDomains.number(ofDomainIn: original, text)), state: state,
            isArchive: archives.contains(address), time: line.time)
        if followsDepartures { completeCopy(&recipient, text, place) }
        let known = messages[place].recipients.count
        noteRecipient(recipient, at: place)
        if watched != nil {
            noteAttempt(text, line, place, recipient, isFirst: messages[place].recipients.count > known)
        }
        if state == .sentRemote { noteSentTransport(text, line) }
        tables.recipients.add(text.hash(original, foldsCase: true))
        if let range = event[.delays], let delays = DeliveryDelays(text, range) { noteStages(delays) }
        if state == .deferred {
            messages[place].wasDeferred = true
            tables.totals.deferrals += 1
            tables.volume.add(.deferral, at: line.time)
            tables.recipientDomains.values[Int(recipient.domain)].deferrals += 1
        }
        if event.has(.relayAddress), state != .handedOver, names.routes[line.program] != .mailbox {
            noteAnswer(text, isFinal: true)
        }
    }

    private mutating func state(_ text: Span<UInt8>, _ line: LogLine, _ place: Int) -> TrackedRecipient.State? {
        switch event.outcome {
        case .deferred: return .deferred
        case .bounced: return .bounced
        case .discarded: return .discarded
        case .other: return nil
        case .sent: break
        }
        // `deliverable` is the answer to a probe.
        if let status = event[.status], text.extracting(status).equals("deliverable") { return nil }
        if let id = event[.otherQueueID] {
            if let next = nextHop(text, line, besides: place) {
                link(next, to: place)
                tables.totals.handedOver += 1
                return .handedOver
            }
            noteUnresolved(text, id, line, place)
        }
        switch names.routes[line.program] {
        case .discard: return .discarded
        case .mailbox: return .sentLocal
        case .network:
            guard let address = event[.relayAddress] else { return .sentLocal }
            return isLoopback(text, address) ? .sentLocal : .sentRemote
        case .none:
            guard let address = event[.relayAddress], !isLoopback(text, address) else { return .sentLocal }
            if names.servers[line.program] == .exim, event.has(.tlsVersion) { tables.totals.outgoingTLS += 1 }
            return .sentRemote
        }
    }

    private mutating func noteRecipient(_ recipient: TrackedRecipient, at place: Int) {
        if !messages.note(recipient, at: place) { recipientsLeftOut += 1 }
    }

    private mutating func noteStages(_ delays: DeliveryDelays) {
        let stages: InlineArray<4, Double> = [
            delays.beforeQueue, delays.inQueue, delays.connection, delays.transmission,
        ]
        var longest = 0
        for index in 0..<4 {
            tables.stageSeconds[index] += stages[index]
            if stages[index] > stages[longest] { longest = index }
        }
        tables.stageLongest[longest] += 1
    }

    /// Counts what a server that mail was sent to said, by receiver where it is a large one.
    mutating func noteAnswer(_ text: Span<UInt8>, isFinal: Bool) {
        if isFinal { tables.totals.outgoing += 1 }
        guard let host = event[.relayName], let receiver = Receiver(text, host) else { return }
        let number = Int(receiver.rawValue)
        if isFinal {
            switch event.outcome {
            case .sent: tables.receivers[number].delivered += 1
            case .deferred: tables.receivers[number].deferrals += 1
            case .bounced: tables.receivers[number].bounced += 1
            case .discarded, .other: break
            }
        }
        guard event.outcome != .sent, let response = event[.response] else { return }
        // `host NAME said: 550 ...` within the response of a delivery.
        var start = response.lowerBound
        if let said = text.firstIndex(of: " said: ", in: response) {
            start = said + 7
        } else if let said = text.firstIndex(of: "refused to talk to me: ", in: response) {
            start = said + 23
        }
        let answer = ReceiverAnswer.summary(text, start..<response.upperBound)
        let place = tables.receivers[number].answers.number(answer)
        tables.receivers[number].answers.values[place] += 1
    }

    // MARK: the end of a message

    /// Counts messages whose time is over.
    mutating func sweep() {
        while let key = messages.nextFinished(now: now) { finish(key) }
        while let key = messages.nextLost(now: now) {
            if messages.isFull { wasFull = true }
            finish(key)
        }
    }

    /// Counts a message, or gives what became of it to the one that it goes on with.
    mutating func finish(_ key: UInt64) {
        guard let message = messages.take(key) else { return }
        let mail = received?.open.removeValue(forKey: key)
        if message.parent != 0 {
            tables.totals.joined += 1
            if let parent = messages.place(of: message.parent) {
                for recipient in message.recipients { noteRecipient(handedOn(recipient, to: parent), at: parent) }
                messages[parent].wasDeferred = messages[parent].wasDeferred || message.wasDeferred
                messages[parent].isExpired = messages[parent].isExpired || message.isExpired
                messages[parent].openChildren -= 1
                messages[parent].last = max(messages[parent].last, message.last)
                return
            }
        } else {
            // A client that left in the middle of a message leaves its first lines alone: it never was in the queue.
            if message.size == 0, message.recipients.isEmpty, !message.isRemoved { return }
            countArrival(message)
        }
        if let mail { received?.done.append(mail) }
        noteDeparture(message)
        for recipient in message.distinctRecipients { count(recipient, of: message) }
        if message.wasDeferred { tables.totals.deferredMessages += 1 }
        if message.isExpired { tables.totals.expired += 1 }
        if !message.isRemoved { tables.totals.lost += 1 }
    }

    private mutating func countArrival(_ message: TrackedMessage) {
        countReceivedTransport(message)
        tables.totals.messages[Int(message.origin.rawValue)] += 1
        tables.totals.bytesReceived += message.size
        tables.volume.add(.received, at: message.first)
        if message.size > 0 { tables.sizes.add(Double(message.size)) }
        tables.senderDomains.values[Int(message.senderDomain)].messages += 1
        tables.senderDomains.values[Int(message.senderDomain)].bytes += message.size
        if message.origin == .incoming { tables.networks.values[Int(message.network)].messages += 1 }
    }

    private mutating func count(_ recipient: TrackedRecipient, of message: TrackedMessage) {
        if recipient.isArchive {
            tables.totals.archived += recipient.state.isSent ? 1 : 0
            return
        }
        let domain = Int(recipient.domain)
        switch recipient.state {
        case .sentLocal, .sentRemote:
            let delay = Double(max(0, recipient.time - message.first))
            if recipient.state == .sentLocal {
                tables.totals.deliveredHere += 1
            } else {
                tables.totals.deliveredElsewhere += 1
            }
            tables.totals.bytesDelivered += message.size
            tables.volume.add(.delivered, at: recipient.time)
            tables.recipientDomains.values[domain].delivered += 1
            tables.recipientDomains.values[domain].delay += delay
            tables.recipientDomains.values[domain].slowest = max(tables.recipientDomains.values[domain].slowest, delay)
            tables.delays.add(delay)
        case .deferred where !message.isExpired: break
        case .bounced, .deferred:
            // What was put off until it expired went back, too.
            tables.totals.bounced += 1
            tables.volume.add(.bounced, at: recipient.time)
            tables.recipientDomains.values[domain].bounced += 1
        case .discarded: tables.totals.discarded += 1
        case .handedOver: break
        }
    }

    /// Counts what left the queue, and says how many messages still wait in it.
    ///
    /// - Parameter keepsRecent: whether what left the queue just now stays, for a next run that may tell more of it.
    package mutating func finishAll(keepsRecent: Bool = false) {
        // Children first: what became of them is their parents'.
        let keys = messages.keys
        for pass in 0..<3 {
            for key in keys {
                guard let place = messages.place(of: key) else { continue }
                let isChild = messages[place].parent != 0
                guard messages[place].isRemoved, !keepsRecent, pass == 2 || isChild,
                    messages[place].openChildren == 0 || pass == 2
                else { continue }
                finish(key)
            }
        }
        tables.totals.queued = messages.count(where: {
            !$0.isRemoved && ($0.size > 0 || !$0.recipients.isEmpty) && $0.parent == 0
        })
    }
}
