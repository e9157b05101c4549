// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MilterProtocol
import NIOCore

/// A message as it comes in through a milter, within limits.
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

    private let hop: ReceivingHop
    private let ownNames: [[UInt8]]
    private let limits: FilterLimits
    /// Whether values come with the blanks behind the colon.
    private let hasLeadingSpace: Bool
    private var fields: [(name: [UInt8], value: [UInt8])] = []
    /// Fields that came, but for the filter's own.
    private var fieldCount = 0
    private var headerBytes = 0
    private var body: [UInt8] = []

    private static let subjectName = Array("subject".utf8)

    /// Begins a message.
    ///
    /// - Parameter hasLeadingSpace: whether values come with the blanks behind the colon.
    init(hop: ReceivingHop, ownNames: [[UInt8]], hasLeadingSpace: Bool, limits: FilterLimits, lease: MemoryLease) {
        self.hop = hop
        self.ownNames = ownNames
        self.hasLeadingSpace = hasLeadingSpace
        self.limits = limits
        self.lease = lease
        forged = [Int](repeating: 0, count: ownNames.count)
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
        fieldCount += 1
        guard fieldCount <= limits.headerFields, headerBytes + count <= limits.headerBytes, lease.grow(by: count) else {
            isPartial = true
            return
        }
        fields.append((name, value))
        headerBytes += count
    }

    /// Adds a piece of the body; false once no more of it is wanted.
    mutating func addBody(_ piece: ByteBuffer) -> Bool {
        size += piece.readableBytes
        let count = min(piece.readableBytes, limits.messageBytes - body.count)
        guard count == piece.readableBytes, lease.grow(by: count) else {
            isPartial = true
            // What fits is scored; of memory that is used up nothing fits.
            if count > 0, count < piece.readableBytes, lease.grow(by: count) {
                body += piece.readableBytesView.prefix(count)
            }
            return false
        }
        body += piece.readableBytesView
        return true
    }

    /// Nothing is left to do: the message is put together when it is scored.
    mutating func end() {}

    /// The message, once it has ended.
    var submitted: SubmittedMessage {
        let header = { @Sendable [fields, hasLeadingSpace] (text: inout [UInt8]) in
            for (name, value) in fields {
                text += name
                text.append(UInt8(ascii: ":"))
                if !hasLeadingSpace { text.append(0x20) }
                text.append(fieldValue: value)
                text.append(0x0a)
            }
            text.append(0x0a)
        }
        return SubmittedMessage(size: size, isPartial: isPartial, lease: lease) { [hop, headerBytes, body] in
            var text = Array(hop.traceFields.utf8)
            text.reserveCapacity(text.count + headerBytes + body.count + 1)
            header(&text)
            body.withUnsafeBytes { text.append(withLineFeeds: $0) }
            return text
        } header: {
            var text: [UInt8] = []
            header(&text)
            return text
        }
    }
}

extension [UInt8] {
    /// Adds a field's value, whatever line ends a client left in it: an empty line would make the fields behind it body, and one
    /// that no blank begins a field of its own.
    fileprivate mutating func append(fieldValue value: [UInt8]) {
        guard value.contains(0x0a) else { return append(contentsOf: value) }
        var plain: [UInt8] = []
        value.withUnsafeBytes { plain.append(withLineFeeds: $0) }
        for (number, line) in plain.split(separator: 0x0a).enumerated() {
            if number > 0 {
                append(0x0a)
                if let first = line.first, first != 0x20, first != 0x09 { append(0x20) }
            }
            append(contentsOf: line)
        }
    }
}
