// SPDX-License-Identifier: Apache-2.0
// The entry point of scripts/fuzz for FeedbackReports, compiled into one module with its sources.
import MailMessage

/// Limits that small inputs meet.
private let smallLimits: FeedbackLimits = {
    var limits = FeedbackLimits.standard
    limits.packedBytes = 1 << 20
    limits.unpackedBytes = 1 << 18
    limits.members = 4
    limits.elementDepth = 8
    limits.textBytes = 64
    limits.elements = 64
    limits.rows = 32
    return limits
}()

private let site = SiteIdentity(hosts: ["example.com"], networks: ["192.0.2.0/24"].compactMap { NetworkRange($0) })

/// Gives one input to every parser: as a file, as XML that a report's root surrounds, and as a message; and counts what they find.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    var summary = ReportSummary(site: site, now: 1 << 40)
    for bytes in [input, Array("<feedback>".utf8) + input] {
        var document = FeedbackDocument(limits: smallLimits)
        if let found = try? document.reports(in: bytes) { summary.take(found, .passed) }
    }
    if let found = try? FeedbackMessage(site: site, limits: smallLimits).feedback(in: Message(input)) {
        summary.take(found, .passed)
        precondition(found.count <= 5_000)
    }
    for totals in summary.domains.values { _ = totals.readiness }
    precondition(summary.sources.values.allSatisfy { $0.failed <= $0.messages && $0.messages >= 0 })
    return 0
}
