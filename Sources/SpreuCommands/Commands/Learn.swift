// SPDX-License-Identifier: Apache-2.0
public import ArgumentParser
public import LearningDrop
import MailArchive
import TextOutput

/// `spreu learn`: submits a message, with the label that somebody gave it, to the next batch run.
struct Learn: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Submit a message to be learned as ham or spam.",
        discussion: """
            Puts the message into the drop folder, where the nightly run collects it. For IMAPSieve scripts, mail \
            clients and procmail recipes. The filter changes with the next model, not at once.

            spreu learn spam < message
            """)

    @Argument(
        help: ArgumentHelp(
            "The label: ham, spam, or forget to withdraw earlier feedback.", valueName: "feedback"))
    var feedback: DropRecord.Feedback

    @Argument(help: ArgumentHelp("Messages, one per file; - is standard input.", valueName: "file"))
    var files: [String] = ["-"]

    @Option(
        help: ArgumentHelp("The drop folder. (default: $SPREU_DROP, then /var/lib/spreu/drop)", valueName: "folder"))
    var drop: String?

    @Option(
        help: ArgumentHelp(
            "The account whose mail it is. (default: $USER, which Dovecot sets to the mail user)", valueName: "name")
    )
    var account: String?

    @Option(help: ArgumentHelp("How the message was submitted, for reports.", valueName: "word"))
    var origin = "command"

    @Option(
        help: ArgumentHelp("The filter's verdict on arrival: one line, stored verbatim.", valueName: "text"))
    var verdict: String?

    @Flag(help: "Return only once the message would survive a power failure; takes milliseconds, not microseconds.")
    var sync = false

    @Flag(name: .shortAndLong, help: "Print the name of each stored record.")
    var verbose = false

    func run() throws {
        let limits = DropLimits.standard
        let writer = DropWriter(
            drop ?? Environment.value("SPREU_DROP") ?? "/var/lib/spreu/drop", limits: limits, isSynced: sync)
        let account = account ?? Environment.value("USER") ?? ""
        for file in files {
            let message = try InputFile(file).read(limit: limits.maxMessageBytes + 1)
            if feedback != .forget, !message.isEmpty {
                do throws(NotAMessage) {
                    try MessageFile.require(message)
                } catch {
                    throw Failure(.badData, "\(file.forTerminal()): \(error); it is not learned")
                }
            }
            let record = DropRecord(
                feedback, message: message, account: account, origin: origin, time: DropWriter.now, verdict: verdict)
            do {
                let name = try writer.append(record)
                if verbose { try Console.write("\(name)\n") }
            } catch DropError.emptyMessage {
                throw Failure(.noInput, "\(file.forTerminal()): \(DropError.emptyMessage)")
            } catch DropError.messageTooLarge(let bytes, let limit) {
                throw Failure(
                    .badData, "\(file.forTerminal()): \(DropError.messageTooLarge(bytes: bytes, limit: limit))")
            }
        }
    }
}

extension DropRecord.Feedback: ExpressibleByArgument {}
