// SPDX-License-Identifier: Apache-2.0
import SenderReputation
import Testing

@Suite("What is known of senders")
struct ReputationTableTests {
    private func mail(_ count: Int, _ isSpam: Bool, day: Int, address: String) -> [Mailbox.Mail] {
        (0..<count).map { index in
            Mailbox.Mail(isSpam: isSpam, day: day, address: address, number: index + 1)
        }
    }

    @Test(
        "the spam share is at least its posterior's 5 % quantile, with Jeffreys' prior",
        // Integrated numerically: Beta(spam + 1/2, ham + 1/2).
        arguments: [(1, 0, 0.2285), (3, 0, 0.5559), (10, 0, 0.8292), (10, 1, 0.6950)])
    func lowerBound(spam: Int, ham: Int, expected: Double) throws {
        let table = try Mailbox.table(
            mail(spam, true, day: 3, address: "192.0.2.1") + mail(ham, false, day: 4, address: "192.0.2.1"), day: 5)
        let record = try #require(table.record(.address, "192.0.2.1"))
        #expect(abs(record.lowerBound - expected) < 0.001)
        #expect(record.spam == spam && record.ham == ham)
    }

    @Test("much spam ranks above little, and ham lowers a rank")
    func rank() throws {
        let table = try Mailbox.table(
            mail(2, true, day: 3, address: "192.0.2.1") + mail(9, true, day: 3, address: "198.51.100.2")
                + mail(9, true, day: 3, address: "198.51.100.3") + mail(3, false, day: 3, address: "198.51.100.3")
                + mail(4, false, day: 3, address: "198.51.100.4"), day: 5)
        #expect(table.ranked(.address).map(\.name) == ["198.51.100.2", "198.51.100.3", "192.0.2.1"])
    }

    @Test("copies of a message count once, mail of days to come not at all")
    func counting() throws {
        var copy = Mailbox.Mail(day: 3, number: 7)
        let table = try Mailbox.table([copy, copy, Mailbox.Mail(day: 20, number: 8)], day: 5)
        #expect(table.spam == 1 && table.repeated == 1 && table.later == 1)
        copy.isSpam = false
        // One that people call both counts for both, so that it never is of a sender without ham.
        #expect(
            try Mailbox.table([copy, Mailbox.Mail(day: 3, number: 7)], day: 5).record(.address, "192.0.2.1")?.ham == 1)
    }

    @Test("names beyond the limit are not told apart, rather than judged by half of their mail")
    func bound() throws {
        let table = try Mailbox.table(
            mail(1, false, day: 3, address: "192.0.2.1") + mail(5, true, day: 3, address: "198.51.100.2"), day: 5,
            maxNames: 1)
        #expect(table.names(.address).texts.count == 1)
        #expect(table.names(.address).overflow == 5)
        #expect(table.record(.address, "198.51.100.2") == nil)
    }
}
