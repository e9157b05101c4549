// SPDX-License-Identifier: Apache-2.0

/// Who wrote a header field.
///
/// Only ``sender`` and ``externalHop`` came from outside: they are what a filter sees before delivery, and so all that
/// features and the canonical digest may see.
public enum FieldOrigin: Sendable, Hashable, CaseIterable {
    /// The sender, or anybody else before the message came to the site.
    case sender
    /// A mail server outside of the site: a Received field that the message came with.
    case externalHop
    /// A mail server of the site: its own Received field.
    case internalHop
    /// Delivery: Return-Path, Delivered-To and the like.
    case delivery
    /// A filter: its verdict must never teach another filter. Filters of others count too, for they leak as much.
    case siteFilter
    /// The mailbox or a mail program: Status, X-Keywords, X-Mozilla-Status and the like.
    case mailbox

    /// Whether the field was there when the message came to the site.
    public var isFromOutside: Bool { self == .sender || self == .externalHop }
}

/// Names of the fields that sites add, whatever their place.
///
/// A name that ends in `*` stands for all that begin so; case does not matter.
public struct SiteFieldNames: Sendable {
    private var exact: [[UInt8]: FieldOrigin] = [:]
    /// Which names may be among the exact ones, as far as 512 bits can tell: few of a message's are.
    private var filter = InlineArray<8, UInt64>(repeating: 0)
    /// Beginnings of names, by the first byte after `x-` (or the first of all), so that few are compared.
    private var beginnings = [[(name: [UInt8], origin: FieldOrigin)]](repeating: [], count: 256)

    /// The fields that mail software is known to add.
    public static let standard: SiteFieldNames = {
        var names = SiteFieldNames()
        for name in delivery { names.add(name, .delivery) }
        for name in filters { names.add(name, .siteFilter) }
        for name in mailboxes { names.add(name, .mailbox) }
        return names
    }()

    /// Makes an empty set of names.
    public init() {}

    /// Adds a name, or the beginning of names if it ends in `*`.
    public mutating func add(_ name: String, _ origin: FieldOrigin) {
        var bytes = name.utf8.map(\.lowercased)
        if bytes.last == ASCII.star {
            bytes.removeLast()
            let bucket = SiteFieldNames.bucket(of: bytes.span)
            beginnings[Int(bucket)].append((bytes, origin))
        } else {
            exact[bytes] = origin
            let place = SiteFieldNames.filterPlace(of: bytes.span)
            filter[place >> 6] |= 1 << UInt64(place & 63)
        }
    }

    /// Returns who writes fields of a name (in lower case); nil if nobody at the site does.
    func origin(of name: Span<UInt8>) -> FieldOrigin? {
        let place = SiteFieldNames.filterPlace(of: name)
        if filter[place >> 6] >> UInt64(place & 63) & 1 != 0, let origin = exact[name.array(0..<name.count)] {
            return origin
        }
        for candidate in beginnings[Int(SiteFieldNames.bucket(of: name))]
        where name.hasPrefix(candidate.name.span) {
            return candidate.origin
        }
        return SiteFieldNames.isFilterByWord(name) ? .siteFilter : nil
    }

    /// Whether a word of a name says that a filter wrote it (`X-HE-Spam-Level`, `X-TOI-VIRUSSCAN`, `Spam-Flag`,
    /// `X-Example-MailScanner-SpamCheck`): every provider has names of its own, and no list knows them all.
    private static func isFilterByWord(_ name: Span<UInt8>) -> Bool {
        var start = 0
        while start < name.count {
            var end = start
            while end < name.count, name[end] != ASCII.hyphen, name[end] != UInt8(ascii: "_") { end += 1 }
            // The shortest of the words.
            if end - start >= 4, isOfFilter(name.extracting(start..<end)) { return true }
            start = end + 1
        }
        return false
    }

    private static func isOfFilter(_ word: Span<UInt8>) -> Bool {
        for filterWord in filterWords {
            let length = filterWord.utf8CodeUnitCount
            guard word.count >= length else { continue }
            if word.extracting(first: length).equalsIgnoringCase(filterWord) { return true }
            if word.extracting(last: length).equalsIgnoringCase(filterWord) { return true }
        }
        return false
    }

    /// With what a word of a filter's field begins or ends.
    private static let filterWords: [StaticString] = [
        "spam", "virus", "phish", "junk", "scan", "scanner", "scanned", "malware", "verdict", "quarantine",
    ]

    private static func bucket(of name: Span<UInt8>) -> UInt8 {
        if name.count > 2, name[0] == UInt8(ascii: "x"), name[1] == ASCII.hyphen { return name[2] }
        return name.isEmpty ? 0 : name[0]
    }

    /// A number below 512 made of a name's length and three of its bytes.
    private static func filterPlace(of name: Span<UInt8>) -> Int {
        guard !name.isEmpty else { return 0 }
        let (first, middle, last) = (name[0], name[name.count / 2], name[name.count - 1])
        let mixed = UInt32(first) | UInt32(middle) << 8 | UInt32(last) << 16 | UInt32(name.count & 0xff) << 24
        return Int((mixed &* 0x9e37_79b1) >> 23)
    }

