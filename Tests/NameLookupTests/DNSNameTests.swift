// SPDX-License-Identifier: Apache-2.0
import NameLookup
import Testing

@Suite("Names of the DNS")
struct DNSNameTests {
    @Test("addresses stand below zones in reverse order")
    func reversed() {
        #expect(DNSName.reversed("192.0.2.99") == "99.2.0.192")
        #expect(DNSName.pointer(of: "192.0.2.99") == "99.2.0.192.in-addr.arpa")
        #expect(
            DNSName.pointer(of: "2001:db8::1")
                == "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")
        // The address that each list of IPv6 has for tests (RFC 5782, section 5).
        #expect(
            DNSName.reversed("::FFFF:7F00:2") == "2.0.0.0.0.0.f.7.f.f.f.f." + String(repeating: "0.", count: 19) + "0")
        #expect(DNSName.reversed("example.com") == nil)
    }

    @Test("only what can be asked for is a name")
    func canonical() {
        #expect(DNSName.canonical("_DMARC.Example.COM.") == "_dmarc.example.com")
        for text in ["", ".", "a..b", "a b.c", "a\\.b", "ä.example", String(repeating: "a", count: 64) + ".b"] {
            #expect(DNSName.canonical(text) == nil, "\(text)")
        }
        #expect(DNSName.canonical(String(repeating: "abc.", count: 64) + "d") == nil)
    }
}
