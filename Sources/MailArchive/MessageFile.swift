// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// A file that is one message.
public enum MessageFile {
    /// Where the message begins.
    ///
    /// That is behind a byte-order mark, empty lines, and the mbox line that some delivery agents and clients put on top.
    /// Without a header below them they are text.
    public static func messageStart(in bytes: Span<UInt8>) -> Int { Top(bytes).messageStart }

    /// What stands above a message's header in a file.
    private struct Top {
        var mboxLine: Range<Int>?
        var messageStart = 0

        init(_ bytes: Span<UInt8>) {
            var start = Self.skippingBlank(bytes, from: 0)
            if bytes.holds(PostmarkLine.keyword, at: start) {
                let line = bytes.line(at: start)
                if PostmarkLine(bytes.extracting(line.text)) != nil || bytes.looksLikeHeader(at: line.next) {
                    mboxLine = line.text
                    messageStart = line.next
                    start = Self.skippingBlank(bytes, from: line.next)
                }
            }
            if start > messageStart, bytes.looksLikeHeader(at: start) { messageStart = start }
        }

        private static func skippingBlank(_ bytes: Span<UInt8>, from start: Int) -> Int {
            var start = start
            if bytes.holds(byteOrderMark, at: start) { start += byteOrderMark.utf8CodeUnitCount }
            while start < bytes.count, bytes[start] == 0x0A || bytes[start] == 0x0D { start += 1 }
            return start
        }
    }

    /// Reads it; nil after a warning.
    ///
    /// An mbox line at its top, as many collections have, is dropped and its sender and
    /// date kept. One without a date is such a line only before a header: else it is a message's text.
    static func read(_ opened: OpenedFile, provenance: Provenance, context: ReadContext) -> ArchivedMessage? {
        guard var bytes = opened.readMessage(context: context) else { return nil }
        var provenance = provenance
        provenance.size = opened.file.size.map { opened.compression == nil ? $0 : bytes.count } ?? bytes.count
        let top = Top(bytes.span)
        if let line = top.mboxLine, let postmark = PostmarkLine(bytes.span.extracting(line)) {
            provenance.received = provenance.received ?? postmark.received
            provenance.envelopeSender = postmark.senderText(bytes.span.extracting(line))
        }
        if top.messageStart > 0 { bytes.removeSubrange(..<top.messageStart) }
        if provenance.received == nil, opened.file.status.kind == .file {
            provenance.received = opened.file.status.modified.seconds
        }
        return ArchivedMessage(bytes: bytes, provenance: provenance)
    }
}

/// A stream of the one message of a file.
final class MessageFileStream: MessageStream {
    private let opened: OpenedFile
    private let provenance: Provenance
    private let context: ReadContext
    private var isRead = false

    init(_ opened: OpenedFile, provenance: Provenance, context: ReadContext) {
        self.opened = opened
        self.provenance = provenance
        self.context = context
    }

    func next() -> Step {
        if isRead { return .end }
        isRead = true
        return MessageFile.read(opened, provenance: provenance, context: context).map(Step.message) ?? .again
    }
}
