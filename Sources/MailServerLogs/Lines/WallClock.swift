// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailMessage

/// Turns the local times of logs into seconds since 1970, and back, in the machine's time zone (`TZ`).
///
/// Logs of RFC 3164 have neither year nor zone. The zone is taken for the machine's; the year is found by ``YearFinder``.
/// The system is asked once an hour of log time.
package struct WallClock {
    private var cachedHour = Int.min
    private var cachedOffset = 0

    /// A civil date and time, without a zone.
    struct Civil: Equatable {
        var year, month, day, hour, minute, second: Int

        /// Seconds since 1970 as if the time were UTC.
        var seconds: Int {
            Int(CivilDate(year: year, month: month, dayOfMonth: day).day) * 86_400 + hour * 3_600 + minute * 60 + second
        }

        /// The years of log lines: whatever the zone, their times lie behind 1970.
        static let years = 1971...9998

        /// Whether every part is within its range, so that a hostile line overflows nothing.
        var isValid: Bool {
            1...12 ~= month && 1...31 ~= day && 0...24 ~= hour && 0...59 ~= minute && 0...60 ~= second
                && Self.years ~= year
        }
    }

    /// The seconds since 1970 of a local time.
    mutating func utc(local seconds: Int) -> Int {
        let hour = seconds / 3_600
        if hour != cachedHour {
            var parts = unsafe tm()
            var asUTC = time_t(seconds)
            unsafe gmtime_r(&asUTC, &parts)
            unsafe parts.tm_isdst = -1
            let time = unsafe mktime(&parts)
            cachedHour = hour
            cachedOffset = seconds - Int(time)
        }
        return seconds - cachedOffset
    }

    /// The offset of local time from UTC at an instant, in seconds.
    package static func offset(at utc: Int) -> Int {
        var parts = unsafe tm()
        var time = time_t(utc)
        unsafe localtime_r(&time, &parts)
        return unsafe parts.tm_gmtoff
    }
}

/// Finds the year of dates that have none.
///
/// The first date of a file lies at most a year before the file was last written; after it, a month that is much smaller than
/// the one before begins a new year, and one that is much greater (a clock that was set back on New Year) an old one.
struct YearFinder {
    private var year: Int
    private var month = 0
    private let latest: Int

    /// - Parameters:
    ///   - written: when the file was last written, in seconds since 1970: no date is later, but for a day.
    ///   - year: the year of the first line, where it is known.
    init(written: Int, year: Int? = nil) {
        latest = year == nil ? written + 86_400 : .max
        self.year = year ?? 0
    }

    /// - Parameter time: when the line before was written, in seconds since 1970.
    init(after time: Int) {
        self.init(written: time)
        var parts = unsafe tm()
        var time = time_t(time)
        unsafe localtime_r(&time, &parts)
        let years = WallClock.Civil.years
        year = min(max(unsafe Int(parts.tm_year) + 1_900, years.lowerBound), years.upperBound)
        month = unsafe Int(parts.tm_mon) + 1
    }

    /// The year of a date; call it for each line in order.
    @inline(__always)
    mutating func year(of date: WallClock.Civil) -> Int {
        if date.month != month { follow(date) }
        return year
    }

    private mutating func follow(_ date: WallClock.Civil) {
        if month == 0 {
            if year == 0 {
                year = 1970 + latest / 31_556_952 + 1
                var probe = date
                repeat {
                    probe.year = year
                    if probe.seconds <= latest { break }
                    year -= 1
                } while year > 1970
            }
        } else if date.month + 6 < month {
            year += 1
        } else if date.month > month + 6 {
            year -= 1
        }
        year = min(max(year, WallClock.Civil.years.lowerBound), WallClock.Civil.years.upperBound)
        month = date.month
    }
}
