// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerConfiguration
import NameLookup
import SenderReputation
import TestSupport
import Testing

@Suite("Asking lists")
struct ListAskerTests {
    private static let now: Int64 = 1_800_000_000

    /// A list that has these names below its zone; others are not there.
    private func ask(
        _ names: [String: String], zone: String = "bl.example"
    ) -> (DNSQuestion) throws(DNSFailure) -> DNSAnswer {
        { question throws(DNSFailure) in
            let name = String(question.name.dropLast(zone.count + 1))
            guard let text = names[name] ?? names["*"] else { return DNSAnswer([], isNoSuchName: true, seconds: 300) }
            if text == "fail" { throw .serverFailed }
            return DNSAnswer([.address(text)], seconds: 300)
        }
    }

    private static let mapped = "2.0.0.0.0.0.f.7.f.f.f.f" + String(repeating: ".0", count: 20)

    private func test(_ text: String, _ names: [String: String]) throws -> ListSelfTest {
        let list = try #require(AskedList(text))
        var asker = ListAsker(ListLedger(now: Self.now), ask: ask(names, zone: String(text.prefix { $0 != "=" })))
        return asker.test(list)
    }

    @Test("a list is tested by the entries that all lists have")
    func selfTest() throws {
        let works = try test("bl.example", ["2.0.0.127": "127.0.0.2", Self.mapped: "127.0.0.2"])
        #expect(works.verdict == .works && works.listsVersion6 == true && !works.hasDomains)
        #expect(try test("bl.example", ["2.0.0.127": "127.0.0.2"]).listsVersion6 == false)
        #expect(try test("bl.example", [:]).verdict == .notProtected)
        #expect(try test("bl.example", ["*": "127.0.0.2"]).verdict == .listsEverything)
        #expect(try test("bl.example", ["2.0.0.127": "127.0.0.2", Self.mapped: "fail"]).deepNamesFail)
        #expect(try test("bl.example", ["*": "fail"]).verdict == .error(.failed(.serverFailed)))
        let domains = try test("dbl.example", ["test": "127.0.1.2", "a.b.c.d.e.f.test": "127.0.1.2"])
        #expect(domains.verdict == .works && domains.hasDomains && domains.listsBelow == true)
        #expect(try test("dbl.example", ["test": "127.0.1.2", "invalid": "127.0.1.2"]).verdict == .listsEverything)
        let known = try test("key0123456789abcdef01234567.dbl.dq.spamhaus.net", ["dbltest.com": "127.0.1.2"])
        #expect(known.verdict == .works && known.listsBelow == false && known.list == "KEY.dbl.dq.spamhaus.net")
    }

    @Test(
        "answers that are no listings have their names",
        arguments: [
            ("127.255.255.252", ListError.wrongName), ("127.255.255.254", .publicResolver),
            ("127.255.255.255", .tooMany), ("127.255.255.253", .blocked("127.255.255.253")),
            ("192.0.2.7", .foreign("192.0.2.7")), ("127.0.0.1", .blocked("127.0.0.1")),
            ("127.0.1.9", .undocumented("127.0.1.9")),
        ])
    func errors(answer: String, error: ListError) throws {
        #expect(try test("bl.example=127.0.0.[2..11]", ["*": answer]).verdict == .error(error))
    }

