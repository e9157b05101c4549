// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// RFC 5322, sections 3.4 and 4.4, and what else stands in address fields.
@Suite("Addresses") struct AddressTests {
    /// A list as `name|comment|address`, with what is absent left empty.
    private func mailboxes(_ text: String) -> [String] {
        AddressList(parsing: text).mailboxes.map { "\($0.displayName ?? "")|\($0.comment ?? "")|\($0.address)" }
    }

    @Test(
        "mailboxes are read with name, comment and address",
        arguments: [
            ("jdoe@machine.example", ["||jdoe@machine.example"]),
            ("John Doe <jdoe@machine.example>", ["John Doe||jdoe@machine.example"]),
            ("\"Joe Q. Public\" <john.q.public@example.com>", ["Joe Q. Public||john.q.public@example.com"]),
            (
                "Mary Smith <mary@x.test>, jdoe@example.org, Who? <one@y.test>",
                ["Mary Smith||mary@x.test", "||jdoe@example.org", "Who?||one@y.test"]
            ),
            (
                "<boss@nil.test>, \"Giant; \\\"Big\\\" Box\" <sysservices@example.net>",
                ["||boss@nil.test", "Giant; \"Big\" Box||sysservices@example.net"]
            ),
            (
                "Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>",
                ["Pete|A nice ) chap his account his host|pete@silly.test"]
            ),
            ("John <@machine.tld,@route.example:jdoe@machine.example>", ["John||jdoe@machine.example"]),
            ("Joe Q. Public <john.q.public@example.com>", ["Joe Q. Public||john.q.public@example.com"]),
            ("a@b.example (Ann)", ["|Ann|a@b.example"]), ("(Ann) a@b.example", ["|Ann|a@b.example"]),
            ("\"a b\"@c.example", ["||\"a b\"@c.example"]), ("a . b @ c . example", ["||a.b@c.example"]),
            ("<a@[192.0.2.1]>", ["||a@[192.0.2.1]"]), ("a@[IPv6:2001:db8::1]", ["||a@[IPv6:2001:db8::1]"]),
            ("=?utf-8?q?J=C3=BCrgen?= <j@a.example>", ["Jürgen||j@a.example"]),
            ("=?iso-8859-1?Q?Keld_J=F8rn_Simonsen?= <keld@dkuug.dk>", ["Keld Jørn Simonsen||keld@dkuug.dk"]),
            ("=?utf-8?b?w5w=?= =?utf-8?b?YmVy?= <a@b.example>", ["Über||a@b.example"]),
            ("=?utf-8?q?a,_b?= <a@b.example>", ["a, b||a@b.example"]),
            ("\"=?utf-8?q?J=C3=BC?=\" <j@a.example>", ["Jü||j@a.example"]),
            ("Jürgen <j@a.example>", ["Jürgen||j@a.example"]), ("a\r\n <a@b.example>", ["a||a@b.example"]),
            ("", []), (" \t", []), (",", []), (",,,a@b.example,,", ["||a@b.example"]),
            // Malformed, and read as far as they go.
            ("a@b.example;c@d.example", ["||a@b.example", "||c@d.example"]),
            ("Doe, John <j@a.example>", ["||Doe", "John||j@a.example"]), ("<a@b.example", ["||a@b.example"]),
            ("<a@b.example, c@d.example", ["||a@b.example", "||c@d.example"]), ("a@b.example>", ["||a@b.example"]),
            ("\"no end <a@b.example>", ["||no end <a@b.example>"]), ("(no end a@b.example", ["|no end a@b.example|"]),
            ("<>", ["||"]), ("Ann", ["||Ann"]), ("Ann Bee", ["Ann Bee||"]), ("<a@b> <c@d>", ["||a@b"]),
            ("a@b@c", ["||a@b@c"]),
        ])
    func reads(_ text: String, _ expected: [String]) { #expect(mailboxes(text) == expected) }

    @Test(
        "groups are read with their names",
        arguments: [
            ("A Group:Ed Jones <joe@where.test>,joe@where.test,John <jdoe@one.test>;", "A Group", 3),
            ("Undisclosed recipients:;", "Undisclosed recipients", 0), ("undisclosed: ;", "undisclosed", 0),
            ("\"G: 1\": a@b.example;", "G: 1", 1), ("open: a@b.example, c@d.example", "open", 2),
        ])
    func groups(_ text: String, _ name: String, _ members: Int) {
        let elements = AddressList(parsing: text).elements
        guard case .group(let group, let found) = elements.first, elements.count == 1 else {
            Issue.record("no group: \(elements)")
            return
        }
        #expect(group.displayName == name && group.address.isEmpty && found.count == members)
    }

    @Test(
        "an address parts at its last @",
        arguments: [("a@b", "a", "b"), ("\"a@b\"@c", "\"a@b\"", "c"), ("a", "a", ""), ("@b", "", "b"), ("a@", "a", "")])
    func parts(_ address: String, _ local: String, _ domain: String) {
        let address = Address(address: address)
        #expect(address.localPart == local && address.domain == domain)
    }
}
