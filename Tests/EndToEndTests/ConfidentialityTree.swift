// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport

/// A mail server's files below a folder, with nothing wrong; faults are planted in it.
struct ConfidentialityTree {
    let folder: ScratchFolder
    private(set) var extra: [String] = []

    private static let files: [String: String] = [
        "etc/hostname": "mx\n",
        "etc/passwd": "root:x:0:0:root:/root:/bin/sh\nannaberg:x:1000:1000::/home/annaberg:/bin/sh\n",
        "etc/resolv.conf": "nameserver 127.0.0.1\n",
        "etc/aliases": "root: annaberg@example.com\nall: :include:/etc/list\ncron: annaberg+cron\n",
        "etc/list": "annaberg@example.com\n",
        "etc/postfix/main.cf": """
        compatibility_level = 3.6
        myhostname = mx.example.com
        mydestination = $myhostname, localhost
        virtual_mailbox_domains = example.com
        virtual_alias_maps = hash:/etc/postfix/virtual
        alias_maps = hash:/etc/aliases
        mynetworks = 127.0.0.0/8 192.0.2.0/24
        recipient_delimiter = +
        smtpd_tls_security_level = may
        smtpd_tls_auth_only = yes
        smtpd_sasl_auth_enable = yes
        smtp_tls_security_level = may
        smtp_tls_policy_maps = texthash:/etc/postfix/tls_policy
        smtpd_milters = inet:127.0.0.1:11332, { unix:/run/spreud/milter.sock, default_action=accept }
        non_smtpd_milters = $smtpd_milters
        transport_maps = texthash:/etc/postfix/transport
        header_checks = pcre:/etc/postfix/header_checks
        smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination,
            check_policy_service { inet:127.0.0.1:10031, default_action=DUNNO }

        """,
        "etc/postfix/master.cf": """
        smtp inet n - y - - smtpd
        submission inet n - y - - smtpd
          -o smtpd_tls_security_level=encrypt
        127.0.0.1:10025 inet n - y - - smtpd
          -o smtpd_tls_auth_only=no

        """,
        "etc/postfix/virtual": "info@example.com annaberg@example.com, annaberg+info\n",
        "etc/postfix/transport": "partner.example smtp:[mx.partner.example]\nexample.com lmtp:unix:private/lmtp\n",
        "etc/postfix/tls_policy": "customer.example encrypt\n",
        "etc/postfix/header_checks": "/^X-Loop:/ REDIRECT annaberg@example.com\n",
        "doveconf": """
        # 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf
        mail_plugins = acl
        namespace {
          prefix = shared/%%u/
          type = shared
        }
        passdb {
          driver = pam
        }
        ssl = yes

        """,
        "home/annaberg/.forward": "\\annaberg\n",
        "vmail/annaberg/.dovecot.sieve":
            "require \"copy\"; redirect :copy \"bertram@example.com\"; # x@elsewhere.example\n",
        "vmail/annaberg/Maildir/dovecot-acl": "owner lrwstipekxa\n",
        "zone": "$ORIGIN example.com.\n_dmarc TXT \"v=DMARC1; p=none; rua=mailto:dmarc@example.com\"\n",
        "mail.log": log(),
        "key": "secret",
    ]

    static func log(tls: Bool = true, login: String = "198.51.100.9", isLoginSecured: Bool = true) -> String {
        let cipher = "TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)"
        var lines = [
            "postfix/smtpd[1]: connect from mx.partner.example[198.51.100.7]",
            "postfix/smtpd[1]: Anonymous TLS connection established from mx.partner.example[198.51.100.7]: \(cipher)",
            "postfix/smtpd[1]: 4A0D1E1: client=mx.partner.example[198.51.100.7]",
            "postfix/cleanup[2]: 4A0D1E1: message-id=<1@partner.example>",
            "postfix/qmgr[3]: 4A0D1E1: from=<carl@partner.example>, size=1000, nrcpt=1 (queue active)",
            "postfix/lmtp[4]: 4A0D1E1: to=<annaberg@example.com>, relay=mx[private/lmtp], delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent (250 ok)",
            "postfix/qmgr[3]: 4A0D1E1: removed",
            "postfix/smtpd[1]: disconnect from mx.partner.example[198.51.100.7]",
            "postfix/smtp[5]: Trusted TLS connection established to mx.partner.example[198.51.100.7]:25: \(cipher)",
            "postfix/smtp[5]: 4B0D1E1: to=<carl@partner.example>, relay=mx.partner.example[198.51.100.7]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)",
            "postfix/qmgr[3]: 4B0D1E1: removed",
            "dovecot: imap-login: Login: user=<annaberg>, method=PLAIN, rip=\(login), lip=192.0.2.1, mpid=7, \(isLoginSecured ? "TLS, " : "")session=<a>",
        ]
        if !tls {
            lines += lines.prefix(8).filter { !$0.contains("TLS") }.map { $0.replacing("4A0D1E1", with: "4A0D1E2") }
            lines.append(
                lines[9].replacing("4B0D1E1", with: "4B0D1E2").replacing("partner.example", with: "plain.example"))
        }
        return lines.map { "2026-03-02T10:00:00+00:00 mx \($0)\n" }.joined()
    }

    init() throws {
        folder = try ScratchFolder()
        for (name, text) in Self.files { try write(name, text) }
        for name in ["store", "models", "backup", "var/spool/postfix/active", "var/spool/postfix/deferred"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
            try mode(name, 0o700)
        }
        for name in ["vmail/annaberg/Maildir/cur", "vmail/annaberg/Maildir/new"] {
            try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
        }
        try mode("vmail/annaberg/Maildir", 0o700)
        try mode("key", 0o600)
        try write(
            "spreu.yaml",
            """
            store: \(folder.path("store"))
            key: \(folder.path("key"))
            models: \(folder.path("models"))
            sources:
              - maildirs: \(folder.path("vmail"))/*/Maildir

            """)
    }

    func write(_ name: String, _ text: String) throws {
        let path = folder.path(name)
        let place = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    func add(_ text: String, to name: String) throws {
        let old = (try? String(contentsOfFile: folder.path(name), encoding: .utf8)) ?? ""
        try write(name, old + text)
    }

    func replace(_ old: String, with new: String, in name: String) throws {
        try write(name, try String(contentsOfFile: folder.path(name), encoding: .utf8).replacing(old, with: new))
    }

    func mode(_ name: String, _ mode: Int, group: Int? = nil) throws {
        var attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
        if let group { attributes[.groupOwnerAccountID] = group }
        try FileManager.default.setAttributes(attributes, ofItemAtPath: folder.path(name))
    }

    /// Runs the check over the tree.
    func check(_ arguments: [String] = ["--json"]) throws -> Program.Outcome {
        try Program("spreu").run(
            [
                "confidentiality", "--root", folder.root, "--config", folder.path("spreu.yaml"), "--dovecot",
                folder.path("doveconf"), "--logs", folder.path("mail.log"), "--dns-zone", folder.path("zone"),
                "--backup", folder.path("backup"), "--language", "en",
            ] + arguments)
    }
}
