// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What is followed to tell clear text from TLS.
struct TransportState: Sendable {
    let domains: WatchedDomains
    let networks: [NetworkRange]
    let clouds: [[NetworkRange]]
    var tables: TransportTables
    /// The server to which a process of smtp has set up TLS, and the message that it went to first, hashed.
    var outgoing: [UInt64: (server: UInt64, message: UInt64?)] = [:]

    /// The most processes that are followed at once.
    static let maxProcesses = 20_000

    init(_ watch: TransportWatch) {
        domains = WatchedDomains(watch.site)
        networks = watch.networks
        clouds = watch.clouds
        tables = TransportTables(clouds: watch.clouds.count)
    }

    /// Whether the site's own networks have an address.
    func isOwn(_ address: String) -> Bool { networks.contains { $0.contains(address) } }
}

/// What crosses networks in clear text: a connection's TLS is in a line of its own, before those of its messages.
extension LogAnalysis {
    /// What crossed networks in clear text; nil: that was not asked for.
    package var transportTables: TransportTables? { transport?.tables }

    private func process(_ line: LogLine) -> UInt64 {
        UInt64(truncatingIfNeeded: line.host) << 32 ^ UInt64(truncatingIfNeeded: line.process)
    }

    /// Notes a login at IMAP, POP3 or their like.
    mutating func noteLoginTransport(_ text: Span<UInt8>, _ line: LogLine) {
        guard transport != nil, let address = event[.clientAddress], !isLoopback(text, address) else { return }
        let account = event[.account].map { text.hash($0, seed: seed, foldsCase: true) }
        transport?.tables.logins += 1
        noteCloud(text, address, account, line)
        // `secured` without TLS: from this machine, or through a proxy that has it.
        let isSecured = event.has(.tlsVersion) || text.find(", secured", from: 0, before: text.count) != nil
        let isOwnAddress = event[.serverAddress].map {
            text.extracting($0).isSame(as: text.extracting(address))
        }
        if !isSecured, isOwnAddress != true, showsPassword(text) {
            transport?.tables.clearLogins.add(account, at: line.time)
        }
    }

    /// Whether who listens gets the password: of mechanisms that answer a challenge (CRAM-MD5, SCRAM, GSSAPI) it does not cross.
    private func showsPassword(_ text: Span<UInt8>) -> Bool {
        guard let method = event.text(.method, in: text), !method.isEmpty else { return true }
        // Dovecot has `method=PLAIN`, Exim the name of an authenticator, which says nothing for certain.
        let challenged = ["CRAM-", "DIGEST-", "SCRAM-", "GSS", "NTLM", "APOP", "RPA", "SKEY", "OTP", "EXTERNAL"]
        return !challenged.contains { method.uppercased().hasPrefix($0) }
    }

    private mutating func noteCloud(_ text: Span<UInt8>, _ address: Range<Int>, _ account: UInt64?, _ line: LogLine) {
        guard let clouds = transport?.clouds, !clouds.isEmpty else { return }
        let client = text.text(address)
        if let cloud = clouds.firstIndex(where: { $0.contains { $0.contains(client) } }) {
            transport?.tables.clouds[cloud].add(account, at: line.time)
        }
    }

    /// Notes how a message came.
    mutating func noteArrivalTransport(_ text: Span<UInt8>, _ line: LogLine, _ place: Int) {
        guard transport != nil, let address = event[.clientAddress], !isLoopback(text, address) else { return }
        let isExim = names.servers[line.program] == .exim
        let isSecured = isExim ? event.has(.tlsVersion) : isOverTLS(line)
        if let account = event[.account], !account.isEmpty {
            let hash = text.hash(account, seed: seed, foldsCase: true)
            transport?.tables.submissions += 1
            noteCloud(text, address, hash, line)
            if !isSecured, showsPassword(text) { transport?.tables.clearSubmissions.add(hash, at: line.time) }
        } else if messages[place].origin == .incoming, transport?.isOwn(text.text(address)) == false {
            messages[place].transport = isSecured ? .secured : .clear
        }
    }

    /// Counts a message from another server when it is known whose it is.
    mutating func countReceivedTransport(_ message: TrackedMessage) {
        guard transport != nil, let kind = message.transport else { return }
        let name = tables.senderDomains.names[Int(message.senderDomain)]
        guard name.contains("."), let number = transport?.tables.received.number(name) else { return }
        switch kind {
        case .secured: transport?.tables.received.values[number].secured += 1
        case .clear: transport?.tables.received.values[number].clear += 1
        }
    }

    /// Notes that a process of smtp has set up TLS.
    mutating func noteServerTLS(_ text: Span<UInt8>, _ line: LogLine) {
        guard transport != nil, let address = event[.relayAddress] else { return }
        if transport?.outgoing.count ?? 0 >= TransportState.maxProcesses { transport?.outgoing.removeAll() }
        let process = process(line)
        transport?.outgoing[process] = (text.hash(address), nil)
    }

    /// Notes how a message went to another server.
    mutating func noteSentTransport(_ text: Span<UInt8>, _ line: LogLine) {
        guard transport != nil, let to = event[.to], let address = event[.relayAddress],
            transport?.isOwn(text.text(address)) == false
        else { return }
        let isSecured: Bool
        let process = process(line)
        if names.servers[line.program] == .exim {
            isSecured = event.has(.tlsVersion)
        } else if let known = transport?.outgoing[process], known.server == text.hash(address) {
            // A connection over TLS is one message's: what comes later on the same process is another.
            let message = event[.queueID].map { text.hash($0) }
            isSecured = known.message == nil || known.message == message
            if isSecured { transport?.outgoing[process]?.message = message }
        } else {
            isSecured = false
        }
        guard let number = transport?.tables.sent.number(ofDomainIn: to, text) else { return }
        if isSecured {
            transport?.tables.sent.values[number].secured += 1
        } else {
            transport?.tables.sent.values[number].clear += 1
        }
    }

    /// Notes that a user's rules sent a message on.
    mutating func noteRedirectTransport(_ text: Span<UInt8>) {
        guard let to = event[.to], transport?.domains.isExternal(text, to) == true,
            let number = transport?.tables.redirects.number(ofDomainIn: to, text)
        else { return }
        transport?.tables.redirects.values[number] += 1
    }
}
