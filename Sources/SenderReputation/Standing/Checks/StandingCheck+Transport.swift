// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import NameLookup

/// Whether others have to use TLS: MTA-STS (RFC 8461) and DANE (RFC 7672); and who hears when they cannot (RFC 8460).
extension StandingCheck {
    mutating func checkTransport(_ domain: String) {
        let hosts = exchangers[domain]
        let sts = checkSTS(domain, hosts ?? [])
        guard let hosts, !hosts.isEmpty else {
            report.note(.transport, .noExchanger(domain))
            return
        }
        let dane = checkDANE(domain, hosts)
        if sts == false, dane == false {
            find(
                .tlsNotRequired, .notice, [domain],
                evidence: [Self.nothing("_mta-sts." + domain, .txt)]
                    + hosts.prefix(3).map { Self.nothing("_25._tcp." + $0, .tlsa) },
                remedy: "_mta-sts.\(domain). TXT \"v=STSv1; id=1\"")
        }
    }

    /// Whether a domain has a policy; nil: it is not known.
    private mutating func checkSTS(_ domain: String, _ hosts: [String]) -> Bool? {
        let name = "_mta-sts." + domain
        guard let texts = look(name, .txt, .transport)?.filter({ $0.hasPrefix("v=STSv1") }) else { return nil }
        guard let text = texts.first else { return false }
        let shown = texts.map { evidence(name, .txt, $0) }
        let id = TagList(text)["id"] ?? ""
        guard texts.count == 1, 1...32 ~= id.utf8.count, id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
        else {
            find(.stsInvalid, .warning, [domain], evidence: shown, remedy: "\(name). TXT \"v=STSv1; id=1\"")
            return true
        }
        let host = "mta-sts." + domain
        if let found = addresses(host, .transport), found.isEmpty {
            find(
                .stsNoHost, .warning, [domain, host], evidence: shown + [Self.nothing(host, .a)],
                remedy: "\(host). A ...")
            return true
        }
        guard let policy = facts.policies[domain] else {
            report.note(.transport, .policyFile(domain))
            return true
        }
        checkPolicy(policy, domain, hosts)
        return true
    }

    private mutating func checkPolicy(_ text: String, _ domain: String, _ hosts: [String]) {
        let place = "https://mta-sts.\(domain)/.well-known/mta-sts.txt"
        let wanted = (hosts.map { "mx: \($0)" } + ["mode: enforce", "max_age: 604800"]).joined(separator: ", ")
        let policy: TransportPolicy
        do throws(TransportPolicy.Problem) {
            policy = try TransportPolicy(text)
        } catch {
            find(
                .stsPolicyInvalid, .warning, [domain, error.line], evidence: [place],
                remedy: "version: STSv1, \(wanted)")
            return
        }
        let others = hosts.filter { !policy.allows($0) }
        if !others.isEmpty {
            find(
                .stsOtherExchanger, policy.mode == .enforce ? .critical : .warning, [domain] + others,
                evidence: [place] + policy.exchangers.map { "mx: \($0)" },
                remedy: others.map { "mx: \($0)" }.joined(separator: ", "))
        }
        if policy.mode != .enforce {
            find(
                .stsNotEnforced, .notice, [domain, policy.mode.rawValue],
                evidence: ["\(place): mode: \(policy.mode.rawValue)"], remedy: "mode: enforce")
        }
    }

    /// Whether one of the exchangers has records that can be used; nil: it is not known.
    private mutating func checkDANE(_ domain: String, _ hosts: [String]) -> Bool? {
        var (with, without): ([String], [String]) = ([], [])
        for host in hosts {
            guard let answer = answer("_25._tcp." + host, .tlsa, .transport) else { return nil }
            var records: [TLSAssociation] = []
            for case .association(let record) in answer.records { records.append(record) }
            if records.isEmpty {
                without.append(host)
                continue
            }
            with.append(host)
            if !answer.isAuthenticated { report.note(.transport, .unproven(host)) }
            checkAssociations(records, host)
        }
        if !with.isEmpty, !without.isEmpty {
            find(
                .danePartly, .warning, [domain] + without,
                evidence: without.map { Self.nothing("_25._tcp." + $0, .tlsa) },
                remedy: record(without[0]))
        }
        return !with.isEmpty
    }

