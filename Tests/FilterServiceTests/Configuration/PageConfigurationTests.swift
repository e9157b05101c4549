// SPDX-License-Identifier: Apache-2.0
import FilterService
import Foundation
import SiteConfiguration
import TestSupport
import Testing

@Suite("The page in spreud.yaml")
struct PageConfigurationTests {
    private func read(_ http: String) throws -> FilterConfiguration {
        try FilterConfiguration(path: "spreud.yaml", text: "model: /m\nkey: /k\nhttp: {\(http)}\n")
    }

    @Test("is off unless it is there, and needs a token at a port")
    func token() throws {
        #expect(try read("listen: \"127.0.0.1:1\"").page == nil)
        #expect(try read("listen: \"unix:/run/x\", page: {}").page == PageConfiguration())
        let page = try read(
            "listen: \"127.0.0.1:1\", token: 0123456789abcdef, page: {hosts: [Filter.example.com], history: /var/h}"
        ).page
        #expect(page?.hosts == ["filter.example.com"] && page?.history == "/var/h")
        #expect(throws: ConfigurationError.self) { try read("listen: \"127.0.0.1:1\", page: {}") }
    }

    @Test(
        "refuses what is no name of a host, and no path",
        arguments: ["hosts: [\"filter:80\"]", "hosts: [\"http://x\"]", "hosts: [\"\"]", "history: h", "names: x"])
    func wrong(page: String) {
        #expect(throws: ConfigurationError.self) { try read("listen: \"unix:/run/x\", page: {\(page)}") }
    }
}
