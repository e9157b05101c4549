// SPDX-License-Identifier: Apache-2.0

/// Makes the tree of parts; decodes nothing but transfer-encoded enclosed messages, each of which is read in its turn.
///
/// The parser goes down once for each level of nesting, with the boundaries of all open multiparts in one stack: a
/// boundary line of an outer multipart ends all that is open inside it, closed or not.
///
/// Where mail programs differ in what they make of a part, the first reading makes the tree, and the others are kept with the
/// part (``Part/otherReadings``). They cost nothing where nothing is ambiguous. Where it is, bytes are divided again up to four
/// times the message and once more without the CRs that stand alone; what such readings decode has a limit of its own, the same
/// as the tree's. So time and memory stay within what the size and ``MessageLimits`` allow, however the message is nested.
struct StructureParser {
    let storage: [UInt8]
    let limits: MessageLimits
    let lineEnds: LineEnds

    /// What is wrong with the lines of the storage, and with the parts below the root.
    private(set) var defects: Defects = []
    private(set) var cuts: [Cut] = []
    private var work: StructureWork
    private var boundaries = BoundaryStack()
    /// Whether a CR alone ended a line on which the structure depends.
    private var dependsOnReturns = false

    /// - Parameter lineEnds: what ends lines; nil to find it.
    init(_ storage: [UInt8], limits: MessageLimits, lineEnds: LineEnds? = nil) {
        self.storage = storage
        self.limits = limits
        self.lineEnds = lineEnds ?? LineEnds(of: storage.span)
        work = StructureWork(byteCount: storage.count)
        if self.lineEnds == .carriageReturn { defects.insert(.carriageReturnLines) }
    }

    /// Parses the whole storage as one message.
    mutating func parse(depth: Int = 0) -> Part {
        // Offsets of fields are 32 bits wide.
        let end = min(storage.count, Int(UInt32.max))
        let storage = storage
        var message = part(in: storage.span, from: 0, end: end, depth: depth, place: .message).part
        if lineEnds == .any, dependsOnReturns || boundaries.hasLoneReturns {
            // What programs see to which a CR is no line end.
            defects.formUnion([.carriageReturnLines, .ambiguous])
            message = message.adding(readingByLineFeeds(depth: depth))
        }
        if depth == 0, let unread = work.unread {
            cuts.append(Cut(limit: .otherReadings, offset: unread.lowerBound, byteCount: unread.count))
            defects.insert(.cut)
        }
        return message
    }

    /// Parses the part at `start`; returns it and the boundary line that ended it, nil at the end of the bytes.
    private mutating func part(
        in bytes: Span<UInt8>, from start: Int, end: Int, depth: Int, place: PartPlace
    ) -> (part: Part, ending: BoundaryLine?) {
        work.parts += 1
        var scanner = HeaderScanner(bytes, lineEnds: lineEnds, limits: limits)
        scanner.scan(start..<end, stoppingAt: boundaries, place: place)
        cuts += scanner.cuts
        if scanner.hasLoneReturns { dependsOnReturns = true }
        var defects = scanner.defects
        let header = Header(
            storage: storage, offsets: scanner.offsets, byteRange: start..<scanner.headerEnd)
        defects.formUnion(Defects(ofEncodedWordsIn: header, of: bytes))
        let types = ContentType.all(in: header, place: place, defects: &defects)
        let encodings = TransferEncoding.all(in: header, defects: &defects)
        let start = scanner.bodyStart
        let body = body(types[0], encodings[0], in: bytes, from: start, end: end, depth: depth, defects: &defects)
        let bodyEnd = max(start, body.ending?.contentEnd ?? end)
        let isAmbiguous = types.count + encodings.count > 2 || body.hasLongerLines
        if isAmbiguous { defects.insert(.ambiguous) }
        let others =
            isAmbiguous
            ? otherReadings(
                types, encodings, header: header, in: bytes, start..<bodyEnd, depth: depth,
                hasLongerLines: body.hasLongerLines) : []
        if depth > 0 { self.defects.formUnion(defects) }
        let node = PartNode(
            storage: storage, header: header, contentType: types[0], transferEncoding: encodings[0],
            bodyRange: start..<bodyEnd, structure: body, defects: defects, otherReadings: others)
        return (Part(node: node), body.ending)
    }

