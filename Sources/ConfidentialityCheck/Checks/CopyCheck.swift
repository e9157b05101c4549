// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import TextOutput

/// Copies and rules of Postfix that lead outside, and who is asked while mail comes in.
extension ConfidentialityCheck {
    mutating func checkCopies(_ postfix: PostfixConfiguration) {
        for address in postfix.list("always_bcc") {
            guard let domain = outside(address) else { continue }
            find(
                .copyOutside, .critical, [domain], evidence: [evidence("always_bcc", postfix)],
                command: Self.removing("always_bcc", postfix, nil))
        }
        for name in ["sender_bcc_maps", "recipient_bcc_maps"] {
            findEntries(.copyOutside, .critical, name, postfix) { PostfixList.words($0.value) }
        }
        for name in ["virtual_alias_maps", "canonical_maps", "recipient_canonical_maps"] {
            findEntries(.aliasOutside, .warning, name, postfix) { PostfixList.words($0.value) }
        }
        // Not smtp_header_checks: what leaves can be rewritten there, and sent nowhere else (postconf(5)).
        for name in [
            "header_checks", "mime_header_checks", "nested_header_checks", "body_checks", "milter_header_checks",
        ]
        where name == "header_checks" || postfix.value(name) != postfix.value("header_checks") {
            findEntries(.ruleOutside, .warning, name, postfix, target: Self.actionTarget)
        }
        checkMailboxCommands(postfix)
        if let domain = outside(postfix.value("luser_relay")) {
            find(
                .ruleOutside, .warning, [domain], evidence: [evidence("luser_relay", postfix)],
                command: Self.removing("luser_relay", postfix, nil))
        }
    }

    /// Programs that local mail is handed to; Dovecot's delivers it to mailboxes.
    private mutating func checkMailboxCommands(_ postfix: PostfixConfiguration) {
        var commands: [(program: String, place: String, command: String)] = []
        // As it is written: local(8) expands `$EXTENSION` and its like, which are no parameters.
        if let setting = postfix.main.settings["mailbox_command"], !setting.value.isEmpty {
            commands.append(
                (
                    Self.program(setting.value), evidence("mailbox_command", postfix), Self.edit(setting.place)
                ))
        }
        for table in postfix.list("mailbox_command_maps").compactMap({ postfix.table($0) }) {
            for entry in facts.entries(table, postfix) {
                commands.append((Self.program(entry.value), entry.place.description, Self.edit(entry.place, table)))
            }
        }
        for (program, found) in Dictionary(grouping: commands, by: \.program).sorted(by: { $0.key < $1.key }) {
            let name = program.split(separator: "/").last.map(String.init) ?? program
            if ["dovecot-lda", "deliver"].contains(name), program.contains("dovecot") { continue }
            find(
                .mailboxProgram, .notice, [program], evidence: found.map(\.place), count: found.count,
                command: found[0].command)
            if ["procmail", "maildrop"].contains(name) { report.note(ExposureGap(.forwards, .rulesOf(name))) }
        }
    }

    /// The domain of an address outside; nil: it is none, or one of a pattern that only a message completes.
    func outside(_ address: String) -> String? {
        // Without own domains every address would be a stranger's: that is a gap, not a finding.
        guard !site.domains.isEmpty, let domain = DeliveryTarget.domain(of: address), !domain.contains("$"),
            !site.owns(domain: domain)
        else { return nil }
        return domain
    }

    /// Whom an action of a table sends mail to: `REDIRECT user@domain`, `BCC user@domain`.
    private static func actionTarget(_ entry: PostfixTable.Entry) -> [String] {
        let words = entry.value.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, ["REDIRECT", "BCC"].contains(words[0].uppercased()) else { return [] }
        return [String(words[1])]
    }

