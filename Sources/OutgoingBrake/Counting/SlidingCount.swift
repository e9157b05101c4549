// SPDX-License-Identifier: Apache-2.0

/// How many there were in the last so many seconds.
///
/// The window slides in steps of a twenty-fourth of its length: what is counted stays for at least the window, and at most a
/// step longer. At most ``maxSlots`` numbers are kept, however many there were.
package struct SlidingCount: Sendable, Hashable {
    /// What was counted in one step.
    package struct Slot: Sendable, Hashable {
        /// The step's number: the time divided by its length.
        package var number: Int64
        /// How many.
        package var count: Int

        /// Makes a step.
        package init(number: Int64, count: Int) {
            self.number = number
            self.count = count
        }
    }

    /// Steps of a window, the one that has begun included.
    package static let maxSlots = 25
    /// The highest number of one step; a count stops there.
    package static let maxCount = 1_000_000_000

    /// Those steps in which there were any, oldest first.
    package private(set) var slots: [Slot]

    /// Begins with none.
    package init() { slots = [] }

    /// Takes steps as they were kept; nil if no count has such.
    package init?(slots: [Slot]) {
        let isOrdered = zip(slots, slots.dropFirst()).allSatisfy { $0.number < $1.number }
        let areWithin = slots.allSatisfy { (1...Self.maxCount).contains($0.count) && $0.number >= 0 }
        guard slots.count <= Self.maxSlots, isOrdered, areWithin else { return nil }
        self.slots = slots
    }

    private static func step(_ window: BrakeWindow) -> Int64 { window.seconds / Int64(maxSlots - 1) }

    /// The oldest step that still counts.
    private static func oldest(in window: BrakeWindow, at now: Int64) -> Int64 {
        now / step(window) - Int64(maxSlots - 1)
    }

    /// Adds to the count.
    ///
    /// - Parameter now: seconds, from whatever beginning; never less than before.
    package mutating func add(_ count: Int, in window: BrakeWindow, at now: Int64) {
        let count = min(max(0, count), Self.maxCount)
        guard count > 0 else { return }
        let oldest = Self.oldest(in: window, at: now)
        slots.removeAll { $0.number < oldest }
        let number = now / Self.step(window)
        if let last = slots.last, last.number >= number {
            slots[slots.count - 1].count = min(last.count + count, Self.maxCount)
        } else {
            slots.append(Slot(number: number, count: count))
        }
    }

    /// Forgets what was counted after a time, by a clock that was ahead.
    package mutating func forget(after time: Int64, in window: BrakeWindow) {
        slots.removeAll { $0.number > time / Self.step(window) }
    }

    /// How many there are in the window that ends now.
    package func total(in window: BrakeWindow, at now: Int64) -> Int {
        let oldest = Self.oldest(in: window, at: now)
        return slots.reduce(0) { $1.number < oldest ? $0 : $0 + $1.count }
    }
}
