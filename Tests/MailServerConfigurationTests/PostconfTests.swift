// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerConfiguration
import TestSupport
import Testing

/// What is read of Postfix's files, compared with what Postfix's own `postconf` says.
@Suite("Postfix's own view", .enabled(if: Program(path: "/usr/sbin/postconf").exists, "there is no Postfix here"))
struct PostconfTests {
    private static let main = """
        compatibility_level = 3.6
        myhostname = mx.example.com
        ours = example.com, ${myhostname}
        mydestination = $ours,
          # a comment in between

            localhost.$mydomain,    localhost
        relay_domains = ${ours?{customer.example}:{none.example}}
        relayhost = ${nothing?[mx.example.net]}${nothing:[relay.example.net]:587}
        smtpd_milters = { inet:127.0.0.1:11332, connect_timeout = 5s }, unix:/run/$mail_owner.sock
        smtpd_recipient_restrictions = reject_rbl_client zen.example.org=127.0.0.[2..11],
            check_policy_service { inet:127.0.0.1:10031, default_action=DUNNO }
        smtp_tls_security_level = ${{$compatibility_level} >=level {3.6} ? {may} : {none}}
        smtpd_tls_auth_only = no
        smtpd_tls_auth_only = yes
        virtual_alias_maps = hash:${config_directory}/virtual
        content_filter = $$literal
        """

    @Test("parameters and built-in defaults expand to what 'postconf -x' prints")
    func parameters() throws {
        let folder = try ScratchFolder()
        try Self.main.write(toFile: folder.path("main.cf"), atomically: true, encoding: .utf8)
        try "".write(toFile: folder.path("master.cf"), atomically: true, encoding: .utf8)
        let text = "\(Self.main)\nconfig_directory = \(folder.root)"
        let read = PostfixConfiguration(PostfixParameters(text: text, path: "main.cf"), hostName: "other.example")
        let names = [
            "mydestination", "relay_domains", "relayhost", "smtpd_milters", "smtpd_recipient_restrictions",
            "smtp_tls_security_level", "smtpd_tls_auth_only", "virtual_alias_maps", "content_filter", "mydomain",
            "myorigin", "virtual_alias_domains", "virtual_mailbox_domains", "default_transport", "relay_transport",
            "local_transport", "virtual_transport", "smtpd_relay_restrictions", "mynetworks_style",
            "non_smtpd_milters", "always_bcc", "sender_bcc_maps", "recipient_bcc_maps", "smtpd_tls_security_level",
            "smtpd_use_tls", "smtpd_enforce_tls", "smtpd_sasl_auth_enable", "smtp_use_tls", "smtp_enforce_tls",
            "smtp_tls_policy_maps", "smtp_tls_wrappermode", "smtpd_tls_wrappermode", "smtp_sasl_security_options",
            "smtp_sasl_tls_security_options", "smtpd_sasl_security_options", "postscreen_dnsbl_sites",
            "sender_dependent_relayhost_maps", "sender_dependent_default_transport_maps", "transport_maps",
            "smtpd_client_restrictions", "smtpd_helo_restrictions", "smtpd_sender_restrictions", "header_checks",
            "mime_header_checks", "milter_header_checks", "smtpd_proxy_filter", "recipient_delimiter",
            "queue_directory",
            "mail_spool_directory", "default_database_type", "luser_relay", "mailbox_transport", "mail_owner",
            "inet_interfaces", "strict_rfc821_envelopes", "address_verify_relayhost",
        ]
        for name in names {
            let outcome = try Program(path: "/usr/sbin/postconf").run(["-c", folder.root, "-h", "-x", name])
            let expected = String(decoding: outcome.output, as: UTF8.self).split { $0.isWhitespace }
            #expect(read.value(name).split { $0.isWhitespace } == expected, "\(name)")
        }
    }

    @Test("what 'postconf -n' and 'postconf -Mf' print reads as the files do")
    func printed() throws {
        let folder = try ScratchFolder()
        try Self.main.write(toFile: folder.path("main.cf"), atomically: true, encoding: .utf8)
        let master = """
            smtp inet n - y - - smtpd
            submission inet n - y - - smtpd
              -o syslog_name=postfix/submission -o { smtpd_milters = inet:127.0.0.1:1, inet:127.0.0.1:2 }
            """
        try master.write(toFile: folder.path("master.cf"), atomically: true, encoding: .utf8)
        func printed(_ option: String) throws -> String {
            let outcome = try Program(path: "/usr/sbin/postconf").run(["-c", folder.root, option])
            return String(decoding: outcome.output, as: UTF8.self)
        }
        let files = PostfixConfiguration(
            PostfixParameters(text: Self.main, path: "f"), PostfixServices(text: master, path: "m"), hostName: "h")
        let output = PostfixConfiguration(
            PostfixParameters(text: try printed("-n"), path: "f"),
            PostfixServices(text: try printed("-Mf"), path: "m"), hostName: "h")
        #expect(output.problems == [])
        for name in ["mydestination", "relayhost", "smtpd_milters", "smtpd_recipient_restrictions"] {
            #expect(output.list(name) == files.list(name), "\(name)")
        }
        #expect(output.services.map(\.port) == files.services.map(\.port))
        #expect(
            output.services.map { output.list("smtpd_milters", $0) }
                == files.services.map { files.list("smtpd_milters", $0) })
    }
}
