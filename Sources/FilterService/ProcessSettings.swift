// SPDX-License-Identifier: Apache-2.0
import CBytes
import Glibc

/// What the machine is called.
enum HostName {
    /// The machine's own name, with its domain where the system knows it.
    static let own: String = {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }()
}

/// What the process asks of the system once, at its start.
public enum ProcessSettings {
    /// Allows as many open files as the system lets it, and keeps the memory of ended messages small.
    public static func apply() {
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
