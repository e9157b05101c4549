// SPDX-License-Identifier: Apache-2.0

/// Takes a Received field apart into its clauses: keyword, words, comments; up to the date's semicolon.
///
/// Words are ranges of the field's bytes; text is made only of what the field is asked for.
struct ReceivedParser {
    private(set) var field = ReceivedField()
    private var cursor: FieldCursor
    private var clause = Clause.none
    /// Words of the clause at hand so far.
    private var wordCount = 0
    /// Whether the address that the receiver itself saw was read: it is worth more than the sender's own word.
    private var hasSeenAddress = false
    private var isProtocolKnown = false
    private var isInDate = false

    private enum Clause { case none, from, by, via, with, id, recipient }

    init(_ cursor: FieldCursor) { self.cursor = cursor }

    mutating func run() {
        while true {
            cursor.skipWhiteSpace()
            guard let byte = cursor.current else { return }
            if byte == ASCII.semicolon {
                // After the date there may only be a recipient.
                cursor.advance()
                isInDate = true
                clause = .none
            } else if byte == ASCII.openParenthesis {
                let comment = cursor.skipComment()
                if clause == .from || (clause == .none && field.from == nil && !isInDate) { readSender(comment) }
            } else {
                read(word: word())
            }
        }
    }

    /// The bytes up to white space, a comment or a semicolon; angle and square brackets are kept together.
    private mutating func word() -> Range<Int> {
        let start = cursor.position
        let opening = cursor.current
        if opening == ASCII.less || opening == ASCII.openBracket {
            let closing = opening == ASCII.less ? ASCII.greater : ASCII.closeBracket
            _ = cursor.skip { $0 != closing && $0 != ASCII.semicolon }
            _ = cursor.skip(closing)
        }
        _ = cursor.skip { !$0.isWhiteSpace && $0 != ASCII.openParenthesis && $0 != ASCII.semicolon }
        if cursor.position == start { cursor.advance() }
        return start..<cursor.position
    }

    private mutating func read(word: Range<Int>) {
        if let keyword = keyword(word), !isInDate || keyword == .recipient {
            clause = keyword
            wordCount = 0
            return
        }
        wordCount += 1
        let word = withoutAngles(word)
        switch clause {
        case .from where wordCount == 1 && field.from == nil: readFrom(word)
        case .from where wordCount == 2: readAddress(word)
        case .by where wordCount == 1 && field.by == nil: field.by = host(withoutComma(word))
        case .via where wordCount == 1 && field.via == nil: field.via = cursor.text(word)
        case .with where wordCount <= 4 && !isProtocolKnown: readProtocol(word)
        case .id where wordCount == 1 && field.id == nil: field.id = cursor.text(word)
        case .recipient where wordCount == 1 && field.forAddress == nil && cursor.bytes[word].contains(ASCII.at):
            field.forAddress = cursor.text(word)
        default: break
        }
    }

    private func keyword(_ word: Range<Int>) -> Clause? {
        guard (2...4).contains(word.count) else { return nil }
        // The letters as one number: at most four.
        let letters = cursor.bytes[word].reduce(UInt32(0)) { $0 << 8 | UInt32($1.lowercased) }
        switch letters {
        case 0x6672_6F6D: return field.from == nil || clause != .via ? .from : nil
        case 0x6279: return .by
        case 0x76_6961: return .via
        case 0x7769_7468: return .with
        case 0x6964: return .id
        case 0x66_6F72: return .recipient
        default: return nil
        }
    }

    /// A host, without the brackets of an address literal.
    private func host(_ word: Range<Int>) -> String {
        cursor.text(ReceivedHost.address(in: cursor.bytes, word) ?? word)
    }

    private mutating func readFrom(_ word: Range<Int>) {
        if let address = ReceivedHost.address(in: cursor.bytes, word) {
            let text = cursor.text(address)
            field.from = text
            field.ip = field.ip ?? text
            return
        }
        // Neither an address literal nor a name: [<1@example.com>], [?.?.?.?].
        guard cursor.bytes[word.lowerBound] != ASCII.openBracket else { return }
        let end = cursor.bytes[word].firstIndex(of: ASCII.slash) ?? word.upperBound
        field.from = cursor.text(word.lowerBound..<end)
    }

    /// Keeps the first word, and one that names a protocol in place of one that does not.
    private mutating func readProtocol(_ word: Range<Int>) {
        isProtocolKnown = ReceivedHost.isProtocol(cursor.bytes[word])
        if field.with == nil || isProtocolKnown { field.with = cursor.text(word) }
    }

    @discardableResult
    private mutating func readAddress(_ word: Range<Int>) -> Bool {
        guard let address = ReceivedHost.address(in: cursor.bytes, word) else { return false }
        if !hasSeenAddress { field.ip = cursor.text(address) }
        hasSeenAddress = true
        return true
    }

    /// Reads what the receiver says of the sender: `(name [address])`, `(HELO name)`, `(helo=name ident=user)`.
    private mutating func readSender(_ comment: Range<Int>) {
        var next = comment.lowerBound
        var count = 0
        var isAfterHelo = false
        var isAfterFrom = false
        while let word = senderWord(from: &next, before: comment.upperBound) {
            count += 1
            if clause == .none {
                // Some wrap the whole clause, or tell it at last: (from name [address]), (invoked from network).
                if isAfterFrom, field.from == nil {
                    field.from = host(word)
                } else if field.from != nil {
                    readAddress(word)
                }
                isAfterFrom = `is`(word, "from")
            } else if isAfterHelo {
                field.helo = field.helo ?? host(word)
                isAfterHelo = false
            } else if word.count == 4, `is`(word, "helo") || `is`(word, "ehlo") || `is`(word, "lhlo") {
                isAfterHelo = true
            } else if word.count >= 5, `is`(word.prefix(5), "helo=") || `is`(word.prefix(5), "ehlo=") {
                // An address literal is a word of its own: helo=[192.0.2.1].
                isAfterHelo = word.count == 5
                if !isAfterHelo { field.helo = field.helo ?? host(word.dropFirst(5)) }
            } else if !readAddress(word), count == 1, field.reverseName == nil,
                ReceivedHost.isHostName(cursor.bytes[word])
            {
                field.reverseName = cursor.text(word)
            }
        }
    }

    private func `is`(_ word: Range<Int>, _ lowercased: StaticString) -> Bool {
        cursor.bytes.span.extracting(word).equalsIgnoringCase(lowercased)
    }

    /// The next word of a comment: white space, commas, angle brackets and an opening bracket part them.
    private func senderWord(from next: inout Int, before end: Int) -> Range<Int>? {
        let bytes = cursor.bytes
        func isSeparator(_ byte: UInt8) -> Bool {
            byte.isWhiteSpace || byte == ASCII.comma || byte == ASCII.less || byte == ASCII.greater
        }
        while next < end, isSeparator(bytes[next]) { next += 1 }
        let start = next
        while next < end, bytes[next] == ASCII.openBracket { next += 1 }
        while next < end, !isSeparator(bytes[next]), bytes[next] != ASCII.openBracket { next += 1 }
        return next > start ? start..<next : nil
    }

    private func withoutAngles(_ word: Range<Int>) -> Range<Int> {
        guard cursor.bytes[word.lowerBound] == ASCII.less else { return word }
        let end = cursor.bytes[word].firstIndex(of: ASCII.greater) ?? word.upperBound
        return (word.lowerBound + 1)..<max(end, word.lowerBound + 1)
    }

    private func withoutComma(_ word: Range<Int>) -> Range<Int> {
        cursor.bytes[word].last == ASCII.comma ? word.dropLast() : word
    }
}
