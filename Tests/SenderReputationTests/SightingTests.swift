// SPDX-License-Identifier: Apache-2.0
import Foundation
import SenderReputation
import TestSupport
import Testing

@Suite("Who sent a message")
struct SightingTests {
    private func sighting(_ mail: Mailbox.Mail) throws -> SenderSighting {
        try #require(try Mailbox.sightings([mail]).first)
    }

    @Test("the client is whom the site's own server had the message from, whatever stands below")
    func client() throws {
        let forged =
            "Received: from innocent.example (innocent.example [198.51.100.9]) by mx.example.com (Postfix) with ESMTP id X; 1 Nov 2026 09:00:00 +0000"
        let found = try sighting(Mailbox.Mail(fields: [forged]))
        #expect(found.names(.address) == ["192.0.2.1"])
        #expect(found.names(.network) == ["192.0.2.0/24"])
        #expect(found.names(.helo) == ["bulk.example"])
    }

    @Test("a server of the site's own network is passed over, down to whom it had the message from")
    func ownRelay() throws {
        let inner =
            "Received: from relay.bulk.example (relay.bulk.example [2001:db8:1:2::3]) by mx.example.com (Postfix) with ESMTP id Y; 1 Nov 2026 09:00:00 +0000"
        let found = try sighting(
            Mailbox.Mail(address: "203.0.113.5", host: "mx.example.com", helo: "mx.example.com", fields: [inner]))
        #expect(found.names(.address) == ["2001:db8:1:2::3"])
        #expect(found.names(.network) == ["2001:db8:1::/48"])
    }

    @Test("names are domains: no address of a person, no subject, no text")
    func privacy() throws {
        let found = try sighting(
            Mailbox.Mail(
                envelope: "annaberg@news.bulk.example", author: "bertram@mail.shop.co.uk",
                fields: ["DKIM-Signature: v=1; a=rsa-sha256; d=sub.signer.example; s=x; h=from; bh=a; b=b"],
                body: "see https://carla:dora@www.pills.example:8080/emil?x=friedrich and mailto:gustav@mail.example"))
        #expect(found.names(.envelope) == ["bulk.example"])
        #expect(found.names(.author) == ["shop.co.uk"])
        #expect(found.names(.signature) == ["signer.example"])
        #expect(found.names(.link) == ["pills.example"])
        #expect(!found.names.contains { $0.text.contains("@") })
    }

    @Test("what is shared is told by the name that the server found, not by what the client calls itself")
    func shared() throws {
        let real = try sighting(
            Mailbox.Mail(address: "198.51.100.1", host: "mail-ed1.outbound.protection.outlook.com", helo: "outlook.com")
        )
        #expect(real.names.first { $0.kind == .address }?.isShared == true)
        let liar = try sighting(Mailbox.Mail(host: "dsl.bulk.example", helo: "mail.outlook.com"))
        #expect(liar.names.first { $0.kind == .address }?.isShared == false)
        // Without a name of its own it may be anybody's.
        let nameless = try sighting(Mailbox.Mail(host: "", helo: "smtp.kundenserver.de"))
        #expect(nameless.names.first { $0.kind == .network }?.isShared == true)
    }

    @Test("a server of the site that is known by its name alone is no client, nor is a user who handed the message in")
    func ownClients() throws {
        let backup = try sighting(Mailbox.Mail(address: "198.51.100.25", host: "backup.mx.example.com"))
        #expect(backup.names(.address).isEmpty && backup.names(.network).isEmpty)
        let liar = try sighting(Mailbox.Mail(host: "", helo: "backup.mx.example.com"))
        #expect(liar.names(.address) == ["192.0.2.1"], "anybody can call himself so")
        let user = try sighting(Mailbox.Mail(protocolName: "ESMTPSA"))
        #expect(user.names(.address).isEmpty && user.names(.network).isEmpty)
    }

    @Test("a name below which everybody can register is nobody's", arguments: ["co.uk", "github.io", "com"])
    func publicSuffixes(suffix: String) throws {
        let found = try sighting(
            Mailbox.Mail(helo: suffix, envelope: "x@\(suffix)", author: "y@\(suffix)", body: "http://\(suffix)/ x"))
        let domains = found.names.filter { [.envelope, .author, .link].contains($0.kind) }
        #expect(domains.isEmpty, "\(domains)")
        let below = try sighting(Mailbox.Mail(author: "y@a.b.\(suffix)"))
        #expect(below.names(.author) == ["b.\(suffix)"])
    }

    @Test(
        "providers of mailboxes are shared in every country",
        arguments: ["hotmail.fr", "yahoo.co.uk", "live.nl", "gmx.net", "libero.it", "mac.com", "wp.pl", "web.de"])
    func mailboxes(domain: String) throws {
        func isShared(_ domain: String) throws -> Bool? {
            try sighting(Mailbox.Mail(author: "x@\(domain)")).names.first { $0.kind == .author }?.isShared
        }
        #expect(try isShared(domain) == true)
        #expect(try isShared("not\(domain)") == false)
    }

    @Test("all links of ham count, so that no later one is listed")
    func manyLinks() throws {
        let body = (0..<100).map { "http://www.shop\($0).example/ " }.joined(separator: "\n")
        #expect(try sighting(Mailbox.Mail(isSpam: false, body: body)).names(.link).count == 100)
        #expect(try sighting(Mailbox.Mail(body: body)).names(.link).count == SightingReader.maxLinks)
    }

    @Test("a sender's domain is proven only where our own server says so")
    func proof() throws {
        func isProven(_ mail: Mailbox.Mail) throws -> Bool? {
            try sighting(mail).names.first { $0.kind == .envelope }?.isProven
        }
        #expect(try isProven(Mailbox.Mail(spf: "pass")) == true)
        #expect(try isProven(Mailbox.Mail(spf: "fail")) == false)
        let forged = "Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=bounce@bulk.example"
        // Right below its own field stands what the server's filters wrote; below any other, what came with the message.
        #expect(try isProven(Mailbox.Mail(fields: ["Comments: x", forged])) == false)
    }

    @Test(
        "names that no list and no terminal can hold are none",
        arguments: [
            "\u{1B}[31mred.example", "a b.example", "x\u{202E}y.example", "\"quoted\".example", "-a.example", "..",
        ])
    func hostileNames(name: String) throws {
        let found = try sighting(Mailbox.Mail(helo: name, envelope: "x@\(name)", author: "y@\(name)"))
        for text in found.names.map(\.text) {
            #expect(text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } && !text.contains("\""), "\(text)")
        }
    }

    @Test("a table of networks names the smallest range that an address lies in")
    func networkTable() throws {
        let folder = try ScratchFolder()
        let text = "# table\n192.0.0.0/16 AS1 Large\n192.0.2.0/24\tAS2 Small\nnonsense\n2001:db8::/32,AS3\n"
        try text.write(toFile: folder.path("table"), atomically: true, encoding: .utf8)
        let table = try NetworkTable(contentsOf: folder.path("table"))
        #expect(table.unreadable == 1)
        #expect(table.name(of: "192.0.2.7") == "AS2 Small")
        #expect(table.name(of: "192.0.3.7") == "AS1 Large")
        #expect(table.name(of: "2001:db8::1") == "AS3")
        #expect(table.name(of: "198.51.100.1") == nil)
        let found = try Mailbox.sightings([Mailbox.Mail()], table: table)
        #expect(found.first?.names(.provider) == ["AS2 Small"])
    }
}
