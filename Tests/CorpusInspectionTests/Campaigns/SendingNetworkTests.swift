// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import MailMessage
import TestSupport
import Testing
import TrainingStore

/// A store keeps no address; what it keeps tells the network all the same, to who has the key.
@Suite("Sending networks, from features")
struct SendingNetworkTests {
    private static let key = SiteKey(bytes: Array(1...16)) ?? .random()

    /// A message's features, with these Received fields, the latest first.
    private static func features(_ received: [String], key: SiteKey = Self.key) -> FeatureVector {
        var extractor = FeatureExtractor(key: key)
        let hops = received.map { "Received: \($0); Mon, 2 Mar 2026 10:00:00 +0100\n" }.joined()
        let text = hops + "From: Anna <anna@sender.example>\nSubject: Number\n\nHello.\n"
        return extractor.extract(Message(Array(text.utf8)))
    }

    private static func hop(_ address: String, by: String = "mx.firma.example") -> String {
        "from mail.sender.example (mail.sender.example [\(address)]) by \(by) with ESMTPS id A1"
    }

    /// The networks of messages, as a corpus from a store has them.
    private static func networks(_ vectors: [FeatureVector], key: SiteKey = Self.key) throws -> [String?] {
        let folder = try ScratchFolder()
        let observed = vectors.map { ObservedMessage(digest: [], features: .held($0)) }
        let corpus = try InspectedCorpus(observed, key: key, spill: folder.root, account: { $0 })
        return corpus.messages.map { $0.network.map { corpus.networks[Int($0)] } }
    }

    @Test(
        "the network that handed a message over is told",
        arguments: [
            (["192.0.2.77"], "192.0.2.0/24"), (["203.0.113.9", "198.51.100.4"], "203.0.113.0/24"),
            // The site's own servers hand mail on: what they had it from.
            (["10.0.0.7", "198.51.100.4"], "198.51.100.0/24"), (["192.168.1.1"], nil), ([], nil),
            // Which of two was the last outside is not known any more.
            (["10.0.0.7", "198.51.100.4", "203.0.113.9"], nil),
            (["IPv6:2001:db8:77:1::25"], "2001:db8::/32"),
            (["IPv6:2001:0db8:0077:0001:0000:0000:0000:0025"], "2001:db8::/32"),
            (["IPv6:fe80::1"], nil),
        ] as [([String], String?)])
    func told(addresses: [String], network: String?) throws {
        #expect(try Self.networks([Self.features(addresses.map { Self.hop($0) })]) == [network])
    }

    @Test("whoever has another key is told nothing, and hashes of other things name no network")
    func nothing() throws {
        let stranger = SiteKey(bytes: Array(2...17)) ?? .random()
        #expect(try Self.networks([Self.features([Self.hop("192.0.2.77")])], key: stranger) == [nil])
        var corpus = SyntheticCorpus(seed: 5)
        let vectors = (0..<50).map { _ in SyntheticCorpus.vector([.receivedPath: corpus.features(2_000)]) }
        #expect(try Self.networks(vectors).allSatisfy { $0 == nil })
    }

    @Test("a campaign tells how many networks sent it, and which most")
    func campaign() throws {
        var corpus = SyntheticCorpus(seed: 9)
        let text = corpus.features(200)
        for number in 0..<9 { corpus.add(text) { $0.network = Int32(number % 8 == 0 ? 0 : number) } }
        let names = (0..<8).map { "192.0.\($0).0/24" }
        let campaign = try #require(Campaigns(corpus.messages, corpus.sketches, networks: names).campaigns.first)
        #expect(campaign.networks == 8 && campaign.largestNetworks.count == 5)
        #expect(campaign.largestNetworks.first == .init(name: "192.0.0.0/24", messages: 2))
        #expect(campaign.largestNetworks.dropFirst().first == .init(name: "192.0.1.0/24", messages: 1))
    }
}
