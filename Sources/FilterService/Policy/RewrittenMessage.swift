// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailMessage

extension TagFields {
    /// The message with the verdict's fields on top, behind its mbox line if it has one.
    ///
    /// Fields of the same names that the message brings are taken out; nothing else is changed.
    /// - Parameter headerOnly: Leaves out the body; the empty line that ends the header stays.
    package func added(to message: [UInt8], for outcome: ScoringOutcome, headerOnly: Bool = false) -> [UInt8] {
        let start = MessageFile.messageStart(in: message.span)
        var result: [UInt8] = []
        result.reserveCapacity(message.count + 512)
        HeaderRewrite(removing: ownNames).rewrite(message, from: start, adding: fields(for: outcome)) { result += $0 }
        guard headerOnly else { return result }
        let lineEnd = HeaderRewrite.hasCRLF(message) ? "\r\n" : "\n"
        return Array(result[..<HeaderRewrite.endOfHeader(result, from: start)]) + lineEnd.utf8
    }
}
