// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reports in the bytes of the files of one message, or of one file: XML or JSON, compressed or in an archive.
struct FeedbackDocument {
    private let limits: FeedbackLimits
    /// One for all that a message brings: many small bombs are a large one.
    private var unpacking: ReportUnpacking

    init(limits: FeedbackLimits) {
        self.limits = limits
        unpacking = ReportUnpacking(limits: limits)
    }

    /// The reports; nil if the bytes are of another kind.
    ///
    /// - Parameter isExpanded: whether somebody has unpacked the bytes once already.
    /// - Throws: ``RefusedReport`` for what was to be one.
    mutating func reports(in bytes: [UInt8], isExpanded: Bool = false) throws(RefusedReport) -> [Feedback]? {
        guard DocumentKind(bytes) != .other else { return nil }
        var found: [Feedback] = []
        var refusal: RefusedReport?
        for document in try unpacking.documents(in: bytes, depth: isExpanded ? 1 : 0) {
            do throws(RefusedReport) {
                if let report = try report(document) { found.append(report) }
            } catch {
                refusal = refusal ?? error
            }
        }
        if let refusal, found.isEmpty { throw refusal }
        return found.isEmpty ? nil : found
    }

    private func report(_ bytes: [UInt8]) throws(RefusedReport) -> Feedback? {
        if DocumentKind(bytes) == .json { return try TLSReport(json: bytes, limits: limits).map(Feedback.tls) }
        let text = ReportText.utf8(xml: bytes, limit: limits.unpackedBytes)
        guard Self.isFeedback(text) else { return nil }
        return .aggregate(try AggregateReport(xml: text, limits: limits))
    }

    /// Whether XML is a report's, by its root; comments may stand before that.
    private static func isFeedback(_ text: [UInt8]) -> Bool {
        let head = 0..<min(text.count, 1 << 16)
        return text.span.firstIndex(of: "<feedback", in: head) != nil
            || text.span.firstIndex(of: ":feedback", in: head) != nil
    }
}
