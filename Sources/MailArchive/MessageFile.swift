// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Glibc

/// A file that is one message.
public enum MessageFile {
    /// Where the message begins: behind the mbox line that some delivery agents and clients put on top.
    public static func messageStart(in bytes: UnsafeRawBufferPointer) -> Int { mboxLine(in: bytes)?.next ?? 0 }

    /// The mbox line at the top; nil if there is none.
    private static func mboxLine(in bytes: UnsafeRawBufferPointer) -> Line? {
        guard bytes.holds(PostmarkLine.keyword, at: 0) else { return nil }
        let line = bytes.line(at: 0)
        let isOne = PostmarkLine(bytes.slice(line.text)) != nil || bytes.looksLikeHeader(at: line.next)
        return isOne ? line : nil
    }

    /// Reads it; nil after a warning.
    ///
    /// An mbox line at its top, as many collections have, is dropped and its sender and
    /// date kept. One without a date is such a line only before a header: else it is a message's text.
    static func read(_ opened: OpenedFile, provenance: Provenance, context: ReadContext) -> ArchivedMessage? {
        guard var bytes = opened.readMessage(context: context) else { return nil }
        var provenance = provenance
        provenance.size = opened.file.size.map { opened.compression == nil ? $0 : bytes.count } ?? bytes.count
        let mboxLine = bytes.withUnsafeBytes { buffer -> Int in
            guard let line = Self.mboxLine(in: buffer) else { return 0 }
            let text = buffer.slice(line.text)
            if let postmark = PostmarkLine(text) {
                provenance.received = provenance.received ?? postmark.received
                provenance.envelopeSender = postmark.senderText(text)
            }
            return line.next
        }
        if mboxLine > 0 { bytes.removeSubrange(..<mboxLine) }
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
