// SPDX-License-Identifier: Apache-2.0

/// Finds the fields of a header and the place where its body begins, one `memchr` a line.
///
/// What is no field (RFC 5322, section 2.2, and the obsolete syntax of 4.5): a line without a colon, or whose name
/// holds white space or control characters. Such a line is passed over when a field or the empty line follows it,
/// otherwise it is the first line of the body: senders forget the empty line.
struct HeaderScanner {
    let bytes: UnsafeRawBufferPointer
    let newline: UInt8
    let limits: MessageLimits

    var offsets: [FieldOffsets] = []
    var defects: Defects = []
    var cuts: [Cut] = []
    /// The end of the last header line, where the empty line (or the body, if that is missing) begins.
    private(set) var headerEnd = 0
    /// The first byte of the body.
    private(set) var bodyStart = 0

    init(_ bytes: UnsafeRawBufferPointer, newline: UInt8, limits: MessageLimits) {
        self.bytes = bytes
        self.newline = newline
        self.limits = limits
    }

    /// Scans `range`; stops before a line that is one of the boundaries.
    mutating func scan(_ range: Range<Int>, stoppingAt boundaries: BoundaryStack) {
        offsets.reserveCapacity(16)
        let start = range.lowerBound
        var position = skipMboxLine(range)
        while position < range.upperBound {
            let lineStart = position
            let lineEnd = endOfLine(from: lineStart, before: range.upperBound)
            let contentEnd = trimmingReturn(lineStart..<lineEnd)
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
                cutHeader(from: position, start: start, end: range.upperBound, boundaries)
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
        return !offsets.isEmpty || boundaries.matchesLine(in: bytes, at: line.lowerBound)
    }

    private mutating func finish(headerEnd: Int, bodyStart: Int) {
        self.headerEnd = headerEnd
        self.bodyStart = bodyStart
        if offsets.isEmpty { defects.insert(.noHeader) }
    }

    /// The index of the line's newline, or `end`.
    private func endOfLine(from position: Int, before end: Int) -> Int {
        bytes.firstIndex(of: newline, in: position..<end) ?? end
    }

    private func trimmingReturn(_ line: Range<Int>) -> Int {
        line.upperBound > line.lowerBound && bytes[line.upperBound - 1] == ASCII.carriageReturn
            ? line.upperBound - 1 : line.upperBound
    }

    /// Passes over "From ..." and ">From ..." lines above the first field, which mailboxes leave behind.
    private mutating func skipMboxLine(_ range: Range<Int>) -> Int {
        var position = range.lowerBound
        while position < range.upperBound {
            let line = UnsafeRawBufferPointer(rebasing: bytes[position..<range.upperBound])
            guard line.starts(with: "From ".utf8) || line.starts(with: ">From ".utf8) else { break }
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

    /// Leaves the rest of the header unread, but finds its end: the empty line, or an outer multipart's boundary.
    private mutating func cutHeader(from position: Int, start: Int, end: Int, _ boundaries: BoundaryStack) {
        var next = position
        while next < end {
            let lineEnd = endOfLine(from: next, before: end)
            let isEmpty = trimmingReturn(next..<lineEnd) == next
            if isEmpty || (bytes[next] == ASCII.hyphen && boundaries.matchesLine(in: bytes, at: next)) {
                record(cutFrom: position, start: start, upTo: next)
                finish(headerEnd: next, bodyStart: isEmpty ? min(lineEnd + 1, end) : next)
                return
            }
            next = min(lineEnd + 1, end)
        }
        record(cutFrom: position, start: start, upTo: end)
        finish(headerEnd: end, bodyStart: end)
    }

    private mutating func record(cutFrom position: Int, start: Int, upTo end: Int) {
        guard end > position else { return }
        let limit: Cut.Limit = offsets.count >= limits.maxHeaderFields ? .headerFields : .headerBytes
        cuts.append(Cut(limit: limit, offset: position, byteCount: end - position))
        defects.insert(.cut)
    }
}
