// SPDX-License-Identifier: Apache-2.0
import MailArchive
import MailMessage
package import SenderLists

/// A message as a protocol hands it over to be scored, and how it gets the form that delivery will give it.
///
/// The score must be that of the delivered file, or the model meets mail unlike what it learned. So whatever a
/// transport adds or leaves out is undone: an mbox line on top, CR LF line ends, the trace fields that the mail server
/// will only write at delivery. That takes time proportional to the message and is left to the thread that scores.
package struct SubmittedMessage: Sendable {
    /// The bytes that came, those that were left out too.
    package let size: Int
    /// Whether only the first part is here, because the rest was beyond a limit.
    package let isPartial: Bool
    /// Whether nothing of it is here because there was no memory for it.
    package let isOverloaded: Bool
    /// What the mail server says of it beside its text; nil: nothing.
    package var envelope: Envelope?
    /// What it calls itself, known once it was read to be scored.
    package let identity = MessageIdentity()
    private let deliver: @Sendable () -> [UInt8]
    private let readHeader: @Sendable () -> [UInt8]
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
    package init(
        whole bytes: [UInt8], hop: ReceivingHop? = nil, limit: Int, size: Int? = nil, lease: MemoryLease? = nil
    ) {
        let size = size ?? bytes.count
        let isCut = bytes.count > limit && bytes.count > Self.start(of: bytes) + limit
        self.init(size: size, isPartial: isCut || size > bytes.count, lease: lease) {
            let start = Self.start(of: bytes)
            let end = min(bytes.count, start + limit)
            var text: [UInt8] = []
            if let hop { text += hop.traceFields.utf8 }
            text.reserveCapacity(text.count + end - start)
            bytes.withUnsafeBytes { text.append(withLineFeeds: UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
            return text
        } header: {
            let start = Self.start(of: bytes)
            let first = Array(bytes[start..<min(bytes.count, start + Self.maxHeaderBytes)])
            var text: [UInt8] = []
            first.withUnsafeBytes {
                text.append(
                    withLineFeeds: UnsafeRawBufferPointer(rebasing: $0[..<HeaderRewrite.endOfHeader(first)]))
            }
            return text
        }
    }

    /// The most bytes of a whole message in which its header is looked for: the fields above matter, and stand in the first few.
    private static let maxHeaderBytes = 1 << 20

    /// Takes a message in any other form.
    ///
    /// - Parameters:
    ///   - deliver: Makes its delivered form, with LF line ends.
    ///   - header: Makes its header as it came.
    init(
        size: Int, isPartial: Bool, lease: MemoryLease?, deliver: @escaping @Sendable () -> [UInt8],
        header: @escaping @Sendable () -> [UInt8]
    ) {
        self.size = size
        self.isPartial = isPartial
        isOverloaded = false
        self.lease = lease
        self.deliver = deliver
        readHeader = header
    }

    /// Stands for a message of which nothing is here, for want of memory.
    ///
    /// - Parameter size: The bytes that came.
    package init(overloaded size: Int) {
        self.size = size
        isPartial = true
        isOverloaded = true
        lease = nil
        deliver = { [] }
        readHeader = { [] }
    }

    /// The message in its delivered form, with LF line ends.
    package func delivered() -> [UInt8] { deliver() }

    /// The message's header as it came, without what the server will yet write, with LF line ends.
    func header() -> [UInt8] { readHeader() }

    /// Where the message begins: behind an mbox line, if there is one.
    private static func start(of bytes: [UInt8]) -> Int {
        MessageFile.messageStart(in: bytes.span)
    }
}
