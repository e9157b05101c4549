// SPDX-License-Identifier: Apache-2.0
import MailMessage
import TestSupport
import Testing

@Suite("Charset labels") struct CharsetLabelTests {
    @Test(
        "a label stands for the set that mail programs mean by it",
        arguments: [
            ("ISO-8859-1", "windows-1252"), ("latin1", "windows-1252"), ("us-ascii", "us-ascii"), ("UTF8", "utf-8"),
            ("unicode-1-1-utf-8", "utf-8"), ("gb2312", "gb18030"), ("GBK", "gb18030"), ("Shift_JIS", "shift_jis"),
            ("x-sjis", "shift_jis"), ("ks_c_5601-1987", "euc-kr"), ("hz-gb-2312", "hz-gb-2312"),
            ("iso-8859-8-i", "iso-8859-8"), ("unicode-1-1-utf-7", "utf-7"), ("tis-620", "windows-874"),
            ("iso-8859-9", "windows-1254"), ("cp437", "ibm437"), (" \"utf-8\" ", "utf-8"), ("utf-8*en", "utf-8"),
            ("x-mac-cyrillic", "x-mac-cyrillic"), ("koi8-ru", "koi8-u"), ("big5-hkscs", "big5"),
            // Other names of the WHATWG's, and of the IANA's registry.
            ("l1", "windows-1252"), ("iso_8859-1:1987", "windows-1252"), ("ibm819", "windows-1252"),
            ("csISOLatin1", "windows-1252"), ("cp1252", "windows-1252"), ("x-cp1252", "windows-1252"),
            ("iso88591", "windows-1252"), ("latin2", "iso-8859-2"), ("l2", "iso-8859-2"), ("iso88592", "iso-8859-2"),
            ("csisolatin2", "iso-8859-2"), ("iso-ir-101", "iso-8859-2"), ("latin3", "iso-8859-3"),
            ("latin4", "iso-8859-4"), ("cyrillic", "iso-8859-5"), ("arabic", "iso-8859-6"),
            ("asmo-708", "iso-8859-6"), ("ecma-114", "iso-8859-6"), ("greek", "iso-8859-7"),
            ("elot_928", "iso-8859-7"), ("sun_eu_greek", "iso-8859-7"), ("hebrew", "iso-8859-8"),
            ("logical", "iso-8859-8"), ("latin5", "windows-1254"), ("latin6", "iso-8859-10"),
            ("iso-8859-11", "windows-874"), ("dos-874", "windows-874"), ("l9", "iso-8859-15"),
            ("csisolatin9", "iso-8859-15"), ("cp1250", "windows-1250"), ("x-cp1251", "windows-1251"),
            ("WINDOWS-1253", "windows-1253"), ("cp1258", "windows-1258"), ("koi", "koi8-r"), ("koi8_r", "koi8-r"),
            ("cskoi8r", "koi8-r"), ("866", "ibm866"), ("cp866", "ibm866"), ("mac", "macintosh"),
            ("x-mac-roman", "macintosh"), ("gb_2312-80", "gb18030"), ("chinese", "gb18030"), ("x-gbk", "gb18030"),
            ("iso-ir-58", "gb18030"), ("cn-big5", "big5"), ("csbig5", "big5"), ("x-x-big5", "big5"),
            ("sjis", "shift_jis"), ("ms_kanji", "shift_jis"), ("windows-31j", "shift_jis"), ("ms932", "shift_jis"),
            ("x-euc-jp", "euc-jp"), ("cseucpkdfmtjapanese", "euc-jp"), ("csiso2022jp", "iso-2022-jp"),
            ("korean", "euc-kr"), ("ksc5601", "euc-kr"), ("windows-949", "euc-kr"), ("iso-ir-149", "euc-kr"),
            ("utf_8", "utf-8"), ("UTF-8", "utf-8"), ("x-unicode20utf8", "utf-8"), ("utf-16be", "utf-16be"),
            ("UTF-16LE", "utf-16le"), ("ANSI_X3.4-1968", "us-ascii"), ("ascii", "us-ascii"),
        ])
    func label(_ label: String, _ name: String) { #expect(Charset.named(label)?.name == name) }

    @Test("an unknown label stands for none", arguments: ["", "x-unknown", "utf-9", "*", "charset", "iso-8859-99"])
    func unknown(_ label: String) { #expect(Charset.named(label) == nil) }
}

@Suite("Charset decoding") struct CharsetDecodingTests {
    /// Text in some set: its bytes and what they mean.
    struct Sample: Sendable, CustomTestStringConvertible {
        let label: String
        let bytes: [UInt8]
        let text: String
        var replacements = 0
        var testDescription: String { "\(label): \(text)" }
    }

    @Test(
        "bytes become the characters that the set means",
        arguments: [
            Sample(
                label: "iso-8859-1", bytes: [0x93, 0x63, 0x61, 0x66, 0xe9, 0x94, 0x80], text: "\u{201c}café\u{201d}€"),
            Sample(label: "windows-1251", bytes: [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2], text: "Привет"),
            Sample(label: "koi8-r", bytes: [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4], text: "Привет"),
            Sample(label: "koi8-u", bytes: [0xa6, 0xa4], text: "іє"),
            Sample(
                label: "windows-1255", bytes: [0xf9, 0xec, 0xe5, 0xed, 0xd9], text: "שלום\u{fffd}", replacements: 1),
            Sample(label: "iso-8859-15", bytes: [0xa4], text: "€"),
            Sample(label: "utf-8", bytes: [0xef, 0xbb, 0xbf, 0x61, 0xc3, 0xa9], text: "aé"),
            Sample(label: "utf-8", bytes: [0x61, 0xff, 0xe2, 0x82, 0x62], text: "a\u{fffd}\u{fffd}b", replacements: 2),
            Sample(label: "utf-8", bytes: [0xed, 0xa0, 0x80], text: "\u{fffd}\u{fffd}\u{fffd}", replacements: 3),
            Sample(label: "utf-8", bytes: [0xf0, 0x9f, 0x98, 0x80, 0xf0, 0x9f], text: "😀\u{fffd}", replacements: 1),
            Sample(label: "utf-16", bytes: [0xfe, 0xff, 0x00, 0x41, 0xd8, 0x3d, 0xde, 0x00], text: "A😀"),
            Sample(label: "utf-16", bytes: [0xff, 0xfe, 0x41, 0x00], text: "A"),
            Sample(label: "utf-16", bytes: [0x00, 0x41, 0x00, 0x42], text: "AB"),
            Sample(
                label: "utf-16le", bytes: [0x41, 0x00, 0x00, 0xd8, 0x42], text: "A\u{fffd}\u{fffd}", replacements: 2),
            Sample(label: "utf-32", bytes: [0, 0, 0, 0x41, 0, 1, 0xf6, 0], text: "A😀"),
            Sample(
                label: "utf-32le", bytes: [0x41, 0, 0, 0, 0xff, 0xff, 0xff, 0xff], text: "A\u{fffd}", replacements: 1),
            Sample(label: "utf-7", bytes: Array("Hi +Jjo-!".utf8), text: "Hi ☺!"),
            Sample(label: "gb2312", bytes: [0xc4, 0xe3, 0xba, 0xc3], text: "你好"),
            Sample(label: "hz-gb-2312", bytes: Array("~{VPND~} ~~ok".utf8), text: "中文 ~ok"),
            Sample(label: "big5", bytes: [0xa7, 0x41, 0xa6, 0x6e], text: "你好"),
            Sample(label: "shift_jis", bytes: [0x93, 0xfa, 0x96, 0x7b, 0x87, 0x40], text: "日本①"),
            Sample(label: "euc-jp", bytes: [0xc6, 0xfc, 0xcb, 0xdc], text: "日本"),
            Sample(label: "euc-kr", bytes: [0xb0, 0xa1, 0x81, 0x41], text: "가갂"),
            Sample(
                label: "iso-2022-jp", bytes: Array("\u{1b}$BF|K\\-!\u{1b}(B ok \u{1b}(I1\u{1b}(B".utf8),
                text: "日本① ok ｱ"),
            Sample(label: "iso-2022-kr", bytes: Array("\u{1b}$)C\u{0e}0!\u{0f}".utf8), text: "가"),
            Sample(label: "gb18030", bytes: [0x41, 0xff, 0x42, 0xc4], text: "A\u{fffd}B\u{fffd}", replacements: 2),
            // Four bytes a character, in and beyond the first plane.
            Sample(label: "gb18030", bytes: [0x81, 0x30, 0x81, 0x30], text: "\u{80}"),
            Sample(label: "gb18030", bytes: [0x90, 0x30, 0x81, 0x30], text: "\u{10000}"),
            Sample(label: "gb18030", bytes: [0x95, 0x32, 0x82, 0x36], text: "\u{20000}"),
            Sample(label: "gb18030", bytes: [0xe3, 0x32, 0x9a, 0x35], text: "\u{10ffff}"),
            Sample(label: "gbk", bytes: [0xa1, 0xa1, 0xa3, 0xc1, 0xa2, 0xe3], text: "\u{3000}Ａ€"),
            Sample(label: "gbk", bytes: [0x81, 0x40], text: "丂"),
            Sample(label: "big5", bytes: [0xa4, 0x40, 0xa1, 0x41, 0xa1, 0x43], text: "一，。"),
            Sample(label: "big5", bytes: [0x41, 0xa4], text: "A\u{fffd}", replacements: 1),
            // Half-width katakana, Windows' own characters, and the second byte of a character that is ASCII.
            Sample(label: "shift_jis", bytes: [0xb1, 0xb2, 0xb3], text: "ｱｲｳ"),
            Sample(label: "shift_jis", bytes: [0x5c, 0x7e, 0x81, 0x60], text: "\\~～"),
            Sample(label: "shift_jis", bytes: [0x88, 0x9f, 0xea, 0xa4, 0x83, 0xbf, 0x83, 0x94], text: "亜熙αヴ"),
            Sample(label: "shift_jis", bytes: [0x95, 0x5c, 0x83, 0x5c], text: "表ソ"),
            Sample(label: "cp932", bytes: [0xfa, 0x40, 0xed, 0x40], text: "ⅰ纊"),
            Sample(label: "shift_jis", bytes: [0x41, 0x93], text: "A\u{fffd}", replacements: 1),
            Sample(label: "euc-jp", bytes: [0xa4, 0xa2, 0xa4, 0xa4, 0xb0, 0xa1], text: "あい亜"),
            Sample(label: "euc-jp", bytes: [0x8e, 0xb1, 0x8e, 0xb2], text: "ｱｲ"),
            Sample(label: "euc-jp", bytes: [0x8f, 0xb0, 0xa1], text: "丂"),
            Sample(label: "euc-jp", bytes: [0x41, 0xc6], text: "A\u{fffd}", replacements: 1),
            Sample(label: "euc-kr", bytes: [0xc7, 0xd1, 0xb1, 0xdb], text: "한글"),
            Sample(label: "cp949", bytes: [0x81, 0x41, 0xc6, 0xfe], text: "갂퐁"),
            Sample(label: "euc-kr", bytes: [0x41, 0xb0], text: "A\u{fffd}", replacements: 1),
            // RFC 1468: each line begins in ASCII; JIS C 6226 and JIS X 0208 are told apart by the escape.
            Sample(label: "iso-2022-jp", bytes: Array("\u{1b}$@F|K\\\u{1b}(J!".utf8), text: "日本!"),
            Sample(
                label: "iso-2022-jp", bytes: Array("a\u{1b}$BF|\u{1b}(B\nb\u{1b}$BK\\\u{1b}(B".utf8), text: "a日\nb本"),
            Sample(label: "iso-2022-jp", bytes: Array("\u{1b}$B$\"$$\u{1b}(B".utf8), text: "あい"),
            Sample(label: "iso-2022-jp", bytes: Array("plain".utf8), text: "plain"),
            Sample(label: "iso-2022-jp", bytes: Array("\u{1b}$BF\u{1b}(Ba".utf8), text: "\u{fffd}a", replacements: 1),
            // RFC 1843: `~` at the end of a line joins it to the next.
            Sample(label: "hz-gb-2312", bytes: Array("a~\nb ~{<:Ky2;S{~}".utf8), text: "ab 己所不欲"),
            Sample(label: "iso-2022-kr", bytes: Array("\u{1b}$)C\u{0e}GQ1[\u{0f} ok".utf8), text: "한글 ok"),
            // Empty text of any set.
            Sample(label: "gb18030", bytes: [], text: ""), Sample(label: "iso-2022-jp", bytes: [], text: ""),
            Sample(label: "windows-1251", bytes: [], text: ""), Sample(label: "utf-16", bytes: [], text: ""),
        ])
    func sample(_ sample: Sample) throws {
        let charset = try #require(Charset.named(sample.label))
        var output: [UInt8] = []
        let outcome = CharsetDecoder(charset).append(decoding: sample.bytes, to: &output)
        #expect(String(decoding: output, as: UTF8.self) == sample.text)
        #expect(outcome.replacements == sample.replacements)
        #expect(!outcome.isCut)
    }

    @Test("random bytes of every set become valid UTF-8, within any limit")
    func randomBytes() throws {
        var random = SplitMix64(seed: 7)
        let labels = [
            "utf-8", "windows-1252", "windows-1255", "gb18030", "big5", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr",
            "iso-2022-kr", "iso-2022-cn", "johab", "euc-tw", "utf-7", "utf-16", "utf-16be", "utf-32", "hz-gb-2312",
            "tcvn", "viscii", "armscii-8",
        ]
        for label in labels {
            let charset = try #require(Charset.named(label))
            for round in 0..<60 {
                let bytes = (0..<Int(random.next() % 300)).map { _ in
                    round % 2 == 0 ? UInt8(truncatingIfNeeded: random.next()) : UInt8(random.next() % 64 + 27)
                }
                for limit in [0, 1, 2, 3, 4, 5, 17, 64, Int.max] {
                    var output: [UInt8] = []
                    let outcome = CharsetDecoder(charset).append(decoding: bytes, to: &output, limit: limit)
                    #expect(output.count <= limit)
                    #expect(String(validating: output, as: UTF8.self) != nil, "\(label) \(limit) \(bytes)")
                    if limit == .max { #expect(!outcome.isCut, "\(label)") }
                }
            }
        }
    }

    @Test("UTF-8 is checked as the standard library checks it, at every alignment")
    func againstStandardLibrary() {
        var random = SplitMix64(seed: 11)
        let pieces: [[UInt8]] = [
            [0x41], Array("0123456789abcdefXYZ".utf8), [0xc3, 0xa9], [0xe2, 0x82, 0xac], [0xf0, 0x9f, 0x98, 0x80],
            [0xff],
            [0x80], [0xc0, 0x80], [0xe0, 0x80], [0xf4, 0x90], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf0, 0x9f, 0x98],
        ]
        for _ in 0..<4000 {
            var bytes: [UInt8] = []
            for _ in 0..<(random.next() % 12) { bytes += pieces[Int(random.next() % UInt64(pieces.count))] }
            var output: [UInt8] = []
            CharsetDecoder(.utf8).append(decoding: bytes, to: &output)
            #expect(output == Array(String(decoding: bytes, as: UTF8.self).utf8), "\(bytes)")
        }
    }

    @Test("a cut falls between characters")
    func cut() {
        for limit in 0...8 {
            var output: [UInt8] = []
            let outcome = CharsetDecoder(.utf8).append(decoding: Array("a€é😀".utf8), to: &output, limit: limit)
            #expect(outcome.isCut)
            #expect("a€é😀".hasPrefix(String(decoding: output, as: UTF8.self)))
        }
    }

    @Test("many threads can decode at once")
    func concurrently() async {
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var output: [UInt8] = []
                    for _ in 0..<200 {
                        output.removeAll()
                        CharsetDecoder(.gb18030).append(decoding: [0xc4, 0xe3, 0xba, 0xc3], to: &output)
                        if output != Array("你好".utf8) { return false }
                    }
                    return true
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
