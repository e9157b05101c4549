// SPDX-License-Identifier: Apache-2.0

/// Makes the tree of parts in one pass over the bytes; decodes nothing but transfer-encoded enclosed messages.
///
/// The parser goes down once for each level of nesting, with the boundaries of all open multiparts in one stack: a
/// boundary line of an outer multipart ends all that is open inside it, closed or not.
struct StructureParser {
    let storage: [UInt8]
    let limits: MessageLimits
    let newline: UInt8

    /// What is wrong with the lines of the storage, and with the parts below the root.
    private(set) var defects: Defects = []
    private(set) var cuts: [Cut] = []
    private var partCount = 0
    private var decodedBytes = 0
    private var boundaries = BoundaryStack()

    init(_ storage: [UInt8], limits: MessageLimits) {
        self.storage = storage
        self.limits = limits
        let usesReturns = storage.withUnsafeBytes {
            $0.firstIndex(of: ASCII.lineFeed, in: 0..<$0.count) == nil
                && $0.firstIndex(of: ASCII.carriageReturn, in: 0..<$0.count) != nil
        }
        newline = usesReturns ? ASCII.carriageReturn : ASCII.lineFeed
        if usesReturns { defects.insert(.carriageReturnLines) }
    }

    /// Parses the whole storage as one message.
    mutating func parse(depth: Int = 0) -> Part {
        storage.withUnsafeBytes { bytes in
            // Offsets of fields are 32 bits wide.
            let end = min(bytes.count, Int(UInt32.max))
            return part(in: bytes, from: 0, end: end, depth: depth, place: .message).part
        }
    }

    /// Parses the part at `start`; returns it and the boundary line that ended it, nil at the end of the bytes.
    private mutating func part(
        in bytes: UnsafeRawBufferPointer, from start: Int, end: Int, depth: Int, place: PartPlace
    ) -> (part: Part, ending: BoundaryLine?) {
        partCount += 1
        var scanner = HeaderScanner(bytes, newline: newline, limits: limits)
        scanner.scan(start..<end, stoppingAt: boundaries)
        cuts += scanner.cuts
        var defects = scanner.defects
        let header = Header(
            storage: storage, offsets: scanner.offsets, byteRange: start..<scanner.headerEnd)
        defects.formUnion(Defects(ofEncodedWordsIn: header, of: bytes))
        let contentType = ContentType(of: header, place: place, defects: &defects)
        let encoding = TransferEncoding(of: header, defects: &defects)
        let body = scanner.bodyStart

        var children: [Part] = []
        var preamble: Range<Int>?
        var epilogue: Range<Int>?
        var bodyEnd = end
        var ending: BoundaryLine?
        switch MediaKind(contentType) {
        case .multipart(let isDigest) where isWithinLimits(depth: depth, from: body, end: end, defects: &defects):
            if encoding.isOpaque { defects.insert(.encodedMultipart) }
            (children, ending, preamble, epilogue) = multipart(
                contentType, in: bytes, from: body, end: end, depth: depth, isDigest: isDigest, defects: &defects)
            bodyEnd = ending?.contentEnd ?? end
        case .message where isWithinLimits(depth: depth, parts: 1, from: body, end: end, defects: &defects):
            if encoding.isOpaque {
                ending = boundaries.next(in: bytes, from: body, end: end, newline: newline)
                bodyEnd = ending?.contentEnd ?? end
                children = decodedMessage(encoding, bytes, body..<bodyEnd, depth: depth, defects: &defects)
            } else {
                let message = part(in: bytes, from: body, end: end, depth: depth + 1, place: .message)
                // What has no field at all is no message, but text.
                let isMessage = !message.part.header.fields.isEmpty || message.part.bodyBytes.isEmpty
                if isMessage { children = [message.part] } else { defects.insert(.noHeader) }
                ending = message.ending
                bodyEnd = ending?.contentEnd ?? end
            }
        default:
            ending = boundaries.next(in: bytes, from: body, end: end, newline: newline)
            bodyEnd = ending?.contentEnd ?? end
        }
        if depth > 0 { self.defects.formUnion(defects) }
        let node = PartNode(
            storage: storage, header: header, contentType: contentType, transferEncoding: encoding,
            bodyRange: body..<max(body, bodyEnd), preamble: preamble, epilogue: epilogue, children: children,
            defects: defects)
        return (Part(node: node), ending)
    }

