// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SenderLists
import SpamModel
import TestSupport
import Testing

@Suite("What a list says of a message") struct FindingTests {
    @Test("an address that is allowed counts where DMARC passed for it, and not without")
    func allowed() {
        let list = "allow anna@customer.example"
        let proven = Sample.finding(list, Sample.message(Sample.dmarc))
        #expect(proven == ListFinding(action: .allow, kind: .address))
        #expect(Sample.finding(list, Sample.message()).ignored == .noResults)
        #expect(Sample.finding(list, Sample.message()).action == nil)
        let nobody = Sample.finding(list, Sample.message(Sample.dmarc), Sample.atMilter(), Sample.servers(ids: []))
        #expect(nobody == ListFinding(ignored: .noAuthservID))
        let other = Sample.finding(list, Sample.message(Sample.dmarc, from: "otto@customer.example"))
        #expect(other == ListFinding())
    }

    @Test(
        "DMARC for From's domain, or DKIM or SPF for a domain of the same owner, prove an author",
        arguments: [
            ("dmarc=pass header.from=customer.example", true), ("dmarc=pass header.from=other.example", false),
            ("dmarc=pass", false),
            ("dmarc=fail header.from=customer.example; dkim=pass header.d=customer.example", false),
            ("dmarc=none header.from=customer.example; dkim=pass header.d=customer.example", true),
            ("dkim=pass header.d=mail.customer.example", true), ("dkim=pass header.i=@customer.example", true),
            ("dkim=fail header.d=customer.example", false), ("dkim=pass header.d=customer.example.evil.example", false),
            ("dkim=pass header.d=example", false),
            ("dkim=pass header.d=other.example; dkim=pass header.d=customer.example", true),
            ("spf=pass smtp.mailfrom=bounce@news.customer.example", true),
            ("spf=pass smtp.mailfrom=customer.example", true),
            ("spf=pass smtp.helo=mail.customer.example", false),
            ("spf=softfail smtp.mailfrom=a@customer.example", false),
            ("spf=pass smtp.mailfrom=a@customer.example@evil.example", false), ("arc=pass", false),
            ("dmarc=fail header.from=x.example; dmarc=pass header.from=customer.example", false),
            ("spf=fail smtp.mailfrom=x.example; spf=pass smtp.mailfrom=customer.example", false),
            ("spf=pass smtp.mailfrom=a@customer.example x@evil.example", false),
            ("spf=pass smtp.mailfrom=a@customer.example smtp.mailfrom=x@evil.example", false),
            ("dkim=pass customer.example header.d=customer.example", false),
            ("DMARC=Pass header.From=Customer.Example.", true), ("x-dmarc=pass header.from=customer.example", false),
        ])
    func proofs(results: String, isProven: Bool) {
        let finding = Sample.finding("allow anna@customer.example", Sample.message(Sample.results(results)))
        #expect(finding.action == (isProven ? .allow : nil), "\(results)")
        #expect(finding.ignored == (isProven ? nil : .unauthenticated), "\(results)")
    }

    @Test("domains of one public suffix are not of one owner")
    func publicSuffix() {
        func finding(_ domain: String, signer: String) -> ListAction? {
            Sample.finding(
                "allow \(domain)", Sample.message(Sample.results("dkim=pass header.d=\(signer)"), from: "a@\(domain)")
            ).action
        }
        #expect(finding("customer.co.uk", signer: "evil.co.uk") == nil)
        #expect(finding("customer.co.uk", signer: "co.uk") == nil)
        #expect(finding("customer.github.io", signer: "evil.github.io") == nil)
        #expect(finding("shop.customer.co.uk", signer: "mail.customer.co.uk") == .allow)
    }

