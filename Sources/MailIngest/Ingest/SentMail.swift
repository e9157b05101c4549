// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import TrainingStore

/// What is kept of a message that somebody at the site wrote: its recipients, and when.
public struct SentMail: Sendable, Equatable {
    /// Keyed digests of the recipients' addresses (`AddressDigests`), ascending, each once; colleagues are left out.
    public var recipients: [UInt64]
    /// When it was written by its Date field, in seconds since 1970; nil if that says nothing that can be.
    public var date: Int64?

    /// Creates the record of a message.
    public init(recipients: [UInt64], date: Int64?) {
        self.recipients = recipients
        self.date = date
    }

    /// When it was written, as far as can be believed: a date beyond a day in the future, or none, is that of the ingest.
    func time(now: Int64) -> Int64 { date.flatMap { $0 <= now + 86_400 ? $0 : nil } ?? now }
}

/// Reads the recipients of the site's own messages.
///
/// Of the fields To, Cc and Bcc, groups opened. Left out are those whose domain is that of the writer, lies in it or holds it,
/// and those that the site calls its own: spam forges colleagues most of all, and they need no help. A message whose
/// writer cannot be told (``FeatureVector/sender``) says nothing: nobody knows who its colleagues are.
struct SentMailReader: Sendable {
    /// The maximum number of recipients taken from one message.
    static let maxRecipients = 1_000

    private let digests: AddressDigests
    /// Addresses and domains of the site, in lower case.
    private let own: [String]

    init(key: SiteKey, options: FeatureOptions) {
        digests = AddressDigests(key: key)
        own = (options.recipients + options.trust.hosts).map { $0.lowercased() }
    }

    func read(_ message: Message) -> SentMail {
        let date = message.date.map(\.secondsSince1970).flatMap { StoredMessage.dates.contains($0) ? $0 : nil }
        let writers = message.from
        guard writers.count == 1, digests.digest(of: writers[0]) != nil else {
            return SentMail(recipients: [], date: date)
        }
        let home = Self.domain(of: writers[0])
        var recipients: Set<UInt64> = []
        for field in ["to", "cc", "bcc"] as [StaticString] {
            for address in message.addresses(field) where recipients.count < Self.maxRecipients {
                let domain = Self.domain(of: address)
                if Self.isWithin(domain, home) || Self.isWithin(home, domain) || isOwn(address, domain) { continue }
                if let digest = digests.digest(of: address) { recipients.insert(digest) }
            }
        }
        return SentMail(recipients: recipients.sorted(), date: date)
    }

    private func isOwn(_ address: Address, _ domain: String) -> Bool {
        let bare = address.address.lowercased()
        return own.contains { $0.contains("@") ? $0 == bare : Self.isWithin(domain, $0) }
    }

    /// The domain as it is compared: without case, nor the dot of the root.
    private static func domain(of address: Address) -> String {
        let domain = address.domain.lowercased()
        return domain.hasSuffix(".") ? String(domain.dropLast()) : domain
    }

    /// Whether a domain is another or lies in it.
    private static func isWithin(_ domain: String, _ other: String) -> Bool {
        domain == other || domain.hasSuffix("." + other)
    }
}
