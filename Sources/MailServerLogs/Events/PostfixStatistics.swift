// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads the statistics of `anvil` and `scache`, the cleanups of caches and the summaries of `postsuper`.
enum PostfixStatistics {
    /// Reads what stands behind `statistics: `.
    static func read(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        event.kind = .notice
        event.set(.text, start, end)
        if text.has("start interval ", at: start) { return event.set(.date, start + 15, end) }
        if text.has("max simultaneous ", at: start) {
            readNumbers(text, at: start, before: end, into: &event)
            return
        }
        if text.find(" lookup hits=", from: start, before: end) != nil {
            readNumbers(text, at: start, before: end, into: &event)
            return
        }
        guard text.has("max ", at: start) else { return }
        // max connection rate 1/60s for (smtpd:192.0.2.1) at Oct 26 18:13:50
        var index = start
        while index < end, !text[index].isDecimalDigit { index += 1 }
        guard let number = text.number(at: index, before: end) else { return }
        event.set(.count, index, number.end)
        index = number.end
        if text.has("/", at: index) {
            let periodEnd = text.index(of: 0x20, from: index, or: end)
            event.set(.period, index + 1, periodEnd)
            index = periodEnd
        }
        if text.has(" for (", at: index) { index = readCounted(text, at: index + 6, before: end, into: &event) }
        if let at = text.find(" at ", from: index, before: end) { event.set(.date, at + 4, end) }
    }

    /// Reads `SERVICE:ADDRESS)`, where either may hold colons: a service is a name, or an address of four numbers and a port.
    private static func readCounted(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Int {
        let close = text.index(of: UInt8(ascii: ")"), from: start, or: end)
        var colon = text.index(of: UInt8(ascii: ":"), from: start, or: close)
        if text.index(of: UInt8(ascii: "."), from: start, or: colon) < colon || start == colon,
            let port = text.number(at: colon + 1, before: close), port.end < close, text[port.end] == UInt8(ascii: ":")
        {
            colon = port.end
        }
        guard colon < close else { return close }
        event.set(.service, start, colon)
        event.set(.clientAddress, colon + 1, close)
        return close
    }

    /// Reads up to three figures behind equals signs.
    private static func readNumbers(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        let fields: [LogField] = [.count, .secondCount, .thirdCount]
        var index = start
        for field in fields {
            let equals = text.index(of: UInt8(ascii: "="), from: index, or: end)
            guard equals < end, let number = text.number(at: equals + 1, before: end) else { return }
            event.set(field, equals + 1, number.end)
            index = number.end
        }
    }

    /// Reads `cache btree:... full cleanup: retained=242 dropped=7 entries`.
    static func readCleanup(_ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent) {
        guard let cleanup = text.find(" cleanup: retained=", from: start, before: end) else { return }
        event.kind = .notice
        var word = cleanup
        while word > start, text[word - 1] != 0x20 { word -= 1 }
        event.set(.action, word, cleanup)
        readNumbers(text, at: cleanup, before: end, into: &event)
    }

    /// Reads `Deleted: 115 messages` and the like.
    static func readSummary(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Bool {
        let words: [StaticString] = [
            "Deleted: ", "Requeued: ", "Placed on hold: ", "Released from hold: ", "Expired: ",
        ]
        for word in words where text.has(word, at: start) {
            let count = start + word.utf8CodeUnitCount
            guard let number = text.number(at: count, before: end) else { return false }
            event.kind = .notice
            event.set(.action, start, count - 2)
            event.set(.count, count, number.end)
            return true
        }
        return false
    }
}
