// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// Hands out the numbers below a count, each once, to any thread.
package final class NumberSource: Sendable {
    private let given = Mutex(0)
    private let count: Int

    package init(_ count: Int) { self.count = count }

    /// The next number; nil when all have been given.
    package func next() -> Int? {
        given.withLock { given in
            guard given < count else { return nil }
            defer { given += 1 }
            return given
        }
    }
}
