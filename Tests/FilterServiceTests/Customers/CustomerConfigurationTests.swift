// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import MailFeatures
import MailMessage
import SiteConfiguration
import TestSupport
import Testing

@Suite("Customers in the configuration") struct CustomerConfigurationTests {
    private static let top = "model: /m\nkey: /k\nlearning-folder: /drop\nmilter: {listen: systemd}\n"

    private static func read(_ customers: String, _ more: String = "") throws -> FilterConfiguration {
        try FilterConfiguration(path: "spreud.yaml", text: top + more + "customers:\n" + customers)
    }

    private static func customer(
        _ name: String, domains: String? = nil, model: String? = nil, key: String? = nil, _ more: String = ""
    ) -> String {
        "- {name: \(name), domains: [\(domains ?? name + ".example")], model: \(model ?? "/" + name + "/m"), "
            + "key: \(key ?? "/" + name + "/k")\(more)}\n"
    }

    @Test(
        "an address belongs to the customer of its domain, whatever its case, form and brackets, and to the default otherwise",
        arguments: [
            ("anna@acme.example", 1), ("<ANNA@Acme.Example.>", 1), ("anna@mx.acme.example", 0),
            ("x@beta.example", 2), ("x@eu.beta.example", 2), ("x@a.b.c.beta.example", 2), ("x@notbeta.example", 0),
            // The longest domain counts.
            ("x@shop.beta.example", 1), ("x@a.shop.beta.example", 2),
            ("x@xn--mller-kva.example", 1), ("x@M\u{FC}ller.example", 1), ("x@gamma.example", 0),
            ("x@example", 0), ("victim%beta.example@acme.example", 1), ("\"a@beta.example\"@acme.example", 1),
        ])
    func places(address: String, place: Int) throws {
        let configuration = try Self.read(
            Self.customer("acme", domains: "acme.example, shop.beta.example, \"M\u{FC}ller.example\"")
                + Self.customer("beta", domains: ".beta.example"))
        #expect(configuration.customerDomains.place(of: address) == place)
    }

    @Test("an address without a domain belongs to nobody", arguments: ["postmaster", "", "<>", "a@", "@beta.example"])
    func nowhere(address: String) throws {
        let configuration = try Self.read(Self.customer("beta"))
        #expect(configuration.customerDomains.place(of: address) == nil)
    }

    @Test("what a customer does with spam, and its files, are its own; where mail comes from is the server's")
    func inheritance() throws {
        let configuration = try Self.read(
            Self.customer("acme", ", policy: {tempfail-at: 4, subject-prefix: '[acme]'}, on-error: accept")
                + Self.customer("beta", ", site: {hosts: [mx.beta.example]}, public-key: /beta/p"),
            """
            public-key: /p
            on-error: tempfail
            site: {hosts: [mx.example.com], recipients: [example.com], lists: /lists}
            model-check-seconds: 77
            limits: {message-seconds: 7}
            policy: {reject-at: 9, spam-flag: true, relays: [192.0.2.1], subject-prefix: '[spam]', deny: reject}

            """)
        let (acme, beta) = (configuration.customers[0].own, configuration.customers[1].own)
        #expect(acme.policy.rejectAt == nil && acme.policy.tempfailAt == 4 && acme.policy.subjectPrefix == "[acme]")
        #expect(acme.policy.addsSpamFlag && acme.policy.relays == configuration.policy.relays)
        #expect(acme.policy.denied == .tag && beta.policy.subjectPrefix == nil && beta.policy.rejectAt == nil)
        #expect(acme.modelCheckSeconds == 77 && acme.limits.messageSeconds == 7)
        #expect(acme.onError == .accept && beta.onError == .tempfail)
        #expect(acme.publicKey == "/p" && beta.publicKey == "/beta/p")
        #expect(acme.reading.site.hosts == ["mx.example.com"] && beta.reading.site.hosts == ["mx.beta.example"])
        // The list of the top level names senders that the default's users wanted.
        #expect(acme.reading.site.lists == nil && acme.learningFolder == nil)
        #expect(configuration.policy.rejectAt == 9 && configuration.reading.site.lists == "/lists")
    }

    @Test("mail between customers leaves the server for none of them: the brake does not count it")
    func brake() throws {
        let configuration = try Self.read(
            Self.customer("acme", domains: ".acme.example"), "brake: {}\nsite: {recipients: [example.com]}\n")
        let domains = try #require(configuration.brake?.domains)
        #expect(!domains.isExternal("x@eu.acme.example") && !domains.isExternal("x@example.com"))
        #expect(domains.isExternal("x@elsewhere.example"))
    }