    @Test("several authors, or none, are nobody's word: such mail is not allowed, and is denied by any of them")
    func severalAuthors() {
        let two = "Anna <anna@customer.example>, x@evil.example"
        let message = Sample.message(Sample.dmarc, from: two)
        #expect(Sample.finding("allow anna@customer.example", message) == ListFinding(ignored: .unauthenticated))
        #expect(Sample.finding("deny evil.example", message).action == .deny)
        let fields = Sample.message(Sample.dmarc, "From: x@evil.example\n")
        #expect(Sample.finding("allow anna@customer.example", fields).action == nil)
        #expect(Sample.finding("deny x@evil.example", fields).action == .deny)
        // What shows an address to people is no address.
        let shown = Sample.message(Sample.dmarc, from: "\"anna@customer.example\" <x@evil.example>")
        #expect(Sample.finding("allow anna@customer.example", shown) == ListFinding())
    }

    @Test("the envelope's sender can be denied, and is allowed by nothing")
    func envelope() {
        let envelope = Sample.atMilter(sender: "bounce@bulk.example")
        #expect(Sample.finding("deny bulk.example", Sample.message(), envelope).action == .deny)
        let results = Sample.results("spf=pass smtp.mailfrom=bounce@bulk.example")
        #expect(Sample.finding("allow bulk.example", Sample.message(results), envelope).action == nil)
        let path = "Return-Path: <bounce@bulk.example>\n" + Sample.hop()
        #expect(Sample.finding("deny bulk.example", Sample.message(path), nil).action == .deny)
        // Below the site's own field anybody may have written it.
        let forged = Sample.hop() + "Return-Path: <bounce@bulk.example>\n"
        #expect(Sample.finding("deny bulk.example", Sample.message(forged), nil).action == nil)
    }

    @Test("a domain stands for itself, and with a dot before it for all below it, too")
    func domains() {
        func isDenied(_ list: String, _ address: String) -> Bool {
            Sample.finding(list, Sample.message(from: address)).action == .deny
        }
        #expect(isDenied("deny pills.example", "x@pills.example"))
        #expect(!isDenied("deny pills.example", "x@eu.pills.example"))
        #expect(isDenied("deny .pills.example", "x@pills.example"))
        #expect(isDenied("deny .pills.example", "x@a.b.PILLS.example."))
        #expect(!isDenied("deny .pills.example", "x@morepills.example"))
        #expect(isDenied("deny .pills.example", "x@" + String(repeating: "a.", count: 100) + "pills.example"))
    }

    @Test("a network is that of the client whom the site's own server saw, and needs no further proof")
    func networks() {
        let list = "allow 192.0.2.0/24\nallow 2001:db8::/32"
        #expect(Sample.finding(list, Sample.message(), Sample.atMilter(client: "192.0.2.9")).action == .allow)
        #expect(Sample.finding(list, Sample.message(), Sample.atMilter(client: "2001:db8::9")).action == .allow)
        #expect(Sample.finding(list, Sample.message(), Sample.atMilter(client: "::ffff:192.0.2.9")).action == .allow)
        let outside = Sample.atMilter(client: "198.51.100.7")
        #expect(Sample.finding(list, Sample.message(), outside).action == nil)
        // A stranger writes a field as if the site's own server had had it from there.
        let forged = Sample.message(Sample.hop(from: "192.0.2.9"))
        #expect(Sample.finding(list, forged, outside).action == nil)
        let delivered = Sample.message(Sample.hop() + Sample.hop(from: "192.0.2.9"))
        #expect(Sample.finding(list, delivered, nil).action == nil)
        #expect(Sample.finding(list, Sample.message(Sample.hop(from: "192.0.2.9")), nil).action == .allow)
    }

    @Test("behind a relay of the site the client is the relay's")
    func relay() {
        let servers = Sample.servers(hosts: ["example.com"], networks: ["203.0.113.0/24"])
        let relayed = Sample.message(Sample.hop(from: "192.0.2.9", by: "gate.example.com"))
        let list = "deny 192.0.2.0/24"
        #expect(Sample.finding(list, relayed, Sample.atMilter(client: "203.0.113.5"), servers).action == .deny)
        #expect(Sample.finding(list, relayed, Sample.atMilter(client: "198.51.100.7"), servers).action == nil)
        let delivered = Sample.message(
            Sample.hop(from: "203.0.113.5") + Sample.hop(from: "192.0.2.9", by: "gate.example.com"))
        #expect(Sample.finding(list, delivered, nil, servers).action == .deny)
    }

