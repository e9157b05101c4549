// SPDX-License-Identifier: Apache-2.0

/// Reads an address list (RFC 5322, section 3.4, and the obsolete syntax of 4.4) leniently, in one pass.
///
/// Read although wrong: missing brackets or quotes, semicolons for commas, encoded words with raw commas in them,
/// a name after the address, brackets that are not closed.
///
/// What may have no end is looked at ahead of the cursor, which never goes back. What was looked at in vain is paid for
/// out of ``lookahead``, so that a field takes time in proportion to its length whatever is in it.
struct AddressParser {
    private var cursor: FieldCursor
    private var element = AddressElement()
    private var elements: [AddressList.Element] = []
    private var group: (name: Address, members: [Address])?
    /// The bytes that may still be read in vain.
    ///
    /// When they are used up, brackets end at the first comma and encoded words are atoms.
    private var lookahead: Int

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

    private init(cursor: FieldCursor) {
        self.cursor = cursor
        lookahead = Self.maximumWordBytes + 2 * (cursor.end - cursor.position)
    }

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
            case ASCII.quote: element.add(quoted: Self.quotedString(&cursor, end: cursor.end))
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
            cursor.advance(to: end)
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

    private mutating func endOfEncodedWord() -> Int? {
        guard lookahead > 0 else { return nil }
        let limit = min(cursor.end, cursor.position + Self.maximumWordBytes)
        let bytes = cursor.bytes
        let rest = bytes.span.extracting(cursor.position..<limit)
        guard let word = EncodedWord(in: rest, at: 0, lastEnd: rest.count), !word.isMalformed else {
            lookahead -= limit - cursor.position
            return nil
        }
        return cursor.position + word.end
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
    ///
    /// Brackets that are never closed end before the first comma: the next address begins there.
    private mutating func readAngle() {
        let start = cursor.position
        let limit = min(cursor.end, start + Self.maximumWordBytes)
        let endsAtComma = lookahead <= 0
        var ahead = cursor
        var content: [UInt8] = []
        var comments: [[UInt8]] = []
        /// Where the first comma stands, and how much was read before it.
        var comma: (place: Int, content: Int, comments: Int)?
        var isClosed = false
        ahead.advance()
        reading: while ahead.position < limit, let byte = ahead.current {
            switch byte {
            case ASCII.greater:
                ahead.advance()
                isClosed = true
                break reading
            case ASCII.openParenthesis:
                comments.append(Self.unescaped(ahead.bytes[ahead.skipComment()]))
            case ASCII.quote:
                let quote = ahead.position
                _ = Self.quotedString(&ahead, end: limit)
                let raw = ahead.bytes[quote..<ahead.position]
                let quoted = raw.filter { !$0.isLineEnd }
                if comma == nil, !endsAtComma, let place = raw.firstIndex(of: ASCII.comma) {
                    let before = quoted.firstIndex(of: ASCII.comma) ?? quoted.endIndex
                    comma = (place, content.count + before, comments.count)
                }
                content += quoted
            case ASCII.comma:
                if comma == nil { comma = (ahead.position, content.count, comments.count) }
                if endsAtComma, content.first != ASCII.at { break reading }
                content.append(byte)
                ahead.advance()
            default:
                if !byte.isWhiteSpace, byte != ASCII.less { content.append(byte) }
                ahead.advance()
            }
        }
        if !isClosed, let comma, content.first != ASCII.at {
            lookahead -= ahead.position - comma.place
            content.removeSubrange(comma.content...)
            comments.removeSubrange(comma.comments...)
            cursor.advance(to: comma.place)
        } else {
            cursor = ahead
        }
        if content.first == ASCII.at, let colon = content.lastIndex(of: ASCII.colon) {
            content.removeSubrange(...colon)
        }
        element.comments += comments
        element.add(angle: content)
    }

    /// The content of the quoted string at the place, escapes and line ends undone; without its end it reaches to `end`.
    private static func quotedString(_ cursor: inout FieldCursor, end: Int) -> [UInt8] {
        cursor.advance()
        let start = cursor.position
        while cursor.position < end, let byte = cursor.current, byte != ASCII.quote {
            cursor.advance()
            if byte == ASCII.backslash, cursor.position < cursor.end { cursor.advance() }
        }
        let content = unescaped(cursor.bytes[start..<cursor.position])
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
