// SPDX-License-Identifier: Apache-2.0
import MailDuties
import NightlyBatch
import ServerAlarms
import TextOutput

/// The commands that look closer, with the options of the site.
struct DutyCommands {
    /// The option that names the site.
    let site: String
    /// The logs, as arguments.
    private let logs: String
    /// The command that looks at names.
    private let names: String
    /// Mailboxes with reports, as arguments.
    private let reports: String

    /// Makes the commands of a site.
    ///
    /// - Parameters:
    ///   - logs: the logs that were given; none: those of the configuration.
    ///   - reports: the mailboxes that were given.
    ///   - zones: the zones that were given.
    init(
        _ configuration: NightlyConfiguration, logs: [String] = [], reports: [String] = [], zones: [String] = []
    ) {
        site = configuration.commandOption
        let settings = configuration.duties ?? DutySettings()
        let zones = zones.isEmpty ? settings.zones : zones
        let reports = reports.isEmpty ? settings.reports : reports
        let known = settings.logs.isEmpty ? configuration.alarms?.logs ?? [] : settings.logs
        let logs = logs.isEmpty ? known : logs
        self.logs = logs.isEmpty ? "FILE" : logs.map(\.forShell).joined(separator: " ")
        names =
            (zones.isEmpty
            ? ["spreu reputation self --resolver system"]
            : ["spreu reputation self"] + zones.map { "--dns-zone \($0.forShell)" }).joined(separator: " ")
        self.reports = reports.isEmpty ? "MAILBOX" : reports.map(\.forShell).joined(separator: " ")
    }

    /// The command for a duty.
    func command(_ duty: Duty) -> String {
        switch duty {
        case .reputation: names
        case .inbound: "spreu reputation check"
        case .outbound: "spreu outbound \(site)"
        case .logs: "spreu incident list \(site)"
        case .confidentiality: "spreu confidentiality \(site)"
        }
    }

    /// The command for what is wrong.
    func command(_ kind: DutyFindingKind) -> String {
        switch kind {
        case .namesBroken, .namesDoubtful: names
        case .blockListed, .refusedByReceiver, .linesLost: "spreu logs \(logs)"
        case .bouncedAsBlocked, .ownMailFails, .complaints: "spreu reports \(site) \(reports)"
        case .harmfulLists, .idleLists, .faultyLists, .noLists: "spreu reputation check"
        case .noModel, .damagedModel, .callsNothingSpam, .staleModel, .lateNight, .nightNeedsYou, .filterUnused,
            .hamLost,
            .spamMissed:
            "spreu status --report \(site)"
        case .nightFailed: "spreu store runs \(site)"
        case .nightUnfinished: "journalctl -u spreu-nightly -n 50"
        case .filterSilent, .filterWithoutModel: "systemctl status spreud"
        case .spamLeaves, .spamLeft, .riskyMail: "spreu outbound \(site)"
        case .senderIncidents, .openIncidents: "spreu incident list \(site)"
        case .onHold: "spreu brake"
        case .notWatched, .watchStopped, .logSilent: "systemctl status spreu-watch"
        case .nobodyTold, .cannotTell: "spreu config check \(site)"
        case .exposed, .seenByOthers: "spreu confidentiality \(site)"
        }
    }
}
