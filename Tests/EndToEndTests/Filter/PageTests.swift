// SPDX-License-Identifier: Apache-2.0
import Foundation
import LearningDrop
import TestSupport
import Testing

@Suite("spreud: its page")
struct PageTests {
    private static let token = "0123456789abcdef"
    private let basic = "Authorization: Basic " + Data("admin:\(token)".utf8).base64EncodedString()
    private let spam: [UInt8]

    init() throws { spam = [UInt8](try SampleCorpus.data("new/spam.eml")) }

    private func filter(history: String? = nil) throws -> FilterProcess {
        try FilterProcess(
            httpExtra:
                "\n  token: \(Self.token)\n  page: {hosts: [filter.example.com]\(history.map { ", history: \($0)" } ?? "")}"
        )
    }

    private func form(_ fields: [(String, [UInt8])]) -> (body: [UInt8], type: String) {
        var body: [UInt8] = []
        for (name, value) in fields {
            body +=
                Array("--xyz\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n".utf8) + value
                + Array("\r\n".utf8)
        }
        return (body + Array("--xyz--\r\n".utf8), "Content-Type: multipart/form-data; boundary=xyz")
    }

    @Test("asks for the token, answers only for its own names, and lets no other site show it")
    func access() throws {
        let filter = try filter()
        let refused = try filter.request("GET", "/")
        #expect(refused.status == 401 && refused.head.contains("WWW-Authenticate: Basic"))
        #expect(try filter.request("GET", "/", fields: [basic], host: "evil.example").status == 421)
        #expect(try filter.request("GET", "/", fields: [basic], host: "filter.example.com:443").status == 200)
        let page = try filter.request("GET", "/", fields: [basic])
        #expect(page.status == 200 && page.head.contains("frame-ancestors 'none'") && page.head.contains("no-store"))
        // With 'no-referrer' a browser would send 'Origin: null' with the page's own forms.
        #expect(page.head.contains("Referrer-Policy: same-origin") && page.text.contains("content=\"same-origin\""))
        #expect(try filter.request("GET", "http://evil.example/", fields: [basic]).status == 421)
        #expect(try filter.request("GET", "/", fields: [basic, "Host: evil.example"]).status == 421)
        #expect(page.head.contains("default-src 'none'") && page.head.contains("nosniff"))
        #expect(page.text.contains("no mail has come yet"))
        #expect(try filter.request("POST", "/", fields: [basic]).status == 405)
        #expect(try filter.request("GET", "/teach", fields: [basic]).status == 405)
        #expect(try filter.request("GET", "/report", fields: [basic]).status == 404)
        let head = try filter.request("HEAD", "/", fields: [basic])
        #expect(head.status == 200 && head.body.isEmpty)
    }

    @Test("without a page in the configuration there is none")
    func off() throws {
        let filter = try FilterProcess(httpExtra: "\n  token: \(Self.token)")
        #expect(try filter.request("GET", "/", fields: [basic]).status == 404)
    }

    @Test("at a port without a token it is refused at the start, with what to do")
    func unprotected() throws {
        do {
            _ = try FilterProcess(httpExtra: "\n  page: {}")
            Issue.record("spreud serves its page to every account")
        } catch let error as FilterProcess.NotReady {
            #expect(error.log.contains("http.page") && error.log.contains("token-file"), "\(error.log)")
        }
    }

    @Test("shows verdicts without a sender, and finds one by its queue id")
    func verdicts() throws {
        let filter = try filter()
        for id in ["4QaaAA", "4QbbBB"] {
            _ = try filter.request("POST", "/v1/classify", spam, fields: ["Queue-Id: \(id)", "From: who@example.org"])
        }
        let page = try filter.request("GET", "/", fields: [basic]).text
        #expect(page.contains("4QaaAA") && page.contains("4QbbBB") && !page.contains("who@example.org"))
        #expect(page.contains("lead good") && page.contains("<svg"))
        let found = try filter.request("GET", "/?id=4QaaAA", fields: [basic]).text
        #expect(found.contains("Verdicts of 4QaaAA"))
        let german = try filter.request("GET", "/", fields: [basic, "Accept-Language: de-AT,de;q=0.9,en;q=0.5"]).text
        #expect(german.contains("<html lang=\"de\">"))
    }

