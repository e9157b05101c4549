// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
package import MailIngest
import MailMessage
package import MailServerLogs
import SenderLists
import TextOutput

/// Reads from messages who sent them; one reader serves all threads.
package struct SightingReader: Sendable {
    /// The most links' domains of a message, and the most signatures, that are looked at.
    package static let (maxLinks, maxSignatures) = (20, 5)
    /// The same of ham: what is not counted there would be listed.
    package static let maxHamLinks = 1_000

    private let trust: TrustBoundary
    private let servers: SiteServers
    private let ownDomains: Set<String>
    private let table: NetworkTable?

    /// Makes a reader for a site's mail.
    ///
    /// - Parameters:
    ///   - site: the site's own hosts and networks, and under which names its servers write what they found of the sender.
    ///   - table: names of networks.
    package init(_ site: SiteSettings, table: NetworkTable? = nil) {
        // Nobody outside has a private address: who hands on from there is of the site.
        var trust = site.trust
        trust.networks += NetworkRange.local
        self.trust = trust
        servers = SiteServers(trust: trust, authservIDs: site.authservIDs, areDelivered: true)
        ownDomains = Set(
            (site.hosts + site.recipients).compactMap { Self.registered($0.split(separator: "@").last ?? "") })
        self.table = table
    }

    /// What a message shows; its source or an index says what it is.
    package func read(_ mail: LabelledMail) -> SenderSighting {
        read(mail, mail.messageClass.map { Testimony(isSpam: $0 == .spam) })
    }

    /// What a message shows.
    ///
    /// - Parameter testimony: who or what says what it is; nil: nothing.
    package func read(_ mail: LabelledMail, _ testimony: Testimony?) -> SenderSighting {
        let message = mail.message.message
        let arrival = Arrival(message, envelope: nil, at: servers)
        var names: [SenderSighting.Name] = []
        var hosts: [SenderSighting.Host] = []
        let signers = signers(of: message)
        let address = addClient(of: message, signers, to: &names)
        let envelope = arrival.sender?.domain ?? mail.envelopeSender?.split(separator: "@").last.map(String.init)
        if let envelope {
            add(.envelope, envelope, arrival.authentication, to: &names)
            addHost(.envelope, Array(envelope.utf8), to: &hosts)
        }
        if arrival.hasOneAuthor, let author = arrival.authors.first?.domain {
            add(.author, author, arrival.authentication, to: &names)
            addHost(.author, Array(author.utf8), to: &hosts)
        }
        for signer in signers { add(.signature, signer, arrival.authentication, to: &names) }
        let isSpam = testimony?.isLabelledSpam
        addLinks(of: message, limit: isSpam == false ? Self.maxHamLinks : Self.maxLinks, to: &names, &hosts)
        return SenderSighting(
            testimony, date: mail.date, names: names, hosts: hosts,
            identity: message.messageID.map { Self.hash("\($0) \(address ?? "") \(isSpam == true)") })
    }

    /// What a line of the mail server's log shows; nil: nothing that counts, or the client is of the site.
    package func read(_ mail: ReceivedMail) -> SenderSighting? {
        let testimony: Testimony
        switch mail.outcome {
        case .judged(let isSpam): testimony = .verdict(isSpam: isSpam)
        case .refused: testimony = .refusal
        case .unjudged: return nil
        }
        var names: [SenderSighting.Name] = []
        let client = Client(
            ip: mail.clientAddress, found: mail.clientName.isEmpty ? nil : mail.clientName,
            helo: mail.helo.isEmpty ? nil : mail.helo)
        guard add(client, signers: [], to: &names) != nil else { return nil }
        if let envelope = Self.registered(mail.senderDomain), !ownDomains.contains(envelope) {
            names.append(.init(.envelope, envelope, isShared: SharedSender.name(of: [envelope]) != nil))
        }
        return SenderSighting(testimony, date: Int64(mail.time), names: names)
    }

    // MARK: The client

    /// Adds the client's address, network and name, unless it is of the site: a server of its own that is known by its name alone,
    /// or a user who handed the message in; returns the address.
    private func addClient(
        of message: Message, _ signers: [String], to names: inout [SenderSighting.Name]
    ) -> String? {
        guard let hop = trust.ownHops(of: message.header).last?.hop, let ip = hop.ip,
            trust.submission(of: message) == nil
        else { return nil }
        return add(Client(ip: ip, found: hop.reverseName, helo: hop.helo ?? hop.from), signers: signers, to: &names)
    }

    /// Who handed in a message, as the site's own server wrote it down.
    private struct Client {
        var ip: String
        /// The name that the server found for the address.
        var found: String?
        /// What it called itself.
        var helo: String?
    }

    /// Adds a client's names; returns its address; nil: it is of the site.
    private func add(_ client: Client, signers: [String], to names: inout [SenderSighting.Name]) -> String? {
        guard let address = NetworkRange(around: client.ip, version4Bits: 32, version6Bits: 128)?.text,
            !trust.networks.contains(where: { $0.contains(address) }),
            !(client.found.map { trust.isOwn(host: $0) } ?? false)
        else { return nil }
        // A client without a name of its own may be anybody's server by what it calls itself and by who signed: then it is not judged.
        let hosts = client.found.map { [$0] } ?? [client.helo].compactMap { $0 } + signers
        let isShared = SharedSender.name(of: hosts) != nil
        names.append(.init(.address, address, isShared: isShared))
        if let network = NetworkRange(around: client.ip, version4Bits: 24, version6Bits: 48)?.text {
            names.append(.init(.network, network, isShared: isShared))
        }
        if let provider = table?.name(of: address) { names.append(.init(.provider, provider, isShared: isShared)) }
        if let helo = client.helo, let name = Self.heloName(helo) {
            names.append(.init(.helo, name, isShared: isShared))
        }
        return address
    }

    /// The registered domain of what a client calls itself; a name without a dot as it is.
    private static func heloName(_ helo: String) -> String? {
        let host = HostName(helo)
        if host.isAddress || helo.hasPrefix("[") { return "(an address)" }
        guard host.ranges.count > 1 else { return plain(String(decoding: host.bytes, as: UTF8.self)) }
        return registered(helo)
    }

    // MARK: Domains

    private func add(
        _ kind: SenderNameKind, _ domain: String, _ authentication: Authentication,
        to names: inout [SenderSighting.Name]
    ) {
        guard let name = Self.registered(domain), !ownDomains.contains(name),
            !names.contains(where: { $0.kind == kind && $0.text == name })
        else { return }
        names.append(
            .init(
                kind, name, isShared: SharedSender.name(of: [name]) != nil,
                isProven: authentication.vouches(forAuthorOf: domain)))
    }

    /// The domains that signatures name (RFC 6376, section 3.5).
    private func signers(of message: Message) -> [String] {
        message.header.all("dkim-signature").prefix(Self.maxSignatures).compactMap { field in
            var value: [UInt8] = []
            field.appendUnfolded(to: &value, limit: 2_000)
            for tag in value.split(separator: UInt8(ascii: ";")) {
                let sides = String(decoding: tag, as: UTF8.self).split(separator: "=", maxSplits: 1)
                guard sides.count == 2, sides[0].filter({ !$0.isWhitespace }) == "d" else { continue }
                return Self.registered(sides[1].filter { !$0.isWhitespace })
            }
            return nil
        }
    }

    /// Adds a host, unless it is a registered domain itself, or the site's own.
    private func addHost(_ kind: SenderNameKind, _ host: [UInt8], to hosts: inout [SenderSighting.Host]) {
        guard let domain = Self.registered(host), !ownDomains.contains(domain) else { return }
        let name = HostName(host)
        guard let text = Self.plain(String(decoding: name.bytes, as: UTF8.self)), text != domain else { return }
        hosts.append(.init(kind, text))
    }

    private func addLinks(
        of message: Message, limit: Int, to names: inout [SenderSighting.Name], _ hosts: inout [SenderSighting.Host]
    ) {
        var budget = ContentBudget()
        budget.skeletonBytes = 0
        budget.attachments = 0
        budget.links = max(200, limit)
        var seen: Set<String> = []
        var seenHosts: Set<[UInt8]> = []
        for link in message.content(budget: budget).links {
            guard seen.count < limit else { break }
            guard link.kind != .base, !link.host.isEmpty, !Self.isMail(link.target) else { continue }
            let host = HostName(link.host)
            if seenHosts.count < limit, seenHosts.insert(host.bytes).inserted { addHost(.link, host.bytes, to: &hosts) }
            let text =
                host.isAddress ? Self.plain(String(decoding: link.host, as: UTF8.self)) : Self.registered(link.host)
            guard let text, !ownDomains.contains(text), seen.insert(text).inserted else { continue }
            names.append(.init(.link, text, isShared: SharedSender.name(ofLink: text) != nil))
        }
    }

    private static func isMail(_ target: [UInt8]) -> Bool {
        String(decoding: target.prefix(7), as: UTF8.self).lowercased() == "mailto:"
    }

    private static func registered(_ domain: some StringProtocol) -> String? { registered(Array(domain.utf8)) }

    /// The registered domain by the Public Suffix List; nil for what cannot be a domain of the DNS, and for a suffix itself: with
    /// `co.uk` everybody below it would be judged.
    static func registered(_ domain: [UInt8]) -> String? {
        let host = HostName(domain)
        guard !host.isAddress, host.ranges.count > PublicSuffixes.count(of: host.bytes, labels: host.ranges) else {
            return nil
        }
        return plain(String(decoding: host.domain, as: UTF8.self))
    }

    /// A name that every list and terminal can hold; nil for one with other characters.
    private static func plain(_ name: String) -> String? {
        let isPlain = name.utf8.allSatisfy { byte in
            byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
        }
        let isNamed = name.utf8.first.map { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: ".") } ?? false
        return isPlain && isNamed && name.utf8.count <= SenderSighting.maxNameBytes ? name.lowercased() : nil
    }

    /// FNV-1a (draft-eastlake-fnv).
    private static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
