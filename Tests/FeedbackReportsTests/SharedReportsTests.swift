// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import Foundation
import TestSupport
import Testing

/// Reports of the wild (parsedmarc's samples), with values that another reader (Python's ElementTree) found.
@Suite("Reports of the wild", .enabled(if: SharedFiles.exists("reports"), "shared/reports is not there"))
struct SharedReportsTests {
    struct Expected: Sendable, CustomTestStringConvertible {
        var file: String
        var id: String
        var domain: String
        var rows: Int
        var messages: Int
        var dkim: Int
        var spf: Int
        var testDescription: String { file }

        init(_ file: String, id: String, domain: String, rows: Int, messages: Int, dkim: Int, spf: Int) {
            (self.file, self.id, self.domain) = (file, id, domain)
            (self.rows, self.messages, self.dkim, self.spf) = (rows, messages, dkim, spf)
        }
    }

    private static let expected: [Expected] = [
        Expected(
            "aggregate/!example.com!1538204542!1538463818.xml", id: "example.com:1538463741", domain: "example.com",
            rows: 1, messages: 1, dkim: 0, spf: 0),
        Expected(
            "aggregate/!large-example.com!1711897200!1711983600.xml", id: "example.com:1711897200",
            domain: "example.com", rows: 2286, messages: 2286, dkim: 0, spf: 0),
        Expected(
            "aggregate/Report domain- borschow.com Submitter- google.com Report-ID- 949348866075514174.eml",
            id: "949348866075514174", domain: "borschow.com", rows: 1, messages: 1, dkim: 0, spf: 0),
        Expected(
            "aggregate/addisonfoods.com!example.com!1536105600!1536191999.xml", id: "3ceb5548498640beaeb47327e202b0b9",
            domain: "example.com", rows: 1, messages: 1, dkim: 0, spf: 0),
        Expected(
            "aggregate/empty_reason.xml", id: "20240125141224705995", domain: "example.com", rows: 1, messages: 2,
            dkim: 2, spf: 0),
        Expected(
            "aggregate/estadocuenta1.infonacot.gob.mx!example.com!1536853302!1536939702!2940.xml.zip", id: "2940",
            domain: "example.com", rows: 1, messages: 1, dkim: 0, spf: 0),
        Expected(
            "aggregate/example.net!example.com!1529366400!1529452799.xml", id: "b043f0e264cf4ea995e93765242f6dfb",
            domain: "example.com", rows: 1, messages: 1, dkim: 0, spf: 0),
        Expected(
            "aggregate/fastmail.com!example.com!1516060800!1516147199!102675056.xml.gz", id: "102675056",
            domain: "indemed.com", rows: 1, messages: 1, dkim: 0, spf: 0),
        Expected(
            "aggregate/invalid_utf_8.xml", id: "example.com:1538463741", domain: "example.com", rows: 1, messages: 1,
            dkim: 0, spf: 0),
        Expected(
            "aggregate/mimecast-weird-gzip.eml", id: "157a5fe30ec76f4bc0d8bccfc96c118a167a1280fee7c7465af5115e73082e5e",
            domain: "ab.id.au", rows: 1, messages: 1, dkim: 1, spf: 1),
        Expected(
            "aggregate/old_draft_from_wiki.xml", id: "9391651994964116463", domain: "example.com", rows: 1, messages: 2,
            dkim: 0, spf: 2),
        Expected(
            "aggregate/protection.outlook.com!example.com!1711756800!1711843200.xml",
            id: "cfeafefe4129445e8c81018bd9177197", domain: "example.com", rows: 1, messages: 1, dkim: 0, spf: 0),
        Expected(
            "aggregate/rfc9990-example.net!example.com!1700000000!1700086399.xml", id: "dmarcbis-test-report-001",
            domain: "example.com", rows: 2, messages: 7, dkim: 5, spf: 5),
        Expected(
            "aggregate/rfc9990-sample.xml", id: "3v98abbp8ya9n3va8yr8oa3ya", domain: "example.com", rows: 1,
            messages: 123, dkim: 123, spf: 0),
        Expected(
            "aggregate/twilight.eml", id: "1627703331531660819", domain: "twlnet.com", rows: 1, messages: 1, dkim: 1,
            spf: 1),
        Expected(
            "aggregate/usssa.com!example.com!1538784000!1538870399.xml", id: "8953b4d4a4ee4218b6ac0e2cb2667ee1",
            domain: "example.com", rows: 2, messages: 2, dkim: 0, spf: 0),
        Expected(
            "aggregate/veeam.com!example.com!1530133200!1530219600.xml", id: "sonexushealth.com:1530233361",
            domain: "example.com", rows: 1, messages: 1, dkim: 0, spf: 0),
        Expected(
            "aggregate_invalid/report_with_upper_cased_pass.xml", id: "aggr_report_example.com_20191202_1638",
            domain: "example.com", rows: 1, messages: 1, dkim: 1, spf: 1),
        Expected(
            "extract_report/changed-input.xml", id: "11038226378739404135", domain: "example.com", rows: 20,
            messages: 3047, dkim: 3046, spf: 2637),
        Expected(
            "extract_report/nice-input.xml", id: "11038226378739404135", domain: "example.com", rows: 20,
            messages: 3047, dkim: 3046, spf: 2637),
        Expected(
            "extract_report/nice-input.xml.gz", id: "11038226378739404135", domain: "example.com", rows: 20,
            messages: 3047, dkim: 3046, spf: 2637),
        Expected(
            "extract_report/nice-input.xml.zip", id: "11038226378739404135", domain: "example.com", rows: 20,
            messages: 3047, dkim: 3046, spf: 2637),
    ]

