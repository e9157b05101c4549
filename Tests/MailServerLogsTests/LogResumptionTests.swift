// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerLogs
import TestSupport
import Testing

@Suite("Logs that are read in several runs")
struct LogResumptionTests {
    private let folder: ScratchFolder
    private let log: String
    private let statePath: String

    init() throws {
        folder = try ScratchFolder()
        log = folder.path("mail.log")
        statePath = folder.path("state")
    }

    @Test("of very many logs, as years of rotation leave them, the latest thousand are remembered")
    func places() throws {
        var places: [UInt64: LogPlace] = [:]
        for number in 0..<1_500 {
            places[UInt64(number)] = LogPlace(offset: number, tail: 7, time: 1_700_000_000 + number)
        }
        try LogState(seed: 1, places: places, unfinished: LogAnalysis(seed: 1)).write(to: statePath)
        let kept = try #require(try LogState.read(statePath)).places
        #expect(Set(kept.keys) == Set(500..<1_500))
        #expect(kept[1_499] == places[1_499])
    }

    private static func lines(_ numbers: Range<Int>, _ word: String = "disconnect") -> String {
        numbers.map { "2026-03-01T10:00:\(10 + $0)Z mx postfix/smtpd[1]: \(word) from x[192.0.2.1]\n" }.joined()
    }

    /// Reads the log on, with a state.
    private func run(_ content: String, year: Int? = nil) throws -> (tables: LogTables, problems: [LogReader.Problem]) {
        try Data(content.utf8).write(to: URL(fileURLWithPath: log))
        let state = try LogState.read(statePath) ?? LogState()
        var analysis = LogAnalysis(seed: state.seed)
        analysis.resume(state)
        var options = LogReader.Options(now: 1_800_000_000)
        options.isIncremental = true
        options.year = year
        var reader = LogReader(options, places: state.places)
        reader.read([log], into: &analysis)
        analysis.finishAll(keepsRecent: true)
        try LogState(seed: state.seed, places: reader.places, unfinished: analysis).write(to: statePath)
        return (analysis.tables, reader.problems)
    }

    /// The lines of each of several runs.
    private func counts(_ contents: [String]) throws -> [Int] { try contents.map { try run($0).tables.lines.total } }