    /// Looks for mail that an action hands to a filter outside: `FILTER smtp:[host]:port`.
    private mutating func checkFilterAction(_ entry: PostfixTable.Entry, _ table: PostfixTableName) {
        let words = entry.value.split(whereSeparator: \.isWhitespace)
        guard words.count >= 2, words[0].uppercased() == "FILTER",
            let endpoint = MailEndpoint(transport: String(words[1])), !site.owns(host: endpoint.host)
        else { return }
        find(
            .filterOutside, .critical, [endpoint.host], evidence: [entry.place.description], count: 1,
            command: Self.edit(entry.place, table))
    }

    /// Finds what leads outside in the tables of a parameter: one finding a domain.
    private mutating func findEntries(
        _ kind: ExposureKind, _ severity: ExposureSeverity, _ name: String, _ postfix: PostfixConfiguration,
        target: (PostfixTable.Entry) -> [String]
    ) {
        var found: [String: (places: [String], command: String)] = [:]
        for table in postfix.list(name).compactMap({ postfix.table($0) }) {
            for entry in facts.entries(table, postfix) {
                if kind == .ruleOutside { checkFilterAction(entry, table) }
                for domain in Set(target(entry).compactMap { outside($0) }) {
                    found[domain, default: ([], Self.edit(entry.place, table))].places.append(
                        entry.place.description)
                }
            }
        }
        for (domain, value) in found.sorted(by: { $0.key < $1.key }) {
            find(
                kind, severity, [domain], evidence: value.places, count: value.places.count, command: value.command)
        }
    }

    // MARK: who is asked

    mutating func checkRestrictions(_ postfix: PostfixConfiguration) {
        var zones: [String] = []
        var places: [String] = []
        var tables: Set<PostfixTableName> = []
        var policies: [String: (places: [String], command: String)] = [:]
        func isAsked(_ word: String) -> Bool {
            ["reject_rbl", "reject_rhsbl", "permit_dnswl", "permit_rhswl", "defer_rbl"].contains { word.hasPrefix($0) }
        }
        func note(_ zone: String, _ name: String, _ service: PostfixService?) {
            let bare = String(zone.prefix { $0 != "=" && $0 != "*" })
            guard !site.owns(host: bare) else { return }
            let shown = DNSListName.masked(bare.lowercased())
            if !zones.contains(shown) { zones.append(shown) }
            let place = evidence(name, postfix, service)
            if !places.contains(place) { places.append(place) }
        }
        for service in [nil] + postfix.services.map(Optional.some) {
            for name in PostfixConfiguration.restrictionParameters
            where service == nil || service?.overrides[name] != nil {
                let words = postfix.list(name, service)
                for (word, next) in zip(words, words.dropFirst()) {
                    if isAsked(word) { note(next, name, service) }
                    // One table may stand in many restrictions.
                    if word.isAccessCheck, let table = postfix.table(next), tables.insert(table).inserted {
                        checkAccessTable(table, postfix)
                    }
                    guard word == "check_policy_service",
                        let endpoint = MailEndpoint(service: PostfixList.subject(next)),
                        !site.owns(host: endpoint.host)
                    else { continue }
                    let command = service.map { Self.edit($0.place) } ?? "${EDITOR:-vi} /etc/postfix/main.cf"
                    policies[endpoint.host, default: ([], command)].places.append(evidence(name, postfix, service))
                }
            }
        }
        for zone in postfix.list("postscreen_dnsbl_sites") { note(zone, "postscreen_dnsbl_sites", nil) }
        if !zones.isEmpty {
            find(.blockLists, .notice, zones, evidence: places, count: zones.count, command: "")
        }
        for (host, value) in policies.sorted(by: { $0.key < $1.key }) {
            find(
                .policyServiceOutside, .warning, [host], evidence: value.places, count: value.places.count,
                command: value.command)
        }
    }

    /// Looks for mail that an access table sends outside.
    private mutating func checkAccessTable(_ table: PostfixTableName, _ postfix: PostfixConfiguration) {
        for entry in facts.entries(table, postfix) {
            checkFilterAction(entry, table)
            for domain in Self.actionTarget(entry).compactMap({ outside($0) }) {
                find(
                    .ruleOutside, .warning, [domain], evidence: [entry.place.description], count: 1,
                    command: Self.edit(entry.place, table))
            }
        }
    }
}
