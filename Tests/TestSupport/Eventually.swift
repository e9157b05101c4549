// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Polls until something holds; false after a generous time.
public func eventually(within seconds: Double = 60, _ condition: () throws -> Bool) rethrows -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
        if try condition() { return true }
        usleep(2_000)
    }
    return try condition()
}

/// The same, where waiting must hold up no other task.
public func eventually(
    within seconds: Double = 60, _ condition: @escaping @Sendable () throws -> Bool
) async rethrows -> Bool {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
        if try condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return try condition()
}
