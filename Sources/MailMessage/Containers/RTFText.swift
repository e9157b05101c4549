// SPDX-License-Identifier: Apache-2.0

/// The text of a document in Rich Text Format, or the HTML that Outlook wrapped in one.
///
/// Fonts, colours, styles, pictures and what else is no text are left out; fields keep their instruction, in which the
/// URL of a link stands.
///
/// - SeeAlso: Rich Text Format Specification 1.9.1; MS-OXRTFEX, section 2 (`\fromhtml`, `\htmltag`, `\htmlrtf`).
struct RTFText {
    /// The text or HTML in UTF-8.
    private(set) var text: [UInt8] = []
    /// Whether the text is HTML.
    private(set) var isHTML = false

    private static let maximumDepth = 1_000
    /// Destinations whose text is not the document's.
    private static let silent: Set<String> = [
        "fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "listtable", "listoverridetable", "rsidtbl",
        "generator", "themedata", "colorschememapping", "datastore", "latentstyles", "xmlnstbl", "filetbl", "revtbl",
    ]

    /// What a group inherits from the one around it.
    private struct Group {
        var isSilent = false
        /// Within HTML: text that is for readers of RTF only (`\htmlrtf`).
        var isForRTF = false
        /// Whether this is an `\htmltag`, whose text is HTML.
        var isTag = false
        /// How many characters stand in for a `\u` (`\uc`).
        var replacements = 1
    }

    private let limit: Int
    private var groups = [Group()]
    /// Groups beyond the deepest that is kept.
    private var excess = 0
    private var charset = Charset.windows1252
    /// Bytes in the document's code page that are not decoded yet.
    private var pending: [UInt8] = []
    private var toSkip = 0
    private var isIgnorable = false
    private var highSurrogate: UInt32?

    /// Reads a document; its text is at most about `limit` bytes long.
    init(_ rtf: Span<UInt8>, limit: Int) {
        self.limit = limit
        read(rtf)
        flush()
        if text.count > limit {
            text.removeSubrange(UTF8Bytes.boundary(of: text.span, atOrBefore: limit)...)
        }
    }

    private var group: Group {
        get { groups[groups.count - 1] }
        set { groups[groups.count - 1] = newValue }
    }

    private mutating func read(_ rtf: Span<UInt8>) {
        var place = 0
        while place < rtf.count, text.count < limit {
            let byte = rtf[place]
            place += 1
            switch byte {
            case UInt8(ascii: "{"): open()
            case UInt8(ascii: "}"): close()
            case ASCII.backslash: control(rtf, &place)
            case ASCII.lineFeed, ASCII.carriageReturn: break
            case 0x80...: put(encoded: byte)
            default: put(byte)
            }
        }
    }

    private mutating func open() {
        toSkip = 0
        if groups.count < Self.maximumDepth { groups.append(group) } else { excess += 1 }
    }

    private mutating func close() {
        toSkip = 0
        isIgnorable = false
        if excess > 0 { excess -= 1 } else if groups.count > 1 { groups.removeLast() }
    }

    /// Reads what follows a backslash: a sign, or a word with its number and the one space that ends it.
    private mutating func control(_ rtf: Span<UInt8>, _ place: inout Int) {
        guard place < rtf.count else { return }
        guard rtf[place].isLetter else {
            let sign = rtf[place]
            place += 1
            if sign == ASCII.apostrophe, place + 1 < rtf.count, let high = rtf[place].hexValue,
                let low = rtf[place + 1].hexValue
            {
                place += 2
                put(encoded: high << 4 | low)
            } else {
                symbol(sign)
            }
            return
        }
        let start = place
        while place < rtf.count, place - start < 32, rtf[place].isLetter { place += 1 }
        let word = String(decoding: rtf.bytes(start..<place), as: UTF8.self)
        var number: Int?
        let isNegative = place < rtf.count && rtf[place] == ASCII.hyphen
        if isNegative { place += 1 }
        while place < rtf.count, rtf[place].isDigit {
            number = min(number ?? 0, 1 << 30) * 10 + Int(rtf[place] - 0x30)
            place += 1
        }
        if place < rtf.count, rtf[place] == ASCII.space { place += 1 }
        if word == "bin", let number {
            place += min(number, rtf.count - place)
        } else {
            self.word(word, number.map { isNegative ? -$0 : $0 })
        }
    }

    private mutating func symbol(_ sign: UInt8) {
        switch sign {
        case ASCII.star: isIgnorable = true
        case UInt8(ascii: "~"): put(ASCII.space)
        case UInt8(ascii: "_"): put(ASCII.hyphen)
        case ASCII.lineFeed, ASCII.carriageReturn: put(ASCII.lineFeed)
        case ASCII.hyphen, ASCII.colon, UInt8(ascii: "|"): break
        // In the document's code page, as without a backslash.
        case 0x80...: put(encoded: sign)
        default: put(sign)
        }
    }

    private mutating func word(_ word: String, _ number: Int?) {
        let isDestination = isIgnorable
        isIgnorable = false
        switch word {
        case "par", "line", "sect", "page", "row": put(ASCII.lineFeed)
        case "tab", "cell": put(ASCII.tab)
        case "u": put(unicode: number ?? 0)
        case "uc": group.replacements = min(max(number ?? 1, 0), 16)
        case "ansicpg": charset = CodePage.label(of: number ?? 0).flatMap { Charset.named($0) } ?? charset
        case "fromhtml": isHTML = number != 0
        case "htmlrtf": group.isForRTF = number != 0
        case "htmltag": (group.isTag, group.isSilent) = (true, false)
        case "fldinst": put(ASCII.space)
        case "emdash", "endash": put(ASCII.hyphen)
        case "lquote", "rquote": put(ASCII.apostrophe)
        case "ldblquote", "rdblquote": put(ASCII.quote)
        case "bullet": put(ASCII.star)
        default: if isDestination || Self.silent.contains(word) { group.isSilent = true }
        }
    }

    // MARK: Text

    /// Whether text at this place belongs to what is read.
    private var isHeard: Bool { !group.isSilent && !(isHTML && group.isForRTF && !group.isTag) }

    /// Whether a character stands in for a `\u` before it.
    private mutating func isReplacement() -> Bool {
        guard toSkip > 0 else { return false }
        toSkip -= 1
        return true
    }

    private mutating func put(_ byte: UInt8) {
        guard !isReplacement(), isHeard else { return }
        flush()
        text.append(byte)
    }

    private mutating func put(encoded byte: UInt8) {
        guard !isReplacement(), isHeard else { return }
        pending.append(byte)
    }

    private mutating func put(unicode number: Int) {
        toSkip = group.replacements
        guard isHeard else { return }
        let value = UInt32(truncatingIfNeeded: number) & 0xffff
        flush()
        if value & 0xfc00 == 0xd800 {
            highSurrogate = value
            return
        }
        var code = value
        if let high = highSurrogate, value & 0xfc00 == 0xdc00 { code = 0x10000 + (high & 0x3ff) << 10 + value & 0x3ff }
        highSurrogate = nil
        text.append(contentsOf: String(Unicode.Scalar(code) ?? "\u{FFFD}").utf8)
    }

    private mutating func flush() {
        guard !pending.isEmpty else { return }
        var encoded: [UInt8] = []
        swap(&encoded, &pending)
        CharsetDecoder(charset).append(decoding: encoded.span, to: &text, limit: encoded.count * 4)
        encoded.removeAll(keepingCapacity: true)
        swap(&encoded, &pending)
    }
}
