// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MailServerConfiguration

/// What Dovecot accepts, and whom it lets read others' mail.
extension ConfidentialityCheck {
    /// Opens the files that set something: `doveconf` does not say which, and a global setting does not override one in a block.
    private static func edit(_ pattern: String) -> String {
        "${EDITOR:-vi} $(grep -rlE '^[^#]*\(pattern)' /etc/dovecot) && doveadm reload"
    }

    mutating func checkDovecot(_ dovecot: DovecotConfiguration) {
        checkLogins(dovecot)
        let masters = dovecot.blocks("passdb").filter { $0.setting("master")?.isOn == true }
        if !masters.isEmpty {
            let separator = dovecot.root.setting("auth_master_user_separator")
            find(
                .masterUsers, .warning,
                evidence: masters.map { "\($0.place): passdb" }
                    + (separator.map { ["\($0.place): \($0.name)"] } ?? []), count: masters.count,
                command: "grep -rnE 'master *= *yes' /etc/dovecot")
        }
        checkSharing(dovecot)
    }

    private mutating func checkLogins(_ dovecot: DovecotConfiguration) {
        let listens = dovecot.root.setting("listen")?.words ?? ["*"]
        if listens.allSatisfy({ $0.hasPrefix("127.") || $0 == "::1" || $0 == "localhost" }) { return }
        let ssl = dovecot.root.setting("ssl")
        var open: [(setting: DovecotBlock.Setting, isOwn: Bool)] = []
        var bare: [DovecotBlock.Setting] = []
        let places = [(context: [DovecotBlock](), block: dovecot.root)] + dovecot.blocksWithContext
        for (context, block) in places {
            let around = context + [block]
            if isLoopback(around) { continue }
            if let setting = block.setting("ssl"), setting.isOn == false { bare.append(setting) }
            let old = block.setting("disable_plaintext_auth").flatMap { $0.isOn == false ? $0 : nil }
            let new = block.setting("auth_allow_cleartext").flatMap { $0.isOn == true ? $0 : nil }
            let isRequired = (around.compactMap { $0.setting("ssl") }.last ?? ssl)?.value.lowercased() == "required"
            if let setting = old ?? new, !isRequired { open.append((setting, isOwnNetwork(around))) }
        }
        if !open.isEmpty {
            find(
                .cleartextLogins, open.allSatisfy(\.isOwn) ? .warning : .critical, [open[0].setting.name],
                evidence: open.map { "\($0.setting.place): \($0.setting.name)" }, count: open.count,
                command: Self.edit("\(open[0].setting.name) *="))
        }
        if !bare.isEmpty {
            find(
                .dovecotWithoutTLS, .critical, evidence: bare.map { "\($0.place): \($0.name) = no" },
                count: bare.count, command: Self.edit("ssl *="))
        }
    }

    private static let loopback = ["127.0.0.0/8", "::1/128"].compactMap { NetworkRange($0) }

    /// The network of the innermost `remote` around a setting.
    private func remote(_ around: [DovecotBlock]) -> String? {
        around.last { $0.kind == "remote" }.map { String($0.name.prefix { $0 != "/" }) }
    }

    private func isLoopback(_ around: [DovecotBlock]) -> Bool {
        remote(around).map { address in Self.loopback.contains { $0.contains(address) } } ?? false
    }

    private func isOwnNetwork(_ around: [DovecotBlock]) -> Bool {
        remote(around).map { address in
            (site.networks + OwnSite.privateNetworks).contains { $0.contains(address) }
        } ?? false
    }

    private mutating func checkSharing(_ dovecot: DovecotConfiguration) {
        let shared = dovecot.blocks("namespace").filter {
            ["shared", "public"].contains($0.setting("type")?.value.lowercased())
        }
        // Of 2.3 a list in settings, of 2.4 a block of names, or a list.
        let blocks = [dovecot.root] + dovecot.blocksWithContext.map(\.block)
        let hasRights =
            blocks.contains { $0.setting("mail_plugins")?.words.contains("acl") == true }
            || dovecot.blocks("mail_plugins").contains { $0.setting("acl")?.isOn == true }
        if !shared.isEmpty, !hasRights {
            find(
                .sharedWithoutRights, .warning, shared.map(\.name), evidence: shared.map { "\($0.place): namespace" },
                count: shared.count,
                command: Self.edit("type *= *(shared|public)"))
        }
        let open = blocks.compactMap { block in
            block.setting("acl_anyone").flatMap { $0.value.lowercased() == "allow" ? $0 : nil }
                ?? block.setting("imap_acl_allow_anyone").flatMap { $0.isOn == true ? $0 : nil }
        }
        if let first = open.first {
            find(
                .rightsForAnyone, .warning, evidence: open.map { "\($0.place): \($0.name)" }, count: open.count,
                command: "grep -rn \(first.name) /etc/dovecot")
        }
    }
}
