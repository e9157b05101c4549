// SPDX-License-Identifier: Apache-2.0
import OutgoingBrake
import TestSupport
import Testing

@Suite("Brake") struct BrakeTableTests {
    static let anna = OutgoingSender(login: "anna@example.com")

    private static func isHeld(_ outcome: BrakeTable.Outcome) -> Bool {
        if case .held = outcome { true } else { false }
    }

    @Test(
        "the message that passes a ceiling is itself held, and none before it",
        arguments: [(BrakeWindow.tenMinutes, 100, Int64(5)), (.hour, 300, 11), (.day, 1_000, 80)])
    func ceilings(window: BrakeWindow, ceiling: Int, seconds: Int64) throws {
        var table = BrakeTable(ceilings: CeilingTable())
        for number in 1...ceiling {
            let outcome = table.count(1, of: Self.anna, at: Int64(number) * seconds)
            #expect(outcome == .passes(endsHold: false))
        }
        let outcome = table.count(1, of: Self.anna, at: Int64(ceiling + 1) * seconds)
        guard case .held(let excess, begins: true, isAnnounced: true) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(excess.window == window && excess.ceiling == ceiling && excess.count == ceiling + 1)
        #expect(table.heldCount == 1)
    }

    @Test("one message with too many recipients is held, and mail without external ones is not counted")
    func oneMessage() {
        var table = BrakeTable(ceilings: CeilingTable())
        #expect(table.count(0, of: Self.anna, at: 0) == .passes(endsHold: false))
        #expect(table.senders.isEmpty)
        #expect(table.count(100, of: Self.anna, at: 0) == .passes(endsHold: false))
        #expect(Self.isHeld(table.count(1, of: Self.anna, at: 0)))
        // Mail to colleagues goes out meanwhile.
        #expect(table.count(0, of: Self.anna, at: 0) == .passes(endsHold: false))
        #expect(Self.isHeld(table.count(5_000, of: OutgoingSender(login: "otto"), at: 0)))
    }

    @Test("a hold ends when its windows have room again, and not before")
    func end() {
        var table = BrakeTable(ceilings: CeilingTable())
        _ = table.count(101, of: Self.anna, at: 1_000)
        #expect(table.endHolds(at: 1_599) == [] && table.heldCount == 1)
        #expect(Self.isHeld(table.count(1, of: Self.anna, at: 1_599)))
        // Ten minutes and a step later only the second counts.
        #expect(table.endHolds(at: 1_625) == [Self.anna] && table.heldCount == 0)
        #expect(table.count(1, of: Self.anna, at: 1_625) == .passes(endsHold: false))
        #expect(table.senders[Self.anna]?.total(in: .hour, at: 1_625) == 103)
    }

    @Test("the message that finds room again says that the hold ends")
    func endByMessage() {
        var table = BrakeTable(ceilings: CeilingTable())
        _ = table.count(101, of: Self.anna, at: 0)
        #expect(table.count(1, of: Self.anna, at: 700) == .passes(endsHold: true))
    }

    @Test("who goes on sending stays on hold, and is announced once")
    func persistent() {
        var table = BrakeTable(ceilings: CeilingTable())
        var announced = 0
        for minute in 0..<(3 * 24 * 60) {
            let outcome = table.count(20, of: Self.anna, at: Int64(minute) * 60)
            if case .held(_, _, isAnnounced: true) = outcome { announced += 1 }
            #expect(Self.isHeld(outcome) == (minute >= 5))
        }
        #expect(announced == 1)
    }

    @Test("a sender that comes and goes at a ceiling is announced once in ten minutes")
    func flutter() {
        var table = BrakeTable(ceilings: CeilingTable(common: BrakeCeilings(tenMinutes: 10, hour: 999, day: 9_999)))
        var announcements: [Int64] = []
        for time in stride(from: Int64(0), to: 7_200, by: 20) {
            if case .held(_, _, isAnnounced: true) = table.count(1, of: Self.anna, at: time) {
                announcements.append(time)
            }
            _ = table.endHolds(at: time)
        }
        #expect(!announcements.isEmpty)
        #expect(zip(announcements, announcements.dropFirst()).allSatisfy { $1 - $0 >= 600 })
    }

