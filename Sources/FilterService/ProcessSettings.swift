// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc

/// What the process asks of the system once, at its start.
package enum ProcessSettings {
    /// Allows as many open files as the system lets it, and keeps the memory of ended messages small.
    package static func apply() {
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            limit.rlim_cur = limit.rlim_max
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        }
        // Each thread would have an arena of its own, and keep what a large message took (docs/benchmarks.md).
        bytes_limit_heap()
        signal(SIGPIPE, SIG_IGN)
        // Until it means "look for a new model".
        signal(SIGHUP, SIG_IGN)
    }
}
