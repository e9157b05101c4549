// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Customers: milter") struct CustomerMilterTests {
    private let customers: TestCustomers

    init() throws { customers = try TestCustomers() }

    private func submit(
        _ filter: RunningFilter, to recipients: [String], user: String? = nil, _ message: String = TestMail.message()
    ) async throws -> [MilterClient.Reply] {
        try await blocking { [path = filter.milterSocket] in
            let client = try MilterClient(path: path)
            try client.negotiate()
            try client.greet()
            return try client.submit(message, user: user, recipients: recipients)
        }
    }

    private static func model(_ filter: RunningFilter, _ place: Int) -> String? {
        filter.daemon.context.customers.all[place].models.current?.id
    }

    @Test("each customer's mail is judged by its own model, and mail of other domains by the default's")
    func choice() async throws {
        try await withFilter(customers.section()) { filter in
            for (recipients, place, verdict) in [
                (["anna@acme.example"], 1, "spam"), (["a@acme.example", "b@eu.acme.example.com"], 1, "spam"),
                (["bob@beta.example", "eve@BETA.example"], 2, "ham"), (["x@other.example"], 0, nil), ([], 0, nil),
            ] {
                let field = try #require(try await submit(filter, to: recipients).field("X-Spreu"))
                let id = try #require(Self.model(filter, place))
                #expect(field.hasSuffix(", model=\(id)"), "\(recipients): \(field)")
                if let verdict { #expect(field.hasPrefix(verdict + ", ")) }
            }
            let metrics = filter.metrics
            #expect(metrics.contains(#"spreu_customer_messages_total{customer="acme",verdict="spam"} 2"#))
            #expect(metrics.contains(#"spreu_customer_messages_total{customer="beta",verdict="ham"} 1"#))
            #expect(metrics.contains(#"spreu_customer_messages_total{customer="default","#))
            #expect(metrics.contains(#"spreu_model_generation{customer="acme"} 1"#))
            #expect(metrics.contains("\nspreu_model_generation 1\n"))
        }
    }

    @Test("a message to two whose models differ is tagged for both, with nobody's score, and refused for none")
    func several() async throws {
        let section = customers.section(
            acme: "policy: {reject-at: 5, subject-prefix: '[SPAM]'}", beta: "policy: {subject-prefix: '[SPAM]'}")
        try await withFilter(section) { filter in
            let alone = try await submit(filter, to: ["anna@acme.example"])
            #expect(alone.last?.letter == "y")
            for recipients in [["anna@acme.example", "bob@beta.example"], ["bob@beta.example", "anna@acme.example"]] {
                let replies = try await submit(filter, to: recipients)
                #expect(replies.last?.letter == "c" && replies.field("X-Spreu") == "unsure, recipients=several")
                #expect(!replies.contains { $0.letter == "m" })
                for secret in ["acme", "beta", Self.model(filter, 1) ?? "-", Self.model(filter, 2) ?? "-"] {
                    #expect(!replies.contains { $0.text.contains(secret) })
                }
            }
            #expect(filter.metrics.contains(#"spreu_customer_messages_total{customer="beta",verdict="ham"} 2"#))
            #expect(filter.metrics.contains(#"spreu_actions_total{protocol="milter",action="tag",verdict="unsure"} 2"#))
        }
    }

    @Test("what all would do is done: two that call it spam tag it as spam, and two that reject it reject it")
    func agreement() async throws {
        try customers.writeModel("beta", intercept: 90)
        let (five, prefix) = ("policy: {reject-at: 5}", "policy: {subject-prefix: '[B]'}")
        for (acme, beta, letter) in [("", "", "c"), (five, "", "c"), (prefix, "", "c"), (five, five, "y")] {
            try await withFilter(customers.section(acme: acme, beta: beta)) { filter in
                let replies = try await submit(filter, to: ["anna@acme.example", "bob@beta.example"])
                #expect(replies.last?.text.isEmpty == (letter == "c") && replies.last?.letter == Character(letter))
                // A prefix that only one asks for is not put on the other's mail.
                #expect(!replies.contains { $0.letter == "m" })
                if letter == "c" { #expect(replies.field("X-Spreu") == "spam, recipients=several") }
            }
        }
    }

    @Test("a customer without a model has unfiltered mail, takes nobody else's away, and is served once it has one")
    func withoutModel() async throws {
        try FileManager.default.removeItem(atPath: customers.path("acme", "model"))
        try await withFilter("model-check-seconds: 1\n" + customers.section()) { filter in
            #expect(try await submit(filter, to: ["a@acme.example"]).field("X-Spreu") == "unfiltered, reason=no-model")
            #expect(try await submit(filter, to: ["b@beta.example"]).field("X-Spreu")?.hasPrefix("ham, ") == true)
            // Nobody's model speaks for acme.
            let both = try await submit(filter, to: ["a@acme.example", "b@beta.example"])
            #expect(both.field("X-Spreu") == "unsure, recipients=several")
            let metrics = filter.metrics
            #expect(metrics.contains(#"spreu_model_missing{customer="acme"} 1"#))
            #expect(metrics.contains(#"spreu_model_missing{customer="beta"} 0"#))
            #expect(metrics.contains("spreu_model_missing 0\n"))
            try customers.writeModel("acme", intercept: 100)
            #expect(await eventually { filter.daemon.context.customers.all[1].models.isReady })
            #expect(try await submit(filter, to: ["a@acme.example"]).field("X-Spreu")?.hasPrefix("spam, ") == true)
        }
    }

    @Test("on-error is each customer's own: one that wants its mail put off does not put off another's")
    func onError() async throws {
        try FileManager.default.removeItem(atPath: customers.path("acme", "model"))
        try await withFilter(customers.section(acme: "on-error: tempfail")) { filter in
            #expect(try await submit(filter, to: ["a@acme.example"]).last?.text.hasPrefix("451 4.3.0") == true)
            let both = try await submit(filter, to: ["a@acme.example", "b@beta.example"])
            #expect(both.last?.letter == "c")
        }
    }

    @Test("a model swapped under load changes its owner's verdicts alone, and no message gets another's model")
    func hotSwap() async throws {
        try await withFilter("model-check-seconds: 3600\n" + customers.section()) { filter in
            var known = Set([try #require(Self.model(filter, 1))])
            let beta = try #require(Self.model(filter, 2))
            let (seen, isDone) = (Sightings(), Flag())
            try await withThrowingTaskGroup(of: Void.self) { group in
                defer { isDone.set() }
                for name in ["acme", "beta", "acme", "beta"] {
                    group.addTask {
                        try await blocking { [path = filter.milterSocket] in
                            let client = try MilterClient(path: path)
                            try client.negotiate()
                            try client.greet()
                            while !isDone.isSet {
                                let replies = try client.submit(
                                    TestMail.message(), recipients: ["x@\(name).example"])
                                seen.add(String((replies.field("X-Spreu") ?? "").suffix(16)), of: name)
                            }
                        }
                    }
                }
                let store = filter.daemon.context.customers.all[1].models
                for seed in UInt64(2)...40 {
                    try customers.writeModel("acme", seed: seed, intercept: 100)
                    let result = await Task.detached { store.reload() }.value
                    #expect(result == .loaded(generation: Int(seed)))
                    let id = try #require(Self.model(filter, 1))
                    known.insert(id)
                    #expect(await eventually { seen.of("acme").contains(id) })
                }
                isDone.set()
                try await group.waitForAll()
            }
            #expect(known.count == 40 && seen.of("acme").isSubset(of: known))
            #expect(seen.of("beta") == [beta])
        }
    }

    @Test("a list decides its own customer's mail, and says nothing of another's")
    func lists() async throws {
        let list = customers.path("beta", "lists")
        try Data("deny 198.51.100.0/24\n".utf8).write(to: URL(fileURLWithPath: list))
        try await withFilter(customers.section(beta: "site: {lists: \(list)}")) { filter in
            let denied = try await submit(filter, to: ["b@beta.example"]).field("X-Spreu")
            #expect(denied?.hasPrefix("spam, ") == true && denied?.hasSuffix(", list=deny") == true)
            let acme = try await submit(filter, to: ["a@acme.example"]).field("X-Spreu")
            #expect(acme?.contains("list=") == false)
            let other = try await submit(filter, to: ["x@other.example"]).field("X-Spreu")
            #expect(other?.contains("list=") == false)
            #expect(filter.metrics.contains(#"spreu_list_loads_total{result="loaded",customer="beta"} 1"#))
            // Both call it spam, one by its model and one by its list: neither is told which.
            let both = try await submit(filter, to: ["a@acme.example", "b@beta.example"]).field("X-Spreu")
            #expect(both == "spam, recipients=several")
        }
    }

    @Test(
        "mail of a user to strangers is the user's own customer's, by the login, else by the sender; a stranger's claim is worth nothing",
        arguments: [("anna@acme.example", 1), ("anna", 0), (nil, 0)] as [(String?, Int)])
    func outgoing(user: String?, place: Int) async throws {
        try await withFilter("policy: {authenticated: filter}\n" + customers.section()) { filter in
            // The client's sender, joe@out.example.net, is no customer's.
            let field = try await submit(filter, to: ["x@elsewhere.example"], user: user).field("X-Spreu")
            let id = try #require(Self.model(filter, place))
            #expect(field?.hasSuffix("model=\(id)") == true)
            // To another customer it is that one's incoming mail.
            let beta = try await submit(filter, to: ["b@beta.example"], user: user).field("X-Spreu")
            #expect(beta?.hasSuffix("model=\(try #require(Self.model(filter, 2)))") == true)
        }
    }

    @Test("to more customers than are asked the default's model judges, and only tags")
    func tooMany() async throws {
        var section = "customers:\n"
        for number in 1...9 {
            let (model, key) = (customers.folder.path("m\(number)"), customers.folder.path("k\(number)"))
            try TestModel.writeKey(to: key, bytes: [UInt8](repeating: UInt8(number), count: 16))
            section += "- {name: c\(number), domains: c\(number).example, model: \(model), key: \(key)}\n"
        }
        let spam: (ScratchFolder) throws -> Void = { try TestModel.write(to: $0.path("model"), intercept: 100) }
        try await withFilter("policy: {reject-at: 5}\n" + section, prepare: spam) { filter in
            let alone = try await submit(filter, to: ["x@other.example"])
            #expect(alone.last?.letter == "y")
            let all = try await submit(filter, to: (1...9).map { "x@c\($0).example" })
            #expect(all.last?.letter == "c")
            #expect(all.field("X-Spreu")?.hasSuffix("model=\(try #require(Self.model(filter, 0)))") == true)
            let eight = try await submit(filter, to: (1...8).map { "x@c\($0).example" })
            #expect(eight.field("X-Spreu") == "unfiltered, reason=no-model")
        }
    }
}

/// Which models were met in the answers to each customer's mail, by many threads.
private final class Sightings: Sendable {
    private let models = Mutex<[String: Set<String>]>([:])

    func of(_ name: String) -> Set<String> { models.withLock { $0[name] ?? [] } }
    func add(_ model: String, of name: String) { models.withLock { _ = $0[name, default: []].insert(model) } }
}
