// SPDX-License-Identifier: Apache-2.0

/// The records of an mbox, read on one by one.
///
/// Scans for `From ` with `memmem` through a sliding window; a message costs one allocation, its own bytes.
struct MboxRecords: ~Copyable {
    private var window: ByteWindow
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

    /// - Parameters:
    ///   - dialect: nil to find it; then a `Content-Length` that ends where a message ends counts in any
    ///     record, since mailboxes that moved between servers are of several dialects, unless a message begins before.
    ///   - offset: where the first message to read begins.
    ///   - end: where the last one ends; nil: at the file's end.
    init(
        _ opened: OpenedFile, provenance: Provenance, dialect: MboxDialect?, context: ReadContext, from offset: Int = 0,
        to end: Int? = nil
    ) {
        self.opened = opened
        self.end = end
        self.context = context
        template = provenance
        var start = opened.takeWindow()
        if let dialect {
            self.dialect = dialect
        } else {
            start.fill(to: MboxDialect.sampleBytes)
            self.dialect = MboxDialect.detect(start.bytes, isComplete: start.isAtEnd)
        }
        if offset > 0, let later = opened.window(from: offset) {
            window = later
        } else {
            window = start
        }
        readsContentLength = dialect?.hasContentLength ?? true
        believesContentLength = dialect?.hasContentLength ?? false
        let head = opened.head
        if let first = Self.firstLine(of: head.span) {
            let line = head.span.extracting(first.text)
            form = SeparatorForm(line)
            isMozillas = PostmarkLine.hasNoSender(line)
        }
    }