    private static let delivery = [
        "return-path", "delivered-to", "x-delivered-to", "x-original-to", "x-originally-to", "envelope-to",
        "x-envelope-*", "x-rcpt-to", "x-real-to", "x-resolved-to", "x-return-path", "x-apparently-to", "apparently-to",
        "delivery-date", "original-recipient", "x-mailfrom", "x-mail-from", "x-mime-autoconverted", "x-getmail-*",
        "x-fetchmail-*", "x-loop-delivered", "x-forwarded-to", "x-forwarded-for", "x-pop3-*", "x-cyrus-session-id",
        "x-delivery-*", "x-lmtp*", "x-mda*", "x-local-*",
    ]

    private static let mailboxes = [
        "status", "x-status", "x-keywords", "x-uid*", "x-imap*", "x-mozilla-*", "x-evolution*", "content-length",
        "lines",
        "x-sieve*", "x-gmail-*", "x-gm-labels", "x-gm-thrid", "x-gm-msgid", "x-kmail-*", "x-account-key", "x-label",
        "x-labels", "x-folder*", "x-tuid", "x-offlineimap*", "x-vm-*", "x-mutt-*", "x-dovecot*", "x-mew*", "xref",
        "x-sylpheed-*", "x-claws-*", "x-pine-*", "x-nmh-*", "x-gnus-*", "x-from-line", "x-mailbox-*", "x-apple-mail-*",
        "x-universally-unique-identifier", "x-suspended-*", "x-thunderbird-*", "x-spool*",
    ]

    private static let filters = [
        // Spreu itself and its peers.
        "x-spreu*", "x-spam*", "x-bogosity*", "x-rspamd*", "x-crm114*", "x-dspam*", "x-spambayes*", "x-osbf*",
        "x-popfile*",
        "x-text-classification", "x-sa-*", "x-bayes*", "x-old-spam*", "x-junk*", "x-ham*", "x-antispam*",
        "x-anti-spam*",
        "x-no-spam*", "x-nospam*", "x-not-spam*", "x-ifspam*", "x-spf*", "x-rbl*", "x-dnsbl*", "x-blacklist*",
        "x-whitelist*",
        "x-greylist*", "x-policyd*", "x-postgrey*", "x-dcc*", "x-razor*", "x-pyzor*", "x-filter*", "x-filtered*",
        "x-hashcash-check*", "x-habeas-check*", "x-tmda*", "x-assp*", "x-asg-*", "x-barracuda*", "x-bess*",
        // Virus scanners.
        "x-virus*", "x-antivirus*", "x-anti-virus*", "x-av-*", "x-avas*", "x-avg*", "x-avast*", "x-amavis*", "x-clam*",
        "x-mailscanner*", "x-scanned*", "x-scanner*", "x-mimedefang*", "x-mime-defang*", "x-drweb*", "x-kaspersky*",
        "x-kas-*", "x-klms*", "x-kse-*", "x-eset*", "x-esetresult", "x-esetid", "x-f-secure*", "x-sophos*", "x-pmx*",
        "x-perlmx*", "x-trend*", "x-tm-*", "x-tmase*", "x-imss*", "x-mcafee*", "x-nai-*", "x-norton*", "x-symantec*",
        "x-brightmail*", "x-messagelabs*", "x-starscan*", "x-viruschecked*", "x-ravmilter*", "x-rav-*", "x-quarantine*",
        "x-panda*", "x-bitdefender*", "x-bitdefend*", "x-gdata*", "x-fortinet*", "x-feas-*", "x-fe-*", "x-wss-*",
        // Services and appliances.
        "x-proofpoint*", "x-pstn-*", "x-ironport*", "x-mimecast*", "x-mxl*", "x-mxthunder*", "x-postini*",
        "x-cloudmark*",
        "x-cmae*", "x-ctch*", "x-ctasd*", "x-authority-analysis", "x-vade*", "x-vr-*", "x-ovh-*",
        "x-halon*", "x-purgate*", "x-expurgate*", "x-gmx-*", "x-ui-*", "x-yahoofilteredbulk", "x-ymailisg",
        "x-forefront*", "x-microsoft-antispam*", "x-ms-exchange-organization-*", "x-ms-exchange-crosstenant-*",
        "x-ms-exchange-transport-*", "x-ms-exchange-forest-*", "x-ms-exchange-atpmessageproperties",
        "x-eopattributedmessage",
        "x-eop*", "x-sid-*", "x-senderid*", "x-dkim*", "dkim-filter", "x-dmarc*", "x-opendmarc*", "x-arc-*",
        "x-hmailserver*", "x-kerio*", "x-zimbra-spam*", "x-icewarp*", "x-mdarrival*", "x-mdav-*", "x-mdaemon*",
        "x-modusgate*",
        "x-declude*", "x-alligate*", "x-sniffer*", "x-ninja*", "x-gfi*", "x-mailcleaner*", "x-nospamproxy*",
        "x-seppmail*",
        "x-cloud-security*", "x-gnd-*", "x-me-vs*", "x-smartermail*", "x-watchguard*", "x-cm-analysis",
        "x-email-type-id", "x-acl-warn", "ironport-*",
        "x-spamexperts*", "x-recommended-action", "x-proxmox*", "x-mailmunge*",
        "received-spf", "x-received-spf", "x-auth-result*", "x-authentication-results*",
        "x-original-authentication-results",
    ]
}
