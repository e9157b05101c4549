// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Why a client, an address or a message was refused.
package enum RejectionReason: UInt8, Sendable, CaseIterable {
    /// A DNS block list names the client, its name or the sender.
    case blockList
    /// There is no such recipient.
    case unknownUser
    /// The recipient is not here, and the client may not send elsewhere.
    case relaying
    /// The client's name, or its lack.
    case clientName
    /// What the client said in EHLO.
    case helo
    /// The sender's address or domain.
    case sender
    /// Greylisting: come back later.
    case greylisting
    /// What the message contains: a filter, or the site's checks.
    case content
    /// Too many, too fast.
    case rate
    /// Too large.
    case size
    /// Against the protocol, or `postscreen`'s tests.
    case protocolError
    /// A site's own rule, or anything else.
    case policy

    private static let phrases: [(StaticString, RejectionReason)] = [
        ("blocked using ", .blockList), ("dnsbl", .blockList), ("black list", .blockList), (" RBL", .blockList),
        ("blocklist", .blockList), (" is listed at ", .blockList), ("User unknown", .unknownUser),
        ("Unknown user", .unknownUser),
        ("No Such User", .unknownUser), ("undeliverable address", .unknownUser), ("Unrouteable address", .unknownUser),
        ("user unknown", .unknownUser), ("User doesn't exist", .unknownUser), ("Relay access denied", .relaying),
        ("relay not permitted", .relaying), ("Client host rejected", .clientName),
        ("Helo command rejected", .helo), ("reylist", .greylisting), ("Greylisting", .greylisting),
        ("Sender address rejected", .sender), ("ender verify", .sender), ("too large", .size),
        ("exceeds size limit", .size), ("size limit", .size), ("too many", .rate), ("rate limit", .rate),
        ("ratelimited", .rate), ("too much mail", .rate), ("server ports busy", .rate),
        ("Protocol error", .protocolError), ("synchronization error", .protocolError), ("pipelining", .protocolError),
        ("syntax", .protocolError), ("virus", .content), ("local_scan", .content),
    ]

    /// Whether `spam` stands there, and not in the name of a list such as Spamhaus.
    private static func namesSpam(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var from = range.lowerBound
        while let found = text.find("pam", from: from, before: range.upperBound) {
            let isSpam = found > range.lowerBound && text[found - 1] | 0x20 == UInt8(ascii: "s")
            let lists: [StaticString] = ["haus", "cop", "rats", "eatingmonkey"]
            if isSpam, !lists.contains(where: { text.has($0, at: found + 3) }) { return true }
            from = found + 3
        }
        return false
    }

    /// Finds the reason in a rule's text.
    init(_ event: LogEvent, in text: Span<UInt8>) {
        let reason = event[.reason] ?? event[.text] ?? 0..<0
        self = .policy
        if event.has(.list) {
            self = .blockList
            return
        }
        for (phrase, found) in Self.phrases where text.firstIndex(of: phrase, in: reason) != nil {
            self = found
            return
        }
        if Self.namesSpam(text, reason) {
            self = .content
            return
        }
        if let stage = event[.stage] {
            let word = text.extracting(stage)
            if word.equals("header") || word.equals("body") || word.equals("END-OF-MESSAGE") { self = .content }
        }
        if let action = event[.action], text.firstIndex(of: "sender verify", in: action) != nil { self = .sender }
    }
}
