// SPDX-License-Identifier: Apache-2.0
import SenderReputation
import Testing

@Suite("Lists of one's own")
struct OwnListTests {
    private func spam(_ count: Int, day: Int, _ change: (inout Mailbox.Mail) -> Void = { _ in }) -> [Mailbox.Mail] {
        (0..<count).map { index in
            var mail = Mailbox.Mail(day: day, number: 100 * day + index + 1)
            change(&mail)
            return mail
        }
    }

    private func entries(_ mail: [Mailbox.Mail], day: Int) throws -> Set<String> {
        Set(ListSelection(try Mailbox.table(mail, day: day), ListPolicy()).entries.map { "\($0.kind) \($0.name)" })
    }

    @Test("three messages of spam list an address, two do not, and one of ham takes it off for ever")
    func evidence() throws {
        #expect(try entries(spam(2, day: 3), day: 5).isEmpty)
        #expect(try entries(spam(3, day: 3), day: 5).contains("address 192.0.2.1"))
        let ham = Mailbox.Mail(isSpam: false, day: 1)
        #expect(try entries(spam(30, day: 3) + [ham], day: 5).isEmpty)
    }

    @Test("a network takes twice the spam, from two addresses, and no ham from any other")
    func networks() throws {
        let two = spam(3, day: 3) + spam(3, day: 4) { $0.address = "192.0.2.9" }
        #expect(try entries(two, day: 5).contains("network 192.0.2.0/24"))
        #expect(try !entries(spam(6, day: 3), day: 5).contains("network 192.0.2.0/24"))
        let ham = Mailbox.Mail(isSpam: false, day: 3, address: "192.0.2.77")
        let found = try entries(two + [ham], day: 5)
        #expect(!found.contains("network 192.0.2.0/24") && found.contains("address 192.0.2.9"))
    }

    @Test("an entry ends a week after the last spam")
    func expiry() throws {
        let mail = spam(3, day: 3)
        #expect(try entries(mail, day: 9).contains("address 192.0.2.1"))
        #expect(try !entries(mail, day: 11).contains("address 192.0.2.1"))
        let selection = ListSelection(try Mailbox.table(mail, day: 5), ListPolicy())
        let entry = try #require(selection.entries.first { $0.kind == .address })
        #expect(entry.until == Mailbox.end(of: 10) + 1)
    }

    @Test("who sends for very many is never listed, neither by address nor by network nor by domain")
    func shared() throws {
        let mail = spam(9, day: 3) {
            $0.host = "a1.smtp-out.eu-west-1.amazonses.com"
            $0.envelope = "x@eu-west-1.amazonses.com"
            $0.author = "y@gmail.com"
            $0.spf = "pass"
            $0.body = "https://docs.google.com/forms/x https://bit.ly/abc"
        }
        #expect(try entries(mail, day: 5).isEmpty)
    }

    @Test("a sender's domain is listed only where it is proven; a link's domain not if ham names it anywhere")
    func domains() throws {
        func mail(_ spf: String?) -> [Mailbox.Mail] {
            spam(3, day: 3) {
                $0.spf = spf
                $0.body = "http://www.pills.example/x"
            }
        }
        #expect(
            try entries(mail("pass"), day: 5).isSuperset(of: [
                "envelope bulk.example", "author bulk.example", "link pills.example",
            ]))
        let unproven = try entries(mail(nil), day: 5)
        #expect(!unproven.contains("envelope bulk.example") && unproven.contains("link pills.example"))
        let ham = Mailbox.Mail(
            isSpam: false, day: 1, address: "198.51.100.1", envelope: "a@pills.example", author: "b@friend.example")
        #expect(try !entries(mail(nil) + [ham], day: 5).contains("link pills.example"))
    }

    @Test("what a list would have hit is judged by the mail of the days before alone")
    func replay() throws {
        let before = spam(3, day: 10)
        let sameDay = ListReplay(try Mailbox.table(before, day: 20), ListPolicy())
        #expect(sameDay.all == ListReplay.Hits() && sameDay.spam == 3)
        let ham = Mailbox.Mail(isSpam: false, day: 12)
        let replay = ListReplay(
            try Mailbox.table(before + spam(4, day: 11) + [ham] + spam(2, day: 13), day: 20), ListPolicy())
        var hits = ListReplay.Hits()
        // Those of the 11th, and the ham of the 12th, which takes the address off the list before the 13th.
        (hits.spam, hits.ham) = (4, 1)
        #expect(replay.all == hits)
        #expect(replay.spam == 9 && replay.ham == 1)
    }
}
