// SPDX-License-Identifier: Apache-2.0

/// Reads a field of the form `value; name=value; ...` (RFC 2045, section 5.1, with RFC 2231) leniently.
struct ParameterParser {
    private var cursor: FieldCursor
    private var pieces: [ParameterPiece] = []
    private(set) var defects: Defects = []

    private init(_ cursor: FieldCursor) { self.cursor = cursor }

    /// Reads a content type; nil if the field holds none at all.
    ///
    /// Type and subtype end where a token ends, as Thunderbird and MimeKit read them: `text/html, charset=x` is text/html.
    static func contentType(of field: HeaderField, defects: inout Defects) -> ContentType? {
        var parser = ParameterParser(FieldCursor(field))
        parser.cursor.skipCommentsAndWhiteSpace()
        if parser.cursor.skip(ASCII.quote) { defects.insert(.malformedContentType) }
        let type = parser.typeName()
        guard !type.isEmpty else {
            defects.insert(.malformedContentType)
            return nil
        }
        var subtype = ""
        parser.cursor.skipCommentsAndWhiteSpace()
        if parser.cursor.skip(ASCII.slash) {
            while parser.cursor.skip(ASCII.slash) {}
            subtype = parser.cursor.lowercasedText(parser.cursor.token())
            if parser.skipRestOfWord() { defects.insert(.malformedContentType) }
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
        var ahead = parser
        let isParameter = ahead.cursor.token().isEmpty || ahead.cursor.current == ASCII.equals
        var kind = ""
        if !isParameter {
            kind = parser.cursor.lowercasedText(parser.cursor.token())
            if parser.skipRestOfWord() { parser.defects.insert(.malformedParameter) }
        }
        let parameters = parser.parameters()
        defects.formUnion(parser.defects)
        return kind.isEmpty && parameters.isEmpty ? nil : (kind, parameters)
    }

    /// A type in lower case: up to the slash, or the whole word if there is none.
    private mutating func typeName() -> String {
        cursor.skipCommentsAndWhiteSpace()
        let range = cursor.skip {
            Self.isNameByte($0) && $0 != ASCII.slash && $0 != ASCII.less && $0 != ASCII.greater && $0 != ASCII.quote
        }
        return cursor.lowercasedText(range)
    }

    /// Passes over what sticks to a token, such as HTML or a forgotten quote, but for a parameter; returns whether there was
    /// anything.
    private mutating func skipRestOfWord() -> Bool {
        guard cursor.skipStraySpecials() else { return false }
        if !startsParameter { _ = cursor.skip { Self.isNameByte($0) } }
        return true
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case ASCII.semicolon, ASCII.openParenthesis: false
        default: byte > ASCII.space
        }
    }

    /// The name of a parameter in lower case, comments and white space before it passed over; it may hold what no token has.
    private mutating func parameterName() -> String {
        cursor.skipCommentsAndWhiteSpace()
        let range = cursor.skip { Self.isNameByte($0) && $0 != ASCII.equals && $0 != ASCII.comma }
        return cursor.lowercasedText(range)
    }

    /// Parameters and pieces of them that are read of one field; joining them takes the square of that.
    private static let maximumPieces = 250

    private mutating func parameters() -> ParameterList {
        while !cursor.isAtEnd, pieces.count < Self.maximumPieces {
            // Between parameters: a semicolon, or what broken senders put there.
            cursor.skipCommentsAndWhiteSpace()
            if cursor.skip(ASCII.semicolon) || cursor.skip(ASCII.comma) { continue }
            let start = cursor.position
            let name = parameterName()
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
        let name = ahead.skip { Self.isNameByte($0) && $0 != ASCII.equals }
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
    /// Reads the content types of a header; without one there is the default of the place.
    ///
    /// Of several the first counts, as to Thunderbird (`mimehdrs.cpp`, `MimeHeaders_get`), MimeKit, Python and Go; the others
    /// follow it, and so do types with a boundary or charset that is given a second time. Programs that do not take the first
    /// take the last, which therefore comes next; those between count as far as there is room.
    static func all(in header: Header, place: PartPlace, defects: inout Defects) -> [ContentType] {
        let fallback = place == .digest ? ContentType(type: "message", subtype: "rfc822") : .textPlain
        guard let first = header.first("content-type"), let last = header.last("content-type") else {
            return [fallback]
        }
        var ends = [ParameterParser.contentType(of: first, defects: &defects) ?? fallback]
        var between: [ContentType] = []
        if first.offsets != last.offsets {
            defects.insert(.duplicateField)
            ParameterParser.contentType(of: last, defects: &defects).map { ends.append($0) }
            for field in header.all("content-type").dropFirst().dropLast().prefix(maximumReadings) {
                ParameterParser.contentType(of: field, defects: &defects).map { between.append($0) }
            }
        } else if ends[0].parameters.repeated.isEmpty {
            return ends
        }
        return distinct(
            ends + ends.compactMap(\.readingsOfRepeated.first) + between
                + (ends + between).flatMap(\.readingsOfRepeated))
    }

    /// Types of one header that are read.
    private static let maximumReadings = 4

    /// The first types by which a body is read differently.
    private static func distinct(_ types: [ContentType]) -> [ContentType] {
        var kept: [(type: ContentType, decides: ContentType)] = []
        for type in types where kept.count < maximumReadings {
            let decides = type.withDecidingParameters
            if !kept.contains(where: { $0.decides == decides }) { kept.append((type, decides)) }
        }
        return kept.map(\.type)
    }

    /// The type with those of its parameters that decide what a reader sees.
    private var withDecidingParameters: ContentType {
        let names = ["boundary", "charset", "format", "delsp", "name", "filename", "file"]
        let deciding = names.compactMap { name in parameters.all.first { $0.name == name } }
        return ContentType(type: type, subtype: subtype, parameters: ParameterList(deciding))
    }

    /// The type with each of the parameters that are given again, the last one first.
    private var readingsOfRepeated: [ContentType] {
        let repeated = parameters.repeated
        return (repeated.suffix(1) + repeated.dropLast().prefix(Self.maximumReadings)).map { parameter in
            var type = self
            type.parameters.all.removeAll { $0.name == parameter.name }
            type.parameters.all.append(parameter)
            type.parameters.repeated = []
            return type
        }
    }
}
