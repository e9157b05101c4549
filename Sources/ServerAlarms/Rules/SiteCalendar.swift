// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Which days are like which: working days, days off, and the days around a month's end.
package struct SiteCalendar: Sendable, Equatable {
    /// What kind of day it is.
    package enum Kind: Sendable {
        case working, off
        /// A working day on which invoices and the like go out: the last three of a month and the first two.
        case monthEnd
    }

    /// Days off beside weekends, as days since 1970.
    package var holidays: Set<Int>

    /// Makes a calendar.
    package init(holidays: Set<Int> = []) { self.holidays = holidays }

    /// The day of the week: 0 is Monday.
    static func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

    /// Whether nobody works.
    package func isOff(_ day: Int) -> Bool { Self.weekday(day) >= 5 || holidays.contains(day) }

    /// What kind of day it is.
    package func kind(_ day: Int) -> Kind {
        if isOff(day) { return .off }
        return isNearMonthEnd(day) ? .monthEnd : .working
    }

    private func isNearMonthEnd(_ day: Int) -> Bool {
        let month = CivilDate(day: Int64(day)).month
        func changes(_ step: Int, _ working: Int) -> Bool {
            var (next, left) = (day, working)
            while left > 0 {
                next += step
                if CivilDate(day: Int64(next)).month != month { return true }
                if !isOff(next) { left -= 1 }
            }
            return false
        }
        return changes(1, 3) || changes(-1, 2)
    }

    /// How many working days lie between two days, the later one included.
    package func workingDays(after first: Int, through last: Int) -> Int {
        guard first < last, last - first < 1_000 else { return first < last ? 1_000 : 0 }
        return (first + 1...last).count { !isOff($0) }
    }
}
