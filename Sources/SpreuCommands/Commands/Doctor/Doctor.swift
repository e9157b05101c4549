// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Glibc
import NightlyBatch
import ReportPages
import SiteHealth
import TextOutput

/// `spreu doctor`: what keeps a site from working.
struct Doctor: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find what keeps a site from working, with the command that mends it.",
        discussion: """
            Looks at permissions, users, key, model, nights, filter, Postfix, Dovecot, timers, disk and clock, and says \
            of each fault where it is and what mends it. Changes nothing. What could not be looked at is listed. Exit \
            code 14: something critical; 4: warnings, or something was not looked at.

            sudo spreu doctor --config /etc/spreu/spreu.yaml
            """)

    @OptionGroup var site: ConfigurationOptions

    @Option(
        help: ArgumentHelp(
            "The filter's configuration. (default: spreud.yaml beside the other)", valueName: "file"))
    var filterConfig: String?

    @Option(help: ArgumentHelp("The user who runs nights and filter.", valueName: "name"))
    var user = "spreu"

    @OptionGroup var server: MailServerOptions

    @Flag(help: "This site has no Postfix: do not look for it.")
    var noPostfix = false

    @Flag(help: "This site has no Dovecot: do not look for it.")
    var noDovecot = false

    @Option(
        help: ArgumentHelp(
            "The server's files lie in this folder: a mounted backup, a container. Nothing is run.",
            valueName: "folder"))
    var root: String?

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print only the commands that mend permissions, with the paths of accounts; run none.")
    var fixPermissions = false

    @Option(help: "The language: en or de. (default: that of LC_ALL, LC_MESSAGES or LANG)")
    var language: Language?

    func validate() throws {
        if noPostfix && server.postfix != nil { throw ValidationError("give either --postfix or --no-postfix") }
        if noDovecot && server.dovecot != nil { throw ValidationError("give either --dovecot or --no-dovecot") }
        if fixPermissions && (json || root != nil) {
            throw ValidationError("--fix-permissions prints commands for this machine: without --json and --root")
        }
    }

    func run() throws {
        guard let config = site.path else {
            throw Failure(.usage, "no site given: give --config FILE; /etc/spreu/spreu.yaml does not exist")
        }
        var without: Set<HealthArea> = []
        if noPostfix { without.insert(.postfix) }
        if noDovecot { without.insert(.dovecot) }
        var reader = SiteReader(
            SiteReader.Options(
                config: config, filterConfig: filterConfig ?? FilterSettings.path(beside: config), user: user,
                root: root,
                postfix: server.postfix, dovecot: server.dovecot, without: without,
                opensAccounts: fixPermissions, now: currentTime))
        let report = SiteHealth.report(reader.read())
        let shown = DoctorReport(
            report, language ?? .ofEnvironment, namesPeople: reader.configuration?.people == .names)
        try Console.write(fixPermissions ? shown.permissionCommands : json ? shown.json.text : shown.text)
        if report.worst == .critical { try ExitStatus.alarm.end() }
        if report.worst == .warning || !report.gaps.isEmpty { try ExitStatus.doneWithWarnings.end() }
    }
}
