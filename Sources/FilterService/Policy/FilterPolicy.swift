// SPDX-License-Identifier: Apache-2.0
package import MailMessage
import SiteConfiguration

/// What is done with a message, beside saying what it is.
///
/// The default only tags.
package struct FilterPolicy: Sendable {
    /// What is done with mail from inside.
    package enum Inside: String, Sendable, CaseIterable {
        /// It is scored, logged and counted, and otherwise left alone.
        case observe
        /// It is treated as mail from outside.
        case filter
    }

    /// Whether `X-Spam-Flag: YES` is added to spam (`spam-flag`).
    package var addsSpamFlag = false
    /// Whether `X-Spam-Status` is added (`spam-status`).
    package var addsSpamStatus = false
    /// What is put in front of the subject of spam (`subject-prefix`); nil leaves it.
    package var subjectPrefix: String?
    /// Log-odds from which spam is refused for good, 5xx (`reject-at`); nil: never.
    package var rejectAt: Double?
    /// Log-odds from which the log says that spam would be refused (`would-reject-at`), and nothing else is done; nil: never.
    package var wouldRejectAt: Double?
    /// Log-odds from which spam is put on hold (`quarantine-at`); nil: never.
    package var quarantineAt: Double?
    /// Log-odds from which spam is refused for now, 4xx (`tempfail-at`); nil: never.
    package var tempfailAt: Double?
    /// The text of a refusal (`reject-text`).
    package var rejectText = "This message looks like spam"
    /// Networks whose mail counts as from inside (`trusted-networks`).
    package var trustedNetworks: [NetworkRange] = []
    /// Servers that hand on strangers' mail (`relays`): the hop before is judged, and nothing is refused, for the relay would have to
    /// send it back to whom it says it is from.
    package var relays: [NetworkRange] = []
    /// ``relays`` as they were written.
    private(set) var relayNames: [String] = []
    /// Devices whose mail is the site's own although they do not log in (`devices`).
    package var devices: [NetworkRange] = []
    /// Mail of users who logged in (`authenticated`).
    package var authenticated = Inside.observe
    /// Mail from trusted networks (`trusted`).
    package var trusted = Inside.observe
    /// Mail that programs on the mail server itself send (`local`).
    package var local = Inside.observe

    /// What is done with mail that the site's list denies (`deny`).
    package var denied = Denied.tag

    /// What is done with mail that the site's list denies.
    package enum Denied: String, Sendable, CaseIterable {
        /// It goes on, called spam.
        case tag
        /// It is refused for good, 5xx.
        case reject
    }

    /// Creates the default: tag only.
    package init() {}

    init(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        addsSpamFlag = try section.bool("spam-flag") ?? addsSpamFlag
        addsSpamStatus = try section.bool("spam-status") ?? addsSpamStatus
        try takeOwn(&section)
        trustedNetworks = try Self.networks("trusted-networks", &section)
        relays = try Self.networks("relays", &section)
        relayNames = try section.strings("relays") ?? []
        devices = try Self.networks("devices", &section)
        authenticated = try section.choice("authenticated", Inside.self) ?? authenticated
        trusted = try section.choice("trusted", Inside.self) ?? trusted
        local = try section.choice("local", Inside.self) ?? local
        try section.finish()
    }

    /// Takes a customer's own: what is done with its spam; without a section that is only tagged.
    ///
    /// Where mail comes from, and which fields are the filter's, is the server's to say.
    init(ofCustomer section: ConfigurationSection?, of server: FilterPolicy) throws(ConfigurationError) {
        self = server
        (rejectAt, wouldRejectAt, quarantineAt, tempfailAt, subjectPrefix) = (nil, nil, nil, nil, nil)
        (rejectText, denied) = (FilterPolicy().rejectText, .tag)
        guard var section else { return }
        try takeOwn(&section)
        try section.finish()
    }

    /// Takes what is done with spam.
    private mutating func takeOwn(_ section: inout ConfigurationSection) throws(ConfigurationError) {
        subjectPrefix = try section.string("subject-prefix")
        if let prefix = subjectPrefix, prefix.utf8.count > 100 || prefix.utf8.contains(where: { $0 >= 0x80 }) {
            throw section.error("subject-prefix", "write at most 100 characters of ASCII")
        }
        rejectAt = try section.number("reject-at")
        wouldRejectAt = try section.number("would-reject-at")
        if let rejectAt, let wouldRejectAt, wouldRejectAt >= rejectAt {
            throw section.error(
                "would-reject-at", "'reject-at' rejects this mail already: write a lower value, or remove it"
            )
        }
        quarantineAt = try section.number("quarantine-at")
        tempfailAt = try section.number("tempfail-at")
        rejectText = try section.string("reject-text") ?? rejectText
        if rejectText.utf8.count > 400 || rejectText.utf8.contains(where: { $0 >= 0x80 }) {
            throw section.error("reject-text", "write at most 400 characters of ASCII")
        }
        denied = try section.choice("deny", Denied.self) ?? denied
    }

    private static func networks(
        _ key: String, _ section: inout ConfigurationSection
    ) throws(ConfigurationError) -> [NetworkRange] {
        var networks: [NetworkRange] = []
        for text in try section.strings(key) ?? [] {
            guard let network = NetworkRange(text) else {
                throw section.error(key, "invalid network '\(text)': expected CIDR such as 192.0.2.0/24")
            }
            networks.append(network)
        }
        return networks
    }

    /// Where mail of a client came from that did not log in, by the client's address: of several lists that name it the narrower
    /// meaning counts, relays before devices before trusted networks.
    func source(ofClient address: String) -> MailSource {
        if relays.contains(where: { $0.contains(address) }) { return .relay }
        if devices.contains(where: { $0.contains(address) }) { return .device }
        return trustedNetworks.contains { $0.contains(address) } ? .trusted : .outside
    }
}
