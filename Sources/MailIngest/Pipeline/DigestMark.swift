// SPDX-License-Identifier: Apache-2.0
package import MailFeatures
package import MailMessage
import TextOutput

/// What a Junk digest of the site carries, so that it is never learned: as mail, it is full of what spam says.
///
/// A keyed digest of its Message-ID and its text: who has not the site's key cannot keep other mail from being learned, nor who
/// has got a digest.
///
/// - SeeAlso: docs/commands/digest.md
package struct DigestMark: Sendable {
    /// The name of the field.
    package static let fieldName = "X-Spreu-Digest"
    private static let lowercasedName: StaticString = "x-spreu-digest"

    /// No digest is longer.
    private static let maxBodyBytes = 64 << 10

    private let key: SiteKey

    /// Makes the marks of a site.
    package init(key: SiteKey) { self.key = key }

    /// The field's value for a digest.
    ///
    /// - Parameter body: its text, whatever ends its lines.
    package func value(messageID: String, body: some Sequence<UInt8>) -> String {
        var text = Array((messageID + "\n").utf8)
        text.append(contentsOf: body.lazy.filter { $0 != 0x0D })
        while text.last == 0x0A { text.removeLast() }
        return key.digest(of: text, purpose: .junkDigest).hexadecimal
    }

    /// Whether a message is a digest of this site.
    package func isOn(_ message: Message) -> Bool {
        guard let field = message.header.first(Self.lowercasedName), let id = message.messageID else { return false }
        var body: [UInt8] = []
        guard message.root.appendDecodedBody(to: &body, limit: Self.maxBodyBytes) else { return false }
        return field.unfolded.filter { $0 != " " } == value(messageID: id, body: body)
    }
}
