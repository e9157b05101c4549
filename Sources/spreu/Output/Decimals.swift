// SPDX-License-Identifier: Apache-2.0
import Glibc

extension Double {
    /// The number with so many digits after the point.
    func decimals(_ digits: Int) -> String {
        withVaList([Int32(digits), self]) { arguments in
            var text = [CChar](repeating: 0, count: 340 + digits)
            let length = vsnprintf(&text, text.count, "%.*f", arguments)
            return String(decoding: text.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}

extension Int {
    /// The count with commas between its thousands.
    var grouped: String {
        var digits = String(magnitude)[...]
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        return (self < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
    }
}
