// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads Postfix's warnings: most only say something, a few are events.
enum PostfixWarnings {
    /// Reads the text behind `warning: `.
    static func read(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        event.set(.text, start, end)
        if let found = text.find(": SASL ", from: start, before: end), start < found {
            // host[address]: SASL LOGIN authentication failed: reason[, sasl_username=user]
            let host = event.readClient(text, at: start, before: found)
            guard host == found, event.has(.clientAddress) else { return }
            event.kind = .loginFailed
            event.set(.text, found + 2, end)
            let method = found + 7
            event.set(.method, method, text.index(of: 0x20, from: method, or: end))
            var last = end
            if let user = text.find(", sasl_username=", from: found, before: end) {
                event.set(.account, user + 16, end)
                last = user
            }
            if let reason = text.find("failed: ", from: found, before: end) { event.set(.reason, reason + 8, last) }
        } else if text.has("non-SMTP command from ", at: start) {
            event.kind = .connectionLost
            event.set(.reason, start, start + 16)
            _ = event.readClient(text, at: start + 22, before: end)
        } else if let found = text.find("rate limit exceeded: ", from: start, before: end) {
            event.kind = .connectionLost
            event.set(.reason, start, found + 19)
            if let from = text.find(" from ", from: found, before: end) {
                event.set(.count, found + 21, from)
                let host = event.readClient(text, at: from + 6, before: end)
                if text.has(" for service ", at: host) { event.set(.service, host + 13, end) }
            }
        } else if text.has("numeric hostname", at: start) || text.has("header ", at: start) {
            event.kind = .notice
        }
    }
}
