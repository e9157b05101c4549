// SPDX-License-Identifier: Apache-2.0
import SenderReputation
import Testing

@Suite("Lists of others")
struct ZoneTests {
    private func zone(_ text: String, date: Int64 = 0) -> SenderZone {
        SenderZone("bl.example", Array(text.utf8), date: date)
    }

    @Test("rbldnsd's ranges are read in all their forms")
    func ranges() {
        let zone = zone(
            """
            # comment
            $TIMESTAMP 2026:11:05:12:00:00
            :127.0.0.2:Listed, see http://example.com/?$
            192.0.2.0/25 :127.0.0.3:words
            198.51.100
            203.0.113.10-19 ; comment
            10.1-10.2
            !192.0.2.7
            2001:db8:1/48
            2001:db8:2::/48
            nonsense here
            """)
        #expect(zone.date == 1_793_880_000)
        for address in [
            "192.0.2.1", "198.51.100.255", "203.0.113.10", "203.0.113.19", "10.2.255.255", "2001:db8:1::9",
            "2001:db8:2:ffff::1",
        ] {
            #expect(zone.lists(address: address), "\(address)")
        }
        for address in [
            "192.0.2.7", "192.0.2.128", "198.51.101.0", "203.0.113.20", "10.3.0.0", "2001:db8:3::", "not an address",
        ] {
            #expect(!zone.lists(address: address), "\(address)")
        }
        #expect(zone.unreadable == 1 && zone.example == "nonsense here")
    }

    @Test("a feed of objects says itself when it was made")
    func objects() {
        let zone = zone(
            """
            {"cidr":"192.0.2.0/24","sblid":"SBL1","rir":"ripencc"}
            {"cidr":"2001:db8::/32","sblid":"SBL2","rir":"ripencc"}
            {broken
            {"type":"metadata","timestamp":1793880000,"size":2,"records":2,"copyright":"x"}
            """)
        #expect(zone.entries == 2 && zone.unreadable == 1 && zone.date == 1_793_880_000)
        #expect(zone.lists(address: "192.0.2.200") && zone.lists(address: "2001:db8:ffff::1"))
    }

    @Test("names stand for themselves, for what is below, or for both")
    func domains() {
        let zone = zone("pills.example\n*.wild.example\n.whole.example :127.0.1.2:x\n!good.whole.example\ntest\n")
        #expect(zone.lists(domain: "pills.example") && !zone.lists(domain: "www.pills.example"))
        #expect(!zone.lists(domain: "wild.example") && zone.lists(domain: "a.wild.example"))
        #expect(zone.lists(domain: "whole.example") && zone.lists(domain: "a.b.whole.example"))
        #expect(!zone.lists(domain: "good.whole.example"))
    }

    @Test("the smallest range decides, be it an exclusion or not")
    func nested() {
        let zone = zone("10.0.0.0/8\n!10.1.0.0/16\n10.1.2.0/24\n!.whole.example\n.b.whole.example\n.example\n")
        #expect(zone.lists(address: "10.2.0.1") && !zone.lists(address: "10.1.0.1") && zone.lists(address: "10.1.2.1"))
        #expect(zone.lists(domain: "x.b.whole.example") && !zone.lists(domain: "x.whole.example"))
    }

    @Test("a hosts file has names, not the addresses that they are sent to")
    func hostsFile() {
        let zone = zone("127.0.0.1 localhost\n0.0.0.0 pills.example # x\n127.0.0.1\tpoker.example www.poker.example\n")
        #expect(zone.entries == 3 && zone.unreadable == 0 && !zone.kinds.addresses)
        #expect(zone.lists(domain: "pills.example") && zone.lists(domain: "www.poker.example"))
    }

    @Test("an answer may follow an entry at once, and what a zone answers is known")
    func answers() {
        let zone = zone(":127.0.0.2:x\n192.0.2.1:127.0.0.3:text\n192.0.2.2 :4:text\npills.example:127.0.0.9:text\n")
        #expect(zone.entries == 3 && zone.unreadable == 0)
        #expect(zone.lists(address: "192.0.2.1") && zone.lists(domain: "pills.example"))
        #expect(zone.answers == "127.0.0.[2..4;9]")
        #expect(self.zone("192.0.2.1\n").answers == nil)
        #expect(self.zone("192.0.2.1 :127.0.0.2:x\n").answers == "127.0.0.2")
    }