    @Test(
        "what two must not share, or is missing, is told with its line",
        arguments: [
            (customer("a") + customer("a"), 7, "'a' is the name of two"),
            (
                customer("a") + customer("b", domains: "x.example, A.example."), 7,
                "'A.example.' is given to 'a' already"
            ),
            (customer("a", domains: ".x.example") + customer("b", domains: "x.example"), 7, "is given to 'a' already"),
            (customer("a", domains: "x.example, x.example"), 6, "is given to 'a' already"),
            (customer("a", domains: "'x y'"), 6, "invalid domain 'x y'"),
            (customer("a", domains: ""), 6, "name the domains"),
            (customer("default"), 6, "invalid name 'default'"),
            (customer("'a b'", domains: "a.example", model: "/a", key: "/b"), 6, "invalid name 'a b'"),
            (customer("a", key: "/k"), 6, "'a' and the top level have the same file, /k"),
            (customer("a", model: "/x") + customer("b", model: "/x"), 7, "'b' and 'a' have the same file, /x"),
            (customer("a", ", learning-folder: /drop"), 6, "'a' and the top level have the same file, /drop"),
            (customer("a", ", site: {lists: /l}") + customer("b", ", site: {lists: /l}"), 7, "the same file, /l"),
            (customer("a", ", policy: {relays: [192.0.2.1]}"), 6, "unknown key 'customers.policy.relays'"),
            (customer("a", ", milter: {listen: systemd}"), 6, "unknown key 'customers.milter'"),
            ("- {name: a, domains: a.example, key: /a}\n", 6, "'customers.model': it is missing"),
            ("- {name: a, domains: a.example, model: /a}\n", 6, "'customers.key': it is missing"),
            ("- {domains: a.example, model: /a, key: /k}\n", 6, "'customers.name': it is missing"),
        ])
    func mistakes(text: String, line: Int, problem: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.read(text) }
        #expect(error?.line == line && error?.problem.contains(problem) == true, "\(error.map { "\($0)" } ?? "")")
    }

    @Test("two paths that lead to one file are one file")
    func links() throws {
        let customers = try TestCustomers()
        let link = customers.folder.path("link")
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: customers.path("acme", "drop"))
        let text = customers.section().replacing(customers.path("beta", "drop"), with: link)
        let error = #expect(throws: ConfigurationError.self) {
            try FilterConfiguration(path: "spreud.yaml", text: "model: /m\nkey: /k\nmilter: {listen: systemd}\n" + text)
        }
        #expect(error?.problem.contains("'beta' and 'acme' have the same file") == true)
    }

    /// A configuration with a default that can be used.
    private static func usable(_ customers: TestCustomers) throws -> FilterConfiguration {
        let folder = customers.folder
        try TestModel.writeKey(to: folder.path("key"))
        try TestModel.write(to: folder.path("model"))
        let text = "model: \(folder.path("model"))\nkey: \(folder.path("key"))\nmilter: {listen: systemd}\n"
        return try FilterConfiguration(path: "spreud.yaml", text: text + customers.section())
    }

    @Test("the check says what is in service for each, and names whose file cannot be used")
    func check() throws {
        let customers = try TestCustomers()
        let text = try ConfigurationCheck(Self.usable(customers)).run()
        #expect(text.contains("\ncustomer acme (acme.example, .acme.example.com)\n  model    "))
        #expect(text.contains("\n  learning \(customers.path("beta", "drop"))\n  policy   tag only"), "\(text)")

        func problem(_ spoil: (TestCustomers) throws -> Void) throws -> String {
            let spoilt = try TestCustomers()
            try spoil(spoilt)
            let configuration = try Self.usable(spoilt)
            do {
                _ = try ConfigurationCheck(configuration).run()
                return ""
            } catch {
                return "\(error)"
            }
        }
        let copied = try problem { customers in
            try FileManager.default.removeItem(atPath: customers.path("beta", "key"))
            try FileManager.default.copyItem(
                atPath: customers.path("acme", "key"), toPath: customers.path("beta", "key"))
        }
        #expect(
            copied.hasPrefix("spreud.yaml:11: customer 'beta': ")
                && copied.contains("copy of the key of customer 'acme'"))
        let noKey = try problem { try FileManager.default.removeItem(atPath: $0.path("beta", "key")) }
        #expect(noKey.hasPrefix("spreud.yaml:11: customer 'beta': no site key at "), "\(noKey)")
        let noModel = try problem { try FileManager.default.removeItem(atPath: $0.path("acme", "model")) }
        #expect(noModel.hasPrefix("spreud.yaml:5: customer 'acme': "), "\(noModel)")
        let noDrop = try problem { try FileManager.default.removeItem(atPath: $0.path("acme", "drop")) }
        #expect(noDrop.contains("learning-folder of customer 'acme': "), "\(noDrop)")
    }
}
