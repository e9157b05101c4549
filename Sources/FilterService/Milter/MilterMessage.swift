// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MilterProtocol
import NIOCore

/// A message as it comes in through a milter: put together in its delivered form, within limits.
struct MilterMessage: MilterMessageSink {
    /// How many fields of each of ``MilterSettings/ownNames`` it came with: forged ones.
    private(set) var forged: [Int]
    /// The value of the first Subject field.
    private(set) var subject: [UInt8]?
    /// Bytes that came.
    private(set) var size = 0
    /// Whether something was left out because of a limit.
    private(set) var isPartial = false
    private let lease: MemoryLease

    private let ownNames: [[UInt8]]
    private let limits: FilterLimits
    private let hasLeadingSpace: Bool
    private var bytes: [UInt8]
    private var fields = 0
    private var bodyStart: Int?
    private var lines = LineEnds()

    private static let subjectName = Array("subject".utf8)

    /// Begins a message.
    ///
    /// - Parameter hasLeadingSpace: whether values come with the blanks behind the colon.
    init(hop: ReceivingHop, ownNames: [[UInt8]], hasLeadingSpace: Bool, limits: FilterLimits, lease: MemoryLease) {
        self.ownNames = ownNames
        self.hasLeadingSpace = hasLeadingSpace
        self.limits = limits
        self.lease = lease
        forged = [Int](repeating: 0, count: ownNames.count)
        bytes = Array(hop.traceFields.utf8)
    }

    /// Adds a header field; the filter's own are counted and left out.
    mutating func addField(name: [UInt8], value: [UInt8]) {
        let count = name.count + value.count + 3
        size += count
        if let own = ownNames.firstIndex(where: { HeaderRewrite.isName(name[...], $0) }) {
            // Each costs a reply.
            if forged.reduce(0, +) < limits.headerFields { forged[own] += 1 } else { isPartial = true }
            return
        }
        if subject == nil, HeaderRewrite.isName(name[...], Self.subjectName) { subject = value }
        fields += 1
        guard fields <= limits.headerFields, bytes.count + count <= limits.headerBytes, lease.grow(by: count) else {
            isPartial = true
            return
        }
        bytes += name
        bytes.append(UInt8(ascii: ":"))
        if !hasLeadingSpace { bytes.append(0x20) }
        var lines = LineEnds()
        value.withUnsafeBytes { lines.append($0, to: &bytes) }
        lines.finish(&bytes)
        bytes.append(0x0a)
    }

    /// Adds a piece of the body; false once no more of it is wanted.
    mutating func addBody(_ piece: ByteBuffer) -> Bool {
        let start = beginBody()
        size += piece.readableBytes
        let room = start + limits.messageBytes - bytes.count
        let count = min(piece.readableBytes, room)
        guard count == piece.readableBytes, lease.grow(by: count) else {
            isPartial = true
            // What fits is scored; of memory that is used up nothing fits.
            if count > 0, count < piece.readableBytes, lease.grow(by: count) { append(piece, count) }
            return false
        }
        append(piece, count)
        return true
    }

    private mutating func append(_ piece: ByteBuffer, _ count: Int) {
        piece.withUnsafeReadableBytes { lines.append(UnsafeRawBufferPointer(rebasing: $0[..<count]), to: &bytes) }
    }

    private mutating func beginBody() -> Int {
        if let bodyStart { return bodyStart }
        bytes.append(0x0a)
        bodyStart = bytes.count
        return bytes.count
    }

    mutating func end() {
        _ = beginBody()
        lines.finish(&bytes)
    }

    /// The message as it was put together, once it has ended.
    var submitted: SubmittedMessage {
        SubmittedMessage(delivered: bytes, size: size, isPartial: isPartial, lease: lease)
    }
}
