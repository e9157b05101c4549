// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailIngest
import MailServerConfiguration
import NightlyBatch
import SiteSetup
import TestSupport
import Testing

@Suite("Where accounts are")
struct DiscoveryTests {
    /// A mail system, what its Dovecot says if it can be asked, the Maildirs of its users, and what is found.
    struct System: Sendable, CustomTestStringConvertible {
        var name: String
        var dovecot: String?
        var postfix: String?
        var maildirs: [String]
        var others: [String] = []
        var pattern: String
        var accounts: [String]
        var testDescription: String { name }
    }

    static let systems: [System] = [
        System(
            name: "Dovecot 2.3 with a path for all",
            dovecot:
                "# 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf\nmail_location = maildir:/srv/post/%d/%n:LAYOUT=fs\n",
            maildirs: ["srv/post/example.org/anna"], pattern: "/srv/post/*/*", accounts: ["example.org/anna"]),
        System(
            name: "Dovecot 2.3 with homes of a static userdb",
            dovecot: """
                # 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf
                mail_location = maildir:~/Maildir
                userdb {
                  args = uid=vmail gid=vmail home=/var/vmail/%d/%n
                  driver = static
                }
                """,
            maildirs: ["var/vmail/example.org/anna/Maildir"], pattern: "/var/vmail/*/*/Maildir",
            accounts: ["example.org/anna"]),
        System(
            name: "Dovecot 2.4",
            dovecot: """
                # 2.4.1 (7d8c0e5759): /etc/dovecot/dovecot.conf
                dovecot_config_version = 2.4.0
                mail_driver = maildir
                mail_home = /var/vmail/%{user | domain | lower}/%{user | username | lower}
                mail_path = %{home}/Maildir
                """,
            maildirs: ["var/vmail/example.org/anna/Maildir"], pattern: "/var/vmail/*/*/Maildir",
            accounts: ["example.org/anna"]),
        System(
            name: "users of the machine",
            dovecot:
                "# 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf\nmail_location = maildir:~/Maildir\nuserdb {\n  driver = passwd\n}\n",
            maildirs: ["home/anna/Maildir"], others: ["home/bert"], pattern: "/home/*/Maildir", accounts: ["anna"]),
        System(
            name: "Postfix delivers to homes", postfix: "home_mailbox = Maildir/\n",
            maildirs: ["home/anna/Maildir"], pattern: "/home/*/Maildir", accounts: ["anna"]),
        System(
            name: "Postfix delivers to virtual mailboxes",
            postfix: "virtual_mailbox_base = /var/mail/vhosts\nvirtual_mailbox_maps = hash:/etc/postfix/vmailbox\n",
            maildirs: ["var/mail/vhosts/example.org/anna"], pattern: "/var/mail/vhosts/*/*",
            accounts: ["example.org/anna"]),
        System(
            name: "ISPConfig", maildirs: ["var/vmail/example.org/anna/Maildir"],
            others: ["usr/local/ispconfig", "var/vmail/example.org/anna/sieve"], pattern: "/var/vmail/*/*/Maildir",
            accounts: ["example.org/anna"]),
        System(
            name: "Mail-in-a-Box", maildirs: ["home/user-data/mail/mailboxes/example.org/anna"],
            others: ["home/user-data/mail/sieve/example.org/anna"],
            pattern: "/home/user-data/mail/mailboxes/*/*", accounts: ["example.org/anna"]),
        System(
            name: "docker-mailserver, from the host",
            maildirs: ["opt/docker-mailserver/docker-data/dms/mail-data/example.org/anna"],
            others: ["opt/docker-mailserver/docker-data/dms/mail-state"],
            pattern: "/opt/docker-mailserver/docker-data/dms/mail-data/*/*", accounts: ["example.org/anna"]),
        System(
            name: "docker-mailserver, in the container",
            dovecot: "# 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf\nmail_location = maildir:/var/mail/%d/%n\n",
            maildirs: ["var/mail/example.org/anna"], pattern: "/var/mail/*/*", accounts: ["example.org/anna"]),
        System(
            name: "mailcow, from the host",
            maildirs: ["var/lib/docker/volumes/mailcowdockerized_vmail-vol-1/_data/example.org/anna"],
            others: ["var/lib/docker/volumes/mailcowdockerized_vmail-vol-1/_data/_garbage/0815_anna"],
            pattern: "/var/lib/docker/volumes/mailcowdockerized_vmail-vol-1/_data/*.*/*",
            accounts: ["example.org/anna"]),
        System(
            name: "iRedMail", maildirs: ["var/vmail/vmail1/example.org/a/n/n/anna-2026.01.01.10.00.00/Maildir"],
            pattern: "/var/vmail/vmail1/*/*/*/*/*/Maildir",
            accounts: ["example.org/a/n/n/anna-2026.01.01.10.00.00"]),
        System(
            name: "Plesk", maildirs: ["var/qmail/mailnames/example.org/anna/Maildir"],
            pattern: "/var/qmail/mailnames/*/*/Maildir", accounts: ["example.org/anna"]),
    ]

