// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads what Dovecot's LMTP server, its local delivery agent and Sieve say of messages.
enum DovecotDelivery {
    private static let stores: [StaticString] = [
        "saved mail to ", "stored mail into mailbox ", "fileinto ",
    ]
    private static let others: [StaticString] = [
        "Connect from", "Disconnect from", "Connection closed", "marked message to be discarded", "discarded message",
        "Logged out", "discarding vacation", "not sending", "skipped vacation", "save failed", "rejected message",
        "sent notif", "forwarded to ", "redirected ",
        "Client", "Disconnected",
    ]

    private static let actions = others + stores

    /// Reads `[SESSION: ][sieve: ][msgid=<...>: ]saved mail to INBOX` and the like.
    static func read(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        var action = start
        if let id = text.find("msgid=", from: start, before: end) {
            // A Message-ID may be missing, and it may be anything: its end is a colon behind its bracket.
            let isBracketed = text.has("<", at: id + 6)
            var idEnd = id + 6
            while idEnd < end, !text.has(isBracketed ? ">: " : ": ", at: idEnd) { idEnd += 1 }
            // A Message-ID may hold what ends it: the last that an action follows.
            var later = idEnd
            while isBracketed, let found = text.find(">: ", from: later + 1, before: end) {
                if (actions + ["sent vacation response"]).contains(where: { text.has($0, at: found + 3) }) {
                    idEnd = found
                }
                later = found
            }
            event.set(.messageID, id + (isBracketed ? 7 : 6), idEnd)
            action = min(end, idEnd + (isBracketed ? 3 : 2))
        } else {
            // `lmtp(42, user): SESSION: text` of 2.2.
            for phrase in actions {
                if let found = text.find(phrase, from: start, before: end) {
                    action = found
                    break
                }
            }
        }
        if text.has("sent vacation response", at: action) {
            event.kind = .vacation
        } else if stores.contains(where: { text.has($0, at: action) }) {
            event.kind = .stored
            event.outcome = .sent
        } else if let address = redirectedTo(text, at: action, before: end) {
            event.kind = .redirected
            event.set(.to, address.lowerBound, address.upperBound)
        } else if others.contains(where: { text.has($0, at: action) }) || action > start {
            event.kind = .notice
        }
        event.set(.action, action, text.index(of: 0x20, from: action, or: end))
    }

    /// The address in `forwarded to <user@example.net>`; nil where something else is said.
    private static func redirectedTo(_ text: Span<UInt8>, at start: Int, before end: Int) -> Range<Int>? {
        for phrase in ["forwarded to <", "redirected message to <"] as [StaticString] where text.has(phrase, at: start)
        {
            let address = start + phrase.utf8CodeUnitCount
            let close = text.index(of: UInt8(ascii: ">"), from: address, or: end)
            return address < close ? address..<close : nil
        }
        return nil
    }
}
