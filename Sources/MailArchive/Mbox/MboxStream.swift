// SPDX-License-Identifier: Apache-2.0

/// The messages of an mbox, one record after the other.
///
/// Scans for `From ` with `memmem` through a sliding window; a message costs one allocation, its own bytes.
final class MboxStream: MessageStream {
    private let window: ByteWindow
    private let opened: OpenedFile
    private let context: ReadContext
    private let template: Provenance
    private let dialect: MboxDialect
    /// Whether a `Content-Length` counts against what looks like a message before its end: only where the caller says that the
    /// file is of such a dialect.
    private let believesContentLength: Bool
    private let readsContentLength: Bool
    /// How the file's first record begins, wherever reading begins; nil until it is known.
    private var form: SeparatorForm?
    /// Whether Mozilla may have written the file's first record: only then its own state counts, which a sender could write, too.
    private var isMozillas = false
    /// Messages that seem to lie within others, and where the first of those seems to begin.
    private var doubts: (count: Int, first: Int) = (0, 0)
    /// Where reading ends; nil: at the file's end.
    private let end: Int?
    private var isStarted = false
    private var isFinished = false
    private var hasWarnedOfLength = false

    /// The messages of an mbox that are to be read; nil: none.
    static func open(
        _ opened: OpenedFile, provenance: Provenance, dialect: MboxDialect?, context: ReadContext
    ) -> MboxStream? {
        switch context.decide(ArchiveFile(.mbox, provenance, path: opened.name)) {
        case .skip: nil
        case .read: MboxStream(opened, provenance: provenance, dialect: dialect, context: context)
        case .resume(let offset):
            MboxStream(opened, provenance: provenance, dialect: dialect, context: context, from: offset)
        case .part(let range):
            MboxStream(
                opened, provenance: provenance, dialect: dialect, context: context, from: range.lowerBound,
                to: range.upperBound)
        }
    }

    /// - Parameters:
    ///   - dialect: nil to find it; then a `Content-Length` that ends where a message ends counts in any
    ///     record, since mailboxes that moved between servers are of several dialects, unless a message begins before.
    ///   - offset: where the first message to read begins.
    ///   - end: where the last one ends; nil: at the file's end.
    private init(
        _ opened: OpenedFile, provenance: Provenance, dialect: MboxDialect?, context: ReadContext, from offset: Int = 0,
        to end: Int? = nil
    ) {
        self.opened = opened
        self.end = end
        self.context = context
        template = provenance
        let start = opened.window
        if let dialect {
            self.dialect = dialect
        } else {
            start.fill(to: MboxDialect.sampleBytes)
            self.dialect = MboxDialect.detect(start.bytes, isComplete: start.isAtEnd)
        }
        window = offset > 0 ? opened.window(from: offset) : start
        readsContentLength = dialect?.hasContentLength ?? true
        believesContentLength = dialect?.hasContentLength ?? false
        opened.head.withUnsafeBytes { head in
            if let first = Self.firstLine(of: head) { takeForm(of: head.slice(first.text)) }
        }
    }

    private func takeForm(of line: UnsafeRawBufferPointer) {
        form = SeparatorForm(line)
        isMozillas = PostmarkLine.hasNoSender(line)
    }

    func next() -> Step {
        if isFinished { return .end }
        if !isStarted {
            isStarted = true
            skipToFirstRecord()
        }
        if let end, window.offset >= end, window.fill(to: 1) {
            isFinished = true
            if window.offset > end {
                context.warn(opened.name, at: end, .notBetweenMessages, "read up to where the message ends")
            }
            return .again
        }
        guard window.fill(to: 1) else {
            isFinished = true
            opened.finish(context)
            if doubts.count > 0 {
                context.warn(
                    opened.name, at: doubts.first, .mayHoldMessages(count: doubts.count),
                    "left as it is (said once for a file)")
            }
            return .again
        }
        return readRecord()
    }

    // MARK: - Records

    /// Where a record ends, in bytes from the window's start.
    private struct Extent {
        var contentEnd: Int
        var recordEnd: Int
        var mayHoldQuotes: Bool
    }

    private func readRecord() -> Step {
        window.fill(to: PostmarkLine.maxBytes + MboxBoundary.lookahead)
        var provenance = template
        provenance.offset = window.offset
        let postmark = window.bytes.line(at: 0)
        if form == nil { takeForm(of: window.bytes.slice(postmark.text)) }
        if let line = PostmarkLine(window.bytes.slice(postmark.text)) {
            provenance.received = line.received
            provenance.envelopeSender = line.senderText(window.bytes.slice(postmark.text))
        }
        let contentStart = postmark.next
        let limit = context.limits.maxMessageBytes
        if let extent = extentByLength(contentStart) ?? extentByScan(contentStart, limit: limit) {
            if extent.contentEnd - contentStart <= limit {
                return emit(contentStart, extent, provenance)
            }
            return emitCut(contentStart, provenance) { self.drop(to: self.window.offset + extent.recordEnd) }
        }
        return emitCut(contentStart, provenance) {
            // Up to here the scan has found none; the message's own From line does not count again.
            self.skipToBoundary(from: contentStart + max(0, limit - PostmarkLine.maxBytes))
        }
    }

