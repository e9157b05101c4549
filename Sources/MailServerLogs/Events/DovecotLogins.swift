// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads what Dovecot's login services and password backends say.
enum DovecotLogins {
    /// Reads a line of `imap-login` and its like: `Login: user=<...>, method=PLAIN, rip=192.0.2.1, ...`, or how it came to none.
    static func readLogin(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        // The pairs begin at the last `user=<` or at `rip=`; what stands before may hold anything.
        guard let pairs = pairsStart(text, from: start, before: end) else {
            // 2.4 and proxies say some things without a session's data.
            event.kind = event.kind == .warning ? .warning : .notice
            event.set(.text, start, end)
            return
        }
        readPairs(text, at: pairs, before: end, into: &event)
        event.set(.reason, start, max(start, pairs - 2))
        if text.has("Login: ", at: start) || text.has("Logged in: ", at: start) || text.has("proxy(", at: start) {
            event.kind = .login
            return
        }
        let isAttempt =
            text.find("auth failed", from: start, before: pairs) != nil
            || text.find("(tried to use ", from: start, before: pairs) != nil
        event.kind = isAttempt ? .loginFailed : .connectionLost
    }

    private static func pairsStart(_ text: Span<UInt8>, from start: Int, before end: Int) -> Int? {
        for key in [": user=<", ": method=", ": rip="] as [StaticString] {
            if let found = text.find(key, from: start, before: end) { return found + 2 }
        }
        return nil
    }

    private static func readPairs(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        var index = start
        if text.has("user=<", at: index) {
            // Up to the bracket before the next pair: a user name may hold any byte.
            var close = index + 6
            while close < end,
                !(text[close] == UInt8(ascii: ">") && (close + 1 == end || text[close + 1] == UInt8(ascii: ",")))
            { close += 1 }
            event.set(.account, index + 6, close)
            index = close
        }
        for (key, field) in keys {
            // The last: a user name may hold one too.
            guard let found = text.findLast(key, from: max(start, index - 2), before: end) else { continue }
            let value = found + key.utf8CodeUnitCount
            var valueEnd = value
            while valueEnd < end, text[valueEnd] != UInt8(ascii: ","), text[valueEnd] != 0x20 { valueEnd += 1 }
            event.set(field, value, valueEnd)
        }
        if let found = text.findLast(", TLS", from: index, before: end) { event.set(.tlsVersion, found + 2, found + 5) }
        if text.has("rip=", at: start) {
            event.set(.clientAddress, start + 4, text.index(of: UInt8(ascii: ","), from: start, or: end))
        }
        if text.has("method=", at: start) {
            event.set(.method, start + 7, text.index(of: UInt8(ascii: ","), from: start, or: end))
        }
    }

    private static let keys: [(StaticString, LogField)] = [
        (", method=", .method), (", rip=", .clientAddress), (", lip=", .serverAddress), (", session=", .session),
    ]

    private static let failures: [StaticString] = [
        "unknown user", "Password mismatch", "password mismatch", "authentication failure", "invalid credentials",
        "Invalid credentials", "failed", "No such user", "Permission denied", "Login user is ", "account expired",
        "user is not allowed", "disabled", "user not found",
    ]

    /// Reads a line of `auth` or `auth-worker`: `sql(USER,ADDRESS[,<SESSION>]): REASON`, behind names of processes, or of 2.4,
    /// where user and address stand behind the service: `auth(USER,ADDRESS,sasl:login)<SESSION>: sql: REASON`.
    ///
    /// - Parameter arguments: what stands between the service's name and its colon.
    static func readBackend(
        _ text: Span<UInt8>, at start: Int, arguments: Range<Int>, before end: Int, into event: inout LogEvent
    ) {
        event.set(.text, start, end)
        var place = 0..<0
        if let comma = text.firstIndex(of: UInt8(ascii: ","), in: arguments), arguments.lowerBound + 1 < comma {
            place = arguments.lowerBound + 1..<arguments.upperBound
        } else {
            // Behind `conn unix:auth-worker (pid=1,uid=2): auth-worker<3>: `.
            var from = start
            while let word = text.find("auth-worker<", from: from, before: end) { from = word + 12 }
            if let open = text.find(UInt8(ascii: "("), from: from, before: end) { place = open + 1..<end }
        }
        guard !place.isEmpty, let comma = text.firstIndex(of: UInt8(ascii: ","), in: place) else {
            if event.kind != .warning { event.kind = .notice }
            return
        }
        event.set(.account, place.lowerBound, comma)
        var address = comma + 1
        while address < place.upperBound, text[address] != UInt8(ascii: ","), text[address] != UInt8(ascii: ")") {
            address += 1
        }
        event.set(.clientAddress, comma + 1, address)
        if event.kind == .warning { return }
        event.kind = .notice
        for failure in failures where text.find(failure, from: min(end, max(start, address)), before: end) != nil {
            event.kind = .passwordFailed
            return
        }
    }
}