    mutating func next() -> Step {
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
            opened.finish(context, window.failurePlace)
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

    private mutating func readRecord() -> Step {
        window.fill(to: PostmarkLine.maxBytes + MboxBoundary.lookahead)
        var provenance = template
        provenance.offset = window.offset
        let postmark = window.bytes.line(at: 0)
        if form == nil {
            form = SeparatorForm(window.bytes.extracting(postmark.text))
            isMozillas = PostmarkLine.hasNoSender(window.bytes.extracting(postmark.text))
        }
        if let line = PostmarkLine(window.bytes.extracting(postmark.text)) {
            provenance.received = line.received
            provenance.envelopeSender = line.senderText(window.bytes.extracting(postmark.text))
        }
        let contentStart = postmark.next
        let limit = context.limits.maxMessageBytes
        var extent = extentByLength(contentStart)
        if extent == nil { extent = extentByScan(contentStart, limit: limit) }
        if let extent {
            if extent.contentEnd - contentStart <= limit {
                return emit(contentStart, extent, provenance)
            }
            return emitCut(contentStart, provenance, recordEnd: extent.recordEnd)
        }
        return emitCut(contentStart, provenance, recordEnd: nil)
    }

    private mutating func emit(_ contentStart: Int, _ extent: Extent, _ provenance: Provenance) -> Step {
        window.fill(to: extent.recordEnd)
        var provenance = provenance
        // A file that was cut short under a Content-Length ends earlier than its length was checked for.
        let recordEnd = min(extent.recordEnd, window.count)
        let content = contentStart..<max(contentStart, min(extent.contentEnd, recordEnd))
        provenance.size = recordEnd
        var message = makeMessage(content, extent.mayHoldQuotes, provenance)
        window.drop(recordEnd)
        let state = MailboxState(message.bytes.span, isMozillas: isMozillas)
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
    ///
    /// - Parameter recordEnd: nil where the scan has found none up to the limit.
    private mutating func emitCut(_ contentStart: Int, _ provenance: Provenance, recordEnd: Int?) -> Step {
        let limit = context.limits.maxMessageBytes
        window.fill(to: contentStart + limit)
        var message = makeMessage(contentStart..<min(window.count, contentStart + limit), true, provenance)
        if let recordEnd {
            drop(to: window.offset + recordEnd)
        } else {
            // The message's own From line does not count again.
            skipToBoundary(from: contentStart + max(0, limit - PostmarkLine.maxBytes))
        }
        message.provenance.size = window.offset - provenance.offset
        context.warn(
            opened.name, at: provenance.offset, .messageTooLong(bytes: message.provenance.size),
            "the first \(limit) bytes were kept")
        return .message(message)
    }

    private func makeMessage(_ content: Range<Int>, _ mayHoldQuotes: Bool, _ provenance: Provenance)
        -> ArchivedMessage
    {
        let quoting = mayHoldQuotes ? dialect.quoting : .none
        let bytes = [UInt8](capacity: content.count) { output in
            quoting.undo(window.bytes.extracting(content), into: &output)
        }
        return ArchivedMessage(bytes: bytes, provenance: provenance)
    }

    // MARK: - By Content-Length

    private mutating func extentByLength(_ contentStart: Int) -> Extent? {
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
    ///
    /// What is too long to be looked through counts as one that does: a length could hide any number of messages of others there.
    private mutating func holdsRecord(_ range: Range<Int>) -> Bool {
        guard range.upperBound - range.lowerBound <= context.limits.maxMessageBytes else { return true }
        window.fill(to: range.upperBound + MboxBoundary.lookahead)
        var search = range.lowerBound
        while let hit = window.bytes.find(PostmarkLine.keyword, from: search), hit < range.upperBound {
            if case .yes = judge(hit) { return true }
            search = hit + PostmarkLine.keywordBytes
        }
        return false
    }

    /// Where the record after `position` begins, if a message can end there.
    private mutating func landing(at position: Int, within limit: Int) -> Int? {
        let needed = position + PostmarkLine.maxBytes
        if needed > window.count, !window.isAtEnd {
            let start = position - 1
            switch peekedLanding(start) {
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

    /// The same of bytes that the window does not hold yet, from the one before `position` on.
    private func peekedLanding(_ start: Int) -> Landing {
        let wanted = PostmarkLine.maxBytes + 8
        guard let bytes = window.peek(at: start, count: wanted) else { return .unknown }
        guard !bytes.isEmpty else { return .nowhere }
        let next = MboxBoundary.landing(bytes.span, at: 1, isComplete: bytes.count < wanted)
        return next.map { .at(start + $0) } ?? .nowhere
    }

    // MARK: - By scanning

    /// Finds the next record; nil when the message is longer than the limit.
    private mutating func extentByScan(_ contentStart: Int, limit: Int) -> Extent? {
        var search = contentStart
        var mayHoldQuotes = false
        let doubtsBefore = doubts
        while true {
            if let hit = window.bytes.find(PostmarkLine.keyword, from: search) {
                let previous = window.bytes[hit - 1]
                switch previous {
                case UInt8(ascii: ">"): mayHoldQuotes = true
                case 0x0A, 0:
                    switch judge(hit) {
                    case .yes:
                        let separator = MboxBoundary.separator(in: window.bytes, before: hit)
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
                search = hit + PostmarkLine.keywordBytes
                continue
            }
            if window.count - contentStart > limit {
                doubts = doubtsBefore
                return nil
            }
            search = max(search, window.count - PostmarkLine.keywordBytes + 1)
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

    private mutating func doubt(at hit: Int) {
        if doubts.count == 0 { doubts.first = window.offset + hit }
        doubts.count += 1
    }

    /// Drops bytes until the window begins with a record or is empty; searches from `start` on.
    private mutating func skipToBoundary(from start: Int) {
        // Kept before the search, so that the empty line before a hit is seen.
        let margin = 32
        var search = max(0, start)
        while true {
            if search < window.count, let hit = window.bytes.find(PostmarkLine.keyword, from: search) {
                switch judge(hit) {
                case .yes: return window.drop(hit)
                case .needsMore: window.fillMore()
                case .no, .doubtful: search = hit + PostmarkLine.keywordBytes
                }
                continue
            }
            let dropped = max(0, window.count - PostmarkLine.keywordBytes - margin)
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
        // No dialect separates records otherwise, and to find out which it is would read a mebibyte each time.
        var records = MboxRecords(
            opened, provenance: Provenance(archive: opened.name, path: opened.name), dialect: .mboxrd, context: context,
            from: offset - margin)
        records.skipToBoundary(from: margin)
        return records.window.offset
    }

    private mutating func drop(to offset: Int) {
        while window.offset < offset, window.fill(to: 1) { window.drop(min(window.count, offset - window.offset)) }
    }

    // MARK: - The start

    /// Where the line ends and NULs that stand at `start` end.
    private static func endOfBlanks(_ bytes: Span<UInt8>, from start: Int) -> Int {
        var at = start
        while at < bytes.count, bytes[at] == 0x0A || bytes[at] == 0x0D || bytes[at] == 0 { at += 1 }
        return at
    }

    /// The `From ` line that a file begins with, however odd its date, if a header follows; nil if there is none.
    private static func firstLine(of bytes: Span<UInt8>) -> Line? {
        var start = bytes.holds("\u{FEFF}From ", at: 0) ? byteOrderMark.utf8CodeUnitCount : 0
        start = endOfBlanks(bytes, from: start)
        guard bytes.holds(PostmarkLine.keyword, at: start) else { return nil }
        let line = bytes.line(at: start)
        return PostmarkLine(bytes.extracting(line.text)) != nil || bytes.looksLikeHeader(at: line.next) ? line : nil
    }

    /// Drops what comes before the first record; empty lines are nothing to speak of.
    private mutating func skipToFirstRecord() {
        window.fill(to: PostmarkLine.maxBytes + MboxBoundary.lookahead)
        if window.bytes.holds("\u{FEFF}From ", at: 0) { window.drop(byteOrderMark.utf8CodeUnitCount) }
        if let first = Self.firstLine(of: window.bytes) { return window.drop(first.text.lowerBound) }
        let blank = Self.endOfBlanks(window.bytes, from: 0)
        skipToBoundary(from: 0)
        if window.offset > blank {
            context.warn(opened.name, at: 0, .noMessageAtStart(bytes: window.offset), "skipped up to the first message")
        }
    }
}
