// SPDX-License-Identifier: Apache-2.0
import MailMessage
import SenderLists

/// Messages and lists for tests, in domains reserved for examples.
enum Sample {
    /// A day on which lists are asked: 2026-11-29.
    static let today = CivilDate(year: 2026, month: 11, dayOfMonth: 29).day

    /// The site's own Received field, of a message from a client.
    static func hop(from client: String = "198.51.100.7", by server: String = "mx.example.com", id: String = "4ABC")
        -> String
    {
        "Received: from mail.out.example (mail.out.example [\(client)])\n\tby \(server) (Postfix) with ESMTPS id \(id);\n"
            + "\tSun, 29 Nov 2026 10:00:00 +0100\n"
    }

    /// A field with results of the site's server.
    static func results(_ results: String, by server: String = "mx.example.com") -> String {
        "Authentication-Results: \(server);\n\t\(results)\n"
    }

    static let dmarc = results("dmarc=pass (p=none dis=none) header.from=customer.example")

    /// A message with fields on top.
    static func message(
        _ top: String = "", from: String = "Anna <anna@customer.example>", _ more: String = ""
    ) -> Message {
        Message(Array((top + "From: \(from)\nTo: sales@example.com\nSubject: Order\n" + more + "\nHello\n").utf8))
    }

    /// A site's servers.
    static func servers(
        hosts: [String] = ["mx.example.com"], networks: [String] = [], ids: [String] = ["mx.example.com"],
        areDelivered: Bool = false
    ) -> SiteServers {
        SiteServers(
            trust: TrustBoundary(networks: networks.compactMap { NetworkRange($0) }, hosts: hosts), authservIDs: ids,
            areDelivered: areDelivered)
    }

    /// A message as a milter has it.
    static func atMilter(
        client: String? = "198.51.100.7", sender: String? = nil, recipientDomain: String? = nil, queueID: String? = nil
    ) -> Envelope {
        Envelope(
            clientAddress: client, sender: sender, recipientDomain: recipientDomain, queueID: queueID,
            isBeforeReceived: true)
    }

    /// What a list says of a message.
    static func finding(
        _ list: String, _ message: Message, _ envelope: Envelope? = atMilter(), _ servers: SiteServers = servers(),
        on day: Int64 = today
    ) -> ListFinding {
        SenderList(text: list).finding(for: Arrival(message, envelope: envelope, at: servers), on: day)
    }
}
