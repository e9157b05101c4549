// SPDX-License-Identifier: Apache-2.0
import Foundation
import TestSupport
import Testing

@Suite("spreu reports")
struct ReportsTests {
    private let spreu = Program("spreu")

    private static func report(_ id: String, begin: Int = 1_772_409_600) -> String {
        """
        <?xml version="1.0"?><feedback><report_metadata><org_name>mail.example</org_name><email>dmarc@mail.example</email>\
        <report_id>\(id)</report_id><date_range><begin>\(begin)</begin><end>\(begin + 86_399)</end></date_range></report_metadata>
        <policy_published><domain>example.com</domain><p>none</p></policy_published>
        <record><row><source_ip>192.0.2.1</source_ip><count>40</count><policy_evaluated><dkim>pass</dkim><spf>pass</spf>\
        </policy_evaluated></row><identifiers><header_from>example.com</header_from></identifiers></record>
        <record><row><source_ip>198.51.100.7</source_ip><count>2</count><policy_evaluated><dkim>fail</dkim><spf>fail</spf>\
        </policy_evaluated></row><identifiers><header_from>example.com</header_from></identifiers></record></feedback>
        """
    }

    private static let bounce = """
        Return-Path: <>
        From: MAILER-DAEMON@customer.example
        Date: Mon, 2 Mar 2026 10:00:00 +0000
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.example.com
        X-Postfix-Queue-ID: 4Xq1Ab

        Final-Recipient: rfc822; annaberg@customer.example
        Action: failed
        Status: 5.1.1
        Diagnostic-Code: smtp; 550 annaberg is unknown here, says bertram

        """

