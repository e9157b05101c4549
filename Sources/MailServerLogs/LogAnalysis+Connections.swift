// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Connections, logins and rules: counted line by line.
extension LogAnalysis {
    mutating func noteConnection(_ text: Span<UInt8>, _ line: LogLine) {
        switch event.kind {
        case .connected:
            // What `postscreen` and `tlsproxy` let pass connects to smtpd once more.
            guard !event.has(.clientPort) else { return }
            beginSession(line)
            tables.totals.connections += 1
            tables.networks.values[network(text)].connections += 1
        case .disconnected: if !event.has(.clientPort) { endSession(line) }
        case .connectionLost: tables.totals.connectionsLost += 1
        case .clientTLS:
            tables.totals.connectionsTLS += 1
            sessions[session(line)]?.hasTLS = true
            noteTLSVersion(text)
        case .serverTLS:
            tables.totals.outgoingTLS += 1
            noteServerTLS(text, line)
            noteTLSVersion(text)
        case .connectFailed: tables.totals.unreachable += 1
        case .serverReply: noteAnswer(text, isFinal: false)
        case .screeningPassed: tables.totals.screened += 1
        case .screeningFailed:
            tables.totals.screenedOut += 1
            if let action = event[.action] {
                let number = tables.screening.number(text.hash(action)) { text.text(action) }
                tables.screening.values[number] += 1
            }
        case .listed:
            if let list = event[.list] {
                let number = tables.listings.number(text.hash(list, foldsCase: true)) { text.text(list) }
                tables.listings.values[number] += 1
            }
        case .login:
            tables.totals.logins += 1
            noteLoginTransport(text, line)
            if watched != nil { noteLogin(text, line, .login) }
        case .loginFailed:
            tables.totals.failedLogins += 1
            if watched != nil { noteLogin(text, line, .loginFailed) }
            tables.networks.values[network(text)].failedLogins += 1
        case .stored: tables.totals.stored += 1
        case .vacation: tables.totals.vacations += 1
        case .redirected:
            noteRedirectTransport(text)
            if watched != nil { noteRedirect(text, line) }
            if followsDepartures { noteRedirectOfMessage(text) }
        default: break
        }
    }

    private mutating func noteTLSVersion(_ text: Span<UInt8>) {
        guard let version = event[.tlsVersion] else { return }
        let number = tables.tlsVersions.number(text.hash(version)) { text.text(version) }
        tables.tlsVersions.values[number] += 1
    }

    /// Whether these may be the bytes of an IP address: digits and dots, or hexadecimal digits and colons.
    private static func isAddress(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard 3...45 ~= range.count else { return false }
        let hasColon = text.firstIndex(of: UInt8(ascii: ":"), in: range) != nil
        for index in range {
            let byte = text[index]
            if byte.isDecimalDigit || byte == UInt8(ascii: ".") { continue }
            guard hasColon, byte == UInt8(ascii: ":") || (byte | 0x20) &- 0x61 < 6 else { return false }
        }
        return true
    }

    /// The number of the network that the client's address lies in: 24 bits of IPv4, 48 of IPv6.
    mutating func network(_ text: Span<UInt8>) -> Int {
        guard let address = event[.clientAddress], Self.isAddress(text, address) else {
            return NameTable<NetworkCounts>.others
        }
        var end = address.upperBound
        if text.index(of: UInt8(ascii: ":"), from: address.lowerBound, or: end) < end {
            var colons = 0
            var index = address.lowerBound
            while index < address.upperBound {
                if text[index] == UInt8(ascii: ":") {
                    colons += 1
                    if colons == 3 || text.has("::", at: index) {
                        end = index
                        break
                    }
                }
                index += 1
            }
            let prefix = address.lowerBound..<end
            return tables.networks.number(text.hash(prefix, foldsCase: true)) { text.text(prefix) + "::/48" }
        }
        while end > address.lowerBound, text[end - 1] != UInt8(ascii: ".") { end -= 1 }
        guard end > address.lowerBound else { return NameTable<NetworkCounts>.others }
        let prefix = address.lowerBound..<end
        return tables.networks.number(text.hash(prefix)) { text.text(prefix) + "0/24" }
    }

