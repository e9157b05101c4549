// SPDX-License-Identifier: Apache-2.0

/// How the bytes of a text were decoded.
public struct TextDecoding: Sendable, Equatable {
    /// The set that the text was decoded with.
    public var charset: Charset
    /// How many U+FFFD stand for bytes that could not be decoded.
    public var replacements: Int
    /// Whether the text is longer than was asked for.
    public var isCut: Bool
    /// Whether the declared set was unknown or evidently wrong, so that another was used.
    public var isMislabelled: Bool
    /// What is wrong with the text's charset, and with its transfer encoding if that was undone, too.
    public var defects: Defects = []

    /// Makes a record of a decoding.
    public init(charset: Charset, replacements: Int = 0, isCut: Bool = false, isMislabelled: Bool = false) {
        self.charset = charset
        self.replacements = replacements
        self.isCut = isCut
        self.isMislabelled = isMislabelled
    }
}

extension TextDecoding {
    /// Appends a text's characters as UTF-8 with LF line ends, at most `limit` bytes, by the set that fits it best.
    ///
    /// ## Rules
    /// 1. A byte order mark of UTF-8 or UTF-16 decides.
    /// 2. A set that was declared and is known is believed, except that `us-ascii` with high bytes is no declaration,
    ///    and that valid UTF-8 with two or more characters beyond ASCII is UTF-8 whatever single-byte set was declared, and
    ///    with one whatever seven-bit set: none of those (`iso-2022-jp`, `hz-gb-2312`, `utf-7`) has a byte above 127.
    /// 3. Without a declaration, HTML's own (`meta charset`), then ISO-2022-JP's escapes, then valid UTF-8, then
    ///    windows-1252.
    ///
    /// - Parameters:
    ///   - bytes: the text after its transfer encoding is undone.
    ///   - label: the `charset` parameter; nil or empty if there is none.
    ///   - isHTML: whether to look for a declaration in the text itself.
    public static func append(
        _ bytes: Span<UInt8>, label: [UInt8]?, isHTML: Bool, to output: inout [UInt8], limit: Int = .max
    ) -> TextDecoding {
        let declared = label.flatMap { $0.isEmpty ? nil : Charset.named($0) }
        let charset = choose(for: bytes, declared: declared, isHTML: isHTML)
        let start = output.count
        let outcome = CharsetDecoder(charset).append(decoding: bytes, to: &output, limit: limit)
        normalizeLineEnds(of: &output, from: start)
        var decoding = TextDecoding(
            charset: charset, replacements: outcome.replacements, isCut: outcome.isCut,
            isMislabelled: label.map { !$0.isEmpty && charset != declared } ?? false)
        if decoding.replacements > 0 { decoding.defects.insert(.undecodableText) }
        if decoding.isMislabelled { decoding.defects.insert(declared == nil ? .unknownCharset : .mislabelledText) }
        return decoding
    }

    /// Returns the set that a text is decoded with, by the rules of ``append(_:label:isHTML:to:limit:)``.
    static func choose(for bytes: Span<UInt8>, declared: Charset?, isHTML: Bool) -> Charset {
        if bytes.count >= 3, bytes[0] == 0xef, bytes[1] == 0xbb, bytes[2] == 0xbf { return .utf8 }
        switch UTF16Bytes.byteOrderMark(of: bytes) {
        case .little where declared?.isUnicode ?? true: return isUTF32(bytes) ? .utf32LittleEndian : .utf16LittleEndian
        case .big where declared?.isUnicode ?? true: return .utf16BigEndian
        default: break
        }
        if let declared, declared != .usASCII {
            if declared.isSevenBit {
                return bytes.hasEightBit && UTF8Bytes.multiByteCharacters(in: bytes) ?? 0 > 0 ? .utf8 : declared
            }
            guard declared.details.scheme == .singleByte else { return declared }
            return UTF8Bytes.multiByteCharacters(in: bytes) ?? 0 >= 2 ? .utf8 : declared
        }
        if !bytes.hasEightBit {
            if declared == .usASCII || !hasJapaneseEscape(bytes) { return declared ?? .utf8 }
            return .iso2022JP
        }
        if isHTML, let own = HTMLCharset.declared(in: bytes) { return own }
        return UTF8Bytes.multiByteCharacters(in: bytes) != nil ? .utf8 : .windows1252
    }

    private static func isUTF32(_ bytes: Span<UInt8>) -> Bool {
        bytes.count >= 4 && bytes[2] == 0 && bytes[3] == 0
    }

    /// Whether ESC $ @, ESC $ B or ESC ( I is among the first 4 KB.
    private static func hasJapaneseEscape(_ bytes: Span<UInt8>) -> Bool {
        let end = min(bytes.count, 4096) - 2
        var index = 0
        while index < end, let escape = bytes.firstIndex(of: 0x1b, in: index..<end) {
            let (first, second) = (bytes[escape + 1], bytes[escape + 2])
            if first == UInt8(ascii: "$"), second == UInt8(ascii: "@") || second == UInt8(ascii: "B") { return true }
            index = escape + 1
        }
        return false
    }

    /// Makes each CR LF of `bytes` from `start` an LF, also after further CRs; a lone CR stays.
    ///
    /// Where a sender encoded the CR of a line (`=0D` at its end), a message that is kept with CR LF has two.
    static func normalizeLineEnds(of bytes: inout [UInt8], from start: Int) {
        guard bytes.span.firstIndex(of: ASCII.carriageReturn, in: start..<bytes.count) != nil else { return }
        let count = bytes.count
        var write = start
        var text = bytes.mutableSpan
        var read = start
        while read < count {
            let end = text.span.firstIndex(of: ASCII.carriageReturn, in: read..<count) ?? count
            if write != read { text.move(read..<end, to: write) }
            write += end - read
            read = end
            guard read < count else { break }
            var after = read
            while after < count, text[after] == ASCII.carriageReturn { after += 1 }
            if after == count || text[after] != ASCII.lineFeed {
                text.move(read..<after, to: write)
                write += after - read
            }
            read = after
        }
        bytes.removeLast(count - write)
    }
}

extension Charset {
    /// Whether the set writes all characters in bytes up to 127.
    var isSevenBit: Bool {
        switch details.scheme {
        case .iso2022JP, .hz: true
        case .iconv: name.hasPrefix("iso-2022-") || name == "utf-7"
        default: false
        }
    }

    /// Whether the set is a form of Unicode.
    var isUnicode: Bool {
        switch details.scheme {
        case .singleByte, .iconv, .iso2022JP, .hz: false
        default: true
        }
    }
}
