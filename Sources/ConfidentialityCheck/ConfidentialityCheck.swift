// SPDX-License-Identifier: Apache-2.0
import MailServerConfiguration

/// Finds where mail, names and passwords are seen by others: a function of what is known of a server.
package struct ConfidentialityCheck {
    let facts: MailServerFacts
    let site: OwnSite
    var report = ExposureReport()

    private init(_ facts: MailServerFacts) {
        self.facts = facts
        site = facts.ownSite
    }

    /// Checks a server.
    package static func report(_ facts: MailServerFacts) -> ExposureReport {
        var check = ConfidentialityCheck(facts)
        if check.site.domains.isEmpty {
            check.report.note(ExposureGap(.postfix, .noOwnDomains))
        }
        if let postfix = facts.postfix {
            check.checkTransportSecurity(postfix)
            check.checkRoutes(postfix)
            check.checkCopies(postfix)
            check.checkRestrictions(postfix)
        }
        if let dovecot = facts.dovecot { check.checkDovecot(dovecot) }
        check.checkForwarding()
        check.checkAccessLists()
        check.checkNames()
        check.checkFiles()
        if let log = facts.log { check.checkLog(log) }
        check.report.noteRest()
        check.report.sort()
        return check.report
    }

    mutating func find(
        _ kind: ExposureKind, _ severity: ExposureSeverity, _ names: [String] = [], evidence: [String],
        count: Int? = nil, command: String
    ) {
        report.add(
            ExposureFinding(
                kind, severity, names: names, evidence: evidence, count: count,
                command: facts.isThisMachine ? command : ""))
    }

    /// Where a parameter of Postfix is set, or that it has its default.
    func evidence(_ name: String, _ postfix: PostfixConfiguration, _ service: PostfixService? = nil) -> String {
        let place = postfix.place(name, service).map(\.description) ?? "default"
        return "\(place): \(name)"
    }
}

extension MailServerFacts {
    /// The site with what the servers take for their own.
    package var ownSite: OwnSite {
        guard let postfix else { return site }
        var own = site
        own.hosts.insert(postfix.value("myhostname").lowercased())
        for name in ["mydestination", "virtual_alias_domains", "virtual_mailbox_domains", "relay_domains"] {
            for word in postfix.list(name) {
                if let table = postfix.table(word) {
                    // What is no address is a domain, of whichever value.
                    for entry in entries(table, postfix) where !entry.key.contains("@") && entry.key.contains(".") {
                        own.domains.insert(entry.key.lowercased())
                    }
                } else if !word.hasPrefix("!") {
                    own.domains.insert(word.lowercased())
                }
            }
        }
        own.networks += postfix.list("mynetworks").compactMap { PostfixList.network($0) }
        return own
    }

    /// The lines of a table, as far as it was read.
    func entries(_ table: PostfixTableName, _ postfix: PostfixConfiguration) -> [PostfixTable.Entry] {
        switch table.type {
        case "inline":
            PostfixTable(inline: table.name, place: ConfigurationPlace(path: "main.cf", line: 1)).entries
        case "static": [.init(key: "", value: table.name, place: ConfigurationPlace(path: "main.cf", line: 1))]
        default: tables[table]?.entries ?? []
        }
    }
}
