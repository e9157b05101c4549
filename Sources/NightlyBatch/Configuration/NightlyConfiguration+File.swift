// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailIngest
import MailMessage
import ServerAlarms
public import SiteConfiguration
import SpamTraining

extension NightlyConfiguration {
    /// Reads a configuration.
    ///
    /// - Throws: ``ConfigurationError`` with the line, also for keys that nobody knows.
    public init(contentsOf path: String) throws(ConfigurationError) {
        try self.init(SmallFile.text(path), path: path)
    }

    /// Reads a configuration's text; `path` is for errors.
    public init(_ text: String, path: String) throws(ConfigurationError) {
        var root = try ConfigurationSection(path: path, text: text, naming: .place)
        file = path
        // No text that was given is empty.
        store = try root.string("store") ?? ""
        key = try root.string("key") ?? ""
        models = try root.string("models") ?? ""
        name = try root.string("name") ?? name
        signingKey = try root.string("signing-key")
        let isPlain = name.utf8.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || $0 == 0x2D || $0 == 0x5F }
        if !isPlain { throw root.error("name", "use letters, digits, '-' and '_' only: it becomes a folder name") }
        let places = try root.sections("sources")
        sources = try (places ?? []).map { section throws(ConfigurationError) in try Source(section) }
        if let section = try root.section("exclude") { exclude = try Exclusions(section) }
        robots = AccountPatterns(try root.strings("robots") ?? [])
        if let section = try root.section("reports") { reports = try ReportPatterns(section) }
        if let text = try root.string("people") {
            // `numbers` is what earlier files say.
            guard let style = text == "pseudonyms" ? .numbers : AccountNames.Style(rawValue: text) else {
                throw root.error("people", "write 'pseudonyms' (account 7), or 'names' to name people in reports")
            }
            people = style
        }
        drop = try root.string("drop")
        site = try root.siteSettings()
        if let section = try root.section("alarms") { alarms = try AlarmSettings(section, site: site) }
        if let section = try root.section("duties") { duties = try DutySettings(section) }
        if let section = try root.section("digest") { digest = try DigestSettings(section) }
        retention = try RetentionPeriods(&root)
        maxMessages = try root.integer("max-messages", in: 1...1_000_000_000)
        if let count = try root.integer("training-window", in: 0...1_000_000_000) {
            window = LearningWindow(messages: count)
        }
        reread = try root.integer("reread", in: 1...1_000_000_000)
        accountCap = try root.number("account-cap", in: 0.01...1) ?? accountCap
        hamLossPercent = try root.number("ham-loss", in: 0.001...50) ?? hamLossPercent
        spamLossPercent = try root.number("spam-loss", in: 0.001...50) ?? spamLossPercent
        learner = try root.learnerSettings()
        if let section = try root.section("gate") { gate = try GateLimits(section) }
        evaluateDays = try root.integer("evaluate-days", in: 1...365) ?? evaluateDays
        try root.finish()
        // The gate compares models by the scores of so many days: they are named as long.
        retention.reports = max(retention.reports, TimeSpan(days: Int64(evaluateDays)))
        // Last: a key that nobody knows may be the one that is missing, misspelt.
        let required = ["store": store.isEmpty, "key": key.isEmpty, "models": models.isEmpty, "sources": places == nil]
        if let missing = required.filter(\.value).keys.min() {
            throw root.error("'\(missing)' is missing; /usr/share/doc/spreu/spreu.yaml is an example")
        }
    }
}

extension NightlyConfiguration.Source {
    private static let keysOfAccounts = [
        "maildirs", "ham", "spam", "trash", "drafts", "sent", "settle", "silent", "silent-weight",
        "existing-junk",
    ]

    fileprivate init(_ section: ConfigurationSection) throws(ConfigurationError) {
        var section = section
        let archives = try section.strings("archives")
        let label = try section.string("label")
        let pattern = try section.string("maildirs")
        let rule = try FolderRule(&section)
        try section.finish()
        if let archives {
            if let other = Self.keysOfAccounts.first(where: { section.has($0) }) {
                throw section.error(other, "valid with 'maildirs' only, not with 'archives'")
            }
            guard let label, let isSpam = ["ham": false, "spam": true][label] else {
                throw section.error("label", "invalid label '\(label ?? "")': expected 'ham' or 'spam'")
            }
            self = .archives(archives, isSpam: isSpam)
        } else {
            guard let pattern else {
                throw section.error(
                    "a source needs 'maildirs' (accounts with folders) or 'archives' (all of one label)")
            }
            if label != nil { throw section.error("label", "valid with 'archives' only, not with 'maildirs'") }
            // A slash too many would be found, and be no part of what is found.
            let parts = pattern.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
            self = .accounts(pattern: (pattern.hasPrefix("/") ? "/" : "") + parts, rule)
        }
    }
}

