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
                command: Self.setting("always_bcc", "", postfix, nil))
        }
        for name in ["sender_bcc_maps", "recipient_bcc_maps"] {
            findEntries(.copyOutside, .critical, name, postfix) { PostfixList.words($0.value) }
        }
        findEntries(.aliasOutside, .warning, "virtual_alias_maps", postfix) { PostfixList.words($0.value) }
        for name in ["header_checks", "mime_header_checks", "nested_header_checks", "body_checks"]
        where name == "header_checks" || postfix.value(name) != postfix.value("header_checks") {
            findEntries(.ruleOutside, .warning, name, postfix, target: Self.actionTarget)
        }
        if let domain = outside(postfix.value("luser_relay")) {
            find(
                .ruleOutside, .warning, [domain], evidence: [evidence("luser_relay", postfix)],
                command: Self.setting("luser_relay", "", postfix, nil))
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

    /// Finds what leads outside in the tables of a parameter: one finding a domain.
    private mutating func findEntries(
        _ kind: ExposureKind, _ severity: ExposureSeverity, _ name: String, _ postfix: PostfixConfiguration,
        target: (PostfixTable.Entry) -> [String]
    ) {
        var found: [String: (places: [String], command: String)] = [:]
        for table in postfix.list(name).compactMap({ postfix.table($0) }) {
            for entry in facts.entries(table, postfix) {
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
        var policies: [String: (places: [String], command: String)] = [:]
        func isAsked(_ word: String) -> Bool {
            ["reject_rbl", "reject_rhsbl", "permit_dnswl", "permit_rhswl", "defer_rbl"].contains { word.hasPrefix($0) }
        }
        func note(_ zone: String, _ name: String, _ service: PostfixService?) {
            let bare = String(zone.prefix { $0 != "=" && $0 != "*" })
            guard !site.owns(host: bare) else { return }
            let shown = BlockListZone.shown(zone)
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
                    if word.isAccessCheck { checkAccessTable(next, postfix) }
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
    private mutating func checkAccessTable(_ word: String, _ postfix: PostfixConfiguration) {
        guard let table = postfix.table(word) else { return }
        for entry in facts.entries(table, postfix) {
            for domain in Self.actionTarget(entry).compactMap({ outside($0) }) {
                let finding = ExposureFinding(
                    .ruleOutside, .warning, names: [domain], evidence: [entry.place.description], count: 1,
                    command: Self.edit(entry.place, table))
                if !report.findings.contains(finding) { report.add(finding) }
            }
        }
    }
}
