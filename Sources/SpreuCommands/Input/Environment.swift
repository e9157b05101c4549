// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The variables that the program was started with.
enum Environment {
    /// The value of a variable; nil if it is not set, or empty.
    static func value(_ name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
