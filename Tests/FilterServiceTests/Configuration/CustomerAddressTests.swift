// SPDX-License-Identifier: Apache-2.0
import FilterService
import SiteConfiguration
import Testing

@Suite("Whose an address is")
struct CustomerAddressTests {
    @Test(
        "what stands before the last @ does not matter",
        arguments: [
            "anna@acme.example", "<anna@ACME.example.>", "\"john doe\"@acme.example",
            "<\"a@beta.example\"@acme.example>",
            "@relay.example:anna@acme.example",
        ])
    func localPart(address: String) throws {
        let text = """
            model: /m
            key: /k
            http: {listen: "unix:/run/x"}
            customers:
            - {name: acme, domains: acme.example, model: /a, key: /b}
            """
        let domains = try FilterConfiguration(path: "spreud.yaml", text: text).customerDomains
        #expect(domains.place(of: address) == 1)
        #expect(domains.place(of: "anna@other.example") == 0)
        #expect(domains.place(of: "anna") == nil && domains.place(of: "@acme.example") == nil)
    }

    @Test("an address is no domain of a customer")
    func address() {
        let text =
            "model: /m\nkey: /k\nhttp: {listen: \"unix:/run/x\"}\ncustomers:\n- {name: acme, domains: a@acme.example, model: /a, key: /b}\n"
        #expect(throws: ConfigurationError.self) { try FilterConfiguration(path: "spreud.yaml", text: text) }
    }
}
