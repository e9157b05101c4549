// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("boundaries") struct BoundaryTests {
    private static let twoParts = "Content-Type: text/plain\n\none\n--real\nContent-type: text/html\n\ntwo\n"

    private func bodies(_ part: Part) -> [String] {
        part.children.map { String(decoding: [UInt8]($0.body), as: UTF8.self) }
    }

    @Test(
        "a boundary that is not told, or never occurs, is guessed from a line above a part's header",
        arguments: [
            ("", "--real\n", "--real--\n", Defects.missingBoundary),
            ("; boundary=\"\"", "--real\n", "--real--\n", .missingBoundary),
            ("; boundary=other", "--real\n", "--real--\n", .boundaryNotFound),
            ("; boundary=other", "preamble\n-- \n--real  \n", "--real--", .boundaryNotFound),
            ("; boundary=REAL", "--real\n", "", .boundaryNotFound),
        ])
    func guessed(_ parameter: String, _ before: String, _ after: String, _ defect: Defects) {
        for lineEnd in ["\n", "\r\n", "\r"] {
            let text = "Content-Type: multipart/mixed\(parameter)\n\n" + before + Self.twoParts + after
            let message = Message(Array(text.replacing("\n", with: lineEnd).utf8))
            #expect(message.root.defects.contains(defect))
            #expect(message.root.children.map(\.contentType.subtype) == ["plain", "html"])
            #expect(bodies(message.root).first == "one")
        }
    }

    @Test("lines with hyphens without a part's header below are no boundary")
    func none() {
        let text = "Content-Type: multipart/mixed; boundary=x\n\n-- \nsignature\n--\n--Content-Type: a\n"
        let message = Message(Array(text.utf8))
        #expect(message.root.children.isEmpty && message.root.isText)
        #expect(message.defects.contains(.boundaryNotFound))
        #expect(String(decoding: message.content().visibleText, as: UTF8.self).contains("signature"))
    }

    @Test("a guess ends where the multipart around it goes on")
    func inside() {
        let text = """
            Content-Type: multipart/mixed; boundary=out

            --out
            Content-Type: multipart/alternative; boundary=lost

            no parts here
            --out
            Content-Type: text/html

            two
            --out--
            """
        let message = Message(Array(text.utf8))
        #expect(message.root.children.map(\.contentType.subtype) == ["alternative", "html"])
        #expect(message.parts.count == 3)
    }

    @Test("the last boundary without its hyphens closes the multipart", arguments: ["--b", "--b\n", "--b\n\n \r\n"])
    func unmarkedEnd(_ end: String) {
        let message = Message(Array("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n\(end)".utf8))
        #expect(bodies(message.root) == ["one"])
        #expect(message.defects.contains(.unclosedMultipart))
    }

    @Test("of two content types the first counts, in a part, too; the other is another reading")
    func twoTypes() {
        let message = Message(
            Array(
                """
                Content-Type: multipart/mixed; boundary=b
                Content-Type: text/plain

                --b
                Content-Type: multipart/alternative; boundary=lost
                Content-Type: text/plain

                seen
                --b--
                """.utf8))
        #expect(message.root.children.map(\.contentType.subtype) == ["alternative"])
        #expect(message.root.children.map { $0.otherReadings.map(\.contentType) } == [[.textPlain]])
        #expect(message.root.otherReadings.map(\.contentType) == [.textPlain])
        #expect(message.parts.map { $0.defects.contains(.duplicateField) } == [true, true])
    }

    @Test("a first field after blanks is a field, if another follows")
    func indentedField() {
        let message = Message(Array(" From: a@example.com\nSubject: b\n\nbody".utf8))
        #expect(message.from.map(\.address) == ["a@example.com"])
        #expect(message.subject == "b")
        #expect(message.defects.contains(.malformedHeaderLine))
        #expect(Message(Array(" Note: text\nmore text\n".utf8)).header.fields.isEmpty)
    }

    @Test("a boundary, and a CR that alone ends a line, are found wherever they stand", arguments: 0..<50)
    func anywhere(_ length: Int) {
        let filling = String(repeating: "-", count: length % 2) + String(repeating: "x", count: length)
        for lineEnd in ["\n", "\r\n", "\r"] {
            let lines = ["Content-Type: multipart/mixed; boundary=B", "", filling, "--B", "", "one", "--B--", ""]
            let message = Message(Array(lines.joined(separator: lineEnd).utf8))
            #expect(bodies(message.root) == ["one"], "\(length) \(lineEnd.debugDescription)")
            #expect(message.defects.contains(.carriageReturnLines) == (lineEnd == "\r"))
        }
        let mixed = Message(Array("X: \(filling)\rSubject: found\r\nFrom: a@example.com\r\n\r\none\r\n".utf8))
        #expect(mixed.subject == "found")
        #expect(mixed.defects.contains(.carriageReturnLines) && mixed.root.otherReadings.count == 1)
    }
}
