// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import TestSupport
import Testing

/// Whoever knows the address may send a report.
@Suite("Hostile reports")
struct HostileReportTests {
    private let sound = Array(Sample.report([Sample.row("198.51.100.1")]).utf8)

    @Test("a document type is refused, whatever it declares, and no file is read for it")
    func entities() throws {
        let laughs = """
            <!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
            """
        for head in [
            laughs, "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
            "<!DOCTYPE x SYSTEM \"http://a.example/x.dtd\">",
        ] {
            #expect(try ReadFile(Sample.report([Sample.row("&c;")], head: head)).refusals == [.declaresEntities])
        }
    }

    @Test("a document type in UTF-16 is seen, too")
    func entitiesInUTF16() throws {
        let text = Sample.report([Sample.row("198.51.100.1")], head: "<!DOCTYPE x [<!ENTITY a \"b\">]>")
        let bytes: [UInt8] = [0xff, 0xfe] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        #expect(try ReadFile(bytes).refusals == [.declaresEntities])
    }

    @Test("a report in UTF-16 is read")
    func utf16() throws {
        let text = Sample.report([Sample.row("198.51.100.1", "7")])
        let bytes: [UInt8] = [0xff, 0xfe] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        #expect(try ReadFile(bytes).aggregates.first?.rows.first?.count == 7)
    }

    @Test("elements too deep or too many cost their own row")
    func deep() throws {
        let deep = String(repeating: "<a>", count: 100_000)
        let report = Sample.report([Sample.row("198.51.100.1"), "<record>\(deep)</record>", Sample.row("198.51.100.2")])
        let read = try ReadFile(report)
        #expect(read.aggregates.first?.rows.map(\.source) == ["198.51.100.1", "198.51.100.2"])
        #expect(read.aggregates.first?.problem != nil)

        let many = "<record>" + String(repeating: "<a/>", count: 100_000) + "</record>"
        #expect(try ReadFile(Sample.report([many, Sample.row("198.51.100.2")])).aggregates.first?.rows.count == 1)
    }

    @Test("deep JSON is refused at once where it says that it is a report, and is other mail where it does not")
    func deepJSONReport() throws {
        let deep = String(repeating: "[", count: 50_000) + String(repeating: "]", count: 50_000)
        let clock = ContinuousClock()
        let duration = try clock.measure {
            let report = try ReadFile("{\"report-id\": \"1\", \"policies\": \(deep)}")
            let other = try ReadFile("{\"a\": \(deep)}")
            #expect(report.refusals.count == 1)
            #expect(other.aggregates.isEmpty)
        }
        #expect(duration < .seconds(2))
    }

    @Test("a tag with a hundred thousand attributes costs a moment")
    func attributes() throws {
        let attributes = (0..<100_000).map { " a\($0)='x'" }.joined()
        let clock = ContinuousClock()
        let duration = try clock.measure {
            let read = try ReadFile(Sample.report([Sample.row("198.51.100.1"), "<record\(attributes)></record>"]))
            #expect(read.aggregates.first?.rows.count == 1)
        }
        #expect(duration < .seconds(20))
    }

    @Test("many small bombs in one mail are a large one")
    func manyBombs() throws {
        var limits = FeedbackLimits.standard
        limits.unpackedBytes = 1 << 20
        let report = Array(
            (Sample.report([Sample.row("198.51.100.1")]) + String(repeating: " ", count: 700 << 10)).utf8)
        let part = "--b\n" + Sample.mail(gzipCompressed(report)).split(separator: "\n", maxSplits: 2)[2] + "\n"
        let mail =
            "From: <a@mail.example>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n\(part)\(part)\(part)--b--\n"
        #expect(try ReadFile(Array(mail.utf8), limits: limits).aggregates.count == 1)
    }

    @Test("a huge text costs its own element, and the report is read in time")
    func hugeText() throws {
        let name = String(repeating: "x", count: 3 << 20)
        let clock = ContinuousClock()
        let duration = try clock.measure {
            let report = try ReadFile(Sample.report([Sample.row("198.51.100.1")], organisation: name)).aggregates.first
            #expect((report?.organisation.utf8.count ?? .max) <= 4 << 10)
        }
        #expect(duration < .seconds(20))
    }

    @Test("what is larger than a report can be is refused unread, compressed or not")
    func tooLarge() throws {
        let bytes = sound + [UInt8](repeating: 0x20, count: 10 << 20)
        #expect(try ReadFile(bytes).refusals == [.tooLarge(bytes: bytes.count)])
    }