    @Test("own ceilings count for their names alone, whatever case a login is written in")
    func own() {
        let own = [
            OutgoingSender(login: "Newsletter@example.com"): BrakeCeilings(tenMinutes: 5_000, hour: 5_000, day: 9_000)
        ]
        var table = BrakeTable(ceilings: CeilingTable(own: own))
        let newsletter = OutgoingSender(login: "newsletter@EXAMPLE.com")
        #expect(table.count(5_000, of: newsletter, at: 0) == .passes(endsHold: false))
        #expect(Self.isHeld(table.count(1, of: newsletter, at: 0)))
        #expect(Self.isHeld(table.count(101, of: Self.anna, at: 0)))
    }

    @Test("a release lets the sender begin anew, by the name that is shown")
    func release() {
        var table = BrakeTable(ceilings: CeilingTable())
        let odd = OutgoingSender(login: "An na\u{1B}[2J")
        for sender in [Self.anna, odd] { _ = table.count(500, of: sender, at: 0) }
        #expect(table.release("nobody") == [] && table.release("") == [])
        #expect(table.release("ANNA@example.com") == [Self.anna])
        #expect(table.release(odd.name) == [odd])
        #expect(table.senders.isEmpty)
        #expect(table.count(100, of: Self.anna, at: 0) == .passes(endsHold: false))
    }

    @Test("a million senders cost no more than the table has room for, and free nobody who is on hold")
    func million() {
        var table = BrakeTable(ceilings: CeilingTable())
        _ = table.count(101, of: Self.anna, at: 0)
        for number in 0..<1_000_000 {
            _ = table.count(1, of: OutgoingSender(login: "user\(number)"), at: 1)
            if number.isMultiple(of: 10_000) { #expect(table.senders.count <= BrakeTable.maxSenders) }
        }
        #expect(table.senders[Self.anna]?.heldSince == 0)
        #expect(Self.isHeld(table.count(1, of: Self.anna, at: 2)))
    }

    @Test("where all are on hold, a further sender's mail passes uncounted")
    func full() {
        var table = BrakeTable(ceilings: CeilingTable(), capacity: 10)
        for number in 0..<10 { _ = table.count(101, of: OutgoingSender(login: "\(number)"), at: 0) }
        #expect(table.count(101, of: Self.anna, at: 0) == .uncounted)
        #expect(Self.isHeld(table.count(1, of: OutgoingSender(login: "3"), at: 0)))
    }

    @Test("senders of whom nothing counts any more are forgotten")
    func forgotten() {
        var table = BrakeTable(ceilings: CeilingTable())
        _ = table.count(5, of: Self.anna, at: 0)
        _ = table.endHolds(at: 86_400)
        #expect(table.senders.count == 1)
        _ = table.endHolds(at: 90_000)
        #expect(table.senders.isEmpty)
    }

    @Test("counts have no limit that a number could pass")
    func overflow() {
        var table = BrakeTable(ceilings: CeilingTable())
        for _ in 0..<5 { #expect(Self.isHeld(table.count(.max, of: Self.anna, at: 0))) }
        #expect(table.top(3, in: .day, at: 0) == [SlidingCount.maxCount])
    }

    @Test("a sliding count lies between those of the window and of a step more", arguments: BrakeWindow.allCases)
    func sliding(window: BrakeWindow) {
        var generator = SplitMix64(seed: UInt64(window.seconds))
        var count = SlidingCount()
        var events: [(time: Int64, count: Int)] = []
        var now: Int64 = 0
        for _ in 0..<2_000 {
            now += Int64.random(in: 0...(window.seconds / 20), using: &generator)
            let number = Int.random(in: 0...20, using: &generator)
            count.add(number, in: window, at: now)
            events.append((now, number))
            func exact(_ seconds: Int64) -> Int { events.reduce(0) { $1.time > now - seconds ? $0 + $1.count : $0 } }
            let total = count.total(in: window, at: now)
            #expect(total >= exact(window.seconds) && total <= exact(window.seconds + window.seconds / 24))
            #expect(count.slots.count <= SlidingCount.maxSlots)
        }
    }
}