    @Test("a day that no calendar has is not believed")
    func hugeTimestamp() {
        let feed = "{\"cidr\":\"192.0.2.0/24\"}\n{\"type\":\"metadata\",\"timestamp\":9223372036854775807}\n"
        let zone = zone(feed, date: 1_000_000)
        #expect(zone.date == 1_000_000)
        #expect(ZoneEvaluation.all([zone], on: table(ham: 1), days: 3).first?.spam == 50)
    }

    @Test("garbage is counted and costs nothing")
    func garbage() {
        let zone = zone(
            "\u{0}\u{1}\u{2}\n999.1.1.1\n1.2.3.4/99\n9.9.9.9-1.1.1.1\n:::::\n\(String(repeating: "x", count: 100_000))\n0-255\n"
        )
        #expect(zone.unreadable >= 5)
        #expect(zone.lists(address: "8.8.8.8"))
        #expect(SenderZone("x", [], date: 0).entries == 0)
    }

    /// Mail of one day: spam of two addresses, ham of another.
    private func table(ham: Int, date: Int64 = 1_000_000) -> ReputationTable {
        var table = ReputationTable(asOf: date + 86_400)
        func take(_ count: Int, _ isSpam: Bool, _ address: String, _ date: Int64) {
            for _ in 0..<count {
                table.take(SenderSighting(Testimony(isSpam: isSpam), date: date, names: [.init(.address, address)]))
            }
        }
        take(30, true, "192.0.2.1", date)
        take(20, true, "198.51.100.1", date)
        take(ham, false, "203.0.113.1", date)
        take(500, true, "192.0.2.1", date - 30 * 86_400)
        return table
    }

    @Test("spam caught, caught alone and ham hit are counted, on mail near the list's date alone")
    func evaluation() {
        let zones = [
            SenderZone("a.example", Array("192.0.2.0/24\n198.51.100.1\n".utf8), date: 1_000_000),
            SenderZone("b.example", Array("192.0.2.1\n203.0.113.1\n".utf8), date: 1_000_000),
        ]
        let found = ZoneEvaluation.all(zones, on: table(ham: 2_000), days: 3)
        #expect(found.map(\.spam) == [50, 50] && found.map(\.ham) == [2_000, 2_000])
        #expect(found.map(\.caught) == [50, 30] && found.map(\.caughtAlone) == [20, 0])
        #expect(found.map(\.hamHit) == [0, 2_000])
        #expect(found[0].advice == .score(weight: 1) && found[1].advice == .no)
        #expect(ZoneEvaluation.all(zones, on: table(ham: 5_000), days: 3)[0].advice == .score(weight: 2))
    }

    @Test("a list of hosts is met by hosts and what is above them, a sender by his domain as it stands")
    func hosts() {
        var table = ReputationTable(asOf: 2_000_000)
        func take(_ kind: SenderNameKind, _ host: String, _ domain: String) {
            table.take(
                SenderSighting(
                    Testimony(isSpam: true), date: 1_000_000, names: [.init(kind, domain)],
                    hosts: host == domain ? [] : [.init(kind, host)]))
        }
        take(.link, "a.b.pills.example", "pills.example")
        take(.link, "shop.pills.example", "pills.example")
        take(.envelope, "mail.bulk.example", "bulk.example")
        take(.envelope, "bulk.example", "bulk.example")
        func found(_ zone: String) -> [Int] {
            let zone = SenderZone("x", Array(zone.utf8), date: 1_000_000)
            return ZoneEvaluation.all([zone], on: table, days: 3).flatMap { [$0.caught, $0.caughtBySender] }
        }
        #expect(found("a.b.pills.example\n") == [1, 0] && found("b.pills.example\n") == [1, 0])
        #expect(found("pills.example\n") == [2, 0] && found("c.pills.example\n") == [0, 0])
        #expect(found("bulk.example\n") == [2, 1] && found(".bulk.example\n") == [2, 2])
        #expect(found("mail.bulk.example\n") == [1, 1])
    }

    @Test("below a thousand messages of ham nothing is advised")
    func littleHam() {
        let zones = [SenderZone("a.example", Array("192.0.2.1\n".utf8), date: 1_000_000)]
        #expect(ZoneEvaluation.all(zones, on: table(ham: 999), days: 3)[0].advice == .notEnoughHam)
        let far = [SenderZone("a.example", Array("192.0.2.1\n".utf8), date: 900_000_000)]
        #expect(ZoneEvaluation.all(far, on: table(ham: 2_000), days: 3)[0].spam == 0)
    }
}
