// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import SiteConfiguration
import TestSupport
import Testing

@Suite("Relays") struct RelayTests {
    private static let relay = "203.0.113.25"

    /// The replies to a message that a client hands over.
    private func submit(
        _ filter: RunningFilter, from address: String, _ message: String = TestMail.message()
    ) async throws -> [MilterClient.Reply] {
        try await blocking { [path = filter.milterSocket] in
            let client = try MilterClient(path: path)
            try client.negotiate()
            try client.greet(address: address, name: "mx2.site.example.com")
            return try client.submit(message)
        }
    }

    private static func model(_ intercept: Double) -> (ScratchFolder) throws -> Void {
        { try TestModel.write(to: $0.path("model"), intercept: intercept) }
    }

    @Test("spam from a relay is tagged, where a stranger's is refused")
    func tagged() async throws {
        let policy = "policy: {relays: [\(Self.relay)], reject-at: 5, spam-flag: true}"
        try await withFilter(policy, prepare: Self.model(100)) { filter in
            let stranger = try await submit(filter, from: "198.51.100.7")
            #expect(stranger.map(\.letter) == ["y"])
            let replies = try await submit(filter, from: Self.relay, "X-Spreu: ham\n" + TestMail.message())
            #expect(replies.map(\.letter) == ["m", "i", "i", "c"])
            #expect(replies.field("X-Spreu")?.hasPrefix("spam, ") == true && replies.field("X-Spam-Flag") == "YES")
            #expect(
                filter.metrics.contains(#"spreu_messages_total{protocol="milter",verdict="spam",source="relay"} 1"#))
        }
    }

    @Test("a flood of forged fields from a relay is put on hold, and not refused")
    func forgery() async throws {
        let yaml = "limits: {header-fields: 10}\npolicy: {relays: [\(Self.relay)]}"
        try await withFilter(yaml) { filter in
            let message = String(repeating: "X-Spreu: ham\n", count: 11) + TestMail.message()
            let stranger = try await submit(filter, from: "198.51.100.7", message)
            #expect(stranger.map(\.letter) == ["y"])
            let replies = try await submit(filter, from: Self.relay, message)
            #expect(replies.map(\.letter) == ["i", "q", "c"])
        }
    }

    @Test("the list of senders is asked about the hop before a relay")
    func list() async throws {
        let folder = try ScratchFolder()
        try Data("deny 192.0.2.0/24\n".utf8).write(to: URL(fileURLWithPath: folder.path("lists")))
        let site = "site: {lists: \"\(folder.path("lists"))\"}\n"
        for (policy, isDenied) in [("policy: {relays: [\(Self.relay)], deny: reject}", true), ("", false)] {
            try await withFilter(site + policy, prepare: Self.model(-100)) { filter in
                let replies = try await submit(filter, from: Self.relay)
                #expect((replies.field("X-Spreu")?.hasSuffix(", list=deny") == true) == isDenied)
                #expect(replies.last?.letter == "c")
            }
        }
    }

    @Test(
        "a relay that the site's settings do not name is told, for the model then judges the relay",
        arguments: [
            ("203.0.113.25", "", true), ("203.0.113.25", "203.0.113.0/24", false),
            ("203.0.113.0/24", "203.0.113.25", true),
            ("2001:db8::25", "2001:db8::/64", false),
        ])
    func notice(relay: String, network: String, isTold: Bool) async throws {
        let site = network.isEmpty ? "" : "site: {networks: [\"\(network)\"]}\nallow-other-settings: true\n"
        try await withFilter(site + "policy: {relays: [\"\(relay)\"]}") { filter in
            let text = try ConfigurationCheck(filter.daemon.context.configuration).run()
            #expect(text.contains("note     policy.relays: \(relay) is not among 'site.networks'") == isTold, "\(text)")
        }
    }
}
