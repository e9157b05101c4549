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
        // What a person asks to see is a message, however odd; only an mbox or a folder is taken apart.
        var format = format ?? .message
        if self.format == nil, file != "-", let found = ArchiveFormat.detect(file), found != .index { format = found }
        var message: ArchivedMessage?
        var reader = ArchiveReader([file], format: format)
        while message == nil, let event = reader.next() {
            switch event {
            case .message(let found): message = found
            case .warning(let warning): warnings.tell([warning])
            }
        }
        guard let message else {
            throw Failure(.noInput, "there is no message in \(file.forTerminal()), check the path")
        }
        let shown = ShownMessage(Message(message.bytes))
        try Console.write(json ? shown.json.text : shown.text)
        try warnings.status.end()
    }
}
