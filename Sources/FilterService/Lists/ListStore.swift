// SPDX-License-Identifier: Apache-2.0
import Glibc
package import Logging
import MailFeatures
import MailMessage
import NIOCore
import NIOPosix
package import SenderLists
import Synchronization

/// Holds the site's list of senders, and reads its file again when that has changed.
///
/// A file that cannot be read leaves the list as it was, and is told once; so are its lines that cannot be read.
package final class ListStore: Sendable {
    private let path: String
    private let servers: SiteServers
    private let seconds: Int
    private let logger: Logger
    private let metrics: FilterMetrics
    private let customer: String?
    private let state = Mutex(State())

    private struct State {
        var list = SenderList()
        /// The file that was looked at last, whatever came of it.
        var seen: FileIdentity?
        var isMissingReported = false
        var told: Set<ListFinding.Reason> = []
    }

    /// Reads the file that a configuration names; nil if it names none.
    ///
    /// - Parameter customer: whose list it is; nil: the default's.
    package init?(
        configuration: FilterConfiguration, customer: String? = nil, metrics: FilterMetrics, logger: Logger
    ) {
        let site = configuration.reading.site
        guard let path = site.lists else { return nil }
        self.path = path
        servers = SiteServers(configuration)
        seconds = configuration.limits.messageSeconds
        self.logger = logger
        self.metrics = metrics
        self.customer = customer
        reload(force: false)
    }

    /// The list in use.
    package var current: SenderList { state.withLock { $0.list } }

    /// Reads the file if it has changed.
    ///
    /// - Parameter force: reads it in any case.
    package func reload(force: Bool) {
        let found = FileIdentity(path: path)
        let isDue = state.withLock { state in
            defer { state.seen = found }
            return force || found == nil || state.seen != found
        }
        guard isDue else { return }
        guard found != nil else { return tellMissing(force: force) }
        do throws(ListFileError) {
            let list = try SenderList(contentsOf: path)
            state.withLock { state in
                state.list = list
                state.isMissingReported = false
            }
            metrics.listLoad("loaded", customer: customer)
            logger.notice("list loaded", metadata: ["entries": "\(list.entries.count)"])
            tell(list.problems, of: list.problemCount)
        } catch {
            metrics.listLoad("refused", customer: customer)
            logger.error("list refused: \(error.description)", metadata: ["kept": "\(current.entries.count)"])
        }
    }

    /// Says which lines cannot be read, and not what is in them: a log names nobody.
    private func tell(_ problems: [SenderList.Problem], of count: Int) {
        guard count > 0 else { return }
        let lines = problems.map { "\($0.line)" }.joined(separator: ", ") + (count > problems.count ? ", ..." : "")
        logger.error(
            "\(path): lines that cannot be read do not count; 'spreu allow --list' says why",
            metadata: ["lines": "\(lines)", "count": "\(count)"])
    }

    private func tellMissing(force: Bool) {
        let (isReported, kept) = state.withLock { state in
            defer { state.isMissingReported = true }
            return (state.isMissingReported && !force, state.list.entries.count)
        }
        guard !isReported else { return }
        logger.notice("\(path): there is no list of senders; 'spreu allow' makes one", metadata: ["kept": "\(kept)"])
    }

    /// What the list says of a message; nil where it was not asked.
    ///
    /// The future does not fail, and comes at the latest after ``FilterLimits/messageSeconds``. The header is read on another
    /// thread: an event loop waits for nobody's message.
    func finding(for message: SubmittedMessage, on loop: any EventLoop) -> EventLoopFuture<ListFinding?> {
        guard !current.isEmpty else { return loop.makeSucceededFuture(nil) }
        let promise = loop.makePromise(of: ListFinding?.self)
        let timeout = loop.scheduleTask(in: .seconds(Int64(seconds))) { promise.succeed(nil) }
        NIOThreadPool.singleton.runIfActive(eventLoop: loop) { [self] in finding(for: message) }.whenComplete {
            result in
            timeout.cancel()
            promise.succeed(try? result.get())
        }
        return promise.futureResult
    }

    /// What the list says of a message now.
    package func finding(for message: SubmittedMessage) -> ListFinding {
        let arrival = Arrival(Message(message.header()), envelope: message.envelope, at: servers)
        let finding = current.finding(for: arrival, on: Int64(time(nil)) / 86_400)
        if let reason = finding.ignored { tell(reason) }
        return finding
    }

    /// Says once of each reason why an entry that allows does not count, and what to do.
    private func tell(_ reason: ListFinding.Reason) {
        guard state.withLock({ $0.told.insert(reason).inserted }) else { return }
        switch reason {
        case .noAuthservID:
            logger.warning(
                "an entry allows the sender of a message, and does not count: name the server that checks senders (Authentication-Results) under 'site.authserv-id'; /usr/share/doc/spreu/lists.md"
            )
        case .noResults:
            logger.warning(
                "an entry allows the sender of a message, and does not count: no server of 'site.authserv-id' wrote Authentication-Results; is the program that does before spreud? /usr/share/doc/spreu/lists.md"
            )
        case .unauthenticated:
            logger.notice(
                "an entry allows the sender of a message, and does not count: neither DMARC nor DKIM nor SPF show that it comes from there; further ones have list-ignored=unauthenticated"
            )
        }
    }
}
