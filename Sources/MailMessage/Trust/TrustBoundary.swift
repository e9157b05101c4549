// SPDX-License-Identifier: Apache-2.0

/// Where the site begins: it tells which header fields the site itself added.
///
/// A filter sees a message before delivery, the archive holds it after: Return-Path, Delivered-To, the site's own
/// Received fields and what filters and mailboxes write are new. The boundary takes them off, so that both are one
/// message. Features, the canonical digest and reputation all ask here.
///
/// ## Rules
/// 1. Fields of known names (``SiteFieldNames``) belong to delivery, filters or mailbox wherever they stand: a sender
///    who forges them gains nothing.
/// 2. Received fields are read from the top. *With host names*, those belong to the site that a host of these names
///    wrote (`by`), down to the first that another wrote; *with networks*, also the one below a field that came from an
///    address of these. A field that names no host (`(qmail 1 invoked by uid 0)`) goes with the one below.
/// 3. *Without host names*, the message is asked whether it was delivered: only then does it have Return-Path,
///    Delivered-To or the like above all Received fields. (A mailbox's fields say nothing: they come and go as mail is
///    read.) If not, it is what a milter sees, and no hop is the site's. If so, the host that wrote the first Received
///    field gives the site's domain (local names are passed over), and the fields below belong to the site as long as
///    hosts of that domain wrote them, or the field above says that the message came from a private address.
/// 4. Authentication-Results above the first hop from outside are the site's or those of the hop that handed the
///    message over, and count as a filter's; below it they came with the message.
/// 5. Fields with unknown names beginning with `X-` (or ARC's) above the site's lowest Received field were added by
///    the site, and count as a filter's. Fields that every message has never do.
///
/// The guess goes wrong in one case: for mail that another site delivered and then forwarded with its Return-Path or
/// Delivered-To still on top, a milter's view is taken for a delivered copy. A site that has much of it should give its
/// host names.
public struct TrustBoundary: Sendable {
    /// Addresses of the site's own servers.
    public var networks: [NetworkRange]
    /// Names of the site's servers, or domains that hold them, in lower case.
    public var hosts: [String]
    /// Names of fields that delivery, filters and mailboxes write.
    public var siteFields: SiteFieldNames

    /// Makes a boundary; with neither hosts nor networks it is guessed for each message.
    public init(networks: [NetworkRange] = [], hosts: [String] = [], siteFields: SiteFieldNames = .standard) {
        self.networks = networks
        self.hosts = hosts.map(\.asciiLowercased)
        self.siteFields = siteFields
    }

    /// The boundary guessed for each message, by the rules above.
    public static let guess = TrustBoundary()

    /// Returns who wrote each of the message's own header fields.
    public func origins(of message: Message) -> [FieldOrigin] { origins(of: message.header) }

    /// Returns who wrote each field of a message's header, in the fields' order.
    public func origins(of header: Header) -> [FieldOrigin] {
        origins(of: header.offsets, in: header.storage.span)
    }

    private func origins(of fields: [FieldOffsets], in bytes: Span<UInt8>) -> [FieldOrigin] {
        var origins: [FieldOrigin] = []
        origins.reserveCapacity(fields.count)
        var kinds: [Kind] = []
        kinds.reserveCapacity(fields.count)
        var isDelivered = false
        var hasHop = false
        var name: [UInt8] = []
        name.reserveCapacity(80)
        for field in fields {
            name.removeAll(keepingCapacity: true)
            for index in field.name { name.append(bytes[index].lowercased) }
            let known = siteFields.origin(of: name.span)
            let kind = known == nil ? Kind(name.span) : .other
            if kind == .received { hasHop = true }
            if known == .delivery && !hasHop { isDelivered = true }
            origins.append(known ?? (kind == .received ? .externalHop : .sender))
            kinds.append(kind)
        }
        guard hasHop || isDelivered else {
            for index in kinds.indices where kinds[index] == .authentication { origins[index] = .siteFilter }
            return origins
        }
        let border = lowestOwnHop(of: fields, in: bytes, kinds, isDelivered: isDelivered)
        var isAboveOutside = true
        for index in kinds.indices {
            let isOwn = border.map { index <= $0 } ?? false
            switch kinds[index] {
            case .received:
                if isOwn { origins[index] = .internalHop } else { isAboveOutside = false }
            case .authentication:
                if isAboveOutside { origins[index] = .siteFilter }
            case .extra:
                if isOwn { origins[index] = .siteFilter }
            case .other: break
            }
        }
        return origins
    }

    /// What a field's place says about it.
    private enum Kind {
        case received, authentication, extra, other

        /// - Parameter name: in lower case.
        init(_ name: Span<UInt8>) {
            if name.equalsIgnoringCase("received") {
                self = .received
            } else if name.equalsIgnoringCase("authentication-results") {
                self = .authentication
            } else {
                let isExtra =
                    name.count >= 2 && name[0] == UInt8(ascii: "x") && name[1] == ASCII.hyphen
                    || name.hasPrefix(("arc-" as StaticString).bytes)
                // Mail programs write these, in front of the fields that a server adds.
                self = isExtra && !name.equalsIgnoringCase("x-mailer") ? .extra : .other
            }
        }
    }

    /// The index of the last Received field that the site wrote; nil if there is none.
    private func lowestOwnHop(
        of fields: [FieldOffsets], in bytes: Span<UInt8>, _ kinds: [Kind], isDelivered: Bool
    ) -> Int? {
        let isGuess = hosts.isEmpty
        guard !isGuess || isDelivered else { return nil }
        var lowest: Int?
        var domain: ArraySlice<UInt8>?
        // The first hop of a delivered copy is the site's; so is the writer of a field below one that came from within.
        var isWithin = isGuess
        for index in kinds.indices where kinds[index] == .received {
            let hop = HopHosts(bytes.extracting(fields[index].value))
            guard let by = hop.by else { continue }
            var isOwn = isWithin || isNamed(by)
            if isGuess, !isOwn { isOwn = HostName(by).domain == domain }
            guard isOwn else { break }
            if isGuess, domain == nil, !hop.isByLocal { domain = HostName(by).domain }
            lowest = index
            isWithin = hop.address.map { isInside($0, withLocal: isGuess) } ?? false
            if isGuess, domain == nil { isWithin = true }
        }
        return lowest
    }

    private func isInside(_ address: NetworkAddress, withLocal: Bool) -> Bool {
        networks.contains { $0.contains(address) }
            || (withLocal && NetworkRange.local.contains { $0.contains(address) })
    }

    /// Whether a host's name is one of ``hosts``, or in a domain of them.
    public func isOwn(host: String) -> Bool { isNamed(Array(host.asciiLowercased.utf8)) }

    private func isNamed(_ host: [UInt8]) -> Bool {
        hosts.contains { name in
            let name = Array(name.utf8)
            return host == name || (host.hasSuffix(name) && host.dropLast(name.count).last == ASCII.dot)
        }
    }
}