    private func folder() throws -> ScratchFolder {
        let folder = try ScratchFolder()
        for (name, text) in [
            ("a.xml", Self.report("1")), ("b.xml", Self.report("1")), ("c.xml", Self.report("2", begin: 1_773_619_200)),
            ("d.eml", Self.bounce),
        ] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        }
        return folder
    }

    @Test("what a complaint, a notification and a report make up is bounded, and names nobody")
    func strangersWords() throws {
        let folder = try ScratchFolder()
        let complaint = """
            From: fbl@isp.example
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b
            Content-Type: message/feedback-report

            Feedback-Type: \(String(repeating: "abuse", count: 30))

            --b
            Content-Type: message/rfc822

            Received: from a by mx.example.com with ESMTP id annaberg@private.example; Mon, 1 Jan 2026 00:00:00 +0000
            X-PHP-Script: www.example.com/wp-content/plugins/contact-form-7/includes/send.php?to=bertram@private.example for 192.0.2.9

            text
            --b--
            """
        // Searched for an address byte by byte, this took minutes.
        let endless = Self.bounce.replacing("annaberg@customer.example", with: String(repeating: "a", count: 900_000))
        let old = Self.report("9", begin: 1).replacing("<end>86400", with: "<end>1772409600")
        for (name, text) in [("a.eml", complaint), ("b.eml", endless), ("c.xml", old), ("d.xml", Self.report("3"))] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        }
        let arguments = [
            "reports", "--language", "en", "--own", "mx.example.com", "--own", "192.0.2.0/24", folder.root,
        ]
        let text = try spreu.run(arguments)
        let json = try spreu.run(arguments + ["--json"])
        #expect([0, 4].contains(text.code) && [0, 4].contains(json.code), "\(text.errors)")
        for output in [text.text, json.text] {
            #expect(output.contains("www.example.com/wp-") && !output.contains("private.example"), "\(output)")
        }
        #expect(text.errors.contains("at most 32 days"), "\(text.errors)")
        #expect(text.text.split(separator: "\n").allSatisfy { $0.count <= 90 })
    }

    @Test("the summary answers in 80 columns, and names nobody")
    func text() throws {
        let folder = try folder()
        let outcome = try spreu.run([
            "reports", "--language", "en", "--own", "192.0.2.0/24", "--own", "mx.example.com", folder.root,
        ])
        #expect(outcome.code == 0)
        for words in [
            "all 80 messages passed", "Strangers sent 4 messages", "month end", "4Xq1Ab", "no such user",
            "customer.example",
        ] {
            #expect(outcome.text.contains(words), "\(words)")
        }
        #expect(outcome.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
        for person in ["annaberg", "bertram"] { #expect(!outcome.text.contains(person)) }
    }

    @Test("JSON has the keys that programs depend on")
    func json() throws {
        let folder = try folder()
        let value = try spreu.run([
            "reports", "--json", "--own", "192.0.2.0/24", "--own", "mx.example.com", folder.root,
        ]).value
        #expect(value["first"].string == "2026-03-02T00:00:00Z")
        let aggregate = value["read"].elements.first
        #expect(aggregate?["counted"].integer == 2 && aggregate?["repeated"].integer == 1)
        #expect(value["own"].elements.first?["address"].string == "192.0.2.1")
        #expect(value["own"].elements.first?["messages"].integer == 80)
        #expect(value["strangers"].elements.first?["network"].string == "198.51.100.0/24")
        #expect(value["bounces"].elements.first?["reason"].string == "userUnknown")
        #expect(value["queueIDs"].elements.first?["queueId"].string == "4Xq1Ab")
        #expect(value["readiness"].elements.first?["state"].string == "noFailure")
    }

    @Test("the page loads nothing, names nobody, and speaks German where asked", arguments: ["en", "de"])
    func page(language: String) throws {
        let folder = try folder()
        let page = folder.root + ".html"
        defer { try? FileManager.default.removeItem(atPath: page) }
        let outcome = try spreu.run([
            "reports", "--own", "192.0.2.0/24", "--language", language, "--html", page, folder.root,
        ])
        #expect(outcome.code == 0)
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(html.contains(language == "de" ? "Wer verschickt in unserem Namen?" : "Who sends in our name?"))
        #expect(html.contains("<svg"))
        #expect(!html.contains(language == "de" ? "Was noch?" : "What else?"), "a table without a place")
        for word in ["annaberg", "bertram", "<script", "src=\"http"] { #expect(!html.contains(word), "\(word)") }
    }

    @Test("a report whose sender our own server did not authenticate counts apart")
    func forged() throws {
        let folder = try ScratchFolder()
        let site = folder.path("spreu.yaml")
        func mail(_ id: String, _ result: String) -> String {
            """
            Authentication-Results: mx.example.com; dmarc=\(result) header.from=mail.example
            Received: from mail.example ([198.51.100.9]) by mx.example.com (Postfix) with ESMTP id A1; Mon, 2 Mar 2026 10:00:00 +0000
            From: <dmarc@mail.example>
            Content-Type: text/xml

            \(Self.report(id))
            """
        }
        try FileManager.default.createDirectory(atPath: folder.path("mail"), withIntermediateDirectories: true)
        for (name, text) in [("mail/1.eml", mail("1", "pass")), ("mail/2.eml", mail("2", "fail"))] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(name)))
        }
        let configuration = """
            store: \(folder.path("store"))
            key: \(folder.path("key"))
            models: \(folder.path("models"))
            sources:
              - archives: \(folder.path("mail"))
                label: ham
            site:
              hosts: [mx.example.com]
              networks: [192.0.2.0/24]
              authserv-id: [mx.example.com]
            """
        try Data(configuration.utf8).write(to: URL(fileURLWithPath: site))
        let outcome = try spreu.run(["reports", "--json", "--config", site, folder.path("mail")])
        #expect(outcome.code == 4)
        let read = try outcome.value["read"].elements.first
        #expect(read?["counted"].integer == 1 && read?["notProven"].integer == 1)
        #expect(outcome.errors.contains("not proven"))
    }

    @Test("what is no report is an error that says why; a missing source, too")
    func failures() throws {
        let folder = try ScratchFolder()
        try Data().write(to: URL(fileURLWithPath: folder.path("empty.xml")))
        #expect(try spreu.run(["reports", folder.path("empty.xml")]).code == 65)
        #expect(try spreu.run(["reports", folder.path("missing")]).code == 66)
        #expect(try spreu.run(["reports", "--since", "yesterday", folder.root]).code == 64)
        #expect(try spreu.run(["reports"]).code == 64)
    }
}
