// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What the first bytes of a plain file look like.
enum FileContent: Equatable {
    case empty
    /// Begins with a `From ` line.
    case mbox
    /// Begins with lines of `spam|ham PATH`.
    case index
    /// Begins with a header that has a field of mail.
    case message
    /// Text without such a header: a message without one, or no mail.
    case text
    /// Bytes that are neither.
    case binary

    /// Judges a file by its first bytes; `isComplete` says that they are all.
    init(_ head: Span<UInt8>, isComplete: Bool) {
        guard !head.isEmpty else {
            self = .empty
            return
        }
        let start = Self.textStart(head)
        if head.holds(PostmarkLine.keyword, at: start) {
            let first = head.line(at: start)
            if PostmarkLine(head.extracting(first.text)) != nil || head.looksLikeHeader(at: first.next) {
                self = .mbox
                return
            }
        }
        if Self.isIndex(head, start, isComplete: isComplete) {
            self = .index
        } else if head.looksLikeHeader(at: start), Self.hasMailField(head, start) {
            self = .message
        } else {
            self = head.firstIndex(of: 0, in: 0..<head.count) != nil ? .binary : .text
        }
    }

    /// Whether the first bytes of a file that is to be one message are a message's.
    ///
    /// Text with a field, any field, before the first empty line: what comes before it may be damaged.
    ///
    /// - Parameter isDelivered: text without a field is one, too.
    static func isMessage(_ head: Span<UInt8>, isDelivered: Bool) -> Bool {
        switch FileContent(head, isComplete: false) {
        case .message, .mbox: return true
        case .empty, .binary: return false
        case .index, .text: if isDelivered { return true }
        }
        var at = textStart(head)
        while at < head.count {
            let line = head.line(at: at)
            if line.text.isEmpty { return false }
            if head.looksLikeField(line.text) { return true }
            at = line.next
        }
        return false
    }

    /// Behind a byte-order mark and empty lines; before an mbox, behind NULs, which a crash leaves, too.
    static func textStart(_ head: Span<UInt8>) -> Int {
        var start = head.holds(byteOrderMark, at: 0) ? byteOrderMark.utf8CodeUnitCount : 0
        while start < head.count, head[start] == 0x0A || head[start] == 0x0D { start += 1 }
        var behindNULs = start
        while behindNULs < head.count, head[behindNULs] == 0 { behindNULs += 1 }
        if head.holds(PostmarkLine.keyword, at: behindNULs) { return behindNULs }
        return start < head.count ? start : 0
    }

    private static func isIndex(_ head: Span<UInt8>, _ start: Int, isComplete: Bool) -> Bool {
        var at = start
        var entries = 0
        while at < head.count, entries < 8 {
            let line = head.line(at: at)
            guard line.isEnded || isComplete else { break }
            if !line.text.isEmpty {
                guard IndexLine(head, line.text) != nil else { return false }
                entries += 1
            }
            at = line.next
        }
        return entries > 0
    }

    /// Fields of which almost every message has one, lower case.
    fileprivate static let mailFields: [StaticString] = [
        "received", "from", "to", "subject", "date", "message-id", "return-path", "delivered-to", "mime-version",
        "content-type", "reply-to", "sender", "cc", "bcc", "x-original-to", "x-envelope-from", "x-mozilla-status",
        "dkim-signature", "authentication-results", "envelope-to", "delivery-date", "arc-seal", "errors-to",
    ]

    private static func hasMailField(_ head: Span<UInt8>, _ start: Int) -> Bool {
        var at = start
        while at < head.count {
            let line = head.line(at: at)
            if line.text.isEmpty { return false }
            at = line.next
            if head.looksLikeField(line.text), head.isMailField(line.text) { return true }
        }
        return false
    }
}

/// U+FEFF in UTF-8, with which some programs on Windows begin a text file.
let byteOrderMark: StaticString = "\u{FEFF}"

extension Span where Element == UInt8 {
    /// Whether a line that looks like a field has the name of one that mail has.
    func isMailField(_ line: Range<Int>) -> Bool {
        var end = line.lowerBound
        while end < line.upperBound, self[end] > 0x20, self[end] != UInt8(ascii: ":") { end += 1 }
        for field in FileContent.mailFields
        where field.utf8CodeUnitCount == end - line.lowerBound && holdsLowercased(field, at: line.lowerBound) {
            return true
        }
        return false
    }
}
