// SPDX-License-Identifier: Apache-2.0
import Dispatch
import DurableFiles
package import FilterPages
import Glibc
package import Logging
import ServiceLifecycle
import SpamModel
import Synchronization

/// Keeps what the filter did for its page: in memory, and once a minute in a file, if one is configured.
package final class HistoryService: Service {
    private let path: String?
    private let logger: Logger
    private let clock: @Sendable () -> Int64
    private let state: Mutex<State>

    private struct State {
        var history: FilterHistory
        /// Written at the start, too, so that a folder where that fails is told of at once.
        var isSaved = false
        /// Whether the last save failed, and that was said.
        var hasFailed = false
    }

    /// Seconds between two saves.
    private static let saveSeconds = 60
    /// Where the file is written: that may take long, and no thread that others wait for may do it.
    private static let files = DispatchQueue(label: "spreu.history-file")

    /// Makes a history that goes on from what the file holds.
    ///
    /// - Parameters:
    ///   - path: the file; nil: nothing survives a restart.
    ///   - clock: seconds since 1970.
    package init(
        path: String?, logger: Logger, clock: @escaping @Sendable () -> Int64 = { Int64(Glibc.time(nil)) }
    ) {
        self.logger = logger
        self.clock = clock
        let read = path.flatMap { Self.read($0, logger) }
        // Through a link its target is written; what is none of spreud's files is left as it is.
        self.path = read == nil ? nil : path.map { FileName.resolved($0) ?? $0 }
        state = Mutex(State(history: read ?? FilterHistory()))
    }

    /// Nil if a file is there that cannot be read: then none is written.
    private static func read(_ path: String, _ logger: Logger) -> FilterHistory? {
        do throws(DurableFileError) {
            let (history, unread) = try HistoryFile.read(path)
            if unread > 0 { logger.warning("\(path): \(unread) lines are not what spreud writes, and are left out") }
            return history
        } catch {
            if error.number == ENOENT { return FilterHistory() }
            logger.error(
                "the page's counts begin anew and are not kept: \(path) is no history that can be read (\(error.reason)); remove it, or correct http.page.history"
            )
            return nil
        }
    }

    /// What is wrong with a file that is there; nil: nothing.
    static func problem(ofFile path: String) -> String? {
        do throws(DurableFileError) {
            _ = try HistoryFile.read(path)
            return nil
        } catch {
            return "\(path) is no history that can be read (\(error.reason)); remove it, or give another path"
        }
    }

    /// Whether counts survive a restart.
    package var isKept: Bool { path != nil }

    /// Seconds since 1970.
    package var now: Int64 { clock() }

    /// All that is kept, as it is now.
    package var history: FilterHistory { state.withLock { $0.history } }

    /// Notes a verdict, as of now.
    func note(
        queueID: String?, messageID: MessageIDDigest?, outcome: ScoringOutcome, protocolName: String,
        action: Disposition, nanoseconds: Int64
    ) {
        let verdict = RecentVerdict(
            time: now, queueID: queueID, messageID: messageID, verdict: outcome.verdict?.rawValue ?? "unfiltered",
            logOdds: outcome.logOdds, protocolName: protocolName, action: action.rawValue, nanoseconds: nanoseconds)
        state.withLock { state in
            state.history.note(verdict)
            state.isSaved = false
        }
    }

    /// Saves what has changed.
    package func save() {
        guard let path else { return }
        let changed = state.withLock { state -> FilterHistory? in
            guard !state.isSaved else { return nil }
            state.isSaved = true
            return state.history
        }
        guard let changed else { return }
        do throws(DurableFileError) {
            try HistoryFile.write(changed, to: path)
            state.withLock { $0.hasFailed = false }
        } catch {
            let isNew = state.withLock { state in
                state.isSaved = false
                defer { state.hasFailed = true }
                return !state.hasFailed
            }
            if isNew { logger.error("the page's counts would not survive a restart: \(error.description)") }
        }
    }

    /// Saves once a minute, and at the end.
    package func run() async throws {
        await saveOnFileQueue()
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(Self.saveSeconds))) != nil { await self.saveOnFileQueue() }
        }
        await saveOnFileQueue()
    }

    private func saveOnFileQueue() async {
        await withCheckedContinuation { continuation in
            Self.files.async {
                self.save()
                continuation.resume()
            }
        }
    }
}

extension ScoringOutcome {
    /// The model's log-odds; nil where no model was asked, or several.
    var logOdds: Double? {
        if case .scored(let score) = self { score.score.logOdds } else { nil }
    }
}
