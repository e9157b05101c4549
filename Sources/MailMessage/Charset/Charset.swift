// SPDX-License-Identifier: Apache-2.0

/// A character set that mail names, known by the WHATWG's labels and a few more.
///
/// Labels mean what mail programs mean by them, not what their standards say: `iso-8859-1` is windows-1252, `gb2312`
/// is gb18030, `shift_jis` is Windows' code page 932. `us-ascii` stays apart, because its high bytes say that the
/// label is wrong (``TextDecoding``); decoded as it stands, it is windows-1252 too.
///
/// - SeeAlso: [WHATWG Encoding Standard, section 4.2](https://encoding.spec.whatwg.org/#names-and-labels)
public struct Charset: Sendable, Hashable {
    /// The set's place in ``CharsetTables/sets``.
    let number: Int

    var details: CharsetDescription { CharsetTables.sets[number] }

    /// The set's usual name in lower case, as `windows-1252`.
    public var name: String { CharsetTables.sets[number].name.description }

    /// Bytes of a label that are looked at; the longest known has 47.
    static let maximumLabelBytes = 64

    /// Returns the set that a label stands for.
    ///
    /// Only letters and digits count, in either case; an RFC 2231 language (`utf-8*en`) is left out.
    ///
    /// - Returns: nil for a label that nobody knows, as `x-unknown`.
    public static func named(_ label: Span<UInt8>) -> Charset? {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var index = 0
        let count = min(label.count, maximumLabelBytes)
        while index < count {
            var byte = label[index]
            index += 1
            if byte == UInt8(ascii: "*") { break }
            if byte &- UInt8(ascii: "A") < 26 { byte |= 0x20 }
            guard byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 else { continue }
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        let hashes = CharsetTables.labelHashes
        var low = 0
        var high = hashes.count
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        guard low < hashes.count, hashes[low] == hash else { return nil }
        return Charset(number: Int(CharsetTables.labelSets[low]))
    }

    /// Returns the set that a label's bytes stand for.
    public static func named(_ label: [UInt8]) -> Charset? { named(label.span) }

    /// Returns the set that a label stands for.
    public static func named(_ label: String) -> Charset? { named(Array(label.utf8)) }
}

extension Charset: CustomStringConvertible {
    /// The set's name.
    public var description: String { name }
}

/// One line of ``CharsetTables``.
struct CharsetDescription: Sendable {
    /// How bytes become characters.
    enum Scheme: Sendable {
        case singleByte, utf8, utf16, utf16LittleEndian, utf16BigEndian, utf32, utf32LittleEndian, utf32BigEndian
        case iso2022JP, hz, iconv
    }

    let name: StaticString
    let scheme: Scheme
    let iconvName: StaticString

    init(_ name: StaticString, _ scheme: Scheme, iconv: StaticString = "") {
        self.name = name
        self.scheme = scheme
        self.iconvName = iconv
    }
}
