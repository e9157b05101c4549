// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What alarms count, noted beside the tables.
extension LogAnalysis {
    /// Who is in the activity, by key.
    ///
    /// Names of earlier runs are not known before the log names them again.
    package var sources: [UInt64: ActivitySource] { activity.sources }

    /// The latest time of all lines; 0: there was none.
    package var latest: Int { now }

    /// How many messages wait in queues.
    package var waiting: Int {
        messages.count(where: { !$0.isRemoved && $0.parent == 0 && ($0.size > 0 || !$0.recipients.isEmpty) })
    }

    /// Takes what happened since it was last taken, in the order of the lines.
    package mutating func takeActivity() -> [ServerActivity] {
        let entries = activity.entries
        activity.entries = []
        return entries
    }

    private mutating func note(_ entry: ServerActivity) { activity.entries.append(entry) }

    /// The key of a source, whose name is remembered.
    mutating func source(_ text: Span<UInt8>, _ name: Range<Int>, _ kind: ActivitySource.Kind) -> UInt64 {
        let key = ActivitySource.key(text, name, kind, seed: seed)
        if activity.sources[key] == nil {
            if activity.sources.count >= ActivityLog.maxSources { activity.sources.removeAll(keepingCapacity: true) }
            activity.sources[key] = ActivitySource(kind, text.text(name))
        }
        return key
    }

    /// The key of a source that stands in no line at hand.
    mutating func source(named name: String, _ kind: ActivitySource.Kind) -> UInt64 {
        let bytes = Array(name.utf8)
        return source(bytes.span, 0..<bytes.count, kind)
    }

    private func queueID(_ text: Span<UInt8>) -> String { event.text(.queueID, in: text) ?? "" }

    /// The client's address; of an IPv4 address that is written as one of IPv6 (RFC 4291, section 2.5.5.2) the former.
    private func clientAddress(_ text: Span<UInt8>) -> Range<Int>? {
        guard let address = event[.clientAddress] else { return nil }
        let isMapped =
            address.count > Self.mapped.count
            && Self.mapped.indices.allSatisfy { text[address.lowerBound + $0] | 0x20 == Self.mapped[$0] | 0x20 }
            && text.index(of: UInt8(ascii: "."), from: address.lowerBound, or: address.upperBound) < address.upperBound
        return isMapped ? (address.lowerBound + Self.mapped.count)..<address.upperBound : address
    }

    private static let mapped = Array("::ffff:".utf8)

    /// The hash of the client's wide network; 0: there is no address.
    private func wideNetwork(_ text: Span<UInt8>) -> UInt64 {
        guard let address = clientAddress(text), !address.isEmpty else { return 0 }
        let isVersion6 =
            text.index(of: UInt8(ascii: ":"), from: address.lowerBound, or: address.upperBound)
            < address.upperBound
        let separator: UInt8 = isVersion6 ? UInt8(ascii: ":") : UInt8(ascii: ".")
        let first = text.index(of: separator, from: address.lowerBound, or: address.upperBound)
        let second = text.index(of: separator, from: min(first + 1, address.upperBound), or: address.upperBound)
        return max(1, text.hash(address.lowerBound..<second, seed: seed, foldsCase: true))
    }

    private func addressHash(_ text: Span<UInt8>) -> UInt64 {
        clientAddress(text).map { max(1, text.hash($0, seed: seed, foldsCase: true)) } ?? 0
    }

    /// Notes who handed in a message: a login, a client on the site's own networks, a local program; or that it came from outside.
    mutating func noteSource(_ text: Span<UInt8>, _ line: LogLine, _ place: Int) {
        var entry = ServerActivity(kind: .submitted, time: line.time, queueID: queueID(text))
        if let account = event[.account], !account.isEmpty {
            entry.source = source(text, account, .login)
            entry.address = addressHash(text)
            entry.network = wideNetwork(text)
        } else if let address = event[.clientAddress] {
            if isLoopback(text, address) { return }
            if isOwnClient(text, address) {
                entry.source = source(text, address, .client)
            } else {
                entry.kind = .received
            }
        } else if let uid = event[.queueID].map({ $0.upperBound + 2 }), text.has("uid=", at: uid),
            let number = text.number(at: uid + 4, before: text.count)
        {
            entry.source = source(text, uid + 4..<number.end, .script)
        } else {
            return
        }
        messages[place].source = entry.source
        messages[place].sourceNetwork = entry.network
        note(entry)
    }

