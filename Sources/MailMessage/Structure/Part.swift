// SPDX-License-Identifier: Apache-2.0

/// One part of a message: its header, and where its body lies.
///
/// A part is a cheap reference into the tree that ``Message`` made; everything but the structure is read when asked.
public struct Part: Sendable {
    let node: PartNode
    /// The node's bytes: a span can be lent by a value that holds an array, not by an object.
    private let storage: [UInt8]

    init(node: PartNode) {
        self.node = node
        storage = node.storage
    }

    /// The part's own header fields. (The root's are those of the message.)
    public var header: Header { node.header }

    /// The content type, by default text/plain (message/rfc822 in a digest).
    public var contentType: ContentType { node.contentType }

    /// The transfer encoding of the body.
    public var transferEncoding: TransferEncoding { node.transferEncoding }

    /// The content disposition, or nil if the field is missing or empty.
    public var disposition: ContentDisposition? {
        guard let field = header.first("content-disposition") else { return nil }
        return ContentDisposition(parsing: field)
    }

    /// The file name that the disposition gives, or else the content type's name parameter; decoded.
    ///
    /// Old senders write `file=` or `filename=` there.
    public var filename: String? {
        if let name = disposition?.parameters["filename"] ?? disposition?.parameters["name"] { return name }
        let parameters = contentType.parameters
        return parameters["name"] ?? parameters["filename"] ?? parameters["file"]
    }

    /// The content id without its angle brackets, or nil.
    public var contentID: String? {
        header.first("content-id").flatMap { MessageID.all(in: $0).first }
    }

    /// Whether a mail reader would list the part as an attachment instead of showing it: it is disposed so, or has a
    /// file name and is no text, or has a type that is neither text nor composite.
    public var isAttachment: Bool {
        if !children.isEmpty { return false }
        if let disposition { return disposition.kind == "attachment" || (!isText && disposition.kind != "inline") }
        return !isText
    }

    /// Whether the body can be read as text: it has a text type, one that cannot be read (RFC 2045, section 5.2), or a
    /// composite one without the structure for it.
    public var isText: Bool {
        switch MediaKind(contentType) {
        case .leaf: contentType.type == "text" || contentType.subtype.isEmpty
        case .multipart, .message: children.isEmpty
        }
    }

    /// Where the body lies in the message's bytes; for a multipart from the first byte of its preamble to its end.
    public var bodyBytes: Range<Int> { node.bodyRange }

    /// The parts of a multipart, or the one message that a message/rfc822 holds.
    ///
    /// The enclosed message of a transfer-encoded message/rfc822 is decoded when the structure is read, and so
    /// ranges in its parts count from the start of the decoded message.
    public var children: [Part] { node.structure.children }

    /// What other mail programs make of the same body, where they differ: by a second Content-Type or
    /// Content-Transfer-Encoding, by a second boundary, by boundary lines that go on behind the boundary, or (at the root) by
    /// lines that a CR alone does not end.
    ///
    /// ``children`` and all else is what the first reading makes; a filter has to read these, too: a sender chooses whom to
    /// deceive.
    public var otherReadings: [Part] { node.otherReadings }

    /// The leaves beyond ``MessageLimits/maxParts`` or ``MessageLimits/maxDepth``, which are not among ``children``; nil where all
    /// are.
    package var unlistedLeaves: UnlistedLeaves? { node.structure.unlisted }

    /// What is wrong with the part's header and structure (its children's defects not included).
    public var defects: Defects { node.defects }

    /// The bytes before the first part of a multipart, or nil.
    public var preamble: Range<Int>? { node.structure.preamble }

    /// The bytes after the last part of a multipart, or nil.
    public var epilogue: Range<Int>? { node.structure.epilogue }

    /// The body's bytes as they stand in the message.
    public var body: Span<UInt8> { @_lifetime(borrow self) get { storage.span.extracting(node.bodyRange) } }

    /// The bytes of a range such as ``preamble`` or ``epilogue``.
    @_lifetime(borrow self)
    package func bytes(_ range: Range<Int>) -> Span<UInt8> { storage.span.extracting(range) }

    /// The part with further readings.
    func adding(_ readings: [Part]) -> Part {
        Part(
            node: PartNode(
                storage: node.storage, header: node.header, contentType: node.contentType,
                transferEncoding: node.transferEncoding, bodyRange: node.bodyRange, structure: node.structure,
                defects: node.defects, otherReadings: node.otherReadings + readings))
    }
}

/// What is inside a body.
struct BodyStructure: Sendable {
    var children: [Part] = []
    var unlisted: UnlistedLeaves?
    var preamble: Range<Int>?
    var epilogue: Range<Int>?
    /// The boundary line of an outer multipart that ended the body; nil at the end of the bytes.
    var ending: BoundaryLine?
    /// Whether there were lines that only began with the body's own boundary, and were not taken for one.
    var hasLongerLines = false
}

/// A node of the tree; immutable once made, shared by all copies of a ``Part``.
final class PartNode: Sendable {
    let storage: [UInt8]
    let header: Header
    let contentType: ContentType
    let transferEncoding: TransferEncoding
    let bodyRange: Range<Int>
    let structure: BodyStructure
    let defects: Defects
    let otherReadings: [Part]

    init(
        storage: [UInt8], header: Header, contentType: ContentType, transferEncoding: TransferEncoding,
        bodyRange: Range<Int>, structure: BodyStructure = BodyStructure(), defects: Defects,
        otherReadings: [Part] = []
    ) {
        self.storage = storage
        self.header = header
        self.contentType = contentType
        self.transferEncoding = transferEncoding
        self.bodyRange = bodyRange
        self.structure = structure
        self.defects = defects
        self.otherReadings = otherReadings
    }
}
