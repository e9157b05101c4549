// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration
import TextOutput

extension SiteHealth {
    /// How our milter is written, in `main.cf`.
    private static let attributes = "default_action=accept, connect_timeout=5s"
    /// Milters that sign or check: fields that they add are to be there when the filter looks.
    private static let signers = [
        "opendkim", "opendmarc", "openarc", "dkimpy", "rspamd", "spf", "8891", "8893", "11332",
    ]

    mutating func checkPostfix(_ postfix: PostfixConfiguration) {
        guard let milter = facts.filter?.milter else {
            // Of a filter without a configuration that is said already.
            if facts.filter != nil { note(.postfix, .noMilter) }
            return
        }
        // Where mail from outside comes in; of one file with all parameters no services are known.
        let servers = postfix.services.filter { $0.command == "smtpd" }
        var entrances = servers.filter { $0.type == "pass" || $0.port == 25 }
        // Behind a router it may be any port.
        if entrances.isEmpty { entrances = servers.filter { ![465, 587].contains($0.port) } }
        let services: [PostfixService?] = entrances.isEmpty ? [nil] : entrances
        for service in services {
            let words = postfix.list("smtpd_milters", service)
            if words.contains(where: { isOurs($0, milter, postfix, service) }) {
                checkAttributes(words, milter, postfix, service)
            } else if words.contains(where: { isOurs($0, milter, postfix, service, ignoringChroot: true) }) {
                find(
                    .milterOutsideChroot, .critical, [postfix.value("queue_directory")],
                    evidence: [place("smtpd_milters", postfix, service)], setMilters(words, milter, postfix, service))
            } else {
                find(
                    .milterMissing, .critical, [service?.name ?? "smtp", milter.address],
                    evidence: [place("smtpd_milters", postfix, service)], setMilters(words, milter, postfix, service))
            }
        }
        let local = postfix.list("non_smtpd_milters")
        if !local.contains(where: { isOurs($0, milter, postfix, nil) }) {
            find(
                .localMailUnfiltered, .notice, evidence: [place("non_smtpd_milters", postfix, nil)],
                ["postconf -e 'non_smtpd_milters = $smtpd_milters' && postfix reload"])
        }
        if let version = Int(postfix.value("milter_protocol")), version < 6 {
            find(
                .milterProtocol, .warning, ["\(version)"], evidence: [place("milter_protocol", postfix, nil)],
                ["postconf -X milter_protocol && postfix reload"])
        }
        if facts.filter?.hasBrake == true { checkSubmission(milter, postfix) }
    }

    private mutating func checkAttributes(
        _ words: [String], _ milter: FilterFacts.Listener, _ postfix: PostfixConfiguration, _ service: PostfixService?
    ) {
        guard let index = words.firstIndex(where: { isOurs($0, milter, postfix, service) }) else { return }
        let own = PostfixList.words(PostfixList.unbraced(words[index])).dropFirst()
            .first { $0.hasPrefix("default_action=") }.map { String($0.dropFirst(15)) }
        let action = own ?? postfix.value("milter_default_action", service)
        if action != "accept" {
            find(
                .milterDefers, .warning, [action.isEmpty ? "tempfail" : action],
                evidence: [place("smtpd_milters", postfix, service)], setMilters(words, milter, postfix, service))
        }
        let later = words[(index + 1)...].map { PostfixList.subject($0) }
            .filter { word in Self.signers.contains { word.lowercased().contains($0) } }
        if !later.isEmpty {
            find(
                .milterOrder, .notice, [later.joined(separator: ", ")],
                evidence: [place("smtpd_milters", postfix, service)], setMilters(words, milter, postfix, service))
        }
    }

    private mutating func checkSubmission(_ milter: FilterFacts.Listener, _ postfix: PostfixConfiguration) {
        for service in postfix.services where service.command == "smtpd" && [465, 587].contains(service.port) {
            let words = postfix.list("smtpd_milters", service)
            if words.contains(where: { isOurs($0, milter, postfix, service) }) { continue }
            find(
                .submissionUnbraked, .warning, [service.name], evidence: [place("smtpd_milters", postfix, service)],
                setMilters(words, milter, postfix, service))
        }
    }

    /// Whether a word names our socket, as the service sees it.
    private func isOurs(
        _ word: String, _ milter: FilterFacts.Listener, _ postfix: PostfixConfiguration, _ service: PostfixService?,
        ignoringChroot: Bool = false
    ) -> Bool {
        let subject = PostfixList.subject(word)
        guard let path = milter.path else {
            return Self.port(subject).map { $0 == Self.port(milter.address) } ?? false
        }
        guard subject.hasPrefix("unix:") || subject.hasPrefix("local:") else { return false }
        let name = String(subject.drop { $0 != ":" }.dropFirst())
        let queue = postfix.value("queue_directory")
        let isChrooted = service?.isChrooted ?? false
        let isWithin = !name.hasPrefix("/") || isChrooted && !ignoringChroot
        let seen = (facts.filter?.root ?? "") + (isWithin ? "\(queue)/\(name)" : name)
        return Self.plain(seen) == Self.plain(path)
    }

    /// The host and port of `inet:host:port`, of `inet:port@host`, and of our own `host:port`.
    private static func port(_ subject: String) -> String? {
        if subject.hasPrefix("unix:") || subject.hasPrefix("local:") { return nil }
        let text = subject.hasPrefix("inet:") ? String(subject.dropFirst(5)) : subject
        if let at = text.firstIndex(of: "@") {
            return host(text[text.index(after: at)...]) + ":" + text[..<at]
        }
        guard let colon = text.lastIndex(of: ":") else { return nil }
        return host(text[..<colon]) + text[colon...]
    }

    private static func host(_ text: Substring) -> String {
        let name = text.drop { $0 == "[" }.prefix { $0 != "]" }.lowercased()
        return ["localhost", "::1", "0.0.0.0", "::"].contains(name) ? "127.0.0.1" : name
    }

    private static func plain(_ path: String) -> String {
        "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }

    private func place(_ name: String, _ postfix: PostfixConfiguration, _ service: PostfixService?) -> String {
        "\(postfix.place(name, service)?.description ?? "main.cf"): \(name)"
    }

    /// The list with our milter at its end, and all others as they are.
    private func setMilters(
        _ words: [String], _ milter: FilterFacts.Listener, _ postfix: PostfixConfiguration, _ service: PostfixService?
    ) -> [String] {
        let others = words.filter {
            !isOurs($0, milter, postfix, service) && !isOurs($0, milter, postfix, service, ignoringChroot: true)
        }
        let value = (others + ["{ \(socket(milter, postfix)), \(Self.attributes) }"]).joined(separator: ", ")
        if let service, service.overrides["smtpd_milters"] != nil {
            let name = "\(service.name)/\(service.type)/smtpd_milters"
            return ["postconf -P \((name + "=" + value).forShell) && postfix reload"]
        }
        return ["postconf -e \(("smtpd_milters = " + value).forShell) && postfix reload"]
    }

    /// Our socket as Postfix is to be told: relative to its queue where it lies there, which is right with and without chroot.
    private func socket(_ milter: FilterFacts.Listener, _ postfix: PostfixConfiguration) -> String {
        guard let path = milter.path else { return "inet:" + milter.address }
        let queue = Self.plain((facts.filter?.root ?? "") + postfix.value("queue_directory")) + "/"
        let plain = Self.plain(path)
        return "unix:" + (plain.hasPrefix(queue) ? String(plain.dropFirst(queue.count)) : plain)
    }
}
