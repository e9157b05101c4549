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
        /// Exim asks the filter.
        case exim
        /// Dovecot files spam into Junk.
        case dovecot
        /// It does already.
        case dovecotDone
        /// What the filter needs to run.
        case services
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

    private static let milter = "{ unix:spreu/milter.sock, default_action=accept, connect_timeout=5s }"

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
        let units = evidence.postfix != nil || evidence.exim == nil ? "spreud.socket spreud.service" : "spreud.service"
        blocks.append(
            Block(
                purpose: .services, place: nil,
                lines: [
                    "systemctl enable --now spreu-nightly.timer",
                    "sudo -u \(user.forShell) spreud --check-config\(option)",
                    "systemctl enable --now \(units)",
                ]))
        if let postfix = evidence.postfix { add(postfix) }
        if let exim = evidence.exim { add(exim) }
        if let dovecot = evidence.dovecot { add(dovecot, isSplit: evidence.isDovecotSplit) }
    }

    private mutating func add(_ postfix: PostfixConfiguration) {
        let now = postfix.main.settings["smtpd_milters"]?.value ?? ""
        if now.contains("spreu/milter.sock") {
            blocks.append(Block(purpose: .postfixDone, place: place(postfix, "smtpd_milters"), lines: []))
            return
        }
        // Those that are there come first: fields that they add on top are then known as the site's own.
        let list = now.isEmpty ? Self.milter : "\(now)\(now.hasSuffix(",") ? "" : ",") \(Self.milter)"
        let local = postfix.main.settings["non_smtpd_milters"]?.value ?? ""
        var commands = ["postconf -e \("smtpd_milters = \(list)".forShell)"]
        if local != "$smtpd_milters" {
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

    private mutating func add(_ exim: EximConfiguration) {
        let template = "/etc/exim4/exim4.conf.template"
        let isOwn = exim.path.hasSuffix("/exim4.conf")
        let main = isOwn ? exim.path : exim.isSplit ? "/etc/exim4/conf.d/main/02_spreu" : template
        let acl = isOwn ? exim.path : exim.isSplit ? "/etc/exim4/conf.d/acl/40_exim4-config_check_data" : template
        blocks.append(
            Block(
                purpose: .exim, place: exim.scanner?.description ?? main,
                lines: ["spamd_address = 127.0.0.1 \(SiteProposal.spamdPort) tmo=30s"]))
        blocks.append(
            Block(
                purpose: .exim, place: acl,
                lines: [
                    "  warn", "    remove_header = X-Spam-Flag : X-Spam-Score : X-Spam-Report", "  warn",
                    "    spam = nobody:true/defer_ok", "    add_header = X-Spam-Score: $spam_score",
                    "    add_header = X-Spam-Report: $spam_report", "  warn", "    spam = nobody/defer_ok",
                    "    add_header = X-Spam-Flag: YES",
                ]))
    }

    private mutating func add(_ dovecot: DovecotConfiguration, isSplit: Bool) {
        let folder = "/etc/dovecot/sieve-before.d"
        let script = folder + "/spreu.sieve"
        let place = isSplit ? "/etc/dovecot/conf.d/90-sieve.conf" : "/etc/dovecot/dovecot.conf"
        let settings = (dovecot.blocks("plugin") + dovecot.blocks("sieve_script")).flatMap(\.settings)
        if settings.contains(where: { $0.value == folder || $0.value == script }) {
            blocks.append(Block(purpose: .dovecotDone, place: folder, lines: []))
            return
        }
        let install = [
            "install -d \(folder)",
            "install -m 644 /usr/share/doc/spreu/examples/spreu.sieve \(script)",
        ]
        let compile = ["doveadm reload", "sievec \(script)"]
        blocks.append(Block(purpose: .dovecot, place: nil, lines: install))
        if dovecot.isVersion24 {
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
