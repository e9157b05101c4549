// SPDX-License-Identifier: Apache-2.0
import FilterService
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
}
