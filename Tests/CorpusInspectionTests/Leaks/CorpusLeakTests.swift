// SPDX-License-Identifier: Apache-2.0
import CorpusInspection
import Foundation
import MailFeatures
import MailIngest
import TestSupport
import Testing

/// What an archive's history wrote beside the mail, read from files as an inspection reads them.
@Suite("Leaks of a corpus")
struct CorpusLeakTests {
    private static let key = SiteKey(bytes: Array(1...16)) ?? .random()

    /// How a message is written and where it lies.
    struct Letter: Sendable {
        var fields: [(String, String)]
        var folder = "mail"
        var body = "Hello.\n"
        var isCRLF = false

        init(_ number: Int) {
            fields = [
                (
                    "Received",
                    "from a.example (a.example [192.0.2.\(number % 200)]) by mx.example; Mon, 2 Mar 2026 10:00:00 +0000"
                ),
                ("From", "Person \(number) <p\(number)@sender\(number % 17).example>"),
                ("To", "someone\(number % 13)@firma.example"),
                ("Subject", "Number \(number)"),
                ("Date", "Mon, 2 Mar 2026 10:00:00 +0000"),
                ("Message-ID", "<\(number)@sender\(number % 17).example>"),
                ("Content-Type", "text/plain; charset=utf-8"),
            ]
        }

        mutating func set(_ name: String, _ value: String) {
            fields.removeAll { $0.0 == name }
            fields.append((name, value))
        }

        var data: Data {
            let text = fields.map { "\($0.0): \($0.1)\n" }.joined() + "\n" + body
            return Data((isCRLF ? text.replacing("\n", with: "\r\n") : text).utf8)
        }
    }

    /// A leak that is planted on nine of ten messages of spam.
    struct Plant: Sendable, CustomTestStringConvertible {
        var kind: ClueKind
        var value: String
        var isSeen: Bool
        var change: @Sendable (inout Letter) -> Void

        var testDescription: String { "\(kind.rawValue) \(value)" }
    }

    static let plants: [Plant] = [
        Plant(kind: .field, value: "x-corp-rating", isSeen: true) { $0.fields.append(("X-Corp-Rating", "17")) },
        Plant(kind: .field, value: "x-spam-level", isSeen: false) { $0.fields.append(("X-Spam-Level", "***")) },
        Plant(kind: .folder, value: "junk-2024", isSeen: false) { $0.folder = "junk-2024" },
        Plant(kind: .list, value: "offers.lists.example", isSeen: true) {
            $0.set("List-Id", "Offers <offers.lists.example>")
        },
        Plant(kind: .year, value: "2019", isSeen: false) {
            $0.set("Received", "from a.example by mx.example; Sat, 2 Mar 2019 10:00:00 +0000")
            $0.set("Date", "Sat, 2 Mar 2019 10:00:00 +0000")
        },
        Plant(kind: .recipient, value: "", isSeen: false) { $0.set("To", "trap@firma.example") },
        Plant(kind: .boundary, value: "----=_AaAa_9_9", isSeen: true) {
            $0.set("Content-Type", #"multipart/mixed; boundary="----=_NextPart_000_17""#)
            $0.body = "------=_NextPart_000_17\n\nHello.\n------=_NextPart_000_17--\n"
        },
        Plant(kind: .lineEnds, value: "CR LF", isSeen: false) { $0.isCRLF = true },
        Plant(kind: .messageID, value: "A.9-a", isSeen: true) { $0.set("Message-ID", "<AB.17-cd@sender.example>") },
        Plant(kind: .fieldValue, value: "x-class: red", isSeen: true) { $0.set("X-Class", "red") },
        Plant(kind: .contentType, value: "text/html", isSeen: true) {
            $0.set("Content-Type", "text/html; charset=utf-8")
        },
        Plant(kind: .charset, value: "koi8-r", isSeen: true) { $0.set("Content-Type", "text/plain; charset=koi8-r") },
        Plant(kind: .authentication, value: "dkim=fail", isSeen: true) {
            $0.set("ARC-Authentication-Results", "i=1; mx.example; dkim=fail")
        },
    ]

    /// The leaks of 100 ham and 100 spam.
    private func leaks(_ change: @Sendable (inout Letter) -> Void) throws -> (leaks: [CorpusLeak], text: String) {
        let folder = try ScratchFolder()
        for isSpam in [false, true] {
            for number in 0..<100 {
                var letter = Letter(number + (isSpam ? 1_000 : 0))
                letter.set("X-Class", "green")
                if isSpam, number % 10 != 0 { change(&letter) }
                let path = folder.path((isSpam ? "spam/" : "ham/") + letter.folder)
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
                try letter.data.write(to: URL(fileURLWithPath: path + "/\(number).eml"))
            }
        }
        let corpus = try InspectedCorpus(
            [.ham([folder.path("ham")]), .spam([folder.path("spam")])], key: Self.key,
            options: MessagePipeline.Options(), spill: folder.root, progress: { _ in })
        #expect(corpus.messages.count == 200 && corpus.warnings.isEmpty)
        return (CorpusLeaks.find(corpus.messages, corpus.clues), "\(corpus.clues.clues)")
    }

    @Test("a planted leak is found, and whether features see it", arguments: plants)
    func planted(plant: Plant) throws {
        let found = try leaks(plant.change).leaks
        let all = found.flatMap { leak in ([leak.clue] + leak.alike).map { (clue: $0, leak: leak) } }
        let match = all.first {
            $0.clue.kind == plant.kind && (plant.value.isEmpty || $0.clue.value == plant.value)
        }
        let leak = try #require(match, "\(found.map(\.clue))")
        #expect(leak.clue.isSeen == plant.isSeen && leak.leak.messageClass == .spam)
        #expect(leak.leak.own.messages >= 85 && leak.leak.own.all == 100 && leak.leak.other.messages == 0)
    }

    @Test("mail without a plant has no leak")
    func none() throws { #expect(try leaks { _ in }.leaks.map(\.clue) == []) }

    @Test("no address is among the clues")
    func addresses() throws {
        let text = try leaks { $0.set("Reply-To", "secret@firma.example") }.text
        #expect(!text.contains("@") && !text.contains("someone1") && !text.contains("Number"))
    }

    @Test("the error without a leak is told beside that of all")
    func flattery() throws {
        let clue = MessageClues.Clue(.field, "x-corp-rating", isSeen: true)
        var table = ClueTable()
        let number = table.numbers(of: [clue])
        var (messages, wrong): ([InspectedMessage], [Bool?]) = ([], [])
        for index in 0..<400 {
            var message = InspectedMessage(
                digest: [], label: index % 2 == 0 ? .ham : .spam, features: .held(FeatureVector()))
            let isClued = index % 2 == 1 && index % 4 == 1
            if isClued { message.clues = number }
            messages.append(message)
            wrong.append(index % 2 == 1 && !isClued && index % 20 == 3)
        }
        let leak = try #require(CorpusLeaks.find(messages, table, wrong: wrong).first)
        let figures = try #require(leak.wrong)
        #expect(leak.own == HeaderLeak.Share(messages: 100, all: 200))
        #expect(figures.all == 0.1 && figures.without == 0.2)
    }
}
