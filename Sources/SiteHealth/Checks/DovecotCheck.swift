// SPDX-License-Identifier: Apache-2.0
import ConfidentialityCheck
package import MailServerConfiguration
import TextOutput

extension SiteHealth {
    mutating func checkDovecot(_ dovecot: DovecotFacts) {
        let configuration = dovecot.configuration
        // Without a line of its own it has them all (doveconf -d); what Postfix gives nothing needs no Sieve.
        let hasLMTP = configuration.setting("protocols", in: nil)?.words.contains("lmtp") ?? deliversByLMTP
        var delivering = hasLMTP ? ["lmtp"] : []
        if dovecot.deliversByProgram { delivering.append("lda") }
        for name in delivering where !configuration.plugins(of: name).contains("sieve") {
            find(
                .sieveMissing, .warning, [name], evidence: ["doveconf -n: protocol \(name): mail_plugins"],
                Self.reload)
        }
        let isComplete = !dovecot.scripts.contains { $0.text == nil }
        if !dovecot.scripts.contains(where: { $0.text.map(Self.readsVerdict) ?? false }) {
            if isComplete {
                find(
                    .junkRuleMissing, .warning,
                    evidence: dovecot.scripts.isEmpty ? ["doveconf -n: sieve_before"] : dovecot.scripts.map(\.path))
            } else {
                for script in dovecot.scripts where script.text == nil {
                    note(.dovecot, .read(.notAllowed(script.path)))
                }
            }
        }
        for group in configuration.mailGroups where !dovecot.groups.contains(group.name) {
            find(
                .mailGroupMissing, .critical, [group.name], evidence: [group.place],
                ["groupadd --system \(group.name.forShell)"])
        }
        checkFeedback(dovecot)
    }

    private var deliversByLMTP: Bool {
        let names = ["virtual_transport", "mailbox_transport", "local_transport", "default_transport"]
        return names.contains { facts.postfix?.value($0).hasPrefix("lmtp:") ?? false }
    }

    private static let reload = ["doveconf -n > /dev/null && doveadm reload"]

    /// Whether a script reads what the filter writes.
    private static func readsVerdict(_ script: String) -> Bool {
        let text = script.lowercased()
        return ["x-spreu", "x-spam-flag", "x-spam-status", "x-spam-level", "spamtest"].contains { text.contains($0) }
    }

    private mutating func checkFeedback(_ dovecot: DovecotFacts) {
        let rules = FeedbackRules(dovecot.configuration)
        guard rules.areThere else {
            if let drop = facts.drop { find(.feedbackMissing, .notice, evidence: [drop.path]) }
            return
        }
        if !facts.namesDrop, facts.files.siteProblem == nil {
            find(.feedbackUnread, .warning, evidence: [facts.files.site + ": drop"])
        }
        if dovecot.configuration.isVersion24 { return note(.dovecot, .newerSyntax("IMAPSieve")) }
        for plugin in rules.missingPlugins {
            find(.feedbackPlugin, .warning, [plugin.name], evidence: ["doveconf -n: \(plugin.place)"], Self.reload)
        }
        if !rules.mayPipe {
            find(
                .feedbackExtension, .warning, ["vnd.dovecot.pipe"], evidence: ["doveconf -n: sieve_global_extensions"],
                Self.reload)
        }
        for problem in rules.problems {
            find(.feedbackRule, .warning, [problem], evidence: ["doveconf -n: imapsieve_mailbox"], Self.reload)
        }
        for script in dovecot.feedbackScripts where script.text == nil {
            find(.feedbackScript, .warning, [script.path], evidence: ["doveconf -n: imapsieve_mailbox"])
        }
        for program in dovecot.programs where !program.isUsable {
            find(
                .feedbackProgram, .warning, [program.path], evidence: ["doveconf -n: sieve_pipe_bin_dir"],
                ["chmod 755 \(program.path.forShell)"])
        }
        if let drop = facts.drop, let group = drop.group, drop.members.isEmpty,
            !dovecot.configuration.mailGroups.contains(where: { $0.name == group })
        {
            find(
                .feedbackGroup, .warning, [group], evidence: ["doveconf -n: mail_access_groups", drop.path], Self.reload
            )
        }
        let scripts = dovecot.feedbackScripts.compactMap(\.text)
        let open = dovecot.excluded.filter { pattern in
            !pattern.hasPrefix("/") && scripts.contains { !$0.lowercased().contains(pattern.lowercased()) }
        }
        if !open.isEmpty, !scripts.isEmpty {
            find(
                .feedbackOfExcluded, .warning, [grouped(open.count)], evidence: dovecot.feedbackScripts.map(\.path))
        }
    }
}

