// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import TextOutput

/// Servers outside that all mail, or some, goes through: relays, filters, milters.
extension ConfidentialityCheck {
    /// A server outside, and what says that mail goes there.
    private struct Route {
        var endpoint: MailEndpoint
        var evidence: String
        var command: String
    }

    mutating func checkRoutes(_ postfix: PostfixConfiguration) {
        let relays = relays(postfix)
        for (host, routes) in grouped(relays) {
            find(
                .relayOutside, .warning, [host], evidence: routes.map(\.evidence), count: routes.count,
                command: routes[0].command)
            let levels = routes.map { (route: $0, level: level(of: $0.endpoint, postfix)) }
            guard let weak = levels.first(where: { $0.level == "none" }) ?? levels.first(where: { $0.level == "may" })
            else { continue }
            find(
                .relayWithoutTLS, weak.level == "none" ? .critical : .warning,
                hasPassword(postfix) ? [host, "smtp_sasl_password_maps"] : [host], evidence: [weak.route.evidence],
                command: enforcing(weak.route.endpoint, postfix))
        }
        for (host, routes) in grouped(filters(postfix)) {
            find(
                .filterOutside, .critical, [host], evidence: routes.map(\.evidence), count: routes.count,
                command: routes[0].command)
        }
        for (host, routes) in grouped(milters(postfix)) {
            find(
                .milterOutside, .critical, [host], evidence: routes.map(\.evidence), count: routes.count,
                command: routes[0].command)
        }
    }

    /// Whether Postfix may log in at relays.
    private func hasPassword(_ postfix: PostfixConfiguration) -> Bool {
        postfix.isOn("smtp_sasl_auth_enable") && !postfix.list("smtp_sasl_password_maps").isEmpty
    }

    /// The command that has TLS enforced towards one relay: for all servers mail to many would stay here.
    private func enforcing(_ relay: MailEndpoint, _ postfix: PostfixConfiguration) -> String {
        // Keys are next hops as they are written; of several the first that is meant.
        let key = relay.text.split(separator: ",").first { MailEndpoint(relay: String($0))?.host == relay.host }
        let append = "printf '\\n%s encrypt\\n' \((key.map(String.init) ?? relay.host).forShell) >> "
        let tables = postfix.list("smtp_tls_policy_maps").compactMap { postfix.table($0) }
        guard let table = tables.first else {
            let file = "/etc/postfix/tls_policy"
            return append + "\(file) && postconf -e 'smtp_tls_policy_maps = texthash:\(file)' && postfix reload"
        }
        for table in tables {
            let entry = facts.entries(table, postfix).first { MailEndpoint(relay: $0.key)?.host == relay.host }
            if let entry { return Self.edit(entry.place, table) }
        }
        guard let path = table.textPath, !["pcre", "regexp", "cidr"].contains(table.type) else {
            return Self.editing("smtp_tls_policy_maps", postfix, nil)
        }
        let index = table.type == "texthash" ? "postfix reload" : "postmap \("\(table.type):\(path)".forShell)"
        return append + "\(path.forShell) && \(index)"
    }

    /// By host, in the order in which they were found.
    private func grouped(_ routes: [Route]) -> [(host: String, routes: [Route])] {
        var groups: [(host: String, routes: [Route])] = []
        var places: [String: Int] = [:]
        for route in routes where !site.owns(host: route.endpoint.host) {
            if let index = places[route.endpoint.host] {
                groups[index].routes.append(route)
            } else {
                places[route.endpoint.host] = groups.count
                groups.append((route.endpoint.host, [route]))
            }
        }
        return groups
    }

    private func route(
        _ endpoint: MailEndpoint?, _ name: String, _ postfix: PostfixConfiguration, _ service: PostfixService? = nil
    ) -> Route? {
        endpoint.map {
            Route(
                endpoint: $0, evidence: evidence(name, postfix, service),
                command: name.hasSuffix("milters")
                    ? Self.editing(name, postfix, service) : Self.removing(name, postfix, service))
        }
    }

    private func relays(_ postfix: PostfixConfiguration) -> [Route] {
        var routes: [Route] = []
        for name in ["relayhost", "smtp_fallback_relay"] {
            for word in postfix.list(name) {
                if let route = route(MailEndpoint(relay: word), name, postfix) { routes.append(route) }
            }
        }
        for name in [
            "default_transport", "relay_transport", "virtual_transport", "local_transport", "mailbox_transport",
            "fallback_transport",
        ] {
            if let route = route(MailEndpoint(transport: postfix.value(name)), name, postfix) { routes.append(route) }
        }
        for name in [
            "transport_maps", "sender_dependent_default_transport_maps", "sender_dependent_relayhost_maps",
            "mailbox_transport_maps", "fallback_transport_maps",
        ] {
            for word in postfix.list(name) {
                guard let table = postfix.table(word) else { continue }
                for entry in facts.entries(table, postfix) {
                    let endpoint =
                        name == "sender_dependent_relayhost_maps"
                        ? MailEndpoint(relay: entry.value) : MailEndpoint(transport: entry.value)
                    guard let endpoint, !isPartners(endpoint, entry.key) else { continue }
                    routes.append(
                        Route(
                            endpoint: endpoint, evidence: entry.place.description,
                            command: Self.edit(entry.place, table)))
                }
            }
        }
        return routes
    }

    /// Whether a next hop belongs to the domain that a table of transports has it for.
    private func isPartners(_ endpoint: MailEndpoint, _ key: String) -> Bool {
        let domain = (DeliveryTarget.domain(of: key) ?? key).lowercased().drop { $0 == "." }
        return domain.contains(".") && (endpoint.host == domain || endpoint.host.hasSuffix("." + domain))
    }

    /// The level of TLS towards a relay: that of its policy, or the usual one.
    private func level(of endpoint: MailEndpoint, _ postfix: PostfixConfiguration) -> String {
        for word in postfix.list("smtp_tls_policy_maps") {
            guard let table = postfix.table(word) else { continue }
            // Keys are next hops, as they are written: `[host]:587`.
            let entry = facts.entries(table, postfix).first { entry in
                MailEndpoint(relay: entry.key)?.host == endpoint.host
            }
            if let level = entry?.value.split(whereSeparator: \.isWhitespace).first { return level.lowercased() }
        }
        return Self.level("smtp", postfix)
    }

    private func filters(_ postfix: PostfixConfiguration) -> [Route] {
        var routes: [Route] = []
        for service in [nil] + postfix.services.map(Optional.some) {
            let filter = postfix.value("content_filter", service)
            if service == nil || service?.overrides["content_filter"] != nil,
                let route = route(MailEndpoint(transport: filter), "content_filter", postfix, service)
            {
                routes.append(route)
            }
            if service == nil || service?.overrides["smtpd_proxy_filter"] != nil {
                let proxy = postfix.value("smtpd_proxy_filter", service)
                if let route = route(MailEndpoint(service: proxy), "smtpd_proxy_filter", postfix, service) {
                    routes.append(route)
                }
            }
        }
        return routes
    }

    private func milters(_ postfix: PostfixConfiguration) -> [Route] {
        var routes: [Route] = []
        for service in [nil] + postfix.services.map(Optional.some) {
            for name in ["smtpd_milters", "non_smtpd_milters"]
            where service == nil || service?.overrides[name] != nil {
                for word in postfix.list(name, service) {
                    let endpoint = MailEndpoint(service: PostfixList.subject(word))
                    if let route = route(endpoint, name, postfix, service) { routes.append(route) }
                }
            }
        }
        return routes
    }
}
