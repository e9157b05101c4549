// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The mail of other servers that is followed, until it is known as a whole.
struct ReceivedState: Sendable {
    /// By the message's key in the queue.
    var open: [UInt64: ReceivedMail] = [:]
    /// Known as a whole, since it was last taken.
    var done: [ReceivedMail] = []
    /// Verdicts whose messages are not known yet, by queue id, hashed: the filter's own log may be read before the server's.
    var verdicts: [UInt64: (outcome: ReceivedMail.Outcome, time: Int)] = [:]
    /// Messages that were refused at their end and whose verdict may come yet, by queue id, hashed.
    var refused: [UInt64: ReceivedMail] = [:]

    /// How many of either wait, and for how many seconds: more is no log's order.
    private static let maxWaiting = 10_000
    private static let patience = 300

    /// Remembers a verdict.
    mutating func keep(_ outcome: ReceivedMail.Outcome, of id: UInt64, at time: Int) {
        if verdicts.count >= Self.maxWaiting { verdicts.removeAll(keepingCapacity: true) }
        verdicts[id] = (outcome, time)
    }

    /// The verdict that waited for a message.
    mutating func verdict(of id: UInt64, at time: Int) -> ReceivedMail.Outcome? {
        guard let kept = verdicts.removeValue(forKey: id), abs(time - kept.time) <= Self.patience else { return nil }
        return kept.outcome
    }

    /// Notes that a message was refused at its end: by the verdict, if one is known or comes.
    mutating func refuse(_ mail: ReceivedMail, id: UInt64, at time: Int) {
        var mail = mail
        if mail.outcome == .unjudged { mail.outcome = verdict(of: id, at: time) ?? .refused }
        guard mail.outcome == .refused else { return done.append(mail) }
        if refused.count >= Self.maxWaiting { giveUpRefused() }
        refused[id] = mail
    }

    /// The message that was refused at its end, a short while before a verdict on it.
    mutating func refusal(of id: UInt64, at time: Int) -> ReceivedMail? {
        guard let mail = refused.removeValue(forKey: id) else { return nil }
        if abs(time - mail.time) <= Self.patience { return mail }
        // The queue id is another message's by now.
        done.append(mail)
        return nil
    }

    /// Ends the wait for verdicts on what was refused.
    mutating func giveUpRefused() {
        done += refused.sorted { ($0.value.time, $0.key) < ($1.value.time, $1.key) }.map(\.value)
        refused.removeAll(keepingCapacity: true)
    }
}

/// Who handed in mail from outside: noted beside the tables where ``Options/followsReceived`` asks for it.
extension LogAnalysis {
    /// Takes the mail that is known as a whole since it was last taken.
    package mutating func takeReceived() -> [ReceivedMail] {
        let taken = received?.done ?? []
        received?.done = []
        return taken
    }

    /// Ends all messages as they are: nothing more is read.
    package mutating func endReceived() {
        received?.giveUpRefused()
        let waiting = received?.open.sorted { ($0.value.time, $0.key) < ($1.value.time, $1.key) } ?? []
        received?.done += waiting.map(\.value)
        received?.open = [:]
    }

    // MARK: taken

    /// Begins to follow a message of another server.
    mutating func beginReceived(_ text: Span<UInt8>, _ line: LogLine, _ place: Int) {
        guard received != nil, messages[place].origin == .incoming else { return }
        var mail = receivedMail(text, line)
        if let id = event[.queueID], let verdict = received?.verdict(of: text.hash(id, seed: seed), at: line.time) {
            mail.outcome = verdict
        }
        received?.open[messages[place].key] = mail
    }

    /// Notes the sender that a line names.
    mutating func noteReceivedSender(_ text: Span<UInt8>, _ key: UInt64) {
        guard received?.open[key]?.senderDomain.isEmpty == true else { return }
        let domain = senderDomain(text)
        received?.open[key]?.senderDomain = domain
    }