/// The rules by which users' moves become feedback, as `doveconf -n` of 2.3 shows them.
package struct FeedbackRules: Sendable {
    private let rules: [Int: [String: String]]
    private let plugins: [DovecotBlock.Setting]
    private let imapPlugins: Set<String>
    private let isNewer: Bool

    /// Reads the rules.
    package init(_ dovecot: DovecotConfiguration) {
        plugins = dovecot.blocks("plugin").flatMap(\.settings)
        imapPlugins = dovecot.plugins(of: "imap")
        isNewer = dovecot.isVersion24 && dovecot.blocks("sieve_script").contains { $0.setting("cause") != nil }
        var rules: [Int: [String: String]] = [:]
        let prefix = "imapsieve_mailbox"
        for setting in plugins where setting.name.hasPrefix(prefix) {
            let rest = setting.name.dropFirst(prefix.count)
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int(digits), rest.dropFirst(digits.count).first == "_" else { continue }
            rules[number, default: [:]][String(rest.dropFirst(digits.count + 1))] = setting.value
        }
        self.rules = rules
    }

    /// Whether anything of it is there.
    package var areThere: Bool { !rules.isEmpty || isNewer || imapPlugins.contains("imap_sieve") }

    /// The scripts that rules name.
    package var scripts: [String] {
        var seen: Set<String> = []
        return rules.sorted { $0.key < $1.key }.flatMap { rule in
            rule.value.filter { $0.key.hasPrefix("before") || $0.key.hasPrefix("after") }.sorted { $0.key < $1.key }
                .map { Self.file($0.value) }
        }.filter { seen.insert($0).inserted }
    }

    /// The folder of programs that scripts may pipe to; nil: none is set.
    package var programs: String? { plugins.last { $0.name == "sieve_pipe_bin_dir" }?.value }

    /// `file:/etc/dovecot/sieve/learn-spam.sieve;name=...`.
    private static func file(_ location: String) -> String {
        let path = location.prefix { $0 != ";" }
        return String(path.hasPrefix("file:") ? path.dropFirst(5) : path)
    }

    var missingPlugins: [(name: String, place: String)] {
        let sieve = Set(plugins.last { $0.name == "sieve_plugins" }?.words ?? [])
        var missing = ["sieve_imapsieve", "sieve_extprograms"].filter { !sieve.contains($0) }
            .map { ($0, "sieve_plugins") }
        if !imapPlugins.contains("imap_sieve") { missing.append(("imap_sieve", "protocol imap: mail_plugins")) }
        return missing
    }

    var mayPipe: Bool {
        plugins.contains { setting in
            ["sieve_global_extensions", "sieve_extensions"].contains(setting.name)
                && setting.words.contains { $0.drop { $0 == "+" } == "vnd.dovecot.pipe" }
        }
    }

    /// What is wrong with them: `spam` or `ham` where a direction has none, a number behind a gap.
    var problems: [String] {
        var problems: [String] = []
        let used = rules.values.filter { rule in rule.keys.contains { $0.hasPrefix("before") || $0.hasPrefix("after") }
        }
        if !used.contains(where: { $0["from"] == nil }) { problems.append("spam") }
        if !used.contains(where: { $0["from"] != nil }) { problems.append("ham") }
        // Dovecot stops at the first number that has no rule.
        let last = (1...).first { rules[$0] == nil } ?? 1
        if let beyond = rules.keys.filter({ $0 > last }).min() { problems.append("imapsieve_mailbox\(beyond)") }
        return problems
    }
}

extension DovecotConfiguration {
    /// A setting of a protocol, or of all.
    func setting(_ name: String, in protocolName: String?) -> DovecotBlock.Setting? {
        let own = protocolName.flatMap { wanted in
            root.blocks.filter { $0.kind == "protocol" && $0.name == wanted }.compactMap { $0.setting(name) }.last
        }
        return own ?? root.setting(name)
    }

    /// The plugins that are loaded where a protocol runs: a list in 2.3, a block in 2.4.
    package func plugins(of name: String) -> Set<String> {
        var plugins = Set(setting("mail_plugins", in: name)?.words ?? [])
        let places = [root] + root.blocks.filter { $0.kind == "protocol" && $0.name == name }
        for block in places.flatMap(\.blocks) where block.kind == "mail_plugins" {
            for setting in block.settings {
                if setting.isOn == true { plugins.insert(setting.name) } else { plugins.remove(setting.name) }
            }
        }
        return plugins
    }

    /// The groups that mail processes are in beside the user's own, each with where that is set.
    package var mailGroups: [(name: String, place: String)] {
        ["mail_access_groups", "mail_privileged_group"].flatMap { name in
            (root.setting(name)?.words ?? []).map { ($0, "doveconf -n: \(name)") }
        }
    }
}
