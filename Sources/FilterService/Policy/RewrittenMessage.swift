// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailMessage

extension VerdictFields {
    /// The message with the verdict's fields on top, behind its mbox line if it has one.
    ///
    /// Fields of the same names that the message brings are taken out; nothing else is changed.
    /// - Parameter headerOnly: Leaves out the body; the empty line that ends the header stays.
    package func added(to message: [UInt8], for outcome: ScoringOutcome, headerOnly: Bool = false) -> [UInt8] {
        let start = message.withUnsafeBytes { MessageFile.messageStart(in: $0) }
        let lineEnd = HeaderRewrite.hasCRLF(message) ? "\r\n" : "\n"
        var result = Array(message[..<start])
        result.reserveCapacity(message.count + 512)
        for (name, value) in fields(for: outcome) { result += "\(name): \(value)\(lineEnd)".utf8 }
        for piece in HeaderRewrite(removing: ownNames).keptPieces(of: message, from: start) { result += message[piece] }
        guard headerOnly else { return result }
        return Array(result[..<HeaderRewrite.endOfHeader(result, from: start)]) + lineEnd.utf8
    }
}
