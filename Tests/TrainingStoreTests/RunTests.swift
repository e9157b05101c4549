// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing
import TrainingStore

@Suite("The nights that a ledger remembers")
struct RunTests {
    private func record(_ number: Int64) -> RunRecord {
        var record = RunRecord(started: number)
        record.finished = number + 60
        record.ingested = RunRecord.Ingested(new: 1, known: 2, relabelled: 3, removed: 4, parsed: 5)
        record.learned = RunRecord.Learned(ham: 10, spam: 20)
        record.figures = ["hamLost": 0.25, "spamThreshold": -1.5]
        (record.outcome, record.detail, record.code) = (.refused, "there is no ham", 12)
        return record
    }

    @Test("a night is as it ended, one that was killed has only begun, and both come with a backup")
    func records() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try store.finish(run: store.beginRun(at: 100), record(100))
        _ = try store.beginRun(at: 200)
        try folder.write([1], to: "key")
        try store.backUp(key: folder.path("key"), to: folder.path("backup"))
        try TrainingStore.restore(folder.path("backup"), to: folder.path("again"), key: folder.path("key"))
        for store in [store, try StoreSamples.open(folder.path("again"), .reading)] {
            #expect(try store.runs(last: 9) == [record(100), RunRecord(started: 200)])
            #expect(try store.runs(last: 1) == [RunRecord(started: 200)])
            #expect(try store.check().problems.isEmpty)
        }
    }

    @Test("who watches sees nights while one is at work, and is not in its way")
    func watched() throws {
        let folder = try ScratchFolder()
        let writer = try StoreSamples.open(folder.path("s"))
        let run = try writer.beginRun(at: 100)
        let watcher = try StoreSamples.open(folder.path("s"), .watching)
        #expect(try watcher.runs(last: 9) == [RunRecord(started: 100)])
        try writer.finish(run: run, record(100))
        #expect(try watcher.runs(last: 9) == [record(100)])
        #expect(throws: StoreError.missing(path: folder.path("none"))) {
            try StoreSamples.open(folder.path("none"), .watching)
        }
    }

    @Test("what a night measured goes with it, and what is no number is not kept")
    func figures() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        var night = record(100)
        night.figures = ["area": .nan, "hamLost": .infinity, "spamMissed": 3]
        let run = try store.beginRun(at: 100)
        try store.finish(run: run, night)
        #expect(try store.runs(last: 1).first?.figures == ["spamMissed": 3])
        // A night that is noted again has only what it says then.
        night.figures = ["area": 1]
        try store.finish(run: run, night)
        #expect(try store.runs(last: 1).first?.figures == ["area": 1])
        for number in 0..<1_000 { _ = try store.beginRun(at: Int64(number)) }
        #expect(try store.runs(last: 1_000).allSatisfy(\.figures.isEmpty))
    }

    @Test("only the last thousand are kept")
    func bounded() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        for number in 0..<1_005 { _ = try store.beginRun(at: Int64(number)) }
        #expect(try store.runs(last: 9_999).map(\.started) == Array(5..<1_005))
    }
}
