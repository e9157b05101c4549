// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Header rewriting")
struct HeaderRewriteTests {
    /// A message, and what is left of it without its X-Tag and X-Other fields.
    static let messages: [(message: String, kept: String)] = [
        ("Subject: a\n\ntext\n", "Subject: a\n\ntext\n"),
        ("X-Tag: 1\nSubject: a\n\ntext\n", "Subject: a\n\ntext\n"),
        ("Subject: a\nX-Tag: 1\n\ntext\n", "Subject: a\n\ntext\n"),
        ("x-tAG \t: 1\nSubject: a\n\n", "Subject: a\n\n"),
        ("X-Tag: 1\n folded\n\tmore\nSubject: a\n folded\n\n", "Subject: a\n folded\n\n"),
        ("X-Tag: 1\nX-Other: 2\nSubject: a\nX-Tag: 3\n\n", "Subject: a\n\n"),
        ("X-Tags: 1\nX-Ta: 2\nX-Tag\n\n", "X-Tags: 1\nX-Ta: 2\nX-Tag\n\n"),
        ("Subject: a\n\nX-Tag: 1\n", "Subject: a\n\nX-Tag: 1\n"),
        ("Subject: a\r\nX-Tag: 1\r\n 2\r\n\r\nX-Tag: 3\r\n", "Subject: a\r\n\r\nX-Tag: 3\r\n"),
        // A CR alone ends no line, and no header.
        ("Subject: a\n\rb: c\nX-Tag: 1\n\ntext", "Subject: a\n\rb: c\n\ntext"),
        ("X-Tag: 1", ""), ("X-Tag: 1\n", ""), ("\nX-Tag: 1\n", "\nX-Tag: 1\n"), ("", ""),
    ]

    @Test("fields of the names go with their folded lines, in any case, and nothing else", arguments: messages)
    func kept(_ message: String, _ kept: String) {
        let bytes = Array(message.utf8)
        let pieces = HeaderRewrite(removing: ["X-Tag", "x-other"]).keptPieces(of: bytes)
        #expect(String(decoding: pieces.flatMap { bytes[$0] }, as: UTF8.self) == kept)
    }

    @Test(
        "fields are added on top, behind an mbox line, with the message's line ends",
        arguments: [
            ("Subject: a\n\n", "X-New: 1\nSubject: a\n\n"), ("Subject: a\r\n\r\n", "X-New: 1\r\nSubject: a\r\n\r\n"),
            ("From a@example.com\nSubject: a\nX-Tag: 2\n\n", "From a@example.com\nX-New: 1\nSubject: a\n\n"),
            ("", "X-New: 1\n"),
        ])
    func added(_ message: String, _ expected: String) {
        let bytes = Array(message.utf8)
        let start = message.hasPrefix("From ") ? 19 : 0
        var result: [UInt8] = []
        HeaderRewrite(removing: ["X-Tag"]).rewrite(bytes, from: start, adding: [("X-New", "1")]) { result += $0 }
        #expect(String(decoding: result, as: UTF8.self) == expected)
    }

    @Test(
        "a header ends at its empty line, or with the message",
        arguments: [("a: b\n\nc", 5), ("a: b\r\n\r\nc", 6), ("a: b\n\rc\n", 8), ("a: b", 4), ("\n", 0), ("", 0)])
    func end(_ message: String, _ end: Int) { #expect(HeaderRewrite.endOfHeader(Array(message.utf8)) == end) }
}
