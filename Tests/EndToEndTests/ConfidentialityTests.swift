// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu confidentiality")
struct ConfidentialityTests {
    /// A fault, and the kinds of finding that it makes.
    struct Fault: Sendable, CustomTestStringConvertible {
        let kinds: [String]
        let plant: @Sendable (ConfidentialityTree) throws -> Void

        init(_ kinds: String..., plant: @escaping @Sendable (ConfidentialityTree) throws -> Void) {
            (self.kinds, self.plant) = (kinds, plant)
        }
        var testDescription: String { kinds.joined(separator: ", ") }
    }

    private static let main = "etc/postfix/main.cf"
    private static let sieve = "vmail/annaberg/.dovecot.sieve"

    static let faults: [Fault] = [
        Fault("aliasOutside") { try $0.add("boss: bertram@elsewhere.example\n", to: "etc/aliases") },
        Fault("aliasOutside") { try $0.add("bertram@elsewhere.example\n", to: "etc/list") },
        Fault("aliasOutside") {
            try $0.add("a@example.com b@example.com c@elsewhere.example\n", to: "etc/postfix/virtual")
        },
        Fault("aliasProgram") { try $0.add("rt: \"|/usr/bin/rt-mailgate --token geheim\"\n", to: "etc/aliases") },
        Fault("forwardOutside") { try $0.add("bertram@elsewhere.example\n", to: "home/annaberg/.forward") },
        Fault("forwardProgram") { try $0.add("\"|/usr/bin/vacation geheim\"\n", to: "home/annaberg/.forward") },
        Fault("mailboxProgram") { try $0.add("mailbox_command = /usr/bin/scan -a geheim\n", to: main) },
        Fault("aliasOutside") {
            try $0.add("canonical_maps = inline:{ annaberg@example.com=bertram@elsewhere.example }\n", to: main)
        },
        Fault("ruleOutside") {
            try $0.write("etc/postfix/clients", "198.51.100.0/24 REDIRECT bertram@elsewhere.example\n")
            try $0.add("smtpd_helo_restrictions = check_client_access cidr:/etc/postfix/clients\n", to: main)
        },
        Fault("filterOutside") {
            try $0.add("/^To:/ FILTER smtp:[scan.elsewhere.example]:25\n", to: "etc/postfix/header_checks")
        },
        Fault("relayOutside", "relayWithoutTLS") {
            try $0.add("fallback_transport = smtp:[smtp.elsewhere.example]:587\n", to: main)
        },
        Fault("sieveRedirect") { try $0.add("redirect \"bertram@elsewhere.example\";\n", to: sieve) },
        Fault("sieveVariable") { try $0.add("redirect \"${1}\";\n", to: sieve) },
        Fault("sieveNotify") { try $0.add("notify \"mailto:bertram@elsewhere.example\";\n", to: sieve) },
        Fault("sieveProgram") { try $0.add("pipe \"scan.sh\" [\"geheim\"];\n", to: sieve) },
        Fault("copyOutside") { try $0.add("always_bcc = bertram@elsewhere.example\n", to: main) },
        Fault("copyOutside") {
            try $0.add("sender_bcc_maps = inline:{ annaberg@example.com=bertram@elsewhere.example }\n", to: main)
        },
        Fault("ruleOutside") {
            try $0.add("/^To:/ REDIRECT bertram@elsewhere.example\n", to: "etc/postfix/header_checks")
        },
        Fault("ruleOutside") {
            try $0.write("etc/postfix/milter_checks", "/^X-Spam:/ REDIRECT bertram@elsewhere.example\n")
            try $0.add("milter_header_checks = pcre:/etc/postfix/milter_checks\n", to: main)
        },
        Fault("ruleOutside") {
            try $0.write("etc/postfix/access", "customer.example BCC bertram@elsewhere.example\n")
            try $0.add("smtpd_sender_restrictions = check_sender_access texthash:/etc/postfix/access\n", to: main)
        },
        Fault("redirectsSeen") {
            try $0.add(
                "2026-03-02T10:00:01+00:00 mx dovecot: lmtp(annaberg)<1><s>: sieve: msgid=<a@b>: forwarded to <bertram@elsewhere.example>\n",
                to: "mail.log")
        },
        Fault("relayOutside", "relayWithoutTLS") { try $0.add("relayhost = [smtp.elsewhere.example]:587\n", to: main) },
        Fault("relayOutside") {
            try $0.add("relayhost = [smtp.elsewhere.example]:587\n", to: main)
            try $0.add("[smtp.elsewhere.example]:587 encrypt\n", to: "etc/postfix/tls_policy")
        },
        Fault("relayOutside", "relayWithoutTLS") {
            try $0.add("other.example relay:[smtp.elsewhere.example]:587\n", to: "etc/postfix/transport")
        },
        Fault("filterOutside") { try $0.add("content_filter = scan:[198.51.100.3]:10024\n", to: main) },
        Fault("milterOutside") {
            try $0.add(" -o smtpd_milters=inet:scan.elsewhere.example:11332\n", to: "etc/postfix/master.cf")
        },
        Fault("milterOutside") { try $0.add("non_smtpd_milters = inet:11332@198.51.100.3\n", to: main) },
        Fault("policyServiceOutside") {
            try $0.replace("127.0.0.1:10031", with: "policy.elsewhere.example:10031", in: main)
        },
        Fault("blockLists") {
            try $0.add(
                "smtpd_client_restrictions = reject_rbl_client q7geheimqyzabcdefghijklmno.zen.dq.spamhaus.net=127.0.0.[2..11]\n",
                to: main)
        },
        Fault("publicResolver") { try $0.add("nameserver 8.8.8.8\n", to: "etc/resolv.conf") },
        Fault("reportsOutside") {
            try $0.replace("dmarc@example.com", with: "bertram@reports.example,mailto:a@example.com", in: "zone")
        },
        Fault("failureReportsOutside") {
            try $0.replace("p=none;", with: "p=none; ruf=mailto:bertram@reports.example;", in: "zone")
        },
        Fault("submissionPasswords") { try $0.replace("auth_only = yes", with: "auth_only = no", in: main) },
        Fault("incomingWithoutTLS") {
            try $0.replace("smtpd_tls_security_level = may", with: "smtpd_tls_security_level =", in: main)
        },
        Fault("outgoingWithoutTLS") {
            try $0.replace("smtp_tls_security_level = may", with: "smtp_tls_security_level = none", in: main)
        },
        Fault("weakPolicy") { try $0.add("elsewhere.example none\n", to: "etc/postfix/tls_policy") },
        Fault("cleartextLogins") { try $0.add("disable_plaintext_auth = no\n", to: "doveconf") },
        Fault("dovecotWithoutTLS") { try $0.replace("ssl = yes", with: "ssl = no", in: "doveconf") },
        Fault("cleartextLoginsSeen") {
            try $0.write("mail.log", ConfidentialityTree.log(isLoginSecured: false))
        },
        Fault("sentInClear", "receivedInClear") { try $0.write("mail.log", ConfidentialityTree.log(tls: false)) },
        Fault("cleartextSubmissionsSeen") {
            try $0.add(
                "2026-03-02T10:00:01+00:00 mx postfix/submission/smtpd[9]: 4C0D1E1: client=a[198.51.100.9], sasl_method=PLAIN, sasl_username=annaberg\n",
                to: "mail.log")
        },
        Fault("cloudLogins") { try $0.write("mail.log", ConfidentialityTree.log(login: "52.97.1.2")) },
        Fault("masterUsers") { try $0.add("passdb {\n  master = yes\n}\n", to: "doveconf") },
        Fault("sharedWithoutRights") { try $0.replace("mail_plugins = acl\n", with: "", in: "doveconf") },
        Fault("rightsForAnyone") { try $0.add("plugin {\n  acl_anyone = allow\n}\n", to: "doveconf") },
        Fault("openMailbox") { try $0.add("anyone lr\n", to: "vmail/annaberg/Maildir/dovecot-acl") },
        Fault("sharedMailbox") {
            try $0.write("vmail/annaberg/Maildir/.Sent/dovecot-acl", "user=bertram lrs\n-user=carl r\n")
        },
        Fault("readableByAll") { try $0.mode("vmail/annaberg/Maildir", 0o755) },
        Fault("readableByAll") { try $0.mode("store", 0o755) },
    ]