    /// Finds the structure of a body that begins at `start`.
    private mutating func body(
        _ type: ContentType, _ encoding: TransferEncoding, in bytes: Span<UInt8>, from start: Int, end: Int,
        depth: Int, takesLonger: Bool = false, defects: inout Defects
    ) -> BodyStructure {
        var body = BodyStructure()
        switch MediaKind(type) {
        case .multipart(let isDigest):
            guard isWithinLimits(depth: depth, from: start, end: end, defects: &defects) else {
                return undivided(type, in: bytes, from: start, end: end)
            }
            if encoding.isOpaque { defects.insert(.encodedMultipart) }
            return multipart(
                type, in: bytes, from: start, end: end, depth: depth, isDigest: isDigest, takesLonger: takesLonger,
                defects: &defects)
        case .message:
            guard isWithinLimits(depth: depth, parts: 1, from: start, end: end, defects: &defects) else {
                return undivided(type, in: bytes, from: start, end: end)
            }
            if encoding.isOpaque {
                body.ending = boundaries.next(in: bytes, from: start, end: end, lineEnds)
                let range = start..<(body.ending?.contentEnd ?? end)
                body.children = decodedMessage(encoding, bytes, range, depth: depth, defects: &defects)
            } else {
                let message = part(in: bytes, from: start, end: end, depth: depth + 1, place: .message)
                // What has no field at all is no message, but text.
                let isMessage = !message.part.header.fields.isEmpty || message.part.bodyBytes.isEmpty
                if isMessage { body.children = [message.part] } else { defects.insert(.noHeader) }
                body.ending = message.ending
            }
        case .leaf: body.ending = boundaries.next(in: bytes, from: start, end: end, lineEnds)
        }
        return body
    }

    /// A body beyond the limits: its leaves are found when they are asked for.
    private mutating func undivided(
        _ type: ContentType, in bytes: Span<UInt8>, from start: Int, end: Int
    ) -> BodyStructure {
        var body = BodyStructure()
        body.ending = boundaries.next(in: bytes, from: start, end: end, lineEnds)
        let range = start..<max(start, body.ending?.contentEnd ?? end)
        body.unlisted = UnlistedLeaves(storage, lineEnds: lineEnds, limits: limits, body: range, of: type)
        return body
    }

    /// Whether what is inside a part may be divided, and has room for a number of parts.
    private mutating func isWithinLimits(
        depth: Int, parts: Int = 0, from start: Int, end: Int, defects: inout Defects
    ) -> Bool {
        let isTooDeep = depth >= limits.maxDepth
        let isTooMany = work.parts + parts > limits.maxParts
        guard isTooDeep || isTooMany || limits.deadline.isPassed else { return true }
        let limit: Cut.Limit = isTooDeep ? .depth : isTooMany ? .parts : .deadline
        cuts.append(Cut(limit: limit, offset: start, byteCount: end - start))
        defects.insert(.cut)
        return false
    }

    private mutating func multipart(
        _ contentType: ContentType, in bytes: Span<UInt8>, from start: Int, end: Int, depth: Int,
        isDigest: Bool, takesLonger: Bool, defects: inout Defects
    ) -> BodyStructure {
        var body = BodyStructure()
        let level = boundaries.count
        var line = openBoundary(
            of: contentType, in: bytes, from: start, end: end, takesLonger: takesLonger, defects: &defects)
        guard boundaries.count > level else {
            body.ending = line
            if contentType.boundary != nil { body.preamble = start..<max(start, line?.contentEnd ?? end) }
            return body
        }
        body.preamble = start..<max(start, line?.contentEnd ?? end)
        while let found = line, found.level == level, !found.isClosing {
            if !body.children.isEmpty, bytes.extracting(found.next..<end).allSatisfy(\.isWhiteSpace) {
                // The closing boundary without its hyphens: nothing follows.
                line = nil
                break
            }
            let isLate = limits.deadline.isPassed
            if isLate || work.parts >= limits.maxParts {
                let limit: Cut.Limit = isLate ? .deadline : .parts
                cuts.append(Cut(limit: limit, offset: found.next, byteCount: end - found.next))
                defects.insert(.cut)
                body.unlisted = UnlistedLeaves(
                    storage, lineEnds: lineEnds, limits: limits, parts: found.next..<end, within: boundaries)
                line = nil
                break
            }
            let child = part(
                in: bytes, from: found.next, end: end, depth: depth + 1, place: isDigest ? .digest : .multipart)
            body.children.append(child.part)
            line = child.ending
        }
        body.hasLongerLines = boundaries.pop()
        guard let closing = line, closing.level == level, closing.isClosing else {
            if !body.children.isEmpty { defects.insert(.unclosedMultipart) }
            body.ending = line
            return body
        }
        body.ending = boundaries.next(in: bytes, from: closing.next, end: end, lineEnds)
        body.epilogue = closing.next..<max(closing.next, body.ending?.contentEnd ?? end)
        return body
    }

    /// Opens a multipart with the boundary that is found in its body, none if there is none; returns the first boundary line.
    ///
    /// It is the declared one, its lines read first as Thunderbird and then as RFC 2046 reads them, else a guessed one.
    private mutating func openBoundary(
        of contentType: ContentType, in bytes: Span<UInt8>, from start: Int, end: Int, takesLonger: Bool,
        defects: inout Defects
    ) -> BoundaryLine? {
        let level = boundaries.count
        var line: BoundaryLine?
        if let boundary = contentType.boundary {
            if boundaries.contains(boundary) { defects.insert(.repeatedBoundary) }
            boundaries.push(boundary, takesLonger: takesLonger)
            line = boundaries.next(in: bytes, from: start, end: end, lineEnds)
            let own = line.flatMap { $0.level == level ? $0 : nil }
            if let own, !own.isClosing { return own }
            // No part begins so: perhaps on longer lines.
            if boundaries.pop() {
                boundaries.push(boundary, takesLonger: true)
                line = boundaries.next(in: bytes, from: start, end: end, lineEnds)
                if line?.level == level { return line }
                boundaries.pop()
            }
            if let own {
                boundaries.push(boundary, takesLonger: takesLonger)
                return own
            }
            defects.insert(.boundaryNotFound)
        } else {
            defects.insert(.missingBoundary)
            line = boundaries.next(in: bytes, from: start, end: end, lineEnds)
        }
        let range = start..<max(start, line?.contentEnd ?? end)
        guard let guess = GuessedBoundary.find(in: bytes, range, lineEnds) else { return line }
        boundaries.push(guess)
        return boundaries.next(in: bytes, from: start, end: end, lineEnds)
    }

