// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailArchive
import MailFeatures
import MailIngest
import MailMessage
import TestSupport
import Testing
import TrainingStore

@Suite("Networks that hand mail over")
struct SendingNetworkTests {
    /// A message with these Received fields, the last one first.
    private func mail(_ number: Int, from clients: [String]) -> String {
        let hops = clients.enumerated().map { place, client in
            "Received: from \(client) by mx\(place).example.org; 3 Feb 2024 10:00:\(10 + number) +0000\n"
        }
        return hops.joined() + "From: sender\(number)@example.com\nSubject: number \(number)\n\nword\(number)\n"
    }

    /// The networks of the messages in a store, by when they came.
    private func networks(
        of mails: [[String]], trust: TrustBoundary = .guess
    ) throws -> (site: IngestTests.Site, networks: [UInt64?]) {
        let site = try IngestTests.Site()
        let mbox = mails.enumerated().map { number, clients in
            "From sender@example.com Mon Jan  1 00:00:00 2024\n\(mail(number, from: clients))\n"
        }
        try site.write(mbox.joined(), to: "ham.mbox")
        var options = MessagePipeline.Options(threads: 2)
        options.features.trust = trust
        let store = try site.open()
        let report = try Ingest(store, key: site.key, pipeline: options, now: site.now)
            .run([.labelled(.ham([site.folder.path("ham.mbox")]))])
        #expect(report.new == mails.count)
        return (site, try store.observed().sorted { ($0.date ?? 0) < ($1.date ?? 0) }.map(\.network))
    }

    @Test("a network is 24 bits of an IPv4 address and 48 of an IPv6 address, and no other")
    func sizes() throws {
        let found = try networks(of: [
            ["a.example.com (a.example.com [198.51.100.7])"], ["b.example.com (b.example.com [198.51.100.250])"],
            ["c.example.com (c.example.com [198.51.101.7])"], ["d (d.example.com [IPv6:2001:db8:1::5])"],
            ["e (e.example.com [IPv6:2001:db8:1:ffff::6])"], ["f (f.example.com [IPv6:2001:db8:2::5])"],
            ["somewhere"],
        ]).networks
        #expect(found[0] != nil && found[0] == found[1] && found[3] != nil && found[3] == found[4])
        #expect(Set([found[0], found[2], found[3], found[5]]).count == 4 && found[6] == nil)
    }

    @Test("it is that of the first host outside: what that one claims of hops before is not believed")
    func outermost() throws {
        let client = "a.example.com (a.example.com [198.51.100.7])"
        var trust = TrustBoundary(
            networks: ["203.0.113.0/24"].compactMap { NetworkRange($0) }, hosts: ["example.org"])
        let mails = [
            [client], ["localhost (localhost [127.0.0.1])", "scan (unknown [10.0.0.5])", client],
            ["relay (unknown [203.0.113.9])", client], ["in (in.example.org [192.0.2.200])", client],
            [client, "forged (forged.example.net [192.0.2.9])"],
        ]
        #expect(Set(try networks(of: mails, trust: trust).networks).count == 1)
        // Who does not say what the site's own is, is told of the relay.
        trust = .guess
        #expect(Set(try networks(of: mails, trust: trust).networks).count == 3)
    }

    @Test("nothing in the store shows an address or a network")
    func privacy() throws {
        let (site, networks) = try networks(of: [["a.example.com (a.example.com [198.51.100.7])"]])
        let network = try #require(networks[0])
        let store = site.folder.path("store")
        let files = try #require(FileManager.default.enumerator(atPath: store)).compactMap { $0 as? String }
        let all = files.reduce(into: Data()) {
            $0 += (try? Data(contentsOf: URL(fileURLWithPath: store + "/" + $1))) ?? Data()
        }
        #expect(all.count > 10_000)
        for secret in ["198.51", "a.example.com"] { #expect(all.range(of: Data(secret.utf8)) == nil) }
        // Neither its bytes, nor what another site makes of it.
        #expect(network >> 32 != 0 && network != SiteKey.random().digest(of: "198.51.100.0/24".utf8, purpose: .network))
        #expect(network == site.key.digest(of: "198.51.100.0/24".utf8, purpose: .network))
    }

    @Test("a message that is made again gets its network, and one that tells none any more keeps it")
    func renewed() throws {
        let site = try IngestTests.Site()
        try site.write((0..<4).map { IngestTests.record($0) }.joined(), to: "ham.mbox")
        _ = try site.ingest(.ham, "ham.mbox")
        let first = try site.open(.reading).observed().map(\.network)
        #expect(first.count == 4 && Set(first).count == 1 && first[0] != nil)
        site.settings = ["own-host": ["mx.example.org"]]
        #expect(try site.ingest(.ham, "ham.mbox").renewed == 4)
        #expect(Set(try site.open(.reading).observed().map(\.network)) == Set(first))
    }
}
