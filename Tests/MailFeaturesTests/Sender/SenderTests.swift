// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import Testing

@Suite("Sender")
struct SenderTests {
    private func sender(_ header: String, key: SiteKey = TestKeys.first) -> UInt64 {
        var extractor = FeatureExtractor(key: key, options: FeatureOptions(views: [.words]))
        return extractor.extract(Message(Array((header + "\n\nHello there.\n").utf8))).sender
    }

    private static let plain = "From: anna@example.org"

    @Test(
        "one address has one digest, however it is written",
        arguments: [
            "From: Anna <anna@example.org>", "from: \"Muster, Anna\" <Anna@Example.ORG>",
            "From: anna@example.org (Anna)",
            "From: =?utf-8?q?J=C3=B6rg?= <anna@example.org>", "From: \"anna\"@example.org", "From:\n anna@example.org.",
            "From: Anna:anna@example.org;", "From: <@relay.example.net:anna@example.org>",
        ])
    func oneAddress(header: String) {
        #expect(sender(header) == sender(Self.plain) && sender(header) != 0)
    }

    @Test(
        "another address or another key has another digest",
        arguments: [
            "From: anna@example.com", "From: ann@example.org", "From: anna+x@example.org", "From: a.nna@example.org",
        ])
    func others(header: String) {
        #expect(sender(header) != sender(Self.plain) && sender(header) != 0)
        #expect(sender(Self.plain, key: TestKeys.second) != sender(Self.plain))
    }

    @Test(
        "nobody can be told where From names none, several, or nothing that is an address",
        arguments: [
            "To: anna@example.org", "From: anna@example.org, bert@example.org",
            "From: anna@example.org\nFrom: anna@example.org", "From: Anna", "From:", "From: anna@",
            "From: @example.org", "From: <>", "From: Friends:anna@example.org,bert@example.org;", "From: Friends:;",
            "From: \(String(repeating: "a", count: 400))@example.org",
            "From: \(String(repeating: "x", count: 3_000)) <anna@example.org>",
        ])
    func nobody(header: String) {
        #expect(sender(header) == 0)
    }

    @Test("the sender is none of the features, and a vector that is used again forgets it")
    func noFeature() {
        var extractor = FeatureExtractor(key: TestKeys.first, options: FeatureOptions(views: [.words]))
        var vector = extractor.extract(Message(Array("\(Self.plain)\n\nHello there.\n".utf8)))
        let other = extractor.extract(Message(Array("From: bert@example.net\n\nHello there.\n".utf8)))
        #expect(vector.hashes == other.hashes && vector.starts == other.starts && vector.sender != other.sender)
        extractor.extract(Message(Array("Subject: x\n\nHello there.\n".utf8)), into: &vector)
        #expect(vector.sender == 0)
    }

    @Test("what still needs its quotes keeps them, and never counts as another's address")
    func quoted() {
        let digests = AddressDigests(key: TestKeys.first)
        func digest(_ address: String) -> UInt64? { digests.digest(of: Address(address: address)) }
        #expect(digest("\"an na\"@example.org") != nil)
        #expect(digest("\"an na\"@example.org") != digest("anna@example.org"))
        #expect(digest("\"a@b\"@example.org") != nil && digest("an na@example.org") == nil)
        #expect(digest("JÖRG@example.org") == digest("jörg@example.org"))
    }
}
