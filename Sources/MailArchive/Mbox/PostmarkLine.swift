// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The line `From ADDRESS DATE` that begins a message in an mbox.
///
/// Delivery agents write the date as `asctime` does, some with a zone before or after the year, some as RFC 5322 does:
///
///     From ann@example.com Thu Aug  2 18:26:25 2002
///     From ann at example.com  Thu Aug  2 18:26:25 +0200 2002
///     From - Thu, 2 Aug 2002 18:26:25 +0200
///
/// The address may be missing or be several words. A line without such a date is text.
struct PostmarkLine {
    /// Where in the line the sender's address is; empty when there is none.
    var sender: Range<Int>

    /// Seconds since 1970; nil when the line says 1970, as writers without a date do.
    var received: Int64?

    /// What every such line begins with.
    static let keyword: StaticString = "From "
    static let keywordBytes = 5

    /// Longest line that is taken for one.
    static let maxBytes = 1024

    /// Reads a line without its line end; nil when it is none.
    init?(_ line: Span<UInt8>) {
        guard line.count <= Self.maxBytes, line.holds(Self.keyword, at: 0) else { return nil }
        var words = WordCursor(from: Self.keywordBytes)
        var senderEnd = words.position
        while let word = words.next(line) {
            if Self.isWeekday(line, word), let seconds = Self.date(line, words) {
                sender = Self.keywordBytes..<max(Self.keywordBytes, senderEnd)
                received = seconds < 86_400 ? nil : seconds
                return
            }
            senderEnd = word.upperBound
        }
        return nil
    }

    /// The sender as text; nil for a placeholder.
    func senderText(_ line: Span<UInt8>) -> String? {
        var (start, end) = (sender.lowerBound, sender.upperBound)
        while start < end, line[start] == UInt8(ascii: " ") { start += 1 }
        while start < end, line[end - 1] == UInt8(ascii: " ") { end -= 1 }
        if start < end, line[start] == UInt8(ascii: "<"), line[end - 1] == UInt8(ascii: ">") {
            (start, end) = (start + 1, end - 1)
        }
        return start == end || line.extracting(start..<end).equals("-") ? nil : line.text(start..<end)
    }

    /// Whether a `From ` line has a hyphen for a sender, or nothing at all: as Mozilla writes it.
    static func hasNoSender(_ line: Span<UInt8>) -> Bool {
        var words = WordCursor(from: keywordBytes)
        // Of an address only the first byte may be a hyphen.
        guard let word = words.next(line) else { return true }
        return line.extracting(word).equals("-")
    }

    // MARK: - Dates

    private static func isWeekday(_ line: Span<UInt8>, _ word: Range<Int>) -> Bool {
        var end = word.upperBound
        if end > word.lowerBound, line[end - 1] == UInt8(ascii: ",") { end -= 1 }
        return index(of: line, word.lowerBound..<end, in: "sunmontuewedthufrisat") != nil
    }

    /// The place of a three-letter name in a list of such, whatever its case.
    private static func index(of line: Span<UInt8>, _ word: Range<Int>, in list: StaticString) -> Int? {
        guard word.count == 3 else { return nil }
        let names = list.bytes
        var at = 0
        while at < names.count {
            if line[word.lowerBound] | 0x20 == names[at], line[word.lowerBound + 1] | 0x20 == names[at + 1],
                line[word.lowerBound + 2] | 0x20 == names[at + 2]
            {
                return at / 3
            }
            at += 3
        }
        return nil
    }

    /// `MONTH DAY TIME [ZONE...] YEAR [ZONE]` or `DAY MONTH YEAR TIME [ZONE]`.
    private static func date(_ line: Span<UInt8>, _ start: WordCursor) -> Int64? {
        var words = start
        guard let first = words.next(line), let second = words.next(line), let third = words.next(line) else {
            return nil
        }
        if let month = index(of: line, first, in: "janfebmaraprmayjunjulaugsepoctnovdec"),
            let day = number(line, second), let time = time(line, third)
        {
            var zone: Int64 = 0
            var wordsLeft = 4
            var year: Int?
            while wordsLeft > 0, let word = words.next(line) {
                wordsLeft -= 1
                if let seconds = zoneSeconds(line, word) {
                    zone = seconds
                } else if year == nil, word.count == 4, let number = number(line, word) {
                    year = number
                }
            }
            guard let year else { return nil }
            return seconds(year, month, day, time, zone)
        }
        if let day = number(line, first),
            let month = index(of: line, second, in: "janfebmaraprmayjunjulaugsepoctnovdec"),
            third.count == 4, let year = number(line, third), let clock = words.next(line), let time = time(line, clock)
        {
            let zone = words.next(line)
            return seconds(year, month, day, time, zone.flatMap { zoneSeconds(line, $0) } ?? 0)
        }
        return nil
    }

    private static func seconds(_ year: Int, _ month: Int, _ day: Int, _ time: Int, _ zone: Int64) -> Int64? {
        guard 1970...2200 ~= year, 1...31 ~= day else { return nil }
        let days = CivilDate(year: year, month: month + 1, dayOfMonth: day).day
        return days * 86_400 + Int64(time) - zone
    }

    /// `H:MM`, `HH:MM`, `HH:MM:SS` in seconds of the day.
    private static func time(_ line: Span<UInt8>, _ word: Range<Int>) -> Int? {
        var fields: (Int, Int, Int) = (0, 0, 0)
        var field = 0
        var digits = 0
        for at in word {
            let byte = line[at]
            if byte == UInt8(ascii: ":") {
                guard digits > 0, field < 2 else { return nil }
                field += 1
                digits = 0
                continue
            }
            guard byte.isDigit, digits < 2 else { return nil }
            digits += 1
            let value = Int(byte - 48)
            switch field {
            case 0: fields.0 = fields.0 * 10 + value
            case 1: fields.1 = fields.1 * 10 + value
            default: fields.2 = fields.2 * 10 + value
            }
        }
        guard field >= 1, digits == 2, fields.0 < 24, fields.1 < 60, fields.2 <= 60 else { return nil }
        return fields.0 * 3600 + fields.1 * 60 + fields.2
    }

    /// `+hhmm` or `-hhmm`; named zones are taken for UTC.
    private static func zoneSeconds(_ line: Span<UInt8>, _ word: Range<Int>) -> Int64? {
        guard word.count == 5, let value = number(line, word.dropFirst()) else { return nil }
        let seconds = Int64(value / 100 * 3600 + value % 100 * 60)
        switch line[word.lowerBound] {
        case UInt8(ascii: "+"): return seconds
        case UInt8(ascii: "-"): return -seconds
        default: return nil
        }
    }

    private static func number(_ line: Span<UInt8>, _ word: Range<Int>) -> Int? {
        guard !word.isEmpty, word.count <= 4 else { return nil }
        var value = 0
        for at in word {
            guard line[at].isDigit else { return nil }
            value = value * 10 + Int(line[at] - 48)
        }
        return value
    }
}
