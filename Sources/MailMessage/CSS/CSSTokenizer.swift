// SPDX-License-Identifier: Apache-2.0

/// Takes CSS apart into tokens, one at a time and without allocation.
///
/// Total: whatever the bytes are, each call moves on or says that the end is there.
///
/// - SeeAlso: CSS Syntax Level 3, section 4.
struct CSSTokenizer {
    enum Kind: UInt8 {
        case end, whiteSpace, identifier, function, atKeyword, hash, string, badString, url, badURL
        case number, percentage, dimension, delimiter, colon, semicolon, comma
        case openBracket, closeBracket, openParenthesis, closeParenthesis, openBrace, closeBrace
        case commentOpen, commentClose

        /// Whether it begins what ``CSSTokenizer/skipBlock(_:)`` moves behind.
        var opensBlock: Bool {
            switch self {
            case .function, .openParenthesis, .openBracket, .openBrace: true
            default: false
            }
        }
    }

    /// What the current token is.
    private(set) var kind = Kind.end
    /// Where the current token begins.
    private(set) var start: Int
    /// Where the next one is looked for.
    private(set) var index: Int
    /// Where the bytes end that are read.
    let end: Int
    /// The name of an identifier, function, at-keyword or hash; the unit of a dimension.
    private(set) var name = CSSName()
    /// The bytes of a name or string as they stand, without marks around them.
    private(set) var content = 0..<0
    /// Whether those bytes hold escapes.
    private(set) var hasEscape = false
    /// The value of a number, percentage or dimension.
    private(set) var number = 0.0
    /// The byte of a delimiter.
    private(set) var delimiter: UInt8 = 0

    /// A tokenizer for a range of the bytes that are handed to each call.
    init(_ range: Range<Int>) {
        (start, index, end) = (range.lowerBound, range.lowerBound, range.upperBound)
    }

    /// Moves to the next token.
    mutating func next(_ css: Span<UInt8>) {
        skipComments(css)
        start = index
        guard index < end else { return kind = .end }
        let byte = css[index]
        switch byte {
        case 0x20, 0x09, 0x0a, 0x0c, 0x0d:
            index &+= 1
            while index < end, css[index].isHTMLSpace { index &+= 1 }
            kind = .whiteSpace
        case ASCII.quote, ASCII.apostrophe: readString(css, until: byte)
        case UInt8(ascii: "#"):
            index &+= 1
            guard isName(css, at: index) else { return takeDelimiter(byte) }
            readName(css)
            kind = .hash
        case UInt8(ascii: "@"):
            index &+= 1
            guard isIdentifier(css, at: index) else { return takeDelimiter(byte) }
            readName(css)
            kind = .atKeyword
        case 0x30...0x39: readNumber(css)
        case UInt8(ascii: "+"), ASCII.dot:
            if isNumber(css, at: index) { readNumber(css) } else { takeOne(.delimiter, byte) }
        case ASCII.hyphen:
            if isNumber(css, at: index) {
                readNumber(css)
            } else if matches(css, "-->") {
                index += 3
                kind = .commentClose
            } else if isIdentifier(css, at: index) {
                readIdentifier(css)
            } else {
                takeOne(.delimiter, byte)
            }
        case ASCII.less:
            guard matches(css, "<!--") else { return takeOne(.delimiter, byte) }
            index += 4
            kind = .commentOpen
        case ASCII.colon: takeOne(.colon, byte)
        case ASCII.semicolon: takeOne(.semicolon, byte)
        case ASCII.comma: takeOne(.comma, byte)
        case ASCII.openBracket: takeOne(.openBracket, byte)
        case ASCII.closeBracket: takeOne(.closeBracket, byte)
        case ASCII.openParenthesis: takeOne(.openParenthesis, byte)
        case ASCII.closeParenthesis: takeOne(.closeParenthesis, byte)
        case UInt8(ascii: "{"): takeOne(.openBrace, byte)
        case UInt8(ascii: "}"): takeOne(.closeBrace, byte)
        default:
            if isIdentifier(css, at: index) { readIdentifier(css) } else { takeOne(.delimiter, byte) }
        }
    }

    /// Moves to the next token that is no white space.
    mutating func nextWord(_ css: Span<UInt8>) {
        repeat { next(css) } while kind == .whiteSpace
    }

