// SPDX-License-Identifier: Apache-2.0
import SenderLists
import TestSupport
import Testing

@Suite("Authentication-Results") struct AuthenticationResultsTests {
    private func read(_ text: String) -> AuthenticationResults? { AuthenticationResults(Array(text.utf8)) }

    @Test("name, methods, results and properties are read, comments and quotes understood")
    func grammar() throws {
        let results = try #require(
            read(
                """
                MX.Example.COM 1 (a server; dkim=pass) ; DKIM/1 = Pass (2048-bit key; "unprotected") reason="all; well" \
                header.d=Customer.Example header.b="ab/c=="; spf=pass smtp.mailfrom="a b"@customer.example; none; dmarc=fail \
                (p=none (nested \\) ) ) header.from=customer.example policy.x=a=b;
                """))
        #expect(results.server == "mx.example.com" && results.jobID == nil)
        #expect(results.results.map(\.method) == ["dkim", "spf", "dmarc"])
        #expect(results.results.map(\.result) == ["pass", "pass", "fail"])
        #expect(results.results[0].value("header.d") == "Customer.Example")
        #expect(results.results[0].value("header.b") == "ab/c==")
        #expect(results.results[1].value("smtp.mailfrom") == "a b@customer.example")
        #expect(results.results[2].value("policy.x") == "a=b")
    }

    @Test("no result, and the queue id behind a name")
    func names() throws {
        let none = try #require(read("mx.example.com; none"))
        #expect(none.results.isEmpty)
        let job = try #require(read("mx.example.com/4ABC; dkim=none"))
        #expect(job.server == "mx.example.com" && job.jobID == "4ABC" && job.results.count == 1)
    }

    @Test(
        "what stands in comments or quotes is no result",
        arguments: [
            "mx.example.com; spf=fail (dmarc=pass header.from=customer.example)",
            #"mx.example.com; spf=fail smtp.mailfrom="x; dmarc=pass header.from=customer.example""#,
            #"mx.example.com; spf=fail reason="\"; dmarc=pass header.from=customer.example""#,
            "mx.example.com (; dmarc=pass header.from=customer.example)",
        ])
    func hidden(text: String) {
        #expect(read(text)?.results.contains { $0.method == "dmarc" } != true)
    }

    @Test(
        "a field that cannot be made out has no results at all",
        arguments: [
            "", ";", "; dmarc=pass", "mx.example.com dmarc=pass", "mx.example.com; dmarc=pass (open",
            #"mx.example.com; dmarc=pass header.from="open"#, "mx.example.com; dmarc=pass (open \\",
            "spf=pass; dkim=pass x",
            "mx.example.com" + String(repeating: "; dkim=pass", count: 200),
            "mx.example.com; dkim=pass" + String(repeating: " header.d=a.example", count: 200),
            "mx.example.com; " + String(repeating: "a", count: 40_000),
        ])
    func broken(text: String) {
        let found = read(text)
        #expect(found == nil || found?.server.contains("=") == true, "\(text.prefix(80))")
    }

    @Test("reading takes time in proportion to the field, whatever is in it")
    func linear() {
        let pieces = [
            "(", ")", "\"", "\\", ";", "=", " ", "\t", "a", "a=b ", "a=b;", "(a)", "\"a\"", "(\\", "\"\\", "; a=(",
            "=\"", "/", "@",
        ]
        for piece in pieces {
            let excess = LinearTime(small: 4 << 10, large: 32_000, floor: 0.002).excess(
                of: { size in
                    Array(("mx.example.com; a=b " + String(repeating: piece, count: size / piece.utf8.count)).utf8)
                },
                work: { bytes in for _ in 0..<10 { _ = AuthenticationResults(bytes) } })
            #expect(excess == nil, "\(piece): \(excess ?? "")")
        }
    }
}
