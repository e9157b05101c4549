// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import NameLookup

/// What receivers are to do with forgeries of a domain (RFC 7489, RFC 9989).
extension StandingCheck {
    mutating func checkDMARC(_ domain: String) {
        let name = "_dmarc." + domain
        guard var texts = records(name) else { return }
        var (place, isParents) = (name, false)
        let wanted = "\(name). TXT \"v=DMARC1; p=quarantine; rua=mailto:postmaster@\(domain)\""
        // Without one of its own the nearest domain above counts, up to the one that was registered.
        var rest = domain
        while texts.isEmpty, rest != Self.registered(domain), let parent = DNSName.parent(of: rest) {
            rest = parent
            guard let found = records("_dmarc." + parent) else { return }
            (texts, place, isParents) = (found, "_dmarc." + parent, true)
        }
        guard let text = texts.first else {
            find(.dmarcMissing, .critical, [domain], evidence: [Self.nothing(name, .txt)], remedy: wanted)
            return
        }
        let shown = texts.map { evidence(place, .txt, $0) }
        guard texts.count == 1 else {
            find(.dmarcSeveral, .critical, [domain, String(texts.count)], evidence: shown, remedy: wanted)
            return
        }
        check(TagList(text), of: domain, isParents: isParents, shown, wanted)
        // A parent's reports are its own affair.
        if !isParents { checkReceivers(text, of: domain, shown) }
    }

    private mutating func records(_ name: String) -> [String]? {
        look(name, .txt, .dmarc)?.filter { text in
            let first = TagList(text).tags.first
            return first?.name == "v" && first?.value == "DMARC1"
        }
    }

    private static let policies = ["none", "quarantine", "reject"]

    private mutating func check(
        _ tags: TagList, of domain: String, isParents: Bool, _ shown: [String], _ wanted: String
    ) {
        for name in ["p", "sp", "np", "adkim", "aspf", "pct", "t"] {
            guard let value = tags[name]?.lowercased() else { continue }
            let isValid: Bool =
                switch name {
                case "p", "sp", "np": Self.policies.contains(value)
                case "adkim", "aspf": ["r", "s"].contains(value)
                case "pct": Int(value).map { 0...100 ~= $0 } ?? false
                default: ["y", "n"].contains(value)
                }
            if !isValid {
                find(
                    .dmarcInvalid, .critical, [domain, "\(name)=\(value.prefix(40))"], evidence: shown, remedy: wanted)
                return
            }
        }
        // Without a policy the record counts as one that only wants reports, if it wants some.
        guard tags.isWellFormed, tags["p"] != nil || tags["rua"] != nil else {
            find(.dmarcInvalid, .critical, [domain, "p"], evidence: shown, remedy: wanted)
            return
        }
        let policy = tags["p"]?.lowercased() ?? "none"
        let below = tags["sp"]?.lowercased() ?? policy
        if (isParents ? below : policy) == "none" {
            find(.dmarcNone, .warning, [domain], evidence: shown, remedy: wanted)
        } else if !isParents, below == "none" {
            find(.dmarcSubdomains, .warning, [domain, "sp=none"], evidence: shown, remedy: wanted)
        }
        let percent = tags["pct"].flatMap { Int($0) } ?? 100
        if policy != "none", percent < 100 || tags["t"]?.lowercased() == "y" {
            find(
                .dmarcPartly, .notice, [domain, percent < 100 ? "pct=\(percent)" : "t=y"], evidence: shown,
                remedy: wanted)
        }
    }

    private mutating func checkReceivers(_ text: String, of domain: String, _ shown: [String]) {
        let receivers = ReportAddresses(text)?.receivers.filter { $0.kind == .aggregate }.map(\.domain) ?? []
        guard !receivers.isEmpty else {
            find(
                .dmarcNoReports, .notice, [domain], evidence: shown,
                remedy:
                    "_dmarc.\(domain). TXT \"\(text.hasSuffix(";") ? text : text + ";") rua=mailto:postmaster@\(domain)\""
            )
            return
        }
        var outside: [String] = []
        for receiver in receivers where !isOwn(receiver) && !outside.contains(receiver) { outside.append(receiver) }
        guard !outside.isEmpty else { return }
        find(.dmarcReportsOutside, .notice, [domain] + outside, evidence: shown)
        for receiver in outside {
            // Who gets them has to agree (RFC 7489, section 7.1).
            let name = "\(domain)._report._dmarc.\(receiver)"
            guard let found = records(name), found.isEmpty else { continue }
            find(
                .dmarcReportsRefused, .warning, [domain, receiver], evidence: [Self.nothing(name, .txt)],
                remedy: "\(name). TXT \"v=DMARC1\"")
        }
    }
}
