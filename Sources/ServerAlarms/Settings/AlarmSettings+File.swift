// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
import MailMessage
import MailServerLogs
import OutgoingBrake
import ReportPages
import SenderLists
package import SiteConfiguration

extension AlarmSettings {
    private static let maxCeiling = 100_000_000

    /// Takes `alarms`; the site's own domains and networks are those of `site` where it names none.
    package init(_ section: ConfigurationSection, site: SiteSettings) throws(ConfigurationError) {
        self.init()
        var section = section
        folder = try section.filePath("folder") ?? folder
        logs = try section.strings("logs") ?? []
        if let wrong = logs.first(where: { !$0.hasPrefix("/") }) {
            throw section.error("logs", "'\(wrong)' is not an absolute path; begin it with /")
        }
        // An address among the site's recipients may be one at a provider, whose domain is not the site's.
        let domains = try section.strings("domains") ?? site.recipients.filter { !$0.contains("@") }
        if domains.isEmpty { throw section.error("domains", "name the site's own domains: mail to all others counts") }
        let networks = try section.strings("networks") ?? site.networks
        if let wrong = networks.first(where: { NetworkRange($0) == nil }) {
            throw section.error("networks", "invalid network '\(wrong)': expected CIDR such as 192.0.2.0/24")
        }
        self.site = WatchedSite(domains: domains, networks: networks)
        ceilings = try Self.ceilings(&section, defaults: ceilings)
        for var entry in try section.sections("own") ?? [] {
            let source = try Self.source(&entry)
            guard own[source] == nil else { throw entry.error("\(source.name) has ceilings already") }
            own[source] = try Self.ceilings(&entry, defaults: ceilings)
            try entry.finish()
        }
        calendar = SiteCalendar(holidays: try Self.holidays(&section))
        try takeLimits(&section)
        command = try section.strings("command") ?? []
        if let program = command.first, !program.hasPrefix("/") {
            throw section.error("command", "'\(program)' is not an absolute path; begin it with /")
        }
        mailTo = try section.strings("mail-to") ?? []
        if let wrong = mailTo.first(where: { MailAddress($0) == nil }) {
            throw section.error("mail-to", "invalid address '\(wrong)': expected one such as postmaster@example.com")
        }
        sendmail = try section.filePath("sendmail") ?? sendmail
        language = try section.choice("language", Language.self)
        try section.finish()
    }

    private mutating func takeLimits(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        let counts = 1...Self.maxCeiling
        queue = try section.integer("queue", in: counts) ?? queue
        bouncePercent = try section.integer("bounce-percent", in: 1...100) ?? bouncePercent
        minimumBounces = try section.integer("bounces", in: counts) ?? minimumBounces
        deferralPercent = try section.integer("deferral-percent", in: 1...100) ?? deferralPercent
        minimumDeferrals = try section.integer("deferrals", in: counts) ?? minimumDeferrals
        minimumVolume = try section.integer("volume", in: counts) ?? minimumVolume
        minimumRefusals = try section.integer("refusals", in: counts) ?? minimumRefusals
        newRecipients = try section.integer("new-recipients", in: counts) ?? newRecipients
        foreignRecipients = try section.integer("foreign-recipients", in: counts) ?? foreignRecipients
        failures = try section.integer("failures", in: counts) ?? failures
        silentMessages = try section.integer("silence", in: counts) ?? silentMessages
    }

    private static func source(_ section: inout ConfigurationSection) throws(ConfigurationError) -> ActivitySource {
        let login = try section.string("login")
        let client = try section.string("client")
        let uid = try section.integer("uid", in: 0...Int(UInt32.max))
        switch (login, client, uid) {
        case (let login?, nil, nil): return ActivitySource(.login, login)
        case (nil, let client?, nil):
            guard OutgoingSender(clientAddress: client) != nil else {
                throw section.error("client", "invalid address '\(client)': expected one such as 192.0.2.7")
            }
            return ActivitySource(.client, client)
        case (nil, nil, let uid?): return ActivitySource(.script, String(uid))
        default: throw section.error("give each entry one of 'login', 'client' and 'uid'")
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

    /// Takes `holidays`: days as `2026-12-25`, or `12-25` of every year.
    private static func holidays(_ section: inout ConfigurationSection) throws(ConfigurationError) -> Set<Int> {
        var days: Set<Int> = []
        for text in try section.strings("holidays") ?? [] {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            let numbers = parts.compactMap { $0 }
            guard numbers.count == parts.count, parts.count == 2 || parts.count == 3 else {
                throw section.error(
                    "holidays", "invalid day '\(text)': expected one such as 2026-12-25, or 12-25 of every year")
            }
            let years = numbers.count == 3 ? numbers[0]...numbers[0] : 2_000...2_099
            for year in years {
                let date = CivilDate(
                    year: year, month: numbers[numbers.count - 2], dayOfMonth: numbers[numbers.count - 1])
                guard 1...12 ~= date.month, 1...31 ~= date.dayOfMonth, 1970...2_200 ~= year else {
                    throw section.error("holidays", "no such day '\(text)'")
                }
                days.insert(Int(date.day))
            }
        }
        return days
    }
}
