// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads what stands before the text of log lines, in any of the layouts that mail servers write.
///
/// It keeps what lines of one file share: the year, the zone, the last time stamp. Each line may have another layout.
package struct LineParser {
    /// The text of the last line, where it had to be taken out of JSON.
    package private(set) var unescaped: [UInt8] = []
    /// The layout of the last line.
    package private(set) var layout = LineLayout.syslog

    private var clock = WallClock()
    private var years: YearFinder
    /// The last time stamp of RFC 3164, as bytes, and what it means.
    private var lastStamp: (head: UInt64, tail: UInt64) = (0, 0)
    private var lastTime = 0

    /// - Parameters:
    ///   - written: when the file was last written, in seconds since 1970.
    ///   - year: the year of the first line, where it is known.
    package init(written: Int, year: Int? = nil) { years = YearFinder(written: written, year: year) }

    /// - Parameter time: when the line before was written, in seconds since 1970.
    init(after time: Int) { years = YearFinder(after: time) }

    /// The parts of a line; nil for what is no log line: an empty one, a comment, a line cut at its start.
    package mutating func parse(_ line: Span<UInt8>, _ names: inout LogNames) -> LogLine? {
        guard line.count > 8 else { return nil }
        switch line[0] {
        case UInt8(ascii: "{"):
            layout = .journal
            return journalLine(line, &names)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return datedLine(line, at: 0, &names)
        case UInt8(ascii: "@"): return tai64Line(line, &names)
        case UInt8(ascii: "<"):
            // A priority that was not taken off: <22>Jan ...
            guard let priority = line.number(at: 1, before: min(line.count, 5)), priority.end + 8 < line.count,
                line[priority.end] == UInt8(ascii: ">")
            else { return nil }
            let start = priority.end + 1
            return line[start].isDecimalDigit
                ? datedLine(line, at: start, &names) : syslogLine(line, at: start, &names)
        default: return syslogLine(line, at: 0, &names)
        }
    }

    // MARK: RFC 3164

    private mutating func syslogLine(_ line: Span<UInt8>, at start: Int, _ names: inout LogNames) -> LogLine? {
        layout = .syslog
        if start + 16 < line.count {
            let head = line.word(at: start)
            let tail = line.word(at: start + 7)
            if head == lastStamp.head, tail == lastStamp.tail {
                return taggedLine(line, at: start + 16, time: lastTime, &names)
            }
            if let time = stamp(line, at: start)?.time {
                lastStamp = (head, tail)
                lastTime = time
                if line[start + 15] == 0x20 { return taggedLine(line, at: start + 16, time: time, &names) }
            }
        }
        lastStamp = (0, 0)
        guard let stamp = stamp(line, at: start) else { return undatedLine(line, &names) }
        return taggedLine(line, at: stamp.end, time: stamp.time, &names)
    }

    /// The time at an index, and where what follows it begins: a day of one digit may have one blank before it or two.
    private mutating func stamp(_ line: Span<UInt8>, at start: Int) -> (time: Int, end: Int)? {
        guard start + 14 < line.count, let month = Self.month(line, at: start), line[start + 3] == 0x20 else {
            return nil
        }
        var index = start + 4
        if line[index] == 0x20 { index += 1 }
        guard let day = line.number(at: index, before: min(line.count, index + 2)) else { return nil }
        index = day.end
        guard index + 9 <= line.count, line[index] == 0x20, let time = Self.timeOfDay(line, at: index + 1) else {
            return nil
        }
        index += 9
        var date = WallClock.Civil(
            year: 2_000, month: month, day: day.value, hour: time.hour, minute: time.minute, second: time.second)
        guard date.isValid else { return nil }
        date.year = years.year(of: date)
        if index < line.count, line[index] == UInt8(ascii: ".") {
            index = line.number(at: index + 1, before: line.count)?.end ?? index
        }
        while index < line.count, line[index] == 0x20 { index += 1 }
        return (clock.utc(local: date.seconds), index)
    }

    private static func month(_ line: Span<UInt8>, at index: Int) -> Int? {
        switch line.halfWord(at: index) & 0xFF_FFFF {
        case 0x6e_614a: 1
        case 0x62_6546: 2
        case 0x72_614d: 3
        case 0x72_7041: 4
        case 0x79_614d: 5
        case 0x6e_754a: 6
        case 0x6c_754a: 7
        case 0x67_7541: 8
        case 0x70_6553: 9
        case 0x74_634f: 10
        case 0x76_6f4e: 11
        case 0x63_6544: 12
        default: nil
        }
    }

    private static func timeOfDay(_ line: Span<UInt8>, at index: Int) -> (hour: Int, minute: Int, second: Int)? {
        guard index + 8 <= line.count, line[index + 2] == UInt8(ascii: ":"), line[index + 5] == UInt8(ascii: ":"),
            let hour = line.twoDigits(at: index), let minute = line.twoDigits(at: index + 3),
            let second = line.twoDigits(at: index + 6)
        else { return nil }
        return (hour, minute, second)
    }

    // MARK: dates with a year

    private mutating func datedLine(_ line: Span<UInt8>, at start: Int, _ names: inout LogNames) -> LogLine? {
        guard let stamp = isoStamp(line, at: start) else { return nil }
        if stamp.isPlain {
            layout = .plain
            return plainLine(line, at: stamp.end, time: stamp.time, &names)
        }
        layout = .rfc3339
        return taggedLine(line, at: stamp.end, time: stamp.time, &names)
    }

    /// `2026-01-01T00:00:00[.000000](Z|+01:00|+0100) `, or with a blank between date and time (then a zone is rare).
    private mutating func isoStamp(
        _ line: Span<UInt8>, at start: Int
    ) -> (time: Int, end: Int, isPlain: Bool)? {
        guard start + 20 < line.count, line[start + 4] == UInt8(ascii: "-"), line[start + 7] == UInt8(ascii: "-"),
            let century = line.twoDigits(at: start), let year = line.twoDigits(at: start + 2),
            let month = line.twoDigits(at: start + 5), let day = line.twoDigits(at: start + 8),
            let time = Self.timeOfDay(line, at: start + 11)
        else { return nil }
        let isPlain = line[start + 10] == 0x20
        let date = WallClock.Civil(
            year: century * 100 + year, month: month, day: day, hour: time.hour, minute: time.minute,
            second: time.second)
        guard date.isValid else { return nil }
        var index = start + 19
        if line[index] == UInt8(ascii: ".") || line[index] == UInt8(ascii: ",") {
            index = line.number(at: index + 1, before: line.count)?.end ?? index
        }
        var seconds = date.seconds
        if isPlain, index < line.count, line[index] == 0x20, let zone = Self.zone(line, at: index + 1) {
            // Exim's log_timezone.
            return (seconds - zone.seconds, min(line.count, zone.end + 1), true)
        }
        if let zone = Self.zone(line, at: index) {
            seconds -= zone.seconds
            index = zone.end
        } else {
            seconds = clock.utc(local: seconds)
        }
        guard index < line.count, line[index] == 0x20 else { return nil }
        return (seconds, index + 1, isPlain)
    }

    private static func zone(_ line: Span<UInt8>, at index: Int) -> (seconds: Int, end: Int)? {
        guard index < line.count else { return nil }
        if line[index] == UInt8(ascii: "Z") { return (0, index + 1) }
        let isWest = line[index] == UInt8(ascii: "-")
        guard isWest || line[index] == UInt8(ascii: "+"), let hours = line.twoDigits(at: index + 1) else { return nil }
        let minutesAt = index + 3 < line.count && line[index + 3] == UInt8(ascii: ":") ? index + 4 : index + 3
        guard let minutes = line.twoDigits(at: minutesAt), hours <= 15, minutes < 60 else { return nil }
        let seconds = hours * 3_600 + minutes * 60
        return (isWest ? -seconds : seconds, minutesAt + 2)
    }

    /// Exim's main log; Dovecot's own log; or syslog-ng's ISO dates before `host exim[42]:`.
    private func plainLine(
        _ line: Span<UInt8>, at start: Int, time: Int, _ names: inout LogNames
    ) -> LogLine? {
        let first = line.index(of: 0x20, from: start, or: line.count)
        if first > start, line[first - 1] == UInt8(ascii: ":"), isDovecotService(line, start..<first) {
            return LogLine(time: time, host: 0, program: dovecot(&names), text: start..<line.count)
        }
        let second = line.index(of: 0x20, from: min(line.count, first + 1), or: line.count)
        if line.has("]:", before: second), let tag = self.tag(line, at: first + 1) {
            return tagged(line, host: start..<first, tag, time: time, &names)
        }
        let exim = "exim4" as StaticString
        let program = names.program(exim.bytes, 0..<exim.utf8CodeUnitCount)
        return LogLine(time: time, host: 0, program: program, text: start..<line.count)
    }

    /// Without a time stamp, but with `host exim[42]: 2026-01-01 00:00:00 text`.
    private mutating func undatedLine(_ line: Span<UInt8>, _ names: inout LogNames) -> LogLine? {
        let hostEnd = line.index(of: 0x20, from: 0, or: line.count)
        guard let tag = tag(line, at: hostEnd + 1), tag.text < line.count, let stamp = isoStamp(line, at: tag.text)
        else { return nil }
        return tagged(line, host: 0..<hostEnd, tag, time: stamp.time, &names)
    }

    /// `@400000004c91b044077a9e94 text`: multilog's TAI64N, as Dovecot under runit has it.
    private func tai64Line(_ line: Span<UInt8>, _ names: inout LogNames) -> LogLine? {
        guard line.count > 26, line[25] == 0x20 else { return nil }
        var seconds: UInt64 = 0
        for index in 1...16 {
            let byte = line[index] | 0x20
            let digit = byte &- 0x30 < 10 || byte &- 0x10 < 10 ? line[index] &- 0x30 : byte &- 0x61 &+ 10
            guard digit < 16 else { return nil }
            seconds = seconds << 4 | UInt64(digit)
        }
        // TAI was ten seconds ahead in 1970; leap seconds are not taken off, as multilog does not put them on.
        guard seconds > 0x4000_0000_0000_000A, seconds < 0x4000_0010_0000_0000 else { return nil }
        let time = Int(seconds - 0x4000_0000_0000_000A)
        guard isDovecotService(line, 26..<line.index(of: 0x20, from: 26, or: line.count)) else { return nil }
        return LogLine(time: time, host: 0, program: dovecot(&names), text: 26..<line.count)
    }

    // MARK: host and tag

    private struct Tag {
        var name: Range<Int>
        var process = 0
        /// Where the text begins.
        var text: Int
    }

    private func taggedLine(
        _ line: Span<UInt8>, at start: Int, time: Int, _ names: inout LogNames
    ) -> LogLine? {
        let hostEnd = line.index(of: 0x20, from: start, or: line.count)
        if hostEnd > start, line[hostEnd - 1] == UInt8(ascii: ":"), isDovecotService(line, start..<hostEnd) {
            // Dovecot's own log file names no host.
            return LogLine(time: time, host: 0, program: dovecot(&names), text: start..<line.count)
        }
        guard let tag = tag(line, at: hostEnd + 1) else { return nil }
        return tagged(line, host: start..<hostEnd, tag, time: time, &names)
    }

    @inline(__always)
    private func tagged(
        _ line: Span<UInt8>, host: Range<Int>, _ tag: Tag, time: Int, _ names: inout LogNames
    ) -> LogLine {
        let program = names.program(line, tag.name)
        // A service of Dovecot as the tag: the text begins with it, as behind `dovecot:`.
        let isService = names.programs[program].server == .dovecot && line[tag.name.lowerBound] != UInt8(ascii: "d")
        let start = isService ? tag.name.lowerBound : tag.text
        return LogLine(
            time: time, host: names.host(line, host), program: program, process: tag.process, text: start..<line.count)
    }

    /// `name[42]: `, `name: ` or `name `.
    @inline(__always)
    private func tag(_ line: Span<UInt8>, at start: Int) -> Tag? {
        var index = start
        while index < line.count {
            let byte = line[index]
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: ":") || byte == 0x20 { break }
            index += 1
        }
        guard index > start, index < line.count else { return nil }
        let name = start..<index
        var process = 0
        if line[index] == UInt8(ascii: "[") {
            index += 1
            if let number = line.number(at: index, before: line.count) { (process, index) = number }
            guard index < line.count, line[index] == UInt8(ascii: "]") else { return nil }
            index += 1
        }
        if index < line.count, line[index] == UInt8(ascii: ":") { index += 1 }
        if index < line.count, line[index] == 0x20 { index += 1 }
        return Tag(name: name, process: process, text: min(index, line.count))
    }

    /// Whether a word such as `auth-worker(42):` names a service of Dovecot.
    private func isDovecotService(_ line: Span<UInt8>, _ word: Range<Int>) -> Bool {
        let name = DovecotService.name(line, word)
        return !name.isEmpty && name.count <= 24 && LogProgram.dovecotServices.contains(line.text(name))
    }

    private func dovecot(_ names: inout LogNames) -> Int {
        let name = "dovecot" as StaticString
        return names.program(name.bytes, 0..<name.utf8CodeUnitCount)
    }

    // MARK: journalctl -o json

    /// 1971 and the year 10000, in microseconds since 1970.
    private static let beginOfTime = 31_536_000_000_000
    private static let endOfTime = 253_402_300_800_000_000

    private mutating func journalLine(_ line: Span<UInt8>, _ names: inout LogNames) -> LogLine? {
        guard var entry = JournalEntry(line) else { return nil }
        unescaped.removeAll(keepingCapacity: true)
        entry.readText(line, into: &unescaped)
        guard let micros = line.number(at: entry.time.lowerBound, before: entry.time.upperBound),
            Self.beginOfTime..<Self.endOfTime ~= micros.value
        else { return nil }
        let program = names.program(line, entry.identifier)
        let host = entry.host.isEmpty ? 0 : names.host(line, entry.host)
        let process = line.number(at: entry.process.lowerBound, before: entry.process.upperBound)?.value ?? 0
        return LogLine(
            time: micros.value / 1_000_000, host: host, program: program, process: process,
            text: entry.isInPlace ? entry.message : 0..<unescaped.count, isUnescaped: !entry.isInPlace)
    }
}
