// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailMessage
import TestSupport
import Testing

@Suite("Defects") struct DefectsTests {
    private func names(_ text: String) -> [String] { names(Array(text.utf8)) }

    /// The defects that `spreu show` prints, but for those of a header that is deliberately short.
    private func names(_ bytes: [UInt8]) -> [String] {
        let message = Message(bytes)
        return message.defects.union(message.content().defects).subtracting([.missingFrom, .missingDate]).names
    }

    @Test("docs/defects.md lists every defect with its bit, in the order of the names")
    func documented() throws {
        let page = try String(contentsOfFile: SharedFiles.projectRoot + "/docs/defects.md", encoding: .utf8)
        let rows = page.split(separator: "\n").compactMap { line -> String? in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return cells.count == 3 && Int(cells[1]) != nil ? "\(cells[0]) \(cells[1])" : nil
        }
        #expect(rows == Defects.allNames.map { "\($0.name) \($0.defect.rawValue.trailingZeroBitCount)" })
    }

    @Test("each name stands for one bit, and the names come in the order of the bits")
    func names() {
        let bits = Defects.allNames.map(\.defect.rawValue)
        #expect(bits.allSatisfy { $0.nonzeroBitCount == 1 })
        #expect(bits == bits.sorted() && Set(bits).count == bits.count)
        #expect(Set(Defects.allNames.map(\.name)).count == bits.count)
        #expect(Defects([.cut, .noHeader, .junkInBase64]).names == ["noHeader", "cut", "junkInBase64"])
    }

    @Test(
        "what is wrong with encoded words is a defect of the message",
        arguments: [
            ("=?utf-8?q?fine?=", []), ("=?utf-8?q?raw space?=", ["malformedEncodedWord"]),
            ("=?utf-8?q?no end =?utf-8?q?and one?=", ["malformedEncodedWord"]),
            ("=?x-nothing?q?a?=", ["unknownCharset"]), ("=?utf-8?q?=ff?=", ["undecodableText"]),
            ("=?us-ascii?q?=e9?=", ["mislabelledText"]), ("=?utf-8?b?YQ?=", ["truncatedBase64"]),
            ("2 =? 3", []),
        ])
    func encodedWords(_ subject: String, _ expected: [String]) {
        #expect(names("Subject: \(subject)\n\n") == expected)
    }

    @Test("what is wrong with encoded words in the headers of parts is a defect of the part and the message")
    func encodedWordsOfParts() {
        let header = "MIME-Version: 1.0\nContent-Type: message/rfc822\n\n"
        let message = Message(Array((header + "Subject: =?x-nothing?q?a?=\n\n").utf8))
        #expect(message.parts.map { $0.defects.contains(.unknownCharset) } == [false, true])
        #expect(message.defects.contains(.unknownCharset))
    }

    @Test(
        "what is wrong with a body's encoding and charset is a defect of the content",
        arguments: [
            ("base64", "utf-8", "YWJj", []), ("base64", "utf-8", "YWJj*ZA==", ["junkInBase64"]),
            ("base64", "utf-8", "YWJjZ", ["truncatedBase64"]),
            ("quoted-printable", "utf-8", "=zz", ["malformedQuotedPrintable"]),
            ("7bit", "x-nothing", "a", ["unknownCharset"]),
            ("quoted-printable", "utf-8", "=ff", ["undecodableText"]),
            ("quoted-printable", "us-ascii", "=c3=a9=c3=a9", ["mislabelledText"]),
            ("x-uuencode", "us-ascii", "#86)C\n", ["malformedUuencode"]),
        ])
    func bodies(_ encoding: String, _ charset: String, _ body: String, _ expected: [String]) {
        let header = "MIME-Version: 1.0\nContent-Type: text/plain; charset=\(charset)\n"
        #expect(names(header + "Content-Transfer-Encoding: \(encoding)\n\n" + body) == expected)
    }
}
