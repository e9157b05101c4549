// SPDX-License-Identifier: Apache-2.0
public import MailMessage

/// Keyed digests of bare addresses: they tell whether two messages name one person, and nothing without the site key.
///
/// An address is `local@domain` in lower case, whatever its display name: people write one address in many ways, and
/// hardly a server tells `Anna@` from `anna@`. Quotes that a local part does not need are taken off, and so is the dot at
/// the end of a domain. `+tag` stays: what it means is up to the other site.
public struct AddressDigests: Sendable {
    /// The longest address there is (RFC 5321, section 4.5.3.1: 64 and 255 bytes, and the `@`).
    private static let longestAddress = 320
    /// A From field with more bytes than this names nobody that could be told: it bounds what a message can cost.
    private static let longestSender = 2_000

    private let high: UInt64
    private let low: UInt64

    /// Prepares the digests of a site.
    public init(key: SiteKey) { (high, low) = key.halves(for: .address) }

    /// The digest of an address, never 0; nil if it is none.
    public func digest(of address: Address) -> UInt64? {
        Self.bare(address.address).map { max(1, SipHash.hash($0, key: (high, low))) }
    }

    /// The digest of the one address that the From field of a message names.
    ///
    /// 0: there is no From field, or more than one, or it names none or several: nobody can be said to have written it.
    ///
    /// - Parameter mailboxes: those of the From fields (``Message/from``).
    package func sender(of message: Message, from mailboxes: [Address]) -> UInt64 {
        let fields = message.header.all("from")
        guard fields.count == 1, fields[0].valueRange.count <= Self.longestSender else { return 0 }
        return mailboxes.count == 1 ? digest(of: mailboxes[0]) ?? 0 : 0
    }

    /// The bytes of `local@domain` in lower case; nil if the text is no such thing.
    private static func bare(_ text: String) -> [UInt8]? {
        guard text.utf8.count <= longestAddress else { return nil }
        var bytes = Array(text.utf8)
        if bytes.span.hasEightBit {
            bytes = Array(text.lowercased().utf8)
        } else {
            for index in bytes.indices where bytes[index] &- 0x41 < 26 { bytes[index] |= 0x20 }
        }
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        let quote = UInt8(ascii: "\"")
        guard let at = bytes.lastIndex(of: UInt8(ascii: "@")), at > 0, bytes[(at + 1)...].allSatisfy(isPlain),
            at + 1 < bytes.count
        else { return nil }
        if bytes[..<at].allSatisfy(isPlain) { return bytes }
        guard at > 2, bytes[0] == quote, bytes[at - 1] == quote else { return nil }
        let content = bytes[1..<(at - 1)]
        // What still has quotes or escapes in it stays as it is written.
        return content.allSatisfy(isPlain) ? Array(content + bytes[at...]) : bytes
    }

    /// Whether a byte may stand in an address without quotes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F, UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
            UInt8(ascii: ";"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "@"), UInt8(ascii: "\\"):
            false
        default: true
        }
    }
}
