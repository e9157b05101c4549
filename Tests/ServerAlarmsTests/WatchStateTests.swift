// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerLogs
import ReportPages
import ServerAlarms
import TestSupport
import Testing

@Suite("What a watch leaves for the next")
struct WatchStateTests {
    @Test("counters, networks and known recipients survive, for the owner alone, and name nobody")
    func roundTrip() throws {
        let folder = try ScratchFolder()
        var log = WatchedLog()
        log.usualWeeks(4, of: "annaberg")
        var state = WatchState()
        state.history = log.watch.history
        state.logs = LogState(seed: WatchedLog.seed, places: [:], unfinished: log.analysis)
        state.lastSummary = 7
        try state.write(folder: folder.path("alarms"))
        let path = WatchState.path(folder: folder.path("alarms"))
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(!text.contains("annaberg"))
        // Of messages under way the state of the logs has the domains, as that of `spreu logs`.
        let counters = text.prefix(upTo: text.range(of: "\nlogs\n")?.lowerBound ?? text.endIndex)
        for word in ["example.net", "198.51"] { #expect(!counters.contains(word), "\(word)") }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)

        let read = try #require(try WatchState.read(folder: folder.path("alarms")))
        #expect(read.lastSummary == 7 && read.logs.seed == WatchedLog.seed)
        #expect(read.history.sources == log.watch.history.sources)
        #expect(read.history.site == log.watch.history.site && read.history.sketch == log.watch.history.sketch)
        var next = WatchedLog(history: read.history)
        let time = WatchedLog.monday + 28 * WatchedLog.day + 3_600
        for number in 0..<10 {
            next.send(time, WatchedLog.login("annaberg", from: "203.0.113.5"), to: ["x\(number)@example.net"])
        }
        #expect(next.findings.contains { $0.rule == .foreignLogin })
    }

    @Test(
        "a damaged state is an error that names the line, and can be moved aside",
        arguments: [
            "", "x\n", "spreu-watch 1 2 3 4\nsource x\nlogs\n", "spreu-watch 1 2 3 4\n",
            "spreu-watch 1 2 3 4\nlogs\nx\n",
            "spreu-watch 1 2 3 4\nsite received - 9223372036854775807:1\nlogs\nspreu-logs 3 1\n",
        ])
    func damaged(text: String) throws {
        let folder = try ScratchFolder()
        try text.write(toFile: folder.path("counters"), atomically: false, encoding: .utf8)
        #expect(throws: AlarmFileError.self) { try WatchState.read(folder: folder.path("")) }
        let aside = try #require(WatchState.setAside(folder: folder.path("")))
        #expect(try String(contentsOfFile: aside, encoding: .utf8) == text)
        #expect(try WatchState.read(folder: folder.path("")) == nil)
    }

    @Test("hours are forgotten after a week, days, networks and known recipients after eight weeks")
    func expiry() {
        var log = WatchedLog()
        log.usualWeeks(1)
        // Of another account mail goes on: time alone may be a wrong clock's.
        func goOn(until day: Int) {
            for day in day - 3...day {
                log.send(WatchedLog.monday + day * WatchedLog.day, WatchedLog.login("berta"), to: ["b@example.net"])
            }
        }
        goOn(until: 20)
        let key = WatchedLog.key(.login, "anna")
        #expect(log.watch.history.sources[key]?.recipients.hours.isEmpty == true)
        #expect(log.watch.history.sources[key]?.recipients.days.count == 5)
        goOn(until: 62)
        #expect(log.watch.history.sources[key] == nil)
        goOn(until: 200)
        #expect(log.watch.history.sources.count == 1 && log.watch.history.sketch.filters.count == 1)
    }
}

@Suite("A watch whose clock is wrong")
struct WrongClockTests {
    private static let monday = WatchedLog.monday
    private static let day = WatchedLog.day

    /// Four usual weeks, and what is known after them.
    private static func usual() -> WatchedLog {
        var log = WatchedLog()
        log.usualWeeks(4)
        return log
    }

    @Test("a clock that is years ahead for an hour costs nothing that is known, and what it counted is forgotten")
    func ahead() {
        var log = Self.usual()
        let before = log.watch.history
        let ahead = Self.monday + 6_000 * Self.day
        log.send(ahead, WatchedLog.login("anna"), to: ["b@example.net"])
        _ = log.watch.advance(to: ahead + 3_600, waiting: 0)
        let key = WatchedLog.key(.login, "anna")
        #expect(log.watch.history.sources[key]?.recipients.days.count == 21)
        #expect(log.watch.history.sources[key]?.networks.keys == before.sources[key]?.networks.keys)

        // It is set right: the watch goes on from there at once.
        let now = Self.monday + 28 * Self.day + 3_600
        _ = log.watch.advance(to: now, waiting: 0)
        #expect(log.watch.history.sources[key]?.recipients.days == before.sources[key]?.recipients.days)
        #expect(log.watch.history.site.mapValues(\.days) == before.site.mapValues(\.days))
        #expect(log.watch.history.totals == before.totals)
        #expect(log.watch.history.firstDay == before.firstDay)
        for number in 0..<10 {
            log.send(now, WatchedLog.login("anna", from: "203.0.113.5"), to: ["x\(number)@example.net"])
        }
        #expect(log.findings.contains { $0.rule == .foreignLogin })
    }