    /// What only root can plant: a file of another group.
    private static let groupFault = Fault("readableByGroup") { try $0.mode("key", 0o640, group: 8) }
    private static var all: [Fault] { faults + (getuid() == 0 ? [groupFault] : []) }

    private static func kinds(_ outcome: Program.Outcome) throws -> Set<String> {
        Set(try outcome.value["findings"].elements.compactMap { $0["kind"].string })
    }

    @Test("a server with nothing wrong has no finding, nothing that was not looked at, and exit code 0")
    func mended() throws {
        let outcome = try ConfidentialityTree().check()
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(try outcome.value["findings"].elements == [], "\(outcome.text)")
        #expect(try outcome.value["notChecked"].elements == [], "\(outcome.text)")
        #expect(try outcome.value["worst"] == .null)
    }

    @Test("a planted fault is found, and nothing else", arguments: all)
    func planted(fault: Fault) throws {
        let tree = try ConfidentialityTree()
        try fault.plant(tree)
        let outcome = try tree.check()
        #expect(try Self.kinds(outcome) == Set(fault.kinds), "\(outcome.text)")
        #expect(try outcome.value["notChecked"].elements == [], "\(outcome.text)")
        let isNotice = try outcome.value["worst"].string == "notice"
        #expect(outcome.code == (isNotice ? 0 : 14), "\(outcome.errors)")
        for finding in try outcome.value["findings"].elements {
            #expect(!finding["evidence"].elements.isEmpty)
            #expect(finding["why"].string?.contains("{}") == false)
        }
    }

