// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The view of the way that a message says it took, outside the trust boundary.
///
/// The hop nearest to the site is the only one that its own server (or one it trusts) wrote, so its features stand
/// under a name of their own (`last.`); each further one may be invented.
struct ReceivedView: ~Copyable {
    private var tokens: TokenWriter

    init(key: SiteKey) { tokens = TokenWriter(hash: KeyedHash(key: key, purpose: "receivedPath")) }

    mutating func add(
        _ message: SiteMessage, budgets: FeatureBudgets, recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        tokens.removeAll()
        var hops = 0
        var previousSeconds: Int64?
        for (field, origin) in zip(message.message.header.fields, message.origins) {
            guard origin == .externalHop, field.hasName("received") else { continue }
            hops += 1
            guard hops <= budgets.hops else { continue }
            let hop = ReceivedField(parsing: field)
            if hops == 1 { add(hop, "last.", recipients, into: &sink) }
            add(hop, "hop.", recipients, into: &sink)
            if let date = hop.date {
                if let previousSeconds, date.secondsSince1970 > previousSeconds + 300 {
                    tokens.put("date runs backwards")
                    tokens.end(recipients, into: &sink)
                }
                previousSeconds = date.secondsSince1970
            }
        }
        tokens.put("hops=")
        tokens.put(number: min(hops, budgets.hops))
        tokens.end(recipients, into: &sink)
    }

    private mutating func add(
        _ hop: ReceivedField, _ place: StaticString, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        let said = (hop.helo ?? hop.from).map { HostName($0) }
        let found = hop.reverseName.map { HostName($0) }
        if let said { add(said, place, "helo", recipients, into: &sink) }
        if let found { add(found, place, "name", recipients, into: &sink) }
        if let said, let found {
            let relation: StaticString =
                said.bytes == found.bytes ? "same" : said.domain == found.domain ? "same domain" : "other"
            addToken(place, "helo is ", relation, recipients, into: &sink)
        } else if hop.ip != nil {
            addToken(place, "no name found", "", recipients, into: &sink)
        }
        if let ip = hop.ip { add(ip: Array(ip.utf8), place, recipients, into: &sink) }
        if let by = hop.by { addToken(place, "by=", HostName(by).domain, recipients, into: &sink) }
        if let with = hop.with { addToken(place, "with=", with.utf8, recipients, into: &sink) }
        if let via = hop.via { addToken(place, "via=", via.utf8, recipients, into: &sink) }
        if let id = hop.id {
            tokens.put(place)
            tokens.put("id=")
            tokens.put(shapeOf: id.utf8.prefix(30))
            tokens.end(recipients, into: &sink)
        }
        if let date = hop.date {
            tokens.put(place)
            tokens.put("zone=")
            tokens.put(number: date.zoneMinutes)
            tokens.end(recipients, into: &sink)
        }
    }

    private mutating func add(
        _ host: HostName, _ place: StaticString, _ kind: StaticString, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        func name(_ part: StaticString) {
            tokens.put(place)
            tokens.put(kind)
            tokens.put(part)
        }
        name("=")
        tokens.put(host.bytes.prefix(80))
        tokens.end(recipients, into: &sink)
        if host.isAddress || host.labels.count < 2 {
            name(host.isAddress ? " is an address" : " has no dot")
            tokens.end(recipients, into: &sink)
            return
        }
        if host.looksDynamic {
            name(" looks dynamic")
            tokens.end(recipients, into: &sink)
        }
        name(".domain=")
        tokens.put(host.domain)
        tokens.end(recipients, into: &sink)
        name(".top=")
        tokens.put(host.topLevel)
        tokens.end(recipients, into: &sink)
        for label in host.labels.dropLast(2).prefix(6) {
            name(".label=")
            tokens.put(label)
            tokens.end(recipients, into: &sink)
        }
    }

    /// The networks of /8, /16 and /24 (of IPv6: the first two and three groups) that an address lies in.
    private mutating func add(
        ip: [UInt8], _ place: StaticString, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        let separator = ip.contains(UInt8(ascii: ":")) ? UInt8(ascii: ":") : UInt8(ascii: ".")
        let groups = ip.prefix(45).split(separator: separator)
        for length in 1...3 where groups.count >= length {
            tokens.put(place)
            tokens.put("net=")
            for group in groups.prefix(length) {
                tokens.put(lowercased: group)
                tokens.put(CollectionOfOne(separator))
            }
            tokens.end(recipients, into: &sink)
        }
    }

    private mutating func addToken(
        _ place: StaticString, _ name: StaticString, _ value: StaticString, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        tokens.put(place)
        tokens.put(name)
        tokens.put(value)
        tokens.end(recipients, into: &sink)
    }

    private mutating func addToken(
        _ place: StaticString, _ name: StaticString, _ value: some Collection<UInt8>, _ recipients: RecipientNames,
        into sink: inout some FeatureSink & ~Copyable
    ) {
        tokens.put(place)
        tokens.put(name)
        tokens.put(lowercased: value.prefix(80))
        tokens.end(recipients, into: &sink)
    }
}
