// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import FilterPages
import Foundation
import TestSupport
import Testing

@Suite("What a filter did")
struct FilterHistoryTests {
    private static let now: Int64 = 1_790_000_000

    private func verdict(
        _ time: Int64, _ verdict: String = "ham", queueID: String? = nil, nanoseconds: Int64 = 600_000
    ) -> RecentVerdict {
        RecentVerdict(
            time: time, queueID: queueID, verdict: verdict, logOdds: -3, protocolName: "milter", action: "tag",
            nanoseconds: nanoseconds)
    }

    @Test("is counted for the last hour, day and 30 days")
    func spans() {
        var history = FilterHistory()
        for ago in [29 * 86_400, 86_400 + 7_200, 7_200, 60, 0] {
            history.note(verdict(Self.now - Int64(ago), ago == 0 ? "spam" : "ham"))
        }
        #expect(history.lastHour(at: Self.now).messages == 2)
        #expect(history.last(hours: 24, at: Self.now).messages == 3)
        let month = history.last(hours: FilterHistory.hours, at: Self.now)
        #expect(
            month.verdicts == ["ham": 4, "spam": 1] && month.protocols == ["milter": 5] && month.actions == ["tag": 5])
        #expect(history.last(hours: FilterHistory.hours, at: Self.now + 31 * 86_400).messages == 0)
    }

    @Test("stays of one size however long the filter runs, and whatever its clock does")
    func bounds() {
        var history = FilterHistory()
        for hour in 0..<3_000 { history.note(verdict(Self.now + Int64(hour) * 3_600)) }
        let end = Self.now + 3_000 * 3_600
        #expect(HistoryFile.text(history).utf8.count < 200_000)
        #expect(history.last(hours: FilterHistory.hours, at: end).messages == FilterHistory.hours - 1)
        // A clock that was a century ahead for a moment.
        history.note(verdict(end + 3_000_000_000))
        history.note(verdict(end))
        #expect(history.last(hours: FilterHistory.hours, at: end).messages >= FilterHistory.hours - 1)
        // And one that was in 1970.
        for minute in 0..<200 { history.note(verdict(Int64(minute) * 60)) }
        #expect(history.last(hours: FilterHistory.hours, at: end).messages >= FilterHistory.hours - 1)
        #expect(history.recent(at: end, limit: 3).allSatisfy { $0.time <= end })
        for second in 0..<(Int64(FilterHistory.maxVerdicts) + 10) { history.note(verdict(end + second / 1_000)) }
        let recent = history.recent(at: end + 100, limit: .max)
        #expect(recent.count <= FilterHistory.maxVerdicts && recent.first?.time == end + 10)
        #expect(recent.map(\.time) == recent.map(\.time).sorted(by: >))
    }

    @Test("finds the verdicts of a queue id, of the last day only")
    func find() {
        var history = FilterHistory()
        history.note(verdict(Self.now - 90_000, queueID: "4A"))
        history.note(verdict(Self.now - 50, queueID: "4A"))
        history.note(verdict(Self.now - 40, queueID: "4B"))
        history.note(verdict(Self.now - 30))
        #expect(history.recent(at: Self.now, limit: 10, id: "4A").map(\.time) == [Self.now - 50])
        #expect(history.recent(at: Self.now, limit: 10).count == 3)
        #expect(verdict(0, queueID: String(repeating: "x", count: 1_000)).queueID?.utf8.count == 64)
    }

    @Test("tells within which bound so large a share of the verdicts came")
    func latency() {
        var counts = LatencyCounts()
        #expect(counts.bound(of: 0.5) == nil)
        for _ in 0..<99 { counts.add(nanoseconds: 400_000) }
        counts.add(nanoseconds: 3_000_000)
        #expect(counts.bound(of: 0.5) == 500_000 && counts.bound(of: 0.99) == 500_000)
        #expect(counts.bound(of: 1) == 5_000_000)
        for _ in 0..<1_000 { counts.add(nanoseconds: .max) }
        #expect(counts.bound(of: 0.99) == nil)
    }

    @Test("survives in a file")
    func file() throws {
        var history = FilterHistory()
        for (index, word) in ["ham", "spam", "unsure", "unfiltered"].enumerated() {
            history.note(verdict(Self.now - Int64(index) * 4_000, word, queueID: "secret"))
        }
        let path = try ScratchFolder().path("history")
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try HistoryFile.write(history, to: path)
        let (read, unread) = try HistoryFile.read(path)
        #expect(unread == 0 && HistoryFile.text(read) == HistoryFile.text(history))
        #expect(read.last(hours: 24, at: Self.now) == history.last(hours: 24, at: Self.now))
        #expect(!HistoryFile.text(history).contains("secret"))
    }

    @Test(
        "leaves out lines that are not its own, and takes nothing from another kind of file",
        arguments: [
            "hour 1", "hour x latency=0 verdict:ham=1", "day 3 latency=0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0 verdict:ham=1",
            "hour 7 latency=0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,-1 verdict:ham=1",
            "hour 7 latency=0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,9223372036854775807 verdict:ham=1",
            "hour 7 latency=0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0 verdict:<b>=1",
            "hour 7 latency=0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0 verdict:ham=99999999999999999999",
            "hour 99999999999999 latency=0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0 verdict:ham=1",
        ])
    func damage(line: String) throws {
        let heading = HistoryFile.text(FilterHistory())
        let good = "hour 8 latency=0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0 verdict:ham=1\n"
        let read = try #require(HistoryFile.parse(heading + line + "\n" + good))
        #expect(read.unreadLines == 1 && read.history.last(hours: 1, at: 8 * 3_600).messages == 1)
        #expect(HistoryFile.parse("<html>" + heading) == nil)
    }
}
