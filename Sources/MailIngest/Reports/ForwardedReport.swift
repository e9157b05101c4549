// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailMessage

/// A message by which somebody of the site reports others, attached to it as they came.
///
/// Clients call it "forward as attachment": message/rfc822, several of them also in a multipart/digest; some attach a file
/// `NAME.eml` of another type.
struct ForwardedReport {
    /// More messages than these in one report are left unread.
    static let maxMessages = 100
    /// So many times a report may have been forwarded as attachment itself.
    private static let maxForwards = 3

    /// Who reports: whom the site's server had authenticated, else the address in From; nil: nobody is named.
    let reporter: String?
    /// The attached messages, without those attached to them.
    let messages: [[UInt8]]

    /// Reads a report; nil: the site's own people did not write it, or a program did.
    init?(_ bytes: [UInt8], trust: TrustBoundary, limits: MessageLimits) {
        let message = Message(bytes, limits: limits)
        guard !Self.isAutomatic(message), let submission = trust.submission(of: message) else { return nil }
        let senders = message.from
        reporter = submission.user ?? (senders.count == 1 ? senders[0].address : nil)
        var found: [[UInt8]] = []
        Self.collect(message, trust, limits, forwards: 0, into: &found)
        messages = found
    }

    /// What servers write by themselves may hold a stranger's message: a bounce, an answer of somebody who is away.
    private static func isAutomatic(_ message: Message) -> Bool {
        if let field = message.header.first("auto-submitted"), field.unfolded.lowercased() != "no" { return true }
        if let field = message.header.first("return-path"), field.unfolded == "<>" { return true }
        let type = message.root.contentType
        return type.type == "multipart" && type.subtype == "report"
    }

    private static func collect(
        _ message: Message, _ trust: TrustBoundary, _ limits: MessageLimits, forwards: Int, into found: inout [[UInt8]]
    ) {
        for part in attached(to: message.root) {
            var bytes: [UInt8] = []
            guard found.count < maxMessages,
                part.appendDecodedBody(to: &bytes, limit: ArchiveLimits.standard.maxMessageBytes),
                (try? MessageFile.require(bytes)) != nil
            else { continue }
            let inner = Message(bytes, limits: limits)
            // A colleague's report that is passed on reports what that one did; another's attachments are part of it.
            if forwards < maxForwards, trust.submission(of: inner) != nil, !attached(to: inner.root).isEmpty {
                collect(inner, trust, limits, forwards: forwards + 1, into: &found)
            } else {
                found.append(bytes)
            }
        }
    }

    /// The parts that hold messages, the outermost alone.
    private static func attached(to part: Part) -> [Part] {
        part.children.flatMap { child in
            let type = child.contentType
            let isMessage =
                type.type == "message" && !child.children.isEmpty
                || child.isAttachment && child.filename?.lowercased().hasSuffix(".eml") == true
            return isMessage ? [child] : attached(to: child)
        }
    }
}
