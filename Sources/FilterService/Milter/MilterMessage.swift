// SPDX-License-Identifier: Apache-2.0
import MailMessage
import MilterProtocol
import NIOCore

/// A message as it comes in through a milter, within limits.
struct MilterMessage: MilterMessageSink {
    /// How many fields of each of ``MilterSettings/ownNames`` it came with: forged ones.
    private(set) var forged: [Int]
    /// The first Subject field.
    private(set) var subject = MilterMail.Subject.missing
    /// Bytes that came.
    private(set) var size = 0
    /// Whether something was left out because of a limit.
    private(set) var isPartial = false
    /// Whether there was no memory for it: what had come was given up, and nothing more is kept.
    private(set) var isOverloaded = false
    private let lease: MemoryLease

    private let hop: ReceivingHop
    private let ownNames: [[UInt8]]
    private let limits: FilterLimits
    /// Whether values come with the blanks behind the colon.
    private let hasLeadingSpace: Bool
    /// The fields, each with its line end.
    private var header: [UInt8] = []
    /// Fields that came, but for the filter's own.
    private var fieldCount = 0
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
            forged[own] += 1
            return
        }
        guard !isOverloaded else { return }
        if subject == .missing, HeaderRewrite.isName(name[...], Self.subjectName) {
            subject = MilterMail.Subject(value)
        }
        fieldCount += 1
        guard fieldCount <= limits.headerFields, header.count + count <= limits.headerBytes else {
            isPartial = true
            return
        }
        guard lease.grow(by: count) else { return giveUp() }
        header += name
        header.append(UInt8(ascii: ":"))
        if !hasLeadingSpace { header.append(0x20) }
        header.append(fieldValue: value)
        header.append(0x0a)
    }

    /// Keeps nothing of the message: another needs the memory more than a verdict on a part of this one.
    private mutating func giveUp() {
        isOverloaded = true
        header = []
        body = []
        _ = lease.resize(to: 0)
    }

    /// Adds a piece of the body; false once no more of it is wanted.
    mutating func addBody(_ piece: ByteBuffer) -> Bool {
        size += piece.readableBytes
        guard !isOverloaded else { return false }
        let count = min(piece.readableBytes, limits.messageBytes - body.count)
        guard lease.grow(by: count) else {
            giveUp()
            return false
        }
        body += piece.readableBytesView.prefix(count)
        if count < piece.readableBytes { isPartial = true }
        return count == piece.readableBytes
    }

    /// Nothing is left to do: the message is put together when it is scored.
    mutating func end() {}

    /// The message, once it has ended.
    var submitted: SubmittedMessage {
        if isOverloaded { return SubmittedMessage(overloaded: size) }
        return SubmittedMessage(size: size, isPartial: isPartial, lease: lease) { [hop, header, body] in
            var text = Array(hop.traceFields.utf8)
            text.reserveCapacity(text.count + header.count + body.count + 1)
            text += header
            text.append(0x0a)
            body.withUnsafeBytes { text.append(withLineFeeds: $0) }
            return text
        } header: { [header] in
            header + [0x0a]
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
