// SPDX-License-Identifier: Apache-2.0

/// A date of the proleptic Gregorian calendar, and the day that it is.
///
/// - SeeAlso: [chrono-Compatible Low-Level Date Algorithms](https://howardhinnant.github.io/date_algorithms.html)
package struct CivilDate: Sendable, Hashable {
    /// The year; 0 is the one before 1.
    package var year: Int
    /// The month, 1 to 12.
    package var month: Int
    /// The day of the month from 1; one that the month does not have counts on into the next.
    package var dayOfMonth: Int

    /// Makes a date of its parts.
    package init(year: Int, month: Int, dayOfMonth: Int) {
        (self.year, self.month, self.dayOfMonth) = (year, month, dayOfMonth)
    }

    /// Makes the date of a day, counted from 1970-01-01.
    package init(day: Int64) {
        let shifted = Int(day) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    }

    /// Days since 1970-01-01.
    package var day: Int64 {
        // Years begin in March, so that the leap day is the last.
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int64(era * 146_097 + dayOfEra - 719_468)
    }
}
