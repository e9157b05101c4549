// SPDX-License-Identifier: Apache-2.0

/// What one log line says: its kind, and where in its text the values lie.
///
/// Nothing is copied: a field is a range of the text, which is at most 64 KiB long. One value serves for line after line.
package struct LogEvent: Sendable {
    /// What happened.
    package enum Kind: UInt8, Sendable, CaseIterable {
        /// Nothing that is known: counted by template.
        case unknown
        /// Known, and without figures.
        case notice
        /// A warning, an error, or worse; ``LogField/level`` says which.
        case warning

        // Connections.
        /// A client connected.
        case connected
        /// A client left; with ``LogField/commands`` where the server counts them.
        case disconnected
        /// A client's connection broke, or was ended for what it did.
        case connectionLost
        /// TLS was set up with a client.
        case clientTLS
        /// TLS was set up with a server that mail is sent to.
        case serverTLS
        /// A server could not be reached.
        case connectFailed
        /// A server that mail is sent to refused or postponed something; what becomes of the mail follows.
        case serverReply
        /// `postscreen` let a client pass.
        case screeningPassed
        /// `postscreen` found a client wanting.
        case screeningFailed
        /// A DNS list names a client.
        case listed

        // Messages.
        /// A message arrives from a client, or from a local program.
        case arrival
        /// A message's id became known.
        case messageID
        /// The queue manager took a message up.
        case queued
        /// A recipient's delivery ended, or was put off.
        case delivery
        /// A message was kept too long, and went back.
        case expired
        /// A message left the queue.
        case removed
        /// A notification about a message was made.
        case notification
        /// A client, sender, recipient or message was refused, or met a rule: ``LogField/action`` says which.
        case rule

        // Accounts.
        /// Somebody logged in.
        case login
        /// Somebody failed to log in.
        case loginFailed
        /// A password or an account was wrong: the backend's line, beside that of the session.
        case passwordFailed
        /// A session of IMAP or POP3 ended.
        case sessionEnded
        /// A message was stored in a mailbox, or forwarded by a user's rules.
        case stored
        /// A vacation reply was sent.
        case vacation
        /// A user's rules sent a message on to ``LogField/to``.
        case redirected

        // Spreu's filter.
        /// The filter judged a message.
        case verdict
    }

    /// What became of a recipient's copy.
    package enum Outcome: UInt8, Sendable, CaseIterable {
        /// Delivered, to a mailbox or another server.
        case sent
        /// Put off: there will be another try.
        case deferred
        /// Returned: it cannot be delivered.
        case bounced
        /// Thrown away by a rule.
        case discarded
        /// A probe of an address, or what is not known.
        case other
    }

    /// What happened.
    package internal(set) var kind = Kind.unknown
    /// What became of a recipient's copy; of ``Kind/delivery``.
    package internal(set) var outcome = Outcome.other

    private var present: UInt64 = 0
    private var ranges = InlineArray<64, UInt32>(repeating: 0)

    /// Makes a value to read lines with.
    package init() {}

    /// Forgets everything.
    @inline(__always)
    mutating func reset() {
        kind = .unknown
        outcome = .other
        present = 0
    }

    /// Where a field's value lies; nil where the line has none.
    @inline(__always)
    package subscript(_ field: LogField) -> Range<Int>? {
        guard has(field) else { return nil }
        let packed = ranges[Int(field.rawValue)]
        return Int(packed & 0xFFFF)..<Int(packed >> 16)
    }

    /// Whether the line has a field.
    @inline(__always)
    package func has(_ field: LogField) -> Bool { present & (1 << UInt64(field.rawValue)) != 0 }

    /// Notes where a field's value lies.
    @inline(__always)
    mutating func set(_ field: LogField, _ start: Int, _ end: Int) {
        guard start <= end, end <= 0xFFFF else { return }
        ranges[Int(field.rawValue)] = UInt32(start) | UInt32(end) << 16
        present |= 1 << UInt64(field.rawValue)
    }

    /// A field's value as text.
    package func text(_ field: LogField, in text: Span<UInt8>) -> String? { self[field].map { text.text($0) } }

    /// A field's value as a whole number.
    package func integer(_ field: LogField, in text: Span<UInt8>) -> Int? {
        guard let range = self[field], let number = text.number(at: range.lowerBound, before: range.upperBound),
            number.end == range.upperBound
        else { return nil }
        return number.value
    }

    /// A field's value as a number with a fraction.
    package func decimal(_ field: LogField, in text: Span<UInt8>) -> Double? {
        self[field].flatMap { text.decimal($0) }
    }
}

/// The values that a log line may have.
package enum LogField: UInt8, Sendable, CaseIterable {
    /// The queue's name for a message; `NOQUEUE` before it has one.
    case queueID
    /// Another message's queue id: of a notification, or what a next hop calls the message.
    case otherQueueID
    /// Name, address and port of the client, or the server's own.
    case clientName, clientAddress, clientPort, serverAddress, serverPort
    /// The server that mail is sent to: name, address, port, or the socket that stands for it.
    case relayName, relayAddress, relayPort, relayService
    /// The service of a counter, such as `smtpd`.
    case service
    /// The step of SMTP: `RCPT`, `END-OF-MESSAGE`.
    case stage
    /// What a rule did: `reject`, `milter-reject`, `hold`; of a milter or a proxy, the word behind the hyphen.
    case action, milterResult
    /// Status code, enhanced status code, what it is about, and why.
    case code, enhancedCode, subject, reason
    /// Envelope: sender, recipient, recipient before aliases.
    case from, to, originalTo
    /// What EHLO said, the protocol, and the account that authenticated with it.
    case helo, proto, account, method
    /// Bytes, recipients, Message-ID.
    case size, recipients, messageID
    /// Delays: the whole in seconds, the four stages of it.
    case delay, delays
    /// The delivery status code, the status, and the answer.
    case dsn, status, response
    /// TLS: trust, version, cipher, bits, key exchange, signature, its bits or its curve, digest; policy of a delivery.
    case trust, tlsVersion, cipher, cipherBits, keyExchange, signature, signatureBits, signatureCurve, digest, tlsPolicy
    /// `warning`, `error`, `fatal`; the text behind it.
    case level, text
    /// The counters of SMTP commands.
    case commands
    /// A DNS list and its answer.
    case list, listResult
    /// A figure of a line of statistics: a rank, a rate with its period, a count, hits and misses.
    case count, period, secondCount, thirdCount
    /// Seconds after which something happened.
    case seconds
    /// The time within a line of statistics.
    case date
    /// The client before a content filter.
    case originalClient
    /// The verdict of Spreu's filter, and its probability.
    case verdict, probability
    /// The session's id.
    case session
}
