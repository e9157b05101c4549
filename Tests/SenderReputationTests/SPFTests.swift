// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import SenderReputation
import Testing

@Suite("Who may send for a domain")
struct SPFTests {
    /// What is found of SPF, for a site whose only address is 192.0.2.3.
    private func kinds(_ zone: String) -> [StandingKind] {
        report(zone).findings.map(\.kind).filter { $0.area == .spf }
    }

    /// What of SPF cannot be said.
    private func gaps(_ zone: String) -> [StandingGapReason] {
        report(zone).gaps.filter { $0.area == .spf }.map(\.reason)
    }

    private func report(_ zone: String, address: String = "192.0.2.3") -> StandingReport {
        var facts = StandingFacts()
        facts.domains = ["example.com"]
        facts.addresses = [address]
        facts.hello = StandingFacts.Hello("mail.example.com")
        facts.names = NameFacts(
            zones: [ZoneFile(text: "@ SOA ns h 1 2 3 4 5\n" + zone, path: "zone", origin: "example.com")])
        return StandingCheck.report(facts)
    }

    @Test(
        "an own address passes by each mechanism",
        arguments: [
            "@ TXT \"v=spf1 ip4:192.0.2.0/24 -all\"", "@ TXT \"v=spf1 a:h.example.com -all\"\nh A 192.0.2.3",
            "@ TXT \"v=spf1 a/24 -all\"\n@ A 192.0.2.200", "@ TXT \"v=spf1 mx/30//64 -all\"\n@ MX 1 h\nh A 192.0.2.1",
            "@ TXT \"v=spf1 include:i.example.com -all\"\ni TXT \"v=spf1 ip4:192.0.2.3 ?all\"",
            "@ TXT \"v=spf1 redirect=i.example.com\"\ni TXT \"V=SPF1 IP4:192.0.2.3 -ALL\"",
            "@ TXT \"v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all\"\n3.2.0.192.in-addr._spf A 127.0.0.2",
            "@ TXT \"v=spf1 exists:%{o}.%{i}.x.%{d} -all\"\nexample.com.192.0.2.3.x A 127.0.0.2",
            "@ TXT \"v=spf1 exists:%{h}.x.%{d} -all\"\nmail.example.com.x A 127.0.0.2",
            "@ TXT ( \"v=spf1 ip4:192.\" \"0.2.3 -all\" )",
            "@ TXT \"v=spf1 a:w.example.com -all\"\n*.w.example.com. A 1.1.1.1\nw CNAME h\nh A 192.0.2.3",
            "@ TXT \"v=spf1 x=%{d} exp=e.example.com ip4:192.0.2.3 -all\"",
        ])
    func passes(zone: String) { #expect(kinds(zone) == []) }

    @Test(
        "what breaks the rules is told",
        arguments: [
            ("v=spf1 -all:x", StandingKind.spfInvalid), ("v=spf1 include: -all", .spfInvalid),
            ("v=spf1 ip4:192.0.2.3/33 -all", .spfInvalid), ("v=spf1 ip6:192.0.2.3 -all", .spfInvalid),
            ("v=spf1 a/x -all", .spfInvalid), ("v=spf1 foo -all", .spfInvalid),
            ("v=spf1 exists:%{x} -all", .spfInvalid), ("v=spf1 exists:%{d0} -all", .spfInvalid),
            ("v=spf1 redirect=a redirect=b", .spfInvalid), ("v=spf1 redirect=no.example.com", .spfBrokenInclude),
            ("v=spf1 ~all", .spfNotOwn), ("v=spf10 -all", .spfMissing), ("v=spf1 ip4:192.0.2.3 ?all", .spfOpenEnd),
        ])
    func invalid(record: String, kind: StandingKind) { #expect(kinds("@ TXT \"\(record)\"") == [kind]) }

    @Test("records that include each other end, and are too many look-ups")
    func circle() {
        #expect(
            kinds("@ TXT \"v=spf1 include:a.example.com -all\"\na TXT \"v=spf1 include:example.com -all\"")
                == [.spfTooManyLookups])
        // Each includes the next twice: a walk over all would never end.
        let deep = (0..<20).map {
            "n\($0) TXT \"v=spf1 include:n\($0 + 1).example.com include:n\($0 + 1).example.com -all\""
        }
        #expect(
            kinds("@ TXT \"v=spf1 include:n0.example.com -all\"\n" + deep.joined(separator: "\n"))
                .contains(.spfTooManyLookups))
    }