    private mutating func isOwnClient(_ text: Span<UInt8>, _ address: Range<Int>) -> Bool {
        let hash = text.hash(address, seed: seed)
        if let isOwn = activity.clients[hash] { return isOwn }
        let isOwn = watched?.hasClient(text.text(address)) ?? false
        if activity.clients.count >= ActivityLog.maxClients { activity.clients.removeAll(keepingCapacity: true) }
        activity.clients[hash] = isOwn
        return isOwn
    }

    /// Notes a login, or a failed one.
    mutating func noteLogin(_ text: Span<UInt8>, _ line: LogLine, _ kind: ServerActivity.Kind) {
        var entry = ServerActivity(kind: kind, time: line.time)
        if let address = event[.clientAddress], isLoopback(text, address) { return }
        if let account = event[.account], !account.isEmpty { entry.source = source(text, account, .login) }
        entry.address = addressHash(text)
        entry.network = wideNetwork(text)
        note(entry)
    }

    /// Notes that an account's rules sent a message on to the outside.
    mutating func noteRedirect(_ text: Span<UInt8>, _ line: LogLine) {
        guard let to = event[.to], let account = event[.account], watched?.isExternal(text, to) == true else { return }
        note(
            ServerActivity(
                kind: .redirected, time: line.time, source: source(text, account, .login),
                recipient: text.hash(to, seed: seed, foldsCase: true)))
    }

    /// Notes what became of a try to deliver a source's message to the outside.
    mutating func noteAttempt(
        _ text: Span<UInt8>, _ line: LogLine, _ place: Int, _ recipient: TrackedRecipient, isFirst: Bool
    ) {
        guard recipient.state != .handedOver, !recipient.isArchive, let to = event[.to],
            watched?.isExternal(text, to) == true
        else { return }
        noteAnswerOfReceiver(text, line, recipient.state)
        // Whoever writes to an alias of the site writes to one address, however many are behind it.
        if let original = event[.originalTo], !original.isEmpty, watched?.isExternal(text, original) == false { return }
        let root = messages.place(of: messages[place].parent) ?? place
        guard messages[root].source != 0 else { return }
        var entry = ServerActivity(
            kind: .externalRecipient, time: line.time, source: messages[root].source,
            network: messages[root].sourceNetwork, recipient: recipient.target, queueID: queueID(text))
        if isFirst { note(entry) }
        switch recipient.state {
        case .bounced:
            entry.kind = .bounced
            note(entry)
        case .deferred where isFirst:
            entry.kind = .deferred
            note(entry)
        default: break
        }
    }

    private mutating func noteAnswerOfReceiver(
        _ text: Span<UInt8>, _ line: LogLine, _ state: TrackedRecipient.State
    ) {
        var entry = ServerActivity(kind: .taken, time: line.time, queueID: queueID(text))
        entry.receiver = event[.relayName].flatMap { Receiver(text, $0) }
        if state == .sentRemote {
            if entry.receiver != nil { note(entry) }
            return
        }
        guard let response = event[.response], !isAboutRecipient(text) else { return }
        if text.firstIndex(of: "blocked using ", in: response) != nil {
            entry.kind = .blockListed
            note(entry)
        }
        if entry.receiver != nil {
            entry.kind = .refused
            note(entry)
        }
    }

    /// Whether the enhanced status code is about the address or the mailbox (RFC 3463, sections 3.2 and 3.3).
    private func isAboutRecipient(_ text: Span<UInt8>) -> Bool {
        guard let code = event[.dsn], code.count >= 4 else { return false }
        return text.has(".1.", at: code.lowerBound + 1) || text.has(".2.", at: code.lowerBound + 1)
    }
}
