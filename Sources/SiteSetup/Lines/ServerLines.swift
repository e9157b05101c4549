// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import TextOutput

/// What root runs or writes so that the servers ask the filter, and file what it says: each with the place where it goes.
///
/// Nothing of it is done here: main.cf and Dovecot's files are the administrator's.
package struct ServerLines: Sendable, Equatable {
    /// What the lines are for.
    package enum Purpose: String, Sendable, CaseIterable {
        /// Postfix asks the filter.
        case postfix
        /// It does already.
        case postfixDone
        /// Services of `master.cf` have a list of their own.
        case postfixServices
        /// Exim knows the filter's address.
        case exim
        /// Its ACL for DATA asks it.
        case eximACL
        /// Exim reads its configuration again.
        case eximReload
        /// Another Exim is needed first.
        case eximLight
        /// It asks already.
        case eximDone
        /// Dovecot files spam into Junk.
        case dovecot
        /// It does already.
        case dovecotDone
        /// What nights and filter need to run.
        case services
        /// They run already.
        case servicesDone
    }

    /// A block of lines.
    package struct Block: Sendable, Equatable {
        /// What it is for.
        package var purpose: Purpose
        /// The file where it goes, or nil for commands.
        package var place: String?
        /// The lines.
        package var lines: [String]
    }

    /// The blocks, in the order in which they are used.
    package private(set) var blocks: [Block] = []

    /// Units that the lines are about: those of nights, and those of the filter.
    package static let units = nightUnits + ["spreud.socket", "spreud.service"]
    private static let nightUnits = ["spreu-nightly.timer"]
    /// The Sieve script that files spam.
    package static let sieveScript = sieveFolder + "/spreu.sieve"
    private static let sieveFolder = "/etc/dovecot/sieve-before.d"

    private static let socket = "spreu/milter.sock"
    private static let milter = "{ unix:\(socket), default_action=accept, connect_timeout=5s }"

    /// Makes the lines for a server.
    ///
    /// - Parameters:
    ///   - user: the service user.
    ///   - configuration: the folder of Spreu's configuration.
    package init(
        _ evidence: ServerEvidence, user: String = "spreu", configuration: String = ServerPlaces.usualConfiguration
    ) {
        let isUsual = configuration == ServerPlaces.usualConfiguration
        let option = isUsual ? "" : " --config \((configuration + "/spreud.yaml").forShell)"
        func enabling(_ units: [String]) -> [String] {
            let missing = units.filter { !evidence.enabledUnits.contains($0) }
            return missing.isEmpty ? [] : ["systemctl enable --now \(missing.joined(separator: " "))"]
        }
        let isByMilter = evidence.postfix != nil || evidence.exim == nil
        let filter = enabling(isByMilter ? ["spreud.socket", "spreud.service"] : ["spreud.service"])
        let check = filter.isEmpty ? [] : ["sudo -u \(user.forShell) spreud --check-config\(option)"]
        let services = enabling(Self.nightUnits) + check + filter
        blocks.append(Block(purpose: services.isEmpty ? .servicesDone : .services, place: nil, lines: services))
        if let postfix = evidence.postfix { add(postfix) }
        if let exim = evidence.exim { add(exim, isLight: evidence.isEximLight) }
        if let dovecot = evidence.dovecot { add(dovecot, evidence) }
    }

    private mutating func add(_ postfix: PostfixConfiguration) {
        let now = postfix.main.settings["smtpd_milters"]?.value ?? ""
        let isAsked = now.contains(Self.socket)
        let local = postfix.main.settings["non_smtpd_milters"]?.value ?? ""
        let isAskedOfLocal = local.contains(Self.socket) || local.contains("$smtpd_milters")
        if isAsked, isAskedOfLocal {
            blocks.append(Block(purpose: .postfixDone, place: place(postfix, "smtpd_milters"), lines: []))
            return
        }
        // Those that are there come first: fields that they add on top are then known as the site's own.
        let list = now.isEmpty ? Self.milter : "\(now)\(now.hasSuffix(",") ? "" : ",") \(Self.milter)"
        var commands = isAsked ? [] : ["postconf -e \("smtpd_milters = \(list)".forShell)"]
        if !isAskedOfLocal {
            let value = local.isEmpty || local == now ? "$smtpd_milters" : "\(local), \(Self.milter)"
            commands.append("postconf -e \("non_smtpd_milters = \(value)".forShell)")
        }
        blocks.append(
            Block(purpose: .postfix, place: "/etc/postfix/main.cf", lines: commands + ["postfix reload"]))
        let others = postfix.services.filter { service in
            service.command == "smtpd" && service.overrides["smtpd_milters"] != nil
        }
        if let first = others.first {
            blocks.append(
                Block(
                    purpose: .postfixServices, place: first.place.description,
                    lines: others.map { "\($0.name): smtpd_milters = \($0.overrides["smtpd_milters"] ?? "")" }))
        }
    }

    private func place(_ postfix: PostfixConfiguration, _ name: String) -> String? { postfix.place(name)?.description }

    /// The files of Debian's configuration in which the filter's address may stand.
    package static func eximOptions(isSplit: Bool) -> [String] {
        isSplit ? [eximOptionFile, "/etc/exim4/conf.d/main/02_exim4-config_options"] : [eximTemplate]
    }

    private static let eximTemplate = "/etc/exim4/exim4.conf.template"
    private static let eximOptionFile = "/etc/exim4/conf.d/main/02_spreu"

    private mutating func add(_ exim: EximConfiguration, isLight: Bool) {
        let address = "127.0.0.1 \(SiteProposal.spamdPort)"
        if let place = exim.scanner, exim.scannerAddress?.hasPrefix(address) == true {
            blocks.append(Block(purpose: .eximDone, place: place.description, lines: []))
            return
        }
        let isOwn = exim.path.hasSuffix("/exim4.conf")
        let main = isOwn ? exim.path : exim.isSplit ? Self.eximOptionFile : Self.eximTemplate
        let acl = exim.isSplit ? "/etc/exim4/conf.d/acl/40_exim4-config_check_data" : Self.eximTemplate
        if isLight {
            blocks.append(Block(purpose: .eximLight, place: nil, lines: ["apt install exim4-daemon-heavy"]))
        }
        blocks.append(
            Block(
                purpose: .exim, place: exim.scanner?.description ?? main,
                lines: ["spamd_address = \(address) tmo=30s"]))
        blocks.append(
            Block(
                purpose: .eximACL, place: isOwn ? exim.path : acl,
                lines: [
                    "  warn", "    remove_header = X-Spam-Flag : X-Spam-Score : X-Spam-Report", "  warn",
                    "    spam = nobody:true/defer_ok", "    add_header = X-Spam-Score: $spam_score",
                    "    add_header = X-Spam-Report: $spam_report", "  warn", "    spam = nobody/defer_ok",
                    "    add_header = X-Spam-Flag: YES",
                ]))
        blocks.append(
            Block(
                purpose: .eximReload, place: nil,
                lines: [isOwn ? "exim4 -bV && systemctl reload exim4" : "update-exim4.conf && systemctl reload exim4"]))
    }

    private mutating func add(_ dovecot: DovecotConfiguration, _ evidence: ServerEvidence) {
        let (folder, script) = (Self.sieveFolder, Self.sieveScript)
        let place = evidence.isDovecotSplit ? "/etc/dovecot/conf.d/90-sieve.conf" : "/etc/dovecot/dovecot.conf"
        let settings = (dovecot.blocks("plugin") + dovecot.blocks("sieve_script")).flatMap(\.settings)
        let isSet = settings.contains { $0.value == folder || $0.value == script }
        if isSet, evidence.hasSieveScript {
            blocks.append(Block(purpose: .dovecotDone, place: folder, lines: []))
            return
        }
        let install = [
            "install -d \(folder)",
            "install -m 644 /usr/share/doc/spreu/examples/spreu.sieve \(script)",
        ]
        let compile = ["doveadm reload", "sievec \(script)"]
        if !evidence.hasSieveScript { blocks.append(Block(purpose: .dovecot, place: nil, lines: install)) }
        if isSet {
            // The script alone was missing.
        } else if dovecot.isVersion24 {
            blocks.append(
                Block(
                    purpose: .dovecot, place: place,
                    lines: ["sieve_script spreu {", "  type = before", "  path = \(script)", "}"]))
        } else {
            // A setting of this name that is there already is not to be replaced: the next one is numbered.
            let taken = Set(dovecot.blocks("plugin").flatMap(\.settings).map(\.name))
            var name = "sieve_before"
            var number = 2
            while taken.contains(name) {
                name = "sieve_before\(number)"
                number += 1
            }
            blocks.append(
                Block(
                    purpose: .dovecot, place: place,
                    lines: ["plugin {", "  \(name) = \(folder)", "}"]))
        }
        blocks.append(Block(purpose: .dovecot, place: nil, lines: compile))
    }
}
