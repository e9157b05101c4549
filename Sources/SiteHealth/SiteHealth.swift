// SPDX-License-Identifier: Apache-2.0
import TextOutput

/// Finds what keeps a site from working: a function of what is known of it.
///
/// To look at one thing more, add what is known of it to ``SiteFacts``, a case to ``HealthKind``, and a check in `Checks`.
package struct SiteHealth {
    let facts: SiteFacts
    private(set) var report: HealthReport

    private init(_ facts: SiteFacts) {
        self.facts = facts
        report = HealthReport(without: facts.without)
    }

    /// Checks a site.
    package static func report(_ facts: SiteFacts) -> HealthReport {
        var health = SiteHealth(facts)
        health.checkConfiguration()
        health.checkUsers()
        health.checkPermissions()
        health.checkKeys()
        health.checkModel()
        health.checkNight()
        if let filter = facts.filter { health.checkFilter(filter) }
        if let postfix = facts.postfix { health.checkPostfix(postfix) }
        if let dovecot = facts.dovecot { health.checkDovecot(dovecot) }
        health.checkUnits()
        health.checkMachine()
        for gap in facts.gaps { health.report.note(gap) }
        health.report.sort()
        return health.report
    }

    mutating func find(
        _ kind: HealthKind, _ severity: HealthSeverity, _ names: [String] = [], evidence: [String] = [],
        _ commands: [String] = [], naming: [String] = []
    ) {
        var finding = HealthFinding(
            kind, severity, names: names, evidence: evidence, commands: facts.isThisMachine ? commands : [])
        if facts.isThisMachine { finding.namingCommands = naming }
        report.add(finding)
    }

    mutating func note(_ area: HealthArea, _ reason: HealthGapReason) { report.note(HealthGap(area, reason)) }

    // MARK: commands

    /// The option that names the site.
    var option: String { "--config " + facts.files.site.forShell }

    /// A command as the nights' user runs it.
    func asUser(_ command: String) -> String { "sudo -u \(user.forShell) \(command)" }

    /// The nights' user.
    var user: String { facts.users.nightly?.name ?? facts.users.nightlyName }
}