    /// Moves behind the block or function that the current token opens.
    ///
    /// - Parameter functions: names of functions that are looked for in it.
    /// - Returns: whether one of those stands in it.
    @discardableResult
    mutating func skipBlock(_ css: Span<UInt8>, lookingFor functions: CSSNameTable? = nil) -> Bool {
        var nesting = CSSNesting()
        var isFound = false
        nesting.note(kind)
        while nesting.depth > 0 {
            next(css)
            if kind == .end { break }
            if kind == .function, let functions, functions.value(of: name) != nil { isFound = true }
            nesting.note(kind)
        }
        return isFound
    }

    /// Moves behind the next of these bytes if none before it can mean anything else; for values that nobody reads.
    mutating func skipPlainValue(_ css: Span<UInt8>) {
        while index < end, CSSByteClass.isPlain(css[index]) { index &+= 1 }
    }

    // MARK: Parts of tokens

    private mutating func takeOne(_ kind: Kind, _ byte: UInt8) {
        (self.kind, delimiter) = (kind, byte)
        index &+= 1
    }

    private mutating func takeDelimiter(_ byte: UInt8) { (kind, delimiter) = (.delimiter, byte) }

    private mutating func skipComments(_ css: Span<UInt8>) {
        while index &+ 1 < end, css[index] == ASCII.slash, css[index &+ 1] == ASCII.star {
            index += 2
            while index < end, !(css[index] == ASCII.star && index &+ 1 < end && css[index &+ 1] == ASCII.slash) {
                index &+= 1
            }
            index = min(index + 2, end)
        }
    }

    private func matches(_ css: Span<UInt8>, _ word: StaticString) -> Bool {
        let word = word.bytes
        guard index + word.count <= end else { return false }
        for offset in word.indices where css[index + offset] != word[offset] { return false }
        return true
    }

    private func isEscape(_ css: Span<UInt8>, at place: Int) -> Bool {
        place &+ 1 < end && css[place] == ASCII.backslash && !css[place &+ 1].isCSSLineEnd
    }

    private func isName(_ css: Span<UInt8>, at place: Int) -> Bool {
        place < end && (CSSByteClass.isName(css[place]) || isEscape(css, at: place))
    }

    private func isIdentifier(_ css: Span<UInt8>, at place: Int) -> Bool {
        guard place < end else { return false }
        if css[place] == ASCII.hyphen {
            guard place + 1 < end else { return false }
            let next = css[place + 1]
            return next == ASCII.hyphen || CSSByteClass.isNameStart(next) || isEscape(css, at: place + 1)
        }
        return CSSByteClass.isNameStart(css[place]) || isEscape(css, at: place)
    }

    private func isNumber(_ css: Span<UInt8>, at place: Int) -> Bool {
        var place = place
        if css[place] == ASCII.hyphen || css[place] == UInt8(ascii: "+") { place += 1 }
        guard place < end else { return false }
        if css[place].isDigit { return true }
        return css[place] == ASCII.dot && place + 1 < end && css[place + 1].isDigit
    }

    private mutating func readName(_ css: Span<UInt8>) {
        name = CSSName()
        hasEscape = false
        let start = index
        while index < end {
            let byte = css[index]
            if CSSByteClass.isName(byte) {
                readPlainName(css)
            } else if isEscape(css, at: index) {
                hasEscape = true
                index += 1
                for byte in readEscape(css).utf8 { name.append(byte) }
            } else {
                break
            }
        }
        content = start..<index
    }

    /// Adds bytes to the name up to the first that needs a closer look.
    @inline(__always)
    private mutating func readPlainName(_ css: Span<UInt8>) {
        var place = index
        while place < end {
            let byte = css[place]
            guard CSSByteClass.isName(byte) else { break }
            name.append(byte)
            place &+= 1
        }
        index = place
    }