extension FolderRule {
    fileprivate init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        self.init()
        ham = try section.strings("ham") ?? ham
        spam = try section.strings("spam") ?? spam
        trash = try section.strings("trash") ?? trash
        drafts = try section.strings("drafts") ?? drafts
        sent = try section.strings("sent") ?? sent
        settle = try section.span("settle") ?? settle
        if let span = try section.span("silent") { silent = span.orNone }
        silentWeight = try section.number("silent-weight", in: 0.01...1) ?? silentWeight
        existingJunk = try section.day("existing-junk")
        if let both = ham.first(where: { spam.contains($0) }), section.has("spam") {
            throw section.error("spam", "folder '\(both)' is given for both ham and spam: remove one")
        }
    }
}

extension Exclusions {
    fileprivate init(_ section: ConfigurationSection) throws(ConfigurationError) {
        self.init()
        var section = section
        accounts = AccountPatterns(try section.strings("accounts") ?? [])
        folders = try section.strings("folders") ?? []
        try section.finish()
    }
}

extension RetentionPeriods {
    private static let numberOfModels = 2...10_000

    /// Takes `retention`, or the keys of earlier versions beside it: `keep` and `keep-models`.
    fileprivate init(_ root: inout ConfigurationSection) throws(ConfigurationError) {
        self.init()
        let section = try root.section("retention")
        for (old, new) in [("keep", "mail"), ("keep-models", "models")] where root.has(old) {
            if section?.has(new) == true { throw root.error(old, "also given as '\(new)' in 'retention': remove one") }
        }
        if let span = try root.span("keep") { mail = span.orNone }
        models = try root.integer("keep-models", in: Self.numberOfModels) ?? models
        guard var section else { return }
        if let span = try section.span("mail") { mail = span.orNone }
        drop = try section.days("drop") ?? drop
        reports = try section.days("reports") ?? reports
        evidence = try section.days("evidence") ?? evidence
        totals = try section.days("totals") ?? totals
        models = try section.integer("models", in: Self.numberOfModels) ?? models
        try section.finish()
    }
}

extension ReportPatterns {
    fileprivate init(_ section: ConfigurationSection) throws(ConfigurationError) {
        self.init()
        var section = section
        spam = AccountPatterns(try section.strings("spam") ?? [])
        ham = AccountPatterns(try section.strings("ham") ?? [])
        try section.finish()
        if let both = ham.patterns.first(where: { spam.patterns.contains($0) }) {
            throw section.error("spam", "'\(both)' is given for both ham and spam: remove one")
        }
    }
}

extension GateLimits {
    fileprivate init(_ section: ConfigurationSection) throws(ConfigurationError) {
        self.init()
        var section = section
        hamLossPercent = try section.number("ham-loss", in: 0...100) ?? hamLossPercent
        minMessages = try section.integer("min-messages", in: 1...1_000_000) ?? minMessages
        volumeFactor = try section.number("volume-factor", in: 1...1_000) ?? volumeFactor
        shareFactor = try section.number("share-factor", in: 1...1_000) ?? shareFactor
        staleDays = try section.integer("stale-days", in: 1...365) ?? staleDays
        labelDays = try section.integer("label-days", in: 1...365) ?? labelDays
        try section.finish()
    }
}

extension ConfigurationSection {
    /// Takes a span of a day or more.
    fileprivate mutating func days(_ key: String) throws(ConfigurationError) -> TimeSpan? {
        guard let span = try span(key) else { return nil }
        guard span >= TimeSpan(days: 1) else {
            throw error(key, "the minimum is a day: write 1d or more")
        }
        return span
    }

    /// Takes a day as `2026-11-29`; when it begins in Greenwich, in seconds since 1970.
    fileprivate mutating func day(_ key: String) throws(ConfigurationError) -> Int64? {
        guard let text = try string(key) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { $0.count <= 4 ? Int($0) : nil }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let dayOfMonth = parts[2] else {
            throw error(key, "invalid date '\(text)': expected YYYY-MM-DD such as 2026-11-29")
        }
        let date = CivilDate(year: year, month: month, dayOfMonth: dayOfMonth)
        guard 1970...2200 ~= year, CivilDate(day: date.day) == date else {
            throw error(key, "no such date '\(text)': expected YYYY-MM-DD such as 2026-11-29")
        }
        return date.day * 86_400
    }
}

extension TimeSpan {
    /// nil for no time at all, which means: never.
    fileprivate var orNone: TimeSpan? { seconds == 0 ? nil : self }
}