    @Test("a mailing list is allowed where its own domain signed or sent it, and denied by name alone")
    func lists() {
        let more = "List-Id: Announcements <Announce.Lists.Example.org>\n"
        func finding(_ list: String, _ results: String, _ more: String = more) -> ListFinding {
            Sample.finding(list, Sample.message(Sample.results(results), more))
        }
        let list = "allow list:announce.lists.example.org"
        #expect(finding(list, "dkim=pass header.d=example.org") == ListFinding(action: .allow, kind: .list))
        #expect(finding(list, "spf=pass smtp.mailfrom=b@lists.example.org").action == .allow)
        #expect(finding(list, "dmarc=pass header.from=customer.example").ignored == .unauthenticated)
        #expect(finding(list, "dkim=pass header.d=example.org", more + "List-Id: <x.evil.example>\n").action == nil)
        #expect(finding("deny list:announce.lists.example.org", "dkim=none").action == .deny)
    }

    @Test("an entry for a domain of recipients counts where all of them have it")
    func recipients() {
        let list = "deny pills.example for=sales.example.com"
        let message = Sample.message(from: "x@pills.example")
        #expect(Sample.finding(list, message, Sample.atMilter(recipientDomain: "sales.example.com")).action == .deny)
        #expect(Sample.finding(list, message, Sample.atMilter(recipientDomain: "example.com")).action == nil)
        #expect(Sample.finding(list, message).action == nil)
        let delivered = Sample.message(
            "X-Original-To: a@sales.example.com\nDelivered-To: b@sales.example.com\n" + Sample.hop(),
            from: "x@pills.example")
        #expect(Sample.finding(list, delivered, nil).action == .deny)
        #expect(Envelope.domain(ofAll: ["<a@Sales.example.com>", "b@sales.example.com"]) == "sales.example.com")
        #expect(Envelope.domain(ofAll: ["a@sales.example.com", "b@example.com"]) == nil)
    }

    @Test("an entry counts up to its last day")
    func until() {
        let list = "deny pills.example until=2026-11-29"
        let message = Sample.message(from: "x@pills.example")
        #expect(Sample.finding(list, message).action == .deny)
        #expect(Sample.finding(list, message, on: Sample.today + 1).action == nil)
    }

    @Test(
        "of several entries the closest decides, and of two that are as close the one that denies",
        arguments: [
            ("allow anna@customer.example\ndeny customer.example", ListAction.allow),
            ("deny anna@customer.example\nallow customer.example", .deny),
            ("allow customer.example\ndeny .example", .allow), ("allow customer.example\ndeny customer.example", .deny),
            ("deny .customer.example\nallow customer.example", .allow),
            ("deny 198.51.100.0/24\nallow customer.example", .allow),
            ("deny 198.51.100.7\nallow 198.51.100.0/24", .deny), ("allow 198.51.100.7\ndeny 198.51.100.0/24", .allow),
            ("deny customer.example\nallow customer.example for=example.com", .allow),
            ("deny anna@customer.example until=2026-01-01\nallow customer.example", .allow),
        ])
    func closest(list: String, action: ListAction) {
        let envelope = Sample.atMilter(recipientDomain: "example.com")
        #expect(Sample.finding(list, Sample.message(Sample.dmarc), envelope).action == action, "\(list)")
    }

    @Test("an entry that allows and does not count leaves the decision to the one that denies")
    func unproven() {
        let list = "allow anna@customer.example\ndeny customer.example"
        let forged = Sample.finding(list, Sample.message(Sample.results("dmarc=fail header.from=customer.example")))
        #expect(forged == ListFinding(action: .deny, kind: .domain, ignored: .unauthenticated))
    }
}
