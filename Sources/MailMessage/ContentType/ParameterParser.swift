// SPDX-License-Identifier: Apache-2.0

/// Reads a field of the form `value; name=value; ...` (RFC 2045, section 5.1, with RFC 2231) leniently.
struct ParameterParser {
    private var cursor: FieldCursor
    private var pieces: [ParameterPiece] = []
    private(set) var defects: Defects = []

    private init(_ cursor: FieldCursor) { self.cursor = cursor }

    /// Reads a content type; nil if the field holds none at all.
    static func contentType(of field: HeaderField, defects: inout Defects) -> ContentType? {
        var parser = ParameterParser(FieldCursor(field))
        let type = parser.typeName(stoppingAt: ASCII.slash)
        guard !type.isEmpty else {
            defects.insert(.malformedContentType)
            return nil
        }
        var subtype = ""
        parser.cursor.skipCommentsAndWhiteSpace()
        if parser.cursor.skip(ASCII.slash) {
            subtype = parser.typeName(stoppingAt: ASCII.semicolon)
            // What is stuck to the name is no parameter, and ends at the next semicolon or blank.
            let rest = parser.cursor.skip { Self.isTokenByte($0) }
            if !rest.isEmpty { defects.insert(.malformedContentType) }
        }
        if subtype.isEmpty { defects.insert(.malformedContentType) }
        let parameters = parser.parameters()
        defects.formUnion(parser.defects)
        return ContentType(type: type, subtype: subtype, parameters: parameters)
    }

    /// Reads a disposition; nil if the field is empty.
    static func dispositionValue(
        of field: HeaderField, defects: inout Defects
    ) -> (kind: String, parameters: ParameterList)? {
        var parser = ParameterParser(FieldCursor(field))
        let kind = parser.token(stoppingAt: ASCII.semicolon)
        let parameters = parser.parameters()
        defects.formUnion(parser.defects)
        return kind.isEmpty && parameters.isEmpty ? nil : (kind, parameters)
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.semicolon, ASCII.openParenthesis: false
        default: byte > ASCII.space
        }
    }

    /// A token in lower case, comments and white space before it passed over; it ends before `stop`, too.
    private mutating func token(stoppingAt stop: UInt8) -> String {
        cursor.skipCommentsAndWhiteSpace()
        let range = cursor.skip { Self.isTokenByte($0) && $0 != stop }
        return cursor.lowercasedText(range)
    }

    /// The name of a type or subtype in lower case; what HTML or a forgotten quote stuck to it is not part of it.
    private mutating func typeName(stoppingAt stop: UInt8) -> String {
        cursor.skipCommentsAndWhiteSpace()
        let range = cursor.skip {
            Self.isTokenByte($0) && $0 != stop && $0 != ASCII.less && $0 != ASCII.greater && $0 != ASCII.quote
        }
        return cursor.lowercasedText(range)
    }

    /// Parameters and pieces of them that are read of one field; joining them takes the square of that.
    private static let maximumPieces = 250

    private mutating func parameters() -> ParameterList {
        while !cursor.isAtEnd, pieces.count < Self.maximumPieces {
            // Between parameters: a semicolon, or what broken senders put there.
            cursor.skipCommentsAndWhiteSpace()
            if cursor.skip(ASCII.semicolon) { continue }
            let start = cursor.position
            let name = token(stoppingAt: ASCII.equals)
            cursor.skipCommentsAndWhiteSpace()
            guard !name.isEmpty, cursor.skip(ASCII.equals) else {
                if cursor.position == start { cursor.advance() }
                defects.insert(.malformedParameter)
                continue
            }
            readValue(of: name)
        }
        return ParameterPiece.join(pieces, defects: &defects)
    }

    private mutating func readValue(of name: String) {
        cursor.skipCommentsAndWhiteSpace()
        if cursor.current == ASCII.quote {
            pieces.append(ParameterPiece(name: name, value: quotedString()))
            return
        }
        let start = cursor.position
        var end = start
        while true {
            end = cursor.skip { $0 != ASCII.semicolon && !$0.isWhiteSpace }.upperBound
            // An unquoted file name with spaces goes on, unless the next word is a parameter of its own.
            cursor.skipWhiteSpace()
            if cursor.isAtEnd || cursor.current == ASCII.semicolon || cursor.current == ASCII.openParenthesis { break }
            if startsParameter { break }
        }
        if end > start { pieces.append(ParameterPiece(name: name, value: Array(cursor.bytes[start..<end]))) }
    }

    /// Whether a name and an equals sign are next, as after a forgotten semicolon.
    private var startsParameter: Bool {
        var ahead = cursor
        let name = ahead.skip { Self.isTokenByte($0) && $0 != ASCII.equals }
        ahead.skipWhiteSpace()
        return !name.isEmpty && ahead.current == ASCII.equals
    }

    /// The content of the quoted string at the place; without its closing quote it reaches to the end.
    private mutating func quotedString() -> [UInt8] {
        cursor.advance()
        var value: [UInt8] = []
        while let byte = cursor.current {
            cursor.advance()
            switch byte {
            case ASCII.quote: return value
            case ASCII.backslash:
                if let escaped = cursor.current {
                    value.append(escaped)
                    cursor.advance()
                }
            case ASCII.carriageReturn, ASCII.lineFeed: break
            default: value.append(byte)
            }
        }
        defects.insert(.malformedParameter)
        return value
    }
}

extension ContentType {
    /// Reads the content type of a header; without one it is the default of the place.
    ///
    /// Of several the first counts, but in a part of a multipart the last: where the boundary between two parts got
    /// lost, that is the one of the body below.
    init(of header: Header, place: PartPlace, defects: inout Defects) {
        let fallback = place == .digest ? ContentType(type: "message", subtype: "rfc822") : .textPlain
        guard let first = header.first("content-type"), let last = header.last("content-type") else {
            self = fallback
            return
        }
        if first.offsets != last.offsets { defects.insert(.duplicateField) }
        let field = place == .message ? first : last
        self = ParameterParser.contentType(of: field, defects: &defects) ?? fallback
    }
}