    private mutating func checkAssociations(_ records: [TLSAssociation], _ host: String) {
        let name = "_25._tcp." + host
        let shown = records.map { evidence(name, .tlsa, "\($0.usage) \($0.selector) \($0.matching)") }
        // An exchanger of several domains is told of once.
        guard !report.findings.contains(where: { $0.names.first == host && $0.kind.area == .transport }) else { return }
        let usable = records.filter { record in
            let size = [1: 32, 2: 64][Int(record.matching)]
            return [2, 3].contains(record.usage) && record.selector <= 1 && record.matching <= 2
                && (size.map { $0 == record.data.count } ?? !record.data.isEmpty)
        }
        if usable.count < records.count {
            find(
                .daneInvalid, usable.isEmpty ? .critical : .warning, [host], evidence: shown, remedy: record(host))
        }
        guard !usable.isEmpty else { return }
        guard !facts.certificates.isEmpty else {
            report.note(.transport, .certificate(host))
            return
        }
        // The certificates are of this server: which of the exchangers it is, its name says.
        guard host == helloName || exchangers.count == 1 && exchangers.values.first?.count == 1 else {
            report.note(.transport, .certificate(host))
            return
        }
        if !usable.contains(where: { ServerCertificate.matches($0, facts.certificates) }) {
            find(.daneMismatch, .critical, [host], evidence: shown, remedy: record(host))
        }
    }

    /// What the record of a host has to be.
    private func record(_ host: String) -> String {
        let data = facts.certificates.first.flatMap { ServerCertificate.record(of: $0) }
        return "_25._tcp.\(host). TLSA \(data ?? "3 1 1 ...")"
    }

    // MARK: reports

    mutating func checkTLSReports(_ domain: String) {
        let name = "_smtp._tls." + domain
        guard let texts = look(name, .txt, .tlsReports)?.filter({ $0.hasPrefix("v=TLSRPTv1") }) else { return }
        let wanted = "\(name). TXT \"v=TLSRPTv1; rua=mailto:postmaster@\(domain)\""
        guard let text = texts.first else {
            find(.tlsReportsMissing, .notice, [domain], evidence: [Self.nothing(name, .txt)], remedy: wanted)
            return
        }
        let receivers = ReportAddresses(text)?.receivers ?? []
        if texts.count > 1 || receivers.isEmpty {
            find(
                .tlsReportsInvalid, .warning, [domain], evidence: texts.map { evidence(name, .txt, $0) }, remedy: wanted
            )
        }
    }

    // MARK: lists

    mutating func checkLists() {
        guard let lists = facts.lists else {
            report.note(.lists, facts.listProblem.map { .unasked($0) } ?? .noneGiven)
            return
        }
        report.looked.insert(.lists)
        if report.addresses.isEmpty { report.note(.lists, .noneGiven) }
        for address in report.addresses {
            let isKnown = lists.contains { presence in
                guard presence.subject == address else { return false }
                switch presence.outcome {
                case .listed, .notListed: return true
                case .error, .overShare: return false
                }
            }
            if !isKnown { report.note(.lists, .silent(address)) }
        }
        var found: [String: [String]] = [:]
        for presence in lists {
            switch presence.outcome {
            case .notListed: break
            case .error(let error): report.note(.lists, .list(presence.list, error))
            case .overShare(let limit): report.note(.lists, .overShare(presence.list, limit: limit))
            case .listed(let answers):
                found[presence.subject, default: []].append(
                    "\(presence.list): \(answers.joined(separator: ", "))")
            }
        }
        for (subject, evidence) in found.sorted(by: { $0.key < $1.key }) {
            let lists = evidence.map { String($0.prefix { $0 != ":" }) }
            // The cause comes first: who asks to be removed before is listed again.
            find(.listed, .critical, [subject] + lists, evidence: evidence, remedy: "spreu outbound")
        }
    }
}
