// SPDX-License-Identifier: Apache-2.0
import DurableFiles
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
        // A link stays and leads to the new file; a device or a pipe is nothing to replace.
        if let there = FileStatus(path), there.kind != .file {
            throw .unreadable(path: path, reason: "it is not a regular file")
        }
        do throws(DurableFileError) {
            var file = try DurableFile(replacing: FileName.resolved(path) ?? path)
            var lines: [UInt8] = []
            for message in messages {
                lines += line(for: message).utf8
                lines.append(UInt8(ascii: "\n"))
                if lines.count >= 1 << 16 {
                    try file.writeBytes(lines)
                    lines.removeAll(keepingCapacity: true)
                }
            }
            try file.writeBytes(lines)
            try file.commit()
        } catch {
            throw .unreadable(path: path, reason: error.reason)
        }
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
