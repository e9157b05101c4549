// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import MailMessage

/// One log file, read line by line; the memory does not depend on its size.
final class LogStream {
    /// Bytes of a line that are read: what is beyond is cut off.
    static let maxLineBytes = 64 << 10

    let path: String
    private let file: ExpandedFile
    private var buffer: [UInt8] = []
    private var position = 0
    private var parser: LineParser
    /// A line whose turn has not come.
    private var pending: (line: Range<Int>, parsed: LogLine)?
    private var isAtEnd = false
    /// Whether the rest of a line that was cut is passed over.
    private var isSkipping = false
    /// Whether a last line without its end is left for the next run.
    private let leavesOpenLine: Bool
    /// Lines that were log lines.
    private(set) var parsedLines = 0
    /// Why the file ended early, if it did.
    private(set) var failure: String?

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - offset: where in the (expanded) bytes to begin: what is before was read by an earlier run.
    ///   - now: the time for files that do not say when they were written, in seconds since 1970.
    init(
        _ path: String, from offset: Int = 0, now: Int, year: Int?, leavesOpenLine: Bool = false
    ) throws(ExpandedFile.Failure) {
        self.path = path
        self.leavesOpenLine = leavesOpenLine
        file = try ExpandedFile(path, from: offset, limits: Self.limits)
        let isFile = file.status.kind == .file && path != "-"
        parser = LineParser(written: isFile ? Int(file.status.modified.seconds) : now, year: year)
        // A compressed file is read up to there.
        while file.offset < offset {
            let missing = offset - file.offset
            buffer.removeAll(keepingCapacity: true)
            let count = try file.read(into: &buffer)
            if count == 0 { break }
            position = min(count, missing)
        }
    }

    /// Logs shrink more than mail does.
    private static let limits: ArchiveLimits = {
        var limits = ArchiveLimits.standard
        limits.maxExpansionRatio = 2_000
        return limits
    }()

    /// Whether it can be opened again from its start.
    var isRegular: Bool { file.status.kind == .file && path != "-" }

    /// How many of the (expanded) bytes were used up.
    var offset: Int { file.offset - (buffer.count - position) }

    /// The hash of the first line, if nothing was read yet and the line is whole: it tells files apart when they are rotated.
    func headHash() -> UInt64? {
        while buffer.count < Self.maxLineBytes, refill() {
            if buffer.span.find(0x0A, from: 0, before: buffer.count) != nil { break }
        }
        let bytes = buffer
        return bytes.span.find(0x0A, from: 0, before: bytes.count).map { bytes.span.hash(0..<$0) }
    }

    /// Whether there is nothing at all.
    var isEmpty: Bool { buffer.isEmpty && isAtEnd }

    /// When the next line was written; nil at the end.
    func nextTime(_ analysis: inout LogAnalysis) -> Int? {
        while pending == nil, !isAtEnd || position < buffer.count {
            let before = position
            consume(upTo: .min, into: &analysis)
            // What is left is a line that is still being written.
            if isAtEnd, position == before { break }
        }
        return pending?.parsed.time
    }

    /// Hands over lines up to one that was written later than a limit, or to the end.
    func consume(upTo limit: Int, into analysis: inout LogAnalysis) {
        if let pending {
            guard pending.parsed.time <= limit else { return }
            let bytes = buffer
            analysis.add(bytes.span.extracting(pending.line), pending.parsed, parser)
            self.pending = nil
        }
        // Not all at once, so that a caller can show progress.
        for _ in 0..<Self.maxPieces {
            consumeBuffer(upTo: limit, into: &analysis)
            if pending != nil { return }
            guard refill() else {
                consumeLastLine(upTo: limit, into: &analysis)
                return
            }
        }
    }

    /// Pieces of a quarter of a megabyte that are read in one go.
    private static let maxPieces = 64

    private func consumeBuffer(upTo limit: Int, into analysis: inout LogAnalysis) {
        // Held here, so that its span can be lent: an object's property cannot lend.
        let bytes = buffer
        let span = bytes.span
        while let end = span.find(0x0A, from: position, before: span.count) {
            let start = position
            position = end + 1
            if isSkipping {
                isSkipping = false
                continue
            }
            let last = end > start && span[end - 1] == 0x0D ? end - 1 : end
            if take(span, start..<last, upTo: limit, into: &analysis) { return }
        }
        if isSkipping {
            position = span.count
        } else if span.count - position > Self.maxLineBytes {
            // No end in sight: its beginning is all that is read.
            let start = position
            position = span.count
            isSkipping = true
            _ = take(span, start..<span.count, upTo: limit, into: &analysis)
        }
    }

    /// Hands a line over; true if its turn has not come.
    @inline(__always)
    private func take(
        _ span: Span<UInt8>, _ range: Range<Int>, upTo limit: Int, into analysis: inout LogAnalysis
    ) -> Bool {
        var range = range
        if range.count > Self.maxLineBytes {
            range = range.lowerBound..<range.lowerBound + Self.maxLineBytes
            analysis.noteCut()
        }
        let line = span.extracting(range)
        guard let parsed = parser.parse(line, &analysis.names) else {
            analysis.noteUnreadable(line)
            return false
        }
        parsedLines += 1
        if parsed.time > limit {
            pending = (range, parsed)
            return true
        }
        analysis.add(line, parsed, parser)
        return false
    }

    /// Takes a last line that has no end.
    private func consumeLastLine(upTo limit: Int, into analysis: inout LogAnalysis) {
        guard !isSkipping, position < buffer.count, !(leavesOpenLine && isRegular) else { return }
        let bytes = buffer
        let start = position
        position = bytes.count
        _ = take(bytes.span, start..<bytes.count, upTo: limit, into: &analysis)
    }

    /// Reads on; false at the end.
    private func refill() -> Bool {
        guard !isAtEnd else { return false }
        buffer.removeFirst(position)
        position = 0
        do throws(ExpandedFile.Failure) {
            if try file.read(into: &buffer) == 0 { isAtEnd = true }
        } catch {
            failure = error.description
            isAtEnd = true
        }
        return !isAtEnd
    }
}
