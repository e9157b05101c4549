// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerLogs
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
        _ = log.watch.advance(to: WatchedLog.monday + 20 * WatchedLog.day, waiting: 0)
        let key = WatchedLog.key(.login, "anna")
        #expect(log.watch.history.sources[key]?.recipients.hours.isEmpty == true)
        #expect(log.watch.history.sources[key]?.recipients.days.count == 5)
        _ = log.watch.advance(to: WatchedLog.monday + 62 * WatchedLog.day, waiting: 0)
        #expect(log.watch.history.sources.isEmpty && log.watch.history.networks.isEmpty)
        #expect(log.watch.history.sketch.filters.isEmpty)
    }
}
