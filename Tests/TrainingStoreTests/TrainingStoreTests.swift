// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import TestSupport
import Testing
import TextOutput
import TrainingStore

@Suite("Training store")
struct TrainingStoreTests {
    @Test("everything in it is for its owner alone")
    func ownerOnly() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 0..<3)
        #expect(try folder.mode("s") == 0o700)
        for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path("s")) where name != "segments" {
            #expect(try folder.mode("s/" + name) == 0o600, "\(name)")
        }
    }

    @Test("a folder that others may read is no store")
    func exposed() throws {
        let folder = try ScratchFolder()
        do { _ = try StoreSamples.open(folder.path("s")) }
        chmod(folder.path("s"), 0o755)
        #expect(throws: StoreError.exposed(path: folder.path("s"), mode: 0o755)) {
            try StoreSamples.open(folder.path("s"))
        }
    }

    @Test("a writer is alone, readers are not, and who comes second is told who was first")
    func locked() throws {
        let folder = try ScratchFolder()
        var writer: TrainingStore? = try StoreSamples.open(folder.path("s"))
        #expect(throws: StoreError.locked(path: folder.path("s"), by: "a test (process \(getpid()))")) {
            try StoreSamples.open(folder.path("s"))
        }
        #expect(throws: StoreError.self) { try StoreSamples.open(folder.path("s"), .reading) }
        #expect(try writer?.labelled().isEmpty == true)
        writer = nil
        let readers = try (0..<2).map { _ in try StoreSamples.open(folder.path("s"), .reading) }
        #expect(throws: StoreError.self) { try StoreSamples.open(folder.path("s")) }
        #expect(try readers.allSatisfy { try $0.labelled().isEmpty })
    }

    // A program that is being started holds a copy of every descriptor for an instant.
    @Test("a lock that is let go at once is no other process at work")
    func brieflyLocked() throws {
        let folder = try ScratchFolder()
        _ = try StoreSamples.open(folder.path("s"))
        let held = open(folder.path("s/lock"), O_RDWR)
        #expect(flock(held, LOCK_EX) == 0)
        Thread.detachNewThread {
            usleep(50_000)
            close(held)
        }
        #expect(try StoreSamples.open(folder.path("s")).labelled().isEmpty)
    }

    @Test("another site key is refused, and a missing store is not made by a reader")
    func wrongStore() throws {
        let folder = try ScratchFolder()
        do { try StoreSamples.fill(StoreSamples.open(folder.path("s")), 0..<2) }
        let other = Extraction(key: .random())
        #expect(throws: StoreError.self) { try TrainingStore(folder.path("s"), .writing, extraction: other, who: "x") }
        #expect(throws: StoreError.missing(path: folder.path("none"))) {
            try StoreSamples.open(folder.path("none"), .reading)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("none")))
    }

    @Test("labelled messages come with their features, ordered by digest whatever came first")
    func labelled() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 10..<20)
        try StoreSamples.fill(store, 0..<10)
        let messages = try store.labelled()
        #expect(messages.count == 20)
        #expect(zip(messages, messages.dropFirst()).allSatisfy { $0.digest.lexicographicallyPrecedes($1.digest) })
        for number in 0..<20 {
            let found = try #require(messages.first { $0.digest == StoreSamples.message(number).digest })
            #expect(found.features.features == StoreSamples.features(number))
            #expect(found.isSpam == (number % 2 == 1) && found.origin == "test" && found.weight == 1)
        }
        #expect(try store.check().problems.isEmpty)
    }

    @Test("a label has its history, and holds until a place says something new")
    func history() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 0..<2)
        let digest = StoreSamples.message(1).digest
        func seen(_ opinion: Opinion?) throws {
            let source = try store.source("/mail/all")
            let before = try #require(try store.locations(of: source)[1])
            var batch = IngestBatch()
            batch.see(.known(try #require(before.message)), at: before, before: before, opinion: opinion)
            try store.commit(batch, now: 20)
        }
        #expect(try store.label(.messageID(2), isSpam: false, origin: "by hand", now: 10) == 1)
        try seen(Opinion(isSpam: true, origin: "test"))
        try seen(nil)
        #expect(try store.history(digest).map(\.isSpam) == [true, false])
        try seen(Opinion(isSpam: false, origin: "test"))
        try seen(Opinion(isSpam: true, origin: "test"))
        #expect(try store.history(digest).map(\.isSpam) == [true, false, false, true])
        #expect(try store.history(digest).map(\.origin) == ["test", "by hand", "test", "test"])
        #expect(try store.check().problems.isEmpty)
    }

    @Test("an account has one vote, by its copy that lies there still; what was said otherwise is another's")
    func votes() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        func see(_ path: String, _ account: String, _ evidence: Evidence) throws {
            let source = try store.source(path, account: account)
            var batch = IngestBatch()
            let known = try store.message(with: StoreSamples.message(1).digest)
            let reference =
                known.map { IngestBatch.Reference.known($0.id) }
                ?? .new(batch.add(StoreSamples.message(1), StoreSamples.features(1), account: account))
            batch.see(reference, at: StoreSamples.location(source, 1), before: nil, opinion: nil, evidence: evidence)
            try store.commit(batch, now: 10)
        }
        try see("/old/anna", "anna", .kept)
        #expect(try store.observed().map(\.votes) == [[Vote(account: "anna", .kept)]])
        var batch = IngestBatch()
        batch.markRemoved(try #require(try store.locations(of: store.source("/old/anna", account: "anna"))[1]))
        try store.commit(batch, now: 20)
        try see("/new/anna", "anna", .movedToJunk)
        try see("/mail/bernd", "bernd", .kept)
        let votes = [Vote(account: "anna", .movedToJunk), Vote(account: "bernd", .kept)]
        #expect(try store.observed().map(\.votes) == [votes])
        #expect(try store.label(.messageID(2), isSpam: false, origin: "by hand", now: 30) == 1)
        #expect(try store.observed().map(\.votes) == [votes + [Vote(account: "anna", .statedHam)]])
        #expect(try store.label(.messageID(2), isSpam: nil, origin: "by hand", now: 40) == 1)
        #expect(try store.observed().isEmpty, "its label was taken away")
    }

    @Test("a forgotten message is gone, and stays forgotten")
    func forget() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 0..<4, account: "anna")
        try StoreSamples.fill(store, 4..<8, account: "bert")
        let hex = StoreSamples.message(5).digest.hexadecimal
        #expect(try store.forget(.digest(hex), now: 1).messages == 1)
        #expect(try store.isForgotten(StoreSamples.message(5).digest))
        #expect(try store.forget(.account("anna"), now: 1) == (4, 1))
        #expect(try store.labelled().count == 3)
        #expect(try store.check().problems.isEmpty)
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.path("s/segments")).sorted()
        let report = try store.compact(all: true, now: 2)
        #expect(report.segments == 2 && report.bytes > 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("s/segments")).sorted() != before)
        #expect(try store.labelled().count == 3)
        #expect(try store.check().problems.isEmpty)
    }

    @Test("what is too old or too much is removed, the oldest first")
    func retention() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 0..<100)
        let now: Int64 = 1_700_000_100
        #expect(try store.compact(Retention(age: 60), now: now).expired == 40)
        #expect(try store.compact(Retention(maxMessages: 10), now: now).expired == 50)
        #expect(try store.labelled().compactMap(\.date).sorted() == (90..<100).map { 1_700_000_000 + Int64($0) })
        #expect(try store.check().problems.isEmpty)
    }

    @Test("a message that says it comes from the future is not kept as the newest")
    func futureDates() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        let source = try store.source("/mail/all")
        let now: Int64 = 1_700_000_000
        let later = now + 3 * 86_400
        for (number, (date, seen)) in [(now + 300_000_000, now), (now, now), (later, later)].enumerated() {
            var message = StoreSamples.message(number)
            message.date = date
            var batch = IngestBatch()
            let position = batch.add(message, StoreSamples.features(number))
            batch.see(
                .new(position), at: StoreSamples.location(source, number), before: nil,
                opinion: Opinion(isSpam: true, origin: "test"))
            try store.commit(batch, now: seen)
        }
        #expect(try store.compact(Retention(maxMessages: 1), now: later).expired == 2)
        #expect(try store.labelled().compactMap(\.date) == [later])
    }

    @Test("what a crash left of a segment is no problem and removed, and no number is used twice")
    func leftovers() throws {
        let folder = try ScratchFolder()
        do { try StoreSamples.fill(StoreSamples.open(folder.path("s")), 0..<2) }
        try folder.write([1, 2, 3], to: "s/segments/2.segment")
        try folder.write([1, 2, 3], to: "s/segments/3.segment.new-abc")
        do {
            let reader = try StoreSamples.open(folder.path("s"), .reading)
            let report = try reader.check()
            #expect(report.problems.isEmpty && report.leftovers == 2)
            // One that comes later than the next cannot be a crash's.
            try folder.write([1, 2, 3], to: "s/segments/9.segment")
            #expect(try reader.check().problems.count == 1)
            try FileManager.default.removeItem(atPath: folder.path("s/segments/9.segment"))
        }
        let store = try StoreSamples.open(folder.path("s"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("s/segments")) == ["1.segment"])
        #expect(try store.check().problems.isEmpty)
    }

    @Test("a ledger that is lost, empty or older than the segments is refused, and no segment is removed")
    func lostLedger() throws {
        let folder = try ScratchFolder()
        func commit(_ numbers: Range<Int>) throws {
            try StoreSamples.fill(StoreSamples.open(folder.path("s")), numbers)
        }
        try commit(0..<2)
        let old = try folder.bytes("s/ledger.sqlite")
        try commit(2..<4)
        try commit(4..<6)
        let segments = try FileManager.default.contentsOfDirectory(atPath: folder.path("s/segments")).sorted()
        #expect(segments.count == 3)
        let ledger = folder.path("s/ledger.sqlite")
        for content in [nil, [], old] {
            for name in [ledger, ledger + "-wal", ledger + "-shm"] { try? FileManager.default.removeItem(atPath: name) }
            if let content { try folder.write(content, to: "s/ledger.sqlite") }
            chmod(ledger, 0o600)
            for _ in 0..<2 {
                #expect { try StoreSamples.open(folder.path("s")) } throws: { error in
                    if case .ledgerLost? = error as? StoreError { true } else { false }
                }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("s/segments")).sorted() == segments)
        }
    }

    @Test("many small segments are joined into one, which holds the same")
    func joined() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        for number in 0..<70 { try StoreSamples.fill(store, (2 * number)..<(2 * number + 2)) }
        #expect(try store.forget(.messageID(5), now: 1).messages == 1)
        let before = try store.labelled()
        let report = try store.compact(now: 2)
        #expect(report.segments == 70 && report.expired == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("s/segments")).count == 1)
        let after = try store.labelled()
        #expect(after.map(\.digest) == before.map(\.digest) && after.count == 139)
        #expect(after.map(\.features.features) == before.map(\.features.features))
        #expect(after.map(\.isSpam) == before.map(\.isSpam))
        #expect(try store.check().problems.isEmpty)
        #expect(try store.compact(now: 3).segments == 0)
    }

    @Test("a date that no message can have is none")
    func impossibleDates() throws {
        let folder = try ScratchFolder()
        let dates: [Int64] = [.min + 1, -1, 1_000_000_000, 4_102_444_800, .max]
        var writer = try SegmentWriter(path: folder.path("a.segment"), extraction: StoreSamples.extraction)
        for (number, date) in dates.enumerated() {
            var message = StoreSamples.message(number)
            message.date = date
            try writer.append(message, StoreSamples.features(number))
        }
        try writer.commit()
        let reader = try SegmentReader(path: folder.path("a.segment"))
        #expect((0..<5).map { reader.message($0).date } == [nil, nil, 1_000_000_000, nil, nil])
    }

    @Test("a check finds a damaged segment, a missing one, and a ledger that contradicts itself")
    func check() throws {
        let folder = try ScratchFolder()
        do {
            let store = try StoreSamples.open(folder.path("s"))
            try StoreSamples.fill(store, 0..<2)
            try StoreSamples.fill(store, 2..<4)
        }
        var bytes = try folder.bytes("s/segments/1.segment")
        bytes[200] ^= 4
        try folder.write(bytes, to: "s/segments/1.segment")
        try FileManager.default.removeItem(atPath: folder.path("s/segments/2.segment"))
        let store = try StoreSamples.open(folder.path("s"))
        let report = try store.check()
        #expect(report.problems.count == 2 && report.messages == 4, "\(report.problems)")
        #expect(throws: StoreError.self) { try store.labelled() }
    }

    @Test("a backup holds all of it and the key, and is restored to the same store")
    func backup() throws {
        let folder = try ScratchFolder()
        try folder.write(Array("spreu-key-1 000102030405060708090a0b0c0d0e0f\n".utf8), to: "key")
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 0..<20)
        try store.backUp(key: folder.path("key"), to: folder.path("backup"))
        #expect(throws: StoreError.exists(path: folder.path("backup"))) {
            try store.backUp(key: folder.path("key"), to: folder.path("backup"))
        }
        try TrainingStore.restore(folder.path("backup"), to: folder.path("t"), key: folder.path("key2"))
        #expect(try folder.bytes("key2") == folder.bytes("key"))
        #expect(try folder.mode("key2") == 0o600)
        let restored = try StoreSamples.open(folder.path("t"))
        #expect(try restored.labelled().map(\.digest) == store.labelled().map(\.digest))
        #expect(try restored.check() == store.check())
        #expect(throws: StoreError.exists(path: folder.path("t"))) {
            try TrainingStore.restore(folder.path("backup"), to: folder.path("t"), key: folder.path("key2"))
        }
    }

    @Test("features of another extractor or other settings are not learned, and known to be outdated")
    func outdated() throws {
        let folder = try ScratchFolder()
        do { try StoreSamples.fill(StoreSamples.open(folder.path("s")), 0..<4) }
        let changed = Extraction(key: StoreSamples.key, settings: ["own-host": ["mx.example.org"]])
        let store = try TrainingStore(folder.path("s"), .writing, extraction: changed, who: "a test")
        #expect(try store.labelled().isEmpty)
        #expect(try store.outdatedCount() == (4, 0))
        let found = try #require(try store.message(with: StoreSamples.message(1).digest))
        #expect(!found.isCurrent)
        var batch = IngestBatch()
        _ = batch.add(StoreSamples.message(1), StoreSamples.features(9), replaces: found.id)
        try store.commit(batch, now: 5)
        let messages = try store.labelled()
        #expect(messages.map(\.digest) == [StoreSamples.message(1).digest])
        #expect(messages[0].features.features == StoreSamples.features(9) && messages[0].isSpam)
        #expect(try store.check().problems.isEmpty)
    }

    @Test("a commit is on disk when it returns: the ledger is in WAL mode with full syncing")
    func synced() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 0..<2)
        #expect(try store.durability() == "wal, synchronous 2")
    }
}