    private func emit(_ contentStart: Int, _ extent: Extent, _ provenance: Provenance) -> Step {
        window.fill(to: extent.recordEnd)
        var provenance = provenance
        // A file that was cut short under a Content-Length ends earlier than its length was checked for.
        let recordEnd = min(extent.recordEnd, window.count)
        let content = contentStart..<max(contentStart, min(extent.contentEnd, recordEnd))
        provenance.size = recordEnd
        var message = makeMessage(content, extent.mayHoldQuotes, provenance)
        window.drop(recordEnd)
        let state = message.bytes.withUnsafeBytes { MailboxState($0, isMozillas: isMozillas) }
        if state.isInternal && provenance.offset == 0 || state.isExpunged { return .again }
        message.provenance.flags = state.flags
        message.provenance.keywords = state.keywords
        if message.bytes.isEmpty {
            context.warn(opened.name, at: provenance.offset, .empty, "skipped this message")
            return .again
        }
        return .message(message)
    }

    /// Keeps a message's first bytes and leaves the rest unread in memory.
    private func emitCut(_ contentStart: Int, _ provenance: Provenance, skipRest: () -> Void) -> Step {
        let limit = context.limits.maxMessageBytes
        window.fill(to: contentStart + limit)
        var message = makeMessage(contentStart..<min(window.count, contentStart + limit), true, provenance)
        skipRest()
        message.provenance.size = window.offset - provenance.offset
        context.warn(
            opened.name, at: provenance.offset, .messageTooLong(bytes: message.provenance.size),
            "the first \(limit) bytes were kept")
        return .message(message)
    }

    private func makeMessage(_ content: Range<Int>, _ mayHoldQuotes: Bool, _ provenance: Provenance)
        -> ArchivedMessage
    {
        let input = window.bytes.slice(content)
        let quoting = dialect.quoting
        let bytes = [UInt8](unsafeUninitializedCapacity: input.count) { buffer, count in
            let output = UnsafeMutableRawBufferPointer(buffer)
            if mayHoldQuotes, quoting != .none {
                count = quoting.undo(input, into: output)
            } else {
                output.copyMemory(from: input)
                count = input.count
            }
        }
        return ArchivedMessage(bytes: bytes, provenance: provenance)
    }

    // MARK: - By Content-Length

    private func extentByLength(_ contentStart: Int) -> Extent? {
        guard readsContentLength else { return nil }
        var header = ContentLength(window.bytes, header: contentStart, isComplete: window.isAtEnd)
        while header == nil, window.count - contentStart < ContentLength.maxHeaderBytes, window.fillMore() {
            header = ContentLength(window.bytes, header: contentStart, isComplete: window.isAtEnd)
        }
        guard let header, let length = header.bodyBytes else { return nil }
        let end = header.bodyStart + length
        guard let next = landing(at: end, within: contentStart + context.limits.maxMessageBytes) else {
            if dialect.hasContentLength, !hasWarnedOfLength {
                hasWarnedOfLength = true
                context.warn(
                    opened.name, at: window.offset, .wrongContentLength,
                    "the next From line was taken for the end (said once for a file)")
            }
            return nil
        }
        if !believesContentLength, holdsRecord(contentStart..<end) { return nil }
        return Extent(contentEnd: end, recordEnd: next, mayHoldQuotes: true)
    }

    /// Whether a record evidently begins in a range: no length that its sender may have made up counts against that.
    private func holdsRecord(_ range: Range<Int>) -> Bool {
        guard range.upperBound - range.lowerBound <= context.limits.maxMessageBytes else { return false }
        window.fill(to: range.upperBound + MboxBoundary.lookahead)
        var search = range.lowerBound
        while let hit = window.bytes.find(PostmarkLine.keyword, from: search), hit < range.upperBound {
            if case .yes = judge(hit) { return true }
            search = hit + PostmarkLine.keyword.count
        }
        return false
    }

    /// Where the record after `position` begins, if a message can end there.
    private func landing(at position: Int, within limit: Int) -> Int? {
        let needed = position + PostmarkLine.maxBytes
        if needed > window.count, !window.isAtEnd {
            let start = position - 1
            let peeked = withUnsafeTemporaryAllocation(byteCount: PostmarkLine.maxBytes + 8, alignment: 8) { buffer in
                guard let count = window.peek(at: start, into: buffer) else { return Landing.unknown }
                guard count > 0 else { return .nowhere }
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                let next = MboxBoundary.landing(bytes, at: 1, isComplete: count < buffer.count)
                return next.map { .at(start + $0) } ?? .nowhere
            }
            switch peeked {
            case .at(let next): return next
            case .nowhere: return nil
            case .unknown:
                // A compressed file cannot be looked into further on than is read.
                guard position <= limit else { return nil }
                window.fill(to: needed)
            }
        }
        guard position <= window.count else { return nil }
        return MboxBoundary.landing(window.bytes, at: position, isComplete: window.isAtEnd)
    }

