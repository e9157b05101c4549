// SPDX-License-Identifier: Apache-2.0
import Glibc
package import MailArchive
import MailMessage

/// A log that comes through standard input as it is written: `journalctl -f -o json | spreu watch -`.
package struct LiveLog {
    private let file: ExpandedFile
    private var buffer: [UInt8] = []
    private var parser: LineParser
    private var isSkipping = false
    private var journal: JournalPlaces

    /// How far the journal was read, beside the places of files.
    package var places: [UInt64: LogPlace] { journal.places }

    /// - Parameters:
    ///   - now: the time now, in seconds since 1970.
    ///   - places: how far an earlier run has read; entries of the journal before that are passed over.
    package init(now: Int, places: [UInt64: LogPlace] = [:]) throws(ExpandedFile.Failure) {
        file = try ExpandedFile("-")
        parser = LineParser(written: now, year: nil)
        journal = JournalPlaces(places)
    }

    /// Reads what has come, or waits for it; false at the end.
    ///
    /// - Parameter seconds: how long it waits.
    package mutating func read(into analysis: inout LogAnalysis, waiting seconds: Int) -> Bool {
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&input, 1, Int32(clamping: seconds * 1_000)) > 0 else { return true }
        var isAtEnd = false
        do throws(ExpandedFile.Failure) {
            isAtEnd = try file.read(into: &buffer) == 0
        } catch {
            isAtEnd = true
        }
        let bytes = buffer
        let span = bytes.span
        var start = 0
        while let end = span.find(0x0A, from: start, before: span.count) {
            if !isSkipping { add(span.extracting(start..<end), to: &analysis) }
            isSkipping = false
            start = end + 1
        }
        if span.count - start > LogStream.maxLineBytes {
            // No end in sight: its beginning is all that is read.
            if !isSkipping { add(span.extracting(start..<start + LogStream.maxLineBytes), to: &analysis) }
            isSkipping = true
            start = span.count
        } else if isAtEnd, start < span.count, !isSkipping {
            add(span.extracting(start..<span.count), to: &analysis)
        }
        buffer.removeFirst(start)
        return !isAtEnd
    }

    private mutating func add(_ line: Span<UInt8>, to analysis: inout LogAnalysis) {
        if journal.hasRead(line) { return }
        if line.count > LogStream.maxLineBytes {
            analysis.noteCut()
            analysis.add(line.extracting(0..<LogStream.maxLineBytes), &parser)
        } else {
            analysis.add(line, &parser)
        }
    }
}
