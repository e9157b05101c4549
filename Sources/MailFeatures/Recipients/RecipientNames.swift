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
/// - A mailing list is not a person: of an address that the message's own List-Post, List-Id, X-Mailing-List or
///   X-BeenThere names, only the whole address goes.
struct RecipientNames {
    static let shortestWord = 4
    static let mostMailboxes = 20
    private static let longestPattern = 120

    /// The patterns in lower case, one after another.
    private(set) var bytes: [UInt8] = []
    private(set) var ranges: [Range<Int>] = []
    /// For each byte: ``other``, ``inWord`` or, if a pattern begins with it in either case, ``first``.
    private(set) var kinds: [UInt8] = (0...255).map { isWordByte($0) ? inWord : other }

    static let other: UInt8 = 0
    static let inWord: UInt8 = 1
    static let first: UInt8 = 2

    var isEmpty: Bool { ranges.isEmpty }

    mutating func removeAll() {
        guard !ranges.isEmpty else { return }
        setFirstBytes(as: Self.inWord)
        bytes.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
    }

    /// Adds the recipients of a message.
    mutating func add(recipientsOf message: Message) {
        let to = message.addresses("to").prefix(Self.mostMailboxes)
        let mailboxes = to + message.addresses("cc").prefix(Self.mostMailboxes - to.count)
        guard !mailboxes.isEmpty else { return }
        let lists = Self.listFields(of: message)
        for mailbox in mailboxes {
            if Self.isList(mailbox, in: lists) {
                add(lowercased(mailbox.address))
            } else {
                add(mailbox)
            }
        }
    }

    /// Adds an address or a domain that the site calls its own.
    mutating func add(configured name: String) {
        if name.utf8.contains(UInt8(ascii: "@")) {
            add(Address(address: name))
        } else {
            add(domain: lowercased(name))
        }
    }

    /// Orders the patterns so that of two that begin alike the longer is tried first.
    mutating func finish() {
        ranges.sort { $0.count != $1.count ? $0.count > $1.count : $0.lowerBound < $1.lowerBound }
        setFirstBytes(as: Self.first)
    }

    private mutating func setFirstBytes(as kind: UInt8) {
        for range in ranges {
            let byte = bytes[range.lowerBound]
            guard Self.isWordByte(byte) else { continue }
            kinds[Int(byte)] = kind
            if byte &- 0x61 < 26 { kinds[Int(byte & 0xdf)] = kind }
        }
    }

    private mutating func add(_ mailbox: Address) {
        let address = lowercased(mailbox.address)
        add(address)
        if let at = address.lastIndex(of: UInt8(ascii: "@")) {
            addWords(of: address[..<at])
            add(domain: Array(address[(at + 1)...]))
        }
        guard let name = mailbox.displayName else { return }
        addWords(of: lowercased(name)[...])
        // Texts are searched without regard to the case of ASCII letters only: names in others also as they are written.
        if name.utf8.contains(where: { $0 >= 0x80 }) { addWords(of: Array(name.utf8)[...]) }
    }

    private mutating func add(domain: [UInt8]) {
        guard domain.contains(UInt8(ascii: ".")), !RecipientStopWords.sharedDomains.contains(domain) else { return }
        add(domain)
        let labels = domain.split(separator: UInt8(ascii: "."))
        if labels.count >= 2 { addWord(labels[labels.count - 2]) }
    }

    /// Adds a local part or display name, whole and in its words.
    private mutating func addWords(of text: ArraySlice<UInt8>) {
        let words = text.split { !Self.isWordByte($0) }
        for word in words { addWord(word) }
        if words.count > 1, text.count >= Self.shortestWord, text.allSatisfy({ $0 > 0x20 }) { add(Array(text)) }
    }

    private mutating func addWord(_ word: ArraySlice<UInt8>) {
        guard word.count >= Self.shortestWord, !RecipientStopWords.words.contains(Array(word)) else { return }
        guard !word.allSatisfy({ $0 &- 0x30 < 10 }) else { return }
        add(Array(word))
    }

    private mutating func add(_ pattern: [UInt8]) {
        guard pattern.count >= Self.shortestWord, pattern.count <= Self.longestPattern else { return }
        guard !ranges.contains(where: { bytes[$0].elementsEqual(pattern) }) else { return }
        ranges.append(bytes.count..<(bytes.count + pattern.count))
        bytes += pattern
    }

    /// Letters, digits and everything beyond ASCII.
    @inline(__always)
    static func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte >= 0x80
    }

    private static func listFields(of message: Message) -> [UInt8] {
        var text: [UInt8] = []
        for name: StaticString in ["list-post", "list-id", "x-mailing-list", "x-beenthere", "mailing-list"] {
            message.header.first(name)?.appendUnfolded(to: &text, limit: 500)
            text.append(UInt8(ascii: "\n"))
        }
        return folded(text)
    }

    /// Whether the fields name the list `local@domain`, or `local.domain` as List-Id does.
    private static func isList(_ mailbox: Address, in fields: [UInt8]) -> Bool {
        let address = lowercased(mailbox.address)
        guard let at = address.lastIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
        var identifier = address
        identifier[at] = UInt8(ascii: ".")
        return contains(fields, address) || contains(fields, identifier)
    }

    private static func contains(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
        text.withUnsafeBytes { text in
            pattern.withUnsafeBytes { ByteSearch.contains(text, $0) }
        }
    }
}

private func lowercased(_ text: String) -> [UInt8] { folded(Array(text.utf8)) }

private func folded(_ text: [UInt8]) -> [UInt8] {
    var scratch = ScratchBytes(capacity: text.count + 16)
    text.withUnsafeBufferPointer { CaseFolding.append($0, to: &scratch) }
    return scratch.array(0..<scratch.count)
}
