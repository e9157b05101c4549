// SPDX-License-Identifier: Apache-2.0

/// That somebody of the site handed a message in, as the site's own server wrote when it took it.
public struct Submission: Sendable, Equatable {
    /// Whom the server had authenticated; nil where it does not say so by name.
    public var user: String?

    /// Creates a submission.
    public init(user: String? = nil) { self.user = user }
}

extension TrustBoundary {
    /// How a delivered message was handed in by somebody of the site; nil: it came from outside, or nothing surely says that
    /// it did not.
    ///
    /// Unlike ``origins(of:)``, which takes fields off that are perhaps the site's, this believes only what a stranger cannot
    /// have written. Received fields are read from the top, as long as the site's own servers wrote them and took the message
    /// from each other; what stands below the first that took it from elsewhere is that sender's word. That one decides: by its
    /// protocol (`ESMTPA`, `ESMTPSA`: RFC 3848), or by an address of ``networks`` or of the machine itself with no hop below.
    /// Authentication-Results count above it, by `auth=pass` as the first result: later ones repeat what a sender said.
    ///
    /// Without ``hosts`` the site is the domain of the topmost hop's server.
    public func submission(of message: Message) -> Submission? {
        var chain = OwnHops(self)
        for field in message.header.fields {
            if field.hasName("authentication-results") {
                if let found = authenticated(by: field.unfolded) { return found }
            } else if field.hasName("received") {
                let text = field.unfolded
                let hop = ReceivedField(parsing: text)
                guard chain.include(hop) else { return nil }
                if Self.authenticating.contains(hop.with?.uppercased() ?? "") {
                    return Submission(user: Self.user(statedBy: text))
                }
                guard chain.follow(hop, text) else { return nil }
            }
        }
        return chain.isFromNetwork ? Submission() : nil
    }

    /// Where the site's own servers had a message from: the Received fields from the top that they surely wrote, with their places
    /// in the header; the last is of the server that took it from elsewhere.
    ///
    /// As with ``submission(of:)`` only what a stranger cannot have written is believed, if the topmost field is the site's.
    package func ownHops(of header: Header) -> [(index: Int, hop: ReceivedField)] {
        var chain = OwnHops(self)
        var hops: [(index: Int, hop: ReceivedField)] = []
        for (index, field) in header.fields.enumerated() where field.hasName("received") {
            let text = field.unfolded
            let hop = ReceivedField(parsing: text)
            guard chain.include(hop) else { break }
            hops.append((index, hop))
            guard chain.follow(hop, text) else { break }
        }
        return hops
    }

    /// Protocols that say that the client was authenticated.
    ///
    /// - SeeAlso: RFC 3848, RFC 6531 section 4.3; `ASMTP` of Exim before 4.
    private static let authenticating: Set = [
        "ESMTPA", "ESMTPSA", "UTF8SMTPA", "UTF8SMTPSA", "LMTPA", "LMTPSA", "ASMTP",
    ]

    /// Postfix's `(Authenticated sender: anna@example.org)`, with `smtpd_sasl_authenticated_header = yes`.
    private static func user(statedBy received: String) -> String? {
        guard let start = received.firstRange(of: "(Authenticated sender: ") else { return nil }
        let user = received[start.upperBound...].prefix { $0 != ")" && $0 != "," && $0 != " " }
        return user.isEmpty ? nil : String(user)
    }

    /// `mx.example.org; auth=pass smtp.auth=anna`.
    private func authenticated(by results: String) -> Submission? {
        let parts = results.split(separator: ";", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count > 1, let server = parts[0].split(separator: " ").first, isOwn(host: String(server)) else {
            return nil
        }
        let words = parts[1].split(separator: " ")
        guard words.first?.lowercased() == "auth=pass" else { return nil }
        let user = words.first { $0.lowercased().hasPrefix("smtp.auth=") }?.dropFirst("smtp.auth=".count)
        return Submission(user: user.flatMap { $0.isEmpty ? nil : String($0) })
    }
}

/// The Received fields from the top that the site's own servers wrote, each of a message that it had from the one below.
private struct OwnHops {
    private let trust: TrustBoundary
    /// Of a boundary without hosts: the domain of the first server that has one.
    private var domain: ArraySlice<UInt8>?
    /// Where the hop above had the message from: nil before the first.
    private var sender: Sender?

    private enum Sender { case notSaid, machine, network }

    init(_ trust: TrustBoundary) { self.trust = trust }

    /// Whether the last hop had the message from the site's networks or the machine itself.
    var isFromNetwork: Bool { sender == .machine || sender == .network }

    /// Whether the site's own server wrote a hop.
    mutating func include(_ hop: ReceivedField) -> Bool {
        guard let by = hop.by else { return false }
        let name = HostName(by)
        let isLocal = Self.isLocal(by, name)
        // A program of the site may fetch mail elsewhere, and pass it on without a word: not everything below is the site's.
        let isNeighbour = isFromNetwork && isLocal
        if !trust.hosts.isEmpty { return trust.isOwn(host: by) || isNeighbour }
        // What is in a mailbox was delivered by the site.
        let isOwn = domain == nil || name.domain == domain || isNeighbour
        if domain == nil, !isLocal { domain = name.domain }
        return isOwn
    }

    /// Whether a hop had its message from the site itself, so that the one below is to be believed.
    mutating func follow(_ hop: ReceivedField, _ text: String) -> Bool {
        guard let address = hop.ip else {
            // LMTP is spoken between the site's own programs; the hop below has to be the site's by its name.
            sender = .notSaid
            return hop.with?.uppercased().hasPrefix("LMTP") == true
        }
        // What the client calls itself may be an address, too: all that are named have to be the site's.
        let addresses = Self.literals(in: text) + [address]
        if addresses.allSatisfy({ address in NetworkRange.loopback.contains { $0.contains(address) } }) {
            sender = .machine
            return true
        }
        sender = .network
        return addresses.allSatisfy { address in
            (trust.networks + NetworkRange.loopback).contains { $0.contains(address) }
        }
    }

    /// Whether a server has no name that the world could know: `localhost`, a single word, an address of the machine.
    private static func isLocal(_ by: String, _ name: HostName) -> Bool {
        let by = by.lowercased()
        if NetworkRange.loopback.contains(where: { $0.contains(by) }) { return true }
        return !name.isAddress && (!by.contains(".") || by.hasSuffix(".localdomain") || by.hasSuffix(".local"))
    }

    /// The addresses in brackets before the receiving host.
    private static func literals(in text: String) -> [String] {
        let end = text.firstRange(of: " by ")?.lowerBound ?? text.endIndex
        return text[..<end].split(separator: "[").dropFirst().map { piece in
            let literal = String(piece.prefix { $0 != "]" })
            return literal.lowercased().hasPrefix("ipv6:") ? String(literal.dropFirst(5)) : literal
        }
    }
}