    @Test("an aggregate report has the values that another reader finds", arguments: expected)
    func aggregate(expected: Expected) throws {
        let read = ReadFile(path: SharedFiles.path("reports/" + expected.file))
        let report = try #require(read.aggregates.first)
        #expect(read.aggregates.count == 1)
        #expect(report.id == expected.id)
        #expect(report.domain == expected.domain)
        #expect(report.rows.count == expected.rows)
        #expect(report.rows.reduce(0) { $0 + $1.count } == expected.messages)
        #expect(report.rows.filter(\.dkimIsAligned).reduce(0) { $0 + $1.count } == expected.dkim)
        #expect(report.rows.filter(\.spfIsAligned).reduce(0) { $0 + $1.count } == expected.spf)
        #expect(report.problem == nil)
    }

    @Test(
        "what is not well-formed keeps its rows, and says what is wrong",
        arguments: ["aggregate/invalid_xml.xml", "aggregate/ikea.com!example.de!1538690400!1538776800.xml"])
    func salvaged(file: String) throws {
        let report = try #require(ReadFile(path: SharedFiles.path("reports/" + file)).aggregates.first)
        #expect(report.rows.count == 1 && report.lostRows == 0)
        #expect(report.problem != nil)
    }

    @Test("failure reports are known by what they say", arguments: files(of: "failure"))
    func failure(file: String) {
        let read = ReadFile(path: SharedFiles.path("reports/failure/" + file))
        #expect(read.failures == 1 && read.feedback.count == 1)
    }

    @Test(
        "TLS reports have their sessions",
        arguments: [
            ("google.com_smtp_tls_report.eml", 48, 0), ("mail.ru.json", 0, 1), ("rfc8460.json", 5_326, 303),
            ("smtp_tls.json", 0, 3),
        ])
    func tls(file: String, succeeded: Int, failed: Int) throws {
        let report = try #require(ReadFile(path: SharedFiles.path("reports/smtp_tls/" + file)).tlsReports.first)
        #expect(report.policies.reduce(0) { $0 + $1.succeeded } == succeeded)
        #expect(report.policies.reduce(0) { $0 + $1.failed } == failed)
    }

    @Test("every file of the collection is read, or refused with a reason")
    func all() {
        let read = ReadFile(path: SharedFiles.path("reports"))
        #expect(read.feedback.count == 33)
        #expect(read.otherMail == 0)
        #expect(read.refusals.count == 2 && read.refusals.contains(.empty) && read.refusals.contains(.noReport))
    }

    private static func files(of folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: SharedFiles.path("reports/" + folder))) ?? []).sorted()
    }
}
