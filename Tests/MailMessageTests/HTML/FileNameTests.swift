// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("Names of files and hosts") struct FileNameTests {
    @Test(
        "an extension tells a file",
        arguments: [
            "report.pdf", "REPORT.PDF", "my.report.v2.docx", "Photo 1.jpg", "archive.zip", "r\u{e9}sum\u{e9}.doc",
        ])
    func file(_ text: String) { #expect(FileName.isFileName(Array(text.utf8))) }

    @Test(
        "hosts and URLs are no files",
        arguments: [
            "example.com", "www.files.zip", "http://example.zip", "example.com/report.pdf", "example.com?x=a.pdf",
            "pdf",
            ".", "", "a.b.", "bank.example",
        ])
    func host(_ text: String) { #expect(!FileName.isFileName(Array(text.utf8))) }

    @Test("a link that shows a file's name does not deceive")
    func honest() {
        for shown in ["report.pdf", "www.example.com.pdf", "Invoice 12.docx"] {
            let html = "<a href=http://files.example/download>\(shown)</a>"
            #expect(HTMLReader.read(Array(html.utf8)).flags.contains(.deceptiveLink) == shown.hasPrefix("www."))
        }
    }
}
