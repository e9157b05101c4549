// SPDX-License-Identifier: Apache-2.0
import GRDB
import MailFeatures
import TestSupport
import Testing
import TextOutput
import TrainingStore

@Suite("Known senders of a store")
struct KnownSendersTests {
    private func write(
        _ sentMessages: [(recipients: [UInt64], date: Int64)], _ store: TrainingStore, account: String = "anna"
    ) throws {
        let source = try store.source("/mail/\(account)", account: account)
        var batch = IngestBatch()
        for sentMessage in sentMessages { batch.write(to: sentMessage.recipients, date: sentMessage.date, of: source) }
        #expect(batch.isEmpty == sentMessages.allSatisfy(\.recipients.isEmpty))
        try store.commit(batch, now: 1_700_000_000)
    }

    @Test("whom somebody wrote to is known after that, strictly, and to nobody without a date")
    func before() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try write([([7, .max], 200), ([7], 100), ([7], 300), ([], 1)], store)
        try write([([7], 250), ([8], 50)], store, account: "bert")
        let known = try store.knownSenders()
        #expect(known.count == 3 && known.digests == [7, 8, .max])
        #expect(known.include(7, before: 101) && !known.include(7, before: 100) && !known.include(7, before: 99))
        #expect(known.include(.max, before: 201) && !known.include(.max, before: 101))
        #expect(!known.include(7, before: nil) && !known.include(9, before: 1_000) && !known.include(0, before: 1_000))
    }

    @Test("the order in which letters are read does not matter")
    func order() throws {
        let sentMessages: [([UInt64], Int64)] = [([1, 2], 30), ([2], 10), ([1], 20), ([2, 3], 40)]
        let known = try [sentMessages, sentMessages.reversed()].map { sentMessages in
            let folder = try ScratchFolder()
            let store = try StoreSamples.open(folder.path("s"))
            for sentMessage in sentMessages { try write([sentMessage], store) }
            return try [store.knownSenders(), store.knownSenders(limit: 2)]
        }
        #expect(known[0] == known[1])
        #expect(known[0][1].digests == [2, 3], "those last written to")
    }

    @Test("an account is forgotten with those whom it wrote to, and with no others")
    func forget() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try write([([1, 2], 10)], store)
        try write([([2, 3], 20)], store, account: "bert")
        #expect(try store.forget(.account("anna"), now: 1) == (0, 1))
        let known = try store.knownSenders()
        #expect(known.digests == [2, 3] && !known.include(2, before: 15) && known.include(2, before: 21))
        #expect(try store.check().problems.isEmpty)
    }

    @Test("those whom nobody has written to for as long as mail is kept are dropped, whenever that began")
    func retention() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try write([([1], 100), ([2], 100), ([2], 300), ([3], 240)], store)
        _ = try store.compact(Retention(maxMessages: 1), now: 300)
        #expect(try store.knownSenders().count == 3)
        _ = try store.compact(Retention(age: 60), now: 300)
        let known = try store.knownSenders()
        #expect(known.digests == [2, 3] && known.include(2, before: 101), "the first time stays")
    }

    @Test("a store of the first Spreu is read as it is, knowing nobody and no night; once written to, it learns")
    func olderLedger() throws {
        let folder = try ScratchFolder()
        try StoreSamples.fill(try StoreSamples.open(folder.path("s")), 0..<4)
        do {
            let ledger = try DatabaseQueue(path: folder.path("s/ledger.sqlite"))
            try ledger.write { database in
                try database.execute(
                    sql: """
                        DROP TABLE correspondents; DROP TABLE figures; DROP TABLE runs; ALTER TABLE places DROP COLUMN sent_with;
                        ALTER TABLE places DROP COLUMN evidence; ALTER TABLE places DROP COLUMN expired;
                        ALTER TABLE messages DROP COLUMN beyond; ALTER TABLE messages DROP COLUMN network
                        """)
                try database.execute(sql: "DELETE FROM grdb_migrations WHERE identifier NOT LIKE '1:%'")
            }
        }
        let older = try StoreSamples.open(folder.path("s"), .reading)
        #expect(try older.labelled().count == 4 && older.knownSenders() == KnownSenderList())
        #expect(try older.runs(last: 1).isEmpty)
        _ = consume older
        let store = try StoreSamples.open(folder.path("s"))
        try write([([7], 100)], store)
        #expect(try store.knownSenders().digests == [7] && store.labelled().count == 4)
        #expect(try store.check().problems.isEmpty)
    }

    @Test("a labelled message says whether its sender was known, also after its segment was rewritten")
    func labelled() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        let source = try store.source("/mail/all")
        var batch = IngestBatch()
        for number in 0..<6 {
            var features = StoreSamples.features(number)
            // The first two have no sender, the last two the same.
            features.sender = [0, 0, 5, 6, 7, 7][number]
            var message = StoreSamples.message(number)
            message.date = number == 3 ? nil : 1_700_000_000
            batch.see(
                .new(batch.add(message, features)), at: StoreSamples.location(source, number), before: nil,
                opinion: Opinion(isSpam: number % 2 == 1, origin: "test"))
        }
        batch.write(to: [6, 7], date: 1_700_000_000, of: source)
        batch.write(to: [5], date: 1_700_000_000, of: source)
        try store.commit(batch, now: 1_700_000_500)
        func known() throws -> [Int] {
            let known = try store.labelled().filter(\.isSenderKnown).map(\.digest)
            return (0..<6).filter { known.contains(StoreSamples.message($0).digest) }
        }
        #expect(try known() == [], "of the same second")
        var earlier = IngestBatch()
        earlier.write(to: [5, 7], date: 1_699_000_000, of: source)
        try store.commit(earlier, now: 1_700_000_500)
        #expect(try known() == [2, 4, 5])
        let hex = StoreSamples.message(4).digest.hexadecimal
        _ = try store.forget(.digest(hex), now: 1)
        #expect(try store.compact(all: true, now: 2).segments == 1)
        #expect(try known() == [2, 5])
    }
}
