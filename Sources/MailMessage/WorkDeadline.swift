// SPDX-License-Identifier: Apache-2.0
import Glibc

/// When work on a message has to end, whatever is left of it.
///
/// Every parser takes time linear in its bytes and within limits, so no mail known comes near one. It is there for the mail that
/// nobody knows yet: reading stops at the next part, text or thousandth token of a page, what is left counts as cut, and the thread
/// is free for the next message.
public struct WorkDeadline: Sendable, Equatable {
    /// Nanoseconds on the monotonic clock; nil: never.
    private let nanoseconds: UInt64?

    /// No deadline.
    public static let never = WorkDeadline(nanoseconds: nil)

    private init(nanoseconds: UInt64?) { self.nanoseconds = nanoseconds }

    /// A deadline so many nanoseconds from now.
    public init(nanosecondsFromNow: UInt64) {
        let (end, overflows) = Self.now.addingReportingOverflow(nanosecondsFromNow)
        nanoseconds = overflows ? nil : end
    }

    /// Whether the time is up.
    public var isPassed: Bool { nanoseconds.map { Self.now >= $0 } ?? false }

    private static var now: UInt64 {
        var time = timespec()
        // SAFETY: the C library writes the time within the call.
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
