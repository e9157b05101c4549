// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Beyond the limits text is read all the same") struct UnlistedLeavesTests {
    private static let last = "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\nPHA+Wm9yYnVsYXRlPC9wPg==\n"

    private func text(_ message: String, _ limits: MessageLimits, _ alternatives: AlternativeParts) -> String {
        let content = Message(Array(message.utf8), limits: limits).content(alternatives: alternatives)
        return String(decoding: content.visibleText, as: UTF8.self)
    }

    private func expectRead(_ message: String, _ limits: MessageLimits = .standard) {
        for alternatives in [AlternativeParts.all, .preferred] {
            #expect(text(message, limits, alternatives).contains("Zorbulate"))
        }
        #expect(Message(Array(message.utf8), limits: limits).defects.contains(.cut))
    }

    @Test("the leaves behind the last part that is listed", arguments: [999, 1_000, 3_000])
    func parts(_ count: Int) {
        let many = String(repeating: "--B\n\n.\n", count: count)
        expectRead("Content-Type: multipart/mixed; boundary=B\n\n\(many)--B\n\(Self.last)--B--\n")
    }

    @Test("whatever is attached between them, and however many are blank")
    func attachments() {
        let picture = "--B\nContent-Type: image/png\n\n\(String(repeating: "iVBORw0KGgo", count: 200_000))\n"
        let parts = String(repeating: "--B\n\n.\n", count: 1_000)
        let blank = String(repeating: "--B\n", count: 150_000)
        for between in [picture, blank] {
            expectRead("Content-Type: multipart/mixed; boundary=B\n\n\(parts)\(between)--B\n\(Self.last)--B--\n")
        }
    }

    @Test(
        "by each of their types and encodings",
        arguments: ["Content-Type: image/png\n", "Content-Transfer-Encoding: 7bit\n"])
    func otherReadings(_ first: String) {
        let many = String(repeating: "--B\n\n.\n", count: 1_000)
        let message = "Content-Type: multipart/mixed; boundary=B\n\n\(many)--B\n\(first)\(Self.last)--B--\n"
        #expect(text(message, .standard, .all).contains("Zorbulate"))
    }

    @Test("those that are kept are counted, since each takes memory, and what is left out is told")
    func kept() {
        let many = String(repeating: "--B\n\n.\n", count: 40_000)
        let message = Message(Array("Content-Type: multipart/mixed; boundary=B\n\n\(many)".utf8))
        var budget = ContentBudget()
        (budget.visibleBytes, budget.htmlBytes) = (1 << 24, 1 << 24)
        for alternatives in [AlternativeParts.all, .preferred] {
            let content = message.content(budget: budget, alternatives: alternatives)
            #expect(content.plainParts > 10_000 && content.plainParts < 25_000)
            #expect(content.contentFlags.contains(.cut))
        }
    }

    @Test("those of multiparts and messages among them, within boundaries that are open already")
    func composite() {
        let inner =
            "Content-Type: multipart/alternative; boundary=BB\n\n--BB\n\nplain\n--BB\n\(Self.last)--BB--\nepilogue\n"
        let enclosed = "Content-Type: message/rfc822\n\n\nSubject: inner\n\(inner)"
        for part in [inner, enclosed] {
            let message =
                "Content-Type: multipart/mixed; boundary=B\n\n--B\n\n.\n--B\n\(part)--B\n\nbehind\n--B--\n"
            let limits = MessageLimits(maxParts: 2)
            expectRead(message, limits)
            let all = text(message, limits, .all)
            #expect(all.contains("plain") && all.contains("behind") && !all.contains("--B"))
        }
    }

    @Test("those that lie deeper than parts are divided", arguments: [1, 10, 50])
    func depth(_ limit: Int) {
        let nested = (0..<60).map { "Content-Type: multipart/mixed; boundary=b\($0)x\n\n--b\($0)x\n" }.joined()
        expectRead(nested + Self.last + "--b59x--\n", MessageLimits(maxDepth: limit))
        let enclosed = String(repeating: "Content-Type: message/rfc822\n\n", count: 60)
        expectRead(enclosed + "Subject: a\n" + Self.last, MessageLimits(maxDepth: limit))
        // More levels than are kept in mind.
        let deeper = (0..<500).map { "Content-Type: multipart/mixed; boundary=b\($0)x\n\n--b\($0)x\n" }.joined()
        expectRead(deeper + Self.last + "--b499x--\n", MessageLimits(maxDepth: limit))
    }

    @Test("the budget bounds it")
    func budget() {
        let many = String(repeating: "--B\n\nword\n", count: 5_000)
        var budget = ContentBudget()
        budget.visibleBytes = 9_000
        let message = Message(Array("Content-Type: multipart/mixed; boundary=B\n\n\(many)".utf8))
        let content = message.content(budget: budget)
        #expect(content.visibleText.count <= 9_010)
        #expect(content.contentFlags.contains(.cut))
    }
}
