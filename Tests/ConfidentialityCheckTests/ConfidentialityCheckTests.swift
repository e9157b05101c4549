// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
import MailMessage
import MailServerConfiguration
import Testing

/// The check as a function of what is known.
@Suite("Confidentiality check")
struct ConfidentialityCheckTests {
    private static let safe =
        "compatibility_level = 3.6\nmyhostname = mx.example.com\nmydestination = example.com\n"
        + "smtpd_tls_security_level = may\nsmtp_tls_security_level = may\nsmtpd_tls_auth_only = yes\n"

    private static func findings(_ main: String, master: String = "", aliases: String = "") -> [ExposureFinding] {
        var facts = MailServerFacts()
        facts.postfix = PostfixConfiguration(
            PostfixParameters(text: safe + main, path: "main.cf"), PostfixServices(text: master, path: "master.cf"),
            hostName: "mx")
        facts.aliases = [AliasFile(text: aliases, path: "aliases")]
        facts.site = OwnSite(domains: [".example.org"], networks: [NetworkRange("192.0.2.0/24")].compactMap { $0 })
        return ConfidentialityCheck.report(facts).findings
    }

    @Test(
        "a host is ours on our networks, private ones, of our domains, or without a dot",
        arguments: [
            ("inet:127.0.0.1:1", true), ("inet:192.0.2.9:1", true), ("inet:10.1.2.3:1", true), ("inet:[::1]:1", true),
            ("inet:1@rspamd", true), ("inet:scan.example.com:1", true), ("inet:scan.sub.example.org:1", true),
            ("unix:/run/x", true), ("inet:[fd00::1]:1", true), ("inet:[2001:db8::1]:1", false),
            ("inet:198.51.100.1:1", false), ("inet:1@scan.example.net", false), ("inet:notexample.com:1", false),
        ])
    func hosts(milter: String, isOurs: Bool) {
        let kinds = Self.findings("smtpd_milters = \(milter)").map(\.kind)
        #expect(kinds == (isOurs ? [] : [.milterOutside]))
    }

    @Test("mail stays here for our domains, those below, extensions and names without a domain")
    func addresses() {
        let inside = "a: b@example.com, b+x@EXAMPLE.com, c, \\d, e@sub.example.org, f@localhost, g@mx.example.com"
        #expect(Self.findings("", aliases: inside) == [])
        let outside = Self.findings("", aliases: "a: b@example.net\nc: d@example.net, e@sub.example.com")
        #expect(outside.map(\.names) == [["example.net"], ["sub.example.com"]])
        #expect(outside.first?.evidence == ["aliases:1", "aliases:2"])
        #expect(outside.first?.count == 2)
    }

