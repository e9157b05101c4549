// SPDX-License-Identifier: Apache-2.0

/// Reads dates as mail has them (RFC 5322, section 3.3, and the obsolete syntax of 4.3), in whatever order they stand.
///
/// Besides the standard form: `ctime` (`Fri Feb 07 10:18:12 2003 -0800`), ISO 8601, hyphens or slashes between the
/// parts, a month as a number, two- and three-digit years, zones by name, missing seconds or zone, AM and PM. Not
/// read: a date without a time, or without a month.
struct DateParser {
    private var cursor: FieldCursor
    private var numbers: [Int] = []
    private var month: Int?
    private var time: (hour: Int, minute: Int, second: Int)?
    private var zone: Int?
    private var isPM: Bool?

    /// Tokens that are looked at; a date has at most ten.
    private static let maximumTokens = 24

    init(_ cursor: FieldCursor) {
        self.cursor = cursor
        // A Received field's date stands after its last semicolon.
        if let semicolon = cursor.bytes[cursor.position..<cursor.end].lastIndex(of: ASCII.semicolon) {
            self.cursor.advance(to: semicolon + 1)
        }
    }

    mutating func parse() -> MailDate? {
        for _ in 0..<Self.maximumTokens {
            cursor.skipCommentsAndWhiteSpace()
            guard let byte = cursor.current else { break }
            if byte.isDigit {
                readNumber()
            } else if byte.isLetter {
                readWord()
            } else if byte == UInt8(ascii: "+") || byte == ASCII.hyphen, time != nil, zone == nil {
                readOffset()
            } else {
                cursor.advance()
            }
        }
        return date
    }

    private var date: MailDate? {
        guard let time else { return nil }
        var numbers = numbers
        let year: Int
        if let first = numbers.first, first > 31, numbers.count >= 2 {
            // Year first, as in ISO 8601.
            numbers.removeFirst()
            year = first
            if month == nil, numbers.count >= 2 { numbers.swapAt(0, 1) }
        } else {
            guard numbers.count >= (month == nil ? 3 : 2) else { return nil }
            year = numbers[month == nil ? 2 : 1]
        }
        guard let month = month ?? (numbers.count >= 2 ? numbers[1] : nil), let day = numbers.first else { return nil }
        guard (1...12).contains(month), (1...31).contains(day), year <= 9_999 else { return nil }
        guard time.hour <= 24, time.minute <= 59, time.second <= 60 else { return nil }
        var hour = time.hour
        if let isPM, hour <= 12 { hour = hour % 12 + (isPM ? 12 : 0) }
        let seconds = Int64(hour * 3_600 + time.minute * 60 + time.second)
        let zone = zone ?? 0
        let days = CivilDate(year: Self.fullYear(year), month: month, dayOfMonth: day).day
        return MailDate(secondsSince1970: days * 86_400 + seconds - Int64(zone * 60), zoneMinutes: zone)
    }

    /// RFC 5322, section 4.3: two digits from 50 are of the last century, three digits count from 1900.
    private static func fullYear(_ year: Int) -> Int {
        switch year {
        case 0..<50: year + 2_000
        case 50..<1_000: year + 1_900
        default: year
        }
    }

    /// The value of digits; a number of more than nine counts as too great.
    private mutating func digits() -> Int {
        let range = cursor.skip(while: \.isDigit)
        guard range.count <= 9 else { return 1_000_000_000 }
        return cursor.bytes[range].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private mutating func readNumber() {
        let first = digits()
        guard cursor.current == ASCII.colon || isDottedTime, time == nil else {
            if time == nil || numbers.count < 3 { numbers.append(first) }
            // ISO 8601's T.
            if let byte = cursor.current, byte.lowercased == UInt8(ascii: "t"), cursor.peek(1)?.isDigit == true {
                cursor.advance()
            }
            return
        }
        cursor.advance()
        let minute = digits()
        var second = 0
        if cursor.current == ASCII.colon || cursor.current == ASCII.dot {
            cursor.advance()
            second = digits()
            if cursor.current == ASCII.dot || cursor.current == ASCII.comma {
                cursor.advance()
                _ = cursor.skip(while: \.isDigit)
            }
        }
        time = (first, minute, second)
    }

    /// Whether the numbers at the place are a time with dots, `10.52.37`, after a whole date.
    private var isDottedTime: Bool {
        guard cursor.current == ASCII.dot, numbers.count >= 2, month != nil else { return false }
        return cursor.peek(1)?.isDigit == true
    }

    private mutating func readWord() {
        let range = cursor.skip { $0.isLetter || $0.isDigit }
        if time != nil, zone == nil {
            let word = cursor.lowercasedText(range)
            if let minutes = MailZone.minutes(of: word) {
                zone = minutes
                if word == "gmt" || word == "utc",
                    cursor.current == UInt8(ascii: "+") || cursor.current == ASCII.hyphen
                {
                    zone = nil
                }
                return
            }
        }
        // The first letters as one number: three tell a month.
        let letters = cursor.bytes[range.prefix(3)].reduce(UInt32(0)) { $0 << 8 | UInt32($1.lowercased) }
        if month == nil, let index = Self.months.firstIndex(of: letters) {
            month = index + 1
        } else if time != nil, letters == 0x616d || letters == 0x706d {
            isPM = letters == 0x706d
        }
    }

    private static let months: [UInt32] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ].map { $0.utf8.reduce(0) { $0 << 8 | UInt32($1) } }

    /// `+0200`, `+02:00`, `+2`, `-330`.
    private mutating func readOffset() {
        let isWest = cursor.current == ASCII.hyphen
        cursor.advance()
        let start = cursor.position
        let number = digits()
        let width = cursor.position - start
        guard width > 0 else { return }
        var minutes: Int
        if width <= 2 {
            minutes = number * 60
            if cursor.skip(ASCII.colon) { minutes += digits() }
        } else {
            minutes = number / 100 * 60 + number % 100
        }
        // RFC 5322 allows up to 99:59; nothing on earth is beyond 14 hours, so more is taken for no zone.
        zone = minutes <= 15 * 60 ? (isWest ? -minutes : minutes) : 0
    }
}
