// SPDX-License-Identifier: Apache-2.0

/// What the name of a Maildir's file says: `1491941793.M41850P8566.mx1,S=10956,W=11212:2,FSab`.
///
/// | part | meaning |
/// |---|---|
/// | `1491941793` | delivered then, in seconds since 1970 |
/// | up to `:2,` | unique: it stays when flags change and when the file moves from `new` to `cur` |
/// | `,S=` `,W=` | the size, and the size with CRLF, of the message before compression |
/// | `:2,` | the flags, upper case; keywords, lower case, by the folder's `dovecot-keywords` |
///
/// The separator is `;` or `!` where file systems forbid `:`. Letters that nobody defined are ignored.
/// - SeeAlso: <https://cr.yp.to/proto/maildir.html>, <https://doc.dovecot.org/main/core/config/mailbox/formats/maildir.html>
struct MaildirName {
    /// Bytes of the unique part.
    var uniqueBytes: Int
    var flags: MaildirFlags = []
    /// Places in the folder's keyword list, in the name's order.
    var keywords: [Int] = []
    var received: Int64?

    init(_ name: some BidirectionalCollection<UInt8>) {
        let bytes = Array(name)
        uniqueBytes = bytes.count
        if let info = Self.info(bytes) {
            uniqueBytes = info - 3
            for byte in bytes[info...] where byte != UInt8(ascii: ",") { read(byte) }
        }
        received = Self.seconds(bytes)
    }

    /// The place after `:2,`.
    private static func info(_ bytes: [UInt8]) -> Int? {
        var at = bytes.count - 3
        while at >= 0 {
            let isSeparator = bytes[at] == 0x3A || bytes[at] == 0x3B || bytes[at] == 0x21
            if isSeparator, bytes[at + 1] == UInt8(ascii: "2"), bytes[at + 2] == UInt8(ascii: ",") { return at + 3 }
            at -= 1
        }
        return nil
    }

    private mutating func read(_ flag: UInt8) {
        switch flag {
        case UInt8(ascii: "P"): flags.insert(.passed)
        case UInt8(ascii: "R"): flags.insert(.replied)
        case UInt8(ascii: "S"): flags.insert(.seen)
        case UInt8(ascii: "T"): flags.insert(.trashed)
        case UInt8(ascii: "D"): flags.insert(.draft)
        case UInt8(ascii: "F"): flags.insert(.flagged)
        case UInt8(ascii: "a")...UInt8(ascii: "z"): keywords.append(Int(flag) - 97)
        default: break
        }
    }

    /// The leading number where it is a time between 1990 and 2200: other programs begin names as they like.
    private static func seconds(_ bytes: [UInt8]) -> Int64? {
        var value: Int64 = 0
        var at = 0
        while at < bytes.count, bytes[at] &- 48 < 10, at < 12 {
            value = value * 10 + Int64(bytes[at] - 48)
            at += 1
        }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "."), 631_152_000...7_258_118_400 ~= value else { return nil }
        return value
    }
}

/// The keywords of one Maildir folder, by the letter that its names use.
///
/// Each folder has its own file and its own letters: `a` is `$Junk` here and `Work` there.
struct DovecotKeywords {
    private var names: [Int: String] = [:]

    /// Reads lines of `0 $Junk`; others are ignored, as is a missing file.
    init(_ file: [UInt8]) {
        for line in file.split(separator: 0x0A) {
            guard let space = line.firstIndex(of: 0x20),
                let number = Int(String(decoding: line[..<space], as: UTF8.self)), 0..<26 ~= number
            else { continue }
            names[number] = String(decoding: line[(space + 1)...].filter { $0 != 0x0D }, as: UTF8.self)
        }
    }

    /// The names of the letters at these places; letters without a name are left out.
    func names(_ places: [Int]) -> [String] { places.isEmpty ? [] : places.compactMap { names[$0] } }
}
