// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import SenderReputation
import Testing

@Suite("Who may send for a domain")
struct SPFTests {
    /// What is found of SPF, for a site whose only address is 192.0.2.3.
    private func kinds(_ zone: String) -> [StandingKind] {
        var facts = StandingFacts()
        facts.domains = ["example.com"]
        facts.addresses = ["192.0.2.3"]
        facts.names = NameFacts(
            zones: [ZoneFile(text: "@ SOA ns h 1 2 3 4 5\n" + zone, path: "zone", origin: "example.com")])
        return StandingCheck.report(facts).findings.map(\.kind).filter { $0.area == .spf }
    }

    @Test(
        "an own address passes by each mechanism",
        arguments: [
            "@ TXT \"v=spf1 ip4:192.0.2.0/24 -all\"", "@ TXT \"v=spf1 a:h.example.com -all\"\nh A 192.0.2.3",
            "@ TXT \"v=spf1 a/24 -all\"\n@ A 192.0.2.200", "@ TXT \"v=spf1 mx/30//64 -all\"\n@ MX 1 h\nh A 192.0.2.1",
            "@ TXT \"v=spf1 include:i.example.com -all\"\ni TXT \"v=spf1 ip4:192.0.2.3 ?all\"",
            "@ TXT \"v=spf1 redirect=i.example.com\"\ni TXT \"V=SPF1 IP4:192.0.2.3 -ALL\"",
            "@ TXT \"v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all\"\n3.2.0.192.in-addr._spf A 127.0.0.2",
            "@ TXT \"v=spf1 exists:%{l1r-}.%{o}.%{i}.x.%{d} -all\"\npostmaster.example.com.192.0.2.3.x A 127.0.0.2",
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
}
