// SPDX-License-Identifier: Apache-2.0

/// The pieces of one element of an address list while it is read.
struct AddressElement {
    private struct Word {
        var bytes: [UInt8]
        var isQuoted: Bool
        /// Whether white space or a comment stands between the word before and this one.
        var isApart: Bool
    }

    private var words: [Word] = []
    private var angle: [UInt8]?
    private var isApart = true
    /// Whether a word outside quotes holds an @.
    private var hasAddress = false
    /// The content of the comments.
    var comments: [[UInt8]] = []

    mutating func endWord() { isApart = true }

    mutating func add(atom: ArraySlice<UInt8>) {
        words.append(Word(bytes: Array(atom), isQuoted: false, isApart: isApart))
        hasAddress = hasAddress || atom.contains(ASCII.at)
        isApart = false
    }

    mutating func add(quoted: [UInt8]) {
        words.append(Word(bytes: quoted, isQuoted: true, isApart: isApart))
        isApart = false
    }

    mutating func add(angle: [UInt8]) {
        // A second address without a comma between: the first counts.
        if self.angle == nil || self.angle?.isEmpty == true { self.angle = angle }
        isApart = true
    }

    /// Whether what was read so far may be a group's name: a phrase without an address.
    var canNameGroup: Bool { angle == nil && !words.isEmpty && !hasAddress }

    func asGroupName() -> Address {
        Address(displayName: Self.phrase(words[...]), comment: comment, address: "")
    }

    /// The mailbox, or nil if there is nothing.
    func asAddress() -> Address? {
        if let angle {
            return Address(displayName: Self.phrase(words[...]), comment: comment, address: Self.text(angle))
        }
        if words.isEmpty {
            return comments.isEmpty ? nil : Address(comment: comment, address: "")
        }
        // No brackets: the run of words with an @ is the address, what stands around it the name.
        guard let at = words.firstIndex(where: { !$0.isQuoted && $0.bytes.contains(ASCII.at) }) else {
            if words.count == 1 { return Address(comment: comment, address: Self.text(words[0].bytes)) }
            return Address(displayName: Self.phrase(words[...]), comment: comment, address: "")
        }
        var first = at
        while first > 0, Self.areJoined(words[first - 1], words[first]) { first -= 1 }
        var last = at
        while last + 1 < words.count, Self.areJoined(words[last], words[last + 1]) { last += 1 }
        let address = words[first...last].flatMap { $0.isQuoted ? Self.quoted($0.bytes) : $0.bytes }
        let name = Self.phrase(words[..<first] + words[(last + 1)...])
        return Address(displayName: name, comment: comment, address: Self.text(address))
    }

    private var comment: String? {
        if comments.isEmpty { return nil }
        let text = comments.map { Self.decoded($0, .collapsed) }.joined(separator: " ")
        return text.isEmpty ? nil : text
    }

    /// Whether two words are one in an address: nothing, or white space beside a dot or @, stands between them.
    private static func areJoined(_ first: Word, _ second: Word) -> Bool {
        if !second.isApart { return true }
        let isOpen = !first.isQuoted && (first.bytes.last == ASCII.dot || first.bytes.last == ASCII.at)
        return isOpen || (!second.isQuoted && (second.bytes.first == ASCII.dot || second.bytes.first == ASCII.at))
    }

    /// The words as a reader sees them, or nil if there are none.
    private static func phrase(_ words: ArraySlice<Word>) -> String? {
        var text = ""
        var raw: [UInt8] = []
        func flushRaw() {
            guard !raw.isEmpty else { return }
            append(decoded(raw, .collapsed), isApart: true)
            raw.removeAll()
        }
        func append(_ piece: String, isApart: Bool) {
            // Bytes: to find the last character, a string may have to be read from its start.
            if isApart, let last = text.utf8.last, last != ASCII.space, piece.utf8.first != ASCII.space { text += " " }
            text += piece
        }
        for word in words {
            if word.isQuoted {
                flushRaw()
                append(decoded(word.bytes, .kept), isApart: word.isApart)
            } else {
                if word.isApart, !raw.isEmpty { raw.append(ASCII.space) }
                raw += word.bytes
            }
        }
        flushRaw()
        return text.isEmpty ? nil : text
    }

    private static func decoded(_ bytes: [UInt8], _ spacing: EncodedWords.Spacing) -> String {
        if isPlain(bytes) { return bytes.asString }
        var text: [UInt8] = []
        EncodedWords.appendDecoded(bytes.span, spacing: spacing, to: &text, limit: .max)
        return text.asString
    }

    /// Whether decoding and collapsing would change nothing: printable ASCII, single spaces, no mark of encoded words.
    private static func isPlain(_ bytes: [UInt8]) -> Bool {
        var previous = ASCII.space
        for byte in bytes {
            guard byte &- 0x20 < 0x5f else { return false }
            if byte == ASCII.space, previous == ASCII.space { return false }
            if byte == ASCII.questionMark, previous == ASCII.equals { return false }
            previous = byte
        }
        return previous != ASCII.space
    }

    private static func text(_ bytes: [UInt8]) -> String { decoded(bytes, .kept) }

    /// The bytes as a quoted string.
    private static func quoted(_ bytes: [UInt8]) -> [UInt8] {
        [ASCII.quote] + bytes.flatMap { $0 == ASCII.quote || $0 == ASCII.backslash ? [ASCII.backslash, $0] : [$0] }
            + [ASCII.quote]
    }
}
