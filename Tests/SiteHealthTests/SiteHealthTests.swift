// SPDX-License-Identifier: Apache-2.0
import DurableFiles
import Foundation
import Glibc
import MailServerConfiguration
import NightlyBatch
import SiteHealth
import TestSupport
import Testing

@Suite("Health of a site")
struct SiteHealthTests {
    /// A site of which nothing but this is known.
    private static func facts(_ change: (inout SiteFacts) -> Void = { _ in }) -> SiteFacts {
        var facts = SiteFacts(
            now: 1_000_000, files: SiteFiles(site: "/etc/spreu/spreu.yaml", filter: "/etc/spreu/spreud.yaml"))
        facts.users.nightly = UserIdentity(name: "spreu", number: 900, groups: [900])
        change(&facts)
        return facts
    }

    private static func kinds(_ change: (inout SiteFacts) -> Void) -> [HealthKind] {
        SiteHealth.report(facts(change)).findings.map(\.kind)
    }

    private static func night(
        hours: Int64, _ outcome: LastNight.Outcome, warned: Bool = false, unread: Int? = 0
    ) -> NightFacts {
        .last(
            LastNight(
                started: 1_000_000 - hours * 3_600, outcome: outcome, detail: "why", hasWarnings: warned,
                unread: unread))
    }

    @Test("of what is not known nothing is found, and a missing user is")
    func empty() {
        #expect(Self.kinds { _ in } == [])
        #expect(Self.kinds { $0.users.nightly = nil } == [.noUser])
    }

    @Test(
        "a night is judged by its end and its age",
        arguments: [
            (night(hours: 8, .done), []), (night(hours: 8, .done, warned: true), [.nightWarned]),
            (night(hours: 8, .failed), [.nightFailed]), (night(hours: 8, .refused), [.nightRefused]),
            (night(hours: 8, .unfinished), []), (night(hours: 13, .unfinished), [.nightUnfinished]),
            (night(hours: 31, .done), [.nightLate]), (night(hours: -2, .done), [.clockBehind]),
            (night(hours: 8, .done, unread: 2), [.unreadMail]), (NightFacts.none, [.noNight]),
        ] as [(NightFacts, [HealthKind])])
    func nights(night: NightFacts, expected: [HealthKind]) {
        #expect(Self.kinds { $0.night = night } == expected)
    }

    @Test("a night that is missed is worse than one that is late")
    func late() {
        func worst(_ hours: Int64) -> HealthSeverity? {
            SiteHealth.report(Self.facts { $0.night = Self.night(hours: hours, .done) }).worst
        }
        #expect(worst(29) == nil && worst(31) == .warning && worst(55) == .critical)
    }

    @Test("a model of another extractor is critical: a filter that is started refuses it")
    func extractor() throws {
        let report = SiteHealth.report(
            Self.facts { $0.learning.model = .otherExtractor(model: 5, program: 6) })
        let finding = try #require(report.findings.first)
        #expect(finding.kind == .modelExtractor && finding.severity == .critical && finding.names == ["5", "6"])
        #expect(finding.commands == ["sudo -u spreu spreu nightly --config /etc/spreu/spreu.yaml"])
    }

