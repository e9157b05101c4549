// SPDX-License-Identifier: Apache-2.0
import Announcements
import DurableFiles
import Glibc
import MailMessage
import MailServerConfiguration
import NameLookup
import SenderReputation
import SiteConfiguration

/// The files that tell what a site is: zones, Postfix, the signer, policies and certificates; what is not read becomes a gap.
struct StandingFiles {
    private(set) var facts = StandingFacts()
    private(set) var gaps: [StandingGap] = []
    /// Postfix, if its configuration was read.
    private(set) var postfix: PostfixConfiguration?
    /// The domains that Postfix takes mail for, as far as `main.cf` names them.
    private(set) var postfixDomains: [String] = []

    /// The most bytes of a file.
    private static let maxBytes = 64 << 20

    private mutating func note(_ area: StandingArea, _ reason: StandingGapReason) {
        gaps.append(StandingGap(area, reason))
    }

    /// A file that was named: without it nothing is done.
    private static func text(_ path: String) throws(Failure) -> String {
        do throws(ConfigurationError) {
            return try SmallFile.text(path, maxBytes: maxBytes, isRepaired: true)
        } catch {
            throw Failure(.noInput, error.description)
        }
    }

    /// `NAME=FILE`, or a file whose name may tell the domain: `example.com.zone`, `db.example.com`.
    mutating func readZones(_ given: [String]) throws(Failure) {
        var zones: [ZoneFile] = []
        for text in given {
            let (name, path) = Self.named(text)
            let zone = ZoneFile(text: try Self.text(path), path: path, origin: name ?? Self.domain(ofFile: path) ?? "")
            if zone.all.isEmpty {
                throw Failure(
                    .badData, "\(path): no record in it that mail needs: give a zone file, or what 'dig' prints")
            }
            if let first = zone.unread.first {
                note(.zone, .unreadLines(zone.unread.count, example: first.description))
            }
            zones.append(zone)
        }
        facts.names = NameFacts(zones: zones)
    }

    /// A domain and a file; an equals sign in a path's folder is none of them.
    static func named(_ text: String) -> (name: String?, path: String) {
        guard let equals = text.firstIndex(of: "="), let name = DNSName.canonical(String(text[..<equals])) else {
            return (nil, text)
        }
        return (name, String(text[text.index(after: equals)...]))
    }

    private static func domain(ofFile path: String) -> String? {
        var name = (path.split(separator: "/").last ?? "").lowercased()
        for end in [".zone", ".db", ".hosts", ".txt"] where name.hasSuffix(end) { name.removeLast(end.count) }
        for start in ["db.", "pri.", "named."] where name.hasPrefix(start) { name.removeFirst(start.count) }
        return name.contains(".") ? DNSName.canonical(name) : nil
    }

    /// Postfix's folder, or a file with what `postconf -n` prints; one that is not there and was not named is passed over.
    mutating func readPostfix(_ given: String?) throws(Failure) {
        var path = given ?? "/etc/postfix"
        if FileStatus(path)?.kind == .folder { path += "/main.cf" }
        if given == nil, access(path, R_OK) != 0 { return }
        let parameters = PostfixParameters(text: try Self.text(path), path: path)
        let postfix = PostfixConfiguration(parameters, hostName: given == nil ? MachineName.own : "localhost")
        self.postfix = postfix
        let parameter = postfix.value("smtp_helo_name").isEmpty ? "myhostname" : "smtp_helo_name"
        let isKnown = given == nil || postfix.place(parameter) != nil
        let name = postfix.value(parameter)
        if isKnown, !name.isEmpty { facts.hello = StandingFacts.Hello(name, place: postfix.place(parameter)) }
        for parameter in ["smtp_bind_address", "smtp_bind_address6"] {
            let address = postfix.value(parameter)
            if NetworkRange.octets(of: address) != nil { facts.addresses.append(address) }
        }
        for word in ["mydestination", "virtual_mailbox_domains", "virtual_alias_domains", "mydomain"].flatMap({
            postfix.list($0)
        }) {
            guard let domain = DNSName.canonical(word), domain.contains("."), !domain.hasPrefix("localhost."),
                domain != facts.hello?.name.lowercased(), !domain.hasSuffix(".localdomain"),
                !postfixDomains.contains(domain)
            else { continue }
            postfixDomains.append(domain)
        }
    }

    /// What OpenDKIM signs with.
    mutating func readSigner(_ given: String?) throws(Failure) {
        let path = given ?? "/etc/opendkim.conf"
        if given == nil, access(path, R_OK) != 0 { return }
        let signer = SigningConfiguration(text: try Self.text(path))
        facts.selectors += signer.selectors.map { StandingFacts.Selector(domain: $0.domain, selector: $0.selector) }
        guard let table = signer.keyTable else { return }
        // The table may belong to the signer alone.
        guard access(table, R_OK) == 0 else {
            return note(.signatures, .named("\(table): \(String(cString: strerror(errno)))"))
        }
        let keys = SigningConfiguration.keys(table: try Self.text(table))
        facts.selectors += keys.map { StandingFacts.Selector(domain: $0.domain, selector: $0.selector) }
    }

    /// `NAME` of each domain, or `NAME@DOMAIN`.
    mutating func take(selectors: [String]) {
        for text in selectors {
            let sides = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = sides.first, sides.allSatisfy({ !$0.isEmpty }) else {
                note(.signatures, .named("--selector '\(text)'"))
                continue
            }
            let own = sides.count == 2 ? [DNSName.canonical(String(sides[1])) ?? String(sides[1])] : facts.domains
            for domain in own {
                facts.selectors.append(StandingFacts.Selector(domain: domain, selector: String(name)))
            }
        }
    }

    mutating func readPolicies(_ given: [String]) throws(Failure) {
        for text in given {
            let (name, path) = Self.named(text)
            let policy = try Self.text(path)
            for domain in name.map({ [$0] }) ?? facts.domains { facts.policies[domain] = policy }
        }
    }

    mutating func readCertificate(_ given: String?) throws(Failure) {
        var path = given
        if path == nil, let postfix {
            let chain = postfix.list("smtpd_tls_chain_files")
            let configured = chain.isEmpty ? postfix.value("smtpd_tls_cert_file") : chain.last ?? ""
            if configured.hasPrefix("/"), access(configured, R_OK) == 0 { path = configured }
        }
        guard let path else { return }
        facts.certificates = ServerCertificate.chain(pem: try Self.text(path))
        if facts.certificates.isEmpty { throw Failure(.badData, "\(path): no certificate in PEM in it") }
    }

    mutating func take(domains: [String], addresses: [String], hello: String?) {
        if let hello { facts.hello = StandingFacts.Hello(hello) }
        if !addresses.isEmpty { facts.addresses = addresses }
        facts.domains = domains.compactMap { DNSName.canonical($0) }
        if facts.domains.isEmpty { facts.domains = facts.names.zoneNames.filter { !$0.hasSuffix(".arpa") } }
        if facts.domains.isEmpty { facts.domains = postfixDomains }
    }
}