    @Test("a login whose mechanism hides the password is none in clear text")
    func challenge() throws {
        let tree = try ConfidentialityTree()
        let log = ConfidentialityTree.log(isLoginSecured: false).replacing("method=PLAIN", with: "method=CRAM-MD5")
        try tree.write("mail.log", log)
        let outcome = try tree.check()
        #expect(try Self.kinds(outcome) == [], "\(outcome.text)")
    }

    /// What a later fault undoes: another log is written, and a policy has TLS for the relay.
    private static let undone: Set = ["redirectsSeen", "cleartextSubmissionsSeen", "relayWithoutTLS"]

    @Test("all faults together are found, in 80 columns, in both languages, with no name, address or key")
    func everything() throws {
        let tree = try ConfidentialityTree()
        for fault in Self.all where fault.kinds != ["incomingWithoutTLS"] { try fault.plant(tree) }
        try tree.write(
            "mail.log",
            try String(contentsOfFile: tree.folder.path("mail.log"), encoding: .utf8)
                + ConfidentialityTree.log(tls: false, login: "52.97.1.2", isLoginSecured: false))
        let json = try tree.check()
        let expected = Set(Self.all.flatMap(\.kinds)).subtracting(["incomingWithoutTLS"])
        #expect(
            expected.subtracting(try Self.kinds(json)).subtracting(Self.undone) == [])
        for language in ["en", "de"] {
            let page = tree.folder.path("page.html")
            let text = try tree.check(["--language", language, "--html", page])
            let html = try String(contentsOfFile: page, encoding: .utf8)
            #expect(text.code == 14)
            for output in [text.text, html, json.text] {
                // Paths in commands hold the scratch folder alone.
                for secret in ["annaberg", "bertram", "geheim", "q7g", "<script"] {
                    #expect(!output.contains(secret), "\(secret)")
                }
            }
            #expect(html.contains(language == "de" ? "Wer sieht unsere Post?" : "Who sees our mail?"))
            let commands = try json.value["findings"].elements.compactMap { $0["command"].string }
            for line in text.text.split(separator: "\n") where !commands.contains(where: { line.contains($0) }) {
                // A path has no place to be broken at.
                if line.contains(tree.folder.root) { continue }
                #expect(line.count <= 80, "\(line)")
            }
        }
    }

    @Test("what is missing is said, and is no good news")
    func missing() throws {
        let folder = try ScratchFolder()
        let outcome = try Program("spreu").run(
            ["confidentiality", "--root", folder.root, "--json"], environment: ["SPREU_CONFIG": folder.path("none")])
        #expect(outcome.code == 78)
        let tree = try ConfidentialityTree()
        let bare = try Program("spreu").run([
            "confidentiality", "--root", folder.root, "--config", tree.folder.path("spreu.yaml"), "--json",
        ])
        #expect(bare.code == 4, "\(bare.errors)")
        let areas = Set(try bare.value["notChecked"].elements.compactMap { $0["area"].string })
        #expect(areas == ["postfix", "dovecot", "aliases", "resolver", "zone", "logs"])
        try tree.add("virtual_alias_maps = mysql:/etc/postfix/sql.cf\nrelayhost = $\nbroken\n", to: Self.main)
        let half = try tree.check()
        let reasons = try half.value["notChecked"].elements.compactMap { $0["reason"].string }
        #expect(reasons.contains { $0.contains("mysql:/etc/postfix/sql.cf") }, "\(reasons)")
        #expect(reasons.contains { $0.contains("relayhost") })
        #expect(reasons.contains { $0.contains("main.cf:22") })
    }

    @Test("names are shown where the site says so, and excluded accounts never")
    func people() throws {
        let tree = try ConfidentialityTree()
        try tree.add("redirect \"bertram@elsewhere.example\";\n", to: Self.sieve)
        try tree.add("people: names\n", to: "spreu.yaml")
        let named = try tree.check()
        #expect(named.text.contains("annaberg/.dovecot.sieve:2"))
        #expect(!named.text.contains("bertram"))
        try tree.add("exclude:\n  accounts: [annaberg]\n", to: "spreu.yaml")
        let excluded = try tree.check()
        #expect(try Self.kinds(excluded) == [], "\(excluded.text)")
    }

    @Test("scripts belong to the account that their path names; excluded ones stay closed, and no name is shown")
    func scriptsByName() throws {
        let tree = try ConfidentialityTree()
        try tree.add("plugin {\n  sieve = /var/vmail/sieve/%d/%Ln.sieve\n}\n", to: "doveconf")
        for name in ["betriebsrat", "hans.mueller"] {
            try tree.write(
                "var/vmail/sieve/example.com/\(name).sieve", "redirect \"\(name)@elsewhere.example\";\n")
        }
        try tree.add("exclude:\n  accounts: [betriebsrat@*]\n", to: "spreu.yaml")
        let outcome = try tree.check()
        let redirects = try outcome.value["findings"].elements.filter { $0["kind"].string == "sieveRedirect" }
        #expect(redirects.flatMap { $0["evidence"].elements }.count == 1, "\(outcome.text)")
        #expect(!outcome.text.contains("betriebsrat") && !outcome.text.contains("hans"), "\(outcome.text)")
        #expect(outcome.text.contains("%Ln.sieve:1"), "\(outcome.text)")
    }

    @Test("an account that is excluded by its home, and a folder by its name, are not opened")
    func excludedPlaces() throws {
        let tree = try ConfidentialityTree()
        try tree.add("bertram@elsewhere.example\n", to: "home/annaberg/.forward")
        for part in ["cur", "new"] { try tree.write("vmail/annaberg/Maildir/.Betriebsrat/\(part)/1", "A: b\n\nc\n") }
        try tree.write("vmail/annaberg/Maildir/.Betriebsrat/dovecot-acl", "anyone lr\n")
        #expect(try Self.kinds(tree.check()) == ["forwardOutside", "openMailbox"])
        try tree.add("exclude:\n  accounts: [/home/annaberg]\n  folders: [Betriebsrat]\n", to: "spreu.yaml")
        let excluded = try tree.check()
        #expect(try Self.kinds(excluded) == [], "\(excluded.text)")
    }

    @Test("a link that a user lays to an account that stays closed does not open it")
    func linked() throws {
        let tree = try ConfidentialityTree()
        try tree.write("home/boss/.forward", "boss@elsewhere.example\n")
        try tree.add("boss:x:1077:1077::/home/boss:/bin/sh\n", to: "etc/passwd")
        let link = tree.folder.path("home/annaberg/.forward")
        try FileManager.default.removeItem(atPath: link)
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: tree.folder.path("home/boss/.forward"))
        #expect(try Self.kinds(tree.check()) == ["forwardOutside"])
        try tree.add("exclude:\n  accounts: [/home/boss]\n", to: "spreu.yaml")
        let excluded = try tree.check()
        #expect(try Self.kinds(excluded) == [] && excluded.text.contains("a link that leads elsewhere"))
    }

    @Test("what is not read is said: tables of aliases elsewhere, lists and scripts that users' files include")
    func gaps() throws {
        let tree = try ConfidentialityTree()
        try tree.replace("hash:/etc/aliases", with: "hash:/etc/aliases, ldap:/etc/ldap.cf", in: Self.main)
        try tree.add(":include:/home/annaberg/list\n", to: "home/annaberg/.forward")
        try tree.add("include :personal \"geheim\";\n", to: Self.sieve)
        let outcome = try tree.check()
        let areas = try outcome.value["notChecked"].elements.compactMap { $0["area"].string }
        #expect(areas.sorted() == ["forwards", "forwards", "tables"], "\(outcome.text)")
        #expect(outcome.code == 4 && !outcome.text.contains("geheim"))
        let german = try tree.check(["--language", "de"])
        #expect(german.text.contains("was sie einbinden"))
    }

    @Test("a key that the filter's group may read is as it is prescribed", .enabled(if: getuid() == 0))
    func keyGroup() throws {
        let tree = try ConfidentialityTree()
        try tree.mode("key", 0o640, group: 8)
        try tree.write("etc/group", "root:x:0:\nspreu:x:8:\n")
        #expect(try Self.kinds(tree.check()) == [])
    }

    @Test("garbage in every file costs lines in the report, never a crash or a hang")
    func garbage() throws {
        let samples: [[UInt8]] = [
            [], [0], Array(repeating: 0x7b, count: 200_000), (0..<65_536).map { UInt8(truncatingIfNeeded: $0 &* 31) },
            Array("\u{202E}\u{1B}[31m=${a?${b:{\n".utf8),
            Array(String(repeating: "a: \"|(\n -o {x={\n", count: 5_000).utf8),
        ]
        for sample in samples {
            let tree = try ConfidentialityTree()
            for name in [
                "etc/postfix/main.cf", "etc/postfix/master.cf", "etc/aliases", "etc/list", "etc/postfix/virtual",
                "doveconf", Self.sieve, "home/annaberg/.forward", "vmail/annaberg/Maildir/dovecot-acl", "zone",
                "mail.log", "etc/resolv.conf", "etc/passwd", "etc/hostname",
            ] {
                try Data(sample).write(to: URL(fileURLWithPath: tree.folder.path(name)))
            }
            let outcome = try tree.check([])
            #expect([0, 4, 14].contains(outcome.code), "\(outcome.code) \(outcome.errors)")
            #expect(!outcome.text.contains("\u{1B}") && !outcome.text.contains("\u{202E}"))
        }
    }
}
