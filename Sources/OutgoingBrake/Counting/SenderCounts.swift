// SPDX-License-Identifier: Apache-2.0

/// What a sender has sent, and whether its mail is on hold.
package struct SenderCounts: Sendable, Hashable {
    /// A ceiling that is passed.
    package struct Excess: Sendable, Hashable {
        /// In which window.
        package var window: BrakeWindow
        /// How many recipients there are in it.
        package var count: Int
        /// How many there may be.
        package var ceiling: Int

        /// Says it in words.
        package var description: String { "\(count) external recipients in \(window.words), ceiling \(ceiling)" }
    }

    /// Recipients by window, in the order of ``BrakeWindow``'s cases.
    package internal(set) var windows: [SlidingCount]
    /// Since when its mail is on hold; nil: it is not.
    package internal(set) var heldSince: Int64?
    /// When the administrator was last told, other than in the log; nil: not yet.
    package internal(set) var announcedAt: Int64?

    init() { windows = BrakeWindow.allCases.map { _ in SlidingCount() } }

    /// How many recipients there are in a window.
    package func total(in window: BrakeWindow, at now: Int64) -> Int {
        zip(BrakeWindow.allCases, windows).first { $0.0 == window }?.1.total(in: window, at: now) ?? 0
    }

    mutating func add(_ count: Int, at now: Int64) {
        for (index, window) in BrakeWindow.allCases.enumerated() { windows[index].add(count, in: window, at: now) }
    }

    /// The first ceiling that is passed, by the shortest window; nil: none.
    func excess(over ceilings: BrakeCeilings, at now: Int64) -> Excess? {
        for window in BrakeWindow.allCases {
            let count = total(in: window, at: now)
            if count > ceilings[window] { return Excess(window: window, count: count, ceiling: ceilings[window]) }
        }
        return nil
    }

    /// Whether one recipient more would pass no ceiling.
    func hasRoom(under ceilings: BrakeCeilings, at now: Int64) -> Bool {
        BrakeWindow.allCases.allSatisfy { total(in: $0, at: now) < ceilings[$0] }
    }

    /// Whether nothing of it counts any more.
    func isOver(at now: Int64) -> Bool { total(in: .day, at: now) == 0 && heldSince == nil }
}
