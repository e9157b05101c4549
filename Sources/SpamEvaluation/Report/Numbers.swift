// SPDX-License-Identifier: Apache-2.0
import Glibc
import SpamModel

/// A count with commas between its thousands.
package func grouped(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    var text = count < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
        if index > 0 && (digits.count - index).isMultiple(of: 3) { text += "," }
        text.append(digit)
    }
    return text
}

/// A figure with three significant digits, four decimals at most needed for the smallest that reports show.
package func significant(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    let magnitude = Int(log10(abs(value)).rounded(.down))
    return fixedPoint(value, digits: min(8, max(0, 2 - magnitude)))
}

extension String {
    /// The text with blanks before it up to a width.
    package func leftPadded(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
    /// The text with blanks behind it up to a width.
    package func rightPadded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