    /// Whether what is inside a part may be divided, and has room for a number of parts.
    private mutating func isWithinLimits(
        depth: Int, parts: Int = 0, from start: Int, end: Int, defects: inout Defects
    ) -> Bool {
        let isTooDeep = depth >= limits.maxDepth
        guard isTooDeep || partCount + parts > limits.maxParts else { return true }
        cuts.append(Cut(limit: isTooDeep ? .depth : .parts, offset: start, byteCount: end - start))
        defects.insert(.cut)
        return false
    }

    private mutating func multipart(
        _ contentType: ContentType, in bytes: UnsafeRawBufferPointer, from body: Int, end: Int, depth: Int,
        isDigest: Bool, defects: inout Defects
    ) -> (children: [Part], ending: BoundaryLine?, preamble: Range<Int>?, epilogue: Range<Int>?) {
        let level = boundaries.count
        var line: BoundaryLine?
        if let boundary = contentType.boundary {
            if boundaries.contains(boundary) { defects.insert(.repeatedBoundary) }
            boundaries.push(boundary)
            line = boundaries.next(in: bytes, from: body, end: end, newline: newline)
            if line?.level != level {
                defects.insert(.boundaryNotFound)
                boundaries.pop()
            }
        } else {
            defects.insert(.missingBoundary)
            line = boundaries.next(in: bytes, from: body, end: end, newline: newline)
        }
        if boundaries.count == level {
            let limit = line?.contentEnd ?? end
            guard let guess = GuessedBoundary.find(in: bytes, body..<max(body, limit), newline: newline) else {
                return ([], line, contentType.boundary == nil ? nil : body..<max(body, limit), nil)
            }
            boundaries.push(guess)
            line = boundaries.next(in: bytes, from: body, end: end, newline: newline)
        }
        let preamble = body..<max(body, line?.contentEnd ?? end)
        var children: [Part] = []
        while let found = line, found.level == level, !found.isClosing {
            if !children.isEmpty, bytes[found.next..<end].allSatisfy(\.isWhiteSpace) {
                // The closing boundary without its hyphens: nothing follows.
                line = nil
                break
            }
            if partCount >= limits.maxParts {
                cuts.append(Cut(limit: .parts, offset: found.next, byteCount: end - found.next))
                defects.insert(.cut)
                line = nil
                break
            }
            let child = part(
                in: bytes, from: found.next, end: end, depth: depth + 1, place: isDigest ? .digest : .multipart)
            children.append(child.part)
            line = child.ending
        }
        boundaries.pop()
        guard let closing = line, closing.level == level, closing.isClosing else {
            if !children.isEmpty { defects.insert(.unclosedMultipart) }
            return (children, line, preamble, nil)
        }
        let ending = boundaries.next(in: bytes, from: closing.next, end: end, newline: newline)
        let epilogueEnd = max(closing.next, ending?.contentEnd ?? end)
        return (children, ending, preamble, closing.next..<epilogueEnd)
    }

    /// Decodes an enclosed message and reads its structure.
    private mutating func decodedMessage(
        _ encoding: TransferEncoding, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, depth: Int,
        defects: inout Defects
    ) -> [Part] {
        var decoded: [UInt8] = []
        let room = limits.maxDecodedBytes - decodedBytes
        let body = UnsafeRawBufferPointer(rebasing: bytes[range])
        let isWhole = encoding.appendDecoded(body, to: &decoded, limit: room, defects: &defects)
        decodedBytes += decoded.count
        if !isWhole {
            cuts.append(Cut(limit: .decodedBytes, offset: range.lowerBound, byteCount: range.count))
            defects.insert(.cut)
        }
        var inner = StructureParser(decoded, limits: limits)
        inner.partCount = partCount
        inner.decodedBytes = decodedBytes
        let message = inner.parse(depth: depth + 1)
        partCount = inner.partCount
        decodedBytes = inner.decodedBytes
        cuts += inner.cuts
        self.defects.formUnion(inner.defects)
        return [message]
    }
}
