// SPDX-License-Identifier: Apache-2.0
import OutgoingBrake
import Testing

@Suite("Outgoing senders") struct OutgoingSenderTests {
    @Test(
        "a client is its address, and with IPv6 its /64",
        arguments: [
            ("192.0.2.7", "192.0.2.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("2001:DB8::1", "2001:db8::/64"),
            ("::ffff:192.0.2.7", "192.0.2.7"), ("fe80::1", "fe80::/64"), ("", nil), ("localhost", nil),
            ("192.0.2", nil), ("192.0.2.7\0x", nil), ("192.0.2.7/24", nil),
            (String(repeating: "1", count: 10_000), nil),
        ] as [(String, String?)])
    func clients(address: String, name: String?) {
        #expect(OutgoingSender(clientAddress: address)?.name == name)
        if let name {
            #expect(OutgoingSender(.client, name: name) == OutgoingSender(clientAddress: address))
        }
    }

    @Test(
        "a login is bounded and harmless, and stays as it is when it is read again",
        arguments: [
            "anna", "Anna Muster@example.com", "", "a\nlogin 1 1 1", "\u{1B}[2J", "\u{202E}gro.elpmaxe", "\u{9B}",
            String(repeating: "x", count: 10_240), String(repeating: "\u{1}", count: 5_000),
            String(repeating: "é", count: 300), "ΑΣ" + String(repeating: "İ", count: 200), "\u{FFFD}", " ",
            String(repeating: "a\u{301}\u{302}", count: 2_000),
        ])
    func logins(login: String) {
        let sender = OutgoingSender(login: login)
        #expect(sender.name.utf8.count <= OutgoingSender.maxNameBytes)
        #expect(!sender.name.unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
        #expect(!sender.name.contains("\u{202E}"))
        #expect(OutgoingSender(login: sender.name) == sender)
    }

    @Test("a login that looks like an address is no client")
    func kinds() {
        #expect(OutgoingSender(login: "192.0.2.7") != OutgoingSender(clientAddress: "192.0.2.7"))
    }
}
