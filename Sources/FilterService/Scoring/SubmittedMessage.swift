// SPDX-License-Identifier: Apache-2.0
import MailArchive

/// A message as a protocol hands it over to be scored, in the form that delivery will give it.
///
/// Scores must be those that the delivered file has, or a model meets mail that looks other than what it learned. So
/// whatever a transport adds or leaves out is undone here: an mbox line on top, CR LF line ends, the trace fields that
/// the mail server will only write at delivery.
public struct SubmittedMessage: Sendable {
    /// The message in its delivered form, with LF line ends.
    let bytes: [UInt8]
    /// The bytes that came, those that were left out too.
    public let size: Int
    /// Whether only the first part is here, because the rest was beyond a limit.
    public let isPartial: Bool
    /// What holds the bytes' share of the memory until the message is done.
    private let lease: MemoryLease?

    /// Takes a message as spamd's and HTTP's clients send it: whole, with an mbox line or CR LF line ends if they like.
    ///
    /// - Parameters:
    ///   - bytes: The message; of more than `limit` bytes the rest is left out.
    ///   - hop: Where it came from, if the server that asks has not yet written its own Received field; nil when the
    ///     message is as it was, or will be, delivered.
    ///   - limit: ``FilterLimits/messageBytes``.
    ///   - size: The bytes that came; nil if they are all here.
    public init(
        whole bytes: [UInt8], hop: ReceivingHop? = nil, limit: Int, size: Int? = nil, lease: MemoryLease? = nil
    ) {
        let start = bytes.withUnsafeBytes { MessageFile.messageStart(in: $0) }
        let end = min(bytes.count, start + limit)
        var text: [UInt8] = []
        if let hop { text += hop.traceFields.utf8 }
        var lines = LineEnds()
        text.reserveCapacity(text.count + end - start)
        bytes.withUnsafeBytes { lines.append(UnsafeRawBufferPointer(rebasing: $0[start..<end]), to: &text) }
        lines.finish(&text)
        self.bytes = text
        self.size = size ?? bytes.count
        isPartial = end < bytes.count || self.size > bytes.count
        self.lease = lease
    }

    init(delivered bytes: [UInt8], size: Int, isPartial: Bool, lease: MemoryLease?) {
        self.bytes = bytes
        self.size = size
        self.isPartial = isPartial
        self.lease = lease
    }
}