    @Test("a bomb is refused, as gzip, in a zip archive, and spread over its files")
    func bombs() throws {
        let zeros = [UInt8](repeating: 0x20, count: 65 << 20)
        let limit = FeedbackLimits.standard.unpackedBytes
        #expect(try ReadFile(Sample.mail(gzipCompressed(zeros))).refusals == [.unpacksTooFar(limit: limit)])
        #expect(try ReadFile(Sample.zip([zeros])).refusals == [.unpacksTooFar(limit: limit)])
        let pieces = [[UInt8]](repeating: Array(zeros.prefix(9 << 20)), count: 8)
        #expect(try ReadFile(Sample.zip(pieces)).refusals == [.unpacksTooFar(limit: limit)])
    }

    @Test("an archive holds 16 files, not 17")
    func members() throws {
        let reports = (0..<17).map { Array(Sample.report([Sample.row("198.51.100.1")], id: String($0)).utf8) }
        #expect(try ReadFile(Sample.zip(Array(reports.prefix(16)))).aggregates.count == 16)
        #expect(try ReadFile(Sample.zip(reports)).refusals == [.tooManyFiles(limit: 16)])
    }

    @Test("gzip within zip is read; an archive in an archive in an archive is not")
    func nesting() throws {
        #expect(try ReadFile(Sample.zip([gzipCompressed(sound)])).aggregates.count == 1)
        #expect(try ReadFile(Sample.zip([Sample.zip([sound])])).aggregates.count == 1)
        #expect(try ReadFile(Sample.zip([Sample.zip([Sample.zip([sound])])])).refusals == [.archiveInArchive])
    }

    @Test("an archive with a password is refused")
    func encrypted() throws {
        #expect(try ReadFile(Sample.zip([sound], isEncrypted: true)).refusals == [.encrypted])
    }

    @Test("of an archive that was cut, the rows in front count")
    func truncated() throws {
        let rows = (0..<3_000).map { Sample.row("198.51.\($0 / 250).\($0 % 250)", "\($0 * 7919 % 1_000 + 1)") }
        let packed = gzipCompressed(Array(Sample.report(rows).utf8))
        let report = try #require(ReadFile(Sample.mail(Array(packed.prefix(packed.count / 2)))).aggregates.first)
        #expect((500...2_500).contains(report.rows.count))
        #expect(report.problem != nil)
    }

    @Test(
        "a count that cannot be costs its row",
        arguments: ["0", "-1", "9223372036854775807", "99999999999999999999", "1e3", "", " "])
    func counts(count: String) throws {
        let report = try #require(
            ReadFile(Sample.report([Sample.row("198.51.100.1", count), Sample.row("198.51.100.2", "3")])).aggregates
                .first)
        #expect(report.rows.map(\.count) == [3] && report.lostRows == 1)
    }

    @Test("an address that is none costs its row")
    func addresses() throws {
        let report = try #require(
            ReadFile(Sample.report([Sample.row("&lt;script&gt;"), Sample.row("2001:db8::1")])).aggregates.first)
        #expect(report.rows.map(\.source) == ["2001:db8::1"] && report.lostRows == 1)
    }

    @Test("JSON within JSON within JSON is no report, and no crash")
    func deepJSON() throws {
        let deep = "{\"report-id\": " + String(repeating: "[", count: 200_000)
        #expect(try ReadFile(Sample.mail(Array(deep.utf8))).refusals.count == 1)
    }

    @Test(
        "what lacks its number, domain or period is refused by the field's name",
        arguments: ["report_id", "begin", "domain"])
    func lacking(name: String) throws {
        let report = Sample.report([]).replacing("<\(name)>", with: "<x>").replacing("</\(name)>", with: "</x>")
        let read = try ReadFile(report)
        #expect(read.aggregates.isEmpty)
        guard case .lacks? = read.refusals.first else {
            Issue.record("\(read.refusals)")
            return
        }
    }

    @Test("any cut of a report is read or refused, one row lost at most")
    func cuts() throws {
        let text = Array(Sample.report((0..<5).map { Sample.row("198.51.100.\($0)") }).utf8)
        for end in stride(from: 0, to: text.count, by: 37) {
            let read = try ReadFile(Sample.mail(Array(text[..<end])))
            let rows = read.aggregates.first?.rows.count ?? 0
            let whole = String(decoding: text[..<end], as: UTF8.self).components(of: "</record>")
            #expect(read.aggregates.isEmpty || rows == whole)
        }
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