    @Test("a missing model is told once: not beside a missing night, and while nothing counts as a warning")
    func noModel() {
        #expect(Self.kinds { ($0.learning.model, $0.night) = (.missing, .none) } == [.noNight])
        #expect(
            Self.kinds { ($0.learning.model, $0.night) = (.missing, Self.night(hours: 8, .waiting)) } == [.modelWaiting]
        )
        #expect(
            Self.kinds { ($0.learning.model, $0.night) = (.missing, Self.night(hours: 8, .refused)) } == [
                .noModel, .nightRefused,
            ])
    }

    @Test("disks: read-only before full, full before tight, and no inodes is full")
    func disks() {
        func kinds(free: Int, _ change: (inout DiskFacts) -> Void = { _ in }) -> [HealthKind] {
            var disk = DiskFacts(path: "/var/lib/spreu", free: free, needed: 100 << 20, neededToReread: 900 << 20)
            change(&disk)
            return Self.kinds { $0.disks = [disk] }
        }
        #expect(kinds(free: 2 << 30) == [])
        #expect(kinds(free: 500 << 20) == [.diskTight])
        #expect(kinds(free: 99 << 20) == [.diskFull])
        #expect(kinds(free: 2 << 30) { $0.hasInodes = false } == [.diskFull])
        #expect(kinds(free: 0) { $0.isReadOnly = true } == [.diskReadOnly])
    }

    @Test("an unset clock, and a filter that refuses, are told")
    func machine() {
        #expect(Self.kinds { $0.isClockSet = false } == [.clockUnsynchronised])
        #expect(Self.kinds { $0.files.filterRefusal = "spreud: error: no" } == [.filterRefuses])
    }

    @Test(
        "who is to set the clock is what is there, and installed first where nothing is",
        arguments: ClockKeeper.allCases)
    func clock(keeper: ClockKeeper) throws {
        let report = SiteHealth.report(
            Self.facts {
                $0.isClockSet = false
                $0.clockKeeper = keeper
            })
        let finding = try #require(report.findings.first { $0.kind == .clockUnsynchronised })
        #expect(finding.commands.first == (keeper == .none ? "apt install systemd-timesyncd" : keeper.commands.first))
        // timedatectl fails where it knows no service to switch on.
        let asksTimedatectl = finding.commands.contains { $0.hasPrefix("timedatectl") }
        #expect(asksTimedatectl == [.none, .timesyncd].contains(keeper))
    }

    @Test("units: what systemd says of them, and a cron table in the timer's place")
    func units() {
        let text = """
            Id=spreu-nightly.timer
            ActiveState=inactive
            UnitFileState=disabled

            Id=spreud.service
            ActiveState=failed
            UnitFileState=enabled

            """
        let states = UnitFacts.states(text)
        #expect(states["spreud.service"]?.hasFailed == true && states["spreud.service"]?.isEnabled == true)
        var units = UnitFacts()
        units.units = states.sorted { $0.key < $1.key }.map { name, state in
            var unit = UnitFacts.Unit(name, isEnabled: state.isEnabled)
            unit.hasFailed = state.hasFailed
            return unit
        }
        #expect(Self.kinds { $0.units = units } == [.noTimer, .unitFailed])
        units.hasCron = true
        #expect(Self.kinds { $0.units = units } == [.unitFailed])
        #expect(UnitFacts.states("garbage\n=\n\nId=\n").count <= 1)
    }

    @Test("for another machine's files no commands are advised")
    func otherMachine() throws {
        let report = SiteHealth.report(
            Self.facts {
                $0.isThisMachine = false
                $0.night = .none
            })
        #expect(try #require(report.findings.first).commands == [])
    }

    @Test("an area with a gap is not fine, and one that the site does not have is none")
    func states() {
        let report = SiteHealth.report(
            Self.facts {
                $0.gaps = [HealthGap(.clock, .otherMachine), HealthGap(.dovecot, .otherMachine)]
                $0.without = [.dovecot]
            })
        #expect(report.state(.clock) == .notChecked && report.state(.dovecot) == .none && report.state(.disk) == .fine)
        #expect(report.gaps.map(\.area) == [.clock])
    }

    // MARK: Postfix

    private static func postfix(_ main: String, _ master: String = "smtp inet n - y - - smtpd\n")
        -> PostfixConfiguration
    {
        PostfixConfiguration(
            PostfixParameters(text: main, path: "main.cf"), PostfixServices(text: master, path: "master.cf"),
            hostName: "mx.example.org")
    }

    private static func milter(_ address: String) -> FilterFacts {
        var filter = FilterFacts()
        filter.listeners = [FilterFacts.Listener(name: "milter", address: address, answer: .alive)]
        return filter
    }

    @Test(
        "our milter is known in each way in which Postfix writes it",
        arguments: [
            ("unix:/var/spool/postfix/spreu/milter.sock", "unix:spreu/milter.sock"),
            ("unix:/var/spool/postfix/spreu/milter.sock", "unix:/spreu/milter.sock"),
            ("unix:/var/spool/postfix/spreu/milter.sock", "{ unix:spreu//./milter.sock, default_action=accept }"),
            ("127.0.0.1:7777", "inet:127.0.0.1:7777"), ("127.0.0.1:7777", "inet:7777@localhost"),
            ("127.0.0.1:7777", "inet:localhost:7777"), ("[::1]:7777", "inet:[::1]:7777"),
        ])
    func spellings(address: String, word: String) {
        let main = "smtpd_milters = \(word)\nnon_smtpd_milters = $smtpd_milters\nmilter_default_action = accept\n"
        let kinds = Self.kinds {
            $0.filter = Self.milter(address)
            $0.postfix = Self.postfix(main)
        }
        // A path from the root of the chroot is right for smtpd, and wrong for cleanup where that has none.
        #expect(kinds.filter { $0 != .localMailUnfiltered } == [], "\(word)")
    }

    @Test("another milter is none of ours, and stays in the list that is advised, quoted")
    func advice() throws {
        let report = SiteHealth.report(
            Self.facts {
                $0.filter = Self.milter("unix:/var/spool/postfix/spreu/milter.sock")
                $0.postfix = Self.postfix(
                    "smtpd_milters = inet:127.0.0.1:8891, { unix:o'pendkim, default_action=accept }\n")
            })
        let finding = try #require(report.findings.first { $0.kind == .milterMissing })
        #expect(
            finding.commands == [
                #"postconf -e 'smtpd_milters = inet:127.0.0.1:8891, { unix:o'\''pendkim, default_action=accept }, { unix:spreu/milter.sock, default_action=accept, connect_timeout=5s }' && postfix reload"#
            ])
    }

    @Test("with postscreen in front it is smtpd behind it that has to ask")
    func postscreen() {
        let master = "smtp inet n - y - 1 postscreen\nsmtpd pass - - y - - smtpd -o smtpd_milters=\n"
        let main =
            "smtpd_milters = { unix:spreu/milter.sock, default_action=accept }\nnon_smtpd_milters = $smtpd_milters\n"
        let kinds = Self.kinds {
            $0.filter = Self.milter("unix:/var/spool/postfix/spreu/milter.sock")
            $0.postfix = Self.postfix(main, master)
        }
        #expect(kinds == [.milterMissing])
    }

    @Test("a filter without a milter asks nothing of Postfix, which is then not judged, and not green")
    func noMilter() {
        let report = SiteHealth.report(
            Self.facts {
                $0.filter = FilterFacts()
                $0.postfix = Self.postfix("")
            })
        #expect(report.findings == [])
        #expect(report.state(.postfix) == .notChecked && report.gaps.map(\.reason) == [.noMilter])
    }

    // MARK: permissions

    /// A log of a group, which the nights' user may not read.
    private static func log(mode: Int, _ check: (String, UInt32) throws -> Void) throws {
        let folder = try ScratchFolder()
        let path = folder.path("mail.log")
        try Data().write(to: URL(fileURLWithPath: path))
        if geteuid() == 0 { #expect(chown(path, 0, 4_321) == 0) }
        chmod(path, mode_t(mode))
        try check(path, try #require(FileStatus(path)).group)
    }

    private static func advice(on log: String, groups: [UInt32: String]) -> [String] {
        let user = UserIdentity(name: "spreu", number: 54_321, groups: [54_321])
        return SiteHealth.report(
            facts {
                $0.groupNames = groups
                $0.needs = [
                    AccessNeed(
                        .log, steps: [AccessNeed.Step(path: log, rights: FilePermissions(log))], user: user,
                        wanted: .read)
                ]
            }
        ).findings.flatMap(\.commands)
    }

    @Test("who is to read a log joins the log's own group, unless it has none that may read it")
    func logs() throws {
        try Self.log(mode: 0o640) { path, group in
            #expect(
                Self.advice(on: path, groups: [group: "systemd-journal"]) == ["usermod -a -G systemd-journal spreu"])
            #expect(Self.advice(on: path, groups: [:]) == ["setfacl -m u:spreu:r \(path)"])
        }
        try Self.log(mode: 0o600) { path, group in
            #expect(Self.advice(on: path, groups: [group: "adm"]) == ["setfacl -m u:spreu:r \(path)"])
        }
    }

    @Test("models that every user can read are a warning, with the command")
    func openModels() throws {
        let report = SiteHealth.report(
            Self.facts { $0.openModels = SecretFile(role: .models, path: "/srv/models", mode: 0o755) })
        let finding = try #require(report.findings.first { $0.kind == .modelsOpen })
        #expect(finding.severity == .warning && finding.commands == ["chmod o-rwx /srv/models"])
        #expect(finding.evidence == ["/srv/models (755)"] && finding.kind.isOfPermissions)
    }

    @Test("commands for Maildirs go round what is excluded in them; a folder of somebody else's is handed to nobody")
    func excluded() throws {
        let folder = try ScratchFolder()
        chmod(folder.root, 0o700)
        let user = UserIdentity(name: "spreu", number: 54_321, groups: [54_321])
        func report(_ role: AccessNeed.Role) -> HealthReport {
            SiteHealth.report(
                Self.facts {
                    $0.exclude.folders = ["Personal"]
                    $0.closedToNew = [("account 1", "/var/vmail/anna")]
                    $0.openExclusions = ["/var/vmail/anna/.Personal"]
                    $0.needs = [
                        AccessNeed(
                            role, steps: [AccessNeed.Step(path: folder.root, rights: FilePermissions(folder.root))],
                            user: user, wanted: [.read, .execute])
                    ]
                })
        }
        let commands = report(.maildir).findings.flatMap { $0.commands + $0.namingCommands }
            .filter { !$0.hasPrefix("spreu doctor") }
        #expect(commands.contains { $0.hasPrefix("find \(folder.root) -mindepth 1") })
        #expect(commands.filter { $0.contains("-R") } == [])
        #expect(commands.contains { $0.hasPrefix("find /var/vmail/anna/.Personal -maxdepth 0 -type d ") })
        let foreign = try #require(report(.store).findings.first { $0.kind == .closed })
        #expect(foreign.commands == [])
    }

    @Test("of a night that failed it is told when it began, and why")
    func failed() throws {
        let report = SiteHealth.report(Self.facts { $0.night = Self.night(hours: 8, .failed) })
        let finding = try #require(report.findings.first)
        #expect(finding.names == ["8"] && finding.evidence == ["why"])
    }
}
