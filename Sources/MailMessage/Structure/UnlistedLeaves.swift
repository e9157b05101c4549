// SPDX-License-Identifier: Apache-2.0

/// The leaves of a message that lie beyond the limits on parts and depth, made one by one and kept nowhere.
///
/// A reader shows a thousand and first part like the first; a filter that gave up there would be told to. What the limits bound
/// is memory and stack: this walk needs neither, since it goes from boundary line to boundary line with a stack of at most
/// ``maximumBoundaries``. Beyond those the innermost takes the place of the one around it. What other programs make of a leaf
/// is read as long as it is a leaf to them, too: parts are divided one way only.
///
/// - Complexity: O(n) for all leaves together.
package struct UnlistedLeaves: Sendable {
    private let storage: [UInt8]
    private let lineEnds: LineEnds
    private let limits: MessageLimits
    private let end: Int
    private var boundaries: BoundaryStack
    private var position: Int
    /// Whether a header begins at the position; otherwise a boundary line is looked for.
    private var isAtHeader: Bool
    private var isInMessage = false

    private static let maximumBoundaries = 64

    /// The leaves of parts that begin one after the other within open multiparts.
    init(
        _ storage: [UInt8], lineEnds: LineEnds, limits: MessageLimits, parts: Range<Int>,
        within boundaries: BoundaryStack
    ) {
        self.storage = storage
        self.lineEnds = lineEnds
        self.limits = limits
        self.boundaries = boundaries
        position = parts.lowerBound
        end = parts.upperBound
        isAtHeader = true
    }

    /// The leaves of one body that was not divided.
    init(_ storage: [UInt8], lineEnds: LineEnds, limits: MessageLimits, body: Range<Int>, of type: ContentType) {
        self.storage = storage
        self.lineEnds = lineEnds
        self.limits = limits
        boundaries = BoundaryStack()
        position = body.lowerBound
        end = body.upperBound
        isAtHeader = MediaKind(type) == .message
        isInMessage = isAtHeader
        if !isAtHeader, let boundary = type.boundary { boundaries.push(boundary) }
    }

    /// The next leaf; nil when there is none.
    package mutating func next() -> Part? {
        let storage = storage
        while position < end {
            guard isAtHeader else {
                moveBehind(boundaries.next(in: storage.span, from: position, end: end, lineEnds))
                continue
            }
            if let leaf = partAtHeader(in: storage.span) { return leaf }
        }
        return nil
    }

    /// Reads the header at the position; goes into a composite part, or returns a leaf and moves behind it.
    private mutating func partAtHeader(in bytes: Span<UInt8>) -> Part? {
        let start = position
        var scanner = HeaderScanner(bytes, lineEnds: lineEnds, limits: limits)
        scanner.scan(start..<end, stoppingAt: boundaries, place: isInMessage ? .message : .multipart)
        isInMessage = false
        let header = Header(storage: storage, offsets: scanner.offsets, byteRange: start..<scanner.headerEnd)
        var defects = scanner.defects
        let types = ContentType.all(in: header, place: .multipart, defects: &defects)
        let encodings = TransferEncoding.all(in: header, defects: &defects)
        let (type, encoding) = (types[0], encodings[0])
        let body = scanner.bodyStart
        if MediaKind(type) == .message, !encoding.isOpaque, body > start {
            position = body
            isInMessage = true
            return nil
        }
        var ending: BoundaryLine?
        if case .multipart = MediaKind(type), let boundary = type.boundary {
            let around = boundaries
            if boundaries.count < Self.maximumBoundaries {
                boundaries.push(boundary)
            } else {
                boundaries.replaceLast(with: boundary)
            }
            ending = boundaries.next(in: bytes, from: body, end: end, lineEnds)
            if ending?.level == boundaries.count - 1 {
                moveBehind(ending)
                return nil
            }
            boundaries = around
        }
        ending = boundaries.next(in: bytes, from: body, end: end, lineEnds)
        moveBehind(ending)
        let range = body..<max(body, ending?.contentEnd ?? end)
        var others: [Part] = []
        if types.count + encodings.count > 2 {
            defects.insert(.ambiguous)
            for way in StructureParser.otherWays(types, encodings) where MediaKind(way.type) == .leaf {
                let node = PartNode(
                    storage: storage, header: header, contentType: way.type, transferEncoding: way.encoding,
                    bodyRange: range, defects: [])
                others.append(Part(node: node))
            }
        }
        return Part(
            node: PartNode(
                storage: storage, header: header, contentType: type, transferEncoding: encoding, bodyRange: range,
                defects: defects, otherReadings: others))
    }

    /// Goes on behind a boundary line: at a part, or within the multipart around the one that it closes.
    private mutating func moveBehind(_ line: BoundaryLine?) {
        guard let line else {
            position = end
            return
        }
        boundaries.pop(to: line.isClosing ? line.level : line.level + 1)
        isAtHeader = !line.isClosing
        position = line.next
    }
}
