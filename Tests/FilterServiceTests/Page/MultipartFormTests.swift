// SPDX-License-Identifier: Apache-2.0
import FilterService
import Testing

@Suite("Forms of the filter's page")
struct MultipartFormTests {
    private func form(_ text: String, boundary: String = "abc") -> MultipartForm? {
        MultipartForm(contentType: "multipart/form-data; boundary=\(boundary)", Array(text.utf8))
    }

    private func field(_ name: String, _ value: String) -> String {
        "--abc\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
    }

    @Test("fields are read as bytes, line ends and all")
    func fields() throws {
        let mail = "Subject: x\r\n\r\n--abcd is no boundary of this form\r\n\r\nend\r\n"
        let read = try #require(form(field("message", mail) + field("is", "spam") + "--abc--\r\n"))
        #expect(read["message"] == Array(mail.utf8) && read["is"] == Array("spam".utf8) && read["other"] == nil)
        let file =
            "--abc\r\nContent-Disposition: form-data; name=\"file\"; filename=\"name=.eml\"\r\n"
            + "Content-Type: message/rfc822\r\n\r\n\u{0}\r\n--abc--\r\n"
        #expect(try #require(form(file))["file"] == [0])
        // Of two fields of one name the first counts.
        #expect(try #require(form(field("a", "1") + field("a", "2") + "--abc--"))["a"] == Array("1".utf8))
    }

    @Test(
        "what is no such form is none",
        arguments: ["", "--abc", "--abc--x", "--abc\r\n", "--abc\r\n\r\n", "--other\r\n\r\n\r\n--other--", "x--abc--"])
    func broken(text: String) {
        // The closing delimiter alone is a form without fields.
        if let read = form(text) { #expect(text.hasPrefix("--abc--") && read["a"] == nil) }
        #expect(MultipartForm(contentType: "text/plain", Array(text.utf8)) == nil)
        #expect(MultipartForm(contentType: "multipart/form-data", Array(text.utf8)) == nil)
        #expect(form(text, boundary: String(repeating: "b", count: 71)) == nil)
    }

    @Test("more fields than any form of the page has are refused, and time stays linear")
    func many() {
        #expect(form(String(repeating: field("a", "1"), count: 17) + "--abc--") == nil)
        #expect(form(String(repeating: "\r\n--ab", count: 400_000)) == nil)
    }
}
