// SPDX-License-Identifier: Apache-2.0
import MailMessage
import NameLookup

/// The names of own addresses, and what the server calls itself.
extension StandingCheck {
    mutating func checkHosts() {
        var hosts: [String] = []
        var confirmed: [String: [String]] = [:]
        for address in report.addresses {
            guard let names = checkReverse(address) else { continue }
            confirmed[address] = names
            for name in names where !hosts.contains(name) { hosts.append(name) }
        }
        checkHello(confirmed)
        for host in hosts { checkImprint(host) }
        if hosts.isEmpty, !report.findings.contains(where: { $0.kind.area == .reverse }) {
            report.note(.imprint, .noneGiven)
        }
    }

    /// The names that lead to an address and back; nil: they are not known.
    private mutating func checkReverse(_ address: String) -> [String]? {
        guard let pointer = DNSName.pointer(of: address), let names = look(pointer, .ptr, .reverse) else { return nil }
        let wanted = helloName ?? "mail.\(report.domains.first ?? "example.com")"
        let record = "\(pointer). PTR \(wanted)."
        guard !names.isEmpty else {
            find(.noReverseName, .critical, [address], evidence: [Self.nothing(pointer, .ptr)], remedy: record)
            return []
        }
        var confirmed: [String] = []
        var isKnown = true
        var leads: [String] = []
        for name in names.prefix(10) {
            guard let found = look(name, address.contains(":") ? .aaaa : .a, .reverse) else {
                isKnown = false
                continue
            }
            leads.append("\(name): \(found.isEmpty ? "\u{2013}" : found.joined(separator: ", "))")
            if found.contains(address) { confirmed.append(name) }
        }
        if confirmed.isEmpty, isKnown {
            let type = address.contains(":") ? "AAAA" : "A"
            find(
                .reverseNotConfirmed, .critical, [address, names[0]],
                evidence: [evidence(pointer, .ptr, names.joined(separator: ", "))] + leads,
                remedy: DNSName.canonical(names[0]).map { "\($0). \(type) \(address)" } ?? record)
        }
        if names.count > 1 {
            find(
                .severalReverseNames, .notice, [address, String(names.count)],
                evidence: [evidence(pointer, .ptr, names.joined(separator: ", "))], remedy: record)
        }
        if let name = confirmed.first, confirmed.allSatisfy({ HostName($0).looksDynamic || isNumbered($0, address) }) {
            find(
                .genericReverseName, .warning, [address, name], evidence: [evidence(pointer, .ptr, name)],
                remedy: record)
        }
        return isKnown ? confirmed : nil
    }

    /// Whether an address' numbers stand in a name: those of a customer's line do.
    private func isNumbered(_ name: String, _ address: String) -> Bool {
        guard let octets = NetworkRange.octets(of: address), octets.count == 4 else { return false }
        let numbers = name.split { !$0.isNumber }.map(String.init)
        return octets.allSatisfy { numbers.contains(String($0)) }
    }

    /// T-Online and others want to find out, from the host's name, whose server it is.
    private mutating func checkImprint(_ host: String) {
        guard !report.domains.isEmpty else { return }
        report.looked.insert(.imprint)
        guard isOwn(host) else {
            find(
                .hostOfOthers, .warning, [host, Self.registered(host)], evidence: ["PTR \(host)"],
                remedy: "PTR mail.\(report.domains[0]).")
            return
        }
        let domain = Self.registered(host)
        var names = [host]
        for name in [domain, "www." + domain] where !names.contains(name) { names.append(name) }
        // The host itself takes mail: what counts is a page, which stands at the domain or at the host.
        let pages = names.dropFirst().map { addresses($0, .imprint) }
        if !pages.isEmpty, pages.allSatisfy({ $0?.isEmpty == true }) {
            find(
                .noSiteAtHost, .notice, [host, domain],
                evidence: names.dropFirst().map { Self.nothing($0, .a) }, remedy: "www.\(domain). A ...")
            return
        }
        report.note(.imprint, .imprint(host))
    }

    private mutating func checkHello(_ confirmed: [String: [String]]) {
        guard let hello = facts.hello else {
            report.note(.hello, .noneGiven)
            return
        }
        report.looked.insert(.hello)
        let place = hello.place.map { "\($0): " } ?? ""
        let shown = "\(place)HELO \(hello.name)"
        let wanted =
            report.addresses.lazy.compactMap { confirmed[$0]?.first }.first
            ?? "mail.\(report.domains.first ?? "example.com")"
        guard let name = helloName, !name.hasSuffix(".localdomain"), !name.hasSuffix(".local")
        else {
            find(
                .helloNoName, .critical, [hello.name], evidence: [shown],
                remedy: "postconf -e 'myhostname = \(wanted)' && postfix reload")
            return
        }
        guard let found = addresses(name, .hello) else { return }
        if found.isEmpty {
            find(
                .helloUnresolved, .critical, [name], evidence: [shown, Self.nothing(name, .a)],
                remedy: report.addresses.first.map { "\(name). \($0.contains(":") ? "AAAA" : "A") \($0)" } ?? "")
            return
        }
        for address in report.addresses {
            let type: DNSType = address.contains(":") ? .aaaa : .a
            guard let same = look(name, type, .hello) else { continue }
            let names = confirmed[address] ?? []
            if !same.contains(address) {
                // Where the address' own name is another that is right, the two only differ.
                if !names.isEmpty, !names.contains(name) {
                    find(
                        .helloNotReverse, .notice, [name, names[0], address],
                        evidence: [shown, "\(address) PTR \(names[0])"], remedy: "\(name). \(type.name) \(address)")
                } else {
                    find(
                        .helloOtherAddress, .warning, [name, address],
                        evidence: [
                            shown, evidence(name, type, same.isEmpty ? "\u{2013}" : same.joined(separator: ", ")),
                        ],
                        remedy: "\(name). \(type.name) \(address)")
                }
            } else if !names.isEmpty, !names.contains(name), let pointer = DNSName.pointer(of: address) {
                find(
                    .helloNotReverse, .notice, [name, names[0], address],
                    evidence: [shown, "\(address) PTR \(names[0])"], remedy: "\(pointer). PTR \(name).")
            }
        }
    }
}

extension NetworkRange {
    /// Whether a text is an address.
    static func isAddress(_ text: String) -> Bool { octets(of: text) != nil }
}
