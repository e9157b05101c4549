// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import MailFeatures
import MailMessage
import Testing

@Suite("Facts that features tell")
struct FactTests {
    private static let key = SiteKey(bytes: Array(1...16)) ?? .random()

    private func facts(_ text: String) -> Set<Fact> {
        var extractor = FeatureExtractor(key: Self.key, options: .standard)
        let catalogue = FactCatalogue(key: Self.key)
        return Set(
            catalogue.facts(of: extractor.extract(Message(Array(text.utf8)))).map { catalogue.facts[Int($0)] })
    }

    static let letters: [(String, [Fact])] = [
        (
            "Content-Type: text/plain; charset=utf-8\n\nDies ist der Text, und wir sind nicht mit auf dem Weg.\n",
            [Fact(.type, "text/plain"), Fact(.charset, "utf-8"), Fact(.language, "German")]
        ),
        (
            "Content-Type: text/html; charset=ISO-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n"
                + "<p>This is what you have from the shop, and that is all.</p>\n",
            [
                Fact(.type, "text/html"), Fact(.charset, "iso-8859-1"), Fact(.content, "HTML"),
                Fact(.language, "English"),
            ]
        ),
        (
            "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nHi\n--x\nContent-Type: application/pdf\n"
                + "Content-Disposition: attachment; filename=bill.PDF\nContent-Transfer-Encoding: base64\n\nJVBERg==\n",
            [
                Fact(.type, "multipart/mixed"), Fact(.type, "application/pdf"), Fact(.content, "attachment"),
                Fact(.attachment, "pdf"), Fact(.defect, "unclosedMultipart"),
            ]
        ),
        (
            "User-Agent: Mozilla Thunderbird\nList-Id: <a.example>\nDKIM-Signature: v=1\n\nHi\n",
            [
                Fact(.client, "Thunderbird"), Fact(.field, "list-id"), Fact(.field, "dkim-signature"),
                Fact(.defect, "missingFrom"),
            ]
        ),
        (
            "MIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nHi\n--x--\n",
            [Fact(.content, "encrypted"), Fact(.type, "multipart/encrypted")]
        ),
    ]

    @Test("what a message is made of is told by its features alone", arguments: letters)
    func told(text: String, expected: [Fact]) {
        let found = facts(text)
        for fact in expected { #expect(found.contains(fact), "\(fact) in \(found)") }
    }

    @Test("a message that has nothing is told nothing of that")
    func nothing() {
        let found = facts("From: a@b.example\nDate: Mon, 2 Mar 2026 10:00:00 +0000\n\nHi\n")
        #expect(!found.contains { [.content, .attachment, .client, .language, .field, .defect].contains($0.topic) })
    }

    @Test("counts are by label, sizes and dates too")
    func overview() throws {
        let catalogue = FactCatalogue(key: Self.key)
        var messages: [InspectedMessage] = []
        for (number, label) in [MessageClass.ham, .spam, .spam, nil].enumerated() {
            var message = InspectedMessage(
                digest: [UInt8(number / 2)], date: number == 3 ? nil : 1_000_000_000 + Int64(number), label: label,
                features: .held(FeatureVector()))
            message.size = 1_000 * (number + 1)
            messages.append(message)
        }
        let overview = CorpusOverview(messages, facts: [[0], [0, 1], [0], []], catalogue)
        #expect(overview.groups.map(\.name) == ["ham", "spam", "unlabelled"])
        #expect(overview.groups[1].bytes == 5_000 && overview.groups[1].dates == 1_000_000_001...1_000_000_002)
        #expect(overview.groups[2].undated == 1 && overview.groups[2].dates == nil)
        #expect(overview.copies.all == 2 && overview.copies.contradictory == 1)
        // Whatever the order: as many pairs contradict each other as there are of the rarer label.
        let copies = [MessageClass.ham, .spam, .ham, nil, .spam, .ham].map {
            InspectedMessage(digest: [1], label: $0, features: .held(FeatureVector()))
        }
        for order in [copies, copies.sorted { ($0.label == .ham ? 1 : 0) > ($1.label == .ham ? 1 : 0) }] {
            let counted = CorpusOverview(order, facts: order.map { _ in [] }, catalogue).copies
            #expect(counted.all == 5 && counted.contradictory == 2)
        }
        let line = try #require(overview.facts.first { $0.fact == catalogue.facts[0] })
        #expect(line.counts.ham == 1 && line.counts.spam == 2 && line.counts.all == 3)
    }
}
