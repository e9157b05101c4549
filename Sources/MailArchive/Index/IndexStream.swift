// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// One line of a TREC index: `spam data/inmail.1`.
struct IndexLine {
    var label: IndexLabel
    /// Where in the buffer the path is: all after the first space, so that paths may hold spaces.
    var path: Range<Int>

    init?(_ bytes: Span<UInt8>, _ line: Range<Int>) {
        var space = line.lowerBound
        while space < line.upperBound, !bytes[space].isBlank { space += 1 }
        var start = space
        while start < line.upperBound, bytes[start].isBlank { start += 1 }
        guard start < line.upperBound, space - line.lowerBound <= 4,
            let label = IndexLabel(word: bytes.array(line.lowerBound..<space))
        else { return nil }
        self.label = label
        path = start..<line.upperBound
    }
}

/// The lines of a TREC index, one after the other.
private struct IndexLines: ~Copyable {
    /// Longest line that is taken for one: twice the longest path of Linux.
    private static let maxLineBytes = 8192

    enum Kind {
        case entry(path: [UInt8], IndexLabel)
        case blank, bad
    }

    private var window: ByteWindow
    /// How many lines were read.
    private(set) var number = 0

    init(_ window: consuming ByteWindow) { self.window = window }

    /// Where the next line begins.
    var offset: Int { window.offset }

    var failurePlace: FailurePlace? { window.failurePlace }

    /// nil at the end.
    mutating func next() -> Kind? {
        guard window.fill(to: 1) else { return nil }
        window.fill(to: Self.maxLineBytes)
        number += 1
        let line = window.bytes.line(at: 0)
        let kind = Self.kind(window.bytes, line.text)
        window.drop(line.next)
        return kind
    }

    private static func kind(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Kind {
        if line.isEmpty { return .blank }
        guard let entry = IndexLine(bytes, line) else { return .bad }
        return .entry(path: bytes.array(entry.path), entry.label)
    }
}

/// The messages that a TREC index names, in its order; each file is one message, a mbox line at its top dropped.
///
/// - SeeAlso: TREC 2005 Spam Track; DESIGN "Protocols"
final class IndexStream: MessageStream {
    /// After so many bad lines without a good one between them a file is no index.
    private static let maxBadLines = 100

    private let opened: OpenedFile
    private var lines: IndexLines
    private let archive: String
    private let folder: BytePath
    private let context: ReadContext
    private var badLines = 0
    private var isFinished = false

    /// - Parameter folder: where relative paths start from: the index's own folder.
    init(_ opened: OpenedFile, archive: String, folder: BytePath, context: ReadContext) {
        self.opened = opened
        lines = IndexLines(opened.takeWindow())
        self.archive = archive
        self.folder = folder
        self.context = context
    }

    func next() -> Step {
        if isFinished { return .end }
        let offset = lines.offset
        switch lines.next() {
        case nil:
            isFinished = true
            opened.finish(context, lines.failurePlace)
            return .again
        case .blank: return .again
        case .bad:
            warnOfLine(at: offset)
            return .again
        case .entry(let path, let label):
            badLines = 0
            return read(path, label: label)
        }
    }

    private func warnOfLine(at offset: Int) {
        badLines += 1
        if badLines > Self.maxBadLines {
            context.warn(opened.name, at: offset, .notMail, "no index: the rest of it was skipped")
            isFinished = true
        } else {
            context.warn(opened.name, at: offset, .badIndexLine(number: lines.number), "skipped")
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
