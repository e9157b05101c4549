// SPDX-License-Identifier: Apache-2.0
import Synchronization

/// A progress bar for each stage of a longer run, one after the other.
final class StageBars: Sendable {
    private let state = Mutex<(stage: String, bar: ProgressBar)?>(nil)

    /// Says that so many messages of a stage have been dealt with.
    func show(_ stage: String, _ messages: Int) { bar(stage) { $0.advance(to: messages) } }

    /// Says that so many more messages of a stage have been dealt with, out of all that it has.
    func advance(_ stage: String, by count: Int, of total: Int) { bar(stage, total) { $0.advance(by: count) } }

    private func bar(_ stage: String, _ total: Int? = nil, _ advance: (ProgressBar) -> Void) {
        state.withLock { state in
            if state?.stage != stage {
                state?.bar.finish()
                state = (stage, ProgressBar(stage, total: total))
            }
            if let bar = state?.bar { advance(bar) }
        }
    }

    /// Takes the line away.
    func finish() { state.withLock { $0?.bar.finish() } }
}
