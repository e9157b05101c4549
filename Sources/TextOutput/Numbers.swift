// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A number as C's `%.*f` prints it.
package func fixedPoint(_ value: Double, digits: Int) -> String {
    withVaList([Int32(digits), value]) { arguments in
        // The largest double has 309 digits before the point.
        var text = [CChar](repeating: 0, count: 340 + digits)
        let length = vsnprintf(&text, text.count, "%.*f", arguments)
        return String(decoding: text.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

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

/// A count with its noun: `1 message`, `1,204 messages`.
///
/// - Parameter plural: of more than one; nil: the noun with an s.
package func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(grouped(count)) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// A size in bytes: `1,204 bytes`, `51.1 MB` of a million each.
package func size(ofBytes bytes: Int) -> String {
    switch bytes {
    case ..<10_000: counted(bytes, "byte")
    case ..<1_000_000: fixedPoint(Double(bytes) / 1e3, digits: 1) + " kB"
    case ..<1_000_000_000: fixedPoint(Double(bytes) / 1e6, digits: 1) + " MB"
    default: fixedPoint(Double(bytes) / 1e9, digits: 1) + " GB"
    }
}

/// A figure with three significant digits, and never more than eight decimals.
package func significant(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return value == 0 ? "0" : "\(value)" }
    let magnitude = Int(log10(abs(value)).rounded(.down))
    return fixedPoint(value, digits: min(8, max(0, 2 - magnitude)))
}