    @Test("explains a message that is pasted or uploaded as 'spreu explain' does, and teaches it")
    func explainAndTeach() throws {
        let filter = try filter()
        let file = form([("message", []), ("file", spam)])
        let explained = try filter.request("POST", "/explain", file.body, fields: [basic, file.type])
        #expect(explained.status == 200 && explained.text.contains("<mark class=\""), "\(explained.text.prefix(300))")
        let scratch = try ScratchFolder()
        let arguments = ["explain", "--model", try Spreu.model(), "--language", "en", "--html", scratch.path("p")]
        _ = try Spreu.run(arguments + [SampleCorpus.path("new/spam.eml")])
        let expected = try String(contentsOfFile: scratch.path("p"), encoding: .utf8)
        let lead = try #require(expected.firstMatch(of: /<p class="lead[^\n]*/))
        #expect(explained.text.contains(lead.0))
        // Explained is not counted as mail.
        #expect(try filter.request("GET", "/", fields: [basic]).text.contains("no mail has come yet"))

        let encoded = try #require(explained.text.firstMatch(of: /name="encoded" value="([0-9a-f]+)"/))
        let teaching = form([("encoded", Array(encoded.1.utf8)), ("is", Array("spam".utf8))])
        let evil = [basic, teaching.type, "Origin: https://evil.example"]
        #expect(try filter.request("POST", "/teach", teaching.body, fields: evil).status == 403)
        #expect(try filter.request("POST", "/teach", teaching.body, fields: [teaching.type]).status == 401)
        #expect(try filter.feedback().isEmpty)
        let taught = try filter.request(
            "POST", "/teach", teaching.body, fields: [basic, teaching.type, "Origin: http://localhost"])
        #expect(taught.status == 200 && taught.text.contains("the next night learns it"))
        #expect(try filter.feedback().map(\.message) == [spam])
    }

    @Test("what is too large, or no form, is refused in words")
    func refused() throws {
        let filter = try filter()
        let large = form([("message", [UInt8](repeating: 0x61, count: (1 << 20) + 1))])
        #expect(try filter.request("POST", "/explain", large.body, fields: [basic, large.type]).status == 413)
        let endless = form([("message", [UInt8](repeating: 0x61, count: 3 << 20))])
        #expect(try filter.request("POST", "/explain", endless.body, fields: [basic, endless.type]).status == 413)
        // In lower case it is longer.
        let odd = "Content-Type: multipart/form-data" + String(repeating: "\u{130}", count: 40) + "boundary=xyz"
        #expect(try filter.request("POST", "/explain", large.body, fields: [basic, odd]).status == 400)
        #expect(try filter.request("POST", "/explain", Array("--xyz--".utf8), fields: [basic, odd]).status == 400)
        let none = try filter.request("POST", "/explain", Array("x".utf8), fields: [basic])
        #expect(none.status == 400 && none.text.contains("lead bad"))
        let wrong = form([("encoded", Array("0g".utf8)), ("is", Array("forget".utf8))])
        #expect(try filter.request("POST", "/teach", wrong.body, fields: [basic, wrong.type]).status == 400)
        #expect(try filter.feedback().isEmpty)
    }

    @Test("counts survive a restart where a file is named, and a damaged one is said")
    func history() throws {
        let scratch = try ScratchFolder()
        let path = scratch.path("history")
        let first = try filter(history: path)
        for _ in 0..<3 { _ = try first.request("POST", "/v1/classify", spam) }
        first.stop()
        #expect(try String(contentsOfFile: path, encoding: .utf8).contains("protocol:http=3"))
        let second = try filter(history: path)
        #expect(try second.request("GET", "/", fields: [basic]).text.contains("<dd class=\"value\">3</dd>"))
        second.stop()
        try Data("rubbish".utf8).write(to: URL(fileURLWithPath: path))
        let third = try filter(history: path)
        #expect(third.log.contains("begin anew and are not kept"))
        _ = try third.request("POST", "/v1/classify", spam)
        third.stop()
        // Whatever it was, it was not spreud's.
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "rubbish")
    }
}
