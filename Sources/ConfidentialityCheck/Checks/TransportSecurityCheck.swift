// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import TextOutput

/// TLS of Postfix: passwords, mail from others, mail to others.
extension ConfidentialityCheck {
    /// `none`, `may`, `encrypt` or what is stricter, as Postfix takes it from old and new parameters.
    static func level(
        _ side: String, _ postfix: PostfixConfiguration, _ service: PostfixService? = nil
    ) -> String {
        if postfix.isOn("\(side)_tls_wrappermode", service) { return "encrypt" }
        let level = postfix.value("\(side)_tls_security_level", service).lowercased()
        if !level.isEmpty { return level }
        if postfix.isOn("\(side)_enforce_tls", service) { return "encrypt" }
        return postfix.isOn("\(side)_use_tls", service) ? "may" : "none"
    }

    /// The services that take mail from the network; nil stands for one without settings of its own.
    static func servers(_ postfix: PostfixConfiguration) -> [PostfixService?] {
        let all = postfix.services.filter { $0.command == "smtpd" && ($0.type == "inet" || $0.type == "pass") }
        if postfix.services.isEmpty { return [nil] }
        return all.filter { service in
            guard let host = service.host else { return true }
            return !host.hasPrefix("127.") && host != "::1" && host != "localhost"
        }
    }

    /// The command that sets a parameter where it is set: for one service, or for all.
    static func setting(
        _ name: String, _ value: String, _ postfix: PostfixConfiguration, _ service: PostfixService?
    ) -> String {
        guard let service, service.overrides[name] != nil else {
            return "postconf -e \("\(name) = \(value)".forShell) && postfix reload"
        }
        return "postconf -P \("\(service.name)/\(service.type)/\(name)=\(value)".forShell) && postfix reload"
    }

    /// The command that takes a parameter away where it is set; one with several values is edited.
    static func removing(_ name: String, _ postfix: PostfixConfiguration, _ service: PostfixService?) -> String {
        if postfix.list(name, service).count > 1 { return editing(name, postfix, service) }
        guard let service, service.overrides[name] != nil else {
            return "postconf -X \(name) && postfix reload"
        }
        return "postconf -PX \("\(service.name)/\(service.type)/\(name)".forShell) && postfix reload"
    }

    /// The command that opens the place where a parameter is set.
    static func editing(_ name: String, _ postfix: PostfixConfiguration, _ service: PostfixService?) -> String {
        let open = postfix.place(name, service).map { edit($0) } ?? "${EDITOR:-vi} /etc/postfix/main.cf"
        return open + " && postfix reload"
    }

    mutating func checkTransportSecurity(_ postfix: PostfixConfiguration) {
        checkPasswords(postfix)
        let isPublic = !postfix.list("inet_interfaces").allSatisfy {
            $0 == "loopback-only" || $0 == "localhost" || $0.hasPrefix("127.")
        }
        let incoming = Self.servers(postfix).filter { $0 == nil || $0?.port == 25 || $0?.type == "pass" }
        if isPublic, let open = incoming.first(where: { Self.level("smtpd", postfix, $0) == "none" }) {
            find(
                .incomingWithoutTLS, .critical, evidence: [evidence("smtpd_tls_security_level", postfix, open)],
                command: "postfix tls enable-server && postfix reload")
        }
        if Self.level("smtp", postfix) == "none" {
            find(
                .outgoingWithoutTLS, .critical, evidence: [evidence("smtp_tls_security_level", postfix)],
                command: "postfix tls enable-client && postfix reload")
        }
        checkPolicies(postfix)
    }

    private mutating func checkPasswords(_ postfix: PostfixConfiguration) {
        let open = Self.servers(postfix).filter { service in
            guard postfix.isOn("smtpd_sasl_auth_enable", service), !postfix.isOn("smtpd_tls_auth_only", service),
                ["none", "may"].contains(Self.level("smtpd", postfix, service))
            else { return false }
            // Without TLS only mechanisms are offered that do not show the password.
            return !postfix.list("smtpd_sasl_security_options", service).contains("noplaintext")
        }
        guard let first = open.first else { return }
        let places = open.map { evidence("smtpd_sasl_auth_enable", postfix, $0) }
        find(
            .submissionPasswords, .critical, open.compactMap { $0?.name }, evidence: places, count: open.count,
            command: Self.setting("smtpd_tls_auth_only", "yes", postfix, first))
    }

    private mutating func checkPolicies(_ postfix: PostfixConfiguration) {
        let usual = Self.level("smtp", postfix)
        let weak: Set = usual == "none" || usual == "may" ? ["none"] : ["none", "may"]
        var found: [(table: PostfixTableName, entry: PostfixTable.Entry)] = []
        for word in postfix.list("smtp_tls_policy_maps") {
            guard let table = postfix.table(word) else { continue }
            for entry in facts.entries(table, postfix) {
                guard let level = entry.value.split(whereSeparator: \.isWhitespace).first?.lowercased(),
                    weak.contains(level), !site.owns(host: MailEndpoint(relay: entry.key)?.host ?? "")
                else { continue }
                found.append((table, entry))
            }
        }
        guard let first = found.first else { return }
        find(
            .weakPolicy, .warning, found.map(\.entry.key), evidence: found.map { $0.entry.place.description },
            count: found.count, command: Self.edit(first.entry.place, first.table))
    }

    /// The command that opens a table where something is wrong, and makes its index again.
    static func edit(_ place: ConfigurationPlace, _ table: PostfixTableName) -> String {
        let open = edit(place)
        switch table.type {
        case "inline", "static": return "${EDITOR:-vi} /etc/postfix/main.cf && postfix reload"
        case "texthash", "pcre", "regexp", "cidr": return open + " && postfix reload"
        default: return open + " && postmap \("\(table.type):\(table.name)".forShell)"
        }
    }

    static func edit(_ place: ConfigurationPlace) -> String { "${EDITOR:-vi} +\(place.line) \(place.path.forShell)" }
}
