// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads the lines of Postfix's daemons.
///
/// Each daemon has its own vocabulary, but no phrase means two things; so the phrase decides, and a site that renames its
/// services loses nothing.
/// - SeeAlso: Postfix 3.10, `src/*/`: the `msg_info` and `msg_warn` calls.
enum PostfixEvents {
    /// Reads a line's text.
    static func read(_ text: Span<UInt8>, into event: inout LogEvent) {
        event.reset()
        let text = text.extracting(first: trimmedEnd(text))
        let end = text.count
        var index = readLevel(text, at: 0, before: end, into: &event)
        if let idEnd = queueIDEnd(text, at: index, before: end) {
            event.set(.queueID, index, idEnd)
            index = idEnd + 2
            // `ID: warning: header Subject: ...`: what header_checks were told to say.
            if event.kind == .warning {
                event.set(.text, index, end)
            } else {
                readOfMessage(text, at: index, before: end, into: &event)
            }
        } else if event.kind == .warning {
            PostfixWarnings.read(text, at: index, before: end, into: &event)
        } else {
            PostfixConnections.read(text, at: index, before: end, into: &event)
        }
    }

    private static func trimmedEnd(_ text: Span<UInt8>) -> Int {
        var end = text.count
        while end > 0, text[end - 1] == 0x20 || text[end - 1] == 0x0D { end -= 1 }
        return end
    }

    private static func readLevel(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Int {
        var length = 0
        switch start < end ? text[start] : 0 {
        case UInt8(ascii: "w"): length = text.has("warning: ", at: start) ? 7 : 0
        case UInt8(ascii: "e"): length = text.has("error: ", at: start) ? 5 : 0
        case UInt8(ascii: "f"): length = text.has("fatal: ", at: start) ? 5 : 0
        case UInt8(ascii: "p"): length = text.has("panic: ", at: start) ? 5 : 0
        default: return start
        }
        guard length > 0 else { return start }
        event.kind = .warning
        event.set(.level, start, start + length)
        return start + length + 2
    }

    /// Where a queue id ends, if one stands at an index: hexadecimal digits, or the long form's digits and consonants, or
    /// `NOQUEUE`; then a colon and a blank.
    @inline(__always)
    static func queueIDEnd(_ text: Span<UInt8>, at start: Int, before end: Int) -> Int? {
        var index = start
        var hasLower = false
        var hasDigit = false
        let limit = min(end, start + 24)
        while index < limit {
            let byte = text[index]
            if byte.isDecimalDigit {
                hasDigit = true
            } else if byte &- 0x61 < 26 {
                hasLower = true
            } else if byte &- 0x41 >= 26 {
                break
            }
            index += 1
        }
        guard index > start + 4, index + 1 < end, text[index] == UInt8(ascii: ":"), text[index + 1] == 0x20 else {
            return nil
        }
        // `statistics: ` is a word; a long queue id has more than ten characters and both capitals and digits.
        if hasLower { return hasDigit && index - start >= 11 ? index : nil }
        return hasDigit || text.has("NOQUEUE", at: start) || isHexadecimal(text, start..<index) ? index : nil
    }

    private static func isHexadecimal(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        for index in range where !(text[index].isDecimalDigit || text[index] &- 0x41 < 6) { return false }
        return true
    }

    /// What stands behind a queue id.
    private static func readOfMessage(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) {
        switch start < end ? text[start] : 0 {
        case UInt8(ascii: "t") where text.has("to=", at: start):
            event.kind = .delivery
            event.readPairs(text, at: start, before: end)
            if event.outcome == .sent { event.readNextQueueID(text) }
        case UInt8(ascii: "c") where text.has("client=", at: start):
            event.kind = .arrival
            event.readPairs(text, at: start, before: end)
        case UInt8(ascii: "u") where text.has("uid=", at: start):
            event.kind = .arrival
            event.readPairs(text, at: start, before: end)
        case UInt8(ascii: "f") where text.has("from=", at: start):
            event.readPairs(text, at: start, before: end)
            event.kind = event.has(.status) ? .expired : .queued
        case UInt8(ascii: "m") where text.has("message-id=", at: start):
            event.kind = .messageID
            let isBracketed = text.has("<", at: start + 11) && text[end - 1] == UInt8(ascii: ">")
            event.set(.messageID, start + (isBracketed ? 12 : 11), isBracketed ? end - 1 : end)
        case UInt8(ascii: "r") where text.has("removed", at: start) && end == start + 7:
            event.kind = .removed
            event.set(.action, start, end)
        default: readRest(text, at: start, before: end, into: &event)
        }
    }

    private static func readRest(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) {
        if text.has("host ", at: start) {
            return PostfixClient.readReply(text, at: start + 5, before: end, into: &event)
        }
        if PostfixClient.readLostServer(text, at: start, before: end, into: &event) { return }
        if readNotification(text, at: start, before: end, into: &event) { return }
        if text.has("proxy-", at: start) {
            return PostfixConnections.readProxy(text, at: start, before: end, into: &event)
        }
        if let actionEnd = PostfixRules.actionEnd(text, at: start, before: end) {
            return PostfixRules.read(text, at: start, actionEnd: actionEnd, before: end, into: &event)
        }
        if text.has("relay=", at: start) || text.find(", relay=", from: start, before: end) != nil {
            // A recipient that was cut out.
            event.kind = .delivery
            let comma = text.index(of: UInt8(ascii: ","), from: start, or: end)
            event.set(.to, start, comma)
            event.readPairs(text, at: comma, before: end)
            return
        }
        if text.has("enabling PIX workarounds: ", at: start) {
            event.kind = .notice
            if let last = text.find(" for ", from: start, before: end) {
                event.set(.text, start + 26, last)
                _ = event.readRelay(text, at: last + 5, before: end)
            }
            return
        }
        if text.has("SASL authentication failed; server ", at: start) {
            event.kind = .serverReply
            let host = event.readRelay(text, at: start + 35, before: end)
            if text.has(" said: ", at: host) { event.set(.response, host + 7, end) }
            return
        }
        for phrase in administration where text.has(phrase, at: start) {
            event.kind = .notice
            event.set(.action, start, end)
            return
        }
        if text.has("lost connection after ", at: start) || text.has("timeout after ", at: start) {
            PostfixConnections.read(text, at: start, before: end, into: &event)
        }
    }

    /// What `postsuper`, the queue manager and the delivery agents say of one message without figures.
    private static let administration: [StaticString] = [
        "requeued", "placed on hold", "released from hold", "removed", "expired", "skipped, still being delivered",
        "Cannot start TLS", "TLS is required", "Server certificate not", "breaking line", "resent-message-id=",
        "passing ",
        "conversion", "message size", "enabling ", "disabling ", "SMTPUTF8 ", "no MX host",
    ]

    /// `sender non-delivery notification: ID` and the like.
    private static func readNotification(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Bool {
        guard text.has("sender ", at: start) || text.has("postmaster ", at: start),
            let colon = text.find(" notification: ", from: start, before: end)
        else { return false }
        event.kind = .notification
        let space = text.index(of: 0x20, from: start, or: end)
        event.set(.to, start, space)
        event.set(.reason, space + 1, colon)
        event.set(.otherQueueID, colon + 15, end)
        return true
    }
}
