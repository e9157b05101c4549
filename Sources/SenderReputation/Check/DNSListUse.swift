// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration

/// A DNS list as Postfix is told to ask it: in `postscreen_dnsbl_sites`, or in a restriction of `smtpd`.
struct DNSListUse {
    /// How it is asked.
    enum Way: Equatable {
        /// By the client's address, with a weight.
        case postscreen(weight: Int)
        /// `reject_rbl_client`: by the client's address.
        case rejectAddress
        /// `reject_rhsbl_sender` and its kin: by a domain.
        case rejectDomain
        /// `permit_dnswl_client`: by the client's address.
        case permitAddress
        /// `permit_rhswl_client`: by a domain.
        case permitDomain

        var isForAddresses: Bool {
            switch self {
            case .postscreen, .rejectAddress, .permitAddress: true
            case .rejectDomain, .permitDomain: false
            }
        }

        /// Whether what is listed comes in because of it.
        var allows: Bool {
            switch self {
            case .postscreen(let weight): weight < 0
            case .permitAddress, .permitDomain: true
            case .rejectAddress, .rejectDomain: false
            }
        }
    }

    /// The zone's name, with its key.
    var zone: String
    /// The answers that count; nil: all.
    var filter: String?
    var way: Way
    /// The parameter in which it stands.
    var parameter: String
    var place: ConfigurationPlace?
    /// Of a restriction: whether the site's own users are let through before it.
    var isBehindOwnUsers = true
    /// Of a restriction: the service's port, if it is of a service of its own.
    var port: Int?

    /// All that a configuration has.
    static func all(_ configuration: PostfixConfiguration) -> [DNSListUse] {
        var uses = configuration.list("postscreen_dnsbl_sites").map { word in
            DNSListUse(site: word, configuration.place("postscreen_dnsbl_sites"))
        }
        for parameter in restrictions {
            uses += restrictions(of: configuration, parameter, nil)
            for service in configuration.services where service.overrides[parameter] != nil {
                uses += restrictions(of: configuration, parameter, service)
            }
        }
        return uses
    }

    private static let restrictions = [
        "smtpd_client_restrictions", "smtpd_helo_restrictions", "smtpd_sender_restrictions",
        "smtpd_relay_restrictions", "smtpd_recipient_restrictions", "smtpd_data_restrictions",
        "smtpd_end_of_data_restrictions",
    ]

    /// `zone=127.0.0.[2..11]*3`.
    private init(site: String, _ place: ConfigurationPlace?) {
        let parts = site.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
        let weight = parts.count > 1 ? Int(parts[1]) ?? 1 : 1
        self.init(String(parts[0]), .postscreen(weight: weight), "postscreen_dnsbl_sites", place)
    }

    private init(_ site: String, _ way: Way, _ parameter: String, _ place: ConfigurationPlace?) {
        let sides = site.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        zone = String(sides[0])
        filter = sides.count > 1 ? String(sides[1]) : nil
        self.way = way
        self.parameter = parameter
        self.place = place
    }

    private static func restrictions(
        of configuration: PostfixConfiguration, _ parameter: String, _ service: PostfixService?
    ) -> [DNSListUse] {
        let words = configuration.list(parameter, service)
        let place = configuration.place(parameter, service)
        var uses: [DNSListUse] = []
        var areOwnThrough = false
        for (index, word) in words.enumerated() {
            if ["permit_sasl_authenticated", "permit_mynetworks"].contains(word) { areOwnThrough = true }
            guard let way = way(of: word), index + 1 < words.count else { continue }
            var use = DNSListUse(words[index + 1], way, parameter, place)
            use.isBehindOwnUsers = areOwnThrough
            use.port = service?.port
            uses.append(use)
        }
        return uses
    }

    private static func way(of word: String) -> Way? {
        switch word {
        case "reject_rbl_client", "reject_rbl": .rejectAddress
        case "permit_dnswl_client": .permitAddress
        case "permit_rhswl_client": .permitDomain
        default: word.hasPrefix("reject_rhsbl_") ? .rejectDomain : nil
        }
    }
}
