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
