// SPDX-License-Identifier: Apache-2.0
import FeedbackReports
import Foundation
import TestSupport

/// What reading one file gives.
struct ReadFile {
    var feedback: [Feedback] = []
    var proofs: [ReportProof] = []
    var refusals: [RefusedReport.Reason] = []
    var otherMail = 0

    /// Reads a file of these bytes.
    init(
        _ bytes: [UInt8], name: String = "file", site: SiteIdentity = SiteIdentity(),
        limits: FeedbackLimits = .standard,
        authentication: FeedbackReader.Authentication = .notChecked
    ) throws {
        let folder = try ScratchFolder()
        try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
        self.init(path: folder.path(name), site: site, limits: limits, authentication: authentication)
    }

    init(
        _ text: String, site: SiteIdentity = SiteIdentity(), authentication: FeedbackReader.Authentication = .notChecked
    ) throws {
        try self.init(Array(text.utf8), site: site, authentication: authentication)
    }

    /// Reads what a path names.
    init(
        path: String, site: SiteIdentity = SiteIdentity(), limits: FeedbackLimits = .standard,
        authentication: FeedbackReader.Authentication = .notChecked
    ) {
        var reader = FeedbackReader([path], site: site, limits: limits) { _ in authentication }
        while let event = reader.next() {
            switch event {
            case .feedback(let found, let proof):
                feedback += found
                proofs.append(proof)
            case .otherMail: otherMail += 1
            case .refused(let refusal): refusals.append(refusal.reason)
            case .warning: break
            }
        }
    }

    var aggregates: [AggregateReport] {
        feedback.compactMap { if case .aggregate(let report) = $0 { report } else { nil } }
    }
    var tlsReports: [TLSReport] { feedback.compactMap { if case .tls(let report) = $0 { report } else { nil } } }
    var complaints: [ComplaintReport] {
        feedback.compactMap { if case .complaint(let report) = $0 { report } else { nil } }
    }
    var bounces: [Bounce] { feedback.compactMap { if case .bounce(let bounce) = $0 { bounce } else { nil } } }
    var failures: Int { feedback.count { if case .failure = $0 { true } else { false } } }
}

/// Reports that are made up.
enum Sample {
    static let day = 86_400
    /// 2026-03-02T00:00:00Z.
    static let begin = 1_772_409_600

    /// A row; what does not pass fails.
    static func row(
        _ source: String, _ count: String = "1", dkim: Bool = false, spf: Bool = false, service: String? = nil
    ) -> String {
        let results =
            service.map { "<spf><domain>\($0)</domain><result>pass</result></spf>" }
            ?? "<spf><domain>example.com</domain><result>fail</result></spf>"
        return """
            <record><row><source_ip>\(source)</source_ip><count>\(count)</count><policy_evaluated>\
            <disposition>none</disposition><dkim>\(dkim ? "pass" : "fail")</dkim><spf>\(spf ? "pass" : "fail")</spf>\
            </policy_evaluated></row><identifiers><header_from>example.com</header_from></identifiers>\
            <auth_results>\(results)</auth_results></record>
            """
    }

    /// A report.
    static func report(
        _ rows: [String], id: String = "1", organisation: String = "mail.example", begin: Int = begin, days: Int = 1,
        policy: String = "none", head: String = "<?xml version=\"1.0\"?>"
    ) -> String {
        """
        \(head)<feedback><report_metadata><org_name>\(organisation)</org_name><email>dmarc@\(organisation)</email>\
        <report_id>\(id)</report_id><date_range><begin>\(begin)</begin><end>\(begin + days * day - 1)</end></date_range>\
        </report_metadata><policy_published><domain>example.com</domain><p>\(policy)</p></policy_published>
        \(rows.joined(separator: "\n"))
        </feedback>
        """
    }

    /// A mail with a file attached.
    static func mail(_ file: [UInt8], from sender: String = "dmarc@mail.example", type: String = "text/x-unlikely")
        -> String
    {
        """
        From: <\(sender)>
        Subject: hello
        MIME-Version: 1.0
        Content-Type: \(type); name=holiday.jpg
        Content-Transfer-Encoding: base64

        \(base64(file))
        """
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...group.count { text.append(letters[bits >> (18 - 6 * place) & 63]) }
            text += Array(repeating: UInt8(ascii: "="), count: 3 - group.count)
            if (start / 3) % 19 == 18 { text.append(UInt8(ascii: "\n")) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A zip archive with these files, deflated.
    static func zip(_ files: [[UInt8]], isEncrypted: Bool = false) -> [UInt8] {
        func number(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var archive: [UInt8] = []
        var directory: [UInt8] = []
        for (index, file) in files.enumerated() {
            let data = Array(zlibCompressed(file).dropFirst(2).dropLast(4))
            let name = Array("file\(index)".utf8)
            let common =
                number(20, 2) + number(isEncrypted ? 1 : 0, 2) + number(8, 2) + number(0, 8) + number(data.count, 4)
                + number(file.count, 4) + number(name.count, 2) + number(0, 2)
            directory +=
                Array("PK\u{1}\u{2}".utf8) + number(20, 2) + common + number(0, 10) + number(archive.count, 4) + name
            archive += Array("PK\u{3}\u{4}".utf8) + common + name + data
        }
        return archive + directory + Array("PK\u{5}\u{6}".utf8) + number(0, 4) + number(files.count, 2)
            + number(files.count, 2)
            + number(directory.count, 4) + number(archive.count, 4) + number(0, 2)
    }
}
