// SPDX-License-Identifier: Apache-2.0
import NIOCore
import SpamdProtocol

/// Collects what a request of the spamd protocol brings, within the limits and the memory that messages share.
struct SpamdSubmission: SpamdRequestSink {
    /// The message as it was sent, compressed or not.
    private(set) var message: MessageBuffer
    /// Whose mail it is, as far as recipients are named.
    private(set) var recipients: RecipientPlaces
    private let headMemory: MemoryLease?

    /// Takes nothing.
    init() {
        message = MessageBuffer(limit: 0)
        recipients = RecipientPlaces(CustomerDomains())
        headMemory = nil
    }

    init(limits: FilterLimits, domains: CustomerDomains, memory: ConnectionMemory) {
        recipients = RecipientPlaces(domains)
        message = MessageBuffer(limits: limits, memory: memory)
        headMemory = memory.lease()
    }

    mutating func hold(headBytes bytes: Int) -> Bool { headMemory?.resize(to: bytes) ?? true }

    mutating func add(recipient: String) { recipients.add(recipient) }

    mutating func append(_ piece: ByteBuffer) { piece.withUnsafeReadableBytes { message.append($0) } }
}

extension SpamdReply.Verdict {
    /// A verdict with a score in points.
    package init(_ score: WireScore, rejectPoints: Double, action: String, symbols: [String], report: [String]) {
        self.init(
            isSpam: score.isSpam, points: score.points, threshold: WireScore.threshold, rejectPoints: rejectPoints,
            action: action, symbols: symbols, report: report)
    }
}
