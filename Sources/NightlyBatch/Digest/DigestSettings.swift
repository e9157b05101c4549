// SPDX-License-Identifier: Apache-2.0
package import MailIngest
package import ReportPages
import SiteConfiguration

/// Who gets a list of what lies new in their own Junk, and how often: `digest:` in `spreu.yaml`.
///
/// - SeeAlso: docs/commands/digest.md
public struct DigestSettings: Sendable, Equatable {
    /// How often.
    package enum Frequency: String, Sendable, CaseIterable {
        /// Nobody gets one.
        case off
        /// Each day.
        case daily
        /// Each week.
        case weekly

        /// From one digest to the next.
        package var span: TimeSpan { TimeSpan(days: self == .weekly ? 7 : 1) }
    }

    /// Accounts that read one language.
    package struct AccountsOfLanguage: Sendable, Equatable {
        /// The language.
        package var language: Language
        /// The accounts.
        package var accounts: AccountPatterns
    }

    /// How often (`every`).
    package var every = Frequency.off
    /// The address that it is from (`from`), where answers go.
    package var sender = ""
    /// The domain of accounts that are called by a user's name alone (`domain`); nil: the mail server completes it.
    package var domain: String?
    /// Who gets one (`accounts`); nil: all accounts.
    package var accounts: AccountPatterns?
    /// Who gets none: shared mailboxes, those of programs (`except`), beside `robots` and `exclude`.
    package var exceptions = AccountPatterns()
    /// In which language (`language`); nil: that of the environment.
    package var language: Language?
    /// Accounts of another language (`languages`), in the order of the languages.
    package var languages: [AccountsOfLanguage] = []
    /// The most messages that are listed, the others only counted (`max-messages`).
    package var maxMessages = 50
    /// Where it is kept until when each account was told (`folder`).
    package var folder = "/var/lib/spreu/digest"
    /// The program that takes mail (`sendmail`).
    package var sendmail = "/usr/sbin/sendmail"

    /// Nobody gets one.
    public init() {}
}

extension DigestSettings {
    private static let messageBounds = 1...200

    /// Takes `digest`.
    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        self.init()
        var section = section
        every = try section.choice("every", Frequency.self) ?? every
        sender = try section.string("from") ?? ""
        domain = try section.string("domain")
        accounts = try section.strings("accounts").map { AccountPatterns($0) }
        exceptions = AccountPatterns(try section.strings("except") ?? [])
        language = try section.choice("language", Language.self)
        if var names = try section.section("languages") {
            for language in Language.allCases {
                guard let patterns = try names.strings(language.rawValue) else { continue }
                languages.append(AccountsOfLanguage(language: language, accounts: AccountPatterns(patterns)))
            }
            try names.finish()
        }
        maxMessages = try section.integer("max-messages", in: Self.messageBounds) ?? maxMessages
        folder = try section.filePath("folder") ?? folder
        sendmail = try section.filePath("sendmail") ?? sendmail
        try section.finish()
        if every != .off, !section.has("from") {
            throw section.error(
                "'from' is missing: the address that the digest is from, such as postmaster@example.com")
        }
        if section.has("from"), !MailboxName.isAddress(sender) {
            throw section.error("from", "invalid address '\(sender)': expected one such as postmaster@example.com")
        }
        if let domain, !MailboxName.isAddress("x@" + domain) {
            throw section.error("domain", "invalid domain '\(domain)': expected one such as example.com")
        }
    }
}

/// The names that a mail is handed in for, as `sendmail` takes them without quotes (RFC 5321, section 4.1.2).
enum MailboxName {
    private static let maxBytes = 254
    private static let others = Set("!#$%&'*+-/=?^_`{|}~.".utf8)

    /// Whether it is an address, local part and domain.
    static func isAddress(_ text: String) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        return parts.count == 2 && isPlain(parts[0]) && isPlain(parts[1]) && text.utf8.count <= maxBytes
    }

    /// Whether it is the name of a user.
    static func isUser(_ text: String) -> Bool { isPlain(text[...]) && text.utf8.count <= maxBytes }

    /// A dot-string: of ASCII, with a letter, digit or sign at both ends, so that it is no option either.
    private static func isPlain(_ text: Substring) -> Bool {
        guard !text.isEmpty, !text.hasPrefix("-"), !text.hasPrefix("."), !text.hasSuffix("."), !text.contains("..")
        else { return false }
        return text.utf8.allSatisfy { $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 || others.contains($0) }
    }
}
