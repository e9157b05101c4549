// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads what Postfix's delivery agents say of the servers they talk to.
enum PostfixClient {
    /// Reads `NAME[ADDRESS] said: REPLY (in reply to STAGE command)`, behind `host `.
    static func readReply(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        event.kind = .serverReply
        let host = event.readRelay(text, at: start, before: end)
        if text.has(" refused to talk to me: ", at: host) {
            event.set(.response, host + 24, end)
            return
        }
        guard text.has(" said: ", at: host) else {
            // `host NAME[ADDRESS] offers SMTPUTF8 support, ...` and such.
            event.kind = .notice
            return
        }
        var last = end
        if let reply = text.find(" (in reply to ", from: host, before: end) {
            last = reply
            let stage = reply + 14
            event.set(.stage, stage, text.find(" command)", from: stage, before: end) ?? end - 1)
        }
        event.set(.response, host + 7, last)
    }

    /// Reads `lost connection with HOST while ...` and `conversation with HOST timed out while ...`.
    static func readLostServer(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Bool {
        let isLost = text.has("lost connection with ", at: start)
        guard isLost || text.has("conversation with ", at: start) else { return false }
        event.kind = .connectFailed
        if isLost { event.set(.reason, start, start + 15) }
        let host = event.readRelay(text, at: start + (isLost ? 21 : 18), before: end)
        if let words = text.find(" while ", from: host, before: end) { event.set(.stage, words + 7, end) }
        return true
    }

    /// Reads `connect to HOST: REASON`, `SSL_connect error to HOST: REASON` and what concerns a server's certificate.
    static func readConnection(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Bool {
        let host: Int
        if text.has("connect to ", at: start) {
            host = start + 11
        } else if text.has("SSL_connect error to ", at: start) {
            host = start + 21
        } else if text.has("certificate verification failed for ", at: start) {
            host = start + 36
        } else {
            return false
        }
        event.kind = .connectFailed
        let hostEnd = event.readRelay(text, at: host, before: end)
        if text.has(": ", at: hostEnd) { event.set(.reason, hostEnd + 2, end) }
        return true
    }

    /// Reads `TRUST TLS connection established to HOST: VERSION with cipher NAME (128/128 bits) ...`.
    static func readTLS(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Bool {
        let trustEnd = text.index(of: 0x20, from: start, or: end)
        guard text.has(" TLS connection ", at: trustEnd),
            let word = text.find("established ", from: trustEnd, before: end)
                // Through tlsproxy a connection serves several messages, with this line before each: `reused to`.
                ?? text.find(" reused to ", from: trustEnd, before: end).map({ $0 - 4 })
        else { return false }
        event.set(.trust, start, trustEnd)
        let isClient = text.has("from ", at: word + 12)
        event.kind = isClient ? .clientTLS : .serverTLS
        let host = word + (isClient ? 17 : 15)
        let hostEnd =
            isClient ? event.readClient(text, at: host, before: end) : event.readRelay(text, at: host, before: end)
        guard text.has(": ", at: hostEnd) else { return true }
        let version = hostEnd + 2
        let versionEnd = text.index(of: 0x20, from: version, or: end)
        event.set(.tlsVersion, version, versionEnd)
        guard text.has(" with cipher ", at: versionEnd) else { return true }
        let cipherEnd = text.index(of: 0x20, from: versionEnd + 13, or: end)
        event.set(.cipher, versionEnd + 13, cipherEnd)
        readDetails(text, at: cipherEnd, before: end, into: &event)
        return true
    }

    private static func readDetails(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        if text.has(" (", at: start) {
            event.set(.cipherBits, start + 2, text.index(of: 0x20, from: start + 2, or: end))
        }
        if let found = text.find(" key-exchange ", from: start, before: end) {
            event.set(.keyExchange, found + 14, text.index(of: 0x20, from: found + 14, or: end))
        }
        for word in [" server-signature ", " client-signature "] as [StaticString] {
            guard let found = text.find(word, from: start, before: end) else { continue }
            let nameEnd = text.index(of: 0x20, from: found + 18, or: end)
            event.set(.signature, found + 18, nameEnd)
            guard text.has(" (", at: nameEnd) else { continue }
            let close = text.index(of: UInt8(ascii: ")"), from: nameEnd, or: end)
            if text.has(" bits", before: close) {
                event.set(.signatureBits, nameEnd + 2, close - 5)
            } else {
                event.set(.signatureCurve, nameEnd + 2, close)
            }
        }
        for word in [" server-digest ", " client-digest "] as [StaticString] {
            guard let found = text.find(word, from: start, before: end) else { continue }
            event.set(.digest, found + 15, text.index(of: 0x20, from: found + 15, or: end))
        }
    }
}
