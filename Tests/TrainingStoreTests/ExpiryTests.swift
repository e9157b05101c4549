// SPDX-License-Identifier: Apache-2.0
import TestSupport
import Testing
import TextOutput
import TrainingStore

@Suite("What is no longer kept")
struct ExpiryTests {
    private static let now: Int64 = 1_700_000_100
    private static let day: Int64 = 86_400

    @Test("a label by hand and feedback outlive the limits by thirty days, and are not learned meanwhile")
    func grace() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 0..<6)
        for (number, origin) in [(0, "by hand"), (1, "drop imapsieve"), (2, "drop"), (3, "drops")] {
            let digest = StoreSamples.message(number).digest.hexadecimal
            _ = try store.label(.digest(digest), isSpam: true, origin: origin, now: 1)
        }
        let retention = Retention(age: 60)
        #expect(try store.observed(retention, now: Self.now).isEmpty)
        #expect(try store.compact(retention, now: Self.now).expired == 3)
        #expect(try store.compact(retention, now: Self.now + 29 * Self.day).expired == 0)
        #expect(try store.labelled().count == 3 && store.observed(retention, now: Self.now).isEmpty)
        // The mistake is noticed: they are as they were, and the time begins again.
        #expect(try store.compact(Retention(age: 400 * Self.day), now: Self.now + 29 * Self.day).expired == 0)
        #expect(try store.compact(retention, now: Self.now + 31 * Self.day).expired == 0)
        #expect(try store.compact(retention, now: Self.now + 62 * Self.day).expired == 3)
        #expect(try store.check().problems.isEmpty)
    }

    @Test("most of a class is not removed unless a person says so; what has just come may go")
    func refusal() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 0..<160)
        let newest = try store.newestMessage()
        let refused = try store.compact(Retention(maxMessages: 40), sparing: newest, now: Self.now)
        #expect(refused.expired == 0 && refused.refusal?.isSpam == false)
        #expect(refused.refusal?.lost == 60 && refused.refusal?.all == 80)
        #expect(try store.compact(Retention(maxMessages: 70), sparing: 0, now: Self.now).expired == 90)
        #expect(try store.compact(Retention(maxMessages: 60), sparing: newest, now: Self.now).expired == 10)
        #expect(try store.compact(Retention(maxMessages: 1), now: Self.now).expired == 59)
    }

    @Test("what was removed for its age is known, and told from when on it is kept again")
    func keptAgain() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 0..<10)
        let source = try store.source("/mail/all")
        _ = try store.compact(Retention(maxMessages: 4), now: Self.now)
        #expect(try store.locations(of: source)[3]?.expired == 1_700_000_003)
        #expect(try store.locations(of: source)[7]?.expired == nil)
        #expect(try store.keptAgain(Retention(maxMessages: 4), now: Self.now) == nil)
        #expect(try store.keptAgain(Retention(maxMessages: 6), now: Self.now) == 1_700_000_004)
        #expect(try store.keptAgain(Retention(age: 98), now: Self.now) == 1_700_000_002)
        #expect(try store.hasExpired(since: 1_700_000_005, in: source))
        #expect(try !store.hasExpired(since: 1_700_000_006, in: source))
    }

    @Test("times to come are taken back")
    func timesToCome() throws {
        let folder = try ScratchFolder()
        let store = try StoreSamples.open(folder.path("s"))
        try StoreSamples.fill(store, 0..<2, now: Self.now + 700 * Self.day)
        try store.takeBackTimes(after: Self.now)
        #expect(try store.compact(Retention(age: 100), now: Self.now).expired == 0)
        #expect(try store.compact(Retention(age: 50), now: Self.now).expired == 2)
    }
}

@Suite("The clock of a night")
struct NightClockTests {
    private static let day: Int64 = 86_400
    private static let start: Int64 = 1_700_000_000

    /// Nights by their days, and whether the last one's clock counts.
    struct Nights: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var days: [Double]
        var isTrusted: Bool
        /// The day to work with, where it is another.
        var works: Double?
    }

    @Test(
        "a clock counts that goes on from the last night, or that an earlier night agreed with",
        arguments: [
            Nights(testDescription: "the first night", days: [0], isTrusted: true),
            Nights(testDescription: "every night", days: [0, 1, 2], isTrusted: true),
            Nights(testDescription: "twice a night", days: [0, 0.01, 0], isTrusted: true),
            Nights(testDescription: "after a holiday", days: [0, 44], isTrusted: true),
            Nights(testDescription: "after two months", days: [0, 60], isTrusted: false),
            Nights(testDescription: "the night after", days: [0, 60, 61], isTrusted: true),
            Nights(testDescription: "started again at once", days: [0, 60, 60.01], isTrusted: false),
            Nights(testDescription: "every hour", days: [0, 60, 60.3, 60.6], isTrusted: true),
            Nights(testDescription: "two years ahead", days: [0, 730], isTrusted: false),
            Nights(testDescription: "mended again", days: [0, 1, 730, 3], isTrusted: true),
            Nights(testDescription: "in 2000", days: [0, 1, -8_000], isTrusted: false, works: 1),
            Nights(testDescription: "mended after 2000", days: [0, 1, -8_000, 3], isTrusted: true),
            Nights(testDescription: "the first one in 2000", days: [-8_000, 1], isTrusted: false),
            Nights(testDescription: "in 2000, then two right ones", days: [-8_000, 1, 2], isTrusted: true),
        ])
    func clock(nights: Nights) throws {
        let times = nights.days.map { Self.start + Int64($0 * Double(Self.day)) }
        let clock = NightClock(try #require(times.last), after: Array(times.dropLast()))
        #expect(clock.isTrusted == nights.isTrusted)
        #expect(clock.now == Self.start + Int64((nights.works ?? nights.days.last ?? 0) * Double(Self.day)))
    }
}
