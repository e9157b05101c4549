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
    /// Of a restriction: whether users who have logged in are let through before it.
    ///
    /// Being of the site's networks is not enough: they come from elsewhere, too.
    var isBehindLogin = true
    /// Of a restriction: whether `warn_if_reject` stands before it.
    var onlyWarns = false
    /// The service of `master.cf` that has a value of its own.
    var service: PostfixService?
    /// Those that ask it; nil stands for one of which nothing is known.
    var services: [PostfixService?] = []

    /// All that a configuration has.
    static func all(_ configuration: PostfixConfiguration) -> [DNSListUse] {
        var uses: [DNSListUse] = []
        for value in values("postscreen_dnsbl_sites", of: "postscreen", configuration) {
            let place = configuration.place("postscreen_dnsbl_sites", value.service)
            uses += value.words.map { DNSListUse(site: $0, place).asked(by: value) }
        }
        for parameter in PostfixConfiguration.restrictionParameters {
            for value in values(parameter, of: "smtpd", configuration) {
                uses += restrictions(of: configuration, parameter, value)
            }
        }
        for name in classes(configuration) {
            for value in values(name, of: "smtpd", configuration) {
                // Who comes to a class says the restriction or the table that names it.
                uses += restrictions(of: configuration, name, value).map {
                    var use = $0
                    use.isBehindLogin = true
                    return use
                }
            }
        }
        return uses
    }

    /// Parameters that lists stand in, or depend on, and whose values cannot be expanded: where, and why.
    static func unexpanded(
        _ configuration: PostfixConfiguration
    ) -> [(parameter: String, place: ConfigurationPlace?, reason: String)] {
        var found: [(parameter: String, place: ConfigurationPlace?, reason: String)] = []
        let names =
            [
                "postscreen_dnsbl_sites", "postscreen_dnsbl_threshold", "postscreen_dnsbl_action",
                "smtpd_restriction_classes", "maps_rbl_domains", "smtpd_sasl_auth_enable",
            ] + PostfixConfiguration.restrictionParameters + classes(configuration)
        let services = configuration.services.filter { ["smtpd", "postscreen"].contains($0.command) }
        for name in names {
            for service in [nil] + services.map(Optional.some) {
                let place = configuration.place(name, service)
                if found.contains(where: { $0.parameter == name && $0.place == place }) { continue }
                do throws(PostfixExpansionError) {
                    _ = try configuration.expanded(name, service)
                } catch {
                    found.append((name, place, error.description))
                }
            }
        }
        return found
    }

    private static func classes(_ configuration: PostfixConfiguration) -> ArraySlice<String> {
        configuration.list("smtpd_restriction_classes").prefix(200)
    }

    /// A value of a list, and who has it.
    private struct Value {
        var words: [String]
        var service: PostfixService?
        var services: [PostfixService?]
    }

    /// The values of a parameter: that of `main.cf`, and of each service for which it is another.
    private static func values(
        _ parameter: String, of command: String, _ configuration: PostfixConfiguration
    ) -> [Value] {
        let common = configuration.list(parameter)
        guard !configuration.services.isEmpty else { return [Value(words: common, services: [nil])] }
        var values = [Value(words: common, services: [])]
        for service in configuration.services where service.command == command {
            let words = configuration.list(parameter, service)
            if words == common {
                values[0].services.append(service)
            } else {
                values.append(Value(words: words, service: service, services: [service]))
            }
        }
        return values
    }

    private func asked(by value: Value) -> DNSListUse {
        var use = self
        (use.service, use.services) = (value.service, value.services)
        return use
    }

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
        of configuration: PostfixConfiguration, _ parameter: String, _ value: Value
    ) -> [DNSListUse] {
        // Postfix takes them in any case of letters.
        let words = value.words.map { $0.lowercased() }
        let place = configuration.place(parameter, value.service)
        var uses: [DNSListUse] = []
        var isLoggedInThrough = false
        func take(_ site: String, _ way: Way, _ parameter: String, _ place: ConfigurationPlace?, at index: Int) {
            var use = DNSListUse(site, way, parameter, place).asked(by: value)
            use.isBehindLogin = isLoggedInThrough
            use.onlyWarns = index > 0 && words[index - 1] == "warn_if_reject"
            uses.append(use)
        }
        for (index, word) in words.enumerated() {
            if word == "permit_sasl_authenticated" { isLoggedInThrough = true }
            if word == "reject_maps_rbl" {
                let place = configuration.place("maps_rbl_domains", value.service)
                for site in configuration.list("maps_rbl_domains", value.service) {
                    take(site, .rejectAddress, "maps_rbl_domains", place, at: index)
                }
            } else if let way = way(of: word), index + 1 < words.count {
                take(value.words[index + 1], way, parameter, place, at: index)
            }
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
