// SPDX-License-Identifier: Apache-2.0

extension FieldCursor {
    /// Passes over a token of a structured field, with white space and comments before it; returns its range, empty where none
    /// is.
    ///
    /// A token is of printable ASCII and ends at a blank or a special, `( ) < > @ , ; : \ " / [ ] ? =`.
    /// - SeeAlso: RFC 2045 section 5.1
    mutating func token() -> Range<Int> {
        skipCommentsAndWhiteSpace()
        return skip(while: \.isTokenByte)
    }

    /// Passes over a token as ``token()`` does, and over specials before it that nobody should have put there.
    mutating func tokenBehindSpecials() -> Range<Int> {
        while true {
            let token = token()
            if !token.isEmpty || isAtEnd { return token }
            advance()
        }
    }

    /// Passes over specials that stick to the end of a token and separate nothing; returns whether there were any.
    mutating func skipStraySpecials() -> Bool {
        !skip {
            !$0.isTokenByte && !$0.isWhiteSpace && $0 != ASCII.semicolon && $0 != ASCII.openParenthesis
        }.isEmpty
    }
}

extension UInt8 {
    /// A byte of a token (RFC 2045, section 5.1), or of a letter beyond ASCII, which RFC 6532 may bring; the bytes of a
    /// no-break space are none.
    var isTokenByte: Bool {
        guard self > 0x20, self != 0x7F else { return false }
        switch self {
        case 0xA0, 0xC2: return false
        case ASCII.openParenthesis, ASCII.closeParenthesis, ASCII.less, ASCII.greater, ASCII.at, ASCII.comma,
            ASCII.semicolon, ASCII.colon, ASCII.backslash, ASCII.quote, ASCII.slash, ASCII.openBracket,
            ASCII.closeBracket, ASCII.questionMark, ASCII.equals:
            return false
        default: return true
        }
    }
}