    @Test("a log that became shorter is read from its start, and then on from there", arguments: [1, 2, 5, 9])
    func shorter(lines: Int) throws {
        let short = Self.lines(0..<lines)
        #expect(
            try counts([Self.lines(0..<10), short, short, Self.lines(0..<10), Self.lines(0..<10)])
                == [10, lines, 0, 10 - lines, 0])
    }

    @Test("a log that begins as another one and goes on otherwise is read from its start")
    func otherContent() throws {
        let other = Self.lines(0..<1) + Self.lines(1..<20, "connect")
        #expect(try counts([Self.lines(0..<20), other, other + Self.lines(20..<22)]) == [20, 20, 2])
    }

    @Test(
        "logs that begin alike before their first log line are different logs",
        arguments: ["\n", "-- Logs begin here --\n", "no log line\n"])
    func firstLogLine(start: String) throws {
        let (first, second) = (start + Self.lines(0..<3), start + Self.lines(3..<6))
        let paths = try [first, second].enumerated().map { number, content in
            let path = folder.path("log\(number)")
            try Data(content.utf8).write(to: URL(fileURLWithPath: path))
            return path
        }
        var analysis = LogAnalysis(seed: 1)
        var reader = LogReader(LogReader.Options(now: 1_800_000_000))
        reader.read(paths, into: &analysis)
        #expect(reader.problems == [] && analysis.tables.totals.connections == 0)
        #expect(analysis.tables.lines.total - analysis.tables.lines.unreadable == 6)
    }

    @Test(
        "a first line longer than is read at once does not hide what was read", arguments: [70_000, 300_000, 900_000])
    func longFirstLine(length: Int) throws {
        let long = "2026-03-01T10:00:00Z mx postfix/smtpd[1]: " + String(repeating: "x", count: length) + "\n"
        #expect(try counts([long + Self.lines(0..<3), long + Self.lines(0..<5)]) == [4, 2])
    }

    @Test("a log of one unfinished line is no error, and is read when the line has its end")
    func unfinishedLine() throws {
        let line = Self.lines(0..<1)
        let early = try run(String(line.dropLast(20)))
        #expect(early.problems == [] && early.tables.lines.total == 0)
        #expect(try run(line).tables.lines.total == 1)
    }

    @Test("a log that is rotated while others are read is looked at again, and the next run reads what it missed")
    func rotationMeanwhile() throws {
        let (other, old) = (folder.path("other.log"), folder.path("mail.log.1"))
        try Data(Self.lines(0..<5).utf8).write(to: URL(fileURLWithPath: other))
        try Data(Self.lines(10..<15).utf8).write(to: URL(fileURLWithPath: log))
        var options = LogReader.Options(now: 1_800_000_000)
        options.isIncremental = true
        var analysis = LogAnalysis(seed: 1)
        var reader = LogReader(options)
        var isRotated = false
        reader.read([other, log], into: &analysis) { _ in
            if isRotated { return }
            isRotated = true
            rename(log, old)
            try? Data(Self.lines(20..<23).utf8).write(to: URL(fileURLWithPath: log))
        }
        #expect(isRotated && reader.problems == [] && analysis.tables.lines.total == 8)
        var next = LogReader(options, places: reader.places)
        next.read([other, old, log], into: &analysis)
        #expect(analysis.tables.lines.total == 13)
    }

    @Test("a year that is given holds for a log's start, and later lines go on from the last one")
    func year() throws {
        let start = "Dec 30 10:00:00 mx postfix/smtpd[1]: disconnect from x[192.0.2.1]\n"
        let new = start + "Jan  2 10:00:00 mx postfix/smtpd[1]: disconnect from x[192.0.2.1]\n"
        _ = try run(start, year: 2024)
        let first = try #require(try run(new, year: 2024).tables.first)
        // 2025-01-02, in any zone.
        #expect(abs(first - 1_735_812_000) < 86_400)
    }

    @Test(
        "a state can be read back, whatever a name in it begins with",
        arguments: ["\u{301}evil.example", "\u{1}a.example", "a\u{200D}\u{301}b", "\u{85}x"])
    func names(domain: String) throws {
        let lines =
            "2026-03-01T10:00:00Z mx postfix/qmgr[1]: 4FA0000001: from=<x@\(domain)>, size=10, nrcpt=1 (queue active)\n"
        _ = try run(lines)
        #expect(try run(lines + Self.lines(0..<1)).tables.totals.queued == 1)
    }

    @Test(
        "times that no server has do not spoil the state",
        arguments: [
            "1970-01-01T00:00:00+05:00 mx ", "9999-12-31T23:59:59-11:00 mx ", "1971-01-01T00:00:00+14:00 mx ",
            "9998-12-31T23:59:60-14:00 mx ", "@40000000000000 mx ",
        ])
    func times(stamp: String) throws {
        let message = "postfix/qmgr[1]: 4FA0000001: from=<x@a.example>, size=10, nrcpt=1 (queue active)\n"
        _ = try run(stamp + message + stamp + message)
        _ = try run(stamp + message + stamp + message + Self.lines(0..<1))
    }

    @Test(
        "months that run backwards for ever stay within the years that there are", arguments: ["Jan Aug ", "Aug Jan "])
    func backwards(months: String) throws {
        let pair = months.split(separator: " ").map {
            "\($0)  1 10:00:00 mx postfix/qmgr[1]: 4FA0000001: from=<x@a.example>, size=10, nrcpt=1 (queue active)\n"
        }
        // A month of another name lies between, so that each step goes one way.
        let down = "Dec  1 10:00:00 mx postfix/smtpd[1]: x\nJul  1 10:00:00 mx postfix/smtpd[1]: x\n"
        _ = try run(String(repeating: pair.joined() + down, count: 200) + pair[0])
        _ = try run(String(repeating: pair.joined() + down, count: 200) + pair.joined())
    }
}
