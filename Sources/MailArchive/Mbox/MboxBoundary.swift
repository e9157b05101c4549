// SPDX-License-Identifier: Apache-2.0

/// Whether a `From ` in an mbox begins a message.
enum MboxBoundary {
    case yes
    case no
    /// It does not, but what follows looks so much like a message that a person should know.
    case doubtful
    /// The answer lies in bytes that are not read yet.
    case needsMore

    /// Bytes after a `From ` line that the answer may need: the next lines, or as much of them as tells.
    static let lookahead = 2048

    /// Judges a `From ` at `hit` by three things: what stands before it, its own form, and what follows.
    ///
    /// | before the line | its form | what follows |
    /// |---|---|---|
    /// | an empty line, or the file's start | a date, or the form of the file's first record | a field and another |
    /// | an empty line, NULs, or the file's start | any (``SeparatorForm``) | two fields that mail has |
    /// | a line | a date, or the form of the file's first record | two fields that mail has |
    ///
    /// A `From ` in running text fails at least one of the three. That a line need not be empty before it is qmail's
    /// `mbox(5)`; a block of NULs is what a crash leaves.
    ///
    /// - Parameters:
    ///   - form: the form of the file's first record, once that is known.
    ///   - isStart: whether `bytes` begin where the file begins.
    ///   - isComplete: whether nothing follows `bytes`.
    static func judge(
        _ bytes: Span<UInt8>, at hit: Int, form: SeparatorForm?, isStart: Bool, isComplete: Bool
    ) -> MboxBoundary {
        let isFirst = isStart && hit == 0
        let isBehindNULs = nulBlock(in: bytes, before: hit) != nil
        guard isFirst || hit > 0 && (isBehindNULs || bytes[hit - 1] == 0x0A) else { return .no }
        let line = bytes.line(at: hit)
        if !line.isEnded {
            let mayGoOn = !isComplete && line.text.count <= PostmarkLine.maxBytes
            return mayGoOn ? .needsMore : .no
        }
        guard isComplete || bytes.count - line.next >= lookahead else { return .needsMore }
        let evidence = bytes.headerEvidence(at: line.next)
        if evidence == .none { return .no }
        guard let own = SeparatorForm(bytes.extracting(line.text)) else { return evidence == .mail ? .doubtful : .no }
        let isKnown = own == .dated || own == form
        let isApart = isFirst || isBehindNULs || emptyLine(in: bytes, before: hit, isStart: isStart) != nil
        switch evidence {
        case .mail where isApart || isKnown: return .yes
        case .fields where isApart && isKnown: return .yes
        default: return .doubtful
        }
    }

    /// NULs that make a block, as a crash leaves one.
    private static let blockBytes = 16

    /// The block of NULs that ends just before `position`.
    static func nulBlock(in bytes: Span<UInt8>, before position: Int) -> Range<Int>? {
        guard position >= blockBytes, bytes[position - 1] == 0 else { return nil }
        var start = position
        while start > 0, bytes[start - 1] == 0 { start -= 1 }
        return position - start >= blockBytes ? start..<position : nil
    }

    /// What a writer put between a message's last line and the record at `position`: the empty line, or NULs and it.
    static func separator(in bytes: Span<UInt8>, before position: Int) -> Range<Int>? {
        let block = nulBlock(in: bytes, before: position)
        let end = block?.lowerBound ?? position
        return emptyLine(in: bytes, before: end, isStart: false).map { $0.lowerBound..<position } ?? block
    }

    /// The empty line that ends just before `position`; nil when the line there is not empty.
    static func emptyLine(in bytes: Span<UInt8>, before position: Int, isStart: Bool) -> Range<Int>? {
        guard position > 0, bytes[position - 1] == 0x0A else { return nil }
        var start = position - 1
        if start > 0, bytes[start - 1] == 0x0D { start -= 1 }
        let isEmpty = start == 0 ? isStart : bytes[start - 1] == 0x0A
        return isEmpty ? start..<position : nil
    }

    /// Judges where a `Content-Length` ends; returns where the next record begins.
    ///
    /// `position` must be the file's end, or come just before a postmark line
    /// with at most two line ends between them.
    static func landing(_ bytes: Span<UInt8>, at position: Int, isComplete: Bool) -> Int? {
        var next = position
        for _ in 0..<2 where next < bytes.count {
            if bytes[next] == 0x0A {
                next += 1
            } else if bytes[next] == 0x0D, next + 1 < bytes.count, bytes[next + 1] == 0x0A {
                next += 2
            }
        }
        if next == bytes.count { return isComplete ? next : nil }
        guard next > 0, bytes[next - 1] == 0x0A, bytes.holds(PostmarkLine.keyword, at: next) else { return nil }
        return PostmarkLine(bytes.extracting(bytes.line(at: next).text)) != nil ? next : nil
    }
}

/// What a message's header says of its own length.
struct ContentLength {
    /// Where the body begins.
    var bodyStart: Int
    /// The body's bytes as written; nil when the header says nothing.
    var bodyBytes: Int?

    /// Longest header that is searched.
    static let maxHeaderBytes = 256 << 10

    private static let name: StaticString = "content-length:"

    /// Reads the header that begins at `start`; nil when its end is not among the bytes.
    ///
    /// The last such field counts: the delivery agent adds its own at the end. A line that may begin the next record ends the
    /// search: without an empty line in any of many records, each would be searched up to ``maxHeaderBytes``.
    init?(_ bytes: Span<UInt8>, header start: Int, isComplete: Bool) {
        var at = start
        var found: Int?
        while at < bytes.count, at - start < Self.maxHeaderBytes {
            let line = bytes.line(at: at)
            guard line.isEnded || isComplete else { return nil }
            at = line.next
            if line.text.isEmpty { break }
            if SeparatorForm(bytes.extracting(line.text)) != nil {
                bodyStart = line.text.lowerBound
                return
            }
            if bytes[line.text.lowerBound] | 0x20 == UInt8(ascii: "c"), let value = Self.value(bytes, line.text) {
                found = value
            }
        }
        if at >= bytes.count, !isComplete { return nil }
        bodyStart = at
        bodyBytes = found
    }

    private static func value(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Int? {
        let nameBytes = name.utf8CodeUnitCount
        guard line.count > nameBytes, bytes.holdsLowercased(name, at: line.lowerBound) else { return nil }
        var value = 0
        var digits = 0
        for at in (line.lowerBound + nameBytes)..<line.upperBound {
            let byte = bytes[at]
            if byte.isBlank { continue }
            guard byte.isDigit, digits < 18 else { return nil }
            value = value * 10 + Int(byte - 48)
            digits += 1
        }
        return digits > 0 ? value : nil
    }
}
