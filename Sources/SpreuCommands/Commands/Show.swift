// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import MailArchive
import MailMessage
import SpamEvaluation
import SpamModel
import TextOutput

/// `spreu show`: how Spreu reads one message.
struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show how Spreu reads one message: fields, parts, text, links, defects.",
        discussion: "The output contains the message's text. For an archive, shows the first message.")

    @Flag(help: "Print JSON.")
    var json = false

    @Option(help: ArgumentHelp("The format of the file, if it is not recognised.", valueName: "format"))
    var format: ArchiveFormat?

    @Argument(help: ArgumentHelp("The message's file, or - for standard input.", valueName: "file"))
    var file = "-"

    func run() throws {
        var warnings = Warnings()
        let bytes = try FirstMessage.read(file, format: format, warnings: &warnings)
        let shown = ShownMessage(Message(bytes))
        try Console.write(json ? shown.json.text : shown.text)
        try warnings.status.end()
    }
}
