// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import SiteConfiguration
import TestSupport
import Testing

/// Aliases, `.forward` and Sieve as values.
@Suite("Where mail is sent on to")
struct ForwardingTests {
    @Test("aliases go to addresses, programs, files and lists, quoted or not")
    func aliases() {
        let read = AliasFile(
            text: """
                # a comment
                root: admin@example.net, \\bob
                "first last": "|/usr/bin/prog -a, b", "/var/mail/a b",
                   :include:/etc/list
                info: Somebody Else <else@Example.ORG.> (a, comment)
                broken
                """, path: "aliases")
        #expect(read.entries.map(\.name) == ["root", "first last", "info"])
        #expect(read.entries[0].targets == [.address("admin@example.net"), .address("bob")])
        #expect(
            read.entries[1].targets == [
                .command("/usr/bin/prog -a, b"), .file("/var/mail/a b"), .included("/etc/list"),
            ])
        #expect(read.entries[2].targets.map(\.domain) == ["example.org"])
        #expect(read.entries[2].place.line == 5)
        #expect(read.problems.map(\.line) == [6])
    }

    @Test("a .forward is a list without names")
    func forward() {
        let read = AliasFile(
            listOf: "u", text: "# mine\n\\u, me@example.net\n\"|exec /usr/bin/procmail\"\n", path: ".forward")
        #expect(
            read.entries.flatMap(\.targets) == [
                .address("u"), .address("me@example.net"), .command("exec /usr/bin/procmail"),
            ])
        #expect(read.entries.map(\.place.line) == [2, 3])
    }

    @Test("of a script its redirects count, not what comments and strings say")
    func sieve() {
        let read = SieveScript(
            text: """
                require ["copy", "variables"]; # redirect "no@example.net";
                /* redirect "no@example.net"; */ /**/ /*/ redirect "no@example.net"; */
                if header :contains "subject" "redirect \\"no@example.net\\";" {
                  redirect :copy "yes@example.net";
                }
                vacation text:
                redirect "no@example.net";
                ..
                .
                ;
                if true { redirect "last\\@example.net"; } else { fileinto "x"; }
                redirect "${to}";
                include :personal "more";
                notify :message "new" "mailto:phone@example.org";
                pipe :copy "script" ["redirect"];
                """, path: "s")
        #expect(read.problem == nil)
        #expect(read.sendings.map(\.kind) == [.redirect, .redirect, .redirect, .notify, .program])
        #expect(
            read.sendings.map(\.target) == [
                "yes@example.net", "last@example.net", "${to}", "mailto:phone@example.org", "script",
            ])
        #expect(read.sendings.map(\.copies) == [true, false, false, false, true])
        #expect(read.sendings.map(\.isVariable) == [false, false, true, false, false])
        #expect(read.sendings.map(\.place.line) == [4, 11, 12, 14, 15])
        #expect(read.included == ["more"])
    }

    @Test(
        "a script that breaks off is read as far as it goes",
        arguments: [
            "redirect \"a@b.example\"; redirect \"c", "redirect \"a@b.example\"; /* x",
            "redirect \"a@b.example\"; text:\nx", "redirect \"a@b.example\"; \u{1}", "redirect \"a@b.example\"; keep",
        ])
    func broken(text: String) {
        let read = SieveScript(text: text, path: "s")
        #expect(read.sendings.map(\.target) == ["a@b.example"])
        #expect(read.problem != nil)
    }

    @Test("resolvers and records are read from their files")
    func names() {
        let servers = ResolverFile(text: "# x\nnameserver 127.0.0.53\n nameserver fe80::1%eth0\nsearch a\n", path: "r")
            .servers
        #expect(servers.map(\.address) == ["127.0.0.53", "fe80::1"])
        let zone = ZoneFile(
            text: """
                $ORIGIN example.com.
                @ IN SOA ns hostmaster ( 1 2
                  3 4 5 )
                  IN TXT "v=spf1 -all"
                _dmarc 3600 IN TXT ( "v=DMARC1; p=none; rua=mailto:a@example.com,mailto:x@reports.example!10m;" ; comment
                   " ruf=mailto:f@other.example" )
                _smtp._tls.example.com. TXT "v=TLSRPTv1; rua=https://tls.example:8443/x"
                """, path: "z"
        ).records
        #expect(zone.map(\.name) == ["example.com", "_dmarc.example.com", "_smtp._tls.example.com"])
        let receivers = zone.compactMap { ReportAddresses($0.text) }.flatMap(\.receivers)
        #expect(receivers.map(\.domain) == ["example.com", "reports.example", "other.example", "tls.example"])
        #expect(receivers.map(\.kind) == [.aggregate, .aggregate, .failure, .tls])
    }

    @Test("any text is read in time that grows with it")
    func hostile() {
        for piece in ["(", "\"", "a: \"|", "text:\n.", "redirect \"", "/*", "/* */", "a,", "( ; \"", ":a", "user=\n"] {
            let excess = LinearTime().excess(of: { String(repeating: piece, count: $0 / piece.utf8.count) }) { text in
                _ = AliasFile(text: text, path: "a")
                _ = SieveScript(text: text, path: "s")
                _ = ZoneFile(text: text, path: "z")
                _ = DovecotAccessList(text: text, path: "d")
                _ = DovecotConfiguration(text: text, path: "c")
            }
            #expect(excess == nil, "\(piece)")
        }
    }
}
