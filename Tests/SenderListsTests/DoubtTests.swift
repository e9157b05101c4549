// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SenderLists
import TestSupport
import Testing

@Suite("Doubt about an author") struct DoubtTests {
    private func isDoubted(
        _ top: String, from: String = "Anna <anna@customer.example>", _ envelope: Envelope? = Sample.atMilter(),
        _ servers: SiteServers = Sample.servers()
    ) -> Bool {
        servers.doubtAuthor(of: Sample.message(top, from: from), envelope: envelope)
    }

    @Test(
        "what the site's servers found decides",
        arguments: [
            ("dmarc=pass header.from=customer.example", false),
            ("dmarc=fail header.from=customer.example", true),
            ("spf=fail smtp.mailfrom=x@customer.example; dkim=none", true),
            ("spf=pass smtp.mailfrom=x@customer.example; dkim=none", false),
            ("spf=fail smtp.mailfrom=x@customer.example; dkim=pass header.d=mail.customer.example", false),
            ("spf=pass smtp.mailfrom=x@evil.example; dkim=pass header.d=evil.example", true),
            ("spf=pass smtp.mailfrom=x@customer.example; dmarc=fail header.from=customer.example", true),
            // Nobody looked at the sender.
            ("auth=pass smtp.auth=anna", false), ("iprev=pass policy.iprev=192.0.2.1", false), ("none", false),
        ])
    func results(text: String, expected: Bool) {
        #expect(isDoubted(Sample.results(text)) == expected)
        // The same of the delivered file.
        #expect(isDoubted(Sample.hop() + Sample.results(text), nil) == expected)
        #expect(isDoubted(Sample.results(text) + Sample.hop(), nil, Sample.servers().delivered) == expected)
    }

    @Test("without a server that is named, and without its results, nothing is doubted")
    func nobodyLooked() {
        let fail = "dmarc=fail header.from=customer.example"
        #expect(!isDoubted(""))
        #expect(!isDoubted(Sample.results(fail), Sample.atMilter(), Sample.servers(ids: [])))
        #expect(!isDoubted(Sample.results(fail, by: "mx.elsewhere.example")))
    }

    @Test("results prove nothing of an author who cannot be told")
    func severalAuthors() {
        let top = Sample.results("dmarc=pass header.from=customer.example")
        #expect(isDoubted(top, from: "anna@customer.example, joe@evil.example"))
        #expect(isDoubted(top, from: "anna"))
    }
}
