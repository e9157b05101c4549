// SPDX-License-Identifier: Apache-2.0
import MailMessage
import NameLookup

/// Finds what is wrong with how others see a site: a function of what is known of its names.
///
/// What is not known becomes a gap, and a question in the report: who answers it and checks again knows more.
package struct StandingCheck {
    var facts: StandingFacts
    var report = StandingReport()
    /// Names that were not asked for, by area.
    private var missing: [StandingArea: [String]] = [:]
    /// Who takes mail for the domains, by domain; a domain of which it is not known is not there.
    var exchangers: [String: [String]] = [:]

    /// Names of keys that the zones hold.
    let keyNames: [String]

    private init(_ facts: StandingFacts) {
        self.facts = facts
        keyNames = facts.names.names.filter { $0.contains("._domainkey.") && !$0.hasPrefix("*") }
    }

    /// Checks a site.
    package static func report(_ facts: StandingFacts) -> StandingReport {
        var check = StandingCheck(facts)
        check.takeNames()
        check.checkHosts()
        for domain in check.report.domains {
            check.checkExchangers(domain)
            check.checkSPF(domain)
            check.checkSignatures(domain)
            check.checkDMARC(domain)
            check.checkTransport(domain)
            check.checkTLSReports(domain)
        }
        check.checkHelloSPF()
        check.checkLists()
        for area in StandingArea.allCases {
            if let names = check.missing[area] { check.report.note(area, .notAsked(names)) }
        }
        check.report.sort()
        let rest = check.report.findings.count - StandingReport.maxFindings
        if rest > 0 {
            check.report.troubled.formUnion(check.report.findings.suffix(rest).map(\.kind.area))
            check.report.findings.removeLast(rest)
            check.report.note(.findings, .moreFindings(rest))
        }
        return check.report
    }

    /// The most domains and addresses that are looked at.
    private static let (maxDomains, maxAddresses) = (100, 64)

    private mutating func takeNames() {
        var domains: [String] = []
        for domain in facts.domains.compactMap({ DNSName.canonical($0) }) where !domains.contains(domain) {
            domains.append(domain)
        }
        // A zone of addresses is no domain that sends mail.
        if domains.isEmpty { domains = facts.names.zoneNames.filter { !$0.hasSuffix(".arpa") } }
        report.domains = Array(domains.prefix(Self.maxDomains))
        if report.domains.isEmpty { report.note(.zone, .noneGiven) }
        if domains.count > Self.maxDomains {
            report.note(.zone, .beyond(Self.maxDomains, of: domains.count))
            report.troubled.formUnion([.exchangers, .spf, .signatures, .dmarc, .transport, .tlsReports, .lists])
        }
        var addresses = facts.addresses
        if addresses.isEmpty, let hello = helloName {
            addresses = (look(hello, .a, .reverse) ?? []) + (look(hello, .aaaa, .reverse) ?? [])
        }
        for address in addresses.prefix(Self.maxAddresses) {
            guard let octets = NetworkRange.octets(of: address), let text = NetworkRange.text(of: octets) else {
                continue
            }
            if NetworkRange.local.contains(where: { $0.contains(text) }) {
                report.note(.reverse, .privateAddress(text))
            } else if !report.addresses.contains(text) {
                report.addresses.append(text)
            }
        }
        if report.addresses.isEmpty { report.note(.reverse, .noneGiven) }
        if addresses.count > Self.maxAddresses {
            report.note(.reverse, .beyond(Self.maxAddresses, of: addresses.count))
            report.troubled.formUnion([.hello, .imprint, .spf, .lists])
        }
    }

    /// The name that the server calls itself, if it can be asked for.
    var helloName: String? {
        facts.hello.flatMap { DNSName.canonical($0.name) }.flatMap { name in
            name.contains(".") && !NetworkRange.isAddress(name) ? name : nil
        }
    }

    /// Whether a name is of an own domain, or of the domain that an own one is of.
    func isOwn(_ name: String) -> Bool {
        let domain = Self.registered(name)
        return report.domains.contains { Self.registered($0) == domain }
    }

    static func registered(_ name: String) -> String { String(decoding: HostName(name).domain, as: UTF8.self) }

    mutating func find(
        _ kind: StandingKind, _ severity: StandingSeverity, _ names: [String] = [], evidence: [String],
        remedy: String = ""
    ) {
        report.findings.append(
            StandingFinding(kind, severity, names: names, evidence: evidence, remedy: remedy))
    }

    // MARK: looking

    /// The answer to a question; nil: it is not known, which is noted.
    mutating func answer(_ name: String, _ type: DNSType, _ area: StandingArea) -> DNSAnswer? {
        // A name that nobody can ask for is not there.
        guard let name = DNSName.canonical(name) else { return .noSuchName }
        report.looked.insert(area)
        let question = DNSQuestion(name, type)
        switch facts.names.known(question) {
        case .answer(let answer): return answer
        case .failed(let failure): report.note(area, .failed("\(name) \(type.name)", failure))
        case .unknown(let asked): miss(asked, area)
        }
        return nil
    }

    mutating func miss(_ question: DNSQuestion, _ area: StandingArea) {
        if !report.questions.contains(question) { report.questions.append(question) }
        let text = "\(question.name) \(question.type.name)"
        if missing[area]?.contains(text) != true { missing[area, default: []].append(text) }
    }

    /// The addresses, names or texts of an answer; nil: it is not known.
    mutating func look(_ name: String, _ type: DNSType, _ area: StandingArea) -> [String]? {
        answer(name, type, area)?.records.compactMap { data in
            switch data {
            case .address(let text), .pointer(let text), .text(let text), .alias(let text), .server(let text): text
            case .exchange(_, let host): host
            case .association, .authority: nil
            }
        }
    }

    /// All addresses of a name; nil: they are not known.
    mutating func addresses(_ name: String, _ area: StandingArea) -> [String]? {
        let (version4, version6) = (look(name, .a, area), look(name, .aaaa, area))
        guard let version4, let version6 else {
            // One is enough to know that there is one.
            let known = (version4 ?? []) + (version6 ?? [])
            return known.isEmpty ? nil : known
        }
        return version4 + version6
    }

    /// A record as evidence: where it stands, its name, and what it says.
    func evidence(_ name: String, _ type: DNSType, _ text: String) -> String {
        let place = facts.names.place(DNSQuestion(name, type)).map { "\($0): " } ?? ""
        return "\(place)\(name) \(type.name) \(text)"
    }

    /// That there is no such record, as evidence.
    static func nothing(_ name: String, _ type: DNSType) -> String { "\(name) \(type.name): \u{2013}" }
}
