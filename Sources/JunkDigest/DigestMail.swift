// SPDX-License-Identifier: Apache-2.0
package import Announcements
import Glibc
package import MailIngest
import MailMessage
package import ReportPages
import TextOutput

/// The mail that tells a person what lies new in their own Junk: plain text, to nobody else, without a link.
///
/// It says of itself that a program has made it (`Auto-Submitted`, RFC 3834) and belongs to a list (`List-Id`, RFC 2919), and has
/// no envelope sender: nothing answers it, and nothing bounces it to anybody. Its mark keeps the night from learning it
/// (`DigestMark`).
package struct DigestMail: Sendable {
    /// What the site's digests have in common.
    package struct Site: Sendable {
        /// The address that they are from.
        package var sender: String
        /// The machine's name, in identifiers.
        package var host: String
        /// The most messages that are listed.
        package var maxMessages: Int
        /// What marks them.
        package var mark: DigestMark
        /// How far local time is ahead of Greenwich at a time, in seconds.
        package var zone: @Sendable (Int64) -> Int64

        /// Describes a site.
        package init(
            sender: String, host: String, maxMessages: Int, mark: DigestMark,
            zone: @escaping @Sendable (Int64) -> Int64 = { Site.ownZone($0) }
        ) {
            (self.sender, self.host, self.maxMessages, self.mark) = (sender, host, maxMessages, mark)
            self.zone = zone
        }

        /// The zone of this machine.
        package static func ownZone(_ time: Int64) -> Int64 {
            var (seconds, parts) = (time_t(time), tm())
            return localtime_r(&seconds, &parts) == nil ? 0 : Int64(parts.tm_gmtoff)
        }
    }

    /// The name of the list that all digests are of, before the machine's name.
    package static let listName = "junk-digest"
    /// What is left for the header, and for what follows the list.
    private static let otherBytes = 4_000

    private let site: Site
    private let texts: DigestTexts
    private let numbers: LocalNumbers

    /// Prepares digests in a language.
    package init(_ site: Site, _ language: Language) {
        self.site = site
        (texts, numbers) = (DigestTexts(language), LocalNumbers(language))
    }

    /// The mail about what was found; nil: there is nothing to tell.
    ///
    /// - Parameters:
    ///   - recipient: whose mailbox it is.
    ///   - times: since when and until when messages are told, in seconds since 1970.
    package func mail(about reading: JunkReading, to recipient: String, _ times: Range<Int64>, now: Int64) -> LocalMail?
    {
        guard !reading.messages.isEmpty else { return nil }
        let count = reading.messages.count + reading.unread
        let day = numbers.day(now + site.zone(now))
        let subject = (count == 1 ? texts.subjectOne : texts.subject.placing(numbers.count(count))) + " (\(day))"
        var mail = LocalMail(to: [recipient], subject: subject, body: body(reading, times))
        let id = "<junk-digest.\(now).\(String(UInt64.random(in: 0...UInt64.max), radix: 36))@\(site.host)>"
        let mark = site.mark.value(messageID: String(id.dropFirst().dropLast()), body: mail.body.utf8)
        mail.fields = [
            "From: \(EncodedHeader.encoded(texts.sender)) <\(site.sender)>",
            "Date: \(MailDate(secondsSince1970: now, zoneMinutes: Int(site.zone(now)) / 60).rfc5322)",
            "Message-ID: \(id)",
            "List-Id: <\(Self.listName).\(site.host)>",
            "\(DigestMark.fieldName): \(mark)",
            // What Exchange and Outlook go by.
            "X-Auto-Response-Suppress: All",
        ]
        mail.isUnanswerable = true
        return mail
    }

    private func body(_ reading: JunkReading, _ times: Range<Int64>) -> String {
        let folders = Set(reading.messages.map(\.folder))
        var text = texts.lead.placing(time(times.lowerBound), time(times.upperBound)) + "\n"
        if reading.messages.count > 1, Self.hasScores(reading) { text += texts.order + "\n" }
        text += "\n"
        var listed = 0
        for message in reading.messages.prefix(site.maxMessages) {
            let entry = entry(listed + 1, message, namesFolder: folders.count > 1)
            // The program that hands it in takes no more.
            guard text.utf8.count + entry.utf8.count < LocalMail.maxBytes - Self.otherBytes else { break }
            text += entry
            listed += 1
        }
        let more = reading.messages.count - listed + reading.unread
        if more > 0 { text += texts.more(more, numbers) + "\n\n" }
        if reading.ofPerson > 0 { text += texts.ofPerson(reading.ofPerson, numbers) + "\n\n" }
        let wanted = texts.wanted(reading.messages.count + reading.unread, numbers)
        return text + [wanted, texts.delivered, texts.points, texts.stop].joined(separator: "\n\n") + "\n"
    }

    /// Two lines: what can be trusted comes first in each, so that letters from right to left turn nothing before them.
    private func entry(_ number: Int, _ message: ListedMessage, namesFolder: Bool) -> String {
        let place = String(number).leftPadded(3) + ". "
        let indent = String(repeating: " ", count: place.count)
        let folder = namesFolder ? ", " + texts.inFolder.placing(message.folder) : ""
        let name = message.name.map { " \"\($0)\"" } ?? ""
        return place + time(message.received) + folder + ": " + (message.subject ?? texts.noSubject) + "\n" + indent
            + texts.from + " " + (message.address ?? texts.noSender) + name + "\n\n"
    }

    private static func hasScores(_ reading: JunkReading) -> Bool {
        reading.messages.contains { message in
            switch message.origin {
            case .filter(let logOdds), .unknown(let logOdds): logOdds != nil
            case .person: false
            }
        }
    }

    /// A time of the machine's zone, to the minute.
    private func time(_ time: Int64) -> String {
        let local = time + site.zone(time)
        return numbers.day(local) + " " + MailDate(secondsSince1970: local).rfc3339.dropFirst(11).prefix(5)
    }
}
