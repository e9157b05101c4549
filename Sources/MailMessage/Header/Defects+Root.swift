// SPDX-License-Identifier: Apache-2.0

extension Defects {
    /// What only a message's own header can lack or have twice.
    init(ofRootHeader header: Header) {
        self = []
        let bytes = header.storage.span
        var seen: UInt32 = 0
        for field in header.offsets {
            let name = bytes.extracting(field.name)
            guard let index = SingleField.index(of: name) else { continue }
            if seen & 1 << index != 0 { insert(.duplicateField) }
            seen |= 1 << index
        }
        if seen & SingleField.from == 0 { insert(.missingFrom) }
        if seen & SingleField.date == 0 { insert(.missingDate) }
        if seen & SingleField.contentType != 0, seen & SingleField.mimeVersion == 0 { insert(.missingMIMEVersion) }
        insert(eightBitIn: bytes.extracting(header.byteRange))
    }

    /// Inserts what bytes above 127 and NULs in a header are.
    private mutating func insert(eightBitIn block: Span<UInt8>) {
        if block.hasEightBit {
            insert(UTF8Bytes.validEnd(of: block, from: 0) < block.count ? .eightBitHeader : .utf8Header)
        }
        if block.firstIndex(of: ASCII.nul, in: 0..<block.count) != nil { insert(.nulInHeader) }
    }
}

extension SiteMessage {
    /// ``Message/defects`` of the message as it came to the site: without those of header lines that the site itself wrote.
    ///
    /// A filter that writes a long field, or a report in UTF-8, on all spam would otherwise teach its verdict; and a message
    /// would not score as its delivered copy does.
    ///
    /// - Returns: those of the root alone, and those of the whole message.
    package func defectsFromOutside() -> (root: Defects, all: Defects) {
        var lines = message.root.defects.union(message.defects).intersection(.ofHeaderLines)
        if !lines.isEmpty { lines = Defects(ofLinesIn: message.header, where: origins.map(\.isFromOutside)) }
        let root = message.root.defects.subtracting(.ofHeaderLines).union(lines)
        let header = Defects(ofRootHeader: message.header).subtracting(.ofHeaderLines)
        return (root, message.innerDefects.union(header).union(root))
    }
}

extension Defects {
    /// What lines of a header show, so that it matters who wrote them.
    fileprivate static let ofHeaderLines: Defects = [
        .malformedHeaderLine, .spaceBeforeColon, .longHeaderLine, .utf8Header, .eightBitHeader, .nulInHeader,
        .duplicateField, .mboxLine, .unknownCharset, .undecodableText, .mislabelledText, .malformedEncodedWord,
    ]

    /// What is wrong with some of a header's fields, each with the lines that follow it and are none.
    fileprivate init(ofLinesIn header: Header, where isAsked: [Bool]) {
        self = []
        let bytes = header.storage.span
        var seen: UInt32 = 0
        var scratch: [UInt8] = []
        for (index, field) in header.offsets.enumerated() where index < isAsked.count && isAsked[index] {
            let (name, value) = (field.name, field.value)
            if let number = SingleField.index(of: bytes.extracting(name)) {
                if seen & 1 << number != 0 { insert(.duplicateField) }
                seen |= 1 << number
            }
            if value.lowerBound - 1 > name.upperBound { insert(.spaceBeforeColon) }
            let whole = bytes.extracting(name.lowerBound..<value.upperBound)
            insert(eightBitIn: whole)
            if whole.hasLine(longerThan: 998) { insert(.longHeaderLine) }
            scratch.removeAll(keepingCapacity: true)
            let content = bytes.extracting(value)
            EncodedWords.appendDecoded(content, to: &scratch, limit: .max, defects: &self)
            let next =
                index + 1 < header.offsets.count
                ? header.offsets[index + 1].name.lowerBound : header.byteRange.upperBound
            let between = bytes.extracting(value.upperBound..<max(value.upperBound, next))
            if between.contains(where: { $0 > ASCII.space }) {
                insert(.malformedHeaderLine)
            }
        }
        if contains(.eightBitHeader) { remove(.utf8Header) }
    }
}

extension Defects {
    /// What is wrong with the encoded words of a header; nothing is decoded where there are none.
    init(ofEncodedWordsIn header: Header, of bytes: Span<UInt8>) {
        self = []
        guard EncodedWords.mayOccur(in: bytes.extracting(header.byteRange)) else { return }
        var scratch: [UInt8] = []
        for field in header.offsets {
            let value = bytes.extracting(field.value)
            guard EncodedWords.mayOccur(in: value) else { continue }
            scratch.removeAll(keepingCapacity: true)
            EncodedWords.appendDecoded(value, to: &scratch, limit: .max, defects: &self)
        }
    }
}

extension Span where Element == UInt8 {
    /// Whether so many bytes and more stand without a CR or LF among them.
    fileprivate func hasLine(longerThan limit: Int) -> Bool {
        var length = 0
        for index in indices {
            length = self[index].isLineEnd ? 0 : length + 1
            if length > limit { return true }
        }
        return false
    }
}

/// The fields that may stand only once (RFC 5322, section 3.6, and RFC 2045).
private enum SingleField {
    static let from = UInt32(1) << 0
    static let date = UInt32(1) << 1
    static let contentType = UInt32(1) << 2
    static let mimeVersion = UInt32(1) << 3

    /// The number of a name; names are told apart by length before any letter is looked at.
    static func index(of name: Span<UInt8>) -> UInt32? {
        switch name.count {
        case 2: name.equalsIgnoringCase("to") ? 4 : name.equalsIgnoringCase("cc") ? 5 : nil
        case 4: name.equalsIgnoringCase("from") ? 0 : name.equalsIgnoringCase("date") ? 1 : nil
        case 6: name.equalsIgnoringCase("sender") ? 6 : nil
        case 7: name.equalsIgnoringCase("subject") ? 7 : nil
        case 8: name.equalsIgnoringCase("reply-to") ? 8 : nil
        case 10: name.equalsIgnoringCase("message-id") ? 9 : nil
        case 12:
            name.equalsIgnoringCase("content-type") ? 2 : name.equalsIgnoringCase("mime-version") ? 3 : nil
        case 25: name.equalsIgnoringCase("content-transfer-encoding") ? 10 : nil
        default: nil
        }
    }
}
