// SPDX-License-Identifier: Apache-2.0

/// One line of a TREC index: `spam data/inmail.1`.
struct IndexLine {
    var label: IndexLabel
    /// Where in the buffer the path is: all after the first space, so that paths may hold spaces.
    var path: Range<Int>

    init?(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) {
        var space = line.lowerBound
        while space < line.upperBound, bytes[space] != 0x20, bytes[space] != 0x09 { space += 1 }
        var start = space
        while start < line.upperBound, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
        guard start < line.upperBound, space - line.lowerBound <= 4,
            let label = IndexLabel(word: bytes[line.lowerBound..<space])
        else { return nil }
        self.label = label
        path = start..<line.upperBound
    }
}

/// The messages that a TREC index names, in its order; each file is one message, a mbox line at its top dropped.
///
/// - SeeAlso: TREC 2005 Spam Track; DESIGN "Protocols"
final class IndexStream: MessageStream {
    /// Longest line that is taken for one: twice the longest path of Linux.
    private static let maxLineBytes = 8192
    /// After so many bad lines without a good one between them a file is no index.
    private static let maxBadLines = 100

    private let opened: OpenedFile
    private let archive: String
    private let folder: BytePath
    private let context: ReadContext
    private var lineNumber = 0
    private var badLines = 0
    private var isFinished = false

    /// - Parameter folder: where relative paths start from: the index's own folder.
    init(_ opened: OpenedFile, archive: String, folder: BytePath, context: ReadContext) {
        self.opened = opened
        self.archive = archive
        self.folder = folder
        self.context = context
    }

    func next() -> Step {
        if isFinished { return .end }
        let window = opened.window
        window.fill(to: Self.maxLineBytes)
        guard window.count > 0 else {
            isFinished = true
            opened.finish(context)
            return .again
        }
        let offset = window.offset
        lineNumber += 1
        let line = window.bytes.line(at: 0)
        let entry = IndexLine(window.bytes, line.text)
        let isBlank = line.text.isEmpty
        let path = entry.map { Array(window.bytes[$0.path]) }
        window.drop(line.next)
        guard let entry, let path else {
            if !isBlank { warnOfLine(at: offset) }
            return .again
        }
        badLines = 0
        return read(path, label: entry.label)
    }

    private func warnOfLine(at offset: Int) {
        badLines += 1
        if badLines > Self.maxBadLines {
            context.warn(opened.name, at: offset, .notMail, "no index: the rest of it was skipped")
            isFinished = true
        } else {
            context.warn(opened.name, at: offset, .badIndexLine(number: lineNumber), "skipped")
        }
    }

    private func read(_ path: [UInt8], label: IndexLabel) -> Step {
        let full = folder.appending(path)
        let provenance = Provenance(archive: archive, path: String(decoding: path, as: UTF8.self))
        guard context.decide(ArchiveFile(.found, provenance, path: full.text, label: label)) != .skip else {
            return .again
        }
        guard let file = OpenedFile.open(full, name: full.text, isListed: true, context: context),
            var message = MessageFile.read(file, provenance: provenance, context: context)
        else { return .again }
        message.label = label
        return .message(message)
    }
}
