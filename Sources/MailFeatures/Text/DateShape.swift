// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The form of a date without its time: `Tue, 24 Nov 2026 10:11:12 +0100` becomes `aaa, 99 aaa 9999 99:99:99 +0100`.
///
/// How a program writes a date, and its zone, tell of the sender. Which day it was tells only when the mail of each class was
/// collected, and a filter that has learned it is wrong tomorrow.
enum DateShape {
    /// Where a field's date begins: 0 in date fields, after the last semicolon in `Received`; nil in fields without.
    static func start(in value: [UInt8], of field: HeaderField) -> Int? {
        if field.hasName("received") || field.hasName("x-received") {
            return value.lastIndex(of: UInt8(ascii: ";")).map { $0 + 1 }
        }
        let isDate =
            field.hasName("date") || field.hasName("resent-date") || field.hasName("x-original-date")
            || field.hasName("delivery-date") || field.hasName("expires") || field.hasName("expiry-date")
        return isDate ? 0 : nil
    }

    /// Puts the form of a date in its place: digits become 9 and letters a, up to the zone.
    static func apply(to value: inout [UInt8], from start: Int) {
        // The zone is what follows the time of day.
        let time = value.lastIndex(of: UInt8(ascii: ":")) ?? start
        let zone = value[max(start, time)...].firstIndex(of: 0x20) ?? value.count
        for index in start..<max(start, zone) {
            if value[index] &- 0x30 < 10 {
                value[index] = UInt8(ascii: "9")
            } else if (value[index] | 0x20) &- 0x61 < 26 {
                value[index] = UInt8(ascii: "a")
            }
        }
    }
}
