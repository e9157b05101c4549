// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads Exim's main log, from its own file or from syslog.
///
/// - SeeAlso: The Exim specification, "Log files": the flags `<=`, `=>`, `->`, `**`, `==`, and the fields `H=`, `F=`, `P=`.
enum EximEvents {
    static func read(_ text: Span<UInt8>, into event: inout LogEvent) {
        event.reset()
        let end = text.count
        var index = 0
        // syslog_timestamp: the date once more; then log_selector = +pid.
        if end > 20, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[19] == 0x20 { index = 20 }
        if index < end, text[index] == UInt8(ascii: "["), let pid = text.number(at: index + 1, before: end),
            text.has("] ", at: pid.end)
        {
            index = pid.end + 2
        }
        if let idEnd = messageIDEnd(text, at: index, before: end) {
            event.set(.queueID, index, idEnd)
            index = idEnd + 1
            if readFlag(text, at: index, before: end, into: &event) { return }
        }
        EximRefusals.read(text, at: index, before: end, into: &event)
    }

    /// Where Exim's name of a message ends: `1abCDe-0000Ab-2C`, since 4.97 `1abCDe-000000001aB-2cDe`.
    private static func messageIDEnd(_ text: Span<UInt8>, at start: Int, before end: Int) -> Int? {
        for (first, second) in [(6, 13), (6, 18)] {
            let length = second == 13 ? 16 : 23
            guard start + length < end, text[start + first] == UInt8(ascii: "-"),
                text[start + second] == UInt8(ascii: "-"),
                text[start + length] == 0x20
            else { continue }
            var isID = true
            for index in start..<start + length where !(text[index].isAlphanumeric || text[index] == UInt8(ascii: "-"))
            {
                isID = false
            }
            if isID { return start + length }
        }
        return nil
    }

    private static func readFlag(
        _ text: Span<UInt8>, at start: Int, before end: Int, into event: inout LogEvent
    ) -> Bool {
        if text.has("Completed", at: start) {
            event.kind = .removed
            return true
        }
        guard start + 3 < end, text[start + 2] == 0x20 else { return false }
        let flag = text.extracting(start..<start + 2)
        if flag.equals("<=") {
            event.kind = .arrival
            readAddress(text, at: start + 3, before: end, .from, into: &event)
            EximFields.read(text, at: start + 3, before: end, into: &event)
            return true
        }
        if flag.equals("=>") || flag.equals("->") || flag.equals(">>") || flag.equals("*>") {
            event.outcome = .sent
        } else if flag.equals("**") {
            event.outcome = .bounced
        } else if flag.equals("==") {
            event.outcome = .deferred
        } else {
            return false
        }
        event.kind = .delivery
        readAddress(text, at: start + 3, before: end, .to, into: &event)
        EximFields.read(text, at: start + 3, before: end, into: &event)
        if event.outcome == .sent {
            if let answer = text.find(" C=\"", from: start, before: end) {
                event.set(.response, answer + 4, end)
                event.readNextQueueID(text)
            }
        } else if let reason = text.find(": ", from: start, before: end) {
            event.set(.response, reason + 2, end)
        }
        return true
    }

    /// An address up to a blank, and the one before aliases behind it in brackets: `user <alias@example.com>`.
    private static func readAddress(
        _ text: Span<UInt8>, at start: Int, before end: Int, _ field: LogField, into event: inout LogEvent
    ) {
        var addressEnd = text.index(of: 0x20, from: start, or: end)
        if addressEnd > start, text[addressEnd - 1] == UInt8(ascii: ":") { addressEnd -= 1 }
        if text.has("<>", at: start) {
            event.set(field, start, start)
        } else {
            event.set(field, start, addressEnd)
        }
        if text.has(" <", at: addressEnd) {
            let close = text.index(of: UInt8(ascii: ">"), from: addressEnd, or: end)
            // A local user's name, and behind it the whole address.
            let isWhole = text.index(of: UInt8(ascii: "@"), from: start, or: addressEnd) < addressEnd
            event.set(isWhole ? .originalTo : field, addressEnd + 2, close)
        }
    }
}
