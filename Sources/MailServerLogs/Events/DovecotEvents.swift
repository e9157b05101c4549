// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads the lines of Dovecot 2.3 and 2.4, from syslog or its own log files.
///
/// A line is `SERVICE[(...)][<pid><session>]: [LEVEL: ]TEXT`. User names, passwords and what clients send stand in it, so
/// phrases are looked for at their places only.
enum DovecotEvents {
    static func read(_ text: Span<UInt8>, into event: inout LogEvent) {
        event.reset()
        let end = text.count
        guard end > 0 else { return }
        // PAM's own line, with Dovecot's tag.
        if text.find("pam_unix(dovecot:", from: 0, before: min(end, 40)) != nil { return readPAM(text, into: &event) }
        // What systemd keeps of the unit's output names no service.
        var index = 0
        readLevel(text, at: &index, before: end, into: &event)
        if event.kind == .warning { return event.set(.text, index, end) }
        let name = DovecotService.name(text, 0..<min(end, 40))
        let service = text.extracting(name)
        guard let colon = serviceEnd(text, name.upperBound, before: end) else {
            event.kind = .unknown
            return
        }
        index = colon + 2
        readLevel(text, at: &index, before: end, into: &event)
        if service.equals("dovecot") {
            // `dovecot: auth(default): ...` behind a tag of its own.
            let inner = DovecotService.name(text, index..<min(end, index + 40))
            if let innerEnd = serviceEnd(text, inner.upperBound, before: end), text.has("auth", at: inner.lowerBound) {
                return DovecotLogins.readBackend(
                    text, at: innerEnd + 2, arguments: inner.upperBound..<innerEnd, before: end, into: &event)
            }
        }
        if text.has("-login", before: name.upperBound) {
            DovecotLogins.readLogin(text, at: index, before: end, into: &event)
        } else if text.has("auth", at: name.lowerBound) || text.has("dovecot-auth", at: name.lowerBound) {
            DovecotLogins.readBackend(
                text, at: index, arguments: name.upperBound..<colon, before: end, into: &event)
        } else if event.kind == .warning {
            event.set(.text, index, end)
        } else {
            readSession(text, service: service, at: index, before: end, into: &event)
            if event.kind == .redirected, text.has("(", at: name.upperBound) {
                // `lmtp(user)<42><session>`; of 2.2 `lmtp(42, user)`.
                let close = text.index(of: UInt8(ascii: ")"), from: name.upperBound, or: colon)
                let user =
                    text.findLast(", ", from: name.upperBound, before: close).map { $0 + 2 } ?? name.upperBound + 1
                event.set(.account, user, close)
            }
        }
    }

    /// Where the colon behind a service stands: parentheses and angle brackets before it may hold colons.
    private static func serviceEnd(_ text: Span<UInt8>, _ start: Int, before end: Int) -> Int? {
        var index = start
        while index + 1 < end {
            switch text[index] {
            case UInt8(ascii: "("): index = text.index(of: UInt8(ascii: ")"), from: index, or: end) + 1
            case UInt8(ascii: "<"): index = text.index(of: UInt8(ascii: ">"), from: index, or: end) + 1
            case UInt8(ascii: ":") where text[index + 1] == 0x20: return index
            default: return nil
            }
        }
        return nil
    }

    private static func readLevel(
        _ text: Span<UInt8>, at index: inout Int, before end: Int, into event: inout LogEvent
    ) {
        if text.has("Info: ", at: index) {
            index += 6
            return
        }
        if text.has("Debug: ", at: index) {
            event.kind = .notice
            index += 7
            return
        }
        for level in ["Warning: ", "Error: ", "Fatal: ", "Panic: "] as [StaticString] where text.has(level, at: index) {
            event.kind = .warning
            let length = level.utf8CodeUnitCount
            event.set(.level, index, index + length - 2)
            index += length
            return
        }
    }

    /// `pam_unix(dovecot:auth): authentication failure; logname= uid=0 euid=0 tty=dovecot ruser=web rhost=192.0.2.1  user=root`.
    private static func readPAM(_ text: Span<UInt8>, into event: inout LogEvent) {
        let end = text.count
        guard text.find("authentication failure", from: 0, before: end) != nil else {
            event.kind = .notice
            return
        }
        event.kind = .passwordFailed
        // The last: a user name may hold one too.
        var from = 0
        while let host = text.find(" rhost=", from: from, before: end) {
            event.set(.clientAddress, host + 7, text.index(of: 0x20, from: host + 7, or: end))
            from = host + 7
        }
        if let user = text.find(" ruser=", from: 0, before: end) {
            event.set(.account, user + 7, text.index(of: 0x20, from: user + 7, or: end))
        }
    }

    /// The lines of `imap`, `pop3`, `lmtp`, `lda`, Sieve and the processes behind them.
    private static func readSession(
        _ text: Span<UInt8>, service: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) {
        if service.equals("lmtp") || service.equals("lda") || service.equals("deliver") {
            return DovecotDelivery.read(text, at: start, before: end, into: &event)
        }
        if service.equals("imap") || service.equals("pop3") || service.equals("submission")
            || service.equals("managesieve")
        {
            event.kind = .notice
            for phrase in sessionEnds where text.has(phrase, at: start) {
                event.kind = .sessionEnded
                event.set(.reason, start, start + phrase.utf8CodeUnitCount)
            }
            if text.has("sieve: ", at: start) { DovecotDelivery.read(text, at: start, before: end, into: &event) }
            return
        }
        if event.kind == .unknown, LogProgram.dovecotServices.contains(service.text(0..<service.count)) {
            event.kind = .notice
            event.set(.text, start, end)
        }
    }

    private static let sessionEnds: [StaticString] = [
        "Logged out", "Disconnected", "Connection closed", "Server shutting down", "Client has quit",
    ]
}
