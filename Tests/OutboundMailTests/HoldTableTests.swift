// SPDX-License-Identifier: Apache-2.0
import OutboundMail
import Testing

@Suite("The table of what is put on hold")
struct HoldTableTests {
    private func entry(_ key: String) throws -> HoldTable.Entry {
        try #require(HoldTable.Entry(key: key, reason: "hackedAccount"))
    }

    @Test("an entry has its last day above it, and is read again")
    func roundTrip() throws {
        var table = HoldTable(today: "2026-11-30")
        table.hold(try entry("Anna@Example.com"), until: "2026-12-03")
        #expect(table.text == "# spreu until 2026-12-03\nanna@example.com HOLD spreu outbound: hackedAccount\n")
        #expect(HoldTable(table.text, today: "2026-12-03").text == table.text)
    }

    @Test("an entry whose day is over is gone, and one that is found again stays longer")
    func expiry() throws {
        var table = HoldTable(today: "2026-11-30")
        table.hold(try entry("anna"), until: "2026-12-03")
        table.hold(try entry("otto"), until: "2026-12-01")
        table.hold(try entry("otto"), until: "2026-12-05")
        let later = HoldTable(table.text, today: "2026-12-04")
        #expect(later.expired == 1 && later.count == 1 && later.text.contains("otto"))
    }

    @Test("what people wrote stays as it is, and comes before what is found")
    func others() throws {
        let own = "# our own\n192.0.2.7\tREJECT go away\nanna OK\n"
        var table = HoldTable(own, today: "2026-11-30")
        #expect(table.hold(try entry("anna"), until: "2026-12-03"))
        #expect(!table.hold(try entry("otto"), until: "2026-12-03"))
        #expect(table.text.hasPrefix(own) && table.count == 1)
    }

    @Test("lines that end with CR LF, and keys in quotes, are read too")
    func otherForms() throws {
        var table = HoldTable("\"anna\" OK\r\n192.0.2.7 REJECT\r\n", today: "2026-11-30")
        #expect(table.hold(try entry("anna"), until: "2026-12-03"))
        #expect(table.hold(try entry("192.0.2.7"), until: "2026-12-03"))
        #expect(table.text == "\"anna\" OK\n192.0.2.7 REJECT\n")
    }

    @Test(
        "a name that could be more than a key is refused",
        arguments: [
            "", "a b", "a\nb REJECT", "#a", "a\u{202E}b", "\"a\"", "a\u{0}b", String(repeating: "a", count: 300),
        ])
    func hostile(name: String) { #expect(HoldTable.Entry(key: name, reason: "x") == nil) }
}
