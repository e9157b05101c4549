// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailMessage
import TextOutput

/// How well a sender could encrypt its mail to a domain: a report of SMTP TLS.
///
/// - SeeAlso: RFC 8460, section 4.
package struct TLSReport: Sendable, Equatable {
    /// Sessions that failed for one reason.
    package struct Failure: Sendable, Equatable {
        /// The type of result, such as `certificate-expired`.
        package var type: String
        /// How many sessions.
        package var count: Int
        /// The host of the domain that was spoken to; nil: not said.
        package var host: String?
    }

    /// What one policy of the domain gave.
    package struct Policy: Sendable, Equatable {
        /// `sts`, `tlsa` or `no-policy-found`.
        package var type: String
        /// The domain.
        package var domain: String
        /// Sessions that succeeded.
        package var succeeded: Int
        /// Sessions that failed.
        package var failed: Int
        /// Why they did.
        package var failures: [Failure]
    }

    /// Who reports.
    package var organisation: String
    /// The address for questions; nil: none.
    package var contact: String?
    /// The report's number, the reporter's own.
    package var id: String
    /// The first second of the period, since 1970.
    package var begin: Int
    /// The last.
    package var end: Int
    /// What was seen.
    package var policies: [Policy]

    /// The domains that it is about.
    package var domain: String { policies.first?.domain ?? "" }
}

extension TLSReport {
    /// Reads a report; nil for JSON of another kind.
    init?(json bytes: [UInt8], limits: FeedbackLimits) throws(RefusedReport) {
        guard bytes.count <= limits.jsonBytes else { throw RefusedReport(reason: .tooLarge(bytes: bytes.count)) }
        let text = ReportText.utf8(json: bytes, limit: limits.unpackedBytes)
        // Decoding takes a time that grows with the depth, and faster.
        guard Self.depth(of: text) <= limits.elementDepth else {
            guard Self.namesReport(text) else { return nil }
            throw RefusedReport(reason: .malformed("JSON nested deeper than \(limits.elementDepth)"))
        }
        let value: JSONValue
        do {
            value = try JSONDecoder().decode(JSONValue.self, from: Data(text))
        } catch {
            // Mail may hold any braces: it is a report's if a report's names are in it.
            guard Self.namesReport(text) else { return nil }
            throw RefusedReport(reason: .malformed("no JSON"))
        }
        guard case .object(let members) = value, let listed = members["policies"] else { return nil }
        guard let id = members["report-id"]?.string else { throw RefusedReport(reason: .lacks("report-id")) }
        guard case .object(let range)? = members["date-range"],
            let begin = range["start-datetime"]?.string.flatMap({ MailDate(parsing: $0) }),
            let end = range["end-datetime"]?.string.flatMap({ MailDate(parsing: $0) })
        else { throw RefusedReport(reason: .lacks("a date-range")) }
        organisation = members["organization-name"]?.string ?? ""
        contact = members["contact-info"]?.string
        self.id = id
        self.begin = Int(begin.secondsSince1970)
        self.end = Int(end.secondsSince1970)
        policies = listed.elements.prefix(limits.elements).compactMap { Policy($0, limits: limits) }
    }
}

extension TLSReport {
    fileprivate static func namesReport(_ text: [UInt8]) -> Bool {
        text.span.firstIndex(of: "\"report-id\"", in: 0..<text.count) != nil
    }

    /// How deep arrays and objects lie in each other; brackets in strings are none.
    fileprivate static func depth(of json: [UInt8]) -> Int {
        var (depth, most) = (0, 0)
        var isString = false, isEscaped = false
        for byte in json {
            if isString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                most = max(most, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return most
    }
}

extension TLSReport.Policy {
    fileprivate init?(_ value: JSONValue, limits: FeedbackLimits) {
        guard case .object(let members) = value, case .object(let policy)? = members["policy"] else { return nil }
        var summary: [String: JSONValue] = [:]
        if case .object(let given)? = members["summary"] { summary = given }
        func count(_ value: JSONValue?) -> Int { min(max(value?.integer ?? 0, 0), limits.count) }
        type = policy["policy-type"]?.string?.lowercased() ?? ""
        domain = policy["policy-domain"]?.string?.lowercased() ?? ""
        succeeded = count(summary["total-successful-session-count"])
        failed = count(summary["total-failure-session-count"])
        failures = (members["failure-details"]?.elements ?? []).prefix(limits.elements).compactMap { detail in
            guard case .object(let detail) = detail else { return nil }
            return TLSReport.Failure(
                type: detail["result-type"]?.string?.lowercased() ?? "",
                count: count(detail["failed-session-count"]),
                host: detail["receiving-mx-hostname"]?.string?.lowercased())
        }
    }
}

extension JSONValue {
    fileprivate var string: String? { if case .string(let text) = self { text } else { nil } }
    fileprivate var elements: [JSONValue] { if case .array(let values) = self { values } else { [] } }
    /// A whole number; some write it as text.
    fileprivate var integer: Int? {
        switch self {
        case .integer(let value): value
        case .string(let text): Int(text)
        default: nil
        }
    }
}