    /// Decodes an enclosed message and reads its structure.
    private mutating func decodedMessage(
        _ encoding: TransferEncoding, _ bytes: Span<UInt8>, _ range: Range<Int>, depth: Int,
        defects: inout Defects
    ) -> [Part] {
        var decoded: [UInt8] = []
        let room = limits.maxDecodedBytes - work.decodedBytes
        let body = bytes.extracting(range)
        let isWhole = encoding.appendDecoded(body, to: &decoded, limit: room, defects: &defects)
        work.decodedBytes += decoded.count
        if !isWhole {
            cuts.append(Cut(limit: .decodedBytes, offset: range.lowerBound, byteCount: range.count))
            defects.insert(.cut)
        }
        var inner = StructureParser(decoded, limits: limits)
        // No enclosed message may spend on its other readings what those of the whole need.
        let kept = max(0, work.rereadableBytes - inner.work.rereadableBytes)
        inner.work = work
        inner.work.rereadableBytes -= kept
        let message = inner.parse(depth: depth + 1)
        work = inner.work
        work.rereadableBytes += kept
        cuts += inner.cuts
        self.defects.formUnion(inner.defects)
        return [message]
    }
}

// MARK: - Other readings

extension StructureParser {
    /// Reads the whole again with lines that LF alone ends; nothing if too much was read again already.
    ///
    /// The message itself always is, once. What is enclosed has to fit: within each other, messages that are each read twice
    /// would double the work with every level.
    private mutating func readingByLineFeeds(depth: Int) -> [Part] {
        guard depth == 0 || work.allowsRereading(0..<storage.count) else { return [] }
        var other = StructureParser(storage, limits: limits, lineEnds: .lineFeed)
        let isFirst = work.beginOther()
        other.work = work
        let message = other.parse(depth: depth)
        work = other.work
        if isFirst { work.endOther() }
        return [message]
    }

    /// Reads a body as other mail programs do: by each of its types and transfer encodings, and with boundary lines that go on
    /// behind the boundary.
    private mutating func otherReadings(
        _ types: [ContentType], _ encodings: [TransferEncoding], header: Header, in bytes: Span<UInt8>,
        _ range: Range<Int>, depth: Int, hasLongerLines: Bool
    ) -> [Part] {
        var readings: [Part] = []
        for (type, encoding) in Self.otherWays(types, encodings) {
            readings += reading(type, encoding, header: header, in: bytes, range, depth: depth)
        }
        if hasLongerLines {
            readings += reading(
                types[0], encodings[0], header: header, in: bytes, range, depth: depth, takesLonger: true)
        }
        return readings
    }

    /// The types and encodings by which other programs may read a body; those that come first are the likeliest.
    static func otherWays(
        _ types: [ContentType], _ encodings: [TransferEncoding]
    ) -> [(type: ContentType, encoding: TransferEncoding)] {
        let encodings = TransferEncoding.decodingDifferently(encodings)
        var ways: [(type: ContentType, encoding: TransferEncoding)] = []
        for sum in 1..<max(1, types.count + encodings.count - 1) {
            for number in types.indices where encodings.indices.contains(sum - number) {
                // The parts of a multipart are where they are, whatever its encoding.
                if case .multipart = MediaKind(types[number]), number < sum { continue }
                ways.append((types[number], encodings[sum - number]))
            }
        }
        return ways
    }

    /// One other reading of a body; none if it has to be divided and too much was read again already.
    private mutating func reading(
        _ type: ContentType, _ encoding: TransferEncoding, header: Header, in bytes: Span<UInt8>,
        _ range: Range<Int>, depth: Int, takesLonger: Bool = false
    ) -> [Part] {
        var structure = BodyStructure()
        if MediaKind(type) != .leaf {
            guard work.allowsRereading(range) else { return [] }
            // The tree's own counts, boundaries and defects are those of the first reading.
            let own = (boundaries, defects, cuts)
            boundaries = BoundaryStack()
            let isFirst = work.beginOther()
            var otherDefects: Defects = []
            structure = body(
                type, encoding, in: bytes, from: range.lowerBound, end: range.upperBound, depth: depth,
                takesLonger: takesLonger, defects: &otherDefects)
            if isFirst { work.endOther() }
            (boundaries, defects, cuts) = own
        }
        let node = PartNode(
            storage: storage, header: header, contentType: type, transferEncoding: encoding, bodyRange: range,
            structure: structure, defects: [])
        return [Part(node: node)]
    }
}
