// SPDX-License-Identifier: Apache-2.0
package import MailMessage

/// Bulk mail in folders of sent mail, by campaign: who may unsubscribe with one click, and who may not.
///
/// A campaign is what one author sent under one subject, digits apart, or for one list. Neither is kept beyond the analysis
/// nor shown.
package struct BulkCampaigns: Sendable {
    /// What of a message matters.
    package struct Mail: Sendable, Equatable {
        /// The author's address, in lower case.
        package var author: String
        /// When it was written, in seconds since 1970; nil: not said.
        package var time: Int?
        /// How many outside it is addressed to: `To`, `Cc` and `Bcc`; 1 where they name nobody.
        package var recipients: Int
        /// Whether `List-Unsubscribe` has an address to click on or to write to.
        package var hasUnsubscribe: Bool
        /// Whether one click is enough: an HTTPS address, and `List-Unsubscribe-Post: List-Unsubscribe=One-Click`.
        package var hasOneClick: Bool
        /// Whether it brings a document for its one recipient, as invoices and payslips do.
        package var isDocument: Bool
        /// Whether it answers another message: then its recipients have written first.
        package var isReply: Bool
        var campaign: String
    }

    /// Recipients, and those of messages without the fields.
    package struct Counts: Sendable, Equatable {
        package var recipients = 0, withoutUnsubscribe = 0, withoutOneClick = 0

        fileprivate static func += (sum: inout Counts, other: Counts) {
            sum.recipients += other.recipients
            sum.withoutUnsubscribe += other.withoutUnsubscribe
            sum.withoutOneClick += other.withoutOneClick
        }
    }

    /// A campaign.
    package struct Campaign: Sendable, Equatable {
        /// The author, a key of sources.
        package var source: UInt64
        /// Times of the first and the last message, in seconds since 1970.
        package var first: Int, last: Int
        /// Messages, their recipients, and those of messages without the fields.
        package var messages = 0, recipients = 0, withoutUnsubscribe = 0, withoutOneClick = 0
        /// Days since 1970.
        fileprivate var days: [Int: Counts] = [:]

        /// The seven days with the most recipients: single messages over years make no bulk mail.
        package var largestWeek: Counts {
            days.keys.map { first in
                (first..<first + 7).reduce(into: Counts()) { week, day in week += days[day] ?? Counts() }
            }.max { ($0.withoutOneClick, $0.recipients) < ($1.withoutOneClick, $1.recipients) } ?? Counts()
        }
    }

    /// The most days of a campaign; what is of others counts for no week.
    private static let maxDays = 4_000

    /// The most campaigns; those beyond are counted only.
    private static let maxCampaigns = 20_000
    /// Bytes of a subject that tell campaigns apart.
    private static let subjectBytes = 200

    /// The campaigns.
    package private(set) var campaigns: [String: Campaign] = [:]
    /// Messages of campaigns beyond.
    package private(set) var leftOut = 0
    /// Messages that were read.
    package private(set) var messages = 0

    /// Begins with none.
    package init() {}

    /// Reads what matters of a message; nil where it names no author.
    ///
    /// - Parameter isOwn: whether an address is one of the site's own.
    package static func read(_ message: Message, isOwn: (String) -> Bool = { _ in false }) -> Mail? {
        guard let author = message.from.first?.address.lowercased(), author.contains("@") else { return nil }
        let recipients = message.to + message.cc + message.addresses("bcc")
        let unsubscribe = message.header.first("list-unsubscribe")?.unfolded.lowercased() ?? ""
        let post = message.header.first("list-unsubscribe-post")?.unfolded.lowercased().filter { $0 != " " } ?? ""
        let hasLink = unsubscribe.contains("<https:")
        let list = message.header.first("list-id")?.unfolded.lowercased()
        let subject = (message.subject ?? "").lowercased().prefix(subjectBytes).filter { !$0.isNumber }
        return Mail(
            author: author, time: message.date.map { Int($0.secondsSince1970) },
            recipients: recipients.isEmpty ? 1 : recipients.count { !isOwn($0.address) },
            hasUnsubscribe: hasLink || unsubscribe.contains("<mailto:") || unsubscribe.contains("<http:"),
            hasOneClick: hasLink && post == "list-unsubscribe=one-click",
            isDocument: recipients.count <= 1 && list == nil && message.parts.contains(where: \.isAttachment),
            isReply: message.header.first("in-reply-to")?.unfolded.contains("@") ?? false,
            campaign: author + "\n" + (list ?? String(subject)))
    }

    /// Counts a message.
    ///
    /// - Parameters:
    ///   - source: the author's key.
    ///   - time: when it was written, or filed.
    package mutating func take(_ mail: Mail, source: UInt64, time: Int) {
        messages += 1
        guard !mail.isDocument, !mail.isReply, mail.recipients > 0 else { return }
        guard campaigns[mail.campaign] != nil || campaigns.count < Self.maxCampaigns else {
            leftOut += 1
            return
        }
        var campaign = campaigns[mail.campaign] ?? Campaign(source: source, first: time, last: time)
        campaign.first = min(campaign.first, time)
        campaign.last = max(campaign.last, time)
        campaign.messages += 1
        campaign.recipients += mail.recipients
        let counts = Counts(
            recipients: mail.recipients, withoutUnsubscribe: mail.hasUnsubscribe ? 0 : mail.recipients,
            withoutOneClick: mail.hasOneClick ? 0 : mail.recipients)
        campaign.withoutUnsubscribe += counts.withoutUnsubscribe
        campaign.withoutOneClick += counts.withoutOneClick
        let day = time / 86_400
        if campaign.days[day] != nil || campaign.days.count < Self.maxDays {
            campaign.days[day, default: Counts()] += counts
        }
        campaigns[mail.campaign] = campaign
    }

    /// The campaigns to so many, largest first.
    package func large(_ minimum: Int) -> [Campaign] {
        campaigns.sorted { ($1.value.recipients, $0.key) < ($0.value.recipients, $1.key) }.map(\.value)
            .filter { $0.recipients >= minimum }
    }
}

extension OutboundAnalysis {
    /// Takes up the campaigns of folders of sent mail.
    package mutating func take(_ campaigns: BulkCampaigns, minimum: Int) {
        for campaign in campaigns.large(minimum) {
            let week = campaign.largestWeek
            guard week.withoutOneClick >= minimum else { continue }
            var signs: [OutboundSign] = []
            if week.withoutUnsubscribe > 0 { signs.append(.noUnsubscribe(count: week.withoutUnsubscribe)) }
            signs.append(.noOneClick(count: week.withoutOneClick))
            book.take(
                FindingBook.Entry(
                    kind: .bulkWithoutUnsubscribe, source: campaign.source, day: day(of: campaign.last),
                    first: campaign.first, time: campaign.last, messages: campaign.messages, signs: signs),
                of: .campaign(campaign.source))
        }
    }
}