    @Test("what was said is not asked again while it lasts, and no more than a share is asked in a day")
    func ledger() throws {
        let folder = try ScratchFolder()
        let path = folder.path("lists")
        let list = try #require(AskedList("bl.example"))
        var asker = ListAsker(try ListLedger(path, now: Self.now), ask: ask(["1.2.0.192": "127.0.0.2"]))
        #expect(asker.outcome(list, of: "192.0.2.1") == .listed(["127.0.0.2"]))
        #expect(asker.outcome(list, of: "192.0.2.1") == .listed(["127.0.0.2"]) && asker.questions == 1)
        #expect(asker.outcome(list, of: "192.0.2.2") == .notListed && asker.questions == 2)
        try asker.ledger.write(to: path)

        let failing: (DNSQuestion) throws(DNSFailure) -> DNSAnswer = { _ throws(DNSFailure) in throw .serverFailed }
        asker = ListAsker(try ListLedger(path, now: Self.now + 299), ask: failing)
        #expect(asker.outcome(list, of: "192.0.2.1") == .listed(["127.0.0.2"]) && asker.ledger.asked("bl.example") == 2)
        for last in 3...100 { _ = asker.outcome(list, of: "198.51.100.\(last)") }
        #expect(asker.ledger.asked("bl.example") == 100)
        #expect(asker.outcome(list, of: "192.0.2.9") == .overShare(limit: 100))
        try asker.ledger.write(to: path)
        asker = ListAsker(try ListLedger(path, now: Self.now + 86_400), ask: failing)
        #expect(asker.outcome(list, of: "192.0.2.1") == .error(.failed(.serverFailed)))

        let key = try #require(AskedList("secretkey0123456789abc.zen.dq.spamhaus.net"))
        #expect(ListAsker.limit(key) == 30_000)
        _ = asker.outcome(key, of: "192.0.2.1")
        try asker.ledger.write(to: path)
        #expect(!(try String(contentsOfFile: path, encoding: .utf8)).contains("secret"))
    }

    @Test("a resolver that is silent is waited for three times in a row, and no more")
    func silence() throws {
        let list = try #require(AskedList("bl.example"))
        let silent: (DNSQuestion) throws(DNSFailure) -> DNSAnswer = { _ throws(DNSFailure) in throw .noReply }
        var asker = ListAsker(ListLedger(now: Self.now), ask: silent)
        for number in 1...9 { #expect(asker.outcome(list, of: "192.0.2.\(number)") == .error(.failed(.noReply))) }
        #expect(asker.questions == PatientAsker.patience && asker.ledger.asked("bl.example") == 3)
    }

    @Test("a damaged file of what was asked is said, and believed in nothing")
    func damaged() throws {
        let folder = try ScratchFolder()
        for text in ["", "x", "spreu lists 1\nasked a", "spreu lists 1\nsaid a b 9999999999999999999 127.0.0.2\n"] {
            let path = folder.path("lists")
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            #expect(try ListLedger(path, now: Self.now).isDamaged, "\(text)")
        }
        #expect(!(try ListLedger(folder.path("none"), now: Self.now).isDamaged))
    }

    @Test("own addresses are asked for only where the list works, IPv6 only where it has it")
    func presences() throws {
        let lists = try ["bl.example", "dbl.example", "dead.example"].map { try #require(AskedList($0)) }
        let ask: (DNSQuestion) throws(DNSFailure) -> DNSAnswer = { question throws(DNSFailure) in
            let listed = [
                "2.0.0.127.bl.example", "1.2.0.192.bl.example", "test.dbl.example", "example.com.dbl.example",
            ]
            return listed.contains(question.name) ? DNSAnswer([.address("127.0.0.2")], seconds: 60) : .noSuchName
        }
        var asker = ListAsker(ListLedger(now: Self.now), ask: ask)
        let found = asker.presences(lists, addresses: ["192.0.2.1", "2001:db8::1"], domains: ["example.com"])
        #expect(
            found == [
                ListPresence(list: "bl.example", subject: "192.0.2.1", outcome: .listed(["127.0.0.2"])),
                ListPresence(list: "dbl.example", subject: "example.com", outcome: .listed(["127.0.0.2"])),
                ListPresence(list: "dead.example", subject: "192.0.2.1", outcome: .error(.notProtected)),
            ])
    }

    @Test("the lists of Postfix are taken without those that have ended, keys masked")
    func ofPostfix() {
        let text = """
            postscreen_dnsbl_sites = abcdefabcdef0123456789ab.zen.dq.spamhaus.net=127.0.0.[2..11]*3 ix.dnsbl.manitu.net
            smtpd_recipient_restrictions = reject_rhsbl_sender dbl.example, reject_rbl_client bl.spamcop.net
            """
        let configuration = PostfixConfiguration(PostfixParameters(text: text, path: "main.cf"), hostName: "h.example")
        #expect(
            AskedList.all(configuration).map(\.name) == ["KEY.zen.dq.spamhaus.net", "dbl.example", "bl.spamcop.net"])
        for text in ["bl", "192.0.2.1", "a b.c", "bl.example=x", ""] { #expect(AskedList(text) == nil, "\(text)") }
    }
}