    /// Notes the filter's verdict.
    mutating func noteReceivedVerdict(_ text: Span<UInt8>) {
        guard let id = event[.queueID], let verdict = event[.verdict] else { return }
        let word = text.extracting(verdict)
        let outcome: ReceivedMail.Outcome =
            word.equals("spam") ? .judged(isSpam: true) : word.equals("ham") ? .judged(isSpam: false) : .unjudged
        if let place = placeOfJudged(text) {
            received?.open[messages[place].key]?.outcome = outcome
            return
        }
        let hash = text.hash(id, seed: seed)
        if var mail = received?.refusal(of: hash, at: now) {
            if outcome != .unjudged { mail.outcome = outcome }
            received?.done.append(mail)
        } else {
            received?.keep(outcome, of: hash, at: now)
        }
    }

    // MARK: refused

    /// Notes what a rule's line says of a client, whatever the rule did: often nothing else names its HELO.
    mutating func noteReceivedRule(_ text: Span<UInt8>, _ line: LogLine) {
        guard received != nil, let helo = event[.helo], !helo.isEmpty else { return }
        let short = text.text(helo.prefix(ReceivedMail.maxNameBytes))
        if let key = key(text, line), received?.open[key] != nil {
            received?.open[key]?.helo = short
            noteReceivedSender(text, key)
        } else {
            noteHello(short, line)
        }
    }

    /// Notes a client or a recipient that was refused for good before there was a message: no user of the site's, nor a server of its own.
    mutating func noteRefusedClient(_ text: Span<UInt8>, _ line: LogLine) {
        guard received != nil, let address = event[.clientAddress], !isLoopback(text, address),
            !names.submissions[line.program], !event.has(.account), !isTemporary(text)
        else { return }
        if let key = key(text, line), messages.place(of: key) != nil { return }
        var mail = receivedMail(text, line)
        mail.outcome = .refused
        received?.done.append(mail)
    }

    /// Notes that a message was refused when it was there as a whole.
    mutating func noteRefusedMessage(_ text: Span<UInt8>, _ key: UInt64, _ line: LogLine) {
        guard let id = event[.queueID], let mail = received?.open.removeValue(forKey: key) else { return }
        if isTemporary(text), mail.outcome == .unjudged { return }
        received?.refuse(mail, id: text.hash(id, seed: seed), at: line.time)
    }

    /// Whether the client was told to come back.
    private func isTemporary(_ text: Span<UInt8>) -> Bool {
        if let code = event[.code], !code.isEmpty { return text[code.lowerBound] == UInt8(ascii: "4") }
        // Of a milter's answer Postfix writes the enhanced code alone: `4.7.1 Try again later`.
        if let reason = event[.reason], text.has("4.", at: reason.lowerBound) { return true }
        return event[.action].map { text.has("temporarily", at: $0.lowerBound) } ?? false
    }

    // MARK: a line

    /// What a line says of a client.
    private func receivedMail(_ text: Span<UInt8>, _ line: LogLine) -> ReceivedMail {
        func short(_ field: LogField) -> String {
            event[field].map { text.text($0.prefix(ReceivedMail.maxNameBytes)) } ?? ""
        }
        var mail = ReceivedMail(time: line.time)
        mail.clientAddress = short(.clientAddress)
        mail.clientName = short(.clientName) == "unknown" ? "" : short(.clientName)
        mail.helo = short(.helo)
        if mail.helo.isEmpty { mail.helo = hello(line) }
        mail.senderDomain = senderDomain(text)
        return mail
    }

    private func senderDomain(_ text: Span<UInt8>) -> String {
        guard let from = event[.from] else { return "" }
        var start = from.upperBound
        while start > from.lowerBound, text[start - 1] != UInt8(ascii: "@") { start -= 1 }
        return start > from.lowerBound ? text.text((start..<from.upperBound).prefix(ReceivedMail.maxNameBytes)) : ""
    }
}