    @Test("a customer's key in a block list's zone is masked, the rest of the name is not")
    func zones() {
        let found = Self.findings(
            "smtpd_client_restrictions = reject_rbl_client zen.spamhaus.org, "
                + "reject_rbl_client abcdefghijklmnopqrstuvwxyz.zen.dq.spamhaus.net=127.0.0.2, "
                + "reject_rhsbl_sender mysecret.combined.mail.abusix.zone, reject_rbl_client a1b2c3d4e5f6.bl.example.net\n"
                + "postscreen_dnsbl_sites = bl.spamcop.net*2")
        #expect(
            found.first?.names == [
                "zen.spamhaus.org", "KEY.zen.dq.spamhaus.net", "KEY.combined.mail.abusix.zone",
                "KEY.bl.example.net", "bl.spamcop.net",
            ])
        #expect(found.map(\.severity) == [.notice])
    }

    @Test("a password may cross where a service takes it without TLS, and only there")
    func passwords() {
        let main = "smtpd_sasl_auth_enable = yes\nsmtpd_tls_auth_only = no\n"
        let master = """
            smtp inet n - n - - smtpd -o smtpd_sasl_auth_enable=no
            submission inet n - n - - smtpd -o smtpd_tls_security_level=encrypt
            smtps inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
            127.0.0.1:26 inet n - n - - smtpd
            """
        #expect(Self.findings(main, master: master) == [])
        let open = Self.findings(main, master: master + "\n2525 inet n - n - - smtpd -o smtpd_tls_auth_only=no\n")
        #expect(open.map(\.kind) == [.submissionPasswords])
        #expect(open.first?.command == "postconf -P '2525/inet/smtpd_tls_auth_only=yes' && postfix reload")
        #expect(open.first?.evidence == ["main.cf:7: smtpd_sasl_auth_enable"])
        #expect(Self.findings(main + "smtpd_sasl_security_options = noanonymous, noplaintext") == [])
    }

    @Test("old parameters for TLS count as Postfix takes them")
    func oldParameters() {
        #expect(Self.findings("smtp_tls_security_level =\nsmtp_use_tls = yes") == [])
        #expect(Self.findings("smtp_tls_security_level =\nsmtp_enforce_tls = yes") == [])
        #expect(Self.findings("smtp_tls_security_level =").map(\.kind) == [.outgoingWithoutTLS])
        #expect(Self.findings("smtpd_tls_security_level =\nsmtpd_use_tls = yes") == [])
        #expect(Self.findings("smtpd_tls_security_level =\ninet_interfaces = loopback-only") == [])
    }

    @Test("the worst comes first")
    func order() {
        let found = Self.findings(
            "content_filter = smtp:[scan.example.net]\nalways_bcc = a@example.net\n"
                + "smtpd_client_restrictions = reject_rbl_client zen.spamhaus.org", aliases: "a: b@example.net")
        #expect(found.map(\.kind) == [.copyOutside, .filterOutside, .aliasOutside, .blockLists])
    }

    @Test("Dovecot's clear text is none where TLS is required, or for this machine alone")
    func dovecot() {
        func kinds(_ text: String) -> [ExposureKind] {
            var facts = MailServerFacts()
            facts.dovecot = DovecotConfiguration(text: text, path: "d")
            return ConfidentialityCheck.report(facts).findings.map(\.kind)
        }
        #expect(kinds("disable_plaintext_auth = no") == [.cleartextLogins])
        #expect(kinds("auth_allow_cleartext = yes") == [.cleartextLogins])
        #expect(kinds("ssl = required\ndisable_plaintext_auth = no") == [])
        #expect(kinds("remote 127.0.0.1 {\n disable_plaintext_auth = no\n}") == [])
        #expect(kinds("protocol pop3 {\n ssl = no\n}") == [.dovecotWithoutTLS])
        #expect(kinds("listen = 127.0.0.1, ::1\nssl = no") == [])
        #expect(kinds("namespace a {\n type = shared\n}\nmail_plugins {\n acl = yes\n}") == [])
        #expect(kinds("namespace a {\n type = public\n}") == [.sharedWithoutRights])
    }

    @Test("commands take away one setting, or open the place; for another machine there are none")
    func commands() {
        func command(_ main: String) -> String? { Self.findings(main).last?.command }
        #expect(command("default_transport = smtp:[mx.example.net]")?.contains("printf") == true)
        let relay = Self.findings("relayhost = [mx.example.net]:587")
        #expect(relay.map(\.kind) == [.relayOutside, .relayWithoutTLS])
        #expect(relay.first?.command == "postconf -X relayhost && postfix reload")
        #expect(relay.last?.command.contains("'[mx.example.net]:587' >> /etc/postfix/tls_policy") == true)
        #expect(relay.last?.names == ["mx.example.net"])
        let login = "relayhost = [mx.example.net]\nsmtp_sasl_auth_enable = yes\nsmtp_sasl_password_maps = hash:/x"
        #expect(Self.findings(login).last?.names.count == 2)
        let milter = command("smtpd_milters = inet:localhost:1, inet:scan.example.net:1")
        #expect(milter == "${EDITOR:-vi} +7 main.cf && postfix reload")
        var facts = MailServerFacts()
        facts.isThisMachine = false
        facts.dovecot = DovecotConfiguration(text: "ssl = no", path: "d")
        #expect(ConfidentialityCheck.report(facts).findings.map(\.command) == [""])
    }

    @Test("of very many findings some are listed, and the rest is counted, in a moment")
    func many() {
        var facts = MailServerFacts()
        facts.site = OwnSite(domains: ["example.com"])
        let lines = (0..<50_000).map { "a@d\($0).example.net\n" }.joined()
        facts.forwards = [
            PersonalFile(
                owner: "account 1", shownPath: ".forward",
                content: AliasFile(listOf: "a", text: lines, path: ".forward"), command: { _ in "" })
        ]
        let report = ConfidentialityCheck.report(facts)
        #expect(report.findings.count == ExposureReport.maxFindings)
        #expect(report.gaps == [ExposureGap(.findings, .moreFindings(.forwardOutside, 49_800))])
    }
}
