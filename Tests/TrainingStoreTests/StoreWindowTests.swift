// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import TestSupport
import Testing
import TrainingStore

@Suite("The window of a store")
struct StoreWindowTests {
    /// A labelled message of a store, by its date and class.
    private struct Mail {
        var date: Int64?
        var isSpam: Bool?
    }

    private static func store(_ mail: [Mail], in folder: ScratchFolder) throws -> TrainingStore {
        let store = try StoreSamples.open(folder.path("s"))
        let source = try store.source("/mail/all")
        var batch = IngestBatch()
        for (number, mail) in mail.enumerated() {
            var message = StoreSamples.message(number, date: nil)
            message.date = mail.date
            let position = batch.add(message, StoreSamples.features(number, count: 5))
            batch.see(
                .new(position), at: StoreSamples.location(source, number), before: nil,
                opinion: mail.isSpam.map { Opinion(isSpam: $0, origin: "test") })
        }
        try store.commit(batch, now: 1_700_000_000)
        return store
    }

    private static let start: Int64 = 1_600_000_000

    @Test("it holds the newest by date, of both classes together, and says how many are left out")
    func newest() throws {
        let folder = try ScratchFolder()
        let store = try Self.store(
            (0..<200).map { Mail(date: Self.start + Int64($0), isSpam: $0 % 4 == 3) }, in: folder)
        for size in [200, 1_000] { #expect(try store.window(StoreWindow.Size(size)) == nil) }
        let window = try #require(try store.window(StoreWindow.Size(50)))
        #expect(window.all == 200 && window.leftOut == 150)
        let newest = try store.labelled(in: window)
        #expect(newest.count == 50 && newest.allSatisfy { $0.date ?? 0 >= Self.start + 150 })
        // Nothing else about them is different.
        let all = try store.labelled().filter { $0.date ?? 0 >= Self.start + 150 }
        #expect(newest.map(\.digest) == all.map(\.digest))
        #expect(newest.map(\.features.features) == all.map(\.features.features))
        #expect(try store.observed(in: window).map(\.digest) == all.map(\.digest))
        #expect(try store.window(nil) == nil && store.labelled(in: nil).count == 200)
    }

    @Test("a class of which nothing is new keeps its share, the newest of it")
    func oldClass() throws {
        let folder = try ScratchFolder()
        let spam = (0..<20).map { Mail(date: Self.start + Int64($0) * 4, isSpam: true) }
        let store = try Self.store(
            spam + (0..<180).map { Mail(date: Self.start + Int64($0), isSpam: false) }, in: folder)
        let window = try #require(try store.window(StoreWindow.Size(100)))
        let newest = try store.labelled(in: window)
        #expect(newest.count == 100 && newest.count { $0.isSpam } == 10 && window.leftOut == 100)
        #expect(newest.filter(\.isSpam).compactMap(\.date).min() == Self.start + 40)
    }

    @Test("recent mail comes on top of it")
    func recent() throws {
        let folder = try ScratchFolder()
        let store = try Self.store(
            (0..<200).map { Mail(date: Self.start + Int64($0), isSpam: $0 % 2 == 0) }, in: folder)
        let window = try #require(try store.window(StoreWindow.Size(50, since: Self.start + 180)))
        #expect(try store.labelled(in: window).compactMap(\.date).min() == Self.start + 130)
        #expect(try store.window(StoreWindow.Size(50, since: Self.start + 20)) == nil)
    }

    @Test("of classes whose times do not overlap each keeps its share: none is lost to the other")
    func apart() throws {
        let folder = try ScratchFolder()
        // Ham of long ago, spam of now.
        let store = try Self.store(
            (0..<300).map { Mail(date: Self.start + Int64($0), isSpam: $0 >= 200) }, in: folder)
        let messages = try store.labelled(in: store.window(StoreWindow.Size(30)))
        #expect(messages.count { $0.isSpam } == 10 && messages.count { !$0.isSpam } == 20)
        #expect(messages.filter { !$0.isSpam }.compactMap(\.date).min() == Self.start + 180)
    }

    @Test("messages without a date stay in the same share as the others")
    func undated() throws {
        let folder = try ScratchFolder()
        let mail = (0..<900).map { number -> Mail in
            let date: Int64? = number % 3 == 0 ? nil : Self.start + Int64(number)
            return Mail(date: date, isSpam: number % 2 == 0)
        }
        let store = try Self.store(mail, in: folder)
        let window = try #require(try store.window(StoreWindow.Size(300)))
        let messages = try store.labelled(in: window)
        let (dated, undated) = (messages.count { $0.date != nil }, messages.count { $0.date == nil })
        #expect(dated == 200 && (60...140).contains(undated), "\(dated), \(undated)")
        #expect(window.leftOut == 900 - messages.count)
        // No message has one.
        let none = try ScratchFolder()
        let dateless = try Self.store((0..<600).map { Mail(date: nil, isSpam: $0 % 2 == 0) }, in: none)
        let some = try dateless.labelled(in: dateless.window(StoreWindow.Size(200)))
        #expect((120...280).contains(some.count), "\(some.count)")
        #expect((50...150).contains(some.count { $0.isSpam }))
    }

    @Test("mail without a label is looked at as far back as mail with one; a limit of age holds as well")
    func observed() throws {
        let folder = try ScratchFolder()
        let mail = (0..<200).map { number -> Mail in
            let isSpam: Bool? = number % 2 == 0 ? nil : number % 4 == 1
            return Mail(date: Self.start + Int64(number), isSpam: isSpam)
        }
        let store = try Self.store(mail, in: folder)
        let window = try #require(try store.window(StoreWindow.Size(20)))
        #expect(window.all == 100)
        #expect(try store.observed(in: window).compactMap(\.date).min() == Self.start + 161)
        let retention = Retention(age: 100)
        let now = Self.start + 200
        #expect(try store.window(StoreWindow.Size(20), retention, now: now)?.all == 50)
        #expect(try store.window(StoreWindow.Size(50), retention, now: now) == nil)
    }
}
