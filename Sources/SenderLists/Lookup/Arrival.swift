// SPDX-License-Identifier: Apache-2.0
package import MailMessage

/// What the list asks of a message: who wrote it, where the site had it from, and what is proven of that.
package struct Arrival: Sendable {
    /// The most addresses and names of lists of a message that are looked at.
    package static let maxNames = 100

    /// The addresses of its From fields.
    package private(set) var authors: [MailAddress] = []
    /// Whether From names one address, as mail programs show it.
    package private(set) var hasOneAuthor = false
    /// The sender's address in the envelope.
    package private(set) var sender: MailAddress?
    /// The names of the mailing lists that it says it comes from.
    package private(set) var lists: [String] = []
    /// The address of the client that the site's own server had it from; nil: nothing surely says it.
    package private(set) var clientAddress: String?
    /// The one domain of its recipients; nil if there are several, or nobody says.
    package private(set) var recipientDomain: String?
    /// What the site's servers found of the sender.
    package private(set) var authentication: Authentication

    /// Looks at a message's header.
    ///
    /// - Parameter envelope: what the server says; nil: nothing.
    package init(_ message: Message, envelope: Envelope?, at servers: SiteServers) {
        let header = message.header
        let envelope = envelope ?? Envelope()
        authentication = Authentication(isServerNamed: !servers.authservIDs.isEmpty)
        let own = servers.ownFields(
            of: header, isBeforeReceived: envelope.isBeforeReceived, client: envelope.clientAddress)
        readAuthors(of: header)
        let fields = header.all("list-id").prefix(Self.maxNames)
        lists = fields.compactMap { Self.listName($0.unfolded) }
        takeDelivery(own.fields.prefix(own.aboveLowestHop), envelope)
        // The server's own client, or where that is a server of the site, whom that one had it from.
        let isFromOutside = envelope.clientAddress.map { !servers.isOwn($0) } ?? false
        clientAddress = isFromOutside ? envelope.clientAddress : own.hops.last?.ip ?? envelope.clientAddress
        let jobIDs = [envelope.queueID].compactMap { $0 } + own.hops.compactMap(\.id)
        for field in own.fields where field.hasName("authentication-results") {
            // Below one that cannot be read, perhaps for what a sender put into it, nothing counts.
            guard let results = AuthenticationResults(field) else { break }
            if servers.authservIDs.contains(where: { $0.wrote(results, jobIDs: jobIDs) }) {
                authentication.take(results.results)
            }
        }
    }

    private mutating func readAuthors(of header: Header) {
        let fields = header.all("from")
        let mailboxes = fields.prefix(Self.maxNames).flatMap {
            AddressList(parsing: $0).mailboxes.prefix(Self.maxNames)
        }
        authors = mailboxes.prefix(Self.maxNames).compactMap { MailAddress($0) }
        hasOneAuthor = fields.count == 1 && mailboxes.count == 1 && authors.count == 1
    }

    /// What delivery wrote above the site's own Received fields, where the server itself did not say it.
    private mutating func takeDelivery(_ fields: ArraySlice<HeaderField>, _ envelope: Envelope) {
        let path = fields.first { $0.hasName("return-path") }
        sender =
            envelope.sender.flatMap { MailAddress($0) }
            ?? path.flatMap { AddressList(parsing: $0).mailboxes.first }.flatMap { MailAddress($0) }
        let recipients = fields.filter {
            $0.hasName("x-original-to") || $0.hasName("delivered-to") || $0.hasName("envelope-to")
        }
        recipientDomain =
            envelope.recipientDomain
            ?? Envelope.domain(
                ofAll: recipients.prefix(Self.maxNames).flatMap { AddressList(parsing: $0).mailboxes.map(\.address) })
    }

    /// The name of a list in its List-Id: what stands in the last angle brackets (RFC 2919), or the whole.
    private static func listName(_ value: String) -> String? {
        var name = value[...]
        if let start = value.utf8.lastIndex(of: UInt8(ascii: "<")) {
            name = value[value.utf8.index(after: start)...].prefix { $0 != ">" }
        }
        guard !name.isEmpty, name.utf8.count <= ListSubject.maxBytes else { return nil }
        return DomainName.plain(name)
    }
}
