// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// Reads what a message says of the site's mail, by its content: neither names nor types are believed.
struct FeedbackMessage {
    let site: SiteIdentity
    let limits: FeedbackLimits

    /// What the message says; nil if it is other mail.
    ///
    /// - Throws: ``RefusedReport`` for what was to be a report.
    func feedback(in message: Message) throws(RefusedReport) -> [Feedback]? {
        switch FeedbackLoop(message, site: site) {
        case .complaint(let report): return [.complaint(report)]
        case .failure(let report): return [.failure(report)]
        case nil: break
        }
        if let reports = try reports(in: message) { return reports }
        let bounces = BounceReader(site: site).bounces(in: message)
        return bounces.isEmpty ? nil : bounces.map(Feedback.bounce)
    }

    /// The reports attached to a message, or to one that it encloses.
    private func reports(in message: Message) throws(RefusedReport) -> [Feedback]? {
        var document = FeedbackDocument(limits: limits)
        var found: [Feedback] = []
        var refusal: RefusedReport?
        for part in message.parts where part.children.isEmpty {
            var head: [UInt8] = []
            part.appendDecodedBody(to: &head, limit: DocumentKind.headBytes)
            guard DocumentKind(head) != .other else { continue }
            var bytes: [UInt8] = []
            part.appendDecodedBody(to: &bytes, limit: limits.packedBytes + 1)
            do throws(RefusedReport) {
                found += try document.reports(in: bytes) ?? []
            } catch {
                refusal = refusal ?? error
            }
        }
        // One broken attachment beside a sound one is that sender's custom.
        if let refusal, found.isEmpty { throw refusal }
        return found.isEmpty ? nil : found
    }
}
