// SPDX-License-Identifier: Apache-2.0
import MailMessage
import OutboundMail
import Testing

@Suite("Bulk mail in folders of sent mail")
struct BulkCampaignTests {
    private func mail(_ fields: String, body: String = "\r\nHello") throws -> BulkCampaigns.Mail {
        let text = "From: News <news@example.com>\r\nTo: a@example.net\r\nSubject: News 7\r\n\(fields)\(body)"
        return try #require(BulkCampaigns.read(Message(Array(text.utf8))))
    }

    private static let link = "List-Unsubscribe: <mailto:u@example.com>,\r\n <https://example.com/u?1>\r\n"
    private static let post = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"

    @Test("one click needs an HTTPS address and the field beside it")
    func oneClick() throws {
        #expect(try mail(Self.link + Self.post).hasOneClick)
        #expect(try !mail(Self.link).hasOneClick && mail(Self.link).hasUnsubscribe)
        let letter = "List-Unsubscribe: <mailto:u@example.com>\r\n"
        #expect(try !mail(letter + Self.post).hasOneClick && mail(letter).hasUnsubscribe)
        #expect(try !mail(Self.post).hasUnsubscribe)
    }

    @Test("messages of one author are one campaign where their subjects differ in digits only")
    func campaigns() throws {
        var campaigns = BulkCampaigns()
        for n in 0..<60 {
            let text = "From: news@example.com\r\nTo: \(n)@example.net\r\nSubject: News \(n)\r\n\r\nHello"
            campaigns.take(try #require(BulkCampaigns.read(Message(Array(text.utf8)))), source: 1, time: 1_000 + n)
        }
        let found = campaigns.large(50)
        #expect(found.count == 1 && found.first?.recipients == 60 && found.first?.withoutOneClick == 60)
    }

    /// What one message each so many seconds makes, to one recipient each.
    private func largestWeek(each seconds: Int, _ fields: String = "", isOwn: Bool = false) throws -> Int {
        var campaigns = BulkCampaigns()
        for n in 0..<60 {
            let text = "From: anna@example.com\r\nTo: \(n)@example.net\r\nSubject: Offer\r\n\(fields)\r\nHello"
            let mail = try #require(BulkCampaigns.read(Message(Array(text.utf8))) { _ in isOwn })
            campaigns.take(mail, source: 1, time: 1_772_409_600 + n * seconds)
        }
        return campaigns.large(1).first?.largestWeek.withoutOneClick ?? 0
    }

    @Test("single messages over years, replies, and mail to colleagues are no bulk mail")
    func notBulk() throws {
        #expect(try largestWeek(each: 3_600) == 60)
        #expect(try largestWeek(each: 7 * 86_400) == 1)
        #expect(try largestWeek(each: 3_600, "In-Reply-To: <1@example.net>\r\n") == 0)
        #expect(try largestWeek(each: 3_600, isOwn: true) == 0)
    }

    @Test("an invoice for each is no campaign")
    func documents() throws {
        let body = "Content-Type: application/pdf; name=i.pdf\r\nContent-Disposition: attachment\r\n\r\n%PDF"
        let invoice = try mail("", body: body)
        #expect(invoice.isDocument)
        var campaigns = BulkCampaigns()
        for n in 0..<60 { campaigns.take(invoice, source: 1, time: n) }
        #expect(campaigns.large(50).isEmpty && campaigns.messages == 60)
    }

    @Test("a message to many at once counts all of them")
    func blindCopies() throws {
        let text =
            "From: news@example.com\r\nBcc: " + (0..<70).map { "b\($0)@example.net" }.joined(separator: ", ")
            + "\r\n\r\nHello"
        #expect(BulkCampaigns.read(Message(Array(text.utf8)))?.recipients == 70)
    }

    @Test("mail without an author is none of anybody's")
    func noAuthor() { #expect(BulkCampaigns.read(Message(Array("Subject: x\r\n\r\n".utf8))) == nil) }
}
