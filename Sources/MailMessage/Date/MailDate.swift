// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// A date and time with its zone, as a Date or Received field gives it.
public struct MailDate: Sendable, Hashable {
    /// Seconds since 1970-01-01 00:00 UTC.
    public var secondsSince1970: Int64
    /// The zone's offset from UTC in minutes, east positive.
    public var zoneMinutes: Int

    /// Creates a date.
    public init(secondsSince1970: Int64, zoneMinutes: Int = 0) {
        self.secondsSince1970 = secondsSince1970
        self.zoneMinutes = zoneMinutes
    }

    /// Reads the date of a field; nil if none can be made out.
    public init?(parsing field: HeaderField) {
        self.init(FieldCursor(field))
    }

    /// Reads the text of a date; nil if none can be made out.
    public init?(parsing text: String) {
        self.init(FieldCursor(Array(text.utf8)))
    }

    init?(_ cursor: FieldCursor) {
        var parser = DateParser(cursor)
        guard let date = parser.parse() else { return nil }
        self = date
    }

    /// The date in its own zone as RFC 3339 writes it: `2003-07-01T10:52:37+02:00`.
    public var rfc3339: String {
        let local = secondsSince1970 + Int64(zoneMinutes) * 60
        let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        let second = Int(local - day * 86_400)
        let date = CivilDate(day: day)
        var text = Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-" + Self.padded(date.dayOfMonth, 2)
        text += "T" + Self.padded(second / 3_600, 2) + ":" + Self.padded(second / 60 % 60, 2) + ":"
        text += Self.padded(second % 60, 2)
        if zoneMinutes == 0 { return text + "Z" }
        let zone = abs(zoneMinutes)
        return text + (zoneMinutes < 0 ? "-" : "+") + Self.padded(zone / 60, 2) + ":" + Self.padded(zone % 60, 2)
    }

    /// The date in its own zone as messages have it (RFC 5322, section 3.3): `Tue, 1 Jul 2003 10:52:37 +0200`.
    package var rfc5322: String {
        let local = secondsSince1970 + Int64(zoneMinutes) * 60
        let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
        let second = Int(local - day * 86_400)
        let date = CivilDate(day: day)
        // 1970-01-01 was a Thursday.
        let weekday = Self.weekdays[Int(((day + 4) % 7 + 7) % 7)]
        let zone = abs(zoneMinutes)
        return "\(weekday), \(date.dayOfMonth) \(Self.months[date.month - 1]) " + Self.padded(date.year, 4) + " "
            + [second / 3_600, second / 60 % 60, second % 60].map { Self.padded($0, 2) }.joined(separator: ":")
            + (zoneMinutes < 0 ? " -" : " +") + Self.padded(zone / 60 * 100 + zone % 60, 4)
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func padded(_ number: Int, _ width: Int) -> String {
        String(number).zeroPadded(width)
    }
}
