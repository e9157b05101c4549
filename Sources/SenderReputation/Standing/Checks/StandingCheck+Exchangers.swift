// SPDX-License-Identifier: Apache-2.0
import MailMessage
import NameLookup

/// Who takes mail for a domain: answers and bounces come there, and many refuse mail from domains that take none.
extension StandingCheck {
    mutating func checkExchangers(_ domain: String) {
        guard let answer = answer(domain, .mx, .exchangers) else { return }
        var hosts: [(preference: Int, name: String)] = []
        for case .exchange(let preference, let host) in answer.records { hosts.append((preference, host)) }
        hosts.sort { ($0.preference, $0.name) < ($1.preference, $1.name) }
        let own = helloName ?? "mail.\(domain)"
        guard !hosts.isEmpty else {
            // Without one mail goes to the domain's own address (RFC 5321, section 5.1): hardly ever meant.
            guard let found = addresses(domain, .exchangers) else { return }
            find(
                .noExchanger, found.isEmpty ? .critical : .warning, [domain],
                evidence: [Self.nothing(domain, .mx)], remedy: "\(domain). MX 10 \(own).")
            exchangers[domain] = found.isEmpty ? [] : [domain]
            return
        }
        if let null = hosts.first(where: { $0.name.isEmpty }) {
            find(
                .nullExchanger, .critical, [domain],
                evidence: hosts.map { evidence(domain, .mx, "\($0.preference) \($0.name).") },
                remedy: "\(domain). MX 10 \(hosts.count > 1 ? hosts.first { $0.name != null.name }?.name ?? own : own)."
            )
            hosts.removeAll { $0.name.isEmpty }
        }
        exchangers[domain] = hosts.map(\.name).filter { !NetworkRange.isAddress($0) }
        for host in hosts { checkExchanger(host.name, host.preference, of: domain) }
    }

    private mutating func checkExchanger(_ host: String, _ preference: Int, of domain: String) {
        let shown = evidence(domain, .mx, "\(preference) \(host)")
        if NetworkRange.isAddress(host) {
            find(
                .exchangerIsAddress, .critical, [domain, host], evidence: [shown],
                remedy: "\(domain). MX \(preference) \(helloName ?? "mail.\(domain)").")
            return
        }
        guard let found = addresses(host, .exchangers) else { return }
        if let answer = answer(host, .a, .exchangers), let alias = answer.aliases.last {
            find(
                .exchangerIsAlias, .warning, [domain, host, alias],
                evidence: [shown, evidence(host, .cname, alias)], remedy: "\(domain). MX \(preference) \(alias).")
        }
        if found.isEmpty {
            find(
                .exchangerUnresolved, .critical, [domain, host], evidence: [shown, Self.nothing(host, .a)],
                remedy: report.addresses.first.map { "\(host). \($0.contains(":") ? "AAAA" : "A") \($0)" } ?? "")
        } else if let local = found.first(where: { address in NetworkRange.local.contains { $0.contains(address) } }) {
            find(
                .exchangerPrivate, .critical, [domain, host, local],
                evidence: [shown, evidence(host, local.contains(":") ? .aaaa : .a, local)],
                remedy: report.addresses.first.map { "\(host). \($0.contains(":") ? "AAAA" : "A") \($0)" } ?? "")
        }
    }
}
