// SPDX-License-Identifier: Apache-2.0
import MailServerLogs
import SenderReputation
import Testing

@Suite("People's labels, and the filter's verdicts apart")
struct TestimonyTests {
    private static let day = Mailbox.end(of: 3)

    /// A table of mail of the third day, each message from one client, at the end of the fifth.
    private static func table(_ mail: [(Testimony, String)]) -> ReputationTable {
        var table = ReputationTable(asOf: Mailbox.end(of: 5))
        for (testimony, address) in mail {
            table.take(
                SenderSighting(
                    testimony, date: day,
                    names: [.init(.address, address), .init(.network, "192.0.2.0/24")]))
        }
        return table
    }

    private static func mail(_ count: Int, _ testimony: Testimony, _ address: String = "192.0.2.1") -> [(
        Testimony, String
    )] { Array(repeating: (testimony, address), count: count) }

    private static func label(_ isSpam: Bool, certainty: Double = 1, account: Int32? = nil) -> Testimony {
        .label(.init(isSpam: isSpam, certainty: certainty, account: account))
    }

    private static func bases(_ table: ReputationTable, rejects: Bool = false) -> [String: ListPolicy.Basis] {
        let entries = ListSelection(table, ListPolicy(), rejects: rejects).entries
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.basis) })
    }

    @Test("labels count as surely as the night's review says")
    func certainty() {
        let sure = Self.table(Self.mail(3, Self.label(true, certainty: 0.96)))
        #expect(Self.bases(sure)["192.0.2.1"] == .people)
        let doubtful = Self.table(Self.mail(4, Self.label(true, certainty: 0.5)))
        #expect(Self.bases(doubtful).isEmpty)
        let (first, second) = (sure.ranked(.address)[0], Self.table(Self.mail(3, Self.label(true))).ranked(.address)[0])
        #expect(first.record.spam == 3 && first.lowerBound < second.lowerBound)
        // A single doubtful word for a sender is enough against a list.
        let both = Self.table(Self.mail(9, Self.label(true)) + Self.mail(1, Self.label(false, certainty: 0.5)))
        #expect(Self.bases(both).isEmpty)
    }

    @Test("what a single account calls spam is scored by, and never refused")
    func accounts() {
        let one = Self.table(Self.mail(5, Self.label(true, account: 7)))
        #expect(Self.bases(one)["192.0.2.1"] == .oneAccount && Self.bases(one, rejects: true).isEmpty)
        let two = Self.table(Self.mail(4, Self.label(true, account: 7)) + Self.mail(1, Self.label(true, account: 8)))
        #expect(Self.bases(two, rejects: true)["192.0.2.1"] == .people)
        let administrator = Self.table(Self.mail(2, Self.label(true, account: 7)) + Self.mail(1, Self.label(true)))
        #expect(Self.bases(administrator, rejects: true)["192.0.2.1"] == .people)
    }

    @Test("verdicts alone list a client after three times as much, by an answer of its own, and refuse nothing")
    func verdicts() throws {
        #expect(Self.bases(Self.table(Self.mail(8, .verdict(isSpam: true)))).isEmpty)
        let table = Self.table(
            Self.mail(9, .verdict(isSpam: true)) + Self.mail(9, .verdict(isSpam: true), "192.0.2.2"))
        #expect(Self.bases(table) == ["192.0.2.1": .verdicts, "192.0.2.2": .verdicts, "192.0.2.0/24": .verdicts])
        let selection = ListSelection(table, ListPolicy(), rejects: true)
        #expect(selection.entries.isEmpty && selection.scoringOnly == 3)
        #expect(table.ranked(.address).isEmpty && table.rankedByFilter(.address).count == 2)
        let file = try #require(ListFile.all.first { $0.name == "addresses.ip4trie" })
        let zone = file.text(ListSelection(table, ListPolicy()), now: Mailbox.end(of: 5), days: 7, rejects: false)
        #expect(zone.contains("192.0.2.1 :127.0.0.6:") && zone.contains("192.0.2.0/24 :127.0.0.7:"), "\(zone)")
        #expect(zone.contains("9 messages that the filter called spam"))
    }

    @Test("ham, and what the filter let pass, take a client off the list of verdicts")
    func passed() {
        let spam = Self.mail(9, .verdict(isSpam: true))
        #expect(Self.bases(Self.table(spam + Self.mail(1, .verdict(isSpam: false)))).isEmpty)
        #expect(Self.bases(Self.table(spam + Self.mail(1, Self.label(false)))).isEmpty)
        // People's labels are not outweighed by what the filter missed.
        let missed = Self.table(Self.mail(3, Self.label(true)) + Self.mail(5, .verdict(isSpam: false)))
        #expect(Self.bases(missed)["192.0.2.1"] == .people)
    }

    @Test("a network is refused only where people say of two of its addresses that they sent spam")
    func spread() {
        let table = Self.table(
            Self.mail(6, Self.label(true)) + Self.mail(1, .verdict(isSpam: true), "192.0.2.2"))
        #expect(Self.bases(table, rejects: true) == ["192.0.2.1": .people])
        let two = Self.table(Self.mail(5, Self.label(true)) + Self.mail(1, Self.label(true), "192.0.2.2"))
        #expect(Self.bases(two, rejects: true)["192.0.2.0/24"] == .people)
    }

    @Test("refusals are shown and list nobody")
    func refusals() {
        let table = Self.table(Self.mail(500, .refusal))
        #expect(Self.bases(table).isEmpty && table.refused == 500 && table.messages.isEmpty)
        #expect(table.rankedByFilter(.address).first?.record.filter.refused == 500)
    }

    @Test("what a list would have hit is counted apart for mail that only the filter judged")
    func replay() {
        var table = Self.table(Self.mail(9, .verdict(isSpam: true)))
        for testimony in [Testimony.verdict(isSpam: true), .verdict(isSpam: false), Self.label(false)] {
            table.take(
                SenderSighting(
                    testimony, date: Self.day + 86_400, names: [.init(.address, "192.0.2.1")]))
        }
        let replay = ListReplay(table, ListPolicy())
        #expect(replay.calledSpam == 10 && replay.passed == 1 && replay.ham == 1 && replay.spam == 0)
        #expect(replay.all.calledSpam == 1 && replay.all.passed == 1 && replay.all.ham == 1)
        #expect(ListReplay(table, ListPolicy(), rejects: true).all == ListReplay.Hits())
    }

    @Test("a line of the log names client, network, HELO and the envelope's domain, and no server of the site's own")
    func logs() {
        let reader = SightingReader(Mailbox.site)
        var mail = ReceivedMail(time: Int(Self.day))
        (mail.clientAddress, mail.clientName) = ("192.0.2.1", "relay.bulk.example")
        (mail.helo, mail.senderDomain, mail.outcome) = (
            "mail.bulk.example", "Bounce.bulk.example", .judged(isSpam: true)
        )
        let sighting = reader.read(mail)
        #expect(sighting?.testimony == .verdict(isSpam: true))
        #expect(
            sighting?.names.map { "\($0.kind) \($0.text)" } == [
                "address 192.0.2.1", "network 192.0.2.0/24", "helo bulk.example", "envelope bulk.example",
            ])
        for (address, name) in [("203.0.113.9", "x.example"), ("10.0.0.1", ""), ("192.0.2.9", "mx.example.com")] {
            (mail.clientAddress, mail.clientName) = (address, name)
            #expect(reader.read(mail) == nil, "\(address)")
        }
        (mail.clientAddress, mail.clientName) = ("192.0.2.1", "a1.smtp-out.amazonses.com")
        #expect(reader.read(mail)?.names.allSatisfy { $0.kind == .envelope || $0.isShared } == true)
    }
}
