// SPDX-License-Identifier: Apache-2.0
import Dispatch
package import Logging
import MailMessage
package import OutgoingBrake
import ServiceLifecycle
import Synchronization
import TextOutput

/// The brake for outgoing mail: counts external recipients by sender, and says whose mail is to be put on hold.
///
/// Nothing is refused or removed. What was counted survives a restart; who is put on hold is told at once.
package final class BrakeService: Service {
    private struct State {
        var table: BrakeTable
        /// The releases that were carried out.
        var releases: Set<UInt64>
        /// The file of releases that was looked at last.
        var seenReleases: FileIdentity?
        var isSaved = true
        /// When something that could go on for long was told last, by what it is.
        var toldAt: [String: Int64] = [:]
    }

    private let folder: BrakeFolder
    private let metrics: FilterMetrics
    private let logger: Logger
    private let announcer: BrakeAnnouncer
    private let clock: @Sendable () -> ClockReading
    /// What the clocks said, and the table's time, at the start.
    private let start: (clock: ClockReading, time: Int64)
    private let state: Mutex<State>
    private let requests: AsyncStream<Void>
    private let request: AsyncStream<Void>.Continuation

    /// Seconds between two times that the counts are saved, and releases looked for; a hold is saved at once.
    private static let saveSeconds = 5
    /// Seconds after which something that goes on is told again.
    private static let noticeSeconds: Int64 = 60

    /// Where files are read and written: that may take long, and no thread that others wait for may do it.
    private static let files = DispatchQueue(label: "spreu.brake-files")

    /// Makes a brake that goes on from what was counted before.
    package init(
        _ configuration: BrakeConfiguration, metrics: FilterMetrics, logger: Logger,
        clock: @escaping @Sendable () -> ClockReading = { .now }
    ) {
        folder = configuration.folder
        self.metrics = metrics
        self.logger = logger
        self.clock = clock
        announcer = BrakeAnnouncer(configuration, metrics: metrics, logger: logger)
        let now = clock()
        let file = Self.counts(folder, clock: now, logger: logger)
        start = (now, file.time(at: now))
        let table = BrakeTable(ceilings: configuration.ceilings, senders: file.senders)
        state = Mutex(State(table: table, releases: file.releases))
        (requests, request) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        lookForReleases()
        metrics.observeBrake { [weak self] in self.map { ($0.state.withLock { $0.table }, $0.now) } }
    }

    private static func counts(_ folder: BrakeFolder, clock: ClockReading, logger: Logger) -> CountsFile {
        do throws(BrakeFileError) {
            let file = try CountsFile(contentsOf: folder)
            if file.unreadLines > 0 {
                logger.error(
                    "\(folder.countsPath): senders of \(file.unreadLines) lines begin at 0: not what spreud writes")
            }
            return file
        } catch {
            if error.problem != .missing { logger.error("brake: \(error.description)", metadata: ["counts": "0"]) }
            return CountsFile(clock: clock)
        }
    }

    /// The table's time: it goes on when the wall clock is set.
    private var now: Int64 { start.time + max(0, clock().boot - start.clock.boot) }

    // MARK: - Messages

    /// Counts a message, and says what becomes of it.
    package func decide(_ mail: OutgoingMail, queueID: String?) -> BrakeDecision {
        let now = now
        let outcome = state.withLock { state in
            state.isSaved = false
            return state.table.count(mail.recipients, of: mail.sender, at: now)
        }
        let result: BrakeDecision.Result
        switch outcome {
        case .passes(let endsHold):
            result = .passed
            if endsHold { tellEnd(of: mail.sender) }
        case .uncounted:
            result = .uncounted
            tell(
                "full",
                "brake: too many senders are on hold: mail of further ones is not counted; /usr/share/doc/spreu/brake.md"
            )
        case .held(let excess, let begins, let isAnnounced):
            result = mail.canBeHeld ? .held : .unheld
            if begins { begin(mail, excess, queueID: queueID, isAnnounced: isAnnounced) }
            if !mail.canBeHeld {
                tell(
                    "unheld",
                    "brake: the mail server does not let the filter put mail on hold: mail above the ceilings goes out")
            }
        }
        let decision = BrakeDecision(sender: mail.sender, result: result)
        metrics.brake(decision, recipients: mail.recipients)
        return decision
    }

    private func begin(
        _ mail: OutgoingMail, _ excess: SenderCounts.Excess, queueID: String?, isAnnounced: Bool
    ) {
        metrics.brakeHold(mail.sender)
        var metadata = Self.metadata(mail.sender)
        metadata["recipients"] = "\(excess.count)"
        metadata["ceiling"] = "\(excess.ceiling)"
        metadata["window"] = "\(excess.window.rawValue)"
        if let queueID { metadata["queue"] = "\(queueID.prefix(bytes: 64))" }
        logger.error(
            mail.canBeHeld
                ? "brake: outgoing mail of this sender is put on hold; 'spreu brake' lists, /usr/share/doc/spreu/brake.md says what to do"
                : "brake: outgoing mail of this sender is above the ceiling, and goes out", metadata: metadata)
        if isAnnounced {
            announcer.announce(
                BrakeAnnouncement(sender: mail.sender, excess: excess, isOnHold: mail.canBeHeld, queueID: queueID))
        }
        request.yield()
    }

    private func tellEnd(of sender: OutgoingSender) {
        logger.notice(
            "brake: further mail of this sender goes out again; what is on hold stays there",
            metadata: Self.metadata(sender))
    }

    private static func metadata(_ sender: OutgoingSender) -> Logger.Metadata {
        [sender.kind.rawValue: "\(sender.name)"]
    }

    /// Tells something that may go on for long, once a minute.
    private func tell(_ key: String, _ notice: String) {
        let now = now
        let isDue = state.withLock { state in
            if let last = state.toldAt[key], now - last < Self.noticeSeconds { return false }
            state.toldAt[key] = now
            return true
        }
        if isDue { logger.error("\(notice)") }
    }

    // MARK: - Files

    /// Ends holds, carries out releases, and saves what has changed.
    package func keepUp() {
        let now = now
        let ended = state.withLock { state in
            let count = state.table.senders.count
            let ended = state.table.endHolds(at: now)
            // Whoever is forgotten is not left in the file, either.
            if !ended.isEmpty || state.table.senders.count < count { state.isSaved = false }
            return ended
        }
        for sender in ended { tellEnd(of: sender) }
        lookForReleases()
        save()
    }

    private func lookForReleases() {
        let found = FileIdentity(path: folder.releasesPath)
        guard state.withLock({ $0.seenReleases != found }) else { return }
        do throws(BrakeFileError) {
            let releases = try ReleaseFile(contentsOf: folder).releases
            for release in releases { carryOut(release) }
            state.withLock { state in
                state.seenReleases = found
                // What the file has forgotten is not carried out again.
                state.releases.formIntersection(releases.map(\.id))
            }
        } catch {
            tell("releases", "brake: \(error.description)")
        }
    }

    private func carryOut(_ release: Release) {
        let released = state.withLock { state -> [OutgoingSender] in
            guard state.releases.insert(release.id).inserted else { return [] }
            state.isSaved = false
            return state.table.release(release.name)
        }
        for sender in released {
            metrics.brakeRelease()
            var metadata = Self.metadata(sender)
            metadata["by"] = "\(release.author.prefix(bytes: 64))"
            metadata["at"] = "\(MailDate(secondsSince1970: release.time).rfc3339)"
            logger.notice("brake: released by command; what is on hold stays there", metadata: metadata)
        }
    }

    private func save() {
        let now = now
        let changed = state.withLock { state -> CountsFile? in
            guard !state.isSaved else { return nil }
            state.isSaved = true
            return CountsFile(state.table, releases: state.releases, time: now, clock: clock())
        }
        guard let changed else { return }
        do throws(BrakeFileError) {
            try changed.write(to: folder)
        } catch {
            state.withLock { $0.isSaved = false }
            metrics.brakeSaveFailed()
            tell("save", "brake: counts would not survive a restart: \(error.description)")
        }
    }

    /// Saves what was counted every few seconds, at each hold, and at the end.
    package func run() async throws {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { [request] in
                    while (try? await Task.sleep(for: .seconds(Self.saveSeconds))) != nil { request.yield() }
                }
                for await _ in requests { await onFileQueue { $0.keepUp() } }
                group.cancelAll()
            }
        } onGracefulShutdown: {
            self.request.finish()
        }
        await onFileQueue { $0.keepUp() }
    }

    private func onFileQueue(_ work: @escaping @Sendable (BrakeService) -> Void) async {
        await withCheckedContinuation { continuation in
            Self.files.async {
                work(self)
                continuation.resume()
            }
        }
    }
}
