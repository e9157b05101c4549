// SPDX-License-Identifier: Apache-2.0
import Announcements
import Dispatch
import DurableFiles
import Glibc
import Logging
import Synchronization

/// Tells the administrator by mail and by a program of theirs, one announcement after another.
///
/// Neither can hold up the other, nor the mail: programs are given half a minute, and of many announcements that wait the last are
/// left to the log.
final class BrakeAnnouncer: Sendable {
    /// A way to tell, and how many announcements wait for it.
    private final class Means: Sendable {
        let name: String
        let queue: DispatchQueue
        let waiting = Mutex(0)

        init(_ name: String) {
            self.name = name
            queue = DispatchQueue(label: "spreu.brake-\(name)")
        }
    }

    private let command: [String]
    private let mailTo: [String]
    private let sendmail: String
    private let metrics: FilterMetrics
    private let logger: Logger
    private let commands = Means("command")
    private let mails = Means("mail")

    private static let maxWaiting = 20

    init(_ configuration: BrakeConfiguration, metrics: FilterMetrics, logger: Logger) {
        command = configuration.command
        mailTo = configuration.mailTo
        sendmail = configuration.sendmail
        self.metrics = metrics
        self.logger = logger
        if !mailTo.isEmpty, Self.mayNotGainPrivileges {
            logger.warning(
                "brake: this service may not gain privileges (NoNewPrivileges), which Postfix's sendmail needs: let a 'command' tell you of holds instead of 'mail-to'; /usr/share/doc/spreu/brake.md"
            )
        }
    }

    /// Whether set-group-id programs such as Postfix's postdrop have no effect in this process.
    private static var mayNotGainPrivileges: Bool {
        guard geteuid() != 0, let file = try? ReadableFile("/proc/self/status"),
            let bytes = try? file.read(upTo: 64 << 10)
        else { return false }
        return String(decoding: bytes, as: UTF8.self).contains("NoNewPrivs:\t1")
    }

    /// Tells of a hold, without waiting.
    func announce(_ announcement: BrakeAnnouncement) {
        if let program = command.first {
            run(by: commands, ChildProgram(program, Array(command.dropFirst()), environment: announcement.environment))
        }
        if !mailTo.isEmpty {
            let mail = announcement.mail(to: mailTo, host: MachineName.own)
            run(by: mails, mail.program(sendmail))
        }
    }

    private func run(by means: Means, _ program: ChildProgram) {
        let hasRoom = means.waiting.withLock { waiting in
            guard waiting < Self.maxWaiting else { return false }
            waiting += 1
            return true
        }
        guard hasRoom else { return metrics.brakeAnnouncement(means.name, "dropped") }
        means.queue.async { [metrics, logger] in
            switch program.run() {
            case .succeeded: metrics.brakeAnnouncement(means.name, "done")
            case .failed(let reason):
                metrics.brakeAnnouncement(means.name, "failed")
                logger.error("brake: nobody was told by \(means.name): \(program.path): \(reason)")
            }
            means.waiting.withLock { $0 -= 1 }
        }
    }
}
