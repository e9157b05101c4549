// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import SenderLists
import SpamModel
import TestSupport
import Testing

@Suite("List of senders in the filter") struct ListServiceTests {
    private let folder: ScratchFolder
    private var path: String { folder.path("lists") }

    init() throws { folder = try ScratchFolder() }

    private func write(_ text: String) throws {
        // As an editor does: another file takes the name.
        try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    }

    private func site(_ more: String = "") -> String {
        "site: {authserv-id: mx.site.example.com, lists: \"\(path)\"}\n" + more
    }

    /// The filter's replies to a message of `joe1@out.example.net`, with fields on top.
    private func submit(
        _ filter: RunningFilter, _ top: String = "", user: String? = nil
    ) async throws -> [MilterClient.Reply] {
        try await blocking { [path = filter.milterSocket] in
            let client = try MilterClient(path: path)
            try client.negotiate()
            try client.greet()
            return try client.submit(top + TestMail.message(), user: user)
        }
    }

    private static let proof =
        "Authentication-Results: mx.site.example.com; dmarc=pass header.from=out.example.net\n"

    /// A model that calls everything spam, or ham.
    private static func model(_ intercept: Double) -> (ScratchFolder) throws -> Void {
        { try TestModel.write(to: $0.path("model"), intercept: intercept) }
    }

    @Test("mail that the list allows is delivered as ham, whatever the thresholds, if its sender is proven")
    func allowed() async throws {
        try write("allow joe1@out.example.net\n")
        let policy = "policy: {reject-at: 5, spam-flag: true, spam-status: true, subject-prefix: '[SPAM] '}"
        try await withFilter(site(policy), prepare: Self.model(100)) { filter in
            let replies = try await submit(filter, Self.proof)
            let field = try #require(replies.field("X-Spreu"))
            #expect(
                field.hasPrefix("ham, probability=1.000000, log-odds=") && field.hasSuffix(", list=allow"), "\(field)")
            #expect(replies.field("X-Spam-Flag") == nil && replies.last?.letter == "c")
            #expect(replies.field("X-Spam-Status")?.hasPrefix("No, score=4.9 ") == true)
            #expect(!replies.contains { $0.letter == "m" })
            let forged = try await submit(filter)
            #expect(forged.last?.letter == "y")
            let count = #"spreu_listed_total{protocol="milter",list="allow",model_verdict="spam"} 1"#
            #expect(filter.metrics.contains(count))
        }
    }

    @Test(
        "mail that the list denies is called spam, and refused only where the policy says so",
        arguments: ["tag", "reject"])
    func denied(policy: String) async throws {
        try write("deny .example.net\n")
        let yaml = site("policy: {deny: \(policy), spam-flag: true, reject-at: 5, subject-prefix: '[SPAM] '}")
        try await withFilter(yaml, prepare: Self.model(-100)) { filter in
            let replies = try await submit(filter)
            guard policy == "tag" else {
                #expect(replies.map(\.letter) == ["y"])
                return
            }
            let field = try #require(replies.field("X-Spreu"))
            #expect(
                field.hasPrefix("spam, probability=0.000000, log-odds=-") && field.hasSuffix(", list=deny"), "\(field)")
            #expect(replies.field("X-Spam-Flag") == "YES" && replies.last?.letter == "c")
            #expect(replies.contains { $0.letter == "m" })
        }
    }

    @Test("a denied sender's mail is refused by its own score as anybody's is")
    func deniedSpam() async throws {
        try write("deny .example.net\n")
        try await withFilter(site("policy: {reject-at: 5}"), prepare: Self.model(100)) { filter in
            let replies = try await submit(filter)
            #expect(replies.last?.letter == "y")
        }
    }

    @Test("without a model the list still decides")
    func noModel() async throws {
        try write("deny joe1@out.example.net\n")
        try await withFilter(site("on-error: tempfail"), prepare: { _ in }) { filter in
            #expect(try await submit(filter).field("X-Spreu") == "spam, list=deny, reason=no-model")
            try write("allow 198.51.100.0/24\n")
            filter.daemon.context.lists?.reload(force: false)
            #expect(try await submit(filter).field("X-Spreu") == "ham, list=allow, reason=no-model")
            try write("")
            filter.daemon.context.lists?.reload(force: false)
            #expect(try await submit(filter).last?.letter == "y")
        }
    }

    @Test("a changed list is taken up by itself, and one that cannot be read changes nothing")
    func reload() async throws {
        try await withFilter(site("model-check-seconds: 1"), prepare: Self.model(100)) { filter in
            #expect(try await submit(filter).field("X-Spreu")?.hasPrefix("spam, ") == true)
            try write("allow 198.51.100.7\n")
            #expect(await eventually { filter.daemon.context.lists?.current.entries.count == 1 })
            #expect(try await submit(filter).field("X-Spreu")?.hasPrefix("ham, ") == true)
            try Data([0xFF, 0xFE]).write(to: URL(fileURLWithPath: path), options: .atomic)
            #expect(await eventually { filter.metrics.contains(#"spreu_list_loads_total{result="refused"} 1"#) })
            try FileManager.default.removeItem(atPath: path)
            filter.daemon.context.scorer.models.reload(force: true)
            #expect(try await submit(filter).field("X-Spreu")?.hasPrefix("ham, ") == true)
            try write("# none\n")
            filter.daemon.context.scorer.models.reload(force: true)
            #expect(try await submit(filter).field("X-Spreu")?.hasPrefix("spam, ") == true)
        }
    }

    @Test("lines behind an empty line are body: nothing in them counts")
    func body() async throws {
        try write("deny anna@customer.example\n")
        try await withFilter(site()) { filter in
            let lists = try #require(filter.daemon.context.lists)
            let field = "From: anna@customer.example\n"
            for (text, action) in [
                (field + "\n", ListAction.deny), ("Subject: x\n\n" + field, nil), ("Subject: x\r\n\r\n" + field, nil),
            ] {
                let message = SubmittedMessage(whole: Array(text.utf8), limit: 1 << 20)
                #expect(lists.finding(for: message).action == action, "\(text.debugDescription)")
            }
        }
    }

    @Test("mail from inside that is only observed is none of the list's business")
    func inside() async throws {
        try write("deny .example.net\n")
        try await withFilter(site("policy: {deny: reject}"), prepare: Self.model(-100)) { filter in
            let replies = try await submit(filter, user: "joe")
            #expect(replies.map(\.letter) == ["c"])
        }
    }
}
