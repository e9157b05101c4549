// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailServerConfiguration
import SiteConfiguration
import TestSupport
import Testing

/// Dovecot's settings and access lists as values.
@Suite("Dovecot's configuration")
struct DovecotConfigurationTests {
    private static let old = """
        # 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf
        # Hostname: mx
        auth_master_user_separator = *
        disable_plaintext_auth = no
        namespace inbox {
          inbox = yes
          mailbox "Sent Messages" {
            special_use = \\Sent
          }
        }
        passdb {
          args = /etc/dovecot/master
          driver = passwd-file
          master = yes
        }
        protocols = " imap lmtp"
        ssl_key = # hidden, use -P to show it
        remote 192.0.2.0/24 {
          protocol imap {
            ssl = no
          }
        }
        """

    @Test("the output of 'doveconf -n' of 2.3 is settings and blocks")
    func version23() {
        let read = DovecotConfiguration(text: Self.old, path: "d")
        #expect(read.version == "2.3.19.1")
        #expect(!read.isVersion24)
        #expect(read.problems == [])
        #expect(read.root.setting("disable_plaintext_auth")?.isOn == false)
        #expect(read.root.setting("disable_plaintext_auth")?.place.line == 4)
        #expect(read.root.setting("protocols")?.words == ["imap", "lmtp"])
        #expect(read.blocks("passdb").map { $0.setting("master")?.isOn } == [true])
        #expect(read.blocks("mailbox").map(\.name) == ["Sent Messages"])
        let found = read.blocksWithContext.first { $0.block.setting("ssl") != nil }
        #expect(found?.context.map(\.kind) == ["remote"])
        #expect(found?.context.first?.name == "192.0.2.0/24")
    }

    @Test("settings of 2.4 have other names, and blocks names of their own")
    func version24() {
        let read = DovecotConfiguration(
            text: """
                # 2.4.1-4 (7d8c0e5759): /etc/dovecot/dovecot.conf
                dovecot_config_version = 2.4.0
                auth_allow_cleartext = yes
                passdb passwd-file {
                  passdb_master = yes
                }
                mail_plugins {
                  acl = yes
                }
                """, path: "d")
        #expect(read.isVersion24)
        #expect(read.root.setting("auth_allow_cleartext")?.isOn == true)
        #expect(read.blocks("passdb").first?.setting("master")?.isOn == true)
        #expect(read.blocks("passdb").first?.name == "passwd-file")
        #expect(read.blocks("mail_plugins").first?.setting("acl")?.isOn == true)
    }

    @Test("a file that was cut, or never was doveconf's output, is read as far as it goes, and that is said")
    func damaged() {
        let read = DovecotConfiguration(text: "a {\n b = c\n}\n}\n!include conf.d/*.conf\nnonsense\nd {\n", path: "d")
        #expect(read.problems.map(\.line) == [4, 5, 6, nil])
        #expect(read.blocks("a").first?.setting("b")?.value == "c")
        let deep = DovecotConfiguration(text: String(repeating: "a {\n", count: 100_000), path: "d")
        #expect(deep.problems.count == 2)
    }

    @Test(
        "what the machine's own doveconf prints has no line that is not read",
        .enabled(if: Program(path: "/usr/bin/doveconf").exists))
    func ownOutput() throws {
        let outcome = try Program(path: "/usr/bin/doveconf").run(["-n"])
        let read = DovecotConfiguration(text: String(decoding: outcome.output, as: UTF8.self), path: "doveconf -n")
        #expect(read.problems == [])
        #expect(read.version != nil)
        #expect(!read.root.settings.isEmpty)
    }

    @Test("an access list says who may read")
    func accessList() {
        let read = DovecotAccessList(
            text:
                "owner lrwstipekxa\nanyone l\nauthenticated lr\nuser=bob lrs\n-user=eve r\n\"group=a b\" :lookup :read\nwhat r\n",
            path: "dovecot-acl")
        #expect(
            read.entries.map(\.identifier) == [
                .owner, .anyone, .authenticated, .user("bob"), .user("eve"), .group("a b"),
            ])
        #expect(read.entries.map(DovecotAccessList.letsRead) == [true, false, true, true, false, true])
        #expect(read.problems.map(\.line) == [7])
    }
}
