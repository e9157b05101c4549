// SPDX-License-Identifier: Apache-2.0
package import MailServerConfiguration

/// What is wrong with the way in which Postfix asks DNS lists.
package struct DNSListCheck: Sendable {
    /// Something that is wrong, or should be known.
    package struct Fault: Sendable, Equatable {
        /// What kind, as programs know it.
        package var kind: Kind
        /// Where it stands; nil: it is a default, or of no file.
        package var place: ConfigurationPlace?
        /// The list, its key masked; nil: it is of none.
        package var list: String?
        /// What is wrong.
        package var problem: String
        /// What to do.
        package var remedy: String

        /// Whether it need not be wrong: small sites may use the public mirrors.
        package var isNote: Bool { [.freeUse, .withoutVersion6].contains(kind) }
    }

    /// The kinds of faults.
    package enum Kind: String, Sendable, CaseIterable {
        /// A value that cannot be expanded, so that nothing in it was judged.
        case unread
        /// The list ended.
        case dead
        /// Every answer counts, also the list's errors.
        case unfiltered
        /// The same, of a list that lets mail in.
        case allowUnfiltered
        /// Answers count by which the list says that it does not answer.
        case errorAnswers
        /// A list of domains is asked for addresses, or the other way round.
        case wrongKind
        /// What is listed has no effect.
        case noEffect
        /// No sum of weights reaches the threshold.
        case unreachable
        /// The list refuses mail alone, and it lists whole providers.
        case broad
        /// A key gets into answers and logs.
        case keyShown
        /// The public mirrors of a list that are not meant for everybody.
        case freeUse
        /// A resolver that the lists do not answer.
        case publicResolver
        /// A parameter's name that this Postfix does not know.
        case unknownName
        /// The site's own users are looked up, too.
        case ownUsers
        /// The same list twice.
        case twice
        /// Asked: the list does not list what every list does.
        case notProtected
        /// Asked: it lists what no list does.
        case listsEverything
        /// Asked: it answers with an error.
        case answersErrors
        /// Asked: names with many parts get no answer.
        case deepNames
        /// Asked: it has nothing of IPv6.
        case withoutVersion6
        /// Not asked: the share of today is used up.
        case overShare
    }

    /// The faults, in the order of the configuration.
    package private(set) var faults: [Fault] = []
    /// How many lists are asked.
    package let lists: Int
    private let configuration: PostfixConfiguration
    private let version: [Int]?

    /// Checks a configuration.
    ///
    /// - Parameters:
    ///   - resolvers: whom the machine asks for names; nil: not known.
    ///   - version: Postfix's, as `3.7.11`; nil: not known.
    package init(_ configuration: PostfixConfiguration, resolvers: ResolverFile?, version: String?) {
        self.configuration = configuration
        self.version = version.map { $0.split(separator: ".").compactMap { Int($0.prefix { $0.isNumber }) } }
        let uses = DNSListUse.all(configuration)
        lists = uses.count
        for value in DNSListUse.unexpanded(configuration) {
            add(
                .unread, value.place, "\(value.parameter) cannot be expanded (\(value.reason)): it was not judged",
                do: "mend it; 'postconf -x \(value.parameter)' shows what Postfix makes of it")
        }
        for use in uses { check(use) }
        checkRepetition(uses)
        checkScreening(uses)
        checkNames()
        if !uses.isEmpty { checkResolvers(resolvers) }
    }

    private mutating func add(
        _ kind: Kind, _ place: ConfigurationPlace?, of list: String? = nil, _ problem: String, do remedy: String
    ) {
        faults.append(
            Fault(kind: kind, place: place, list: list.map(DNSListName.masked), problem: problem, remedy: remedy))
    }

    mutating func add(_ kind: Kind, _ list: String, _ problem: String, do remedy: String) {
        add(kind, nil, of: list, problem, do: remedy)
    }

    // MARK: One list

    private mutating func check(_ use: DNSListUse) {
        let known = KnownList.of(use.zone)
        let shown = DNSListName.masked(use.zone)
        if case .dead(let since)? = known?.kind {
            let effect = use.way.allows ? "lets everybody in" : "refuses everybody"
            add(
                .dead, use.place, of: use.zone,
                "the list ended in \(since): it names nobody, costs time, and \(effect) once the domain answers again",
                do: "take \(shown) out of \(use.parameter)")
            return
        }
        checkKind(use, known, shown)
        checkFilter(use, known, shown)
        if use.zone.hasSuffix(".spamhaus.org"), !use.way.allows {
            add(
                .freeUse, use.place, of: use.zone,
                "the public mirrors are free for small and non-commercial use alone; resold services and the networks of many hosters get errors",
                do:
                    "ask with a key of the Data Query Service: KEY.\(use.zone.split(separator: ".").first ?? "zen").dq.spamhaus.net"
            )
        }
        if known?.isBroad == true, refusesAlone(use) {
            add(
                .broad, use.place, of: use.zone, "it lists whole providers, and refuses mail alone here",
                do: "give it a weight below postscreen_dnsbl_threshold, or take it out")
        }
        if DNSListName.hasKey(use.zone), !isKeyHidden(use) {
            let map = use.parameter == "postscreen_dnsbl_sites" ? "postscreen_dnsbl_reply_map" : "rbl_reply_maps"
            add(
                .keyShown, use.place, of: use.zone, "whoever is refused is told the list's name, and with it the key",
                do: "set \(map) to a table that gives \(shown) another name, and keep main.cf's key out of reports")
        }
        if !use.isBehindLogin, !use.way.allows, use.way.isForAddresses,
            use.services.contains(where: { configuration.isOn("smtpd_sasl_auth_enable", $0) })
        {
            add(
                .ownUsers, use.place, of: use.zone,
                "your own users are looked up before they log in; their lines are on such lists",
                do: "put permit_mynetworks and permit_sasl_authenticated before it, or do not ask it where users log in"
            )
        }
    }

    private mutating func checkKind(_ use: DNSListUse, _ known: KnownList?, _ shown: String) {
        guard let known else { return }
        switch known.kind {
        case .domains where use.way.isForAddresses:
            add(
                .wrongKind, use.place, of: use.zone,
                "a list of domains is asked for addresses: it never names one, or answers with an error",
                do: "take \(shown) out of \(use.parameter); use reject_rhsbl_sender \(shown)=\(known.answers)")
        case .links:
            add(
                .wrongKind, use.place, of: use.zone, "a list of domains in links, which Postfix does not read",
                do: "take \(shown) out of \(use.parameter); a content filter asks it")
        case .addresses where !use.way.isForAddresses:
            add(
                .wrongKind, use.place, of: use.zone, "a list of addresses is asked for domains: it never names one",
                do: "use reject_rbl_client \(shown)=\(known.answers)")
        case .allowed where !use.way.allows:
            add(
                .wrongKind, use.place, of: use.zone, "a list of wanted senders is used to refuse mail",
                do: "give it a negative weight, or use permit_dnswl_client \(shown)=\(known.answers)")
        case .addresses where use.way.allows, .domains where use.way.allows:
            add(
                .wrongKind, use.place, of: use.zone, "a list of spammers is used to let mail in",
                do: "take \(shown) out of \(use.parameter), or give it a weight above 0")
        default: break
        }
    }

    private mutating func checkFilter(_ use: DNSListUse, _ known: KnownList?, _ shown: String) {
        let answers = known?.answers ?? ""
        let example = answers.isEmpty ? "127.0.0.[2..11], as the list documents them" : answers
        guard let filter = use.filter else {
            if use.way.allows {
                add(
                    .allowUnfiltered, use.place, of: use.zone,
                    "every answer lets mail in, also the one that says that you ask too much (127.0.0.255)",
                    do: "write \(shown)=\(example)")
            } else {
                add(
                    .unfiltered, use.place, of: use.zone,
                    "every answer counts, also the errors 127.255.255.252 to .255: one day it refuses all mail",
                    do: "write \(shown)=\(example)")
            }
            return
        }
        if AnswerFilter(filter)?.matchesErrors != false {
            add(
                .errorAnswers, use.place, of: use.zone,
                "the answers that count include errors (127.255.255.252 to .255), or cannot be read: \(filter.prefix(40))",
                do: "write \(shown)=\(example)")
        } else if known?.zone == "list.dnswl.org", AnswerFilter(filter)?.matches([127, 0, 0, 255]) == true {
            add(
                .allowUnfiltered, use.place, of: use.zone,
                "the answer 127.0.0.255 says that you ask too much, and lets everybody in",
                do: "write \(shown)=\(answers)")
        }
    }

    private func refusesAlone(_ use: DNSListUse) -> Bool {
        switch use.way {
        case .postscreen(let weight): weight >= threshold(of: use)
        case .rejectAddress, .rejectDomain: !use.onlyWarns
        default: false
        }
    }

    private func isKeyHidden(_ use: DNSListUse) -> Bool {
        if use.parameter == "postscreen_dnsbl_sites" {
            return !configuration.value("postscreen_dnsbl_reply_map").isEmpty
        }
        return !configuration.value("rbl_reply_maps").isEmpty
            || configuration.place("default_rbl_reply") != nil
                && !configuration.value("default_rbl_reply").contains("rbl_domain")
    }

    // MARK: All of them

    /// The lowest threshold of the services that ask a list.
    private func threshold(of use: DNSListUse) -> Int {
        let services = use.services.isEmpty ? [nil] : use.services
        return services.map { Int(configuration.value("postscreen_dnsbl_threshold", $0)) ?? 1 }.min() ?? 1
    }

    /// Whether postscreen does something about what is listed, at one of the services that ask a list.
    private func hasEffect(_ use: DNSListUse) -> Bool {
        let services = use.services.isEmpty ? [nil] : use.services
        return services.contains {
            !["", "ignore"].contains(configuration.value("postscreen_dnsbl_action", $0).lowercased())
        }
    }

    private mutating func checkRepetition(_ uses: [DNSListUse]) {
        var seen: Set<String> = []
        for use in uses where !use.way.allows && use.service == nil {
            let name = "\(use.zone.lowercased())=\(use.filter ?? "") \(use.parameter)"
            if !seen.insert(name).inserted {
                add(.twice, use.place, of: use.zone, "it stands twice in \(use.parameter)", do: "leave one of them")
            }
        }
    }

    private mutating func checkScreening(_ uses: [DNSListUse]) {
        let sites = uses.filter { if case .postscreen = $0.way { true } else { false } }
        guard let first = sites.first else { return }
        let listens = configuration.services.contains { $0.command == "postscreen" && $0.type == "inet" }
        if !configuration.services.isEmpty, !listens {
            add(
                .noEffect, first.place, "master.cf has no service that runs postscreen: these lists are never asked",
                do: "let postscreen listen at port smtp, and smtpd at the service smtpd pass")
        }
        // A service with lists of its own is judged by itself; what every service replaces is used nowhere.
        var seen: Set<String> = []
        for use in sites where !(listens && use.services.isEmpty) {
            guard seen.insert(use.service.map { "\($0.name) \($0.type)" } ?? "").inserted else { continue }
            checkScreening(sites.filter { $0.service == use.service }, use)
        }
    }

    /// Checks the lists of one value of `postscreen_dnsbl_sites`.
    private mutating func checkScreening(_ sites: [DNSListUse], _ first: DNSListUse) {
        if !hasEffect(first) {
            add(
                .noEffect, configuration.place("postscreen_dnsbl_action", first.service) ?? first.place,
                "postscreen_dnsbl_action is ignore, the default: whatever the lists say has no effect",
                do: "set postscreen_dnsbl_action = enforce")
        }
        let weights = sites.compactMap { if case .postscreen(let weight) = $0.way { weight } else { nil } }
        let most = weights.filter { $0 > 0 }.reduce(0) { $0.addingReportingOverflow($1).partialValue }
        let threshold = threshold(of: first)
        if most < threshold {
            add(
                .unreachable, configuration.place("postscreen_dnsbl_threshold", first.service) ?? first.place,
                "the weights of all lists together are \(most), the threshold is \(threshold): nobody is ever refused",
                do: "set postscreen_dnsbl_threshold to \(max(1, most)) or less")
        }
    }

    /// Parameters that Postfix 3.6 renamed; older ones know only the names in the right column.
    private static let renamed = [
        "postscreen_allowlist_interfaces": "postscreen_whitelist_interfaces",
        "postscreen_denylist_action": "postscreen_blacklist_action",
        "postscreen_dnsbl_allowlist_threshold": "postscreen_dnsbl_whitelist_threshold",
    ]

    private mutating func checkNames() {
        for (name, old) in Self.renamed.sorted(by: { $0.key < $1.key }) {
            guard let place = configuration.place(name) else { continue }
            if let version, version.lexicographicallyPrecedes([3, 6]) {
                add(
                    .unknownName, place, "\(name) is a name of Postfix 3.6 and newer: this one passes over it",
                    do: "write \(old)")
            } else if version == nil, configuration.place("compatibility_level").map({ _ in isLevelOld }) ?? true {
                add(
                    .unknownName, place, "\(name) is a name of Postfix 3.6 and newer: an older one passes over it",
                    do: "compare 'postconf -d mail_version'; below 3.6 write \(old)")
            }
        }
    }

    /// Whether the configuration's level may be of a Postfix before 3.6.
    private var isLevelOld: Bool {
        let level = configuration.value("compatibility_level").split(separator: ".").compactMap { Int($0) }
        return level.lexicographicallyPrecedes([3, 6])
    }

    private mutating func checkResolvers(_ resolvers: ResolverFile?) {
        for server in resolvers?.servers ?? [] where PublicResolver.name(of: server.address) != nil {
            add(
                .publicResolver, server.place,
                "\(server.address) is a public resolver: most lists answer it with an error, or not at all",
                do: "run a resolver of your own that asks by itself (unbound, without forward-zone), and name 127.0.0.1"
            )
        }
    }
}
