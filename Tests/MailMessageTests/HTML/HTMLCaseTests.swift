// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailMessage
import TestSupport
import Testing

/// A message made after a public report, and what mail programs show of it.
struct HTMLCase: Sendable, CustomTestStringConvertible {
    let name: String
    var visible: String
    var hidden = ""
    var links: [String] = []

    var testDescription: String { name }
}

@Suite(
    "Messages after public reports",
    .enabled(if: SharedFiles.exists("cases/reading"), "../shared/cases is not there; see CONTRIBUTING.md"))
struct HTMLCaseTests {
    @Test(
        "what mail programs show of HTML is in a view",
        arguments: [
            HTMLCase(
                name: "html-base-href", visible: "Your bank",
                links: ["http://evil.example.net/a/", "http://evil.example.net/a/login.html"]),
            HTMLCase(
                name: "html-comment-bang", visible: "hello\nZorbulate cheap pills", links: ["http://shop.example.net/"]),
            HTMLCase(
                name: "html-mso-conditional", visible: "hello", hidden: "Zorbulate cheap pills",
                links: ["http://shop.example.net/"]),
            HTMLCase(
                name: "html-raw-text-elements",
                visible: "hello\n<!-- Zorbulate cheap pills http://shop.example.net/ -->\n<!-- order now -->",
                links: ["http://shop.example.net/"]),
            HTMLCase(
                name: "html-svg-style", visible: "hello\nZorbulate cheap pills", links: ["http://shop.example.net/"]),
            HTMLCase(
                name: "html-text-url", visible: "Visit https://shop.example.net/x now",
                links: ["https://shop.example.net/x"]),
        ])
    func shown(_ test: HTMLCase) throws {
        let content = try content(of: test.name)
        #expect(String(decoding: content.visibleText, as: UTF8.self) == test.visible)
        #expect(String(decoding: content.hiddenText, as: UTF8.self) == test.hidden)
        #expect(content.links.map { String(decoding: $0.target, as: UTF8.self) } == test.links)
    }

    @Test("a link behind kilobytes of its tag is read")
    func longTag() throws {
        let links = try content(of: "html-attribute-cliffs").links
        #expect(links.map { String(decoding: $0.target, as: UTF8.self) } == ["http://shop.example.net/"])
    }

    private func content(of name: String) throws -> MessageContent {
        let path = SharedFiles.path("cases/reading/\(name).eml")
        return Message([UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))).content(alternatives: .preferred)
    }
}
