// SPDX-License-Identifier: Apache-2.0
import FilterService
import MailFeatures
import MailMessage
import TestSupport
import Testing

@Suite("Known senders in the filter") struct KnownSenderTests {
    private static func results(_ text: String) -> String {
        "Authentication-Results: mx.site.example.com; \(text)\n"
    }

    /// The log-odds of a message of a known sender with fields on top, as a milter has it.
    private func logOdds(_ filter: RunningFilter, _ top: String) async throws -> Double {
        try await blocking { [path = filter.milterSocket] in
            let client = try MilterClient(path: path)
            try client.negotiate()
            try client.greet()
            let field = try #require(try client.submit(top + TestMail.message(), user: nil).field("X-Spreu"))
            let number = try #require(field.firstMatch(of: /log-odds=([-0-9.]+)/)?.1)
            return try #require(Double(number))
        }
    }

    private static func sender() throws -> UInt64 {
        var extractor = FeatureExtractor(key: try #require(TestModel.key), options: .standard)
        return extractor.extract(Message(Array(TestMail.message().utf8))).sender
    }

    @Test(
        "one counts unless the site's own checks do not show that the mail is his",
        arguments: [
            ("", 0), ("dmarc=pass header.from=out.example.net", 0),
            ("dkim=pass header.d=out.example.net; spf=none", 0), ("auth=pass smtp.auth=joe", 0),
            ("dmarc=fail header.from=out.example.net", 0.5),
            ("spf=fail smtp.mailfrom=joe1@out.example.net; dkim=none", 0.5),
        ])
    func authentication(results: String, expected: Double) async throws {
        let sender = try Self.sender()
        #expect(sender != 0)
        var found: [Double] = []
        // The field itself is read as any other: only the same message can be compared.
        for site in ["", "site: {authserv-id: mx.site.example.com}"] {
            try await withFilter(site, prepare: { try TestModel.write(to: $0.path("model"), knownSender: sender) }) {
                filter in
                found.append(try await logOdds(filter, results.isEmpty ? "" : Self.results(results)))
            }
        }
        #expect(abs(found[1] - found[0] - expected) < 1e-6, "\(found)")
    }
}
