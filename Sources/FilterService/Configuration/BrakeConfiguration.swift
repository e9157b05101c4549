// SPDX-License-Identifier: Apache-2.0
import MailFeatures
package import OutgoingBrake
import SenderLists
import SiteConfiguration

/// The brake for outgoing mail: how much each sender may send, and who is told.
///
/// - SeeAlso: docs/brake.md
package struct BrakeConfiguration: Sendable, Equatable {
    /// Where counts survive a restart (`folder`).
    package var folder: BrakeFolder
    /// The site's own domains, mail to which does not count (`domains`; without it, those under `site.recipients` and those of
    /// the customers).
    package var domains: OwnDomains
    /// How much senders may send (`ten-minutes`, `hour`, `day`, `own`).
    package var ceilings = CeilingTable()
    /// A program that is run when a sender's mail is put on hold, and its arguments (`command`); empty: none.
    package var command: [String] = []
    /// Who gets a mail then (`mail-to`).
    package var mailTo: [String] = []
    /// The program that takes that mail (`sendmail`).
    package var sendmail = "/usr/sbin/sendmail"

    private static let maxCeiling = 100_000_000

    init(
        _ section: inout ConfigurationSection, site: SiteSettings, customers: [CustomerConfiguration]
    ) throws(ConfigurationError) {
        folder = BrakeFolder(try section.filePath("folder") ?? BrakeFolder.usual)
        let given = try section.strings("domains")
        // An address among the site's recipients may be one at a provider, whose domain is not the site's.
        let names = given ?? site.recipients.filter { !$0.contains("@") } + customers.flatMap(\.domains)
        guard let domains = OwnDomains(names) else {
            let wrong = names.first { OwnDomains([$0]) == nil }
            throw section.error(
                "domains",
                wrong.map {
                    "invalid domain '\($0)': expected one such as example.com, or .example.com with all below it"
                }
                    ?? "name the site's own domains: mail to all others counts")
        }
        self.domains = domains
        ceilings.common = try Self.ceilings(&section, defaults: .standard)
        for var own in try section.sections("own") ?? [] {
            let sender = try Self.sender(&own)
            guard ceilings.own[sender] == nil else { throw own.error("\(sender.name) has ceilings already") }
            ceilings.own[sender] = try Self.ceilings(&own, defaults: ceilings.common)
            try own.finish()
        }
        command = try section.strings("command") ?? []
        if let program = command.first, !program.hasPrefix("/") {
            throw section.error("command", "'\(program)' is not an absolute path; begin it with /")
        }
        mailTo = try section.strings("mail-to") ?? []
        if let wrong = mailTo.first(where: { MailAddress($0) == nil }) {
            throw section.error("mail-to", "invalid address '\(wrong)': expected one such as postmaster@example.com")
        }
        sendmail = try section.filePath("sendmail") ?? sendmail
        try section.finish()
    }

    private static func sender(_ section: inout ConfigurationSection) throws(ConfigurationError) -> OutgoingSender {
        let login = try section.string("login")
        let client = try section.string("client")
        switch (login, client) {
        case (let login?, nil): return OutgoingSender(login: login)
        case (nil, let client?):
            guard let sender = OutgoingSender(.client, name: client) else {
                throw section.error("client", "invalid address '\(client)': expected one such as 192.0.2.7")
            }
            return sender
        default: throw section.error("give each entry either 'login' or 'client'")
        }
    }

    private static func ceilings(
        _ section: inout ConfigurationSection, defaults: BrakeCeilings
    ) throws(ConfigurationError) -> BrakeCeilings {
        var ceilings = defaults
        for window in BrakeWindow.allCases {
            ceilings[window] = try section.integer(window.rawValue, in: 1...maxCeiling) ?? ceilings[window]
        }
        if let (window, problem) = ceilings.contradiction { throw section.error(window.rawValue, problem) }
        return ceilings
    }
}
