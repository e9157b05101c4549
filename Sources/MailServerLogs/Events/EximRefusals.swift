// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads what Exim refuses, and the rest of its main log.
enum EximRefusals {
    static func read(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        if let found = text.find(" authenticator failed for ", from: start, before: min(end, start + 80)) {
            return readLogin(text, method: start..<found, host: found + 26, before: end, into: &event)
        }
        EximFields.read(text, at: max(0, start - 1), before: end, into: &event)
        if text.has("H=", at: start) { _ = EximFields.readHost(text, at: start + 2, before: end, into: &event) }
        if readRejection(text, at: start, before: end, into: &event) { return }
        if readLost(text, at: start, before: end, into: &event) { return }
        if text.has("SA: Action: ", at: start) {
            event.kind = .rule
            let action = start + 12
            let actionEnd = text.index(of: UInt8(ascii: ":"), from: action, or: end)
            event.set(.action, action, text.index(of: 0x20, from: action, or: actionEnd))
            if let host = text.find("(host=", from: actionEnd, before: end) {
                _ = EximFields.readHost(text, at: host + 6, before: end, into: &event)
            }
            return
        }
        for word in warnings where text.has(word, at: start) {
            event.kind = .warning
            event.set(.level, start, text.index(of: 0x20, from: start, or: end))
            event.set(.text, start, end)
            return
        }
        for word in notices where text.has(word, at: start) {
            event.kind = .notice
            event.set(.text, start, end)
            return
        }
    }

    private static let warnings: [StaticString] = [
        "Warning: ", "Failed to ", "failed to ", "unable to ", "Cannot ", "TLS error ", "SMTP error ",
        "LOG: MAIN PANIC",
        "exim: ", "ALERT: ", "socket bind", "error in ", "lowest numbered MX",
    ]
    private static let notices: [StaticString] = [
        "no host name found for IP address", "no IP address found for host", "Start queue run", "End queue run",
        "exim 4", "SIGHUP received", "daemon ", "Spool file is locked", "Frozen", "Message is frozen",
        "removed by ", "cancelled by ", "Unfrozen", "unfrozen", "H=", "host name alias list", "queue run", "DKIM: ",
        "SMTP data timeout", "Completed", "retry time not reached", "Message frozen", "SPF: ", "DMARC: ",
        "Remote host closed",
        "list matching forced", "sender address changed", "*** Frozen", "TLS session", "no immediate delivery",
        "ident ", "Logging suppressed", "pid ", "spam acl", "Greylist", "errors-to", "moved to", "log string",
    ]

    /// `login authenticator failed for HOST: 535 Incorrect authentication data (set_id=USER)`.
    private static func readLogin(
        _ text: Span<UInt8>, method: Range<Int>, host: Int, before end: Int, into event: inout LogEvent
    ) {
        event.kind = .loginFailed
        event.set(.method, method.lowerBound, method.upperBound)
        let hostEnd = EximFields.readHost(text, at: host, before: end, into: &event)
        if let user = text.find("(set_id=", from: hostEnd, before: end) {
            event.set(.account, user + 8, text.index(of: UInt8(ascii: ")"), from: user, or: end))
        }
        if let code = text.find(": 5", from: hostEnd, before: end) {
            event.readReply(text, at: code + 2, before: end)
        }
    }

    /// `[temporarily ]rejected RCPT <to>: reason`, `rejected after DATA: ...`, `rejected by local_scan(): ...`,
    /// `sender verify fail for <from>: reason`, `dropped by 'connect' ACL: ...`, `rejected connection in "connect" ACL: ...`.
    private static func readRejection(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Bool {
        if let found = text.find("sender verify fail for <", from: start, before: end) {
            event.kind = .rule
            event.set(.action, found, found + 18)
            readReason(text, at: found + 24, before: end, into: &event)
            return true
        }
        guard let found = verb(text, at: start, before: end) else { return false }
        event.kind = .rule
        let isTemporary = text.has("temporarily ", at: found.lowerBound - 12)
        event.set(.action, isTemporary ? found.lowerBound - 12 : found.lowerBound, found.upperBound)
        let stage = found.upperBound + 1
        let stageEnd = text.index(of: 0x20, from: min(stage, end), or: end)
        event.set(.stage, min(stage, end), stageEnd)
        if text.has("RCPT ", at: stage) {
            let open = stage + 5
            let isBracketed = text.has("<", at: open)
            let close = text.find(isBracketed ? ">: " : ": ", from: open, before: end) ?? end
            event.set(.to, open + (isBracketed ? 1 : 0), close)
        }
        readReason(text, at: found.upperBound, before: end, into: &event)
        return true
    }

    /// Where `rejected` or `dropped` stands; behind the host, which may hold neither as a word of its own.
    private static func verb(_ text: Span<UInt8>, at start: Int, before end: Int) -> Range<Int>? {
        if text.has("SMTP ", at: start) { return nil }
        for word in ["rejected ", "dropped by "] as [StaticString] {
            var from = start
            while let found = text.find(word, from: from, before: end) {
                if found == start || text[found - 1] == 0x20 {
                    return found..<found + (text[found] == UInt8(ascii: "r") ? 8 : 7)
                }
                from = found + 1
            }
        }
        return nil
    }

    private static func readReason(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        guard let colon = text.find(": ", from: start, before: end) else { return }
        event.set(.reason, colon + 2, end)
        for phrase in ["dnsbl ", "black list at ", " is listed at "] as [StaticString] {
            guard let list = text.find(phrase, from: colon, before: end) else { continue }
            let name = list + phrase.utf8CodeUnitCount
            if let nameEnd = LogEvent.listName(text, at: name, before: end) { event.set(.list, name, nameEnd) }
        }
    }

    /// Connections that broke or were ended.
    private static func readLost(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Bool {
        let words: [StaticString] = [
            "SMTP protocol ", "SMTP call from ", "SMTP connection from ", "no MAIL in SMTP connection from ",
            "unexpected disconnection", "SMTP command timeout", "SMTP syntax error", "SMTP incomplete transaction",
            "SMTP timeout", "unqualified ", "TLS error on connection", "Connection from ", "refused connection",
        ]
        guard let word = words.first(where: { text.has($0, at: start) }) else { return false }
        event.kind = .connectionLost
        event.set(.reason, start, start + word.utf8CodeUnitCount - 1)
        if text.has(" from ", before: start + word.utf8CodeUnitCount) {
            _ = EximFields.readHost(text, at: start + word.utf8CodeUnitCount, before: end, into: &event)
        }
        return true
    }
}
