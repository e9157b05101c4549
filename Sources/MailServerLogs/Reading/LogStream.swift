// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import MailArchive
import MailMessage

/// One log file, read line by line; the memory does not depend on its size.
final class LogStream {
    /// Bytes of a line that are read: what is beyond is cut off.
    static let maxLineBytes = 64 << 10

    let path: String
    private var file: ExpandedFile
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
    /// When the last log line was written, in seconds since 1970.
    private var lastTime = 0
    /// Whether it is read from its start although an earlier run had read some of it: that was another file, or more of it.
    private(set) var isStartedOver = false
    /// Why the file ended early, if it did.
    private(set) var failure: String?

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - place: where to begin: what is before was read by an earlier run. A file that is shorter, or has other bytes before
    ///     that place, is read from its start.
    ///   - now: the time for files that do not say when they were written, in seconds since 1970.
    init(
        _ path: String, from place: LogPlace? = nil, now: Int, year: Int?, leavesOpenLine: Bool = false
    ) throws(ExpandedFile.Failure) {
        self.path = path
        self.leavesOpenLine = leavesOpenLine
        let start = max(0, (place?.offset ?? 0) - LogPlace.tailBytes)
        file = try ExpandedFile(path, from: start, limits: Self.limits)
        let isFile = file.status.kind == .file && path != "-"
        let written = isFile ? Int(file.status.modified.seconds) : now
        parser = LineParser(written: written, year: year)
        guard let place, place.offset > 0 else { return }
        if try skip(to: place) {
            lastTime = place.time
            if place.time > 0 { parser = LineParser(after: place.time) }
            return
        }
        // Shorter than before, or another file that begins alike.
        file = try ExpandedFile(path, limits: Self.limits)
        buffer = []
        position = 0
        isStartedOver = true
    }

    /// Goes to a place; false where the file has no such place.
    private func skip(to place: LogPlace) throws(ExpandedFile.Failure) -> Bool {
        let tail = min(place.offset, LogPlace.tailBytes)
        // A compressed file is read up to there.
        while file.offset < place.offset {
            buffer.removeFirst(max(0, buffer.count - tail))
            if try file.read(into: &buffer) == 0 { return false }
        }
        let start = file.offset - buffer.count
        guard place.offset - tail >= start else { return false }
        position = place.offset - start
        return tailHash == place.tail
    }

    /// The hash of the bytes before the position, all of them where the file has no more.
    private var tailHash: UInt64 {
        let bytes = buffer
        return bytes.span.hash(max(0, position - LogPlace.tailBytes)..<position)
    }

    /// Logs shrink more than mail does.
    private static let limits: ArchiveLimits = {
        var limits = ArchiveLimits.standard
        limits.maxExpansionRatio = 2_000
        return limits
    }()

    /// Whether it can be opened again from its start.
    var isRegular: Bool { file.status.kind == .file && path != "-" }

    /// Which file it is.
    var identity: FileStatus.Identity { file.status.identity }

    /// What of the (expanded) bytes was used up.
    var place: LogPlace {
        LogPlace(offset: file.offset - (buffer.count - position), tail: tailHash, time: lastTime)
    }

    /// The hash of the first log line, if nothing was read yet and the line is whole: it tells files apart when they are rotated.
    ///
    /// Where none ends within the first 64 KiB, it is the hash of these.
    func headHash() -> UInt64? {
        while buffer.count < Self.maxLineBytes, refill() {}
        let bytes = buffer
        let span = bytes.span
        let limit = min(span.count, Self.maxLineBytes)
        var parser = parser
        var names = LogNames()
        var start = 0
        while let end = span.find(0x0A, from: start, before: limit) {
            if parser.parse(span.extracting(start..<end), &names) != nil { return span.hash(start..<end) }
            start = end + 1
        }
        return span.count >= Self.maxLineBytes ? span.hash(0..<Self.maxLineBytes) : nil
    }

    /// Whether there is nothing at all.
    var isEmpty: Bool { buffer.isEmpty && isAtEnd }

    /// Whether there is no more than a line that is still being written.
    var isOpenLine: Bool { isAtEnd && position == 0 && !buffer.isEmpty && buffer.count <= Self.maxLineBytes }

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
        lastTime = parsed.time
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
        // The bytes before the position stay, for `place`.
        let used = min(buffer.count, max(0, position - LogPlace.tailBytes))
        buffer.removeFirst(used)
        position -= used
        do throws(ExpandedFile.Failure) {
            if try file.read(into: &buffer) == 0 { isAtEnd = true }
        } catch {
            failure = error.description
            isAtEnd = true
        }
        return !isAtEnd
    }
}
