// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Days as people write them.
enum Day {
    /// The first second of a day (UTC), since 1970; nil if the text is no day.
    static func begin(of text: String) -> Int64? {
        guard let parts = text.wholeMatch(of: /(\d{4})-(\d{2})-(\d{2})/), let year = Int(parts.1),
            let month = Int(parts.2), let day = Int(parts.3), 1...12 ~= month, 1...31 ~= day
        else { return nil }
        let date = CivilDate(year: year, month: month, dayOfMonth: day)
        return CivilDate(day: date.day) == date ? date.day * 86_400 : nil
    }
}
