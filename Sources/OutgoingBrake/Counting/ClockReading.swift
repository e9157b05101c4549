// SPDX-License-Identifier: Apache-2.0
import Glibc

/// What the two clocks said at one time: the one that runs since the machine started, and the one on the wall.
///
/// A running filter counts by the first alone: it never jumps. From one process to the next both are asked.
package struct ClockReading: Sendable, Hashable {
    /// Seconds since the machine started, sleep included.
    package var boot: Int64
    /// Seconds since 1970.
    package var wall: Int64

    /// Makes a reading.
    package init(boot: Int64, wall: Int64) {
        self.boot = boot
        self.wall = wall
    }

    /// What they say now.
    package static var now: ClockReading {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return ClockReading(boot: Int64(time.tv_sec), wall: Int64(Glibc.time(nil)))
    }

    /// How much time has passed since an earlier reading, which another process may have taken: never less than none.
    ///
    /// Of the two answers the smaller counts. A wall clock that was set forward frees nobody as long as the machine runs; one that
    /// was set back, and a machine that has started anew meanwhile, make counts last longer, by a window at most.
    package func elapsed(since earlier: ClockReading) -> Int64 {
        let wall = max(0, wall - earlier.wall)
        let boot = boot - earlier.boot
        return boot < 0 ? wall : min(boot, wall)
    }
}
