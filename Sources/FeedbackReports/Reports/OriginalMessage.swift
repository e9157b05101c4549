// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What the copied header of a message says of where in the site it came from; nothing else of it is kept.
///
/// A copy can be forged: what it says joins a report to the site's own log, and proves nothing by itself.
package struct OriginalMessage: Sendable, Equatable {
    /// The queue id that the site's own server gave it; nil: no Received field of the site's is there.
    package var queueID: String?
    /// The script that sent it, as PHP says (`X-PHP-Originating-Script`, `X-PHP-Script`); nil: none.
    package var script: String?

    /// The most bytes of a name.
    private static let nameBytes = 80

    /// Makes what is known; nothing by default.
    package init(queueID: String? = nil, script: String? = nil) {
        self.queueID = queueID
        self.script = script
    }

    /// Reads a header.
    init(_ header: Header, site: SiteIdentity) {
        queueID = header.all("received").lazy.map { ReceivedField(parsing: $0) }
            .first { field in field.by.map { site.isOwn(host: $0) } ?? false }?.id.flatMap {
                // What looks otherwise is no mail server's, and may be anybody's address.
                $0.utf8.allSatisfy(Self.isOfQueueID) ? String($0.prefix(Self.nameBytes)) : nil
            }
        if let field = header.first("x-php-originating-script")?.unfolded {
            // `1000:mailer.php`: who owned the script, and its name.
            script = Self.script(field.split(separator: ":", maxSplits: 1).last ?? "")
        } else if let field = header.first("x-php-script")?.unfolded {
            // `www.example.com/contact.php for 192.0.2.1`: the visitor's address is a person's.
            script = Self.script(field[...])
        }
        if script?.isEmpty == true { script = nil }
    }

    private static func isOfQueueID(_ byte: UInt8) -> Bool {
        0x61...0x7a ~= byte | 0x20 || 0x30...0x39 ~= byte || [0x2d, 0x2e, 0x5f].contains(byte)
    }

    /// A script's name, without what it was called with: that may name a person.
    private static func script(_ text: Substring) -> String {
        String(text.prefix { !" ?#".contains($0) }.prefix(nameBytes))
    }

    /// The header that a part copies, wherever it stands: as a message, as a header alone, or in a text.
    init(copiedIn message: Message, site: SiteIdentity) {
        self.init()
        for part in message.parts.dropFirst() {
            let type = part.contentType
            var found: OriginalMessage?
            if type.type == "message", type.subtype == "rfc822" || type.subtype == "global",
                let enclosed = part.children.first
            {
                found = OriginalMessage(enclosed.header, site: site)
            } else if type.subtype.hasPrefix("rfc822") || type.subtype == "global-headers" {
                var bytes: [UInt8] = []
                part.appendDecodedBody(to: &bytes, limit: NoticeText.limit)
                found = OriginalMessage(Message(bytes).header, site: site)
            }
            if let found, found != OriginalMessage() {
                self = found
                return
            }
        }
    }
}
