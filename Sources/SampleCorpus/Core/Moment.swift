// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// A point in time with the zone in which its writer lives; nothing here asks for the present time.
struct Moment: Comparable {
    /// Seconds since 1970-01-01 00:00 UTC.
    var seconds: Int
    /// The zone, in minutes east of Greenwich.
    var zone = 60

    static func < (a: Moment, b: Moment) -> Bool { a.seconds < b.seconds }

    func later(by seconds: Int) -> Moment { Moment(seconds: self.seconds + seconds, zone: zone) }

    /// Year, month and day in the moment's own zone.
    var civil: (year: Int, month: Int, day: Int) {
        let date = CivilDate(day: Int64((seconds + zone * 60) / 86_400))
        return (date.year, date.month, date.dayOfMonth)
    }

    private var clock: String {
        let second = (seconds + zone * 60) % 86_400
        return "\(Self.two(second / 3_600)):\(Self.two(second / 60 % 60)):\(Self.two(second % 60))"
    }

    private var weekday: String { Self.weekdays[((seconds + zone * 60) / 86_400 + 4) % 7] }

    /// As a Date field has it: `Mon, 05 Jan 2026 09:15:00 +0100`.
    var rfc5322: String {
        let (year, month, day) = civil
        let hours = abs(zone) / 60
        let sign = zone < 0 ? "-" : "+"
        return "\(weekday), \(Self.two(day)) \(Self.months[month - 1]) \(year) \(clock) "
            + "\(sign)\(Self.two(hours))\(Self.two(abs(zone) % 60))"
    }

    /// As the `From ` line of an mbox has it, in UTC: `Mon Jan  5 08:15:00 2026`.
    var asctime: String {
        let utc = Moment(seconds: seconds, zone: 0)
        let (year, month, day) = utc.civil
        return "\(utc.weekday) \(Self.months[month - 1]) \(day < 10 ? " " : "")\(day) \(utc.clock) \(year)"
    }

    /// The day for a reader: `05.01.2026` in German, `2026-01-05` in English, ...
    func day(in language: Language) -> String {
        let (year, month, day) = civil
        switch language {
        case .english: return "\(year)-\(Self.two(month))-\(Self.two(day))"
        case .german, .russian, .polish: return "\(Self.two(day)).\(Self.two(month)).\(year)"
        case .french, .spanish, .italian: return "\(Self.two(day))/\(Self.two(month))/\(year)"
        case .japanese, .chinese: return "\(year)年\(month)月\(day)日"
        }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
