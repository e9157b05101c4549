// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads the lines of `postscreen` and `tlsproxy`.
///
/// - SeeAlso: POSTSCREEN_README, "Tests before the 220 SMTP server greeting", and `postscreen(8)`.
enum PostfixScreening {
    private static let passes: [StaticString] = [
        "PASS OLD ", "PASS NEW ", "WHITELISTED ", "ALLOWLISTED ", "BLACKLISTED ", "DENYLISTED ", "WHITELIST VETO ",
        "ALLOWLIST VETO ",
    ]
    private static let violations: [StaticString] = [
        "COMMAND TIME LIMIT ", "COMMAND COUNT LIMIT ", "COMMAND LENGTH LIMIT ", "NON-SMTP COMMAND ",
        "COMMAND PIPELINING ", "BARE NEWLINE ", "DATA without valid RCPT ", "BDAT without valid RCPT ",
    ]

    static func read(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) -> Bool {
        guard text[start] &- 0x41 < 26 else { return false }
        if text.has("CONNECT from ", at: start) {
            event.kind = .connected
            let client = event.readClient(text, at: start + 13, before: end)
            if text.has(" to ", at: client) {
                _ = event.readHost(
                    text, at: client + 4, before: end, name: .service, address: .serverAddress, port: .serverPort)
            }
            return true
        }
        if text.has("DISCONNECT ", at: start) {
            event.kind = .disconnected
            _ = event.readClient(text, at: start + 11, before: end)
            return true
        }
        for phrase in passes where text.has(phrase, at: start) {
            let words = start + phrase.utf8CodeUnitCount
            event.kind =
                text[start] == UInt8(ascii: "B") || text[start] == UInt8(ascii: "D") || text.has("VETO ", before: words)
                ? .screeningFailed : .screeningPassed
            event.set(.action, start, words - 1)
            _ = event.readClient(text, at: words, before: end)
            return true
        }
        for phrase in violations where text.has(phrase, at: start) {
            event.kind = .screeningFailed
            let words = start + phrase.utf8CodeUnitCount
            event.set(.action, start, words - 1)
            readClientAndStage(text, at: words, before: end, into: &event)
            return true
        }
        return readMeasured(text, at: start, before: end, into: &event)
    }

    /// `PREGREET 6 after 1.2 from CLIENT: ...`, `HANGUP after 63 from CLIENT in tests ...`, `DNSBL rank 3 for CLIENT`.
    private static func readMeasured(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Bool {
        let isHangup = text.has("HANGUP ", at: start)
        if text.has("PREGREET ", at: start) || isHangup {
            event.kind = .screeningFailed
            event.set(.action, start, start + (isHangup ? 6 : 8))
            guard let after = text.find("after ", from: start, before: end) else { return true }
            let secondsEnd = text.index(of: 0x20, from: after + 6, or: end)
            event.set(.seconds, after + 6, secondsEnd)
            readClientAndStage(text, at: secondsEnd + 1, before: end, into: &event)
            return true
        }
        guard text.has("DNSBL rank ", at: start) else { return false }
        event.kind = .screeningFailed
        event.set(.action, start, start + 5)
        let rankEnd = text.index(of: 0x20, from: start + 11, or: end)
        event.set(.count, start + 11, rankEnd)
        if text.has(" for ", at: rankEnd) { _ = event.readClient(text, at: rankEnd + 5, before: end) }
        return true
    }

    private static func readClientAndStage(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) {
        guard text.has("from ", at: start) else { return }
        let client = event.readClient(text, at: start + 5, before: end)
        guard text.has(" after ", at: client) else { return }
        event.set(.stage, client + 7, text.index(of: UInt8(ascii: ":"), from: client + 7, or: end))
    }
}
