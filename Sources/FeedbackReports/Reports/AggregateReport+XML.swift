// SPDX-License-Identifier: Apache-2.0
import MailMessage

extension AggregateReport {
    /// Reads a report; of XML that is not well-formed, every row that stands by itself.
    ///
    /// - Parameter text: UTF-8 (``ReportText``).
    init(xml text: [UInt8], limits: FeedbackLimits) throws(RefusedReport) {
        if XMLReader.declaresEntities(text) { throw RefusedReport(reason: .declaresEntities) }
        var draft = Draft(limits: limits)
        do throws(XMLReader.Problem) {
            try XMLReader.read(text, level: 1, limits: limits) { draft.take($0) }
        } catch {
            draft = Draft(limits: limits)
            draft.problem = error.reason
            draft.salvage(text)
        }
        self = try draft.report()
    }

    /// A report as it is put together.
    private struct Draft {
        let limits: FeedbackLimits
        var metadata: XMLElement?
        var policy: XMLElement?
        var rows: [Row] = []
        var lostRows = 0
        var problem: RefusedReport.Reason?

        init(limits: FeedbackLimits) { self.limits = limits }

        /// Takes a child of the root; false when there are too many.
        mutating func take(_ element: XMLElement) -> Bool {
            switch element.name {
            case "report_metadata": metadata = metadata ?? element
            case "policy_published": policy = policy ?? element
            case "record":
                guard rows.count + lostRows < limits.rows else {
                    problem = problem ?? .malformed("more than \(limits.rows) rows; the first count")
                    return false
                }
                if let row = Row(element, limits: limits) {
                    rows.append(row)
                } else {
                    lostRows += 1
                    problem = problem ?? .malformed("a row without an address or a count")
                }
            default: break
            }
            return true
        }

        /// Takes what can be read of a text that is not well-formed.
        mutating func salvage(_ text: [UInt8]) {
            let parts = [
                ("report_metadata", ["org_name", "email", "report_id", "date_range"]),
                ("policy_published", ["domain", "p"]),
                ("record", ["row", "identifiers", "auth_results"]),
            ]
            for (name, inner) in parts {
                for range in XMLSalvage.ranges(of: name, in: text, within: 0..<text.count) {
                    let (element, problem) = XMLSalvage.element(name, parts: inner, in: text, range, limits: limits)
                    if let problem { self.problem = problem }
                    if !take(element) { return }
                }
            }
        }

        private static let policies: Set = ["none", "quarantine", "reject"]
        private static let longest = 32 * 86_400

        func report() throws(RefusedReport) -> AggregateReport {
            if case .malformed? = problem, rows.isEmpty, metadata == nil {
                throw RefusedReport(reason: problem ?? .noReport)
            }
            guard let metadata else { throw RefusedReport(reason: .lacks("report_metadata")) }
            guard let id = metadata.text("report_id") else { throw RefusedReport(reason: .lacks("report_id")) }
            guard let domain = policy?.text("domain") ?? rows.lazy.map(\.author).first(where: { !$0.isEmpty }) else {
                throw RefusedReport(reason: .lacks("the domain of policy_published"))
            }
            guard let begin = seconds(metadata.text("date_range", "begin")),
                let end = seconds(metadata.text("date_range", "end")), begin <= end
            else { throw RefusedReport(reason: .lacks("a date_range that begins before it ends")) }
            // A wrong one would be days without a failure.
            guard end - begin <= Self.longest else {
                throw RefusedReport(reason: .lacks("a date_range of at most 32 days"))
            }
            let contact = metadata.text("email")
            let name =
                metadata.text("org_name")
                ?? contact.flatMap { AddressList(parsing: $0).mailboxes.first?.domain }.map(String.init)
            return AggregateReport(
                organisation: name ?? "", contact: contact, id: id, domain: domain.lowercased(), begin: begin, end: end,
                policy: policy?.text("p").map { $0.lowercased() }.flatMap { Self.policies.contains($0) ? $0 : nil },
                rows: rows, lostRows: lostRows, problem: problem)
        }

        /// Seconds since 1970, to the year 9999, without the fractions that some write.
        private func seconds(_ text: String?) -> Int? {
            guard let digits = text?.prefix(while: { $0 != "." }), let value = Int(digits), 0...253_402_300_799 ~= value
            else {
                return nil
            }
            return value
        }
    }
}

extension AggregateReport.Row {
    /// Reads a `record`; nil without an address or a count that can be.
    fileprivate init?(_ record: XMLElement, limits: FeedbackLimits) {
        guard let row = record.first("row"), let source = row.text("source_ip"),
            NetworkRange(source) != nil, !source.contains("/"), let count = row.text("count").flatMap({ Int($0) }),
            1...limits.count ~= count
        else { return nil }
        let evaluated = row.first("policy_evaluated")
        // Before RFC 7489 they stood in the record.
        let identifiers = record.first("identifiers") ?? record.first("identities")
        let results = record.first("auth_results")
        func passing(_ method: String) -> [String] {
            (results?.all(method) ?? []).filter { $0.text("result")?.lowercased() == "pass" }
                .compactMap { $0.text("domain")?.lowercased() }
        }
        self.init(
            source: source, count: count, disposition: evaluated?.text("disposition")?.lowercased() ?? "none",
            dkimIsAligned: evaluated?.text("dkim")?.lowercased() == "pass",
            spfIsAligned: evaluated?.text("spf")?.lowercased() == "pass",
            author: identifiers?.text("header_from")?.lowercased() ?? "", dkimDomains: passing("dkim"),
            spfDomains: passing("spf"),
            overrides: (evaluated?.all("reason") ?? []).compactMap { $0.text("type")?.lowercased() })
    }
}