    private enum Landing { case at(Int), nowhere, unknown }

    // MARK: - By scanning

    /// Finds the next record; nil when the message is longer than the limit.
    private func extentByScan(_ contentStart: Int, limit: Int) -> Extent? {
        var search = contentStart
        var mayHoldQuotes = false
        let doubtsBefore = doubts
        while true {
            let bytes = window.bytes
            if let hit = bytes.find(PostmarkLine.keyword, from: search) {
                switch bytes[hit - 1] {
                case UInt8(ascii: ">"): mayHoldQuotes = true
                case 0x0A, 0:
                    switch judge(hit) {
                    case .yes:
                        let separator = MboxBoundary.separator(in: bytes, before: hit)
                        let end = max(contentStart, separator?.lowerBound ?? hit)
                        return Extent(contentEnd: end, recordEnd: hit, mayHoldQuotes: mayHoldQuotes)
                    case .needsMore:
                        window.fillMore()
                        continue
                    case .doubtful: doubt(at: hit)
                    case .no: break
                    }
                default: break
                }
                search = hit + PostmarkLine.keyword.count
                continue
            }
            if bytes.count - contentStart > limit {
                doubts = doubtsBefore
                return nil
            }
            search = max(search, bytes.count - PostmarkLine.keyword.count + 1)
            if !window.fillMore() {
                let end = window.count
                let separator = MboxBoundary.separator(in: window.bytes, before: end)
                let contentEnd = max(contentStart, separator?.lowerBound ?? end)
                if contentEnd - contentStart > limit { return nil }
                return Extent(contentEnd: contentEnd, recordEnd: end, mayHoldQuotes: mayHoldQuotes)
            }
        }
    }

    private func judge(_ hit: Int) -> MboxBoundary {
        MboxBoundary.judge(
            window.bytes, at: hit, form: form, isStart: window.offset == 0, isComplete: window.isAtEnd)
    }

    private func doubt(at hit: Int) {
        if doubts.count == 0 { doubts.first = window.offset + hit }
        doubts.count += 1
    }

    /// Drops bytes until the window begins with a record or is empty; searches from `start` on.
    private func skipToBoundary(from start: Int) {
        // Kept before the search, so that the empty line before a hit is seen.
        let margin = 32
        var search = max(0, start)
        while true {
            if search < window.count, let hit = window.bytes.find(PostmarkLine.keyword, from: search) {
                switch judge(hit) {
                case .yes: return window.drop(hit)
                case .needsMore: window.fillMore()
                case .no, .doubtful: search = hit + PostmarkLine.keyword.count
                }
                continue
            }
            let dropped = max(0, window.count - PostmarkLine.keyword.count - margin)
            window.drop(dropped)
            search = max(search - dropped, window.offset == 0 ? 0 : margin)
            if !window.fillMore() { return window.drop(window.count) }
        }
    }

    /// Where the first record begins that an evident separator leads in at an offset or behind it; the file's end if none does.
    ///
    /// As reading from the file's start finds it: what separates records is judged by what stands around it alone.
    static func border(_ opened: OpenedFile, from offset: Int, context: ReadContext) -> Int {
        // As much before it as tells what separates it.
        let margin = min(offset, 32)
        let stream = MboxStream(
            opened, provenance: Provenance(archive: opened.name, path: opened.name), dialect: nil, context: context,
            from: offset - margin)
        stream.skipToBoundary(from: margin)
        return stream.window.offset
    }

    private func drop(to offset: Int) {
        while window.offset < offset, window.fill(to: 1) { window.drop(min(window.count, offset - window.offset)) }
    }

    // MARK: - The start

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0 }

    /// The `From ` line that a file begins with, however odd its date, if a header follows; nil if there is none.
    private static func firstLine(of bytes: UnsafeRawBufferPointer) -> Line? {
        var start = bytes.holds(byteOrderMark + PostmarkLine.keyword, at: 0) ? byteOrderMark.count : 0
        while start < bytes.count, isBlank(bytes[start]) { start += 1 }
        guard bytes.holds(PostmarkLine.keyword, at: start) else { return nil }
        let line = bytes.line(at: start)
        return PostmarkLine(bytes.slice(line.text)) != nil || bytes.looksLikeHeader(at: line.next) ? line : nil
    }

    /// Drops what comes before the first record; empty lines are nothing to speak of.
    private func skipToFirstRecord() {
        window.fill(to: PostmarkLine.maxBytes + MboxBoundary.lookahead)
        if window.bytes.holds(byteOrderMark + PostmarkLine.keyword, at: 0) { window.drop(byteOrderMark.count) }
        if let first = Self.firstLine(of: window.bytes) { return window.drop(first.text.lowerBound) }
        let blank = window.bytes.prefix(while: Self.isBlank).count
        skipToBoundary(from: 0)
        if window.offset > blank {
            context.warn(opened.name, at: 0, .noMessageAtStart(bytes: window.offset), "skipped up to the first message")
        }
    }
}
