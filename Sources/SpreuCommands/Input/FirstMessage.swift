// SPDX-License-Identifier: Apache-2.0
import MailArchive
import SpamEvaluation
import TextOutput

/// A message that a person asks to see.
enum FirstMessage {
    /// The first message of a file; `-` is standard input.
    ///
    /// What a person asks to see is a message, however odd; only an mbox or a folder is taken apart.
    ///
    /// - Throws: ``Failure`` where there is none.
    static func read(_ file: String, format given: ArchiveFormat? = nil, warnings: inout Warnings) throws -> [UInt8] {
        var format = given ?? .message
        if given == nil, file != "-", let found = ArchiveFormat.detect(file), found != .index { format = found }
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
        return message.bytes
    }
}
