// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("Odd mail")
struct OddMailTests {
    private static let header = "From: Someone <someone@example.org>\nTo: anna.muster@musterhof.example.com\n"

    private static let odd: [(name: String, message: String)] = [
        ("three words", header + "Subject: hi\n\nbuy it now\n"),
        ("only an attachment", header + attachment("application/pdf; name=a.pdf", "JVBERi0xLjQKJSVFT0YK")),
        ("only an image", header + attachment("image/gif", "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")),
        ("only a link", header + "\nhttps://shop.example.net/a?b=c\n"),
        ("an empty body", header + "Subject: nothing\n\n"),
        ("only a subject", "Subject: are you there?\n\n"),
        ("one emoji", header + "Content-Type: text/plain; charset=utf-8\n\n\u{1F600}\n"),
        ("Chinese", header + "Content-Type: text/plain; charset=utf-8\n\n您好请点击链接领取您的奖品谢谢\n"),
        ("Japanese", header + "Content-Type: text/plain; charset=utf-8\n\nお世話になっております請求書をお送りします\n"),
        ("Thai", header + "Content-Type: text/plain; charset=utf-8\n\nสวัสดีครับขอบคุณสำหรับการสั่งซื้อของคุณ\n"),
        ("1 MB of one word", header + "\n" + String(repeating: "money ", count: 175_000) + "\n"),
        ("one word of 1 MB", header + "\n" + String(repeating: "a", count: 1 << 20) + "\n"),
        (
            "HTML with hidden text only",
            header
                + "Content-Type: text/html\n\n<div style=\"display:none\">meeting notes</div><p style=\"font-size:0\">x</p>\n"
        ),
    ]

    private static func attachment(_ type: String, _ base64: String) -> String {
        "MIME-Version: 1.0\nContent-Type: \(type)\nContent-Transfer-Encoding: base64\n\n\(base64)\n"
    }

    @Test("an mbox of it gets a verdict for each message in one run")
    func mbox() throws {
        let scratch = try ScratchFolder()
        let mbox = Self.odd.map { "From someone@example.org Tue Nov 24 10:00:00 2026\n\($0.message)\n" }.joined()
        try Data(mbox.utf8).write(to: URL(fileURLWithPath: scratch.path("odd.mbox")))
        let outcome = try Spreu.run(["classify", "--json", "--model", Spreu.model(), scratch.path("odd.mbox")])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let lines = try outcome.text.split(separator: "\n").map { try JSON(Array($0.utf8)) }
        #expect(lines.count == Self.odd.count)
        for (line, odd) in zip(lines, Self.odd) { try expectVerdict(line, odd.name) }
    }

    @Test("alone each ends with the code of its verdict", arguments: odd.map(\.name))
    func alone(name: String) throws {
        let message = try #require(Self.odd.first { $0.name == name }?.message)
        let outcome = try Spreu.run(["classify", "--json", "--model", Spreu.model()], input: Data(message.utf8))
        let verdict = try outcome.value
        try expectVerdict(verdict, name)
        #expect([0: "spam", 1: "ham", 2: "unsure"][outcome.code] == verdict["verdict"].string)
    }

    @Test("ten ham and ten spam are enough to rank later mail better than chance, and to score odd mail")
    func coldStart() throws {
        let mail = try SampleMail.all()
        let learned = Set(
            [true, false].flatMap { isSpam in mail.indices.filter { mail[$0].isSpam == isSpam }.prefix(10) })
        let model = try TrainedModel(mail.indices.filter(learned.contains).map { mail[$0] })
        let later = mail.indices.filter { !learned.contains($0) }.map { mail[$0] }
        let scores = try model.scores(of: later)
        #expect(scores.count == later.count && scores.allSatisfy(\.isFinite))
        // The share of pairs of a spam and a ham in which the spam has the higher score; chance gives 0.5. Measured: 0.77.
        let spam = zip(scores, later).filter { $1.isSpam }.map(\.0)
        let ham = zip(scores, later).filter { !$1.isSpam }.map(\.0)
        let ordered = spam.reduce(0.0) { sum, score in
            sum + ham.reduce(0.0) { $0 + ($1 < score ? 1 : $1 == score ? 0.5 : 0) }
        }
        let area = ordered / Double(spam.count * ham.count)
        #expect(area > 0.65, "area under the ROC curve \(area)")
        let odd = try model.scores(of: Self.odd.map { SampleMail(isSpam: false, bytes: Data($0.message.utf8)) })
        #expect(odd.count == Self.odd.count && odd.allSatisfy(\.isFinite))
    }

    private func expectVerdict(_ line: JSON, _ name: String) throws {
        #expect(["ham", "unsure", "spam"].contains(line["verdict"].string ?? ""), "\(name)")
        guard case .number(let score) = line["logOdds"], case .number(let probability) = line["probability"] else {
            Issue.record("\(name) has no score")
            return
        }
        #expect(score.isFinite && 0...1 ~= probability, "\(name)")
    }
}
