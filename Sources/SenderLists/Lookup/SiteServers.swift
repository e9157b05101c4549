// SPDX-License-Identifier: Apache-2.0
package import MailMessage

/// Which servers are the site's, as far as the list has to know.
package struct SiteServers: Sendable {
    /// The site's border.
    package let trust: TrustBoundary
    let authservIDs: [AuthservID]
    /// Whether messages lie as the site delivered them: then the topmost Received field is the site's, whatever its hosts are called.
    private(set) var areDelivered: Bool

    /// Makes the servers of a site.
    ///
    /// - Parameters:
    ///   - authservIDs: the names under which they write Authentication-Results.
    ///   - areDelivered: whether messages lie as the site delivered them.
    package init(trust: TrustBoundary, authservIDs: [String], areDelivered: Bool = false) {
        self.trust = trust
        self.authservIDs = authservIDs.map(AuthservID.init)
        self.areDelivered = areDelivered
    }

    /// The same for messages that lie as the site delivered them.
    package var delivered: SiteServers {
        var servers = self
        servers.areDelivered = true
        return servers
    }

    /// The uppermost fields of a message, as far as the site's own servers and filters may have written them, and the servers' own.
    ///
    /// Where the server has written its Received field, that must be one of a host of the site: else nothing is the site's.
    ///
    /// - Parameter client: where the server that asks has the message from, if it has yet to write its Received field: from
    ///   outside, all Received fields are a stranger's.
    func ownFields(of header: Header, isBeforeReceived: Bool, client: String?) -> OwnFields {
        var own = OwnFields()
        guard isBeforeReceived || areDelivered || !trust.hosts.isEmpty else { return own }
        let isAtBorder = isBeforeReceived && !(client.map(isOwn) ?? false)
        let hops = isAtBorder ? [] : trust.ownHops(of: header)
        var next = 0
        for (index, origin) in trust.origins(of: header).enumerated() {
            let field = header.fields[index]
            if field.hasName("received") {
                guard next < hops.count, hops[next].index == index else { break }
                own.hops.append(hops[next].hop)
                own.aboveLowestHop = own.fields.count
                next += 1
            } else if origin.isFromOutside, !field.hasName("authentication-results"), !Self.isExtra(field) {
                break
            }
            own.fields.append(field)
        }
        return isBeforeReceived || !own.hops.isEmpty ? own : OwnFields()
    }

    /// Whether an address is that of a server of the site.
    func isOwn(_ address: String) -> Bool {
        (trust.networks + NetworkRange.loopback).contains { $0.contains(address) }
    }

    /// Whether a filter may have put the field on top; that a sender may have, too, gives him nothing.
    private static func isExtra(_ field: HeaderField) -> Bool {
        let name = field.name.asciiLowercased
        return name.hasPrefix("x-") || name.hasPrefix("arc-")
    }
}

/// What of a message's header the site's own servers and filters may have written.
struct OwnFields {
    /// The fields, from the top.
    var fields: [HeaderField] = []
    /// The servers' Received fields among them.
    var hops: [ReceivedField] = []
    /// How many of the fields stand above the lowest of those.
    var aboveLowestHop = 0
}
