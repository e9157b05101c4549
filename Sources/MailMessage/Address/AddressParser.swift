// SPDX-License-Identifier: Apache-2.0

/// Reads an address list (RFC 5322, section 3.4, and the obsolete syntax of 4.4) leniently, in one pass.
///
/// Read although wrong: missing brackets or quotes, semicolons for commas, encoded words with raw commas in them,
/// a name after the address, brackets that are not closed.
struct AddressParser {
    private var cursor: FieldCursor
    private var element = AddressElement()
    private var elements: [AddressList.Element] = []
    private var group: (name: Address, members: [Address])?

    /// Elements of one field; further ones are left out.
    static let maximumElements = 10_000
    /// Bytes in which the end of an encoded word or of an address in brackets is looked for, so that many without an
    /// end do not take the square of their number.
    private static let maximumWordBytes = 2_000

    static func parse(_ cursor: FieldCursor) -> [AddressList.Element] {
        var parser = AddressParser(cursor: cursor)
        parser.run()
        return parser.elements
    }

    private init(cursor: FieldCursor) { self.cursor = cursor }

    private mutating func run() {
        var count = 0
        while let byte = cursor.current, count < Self.maximumElements {
            switch byte {
            case ASCII.comma:
                cursor.advance()
                finishElement()
                count += 1
            case ASCII.semicolon:
                cursor.advance()
                finishElement()
                finishGroup()
                count += 1
            case ASCII.colon where group == nil && element.canNameGroup:
                cursor.advance()
                group = (element.asGroupName(), [])
                element = AddressElement()
            case ASCII.openParenthesis:
                element.comments.append(Self.unescaped(cursor.bytes[cursor.skipComment()]))
                element.endWord()
            case ASCII.quote: element.add(quoted: quotedString())
            case ASCII.less: readAngle()
            case ASCII.greater: cursor.advance()
            case _ where byte.isWhiteSpace:
                cursor.skipWhiteSpace()
                element.endWord()
            default: readAtom()
            }
        }
        finishElement()
        finishGroup()
    }

    private mutating func finishElement() {
        defer { element = AddressElement() }
        guard let address = element.asAddress() else { return }
        if group != nil { group?.members.append(address) } else { elements.append(.mailbox(address)) }
    }

    private mutating func finishGroup() {
        guard let group else { return }
        elements.append(.group(name: group.name, members: group.members))
        self.group = nil
    }

    /// Takes an encoded word whole, whatever specials it holds, or else the bytes up to the next special.
    private mutating func readAtom() {
        if cursor.current == ASCII.equals, cursor.peek(1) == ASCII.questionMark, let end = endOfEncodedWord() {
            element.add(atom: cursor.bytes[cursor.position..<end])
            cursor.position = end
            return
        }
        if cursor.current == ASCII.openBracket {
            let start = cursor.position
            _ = cursor.skip { $0 != ASCII.closeBracket && $0 != ASCII.comma && $0 != ASCII.less && !$0.isWhiteSpace }
            _ = cursor.skip(ASCII.closeBracket)
            element.add(atom: cursor.bytes[start..<cursor.position])
            return
        }
        let start = cursor.position
        cursor.advance()
        while let byte = cursor.current, !Self.isSpecial(byte), !byte.isWhiteSpace {
            if byte == ASCII.equals, cursor.peek(1) == ASCII.questionMark { break }
            cursor.advance()
        }
        element.add(atom: cursor.bytes[start..<cursor.position])
    }

    private func endOfEncodedWord() -> Int? {
        cursor.bytes.withUnsafeBytes { bytes in
            let end = min(cursor.end, cursor.position + Self.maximumWordBytes)
            let rest = UnsafeRawBufferPointer(rebasing: bytes[cursor.position..<end])
            guard let word = EncodedWord(in: rest, at: 0, lastEnd: rest.count), !word.isMalformed else { return nil }
            return cursor.position + word.end
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.comma, ASCII.semicolon, ASCII.colon, ASCII.openParenthesis, ASCII.quote, ASCII.less, ASCII.greater,
            ASCII.openBracket:
            true
        default: false
        }
    }

    /// Reads `<...>`: white space, comments and a route (`@a,@b:`) are left out.
    private mutating func readAngle() {
        var content: [UInt8] = []
        var isClosed = false
        let start = cursor.position
        cursor.advance()
        let plainStart = cursor.position
        while let byte = cursor.current, cursor.position - start < Self.maximumWordBytes, Self.isPlainInAngle(byte) {
            cursor.advance()
        }
        content += cursor.bytes[plainStart..<cursor.position]
        while let byte = cursor.current, cursor.position - start < Self.maximumWordBytes {
            if byte == ASCII.greater {
                cursor.advance()
                isClosed = true
                break
            }
            if byte == ASCII.openParenthesis {
                element.comments.append(Self.unescaped(cursor.bytes[cursor.skipComment()]))
            } else if byte == ASCII.quote {
                let quoteStart = cursor.position
                _ = quotedString()
                content += cursor.bytes[quoteStart..<cursor.position].filter { !$0.isLineEnd }
            } else {
                if !byte.isWhiteSpace, byte != ASCII.less { content.append(byte) }
                cursor.advance()
            }
        }
        if !isClosed, let comma = content.firstIndex(of: ASCII.comma), content.first != ASCII.at {
            // Never closed: it ends before the next address.
            content.removeSubrange(comma...)
            cursor.position = start
            _ = cursor.skip { $0 != ASCII.comma }
        }
        if content.first == ASCII.at, let colon = content.lastIndex(of: ASCII.colon) {
            content.removeSubrange(...colon)
        }
        element.add(angle: content)
    }

    /// Whether a byte inside angle brackets stands for itself.
    private static func isPlainInAngle(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.greater, ASCII.less, ASCII.quote, ASCII.openParenthesis: false
        default: !byte.isWhiteSpace
        }
    }

    /// The content of the quoted string at the place, escapes and line ends undone.
    private mutating func quotedString() -> [UInt8] {
        cursor.advance()
        let start = cursor.position
        while let byte = cursor.current {
            if byte == ASCII.quote { break }
            cursor.position += byte == ASCII.backslash && cursor.position + 1 < cursor.end ? 2 : 1
        }
        let content = Self.unescaped(cursor.bytes[start..<cursor.position])
        _ = cursor.skip(ASCII.quote)
        return content.filter { !$0.isLineEnd }
    }

    /// The bytes without the backslashes of quoted pairs.
    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.contains(ASCII.backslash) else { return Array(bytes) }
        var result: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == ASCII.backslash, index + 1 < bytes.endIndex { index += 1 }
            result.append(bytes[index])
            index += 1
        }
        return result
    }
}
