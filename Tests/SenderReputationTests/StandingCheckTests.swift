// SPDX-License-Identifier: Apache-2.0
import NameLookup
import SenderReputation
import Testing

/// A change of the site's zone, and what is to be found for it.
private struct Fault: Sendable, CustomTestStringConvertible {
    var changes: [String: String]
    var kinds: [StandingKind]

    init(_ changes: [String: String], _ kinds: StandingKind...) { (self.changes, self.kinds) = (changes, kinds) }

    var testDescription: String { "\(changes)".prefix(200).description }
}

@Suite("How others see the site")
struct StandingCheckTests {
    private func report(_ changes: [String: String]) -> StandingReport {
        StandingCheck.report(SiteZone.facts(changes))
    }

    @Test("a site in order has no finding, and what no file can say is listed")
    func inOrder() {
        let report = report([:])
        #expect(report.findings == [])
        #expect(report.addresses == ["198.51.100.25", "2001:db8:25::25"])
        #expect(report.questions == [])
        #expect(
            report.gaps == [
                StandingGap(.imprint, .imprint("mail.example.com")),
                StandingGap(.transport, .unproven("mail.example.com")),
            ])
        #expect(
            report.fine == [.reverse, .hello, .exchangers, .spf, .signatures, .dmarc, .tlsReports, .lists])
    }

    @Test(
        "each planted fault is found, and nothing else",
        arguments: [
            Fault(["4ptr": ""], .noReverseName), Fault(["6ptr": ""], .noReverseName),
            Fault(["4ptr": "25 PTR other.example.com."], .reverseNotConfirmed),
            Fault(["4ptr": "25 PTR mail.example.com.\n25 PTR www.example.com."], .severalReverseNames),
            Fault(
                ["4ptr": "25 PTR h-198-51-100-25.example.com.", "more": "h-198-51-100-25 A 198.51.100.25"],
                .genericReverseName, .helloNotReverse),
            Fault(["hello": "localhost"], .helloNoName), Fault(["hello": "198.51.100.25"], .helloNoName),
            Fault(["hello": "mx.example.com"], .helloUnresolved),
            Fault(["web": "other A 203.0.113.80", "stshost": "mta-sts CNAME other"], .noSiteAtHost),
            Fault(["mx": ""], .noExchanger, .spfNotOwn, .spfNotOwn),
            Fault(["mx": "@ MX 0 .\n@ MX 10 mail"], .nullExchanger),
            Fault(["mx": "@ MX 10 mail\n@ MX 20 192.0.2.1."], .exchangerIsAddress),
            Fault(
                ["mx": "@ MX 10 mail\n@ MX 20 old", "more": "old CNAME mail\n_25._tcp.old CNAME _25._tcp.mail"],
                .exchangerIsAlias, .stsOtherExchanger),
            Fault(
                ["mx": "@ MX 10 mail\n@ MX 20 gone", "more": "_25._tcp.gone CNAME _25._tcp.mail"],
                .exchangerUnresolved, .stsOtherExchanger),
            Fault(
                ["mx": "@ MX 10 mail\n@ MX 20 lan", "more": "lan A 10.0.0.1\n_25._tcp.lan CNAME _25._tcp.mail"],
                .exchangerPrivate, .stsOtherExchanger),
            Fault(["spf": ""], .spfMissing),
            Fault(["more": "@ TXT \"v=spf1 a -all\""], .spfSeveral),
            Fault(["spf": "@ TXT \"v=spf1 mx ip4:1.2.3 -all\""], .spfInvalid),
            Fault(["spf": "@ TXT \"v=spf1 mx include:no.example.com -all\""], .spfBrokenInclude),
            Fault(["spf": "@ TXT \"v=spf1 mx +all\""], .spfPassAll),
            Fault(["spf": "@ TXT \"v=spf1 mx ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all\""], .spfPassAll, .spfPassAll),
            Fault(["spf": "@ TXT \"v=spf1 mx\""], .spfOpenEnd), Fault(["spf": "@ TXT \"v=spf1 mx ?all\""], .spfOpenEnd),
            Fault(["spf": "@ TXT \"v=spf1 ip4:198.51.100.25 -all\""], .spfNotOwn),
            Fault(["spf": "@ TXT \"v=spf1 mx ptr -all\""], .spfPointer),
            Fault(
                ["spf": "@ TXT \"v=spf1 mx " + String(repeating: "a:mail.example.com ", count: 10) + "-all\""],
                .spfTooManyLookups),
            Fault(
                ["spf": "@ TXT \"v=spf1 mx a:x1.example.com a:x2.example.com exists:x3.example.com -all\""],
                .spfTooManyVoid),
            Fault(["helo": ""], .spfHelloMissing),
            Fault(["dkim": ""], .dkimMissing),
            Fault(["more": "s1._domainkey TXT \"v=DKIM1; p=\""], .dkimSeveral),
            Fault(["dkim": "s1._domainkey TXT \"v=DKIM1; p=\""], .dkimRevoked),
            Fault(["dkim": "s1._domainkey TXT \"v=DKIM1; p=AAAA\""], .dkimInvalid),
            Fault(["dkim": "s1._domainkey TXT \"v=DKIM1; h=sha1; p=\(SiteZone.key2048)\""], .dkimInvalid),
            Fault(["dkim": "s1._domainkey TXT \"v=DKIM1; p=\(SiteZone.key1024)\""], .dkimShort),
            Fault(["dkim": "s1._domainkey TXT \"v=DKIM1; p=\(SiteZone.key512)\""], .dkimShort),
            Fault(["dkim": "s1._domainkey TXT \"v=DKIM1; t=y; p=\(SiteZone.key2048)\""], .dkimTesting),
            Fault(["more": "s2._domainkey TXT \"v=DKIM1; p=\(SiteZone.key1024)\""], .dkimShort),
            Fault(["dmarc": ""], .dmarcMissing),
            Fault(["more": "_dmarc TXT \"v=DMARC1; p=none\""], .dmarcSeveral),
            Fault(["dmarc": "_dmarc TXT \"v=DMARC1; p=refuse; rua=mailto:d@example.com\""], .dmarcInvalid),
            Fault(["dmarc": "_dmarc TXT \"v=DMARC1; p=none; rua=mailto:d@example.com\""], .dmarcNone),
            Fault(["dmarc": "_dmarc TXT \"v=DMARC1; p=reject; sp=none; rua=mailto:d@example.com\""], .dmarcSubdomains),
            Fault(["dmarc": "_dmarc TXT \"v=DMARC1; p=reject; pct=20; rua=mailto:d@example.com\""], .dmarcPartly),
            Fault(["dmarc": "_dmarc TXT \"v=DMARC1; p=reject\""], .dmarcNoReports),
            Fault(["sts": "", "tlsa": ""], .tlsNotRequired),
            Fault(["sts": "_mta-sts TXT \"v=STSv1; id=\""], .stsInvalid),
            Fault(["stshost": ""], .stsNoHost),
            Fault(["policy": "version: STSv1\nmode: enforce\nmax_age: 1\n"], .stsPolicyInvalid),
            Fault(
                ["policy": "version: STSv1\nmode: enforce\nmx: *.mail.example.com\nmax_age: 604800"],
                .stsOtherExchanger),
            Fault(
                ["policy": "version: STSv1\nmode: testing\nmx: *.example.com\nmax_age: 604800"], .stsNotEnforced),
            Fault(["tlsa": "_25._tcp.mail TLSA 1 1 1 \(SiteZone.association)"], .daneInvalid),
            Fault(["tlsa": "_25._tcp.mail TLSA 3 1 2 \(SiteZone.association)"], .daneInvalid),
            Fault(["tlsa": "_25._tcp.mail TLSA 3 0 1 \(SiteZone.association)"], .daneMismatch),
            Fault(["tls": ""], .tlsReportsMissing),
            Fault(["tls": "_smtp._tls TXT \"v=TLSRPTv1;\""], .tlsReportsInvalid),
        ])
    private func faults(fault: Fault) {
        let report = report(fault.changes)
        #expect(report.findings.map(\.kind.rawValue).sorted() == fault.kinds.map(\.rawValue).sorted())
        #expect(report.findings.allSatisfy { !$0.evidence.isEmpty })
    }

    @Test("what mends a record is a record that mends it")
    func remedies() {
        for (changes, key) in [
            (["spf": ""], "spf"), (["spf": "@ TXT \"v=spf1 ip4:198.51.100.25 -all\""], "spf"),
            (["dmarc": ""], "dmarc"), (["tls": ""], "tls"), (["mx": ""], "mx"), (["helo": ""], "helo"),
            (["4ptr": ""], "4ptr"), (["tlsa": "_25._tcp.mail TLSA 3 0 1 00"], "tlsa"),
        ] {
            let found = report(changes).findings
            guard let finding = found.first(where: { !$0.remedy.isEmpty && $0.kind != .stsOtherExchanger }) else {
                Issue.record("\(key)")
                continue
            }
            // A mended PTR stands in the other zone.
            #expect(report(changes.merging([key: finding.remedy]) { $1 }).findings == [], "\(finding.remedy)")
        }
    }

    @Test("without a zone of addresses, and without a resolver, nothing of them is green")
    func notAsked() {
        let report = report(["4soa": "", "4ptr": "", "6soa": "", "6ptr": ""])
        #expect(report.findings == [] && !report.fine.contains(.reverse))
        let pointer = DNSQuestion("25.100.51.198.in-addr.arpa", .ptr)
        #expect(report.questions.contains(pointer))
        var facts = SiteZone.facts(["4soa": "", "4ptr": "", "6soa": "", "6ptr": ""])
        facts.names.add(pointer, .failure(.noReply))
        #expect(
            StandingCheck.report(facts).gaps.contains(
                StandingGap(.reverse, .failed("25.100.51.198.in-addr.arpa PTR", .noReply))))
        facts.names.add(pointer, .success(DNSAnswer([.pointer("mail.example.com")])))
        #expect(!StandingCheck.report(facts).questions.contains(pointer))
        #expect(StandingCheck.report(StandingFacts()).fine == [])
    }

    @Test("reports that go to others, and others that have not agreed, are named")
    func reportsOutside() {
        var facts = SiteZone.facts([
            "dmarc": "_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:a@reports.example.net\""
        ])
        #expect(StandingCheck.report(facts).findings.map(\.kind) == [.dmarcReportsOutside])
        let question = DNSQuestion("example.com._report._dmarc.reports.example.net", .txt)
        #expect(StandingCheck.report(facts).questions == [question])
        facts.names.add(question, .success(.noSuchName))
        #expect(StandingCheck.report(facts).findings.map(\.kind) == [.dmarcReportsRefused, .dmarcReportsOutside])
        facts.names.add(question, .success(DNSAnswer([.text("v=DMARC1")])))
        #expect(StandingCheck.report(facts).findings.map(\.kind) == [.dmarcReportsOutside])
    }

    @Test("a subdomain without a record has that of its parent")
    func parentsPolicy() {
        var facts = SiteZone.facts([
            "more":
                "sub MX 10 mail\nsub TXT \"v=spf1 mx -all\"\ns1._domainkey.sub TXT \"v=DKIM1; p=\(SiteZone.key2048)\"\n"
                + "_mta-sts.sub CNAME _mta-sts\nmta-sts.sub CNAME www\n_smtp._tls.sub CNAME _smtp._tls"
        ])
        facts.domains = ["sub.example.com"]
        facts.policies = ["sub.example.com": SiteZone.policy]
        #expect(StandingCheck.report(facts).findings == [])
    }

    @Test("what a list says of an own address is told, its errors are not taken for it")
    func lists() {
        var facts = SiteZone.facts()
        facts.lists = [
            ListPresence(list: "a.example", subject: "198.51.100.25", outcome: .listed(["127.0.0.4"])),
            ListPresence(list: "b.example", subject: "198.51.100.25", outcome: .error(.publicResolver)),
            ListPresence(list: "c.example", subject: "198.51.100.25", outcome: .overShare(limit: 10)),
        ]
        // Of the other address nothing is known.
        let report = StandingCheck.report(facts)
        #expect(report.findings.map(\.names) == [["198.51.100.25", "a.example"]])
        #expect(report.worst == .critical)
        #expect(
            report.gaps.filter { $0.area == .lists }.map(\.reason) == [
                .silent("2001:db8:25::25"), .list("b.example", .publicResolver), .overShare("c.example", limit: 10),
            ])
        facts.lists = nil
        #expect(StandingCheck.report(facts).gaps.contains(StandingGap(.lists, .noneGiven)))
    }

    @Test("a private address, a host of others and a line of many customers are told apart")
    func hosts() {
        var facts = SiteZone.facts()
        facts.addresses = ["10.1.2.3", "198.51.100.25"]
        #expect(StandingCheck.report(facts).gaps.contains(StandingGap(.reverse, .privateAddress("10.1.2.3"))))
        facts = SiteZone.facts([
            "4ptr": "25 PTR static.25.100.51.198.clients.hoster.example.", "aaaa": "",
        ])
        facts.names.add(
            DNSQuestion("static.25.100.51.198.clients.hoster.example", .a),
            .success(DNSAnswer([.address("198.51.100.25")])))
        #expect(
            StandingCheck.report(facts).findings.map(\.kind) == [.genericReverseName, .hostOfOthers, .helloNotReverse])
    }

    @Test(
        "more domains, addresses, keys or findings than are looked at, or shown, are said, and nothing of them is green"
    )
    func bounds() {
        var facts = SiteZone.facts()
        facts.addresses = (1...65).map { "198.51.100.\($0)" }
        var report = StandingCheck.report(facts)
        #expect(report.gaps.contains(StandingGap(.reverse, .beyond(64, of: 65))))
        #expect(report.addresses.count == 64 && !report.fine.contains(.spf) && !report.fine.contains(.lists))

        facts = SiteZone.facts()
        facts.names = SiteZone.names(keys: 51)
        report = StandingCheck.report(facts)
        #expect(report.findings == [] && report.gaps.contains(StandingGap(.signatures, .beyond(50, of: 51))))
        #expect(!report.fine.contains(.signatures) && report.fine.contains(.spf))

        facts = SiteZone.facts()
        facts.domains = ["example.com", "Example.com.", "EXAMPLE.COM"] + (1...100).map { "d\($0).example.com" }
        report = StandingCheck.report(facts)
        // The same name written otherwise is the same domain.
        #expect(report.domains.count == 100 && report.domains.first == "example.com")
        #expect(report.gaps.contains(StandingGap(.zone, .beyond(100, of: 101))))

        // So much is critical that the notices are not shown any more.
        facts = SiteZone.facts(["spf": "@ TXT \"v=spf1 -all\"", "dmarc": ""])
        facts.domains = ["example.com"] + (1...99).map { "d\($0).example.com" }
        facts.addresses = (1...64).map { "198.51.100.\($0)" }
        facts.selectors += (1...150).map { .init(domain: "d\($0 % 3 + 1).example.com", selector: "k\($0)") }
        report = StandingCheck.report(facts)
        #expect(report.findings.count == StandingReport.maxFindings)
        #expect(!report.findings.contains { $0.kind.area == .tlsReports } && !report.fine.contains(.tlsReports))
        #expect(report.gaps.contains { $0.area == .findings })
    }

    @Test("a policy of MTA-STS that nobody has given is not compared, and said")
    func policyFile() {
        var facts = SiteZone.facts()
        facts.policies = [:]
        let report = StandingCheck.report(facts)
        #expect(report.gaps.contains(StandingGap(.transport, .policyFile("example.com"))))
        #expect(report.findings == [] && !report.fine.contains(.transport))
    }

    @Test("why lists were not asked is said, and all else is known all the same")
    func listsUnasked() {
        var facts = SiteZone.facts()
        facts.lists = nil
        var survey = StandingSurvey(facts)
        survey.miss(lists: "another command is asking")
        #expect(survey.report.gaps.contains(StandingGap(.lists, .unasked("another command is asking"))))
        #expect(!survey.report.fine.contains(.lists) && survey.report.fine.contains(.spf))
    }
}
