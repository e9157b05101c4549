// SPDX-License-Identifier: Apache-2.0
import Glibc
import MailFeatures
import SpamModel
import TextOutput

extension ScoresFile {
    /// Writes judged messages to a file, one a line, in the order given.
    ///
    /// The file is its owner's alone: it says of named messages what they are.
    ///
    /// - Throws: ``ScoresFileError/unreadable(path:reason:)`` when the file cannot be made or the disk is full.
    public static func write(_ messages: [ScoredMessage], to path: String) throws(ScoresFileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system(path) }
        // One that was there before may be anybody's to read.
        guard fchmod(descriptor, 0o600) == 0, let file = fdopen(descriptor, "wb") else {
            let error = ScoresFileError.system(path)
            close(descriptor)
            throw error
        }
        var failed = false
        for message in messages where !failed {
            var line = self.line(for: message)
            line += "\n"
            failed = line.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) != $0.count }
        }
        let reason = failed ? ScoresFileError.system(path) : nil
        guard fclose(file) == 0 else { throw .system(path) }
        if let reason { throw reason }
    }

    /// The line of one message, without its line end.
    ///
    /// A line end within a path, which no index can hold, is written as `%0A` or `%0D`.
    public static func line(for message: ScoredMessage) -> String {
        var path = message.path
        if path.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            path = path.unicodeScalars.reduce(into: "") { text, scalar in
                switch scalar {
                case "\n": text += "%0A"
                case "\r": text += "%0D"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
        let score = fixedPoint(message.score, digits: 8)
        return "\(path) judge=\(message.judge.name) class=\(message.verdict.name) score=\(score)"
    }
}

extension MessageClass {
    /// The class as indexes and scores files write it.
    var name: String { self == .spam ? "spam" : "ham" }
}
