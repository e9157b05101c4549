// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Whose permissions hold: those who run tests may be root, whom no mode of a file stops.
public enum FileUser {
    /// A user that owns nothing.
    public static let nobody: UInt32 = 65_534

    /// Does something with the rights that nobody has to files, if root runs the tests; else as whoever runs them.
    ///
    /// It holds for this thread alone, so what is done must start no other.
    public static func asNobodyIfRoot<Result>(_ body: () throws -> Result) rethrows -> Result {
        guard geteuid() == 0, let symbol = dlsym(nil, "setfsuid") else { return try body() }
        // Swift's Glibc has no <sys/fsuid.h>.
        let setUser = unsafeBitCast(symbol, to: (@convention(c) (uid_t) -> Int32).self)
        _ = setUser(nobody)
        defer { _ = setUser(0) }
        return try body()
    }
}
