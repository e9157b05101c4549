// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc

/// What the process asks of the system once, when it starts.
package enum ProcessSettings {
    /// Raises the limit of open files as far as the system allows, and returns the memory of finished messages early.
    package static func apply() {
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
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