    /// Reads what follows a backslash.
    private mutating func readEscape(_ css: Span<UInt8>) -> Unicode.Scalar {
        guard let first = css[index].hexValue else {
            let byte = css[index]
            index += 1
            return Unicode.Scalar(byte)
        }
        var scalar = UInt32(first)
        index += 1
        var digits = 1
        while digits < 6, index < end, let digit = css[index].hexValue {
            scalar = scalar << 4 | UInt32(digit)
            digits += 1
            index += 1
        }
        if index < end, css[index].isHTMLSpace {
            index += css[index] == 0x0d && index + 1 < end && css[index + 1] == 0x0a ? 2 : 1
        }
        return scalar == 0 ? "\u{fffd}" : Unicode.Scalar(scalar) ?? "\u{fffd}"
    }

    private mutating func readIdentifier(_ css: Span<UInt8>) {
        readName(css)
        guard index < end, css[index] == ASCII.openParenthesis else { return kind = .identifier }
        index += 1
        kind = .function
        if name == CSSTokenizer.urlName { readURL(css) }
    }

    private static let urlName = CSSName("url")

    private mutating func readURL(_ css: Span<UInt8>) {
        var place = index
        while place < end, css[place].isHTMLSpace { place += 1 }
        if place < end, css[place] == ASCII.quote || css[place] == ASCII.apostrophe { return }
        kind = .url
        content = place..<place
        while place < end, css[place] != ASCII.closeParenthesis {
            if css[place] == ASCII.quote || css[place] == ASCII.apostrophe || css[place] == ASCII.openParenthesis {
                kind = .badURL
            }
            place += css[place] == ASCII.backslash ? 2 : 1
        }
        content = content.lowerBound..<min(place, end)
        index = min(place + 1, end)
    }

    private mutating func readString(_ css: Span<UInt8>, until mark: UInt8) {
        index += 1
        let start = index
        hasEscape = false
        kind = .string
        while index < end, css[index] != mark {
            if css[index].isCSSLineEnd {
                content = start..<index
                return kind = .badString
            }
            if css[index] == ASCII.backslash {
                hasEscape = true
                index += 1
            }
            index += 1
        }
        content = start..<min(index, end)
        index = min(index + 1, end)
    }

    private mutating func readNumber(_ css: Span<UInt8>) {
        let isNegative = css[index] == ASCII.hyphen
        if isNegative || css[index] == UInt8(ascii: "+") { index += 1 }
        var value = 0.0
        while index < end, css[index].isDigit {
            value = min(value * 10 + Double(css[index] &- 0x30), 1e15)
            index &+= 1
        }
        if index + 1 < end, css[index] == ASCII.dot, css[index + 1].isDigit {
            index += 1
            var place = 0.1
            while index < end, css[index].isDigit {
                value += Double(css[index] &- 0x30) * place
                place /= 10
                index &+= 1
            }
        }
        readExponent(css, of: &value)
        number = isNegative ? -value : value
        if index < end, css[index] == ASCII.percent {
            index += 1
            kind = .percentage
        } else if isIdentifier(css, at: index) {
            readName(css)
            kind = .dimension
        } else {
            kind = .number
        }
    }

    private mutating func readExponent(_ css: Span<UInt8>, of value: inout Double) {
        guard index + 1 < end, css[index] | 0x20 == UInt8(ascii: "e") else { return }
        var place = index + 1
        let isNegative = css[place] == ASCII.hyphen
        if isNegative || css[place] == UInt8(ascii: "+") { place += 1 }
        guard place < end, css[place].isDigit else { return }
        var exponent = 0
        while place < end, css[place].isDigit {
            exponent = min(exponent * 10 + Int(css[place] &- 0x30), 40)
            place += 1
        }
        for _ in 0..<exponent { value = isNegative ? value / 10 : min(value * 10, 1e15) }
        index = place
    }

    /// Appends the bytes of the current name or string, escapes resolved.
    func appendContent(_ css: Span<UInt8>, to output: inout [UInt8], limit: Int = .max) {
        var reader = CSSTokenizer(content)
        while reader.index < reader.end, output.count < limit {
            let byte = css[reader.index]
            reader.index += 1
            guard byte == ASCII.backslash, hasEscape, reader.index < reader.end else {
                output.append(byte)
                continue
            }
            if css[reader.index].isCSSLineEnd {
                reader.index += 1
            } else if css[reader.index].hexValue == nil {
                output.append(css[reader.index])
                reader.index += 1
            } else {
                output.append(contentsOf: reader.readEscape(css).utf8)
            }
        }
    }
}
