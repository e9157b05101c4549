// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerConfiguration
import SiteConfiguration
import TestSupport
import Testing

/// Postfix's files as values.
@Suite("Postfix's configuration")
struct PostfixConfigurationTests {
    static func configuration(_ main: String, _ master: String = "") -> PostfixConfiguration {
        PostfixConfiguration(
            PostfixParameters(text: main, path: "main.cf"), PostfixServices(text: master, path: "master.cf"),
            hostName: "mx.example.com")
    }

    @Test("a line that begins with a blank goes on; comments and empty lines end nothing; the last setting wins")
    func lines() {
        let read = Self.configuration(
            "# a comment\nrelayhost = first\nmydestination = a.example,\n   # in between\n\n\tb.example\r\nrelayhost=[mx.example.net]:587\n"
        )
        #expect(read.list("mydestination") == ["a.example", "b.example"])
        #expect(read.value("relayhost") == "[mx.example.net]:587")
        #expect(read.place("relayhost") == ConfigurationPlace(path: "main.cf", line: 7))
        #expect(read.place("mydestination")?.line == 3)
        #expect(read.place("content_filter") == nil)
        #expect(read.problems.isEmpty)
    }

    @Test(
        "names are expanded as Postfix expands them",
        arguments: [
            ("${{$a} == {b} ? {eq} : {ne}}", "eq"), ("${{ $a } == {b} ? {eq} : {ne}}", "ne"),
            ("$$a $(a) ${a}", "$a b b"), ("${{10} < {9} ? {str} : {num}}", "num"), ("${ a }", "b"),
            ("${a ? {b} : {c}}", "b"), ("{${a}}", "{b}"), ("${zz?{b}}end", "end"), ("${{x} == {x}}", "true"),
            ("${a?{x}:y}", "x"), ("${zz?{x}:y}", "y"), ("${zz:${a}}", "b"), ("$(a?(x)y)", "(x)y"),
            ("${{$compatibility_level} <level {3.10} ? {old} : {new}}", "old"), ("${a:}x", "x"), ("${a?}", ""),
            ("$a.b$a_b", "b.b"), ("${{a} != {a} ? x : y}", ""),
        ])
    func expansion(text: String, expected: String) {
        let read = Self.configuration("compatibility_level = 3.6\na = b\ndefault_transport = \(text)")
        #expect(read.value("default_transport") == expected)
    }

    @Test("what Postfix refuses is an error", arguments: ["$", "${a", "$-", "${}", "${a.b}", "${a?{$a}tail}"])
    func malformed(text: String) {
        let read = Self.configuration("a = b\nrelayhost = \(text)")
        #expect(throws: PostfixExpansionError.malformed) { try read.expanded("relayhost") }
        #expect(read.value("relayhost") == "")
    }

    @Test("names that lead to each other, or to more and more text, end in an error")
    func endless() {
        let circle = Self.configuration("a = $b\nb = ${a}")
        #expect(throws: PostfixExpansionError.endless) { try circle.expanded("a") }
        let names = (0..<64).map { "p\($0) = $p\($0 + 1)$p\($0 + 1)" }.joined(separator: "\n")
        let bomb = Self.configuration(names + "\np64 = boom")
        #expect(throws: PostfixExpansionError.endless) { try bomb.expanded("p0") }
        let nested = String(repeating: "${a?{", count: 50_000) + String(repeating: "}}", count: 50_000)
        #expect(throws: PostfixExpansionError.endless) { try Self.configuration("a = b\nx = \(nested)").expanded("x") }
    }

    @Test("defaults are built in, and hang on the level of compatibility")
    func defaults() {
        let read = Self.configuration("")
        #expect(read.list("mydestination") == ["mx.example.com", "localhost.example.com", "localhost"])
        #expect(read.value("relay_domains") == read.value("mydestination"))
        #expect(Self.configuration("compatibility_level = 3.6").value("relay_domains") == "")
        #expect(Self.configuration("myhostname = mail.$base\nbase = example.org").value("mydomain") == "example.org")
        let short = PostfixConfiguration(PostfixParameters(text: "", path: "main.cf"), hostName: "vm")
        #expect(short.value("myhostname") == "vm.localdomain")
    }

    @Test("master.cf overrides for one service, in each form")
    func services() throws {
        let read = Self.configuration(
            "smtpd_tls_security_level = may\nrelayhost = up.example",
            """
            smtp      inet  n       -       y       -       -       smtpd
            587       inet  n       -       y       -       -       smtpd -v
              -o smtpd_tls_security_level=encrypt -osmtpd_sasl_auth_enable=yes
            # a comment
              -o { smtpd_milters = inet:127.0.0.1:11332, { unix:/a b, default_action=accept } }
            127.0.0.1:10025 inet n - n - - smtpd -o syslog_name=postfix/$service_name
            [::1]:2525 inet n - n - - smtpd
            broken inet n
            """)
        #expect(read.services.map(\.port) == [25, 587, 10_025, 2_525])
        #expect(read.services.map(\.host) == [nil, nil, "127.0.0.1", "::1"])
        let submission = read.services[1]
        #expect(submission.arguments == ["-v"])
        #expect(read.value("smtpd_tls_security_level", submission) == "encrypt")
        #expect(read.value("smtpd_tls_security_level", read.services[0]) == "may")
        #expect(read.isOn("smtpd_sasl_auth_enable", submission))
        #expect(read.value("relayhost", submission) == "up.example")
        #expect(read.place("smtpd_milters", submission)?.line == 2)
        #expect(read.value("syslog_name", read.services[2]) == "postfix/127.0.0.1:10025")
        let milters = read.list("smtpd_milters", submission)
        #expect(milters == ["inet:127.0.0.1:11332", "{ unix:/a b, default_action=accept }"])
        #expect(milters.map { PostfixList.subject($0) } == ["inet:127.0.0.1:11332", "unix:/a"])
        #expect(read.problems.map(\.line) == [8])
    }

    @Test("tables are told from names and patterns, and their text is read")
    func tables() {
        #expect(
            PostfixTableName("proxy:hash:/etc/postfix/virtual", defaultType: "hash")?.textPath == "/etc/postfix/virtual"
        )
        #expect(PostfixTableName("/etc/postfix/x", defaultType: "lmdb")?.type == "lmdb")
        #expect(PostfixTableName("mysql:/etc/postfix/x.cf", defaultType: "hash")?.textPath == nil)
        for word in ["example.com", "[2001:db8::1]/64", "smtp:[host]:25"] {
            #expect(PostfixTableName(word, defaultType: "hash") == nil)
        }
        let table = PostfixTable(
            text: "info@example.com  a@example.net,\n  b\n/^x y$/i REDIRECT z@example.net\nlonely\n", path: "t")
        #expect(table.entries.map(\.key) == ["info@example.com", "/^x y$/i", "lonely"])
        #expect(table.entries.map(\.value) == ["a@example.net,  b", "REDIRECT z@example.net", ""])
    }

    @Test("any bytes are read without an end, and in time that grows with them")
    func hostile() {
        for piece in ["{", "${", "$(a?", "a = b\n ", "\u{0}=\u{202E}\n", "-o {", "x inet n - n - - smtpd -o {a=\n"] {
            let excess = LinearTime().excess(of: { String(repeating: piece, count: $0 / piece.utf8.count) }) { text in
                let read = Self.configuration(text, text)
                _ = read.list("a")
            }
            #expect(excess == nil, "\(piece)")
        }
    }
}