    @Test("ten look-ups are allowed, eleven are not, over all that is included")
    func lookups() {
        let hosts = (0..<9).map { "a:h\($0).example.com" }.joined(separator: " ")
        let records = (0..<9).map { "h\($0) A 192.0.2.9" }.joined(separator: "\n")
        let zone =
            "@ TXT \"v=spf1 include:i.example.com ip4:192.0.2.3 %@ -all\"\ni TXT \"v=spf1 \(hosts) -all\"\n\(records)\n@ MX 1 h0"
        #expect(kinds(zone.replacing("%@", with: "")) == [])
        #expect(kinds(zone.replacing("%@", with: "mx")) == [.spfTooManyLookups])
    }

    @Test(
        "what depends on the single sender, or on the receiver, is not judged, and said",
        arguments: [
            "exists:%{l1r-}.x.%{d}", "include:%{s}.%{d}", "a:%{l}.example.com", "ptr", "redirect=%{l}.example.com",
        ])
    func undecided(term: String) {
        let end = term.hasPrefix("redirect") ? "" : " -all"
        // Somebody's record for the invented sender postmaster must not decide.
        let zone = "@ TXT \"v=spf1 \(term)\(end)\"\npostmaster TXT \"v=spf1 -all\"\npostmaster A 192.0.2.3\n"
        #expect(!kinds(zone).contains(.spfNotOwn) && !kinds(zone).contains(.spfBrokenInclude), "\(kinds(zone))")
        #expect(gaps(zone) == [.undecided(term, domain: "example.com")])
        #expect(kinds(zone).contains(.spfPointer) == (term == "ptr"))
        #expect(!report(zone).fine.contains(.spf))
        // Where our address passes before, there is nothing to decide.
        let before = zone.replacing("v=spf1 ", with: "v=spf1 ip4:192.0.2.3 ")
        #expect(gaps(before) == [] && !kinds(before).contains(.spfNotOwn))
    }

    @Test("two terms may find nothing, three may not; hosts of the other family count for strict receivers alone")
    func voids() {
        func zone(_ hosts: Int, _ records: String = "") -> String {
            let terms = (0..<hosts).map { "a:v\($0).example.com" }.joined(separator: " ")
            return "@ TXT \"v=spf1 \(terms) ip4:192.0.2.3 ip6:2001:db8::3 -all\"\n\(records)"
        }
        #expect(kinds(zone(2)) == [])
        #expect(kinds(zone(3)) == [.spfTooManyVoid])
        let version4 = (0..<3).map { "v\($0) A 192.0.2.9\n" }.joined()
        #expect(kinds(zone(3, version4)) == [])
        let report = report(zone(3, version4), address: "2001:db8::3")
        let found = report.findings.filter { $0.kind.area == .spf }
        #expect(found.map(\.kind) == [.spfVoidForFamily] && found.first?.severity == .warning)
        #expect(found.first?.names == ["example.com", "2001:db8::3", "3", "2"])
    }

    @Test("more than ten exchangers behind one term break the record")
    func exchangers() {
        func zone(_ count: Int) -> String {
            let records = (0..<count).map { "@ MX \($0) m\($0)\nm\($0) A 192.0.2.\($0 == 0 ? 3 : 90)\n" }.joined()
            return "@ TXT \"v=spf1 mx -all\"\n\(records)"
        }
        #expect(kinds(zone(10)) == [])
        #expect(kinds(zone(11)) == [.spfManyExchangers])
    }
}
