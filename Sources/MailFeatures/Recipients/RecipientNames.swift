// SPDX-License-Identifier: Apache-2.0
import MailMessage

/// The words that name the people a message is for: in archives of several mailboxes they tell whose mail it is, not
/// what it is, and so they are never features.
///
/// ## Rules
/// - The recipients are those that To and Cc name (the first ``mostMailboxes``) and those the options give. Fields that
///   delivery adds do not count, since a filter before delivery does not see them.
/// - The whole address always goes, and with it the domain, alone or at the end of a host name, unless thousands share
///   it (`gmail.com`).
/// - Of local part, display name and the domain's own name the words of ``shortestWord`` bytes or more go, wherever they
///   stand as whole words, in any case of letters. Shorter ones ("al", "max") are too often words of a language, and so
///   are those of ``RecipientStopWords``: role names ("info", "sales") and names that mean something ("will", "mark").
/// - Of a name the first ``mostWords`` words count.
/// - A mailing list is not a person: of an address that the message's own List-Post, List-Id, X-Mailing-List or
///   X-BeenThere names, only the whole address goes.
struct RecipientNames {
    static let shortestWord = 4
    static let mostMailboxes = 20
    /// A display name or local part of more words is no name; the first ones count.
    static let mostWords = 50
    private static let longestPattern = 120

    /// Something to take out: its bytes in lower case, and what they begin with.
    struct Pattern {
        var range: Range<Int>
        var key: UInt32
    }

    /// Which keys patterns have, as far as 1,024 bits can tell: at nearly every word of a text none.
    struct Filter {
        private var bits = InlineArray<16, UInt64>(repeating: 0)

        mutating func insert(_ key: UInt32) {
            let place = Self.place(of: key)
            bits[place >> 6] |= 1 << UInt64(place & 63)
        }

        @inline(__always)
        func mayContain(_ key: UInt32) -> Bool {
            let place = Self.place(of: key)
            return bits[place >> 6] >> UInt64(place & 63) & 1 != 0
        }

        @inline(__always)
        private static func place(of key: UInt32) -> Int { Int((key &* 0x9e37_79b1) >> 22) }
    }

    /// The patterns in lower case, one after another.
    private(set) var bytes: [UInt8] = []
    private(set) var patterns: [Pattern] = []
    private(set) var filter = Filter()

    var isEmpty: Bool { patterns.isEmpty }

    /// Starts again with the patterns of others.
    mutating func reset(to others: RecipientNames) {
        bytes.removeAll(keepingCapacity: true)
        patterns.removeAll(keepingCapacity: true)
        bytes += others.bytes
        patterns += others.patterns
        filter = others.filter
    }

    /// Adds the recipients of a message.
    mutating func add(recipientsOf message: Message) {
        let to = message.addresses("to").prefix(Self.mostMailboxes)
        let mailboxes = to + message.addresses("cc").prefix(Self.mostMailboxes - to.count)
        guard !mailboxes.isEmpty else { return }
        let lists = Self.listFields(of: message)
        for mailbox in mailboxes {
            let address = folded(mailbox.address)
            if !lists.isEmpty, Self.isList(address, in: lists) {
                add(address, 0..<address.count)
            } else {
                add(mailbox, address)
            }
        }
    }

    /// Adds an address or a domain that the site calls its own.
    mutating func add(configured name: String) {
        let bytes = folded(name)
        if name.utf8.contains(UInt8(ascii: "@")) {
            add(Address(address: name), bytes)
        } else {
            add(domain: bytes, 0..<bytes.count)
        }
    }

    /// Orders the patterns by key, so that they are found by halving, and of two that begin alike the longer first.
    mutating func finish() {
        let bytes = bytes
        patterns.sort { one, other in
            if one.key != other.key { return one.key < other.key }
            if one.range.count != other.range.count { return one.range.count > other.range.count }
            return bytes[one.range].lexicographicallyPrecedes(bytes[other.range])
        }
        var kept = 0
        for pattern in patterns {
            if kept > 0, bytes[patterns[kept - 1].range].elementsEqual(bytes[pattern.range]) { continue }
            patterns[kept] = pattern
            kept += 1
        }
        patterns.removeLast(patterns.count - kept)
    }

