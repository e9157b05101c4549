// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Public suffixes")
struct PublicSuffixTests {
    // The list's own examples (https://publicsuffix.org/list/), and what mail is full of.
    @Test(
        "the domain is what someone registered",
        arguments: [
            ("www.example.com", "example.com"), ("example.com", "example.com"),
            ("a.b.c.example.co.uk", "example.co.uk"),
            ("mail.firma.de", "firma.de"), ("mx1.example.com.br", "example.com.br"),
            ("a.shop.github.io", "shop.github.io"),
            ("b.c.mm", "b.c.mm"), ("a.b.c.mm", "b.c.mm"), ("www.ck", "www.ck"), ("a.www.ck", "www.ck"),
            ("a.city.kobe.jp", "city.kobe.jp"), ("a.b.c.kobe.jp", "b.c.kobe.jp"), ("a.b.kyoto.jp", "b.kyoto.jp"),
            ("x.ide.kyoto.jp", "x.ide.kyoto.jp"), ("y.x.ide.kyoto.jp", "x.ide.kyoto.jp"),
            ("ec2-1.compute.amazonaws.com", "ec2-1.compute.amazonaws.com"), ("a.b.no-such-tld", "b.no-such-tld"),
            ("a.shishi.xn--fiqs8s", "shishi.xn--fiqs8s"), ("a.食狮.公司.cn", "食狮.公司.cn"),
            ("UPPER.Example.COM.", "example.com"),
            ("192.0.2.1", "192.0.2.1"), ("localhost", "localhost"), ("", ""), ("...", ""),
        ])
    func domain(host: String, domain: String) {
        #expect(String(decoding: HostName(host).domain, as: UTF8.self) == domain)
    }
}
