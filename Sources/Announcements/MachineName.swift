// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What the machine is called.
package enum MachineName {
    /// The machine's own name, with its domain where the system knows it.
    package static let own: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }()
}
