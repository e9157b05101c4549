// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import SiteSetup
import TestSupport
import Testing

@Suite("Lines for the servers")
struct ServerLinesTests {
    /// The blocks for Dovecot, of what it says of itself.
    private func blocks(_ dovecot: String, isSplit: Bool = true) -> [ServerLines.Block] {
        var evidence = ServerEvidence(users: UserTable(passwd: "", group: ""))
        evidence.dovecot = DovecotConfiguration(text: dovecot, path: "doveconf")
        evidence.isDovecotSplit = isSplit
        return ServerLines(evidence).blocks.filter { [.dovecot, .dovecotDone].contains($0.purpose) }
    }

    private static let version23 = "# 2.3.19.1 (9b53102964): /etc/dovecot/dovecot.conf\n"
    private static let version24 = "# 2.4.1 (7d8c0e5759): /etc/dovecot/dovecot.conf\ndovecot_config_version = 2.4.0\n"

    @Test("Dovecot's lines go where it reads them", arguments: [version23, version24])
    func place(version: String) {
        #expect(blocks(version).compactMap(\.place) == ["/etc/dovecot/conf.d/90-sieve.conf"])
        #expect(blocks(version, isSplit: false).compactMap(\.place) == ["/etc/dovecot/dovecot.conf"])
    }

    @Test(
        "a script that Dovecot runs already is not asked for again",
        arguments: [
            version23 + "plugin {\n  sieve_before = /etc/dovecot/sieve-before.d\n}\n",
            version24 + "sieve_script spreu {\n  path = /etc/dovecot/sieve-before.d/spreu.sieve\n  type = before\n}\n",
        ])
    func done(configuration: String) {
        let blocks = blocks(configuration)
        #expect(blocks.map(\.purpose) == [.dovecotDone] && blocks.allSatisfy(\.lines.isEmpty))
    }

    @Test("another script keeps its setting, and ours is numbered")
    func other() {
        let lines = blocks(Self.version23 + "plugin {\n  sieve_before = /srv/first.sieve\n}\n").flatMap(\.lines)
        #expect(lines.contains("  sieve_before2 = /etc/dovecot/sieve-before.d"), "\(lines)")
    }
}
