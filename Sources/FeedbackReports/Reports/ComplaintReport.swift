// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// What a recipient's provider says when somebody calls a message of the site's spam: a feedback loop.
///
/// - SeeAlso: RFC 5965.
package struct ComplaintReport: Sendable, Equatable {
    /// `abuse`, `fraud`, `virus`, `not-spam`, `opt-out`, `other`; what the field says, in lower case.
    package var type: String
    /// The domain that the report came from; empty if it does not say.
    package var reporter: String
    /// Where in the site the message came from.
    package var original: OriginalMessage
    /// When it came, in seconds since 1970; nil: not said.
    package var date: Int?
}

/// That somebody reports a message which failed authentication: of such reports only the number counts, for the message is a
/// stranger's, or private.
///
/// - SeeAlso: RFC 6591; RFC 9991.
package struct FailureReport: Sendable, Equatable {
    /// What failed: `dmarc`, `spf`, `dkim`, `signature`; empty: not said.
    package var failure: String
    /// The domain that the report came from.
    package var reporter: String
    /// When it came, in seconds since 1970; nil: not said.
    package var date: Int?
}

/// A complaint or a failure report: both have a part of fields that say what it is about.
enum FeedbackLoop {
    case complaint(ComplaintReport)
    case failure(FailureReport)

    /// Reads a message; nil if it is neither.
    init?(_ message: Message, site: SiteIdentity) {
        guard let fields = Self.fields(of: message) ?? Self.outlookComplaint(message) else { return nil }
        let reporter = message.from.first.map { $0.domain.lowercased() } ?? ""
        let date = message.date.map { Int($0.secondsSince1970) }
        let type = fields.first("feedback-type")?.unfolded.lowercased() ?? "auth-failure"
        if type.hasPrefix("auth-failure") {
            let failure = fields.first("auth-failure")?.unfolded.lowercased() ?? ""
            self = .failure(FailureReport(failure: failure, reporter: reporter, date: date))
        } else {
            let original = OriginalMessage(copiedIn: message, site: site)
            self = .complaint(ComplaintReport(type: type, reporter: reporter, original: original, date: date))
        }
    }

    /// The fields of the report; of one without, which some senders write as plain text, those that can be told from the text.
    private static func fields(of message: Message) -> Header? {
        for part in message.parts.dropFirst() + [message.root]
        where part.children.isEmpty || part.contentType.type == "message" {
            let isNamed = part.contentType.type == "message" && part.contentType.subtype == "feedback-report"
            guard isNamed || part.contentType.type != "multipart" && begins(part, with: "feedback-type:") else {
                continue
            }
            if let group = FieldGroup.all(in: part).first(where: { $0.first("feedback-type") != nil }) { return group }
        }
        let type = message.root.contentType
        guard type.type == "multipart", type.subtype == "report" else { return nil }
        let text = NoticeText(message).words
        let isFailure =
            text.contains("failed the published dmarc policy") || text.contains("authentication failure report")
        return isFailure ? Message(Array("Auth-Failure: dmarc\r\n\r\n".utf8)).header : nil
    }

    /// Outlook.com's complaints (JMRP) enclose the message, say nothing else, and mark it by a field.
    private static func outlookComplaint(_ message: Message) -> Header? {
        let isMarked = message.parts.dropFirst().contains { $0.header.first("x-hmxmroriginalrecipient") != nil }
        return isMarked ? Message(Array("Feedback-Type: abuse\r\n\r\n".utf8)).header : nil
    }

    private static func begins(_ part: Part, with words: String) -> Bool {
        var head: [UInt8] = []
        part.appendDecodedBody(to: &head, limit: 200)
        let text = String(decoding: head, as: UTF8.self).lowercased()
        return text.drop { $0.isWhitespace }.hasPrefix(words)
    }
}
