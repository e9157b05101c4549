// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc

/// What the process asks of the system once, when it starts.
package enum ProcessSettings {
    private static var openFiles: rlimit? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? limit : nil
    }

    /// How many descriptors the process may have open once ``apply()`` was called.
    static var maxDescriptors: Int { openFiles.map { Int(clamping: $0.rlim_max) } ?? .max }

    /// Raises the limit of open files as far as the system allows, and returns the memory of finished messages early.
    package static func apply() {
        if var limit = openFiles {
            limit.rlim_cur = limit.rlim_max
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        // Otherwise each thread has its own arena and keeps what a large message took (docs/benchmarks.md).
        bytes_limit_heap()
        signal(SIGPIPE, SIG_IGN)
        // Until it means "look for a new model".
        signal(SIGHUP, SIG_IGN)
    }
}
