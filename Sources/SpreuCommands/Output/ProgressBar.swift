// SPDX-License-Identifier: Apache-2.0
import Glibc
import SpamEvaluation
import Synchronization
import TextOutput

/// One line on a terminal that shows a command's progress; nothing if standard error goes elsewhere.
///
/// Shown after the first second, at most ten times a second. May be updated from any thread.
final class ProgressBar: Sendable {
    private struct State {
        var done = 0
        var shown: UInt64 = 0
        var isShown = false
    }

    private let title: String
    private let total: Int?
    private let started = ProgressBar.milliseconds
    private let state = Mutex(State())
    private let isWatched: Bool

    /// Makes a bar that is not shown yet.
    ///
    /// - Parameters:
    ///   - total: how many messages there will be; nil if nobody knows.
    ///   - isHidden: shows nothing, as where the results themselves go to the terminal.
    init(_ title: String, total: Int? = nil, isHidden: Bool = false) {
        isWatched = Console.isWatched && !isHidden
        self.title = title
        self.total = total
    }

    /// Says that so many more messages have been dealt with.
    func advance(by count: Int) {
        guard isWatched else { return }
        state.withLock { state in
            state.done += count
            show(&state)
        }
    }

    /// Says how many messages have been dealt with.
    func advance(to count: Int) {
        guard isWatched else { return }
        state.withLock { state in
            state.done = count
            show(&state)
        }
    }

    /// Takes the line away.
    func finish() {
        state.withLock { state in
            if state.isShown { Console.writeToErrors("\r\u{1B}[K") }
            state.isShown = false
        }
    }

    private func show(_ state: inout State) {
        let now = Self.milliseconds
        guard now - started >= 1_000, now - state.shown >= 100 else { return }
        state.shown = now
        state.isShown = true
        let rate = "\(grouped(state.done * 1_000 / Int(max(1, now - started))))/s"
        var line = "\(title): \(grouped(state.done)) messages, \(rate)"
        if let total, total > 0 {
            let share = min(1, Double(state.done) / Double(total))
            let filled = Int(share * 30)
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 30 - filled)
            line = "\(title) [\(bar)] \(Int(share * 100)) %, \(rate)"
        }
        Console.writeToErrors("\r\(line)\u{1B}[K")
    }

    private static var milliseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
