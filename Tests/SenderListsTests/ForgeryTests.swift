// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SenderLists
import SpamModel
import TestSupport
import Testing

@Suite("Forged proofs") struct ForgeryTests {
    private static let list = "allow anna@customer.example\nallow 192.0.2.0/24"
    private static let foreign =
        "Received: from pc (pc.out.example [192.0.2.3]) by relay.out.example (Postfix) with ESMTP id X; Sun, 29 Nov 2026 10:00:00 +0100\n"

    private func action(
        _ top: String, _ envelope: Envelope? = Sample.atMilter(), _ servers: SiteServers = Sample.servers()
    ) -> ListAction? {
        Sample.finding(Self.list, Sample.message(top), envelope, servers).action
    }

    @Test("a result of the site's name counts above all that came from outside, and nowhere else")
    func place() {
        #expect(action(Sample.dmarc + Self.foreign) == .allow)
        let others = "X-Scanned: yes\nARC-Seal: i=1\nDKIM-Filter: OpenDKIM\nReceived-SPF: none\n"
        #expect(action(others + Sample.dmarc + Self.foreign) == .allow)
        #expect(action(Self.foreign + Sample.dmarc) == nil)
        #expect(action("Subject: Order\n" + Sample.dmarc) == nil)
        #expect(action("DKIM-Signature: v=1; d=customer.example\n" + Sample.dmarc) == nil)
        // As it was delivered: above the server's own field, or directly below it, where filters put theirs.
        #expect(action(Sample.dmarc + Sample.hop() + Self.foreign, nil) == .allow)
        #expect(action(Sample.hop() + Sample.dmarc + Self.foreign, nil) == .allow)
        #expect(action(Sample.hop() + Self.foreign + Sample.dmarc, nil) == nil)
        // A second field of the site's own name that a stranger wrote.
        #expect(action(Sample.hop() + Sample.hop(from: "192.0.2.9") + Sample.dmarc, nil) == nil)
    }

    @Test("a result that the site's own servers state hides a forged one below it")
    func below() {
        let own = Sample.results("dmarc=fail (p=none) header.from=customer.example")
        #expect(action(own + Sample.dmarc) == nil)
        #expect(action(Sample.results("dkim=none") + Sample.results("dkim=pass header.d=customer.example")) == nil)
        #expect(
            action(
                Sample.results("spf=fail smtp.mailfrom=a@x.example")
                    + Sample.results("spf=pass smtp.mailfrom=customer.example")) == nil)
        // Two of the site's filters, each with its own.
        #expect(
            action(
                Sample.results("dmarc=none header.from=customer.example")
                    + Sample.results("dkim=pass header.d=customer.example")) == .allow)
    }

    @Test("below a field that cannot be read nothing counts: a sender may have broken it")
    func broken() {
        let own = Sample.results("spf=fail smtp.mailfrom=\"x(")
        #expect(action(own + Sample.dmarc) == nil)
    }

    @Test("results of others do not count, whatever their names look like")
    func others() {
        for name in [
            "mx.example.com.evil.example", "evil.example", "mx.example.com:25", "xmx.example.com", "example.com",
        ] {
            #expect(action(Sample.results("dmarc=pass header.from=customer.example", by: name)) == nil, "\(name)")
        }
        let none = Sample.results("dmarc=pass header.from=customer.example", by: "gate.example.com")
        #expect(action(none, Sample.atMilter(), Sample.servers(ids: ["mx.example.com", "gate.example.com"])) == .allow)
        #expect(action(Sample.results("dmarc=pass header.from=customer.example", by: "MX.example.com")) == .allow)
    }

    @Test("where the queue id is asked for, a result without it does not count, nor with another")
    func jobID() {
        func results(_ id: String) -> String {
            Sample.results("dmarc=pass header.from=customer.example", by: "mx.example.com" + id)
        }
        let strict = Sample.servers(ids: ["mx.example.com/*"])
        let envelope = Sample.atMilter(queueID: "4XYZ")
        #expect(action(results("/4XYZ"), envelope, strict) == .allow)
        #expect(action(results(""), envelope, strict) == nil && action(results("/4ABC"), envelope, strict) == nil)
        #expect(action(results("/4ABC"), envelope) == nil && action(results(""), envelope) == .allow)
        // A stranger's Received field names no queue id of the site's.
        #expect(action(Sample.hop(id: "4ABC") + results("/4ABC"), envelope, strict) == nil)
        #expect(action(Sample.hop(id: "4ABC") + results("/4ABC"), nil, strict) == .allow)
    }

    @Test("without the names of the site's hosts only a mailbox, or the server itself, is believed")
    func noHosts() {
        let (unknown, mailbox) = (Sample.servers(hosts: []), Sample.servers(hosts: [], areDelivered: true))
        let message = "Return-Path: <x@evil.example>\n" + Sample.hop(from: "192.0.2.9") + Sample.dmarc
        #expect(action(message, nil, unknown) == nil)
        #expect(action(message, nil, mailbox) == .allow)
        #expect(action(Sample.dmarc, Sample.atMilter(), unknown) == .allow)
        // No Received field at all: nobody says that the site had the message.
        #expect(action(Sample.dmarc, nil) == nil)
    }

    @Test("looking takes time in proportion to the header, whatever is in it")
    func linear() {
        let list = SenderList(text: Self.list + "\ndeny .evil.example\ndeny 10.0.0.0/8")
        let shapes: [(String, (Int) -> String)] = [
            ("results", { String(repeating: Sample.dmarc, count: $0 / Sample.dmarc.utf8.count) }),
            ("authors", { "From: " + String(repeating: "x@a.b.c.evil.example, ", count: $0 / 22) + "\n" }),
            ("fields", { String(repeating: "From: x@evil.example\n", count: $0 / 21) }),
            ("labels", { "From: x@" + String(repeating: "a.", count: $0 / 2) + "evil.example\n" }),
            ("lists", { String(repeating: "List-Id: <a.evil.example>\n", count: $0 / 26) }),
            ("long list", { "List-Id: " + String(repeating: "<", count: $0) + "\n" }),
            ("hops", { String(repeating: Sample.hop(from: "127.0.0.1"), count: $0 / 150) }),
            (
                "one result",
                { "Authentication-Results: mx.example.com; a=b " + String(repeating: "(", count: $0) + "\n" }
            ),
        ]
        for (name, shape) in shapes {
            for envelope in [nil, Sample.atMilter(), Sample.atMilter(client: "127.0.0.1")] {
                let excess = LinearTime(small: 64 << 10, large: 512 << 10).excess(
                    of: { Array((shape($0) + "Subject: x\n\n").utf8) },
                    work: { bytes in
                        let arrival = Arrival(Message(bytes), envelope: envelope, at: Sample.servers())
                        _ = list.finding(for: arrival, on: Sample.today)
                    })
                #expect(excess == nil, "\(name): \(excess ?? "")")
            }
        }
    }
}
