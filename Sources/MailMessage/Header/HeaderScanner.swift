// SPDX-License-Identifier: Apache-2.0

/// Finds the fields of a header and the place where its body begins, one `memchr` a line.
///
/// What is no field (RFC 5322, section 2.2, and the obsolete syntax of 4.5): a line without a colon, or whose name
/// holds white space or control characters. Such a line is passed over when a field or the empty line follows it,
/// otherwise it is the first line of the body: senders forget the empty line.
struct HeaderScanner: ~Escapable {
    let bytes: Span<UInt8>
    let lineEnds: LineEnds
    let limits: MessageLimits

    var offsets: [FieldOffsets] = []
    var defects: Defects = []
    var cuts: [Cut] = []
    /// The end of the last header line, where the empty line (or the body, if that is missing) begins.
    private(set) var headerEnd = 0
    /// The first byte of the body.
    private(set) var bodyStart = 0

    /// Whether a CR alone ended a line.
    private(set) var hasLoneReturns = false

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, lineEnds: LineEnds, limits: MessageLimits) {
        self.bytes = bytes
        self.lineEnds = lineEnds
        self.limits = limits
    }

    /// Scans `range`; stops before a line that is one of the boundaries.
    ///
    /// - Parameter place: a message may have a byte-order mark and empty lines on top; an empty line on top of a part says that
    ///   it has no header.
    mutating func scan(_ whole: Range<Int>, stoppingAt boundaries: BoundaryStack, place: PartPlace) {
        offsets.reserveCapacity(16)
        let range = place == .message ? headerStart(whole)..<whole.upperBound : whole
        let start = range.lowerBound
        var position = skipMboxLine(range)
        while position < range.upperBound {
            let lineStart = position
            let lineEnd = endOfLine(from: lineStart, before: range.upperBound)
            let contentEnd = trimmingReturn(lineStart..<lineEnd)
            if lineEnds == .any, lineEnd < range.upperBound, bytes[lineEnd] == ASCII.carriageReturn {
                hasLoneReturns = true
            }
            if contentEnd == lineStart {
                finish(headerEnd: lineStart, bodyStart: min(lineEnd + 1, range.upperBound))
                return
            }
            if contentEnd - lineStart > 998 { defects.insert(.longHeaderLine) }
            if bytes[lineStart].isBlank, lineStart > start {
                extendLastField(to: contentEnd, line: lineStart..<contentEnd)
            } else if startsBoundary(lineStart..<contentEnd, boundaries) {
                defects.insert(.missingHeaderEnd)
                finish(headerEnd: lineStart, bodyStart: lineStart)
                return
            } else if let colon = bytes.colonOfField(in: lineStart..<contentEnd) {
                append(lineStart: lineStart, colon: colon, contentEnd: contentEnd)
            } else if let indent = indentOfFirstField(lineStart..<contentEnd, next: lineEnd + 1, end: range.upperBound),
                let colon = bytes.colonOfField(in: indent..<contentEnd)
            {
                defects.insert(.malformedHeaderLine)
                append(lineStart: indent, colon: colon, contentEnd: contentEnd)
            } else if isBody(lineStart: lineStart, next: lineEnd + 1, end: range.upperBound) {
                if !offsets.isEmpty { defects.insert(.missingHeaderEnd) }
                finish(headerEnd: lineStart, bodyStart: lineStart)
                return
            } else {
                defects.insert(.malformedHeaderLine)
            }
            position = min(lineEnd + 1, range.upperBound)
            if position - start > limits.maxHeaderBytes || offsets.count >= limits.maxHeaderFields {
                cutHeader(from: position, end: range.upperBound, boundaries)
                return
            }
        }
        finish(headerEnd: range.upperBound, bodyStart: range.upperBound)
    }

    /// Whether a line with two hyphens is an outer multipart's boundary, or may be one of the part's own.
    private func startsBoundary(_ line: Range<Int>, _ boundaries: BoundaryStack) -> Bool {
        guard line.count > 2, bytes[line.lowerBound] == ASCII.hyphen, bytes[line.lowerBound + 1] == ASCII.hyphen else {
            return false
        }
        return !offsets.isEmpty || boundaries.matchesLine(in: bytes, at: line.lowerBound, lineEnds)
    }

    private mutating func finish(headerEnd: Int, bodyStart: Int) {
        self.headerEnd = headerEnd
        self.bodyStart = bodyStart
        if offsets.isEmpty { defects.insert(.noHeader) }
    }

    /// The index of the line's newline, or `end`.
    private func endOfLine(from position: Int, before end: Int) -> Int {
        bytes.endOfLine(from: position, before: end, lineEnds) ?? end
    }

    private func trimmingReturn(_ line: Range<Int>) -> Int {
        line.upperBound > line.lowerBound && bytes[line.upperBound - 1] == ASCII.carriageReturn
            ? line.upperBound - 1 : line.upperBound
    }

    /// Where a message's header begins: behind a byte-order mark (an editor's, or Office 365's) and empty lines, if a field
    /// follows them.
    private func headerStart(_ range: Range<Int>) -> Int {
        var position = range.lowerBound
        if range.count > 3, bytes[position] == 0xEF, bytes[position + 1] == 0xBB, bytes[position + 2] == 0xBF {
            position += 3
        }
        while position < range.upperBound, bytes[position].isLineEnd { position += 1 }
        guard position > range.lowerBound, position < range.upperBound else { return range.lowerBound }
        return startsHeader(position..<range.upperBound) ? position : range.lowerBound
    }

    /// Whether a header evidently begins a range.
    ///
    /// That is a field that mail has, or any field with another line of a header below it. An address of the Web, `http://...`,
    /// is none.
    private func startsHeader(_ range: Range<Int>) -> Bool {
        if startsMboxLine(range) { return true }
        let lineEnd = endOfLine(from: range.lowerBound, before: range.upperBound)
        let line = range.lowerBound..<trimmingReturn(range.lowerBound..<lineEnd)
        guard let colon = bytes.colonOfField(in: line) else { return false }
        let name = bytes.extracting(line.lowerBound..<colon)
        if NeededField.index(of: name) != nil { return true }
        guard colon + 1 == line.upperBound || bytes[colon + 1] != ASCII.slash, lineEnd + 1 < range.upperBound else {
            return false
        }
        let next = (lineEnd + 1)..<endOfLine(from: lineEnd + 1, before: range.upperBound)
        return !next.isEmpty && (bytes[next.lowerBound].isBlank || bytes.colonOfField(in: next) != nil)
    }

    private func startsMboxLine(_ line: Range<Int>) -> Bool {
        let line = bytes.extracting(line)
        return line.hasPrefix("From ") || line.hasPrefix(">From ")
    }

    /// Passes over "From ..." and ">From ..." lines above the first field, which mailboxes leave behind.
    private mutating func skipMboxLine(_ range: Range<Int>) -> Int {
        var position = range.lowerBound
        while position < range.upperBound {
            guard startsMboxLine(position..<range.upperBound) else { break }
            defects.insert(.mboxLine)
            position = min(endOfLine(from: position, before: range.upperBound) + 1, range.upperBound)
        }
        return position
    }

    private mutating func extendLastField(to contentEnd: Int, line: Range<Int>) {
        if offsets.isEmpty {
            defects.insert(.malformedHeaderLine)
        } else {
            offsets[offsets.count - 1].valueEnd = UInt32(truncatingIfNeeded: contentEnd)
        }
    }

    private mutating func append(lineStart: Int, colon: Int, contentEnd: Int) {
        var nameEnd = colon
        while nameEnd > lineStart, bytes[nameEnd - 1].isBlank {
            nameEnd -= 1
            defects.insert(.spaceBeforeColon)
        }
        offsets.append(
            FieldOffsets(
                nameStart: UInt32(truncatingIfNeeded: lineStart), nameEnd: UInt32(truncatingIfNeeded: nameEnd),
                valueStart: UInt32(truncatingIfNeeded: colon + 1), valueEnd: UInt32(truncatingIfNeeded: contentEnd)))
    }

    /// The end of the blanks before the first field of a header, if another field follows it; such a line would
    /// otherwise be the body, and the header lost.
    private func indentOfFirstField(_ line: Range<Int>, next: Int, end: Int) -> Int? {
        guard offsets.isEmpty, bytes[line.lowerBound].isBlank, next < end else { return nil }
        let nextEnd = trimmingReturn(next..<endOfLine(from: next, before: end))
        guard bytes.colonOfField(in: next..<nextEnd) != nil else { return nil }
        var indent = line.lowerBound
        while indent < line.upperBound, bytes[indent].isBlank { indent += 1 }
        return indent
    }

    /// Whether a line that is no field begins the body: unless a field or the empty line follows it.
    private func isBody(lineStart: Int, next: Int, end: Int) -> Bool {
        guard !offsets.isEmpty, next < end else { return true }
        let lineEnd = endOfLine(from: next, before: end)
        let contentEnd = trimmingReturn(next..<lineEnd)
        return contentEnd != next && !bytes[next].isBlank && bytes.colonOfField(in: next..<contentEnd) == nil
    }

    /// Takes only the fields of the rest of the header on which the reading of the message depends, and finds its end: the
    /// empty line, or an outer multipart's boundary.
    private mutating func cutHeader(from position: Int, end: Int, _ boundaries: BoundaryStack) {
        var next = position
        var taken = NeededField.Counts()
        // The last field that has room may be folded.
        var isTaken = offsets.count >= limits.maxHeaderFields
        var unread = 0
        defer {
            if unread > 0 { record(cutFrom: position, byteCount: unread) }
        }
        while next < end {
            let lineEnd = endOfLine(from: next, before: end)
            let line = next..<trimmingReturn(next..<lineEnd)
            if line.isEmpty || (bytes[next] == ASCII.hyphen && boundaries.matchesLine(in: bytes, at: next, lineEnds)) {
                finish(headerEnd: next, bodyStart: line.isEmpty ? min(lineEnd + 1, end) : next)
                return
            }
            if bytes[next].isBlank {
                if isTaken, line.upperBound - (offsets.last?.value.lowerBound ?? 0) <= limits.maxHeaderBytes {
                    extendLastField(to: line.upperBound, line: line)
                }
            } else if let colon = bytes.colonOfField(in: line) {
                isTaken = taken.take(bytes.extracting(next..<colon))
                if isTaken { append(lineStart: next, colon: colon, contentEnd: line.upperBound) }
            } else {
                isTaken = false
            }
            let following = min(lineEnd + 1, end)
            if !isTaken { unread += following - next }
            next = following
        }
        finish(headerEnd: end, bodyStart: end)
    }

    private mutating func record(cutFrom position: Int, byteCount: Int) {
        let limit: Cut.Limit = offsets.count >= limits.maxHeaderFields ? .headerFields : .headerBytes
        cuts.append(Cut(limit: limit, offset: position, byteCount: byteCount))
        defects.insert(.cut)
    }
}

/// The fields that are read wherever they stand in a header, however long it is.
private enum NeededField {
    private static let names: [StaticString] = [
        "content-type", "content-transfer-encoding", "content-disposition", "content-id", "mime-version", "from",
        "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "received", "return-path",
    ]

    /// The place of a name, blanks behind it or not, in the list.
    static func index(of name: Span<UInt8>) -> Int? {
        var name = name
        while name.last?.isBlank == true { name = name.extracting(droppingLast: 1) }
        return names.firstIndex { name.equalsIgnoringCase($0) }
    }

    /// Of each name no more than so many.
    private static let maximum: UInt8 = 8

    struct Counts {
        private var counts = [UInt8](repeating: 0, count: names.count)

        /// Whether the field of this name is needed and still has room.
        mutating func take(_ name: Span<UInt8>) -> Bool {
            guard let index = index(of: name), counts[index] < maximum else { return false }
            counts[index] += 1
            return true
        }
    }
}
