// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Networks as text") struct NetworkRangeTextTests {
    @Test(
        "a network around an address is written as RFC 4632 and RFC 5952 have it",
        arguments: [
            ("192.0.2.7", "192.0.2.0/24"), ("::ffff:192.0.2.7", "192.0.2.0/24"), ("2001:db8::1", "2001:db8::/48"),
            ("2001:DB8:0:1::5", "2001:db8::/48"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
            ("2001:0:0:1::", "2001::/48"), ("::1", "::/48"), ("localhost", nil), ("192.0.2", nil),
            ("192.0.2.7/24", nil), ("192.0.2.7\0", nil), ("", nil),
        ] as [(String, String?)])
    func around(address: String, text: String?) {
        let range = NetworkRange(around: address, version4Bits: 24, version6Bits: 48)
        #expect(range?.text == text)
        if let text { #expect(range == NetworkRange(text)?.canonical) }
    }

    @Test(
        "one address stands without its length, its longest run of zeros as two colons",
        arguments: [
            ("192.0.2.7", "192.0.2.7"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("::", "::"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("1::", "1::"), ("0:0:1::", "0:0:1::"),
        ])
    func single(address: String, text: String) {
        #expect(NetworkRange(around: address, version4Bits: 32, version6Bits: 128)?.text == text)
        #expect(NetworkRange(text)?.canonical == NetworkRange(address)?.canonical)
    }
}
