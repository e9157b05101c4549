// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import SiteSetup
import TestSupport
import Testing

@Suite("Lines for the servers")
struct ServerLinesTests {
    /// The blocks for Dovecot, of what it says of itself.
    private func blocks(_ dovecot: String, isSplit: Bool = true, hasScript: Bool = false) -> [ServerLines.Block] {
        var evidence = ServerEvidence(users: UserTable(passwd: "", group: ""))
        evidence.dovecot = DovecotConfiguration(text: dovecot, path: "doveconf")
        evidence.isDovecotSplit = isSplit
        evidence.hasSieveScript = hasScript
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
        let blocks = blocks(configuration, hasScript: true)
        #expect(blocks.map(\.purpose) == [.dovecotDone] && blocks.allSatisfy(\.lines.isEmpty))
    }

    @Test("what is half done is asked for by half", arguments: [version23, version24])
    func half(version: String) {
        let script = blocks(version, hasScript: true)
        #expect(!script.flatMap(\.lines).contains { $0.hasPrefix("install ") } && script.contains { $0.place != nil })
        let setting = blocks(Self.version23 + "plugin {\n  sieve_before = /etc/dovecot/sieve-before.d\n}\n")
        #expect(setting.flatMap(\.lines).contains { $0.hasPrefix("install -m 644 ") })
        #expect(setting.allSatisfy { $0.place == nil })
    }

    /// What is asked for of the units, and of Postfix, where some of it is done.
    private func lines(enabled: Set<String>, main: String = "") -> [ServerLines.Block] {
        var evidence = ServerEvidence(users: UserTable(passwd: "", group: ""))
        evidence.postfix = PostfixConfiguration(
            PostfixParameters(text: main, path: "/etc/postfix/main.cf"), hostName: "mx")
        evidence.enabledUnits = enabled
        return ServerLines(evidence).blocks
    }

    @Test("units that start by themselves are not asked for again")
    func units() {
        func services(_ enabled: Set<String>) -> [String] {
            lines(enabled: enabled).filter { $0.purpose == .services }.flatMap(\.lines)
        }
        #expect(services([]).count == 3)
        #expect(services(["spreu-nightly.timer"]).first?.hasPrefix("sudo -u spreu spreud --check-config") == true)
        #expect(services(["spreud.socket", "spreud.service"]) == ["systemctl enable --now spreu-nightly.timer"])
        #expect(
            services(["spreu-nightly.timer", "spreud.socket"]).last == "systemctl enable --now spreud.service")
        #expect(services(Set(ServerLines.units)) == [])
        #expect(lines(enabled: Set(ServerLines.units)).first?.purpose == .servicesDone)
    }

    @Test("Postfix that asks the filter of mail from outside alone is told the other line")
    func postfix() {
        let asked = "smtpd_milters = unix:spreu/milter.sock\n"
        let commands = lines(enabled: [], main: asked).filter { $0.purpose == .postfix }.flatMap(\.lines)
        #expect(commands == ["postconf -e 'non_smtpd_milters = $smtpd_milters'", "postfix reload"])
        let all = lines(enabled: [], main: asked + "non_smtpd_milters = $smtpd_milters\n")
        #expect(all.contains { $0.purpose == .postfixDone } && !all.contains { $0.purpose == .postfix })
    }

    /// What Debian 12's exim4-config 4.96 writes when it is installed without questions.
    private static let answers = """
        dc_eximconfig_configtype='local'
        dc_other_hostnames='vm'
        dc_local_interfaces='127.0.0.1 ; ::1'
        dc_relay_domains=''
        dc_relay_nets=''
        dc_use_split_config='false'
        dc_localdelivery='mail_spool'

        """

    private func exim(_ answers: String, options: String? = nil, isLight: Bool = false) -> [ServerLines.Block] {
        var evidence = ServerEvidence(users: UserTable(passwd: "", group: ""))
        var exim = EximConfiguration(answers: answers, path: "/etc/exim4/update-exim4.conf.conf")
        if let options {
            exim.takeScanner(of: EximConfiguration(configuration: options, path: "/etc/exim4/exim4.conf.template"))
        }
        (evidence.exim, evidence.isEximLight) = (exim, isLight)
        return ServerLines(evidence).blocks.filter { $0.purpose != .services }
    }

    @Test("Debian's Exim is told in which files, and is read again; the light one is replaced first")
    func exim() {
        let one = exim(Self.answers)
        #expect(one.map(\.purpose) == [.exim, .eximACL, .eximReload])
        #expect(one.compactMap(\.place) == Array(repeating: "/etc/exim4/exim4.conf.template", count: 2))
        #expect(one.last?.lines == ["update-exim4.conf && systemctl reload exim4"])
        let split = exim(Self.answers.replacing("split_config='false'", with: "split_config='true'"))
        #expect(
            split.compactMap(\.place) == [
                "/etc/exim4/conf.d/main/02_spreu", "/etc/exim4/conf.d/acl/40_exim4-config_check_data",
            ])
        let light = exim(Self.answers, isLight: true)
        #expect(light.first?.purpose == .eximLight && light.first?.lines == ["apt install exim4-daemon-heavy"])
    }

    @Test(
        "an Exim that has the filter's address is not asked again; one with another scanner is told where that stands")
    func eximDone() {
        let done = exim(
            Self.answers, options: "# spamd_address = 127.0.0.1 783\nspamd_address = 127.0.0.1 7783 tmo=30s\n")
        #expect(done.map(\.purpose) == [.eximDone] && done.first?.place == "/etc/exim4/exim4.conf.template:2")
        let other = exim(Self.answers, options: "\nspamd_address = 127.0.0.1 783\n")
        #expect(other.first?.place == "/etc/exim4/exim4.conf.template:2" && other.count == 3)
    }

    @Test("another script keeps its setting, and ours is numbered")
    func other() {
        let lines = blocks(Self.version23 + "plugin {\n  sieve_before = /srv/first.sieve\n}\n").flatMap(\.lines)
        #expect(lines.contains("  sieve_before2 = /etc/dovecot/sieve-before.d"), "\(lines)")
    }
}