    /// The place of the first pattern whose key is not less; call after ``finish()``.
    func firstPattern(from key: UInt32) -> Int {
        var (low, high) = (0, patterns.count)
        while low < high {
            let middle = (low + high) / 2
            if patterns[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func add(_ mailbox: Address, _ address: [UInt8]) {
        add(address, 0..<address.count)
        if let at = address.lastIndex(of: UInt8(ascii: "@")) {
            addWords(of: address, 0..<at)
            add(domain: address, (at + 1)..<address.count)
        }
        guard let name = mailbox.displayName else { return }
        let foldedName = folded(name)
        addWords(of: foldedName, 0..<foldedName.count)
        // Texts are searched without regard to the case of ASCII letters only: names in others also as they are written.
        if name.utf8.contains(where: { $0 >= 0x80 }) {
            let written = Array(name.utf8)
            addWords(of: written, 0..<written.count)
        }
    }

    private mutating func add(domain text: [UInt8], _ range: Range<Int>) {
        guard text[range].contains(UInt8(ascii: ".")), !Self.contains(RecipientStopWords.sharedDomains, text, range)
        else { return }
        add(text, range)
        // The label before the last.
        var label = range.lowerBound..<range.lowerBound
        var last = label
        var start = range.lowerBound
        for index in range.lowerBound...range.upperBound
        where index == range.upperBound || text[index] == UInt8(ascii: ".") {
            if index > start { (label, last) = (last, start..<index) }
            start = index + 1
        }
        if !label.isEmpty { addWord(text, label) }
    }

    /// Adds a local part or display name, whole and in its words.
    private mutating func addWords(of text: [UInt8], _ range: Range<Int>) {
        var words = 0
        var index = range.lowerBound
        while index < range.upperBound, words < Self.mostWords {
            let start = index
            while index < range.upperBound, Self.isWordByte(text[index]) { index += 1 }
            if index > start {
                words += 1
                addWord(text, start..<index)
            }
            index += 1
        }
        if words > 1, range.count >= Self.shortestWord, text[range].allSatisfy({ $0 > 0x20 }) { add(text, range) }
    }

    private mutating func addWord(_ text: [UInt8], _ word: Range<Int>) {
        guard word.count >= Self.shortestWord, !Self.contains(RecipientStopWords.words, text, word) else { return }
        guard !text[word].allSatisfy({ $0 &- 0x30 < 10 }) else { return }
        add(text, word)
    }

    private mutating func add(_ text: [UInt8], _ range: Range<Int>) {
        guard range.count >= Self.shortestWord, range.count <= Self.longestPattern else { return }
        let key = Self.key(UInt64(text.span.halfWord(at: range.lowerBound)))
        filter.insert(key)
        patterns.append(Pattern(range: bytes.count..<(bytes.count + range.count), key: key))
        bytes += text[range]
    }

    /// The first four of a word's bytes in one number, the same for capital and small letters.
    @inline(__always)
    static func key(_ bytes: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: bytes) | 0x2020_2020 }

    /// Letters, digits and everything beyond ASCII.
    @inline(__always)
    static func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte >= 0x80
    }

    /// What the fields say that name the list a message came by; empty if there are none.
    private static func listFields(of message: Message) -> [UInt8] {
        var text: [UInt8] = []
        for name: StaticString in ["list-post", "list-id", "x-mailing-list", "x-beenthere", "mailing-list"] {
            guard let field = message.header.first(name) else { continue }
            field.appendUnfolded(to: &text, limit: 500)
            text.append(UInt8(ascii: "\n"))
        }
        return folded(text)
    }

    /// Whether the fields name the list `local@domain`, or `local.domain` as List-Id does.
    private static func isList(_ address: [UInt8], in fields: [UInt8]) -> Bool {
        guard let at = address.lastIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
        var identifier = address
        identifier[at] = UInt8(ascii: ".")
        return contains(fields, address) || contains(fields, identifier)
    }

    private static func contains(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        text.span.contains(pattern.span)
    }

    private static func contains(_ set: ByteWordSet, _ text: [UInt8], _ range: Range<Int>) -> Bool {
        set.contains(text.span.extracting(range))
    }
}

private func folded(_ text: String) -> [UInt8] { folded(Array(text.utf8)) }

private func folded(_ text: [UInt8]) -> [UInt8] {
    guard text.span.hasEightBit else { return text.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 } }
    var scratch = ScratchBytes(capacity: text.count + 16)
    CaseFolding.append(text.span, to: &scratch)
    return scratch.array(0..<scratch.count)
}