    /// A tree of such a system.
    private static func tree(_ maildirs: [String], _ others: [String] = []) throws -> ScratchFolder {
        let folder = try ScratchFolder()
        for path in maildirs.flatMap({ maildir in ["cur", "new", "tmp"].map { "\(maildir)/\($0)" } }) + others {
            try FileManager.default.createDirectory(atPath: folder.path(path), withIntermediateDirectories: true)
        }
        return folder
    }

    private static func evidence(_ system: System) -> ServerEvidence {
        var evidence = ServerEvidence(
            users: UserTable(passwd: "anna:x:1000:1000::/home/anna:/bin/sh\n", group: ""))
        evidence.dovecot = system.dovecot.map { DovecotConfiguration(text: $0, path: "doveconf") }
        evidence.postfix = system.postfix.map {
            PostfixConfiguration(PostfixParameters(text: $0, path: "/etc/postfix/main.cf"), hostName: "mx.example.org")
        }
        return evidence
    }

    private static let empty = "store: /s\nkey: /k\nmodels: /m\nsources: []\n"

    @Test("the layouts of mail systems are known", arguments: systems)
    func layout(system: System) throws {
        let folder = try Self.tree(system.maildirs, system.others)
        let search = AccountSearch(Self.evidence(system).places, root: folder.root)
        let configuration = try NightlyConfiguration(Self.empty, path: "spreu.yaml")
        let places = search.choose(Exclusions(), in: configuration)
        #expect(places.map(\.pattern) == [system.pattern])
        var proposal = SiteProposal()
        proposal.places = places
        let found = try proposal.configuration(root: folder.root).findSources()
        #expect(found.accounts.map(\.name) == system.accounts)
    }

    @Test("the folders that Dovecot names a use of are taken for it, beside the usual ones")
    func specialUse() throws {
        let dovecot = """
            # 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf
            namespace inbox {
              inbox = yes
              prefix = INBOX.
              mailbox Werbung {
                auto = subscribe
                special_use = \\Junk
              }
              mailbox Trash {
                special_use = \\Trash
              }
            }
            """
        var evidence = ServerEvidence(users: UserTable(passwd: "", group: ""))
        evidence.dovecot = DovecotConfiguration(text: dovecot, path: "doveconf")
        var proposal = SiteProposal()
        proposal.take(evidence, domainsOfAccounts: [])
        #expect(proposal.folders == [.spam: ["Werbung"]])
        #expect(proposal.names(for: .spam)?.contains("Junk") == true)
        #expect(proposal.names(for: .trash) == nil)
    }

    @Test(
        "encryption on disk is seen in Dovecot's configuration",
        arguments: [
            ("plugin {\n  mail_crypt_global_public_key = </mail_crypt/ecpubkey.pem\n}\n", true),
            ("mail_plugins = quota mail_crypt\n", true), ("crypt_global_public_key_file = /a.pem\n", true),
            ("mail_plugins = quota\n", false),
            ("plugin {\n  mail_crypt_global_public_key = </a\n  mail_crypt_save_version = 0\n}\n", false),
        ])
    func encryption(text: String, isEncrypted: Bool) {
        let store = DovecotMailStore(
            DovecotConfiguration(text: "# 2.3.19.1 (9b5310): /etc/dovecot/dovecot.conf\n" + text, path: "doveconf"),
            systemHomes: [])
        #expect((store.encryption != nil) == isEncrypted)
    }

    @Test("of Debian's Exim own domains, networks and Maildirs are known")
    func exim() throws {
        let text = """
            # /etc/exim4/update-exim4.conf.conf
            dc_eximconfig_configtype='internet'
            dc_other_hostnames='example.org : mail.example.org'
            dc_local_interfaces='127.0.0.1 ; ::1'
            dc_relay_domains='example.net:*.example.com'
            dc_relay_nets='192.0.2.0/24'
            dc_use_split_config='true'
            dc_localdelivery='maildir_home'
            """
        let exim = EximConfiguration(answers: text, path: "/etc/exim4/update-exim4.conf.conf")
        #expect(exim.domains == ["example.org", "mail.example.org", "example.net"])
        #expect(exim.networks == ["192.0.2.0/24"])
        #expect(exim.isSplit)
        var evidence = ServerEvidence(
            users: UserTable(passwd: "anna:x:1000:1000::/home/anna:/bin/sh\n", group: ""))
        evidence.exim = exim
        #expect(evidence.places.first?.pattern == "/home/*/Maildir")
        var proposal = SiteProposal()
        proposal.take(evidence, domainsOfAccounts: [])
        #expect(proposal.interfaces == [.spamd])
    }
}