    @Test("a clock that is ahead when the watch starts is no reason to forget, and neither is one that is behind")
    func restarted() {
        let before = Self.usual().watch.history
        let key = WatchedLog.key(.login, "anna")
        for time in [Self.monday + 6_000 * Self.day, 400 * 86_400] {
            var wrong = WatchedLog(history: before)
            wrong.send(time, WatchedLog.login("anna"), to: ["b@example.net"])
            var right = WatchedLog(history: wrong.watch.history)
            right.send(Self.monday + 28 * Self.day + 3_600, WatchedLog.login("anna"), to: ["b@example.net"])
            let days = right.watch.history.sources[key]?.recipients.days.map(\.number) ?? []
            #expect(days.suffix(21).first == before.sources[key]?.recipients.days.first?.number, "\(time)")
            #expect(right.watch.history.firstDay == before.firstDay)
        }
    }

    @Test("when mail goes on for some days by a new time, what is old by it is forgotten")
    func believed() {
        var log = Self.usual()
        let later = Self.monday + 400 * Self.day
        for day in 0..<4 {
            log.send(later + day * Self.day, WatchedLog.login("berta"), to: ["b@example.net"])
        }
        #expect(log.watch.history.sources[WatchedLog.key(.login, "anna")] == nil)
        #expect(log.watch.history.sources[WatchedLog.key(.login, "berta")] != nil)
        #expect(log.watch.history.sketch.filters.allSatisfy { $0.period >= later / 86_400 / 14 })
    }

    @Test("incidents are old by trusted time only")
    func incidents() {
        var log = Self.usual()
        let ahead = Self.monday + 6_000 * Self.day
        log.send(ahead, WatchedLog.login("anna"), to: ["b@example.net"])
        #expect(log.watch.trustedTime < Self.monday + 31 * Self.day)
        let now = Self.monday + 28 * Self.day + 3_600
        _ = log.watch.advance(to: now, waiting: 0)
        // No later than midnight, for a weekend without mail.
        #expect(now - 86_400...now ~= log.watch.trustedTime)
    }
}

@Suite("Totals by month")
struct MonthlyTotalsTests {
    @Test("they are counted by series, survive, and go after the months that they are kept")
    func kept() throws {
        let folder = try ScratchFolder()
        var log = WatchedLog()
        log.usualWeeks(5)
        // 2026-03-02 to 2026-04-03.
        let (march, april) = (2026 * 12 + 2, 2026 * 12 + 3)
        #expect(log.watch.history.totals.count(.recipients, in: march) == 44)
        #expect(log.watch.history.totals.count(.recipients, in: april) == 6)
        #expect(MonthlyTotals.name(april) == "2026-04")
        var state = WatchState()
        state.history = log.watch.history
        state.logs = LogState(seed: WatchedLog.seed, places: [:], unfinished: log.analysis)
        try state.write(folder: folder.path("alarms"))
        let read = try #require(try WatchState.read(folder: folder.path("alarms")))
        #expect(read.history.totals == log.watch.history.totals)

        var settings = AlarmSettings.forTests
        settings.totalMonths = 2
        var next = WatchedLog(settings, history: read.history)
        for day in 89..<93 {
            let time = WatchedLog.monday + day * WatchedLog.day + 36_000
            next.send(time, WatchedLog.login("anna"), to: ["b@example.net"])
        }
        // The second of June: of March nothing is left.
        #expect(next.watch.history.totals.months == [april, april + 1, april + 2])
    }

    @Test("the week's summary has the month, and the same month of last year where it was counted")
    func summary() {
        var log = WatchedLog()
        log.usualWeeks(2)
        for day in 364..<370 {
            log.send(WatchedLog.monday + day * WatchedLog.day, WatchedLog.login("anna"), to: ["b@example.net"])
        }
        let week = WeekSummary(log.watch.history, [], local: WatchedLog.monday + 371 * WatchedLog.day)
        let lines = week.lines(.english)
        #expect(lines.contains("2027-03: 0 from outside, external recipients: 6"), "\(lines)")
        #expect(lines.contains("2026-03: 0 from outside, external recipients: 20"))
        let german = week.lines(.german)
        #expect(german.first == "Eine ruhige Woche: kein Alarm.")
        #expect(german.contains("2027-03: 0 von außen, externe Empfänger: 6"), "\(german)")
        for line in german where !line.isEmpty { #expect(!lines.contains(line), "\(line)") }
    }
}
