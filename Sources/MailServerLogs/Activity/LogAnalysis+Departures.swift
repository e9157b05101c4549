// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What left for the outside, message by message: noted beside the tables where ``Options/reasonForReturn`` asks for it.
extension LogAnalysis {
    var followsDepartures: Bool { reasonForReturn != nil && watched != nil }

    /// Takes the departures that are known as a whole since they were last taken, about in the order of their ends.
    package mutating func takeDepartures() -> [Departure] {
        let taken = departures
        departures = []
        return taken
    }

    /// Ends all messages as they are, so that those that still wait are among the departures: nothing more is read.
    package mutating func endDepartures() {
        let keys = messages.keys
        // Children first: what became of them is their parents'.
        for isChild in [true, false] {
            for key in keys {
                guard let place = messages.place(of: key), messages[place].parent != 0 || !isChild else { continue }
                finish(key)
            }
        }
    }

    // MARK: arrival

    /// Notes who handed in a message, once its source is known.
    mutating func beginDeparture(_ text: Span<UInt8>, _ place: Int, isLoopback: Bool) {
        var notes = messages[place].departure ?? DepartureNotes()
        notes.queueID = event[.queueID].map { text.text($0.prefix(24)) } ?? ""
        if messages[place].source != 0 {
            notes.origin = .own
        } else if isLoopback {
            // A program on the server; what a filter hands back is joined to its message.
            messages[place].source = source(named: "127.0.0.1", .client)
            notes.origin = .own
        } else if let address = event[.clientAddress] {
            notes.origin = .outside
            notes.client = text.text(address.prefix(DepartureNotes.maxClientBytes))
        }
        messages[place].departure = notes
    }

    mutating func noteDepartureSender(_ text: Span<UInt8>, _ place: Int) {
        guard let from = event[.from], !from.isEmpty else { return }
        var notes = messages[place].departure ?? DepartureNotes()
        notes.sender = text.hash(from, seed: seed, foldsCase: true)
        let isRewritten = text.has("SRS0", at: from.lowerBound) || text.has("SRS1", at: from.lowerBound)
        notes.hasForeignSender = !isRewritten && watched?.isExternal(text, from) == true
        messages[place].departure = notes
    }

    /// Notes what a notification is about.
    mutating func noteNotice(_ text: Span<UInt8>, _ queueID: Range<Int>?, at place: Int, about other: Int?) {
        var notes = messages[place].departure ?? DepartureNotes()
        if notes.queueID.isEmpty { notes.queueID = queueID.map { text.text($0.prefix(24)) } ?? "" }
        if let other {
            let root = root(of: other)
            notes.about = messages[root].departure?.origin ?? .unknown
        }
        messages[place].departure = notes
    }

    private func root(of place: Int) -> Int { messages.place(of: messages[place].parent) ?? place }

    // MARK: on the way

    /// Notes the filter's verdict on a message.
    mutating func noteDepartureVerdict(_ text: Span<UInt8>) {
        guard let verdict = event[.verdict], let place = placeOfJudged(text) else { return }
        messages[place].departure?.isSpam = text.extracting(verdict).equals("spam")
    }

    /// Notes the script that a header check names: `header X-PHP-Originating-Script: 33:mailer.php from local`.
    mutating func noteScript(_ text: Span<UInt8>, _ line: LogLine) {
        guard let range = event[.text], let key = key(text, line), let place = messages.place(of: key),
            let found = text.firstIndex(of: "header X-PHP-Originating-Script: ", in: range)
        else { return }
        var start = found + 33
        let colon = text.index(of: UInt8(ascii: ":"), from: start, or: range.upperBound)
        if colon < range.upperBound { start = colon + 1 }
        // What a script was called with may name a person.
        var end = start
        while end < min(range.upperBound, start + DepartureNotes.maxScriptBytes),
            text[end] > 0x20, text[end] != UInt8(ascii: "?"), text[end] != UInt8(ascii: "#")
        { end += 1 }
        messages[place].departure?.script = text.text(start..<end)
    }