    // MARK: sessions

    /// The most sessions that are followed at once: the ends of others were lost.
    private static let maxSessions = 20_000

    private func session(_ line: LogLine) -> UInt64 {
        UInt64(truncatingIfNeeded: line.host) << 32 ^ UInt64(truncatingIfNeeded: line.process)
    }

    private mutating func beginSession(_ line: LogLine) {
        guard line.process > 0 else { return }
        if sessions.count >= Self.maxSessions { sessions.removeAll(keepingCapacity: true) }
        sessions[session(line)] = Session(start: line.time)
    }

    private mutating func endSession(_ line: LogLine) {
        guard let ended = sessions.removeValue(forKey: session(line)) else { return }
        let seconds = max(0, line.time - ended.start)
        tables.totals.sessions += 1
        tables.totals.sessionSeconds += seconds
        tables.totals.longestSession = max(tables.totals.longestSession, seconds)
    }

    /// Whether the session that a line belongs to has TLS.
    func isOverTLS(_ line: LogLine) -> Bool { sessions[session(line)]?.hasTLS ?? false }

    /// What the client of the session that a line belongs to called itself; empty: no line said so.
    func hello(_ line: LogLine) -> String { sessions[session(line)]?.helo ?? "" }

    /// Notes what the client of a session called itself.
    mutating func noteHello(_ helo: String, _ line: LogLine) { sessions[session(line)]?.helo = helo }

    // MARK: rules

    mutating func noteRule(_ text: Span<UInt8>, _ line: LogLine) {
        guard let action = event[.action] else { return }
        noteReceivedRule(text, line)
        switch RuleEffect(text, action) {
        case .warning: tables.totals.warned += 1
        case .hold: tables.totals.held += 1
        case .discard:
            tables.totals.ruleDiscards += 1
            dropRefused(text, line)
        case .rejection:
            tables.totals.rejected += 1
            tables.volume.add(.rejected, at: line.time)
            noteRefusedClient(text, line)
            tables.networks.values[network(text)].rejected += 1
            tables.rejections[Int(RejectionReason(event, in: text).rawValue)] += 1
            if let list = event[.list] {
                let number = tables.blockLists.number(text.hash(list, foldsCase: true)) { text.text(list) }
                tables.blockLists.values[number] += 1
            }
            dropRefused(text, line)
        }
    }

    /// Forgets a message that was refused when it was there as a whole: it never was in the queue.
    private mutating func dropRefused(_ text: Span<UInt8>, _ line: LogLine) {
        guard let stage = event[.stage], let key = key(text, line), messages.place(of: key) != nil else { return }
        let word = text.extracting(stage)
        guard word.equals("END-OF-MESSAGE") || word.equals("header") || word.equals("body"),
            let message = messages.take(key)
        else { return }
        noteRefusedMessage(text, key, line)
        if let parent = messages.place(of: message.parent) { messages[parent].openChildren -= 1 }
    }
}

/// What a rule does.
private enum RuleEffect {
    case rejection, hold, discard, warning

    init(_ text: Span<UInt8>, _ action: Range<Int>) {
        let word = text.extracting(action)
        if word.equals("reject") || word.equals("milter-reject") || word.equals("proxy-reject")
            || word.has("rejected", at: 0)
            || word.has("temporarily ", at: 0) || word.has("dropped", at: 0)
        {
            self = .rejection
        } else if word.has("hold", before: word.count) || word.equals("milter-quarantine") {
            self = .hold
        } else if word.has("discard", before: word.count) || word.has("silently", at: 0) {
            self = .discard
        } else {
            self = .warning
        }
    }
}
