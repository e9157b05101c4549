// SPDX-License-Identifier: Apache-2.0

/// The way by which a message reached the site: whose machines sent it.
///
/// Spammers and honest senders share most of them.
enum Route {
    /// The own mail server of a firm or person; `domain` names it.
    case office(domain: String)
    /// The large provider of free mailboxes.
    case freemail
    /// The provider that sends newsletters for its customers.
    case bulk
    /// The provider that sends receipts and notices for web services.
    case cloud
    /// The host of mailing lists.
    case list
    /// A machine at the end of a dial-up line.
    case stray

    /// The domain under which its machines call themselves.
    func host(_ random: inout SplitMix64) -> String {
        switch self {
        case .office(let domain): "mail.\(domain)"
        case .freemail: "out\(random.int(1...6)).freemail.example.net"
        case .bulk: "mta\(random.int(10...29)).bulkpost.example.org"
        case .cloud: "o\(random.int(1...9)).relay.example.net"
        case .list: "lists.example.org"
        case .stray: "dyn-\(random.int(2...250)).pool.example.net"
        }
    }

    /// An address out of the blocks reserved for documentation (RFC 5737).
    func address(_ random: inout SplitMix64) -> String {
        switch self {
        case .office(let domain):
            "198.51.100.\(10 + domain.utf8.reduce(0) { ($0 * 31 + Int($1)) % 90 })"
        case .freemail: "198.51.100.\(random.int(120...127))"
        case .bulk: "203.0.113.\(random.int(40...55))"
        case .cloud: "203.0.113.\(random.int(60...69))"
        case .list: "198.51.100.200"
        case .stray: "203.0.113.\(random.int(128...250))"
        }
    }

    /// The domain that signs, when the route signs mail.
    func signer(from domain: String) -> String? {
        switch self {
        case .office: domain
        case .freemail: "freemail.example.net"
        case .bulk: "bulkpost.example.org"
        case .cloud: "relay.example.net"
        case .list, .stray: nil
        }
    }
}