    /// Notes that a rule of a mailbox sent a message on.
    mutating func noteRedirectOfMessage(_ text: Span<UInt8>) {
        guard let to = event[.to], let account = event[.account], let id = event[.messageID],
            let place = messages.place(ofMessageID: text.hash(id, seed: seed))
        else { return }
        let mailbox = source(text, account, .login)
        let target = text.hash(to, seed: seed, foldsCase: true)
        let root = root(of: place)
        guard (messages[root].departure?.redirects.count ?? 0) < DepartureNotes.maxRedirects else { return }
        messages[root].departure?.redirects[target] = mailbox
    }

    /// Completes a recipient's copy with what its departure needs.
    mutating func completeCopy(_ recipient: inout TrackedRecipient, _ text: Span<UInt8>, _ place: Int) {
        guard let to = event[.to], let watched else { return }
        recipient.isExternal = watched.isExternal(text, to)
        guard recipient.isExternal else { return }
        recipient.hasForeignSender = messages[place].departure?.hasForeignSender ?? false
        if let original = event[.originalTo], !original.isEmpty, !watched.isExternal(text, original) {
            recipient.isForwarded = true
            recipient.mailbox = source(text, original, .login)
        }
        if recipient.state == .bounced, let reasonForReturn {
            recipient.reason = reasonForReturn(
                event.text(.dsn, in: text) ?? "", event.text(.response, in: text) ?? "")
        }
    }

    /// A copy of a message that goes on with another one: what the other did not have was sent on by a rule or an alias.
    func handedOn(_ recipient: TrackedRecipient, to parent: Int) -> TrackedRecipient {
        guard followsDepartures, recipient.isExternal, !recipient.isForwarded else { return recipient }
        let known = messages[parent].recipients
        if known.contains(where: { $0.target == recipient.target }) { return recipient }
        var recipient = recipient
        let mailbox = messages[parent].departure?.redirects[recipient.target]
        let wentToMailbox = known.contains { $0.state == .sentLocal || $0.state == .handedOver && !$0.isExternal }
        if mailbox != nil || wentToMailbox {
            recipient.isForwarded = true
            recipient.mailbox = mailbox ?? 0
        }
        return recipient
    }

    // MARK: the end

    /// Notes a message that goes on with no other, where it concerns the outside.
    mutating func noteDeparture(_ message: TrackedMessage) {
        guard followsDepartures, let notes = message.departure else { return }
        let copies = message.recipients.filter { $0.isExternal && !$0.isArchive }.map { recipient in
            let mailbox = notes.redirects[recipient.target]
            return Departure.Copy(
                recipient: recipient.target, domain: Int(recipient.domain),
                isForwarded: recipient.isForwarded || mailbox != nil,
                mailbox: recipient.mailbox != 0 ? recipient.mailbox : mailbox ?? 0,
                hasForeignSender: recipient.hasForeignSender,
                outcome: Self.outcome(recipient.state, isExpired: message.isExpired), reason: recipient.reason)
        }
        let origin: Departure.Origin =
            switch message.origin {
            case .notification: .notification
            case .vacation: .vacation
            default: notes.origin
            }
        guard !copies.isEmpty || origin == .own else { return }
        var departure = Departure(time: message.first, origin: origin)
        departure.source = message.source
        if origin == .outside, copies.contains(where: { !$0.isForwarded }) {
            departure.source = source(named: notes.client, .client)
        }
        departure.network = message.sourceNetwork
        (departure.sender, departure.hasForeignSender) = (notes.sender, notes.hasForeignSender)
        (departure.about, departure.isSpam) = (notes.about, notes.isSpam)
        (departure.script, departure.queueID, departure.copies) = (notes.script, notes.queueID, copies)
        departures.append(departure)
    }

    private static func outcome(_ state: TrackedRecipient.State, isExpired: Bool) -> LogEvent.Outcome {
        switch state {
        case .sentLocal, .sentRemote, .handedOver: .sent
        case .deferred: isExpired ? .bounced : .deferred
        case .bounced: .bounced
        case .discarded: .discarded
        }
    }
}
