// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// UTF-8, UTF-16, UTF-32 and UTF-7, well formed and not.
@Suite("Forms of Unicode") struct UnicodeFormTests {
    /// The text that bytes (in hexadecimal) stand for and how many replacements are in it.
    private func expect(_ label: String, _ hex: String, _ text: String, _ replacements: Int) throws {
        let bytes = hex.split(separator: " ").compactMap { UInt8($0, radix: 16) }
        try expect(label, bytes, text, replacements)
    }

    private func expect(_ label: String, _ bytes: [UInt8], _ text: String, _ replacements: Int) throws {
        let charset = try #require(Charset.named(label))
        var output: [UInt8] = []
        let outcome = CharsetDecoder(charset).append(decoding: bytes, to: &output)
        #expect(output == Array(text.utf8))
        #expect(outcome.replacements == replacements && !outcome.isCut)
    }

    @Test(
        "malformed UTF-8 becomes one replacement for each maximal subpart",
        arguments: [
            // The Unicode Standard, tables 3-8 to 3-11.
            ("c0 af e0 80 bf f0 81 82 41", "��������A", 8), ("ed a0 80 ed bf bf ed af 41", "��������A", 8),
            ("f4 91 92 93 ff 41 80 bf 42", "�����A��B", 7), ("e1 80 e2 f0 91 92 f1 bf 41", "����A", 4),
            // Continuations without a beginning.
            ("80", "�", 1), ("bf", "�", 1), ("80 80", "��", 2), ("c3 a9 c3 a9 a9", "éé�", 1), ("41 80 42", "A�B", 1),
            // Two bytes.
            ("c0", "�", 1), ("c0 80", "��", 2), ("c1 bf", "��", 2), ("c3", "�", 1), ("c3 41", "�A", 1),
            ("c3 c3 a9", "�é", 1), ("c2 80", "\u{80}", 0), ("df bf", "\u{7ff}", 0), ("61 c3 a9 62 c3", "aéb�", 1),
            // Three bytes.
            ("e0", "�", 1), ("e0 a0", "�", 1), ("e0 9f bf", "���", 3), ("e0 a0 80", "\u{800}", 0),
            ("e0 a0 41", "�A", 1),
            ("e2 82", "�", 1), ("e2 82 41", "�A", 1), ("e2 82 e2 82 ac", "�€", 1), ("e2 82 ac ff e2 82 ac", "€�€", 1),
            ("ed 9f bf", "\u{d7ff}", 0), ("ed a0", "��", 2), ("ee 80 80", "\u{e000}", 0), ("ef", "�", 1),
            ("ef bf", "�", 1),
            ("ef bf be", "\u{fffe}", 0), ("ef bf bf", "\u{ffff}", 0),
            // Four bytes.
            ("f0", "�", 1), ("f0 9f", "�", 1), ("f0 9f 98", "�", 1), ("f0 9f 98 41", "�A", 1),
            ("f0 8f bf bf", "����", 4),
            ("f0 90 80 80", "\u{10000}", 0), ("f4 8f bf bf", "\u{10ffff}", 0), ("f4 90 80 80", "����", 4),
            ("f5 80 80 80", "����", 4), ("f0 9f f0 9f 98 80", "�😀", 1),
            // No beginning of anything.
            ("f8 88 80 80 80", "�����", 5), ("fc", "�", 1), ("fe", "�", 1), ("ff", "�", 1), ("ff fe 41", "��A", 2),
            ("41 ff 42 fe 43", "A�B�C", 2),
            // A replacement that the sender wrote is a character.
            ("ef bf bd", "�", 0), ("ef bf bd ff", "��", 1),
            // A byte order mark is left out at the beginning only.
            ("ef bb bf", "", 0), ("ef bb bf 41", "A", 0), ("41 ef bb bf 42", "A\u{feff}B", 0),
            ("ef bb bf ef bb bf", "\u{feff}", 0), ("ef bb 41", "�A", 1), ("ef bb", "�", 1), ("", "", 0),
            ("00", "\u{0}", 0),
        ])
    func utf8(_ hex: String, _ text: String, _ replacements: Int) throws {
        try expect("utf-8", hex, text, replacements)
        // The same behind ASCII, so that blocks of sixteen bytes end within.
        guard !hex.hasPrefix("ef bb") else { return }
        for count in 1...17 {
            let ascii = repeatElement("61", count: count).joined(separator: " ")
            let before = String(repeating: "a", count: count)
            try expect("utf-8", "\(ascii) \(hex)", before + text, replacements)
        }
    }

    @Test("a malformed byte is found wherever it stands in a longer text", arguments: 0..<50)
    func malformedAnywhere(_ place: Int) throws {
        var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 50)
        bytes[place] = 0xff
        let (before, behind) = (String(repeating: "a", count: place), String(repeating: "a", count: 49 - place))
        try expect("utf-8", bytes, before + "\u{fffd}" + behind, 1)
        bytes.replaceSubrange(place...place, with: Array("é".utf8))
        try expect("utf-8", bytes, before + "é" + behind, 0)
    }

    @Test(
        "UTF-16 and UTF-32 by their order or mark",
        arguments: [
            ("utf-16be", "00 41 20 ac", "A€", 0), ("utf-16le", "41 00 ac 20", "A€", 0), ("utf-16be", "", "", 0),
            ("utf-16be", "d8 3d de 00", "😀", 0), ("utf-16le", "3d d8 00 de", "😀", 0),
            ("utf-16be", "d8 00 dc 00", "\u{10000}", 0), ("utf-16be", "db ff df ff", "\u{10ffff}", 0),
            ("utf-16", "fe ff 20 ac", "€", 0), ("utf-16", "ff fe ac 20", "€", 0), ("utf-16", "fe ff", "", 0),
            ("utf-16be", "fe ff 00 41", "A", 0), ("utf-16le", "ff fe 41 00", "A", 0),
            ("utf-16be", "00 41 fe ff 00 42", "A\u{feff}B", 0), ("utf-16be", "d7 ff e0 00", "\u{d7ff}\u{e000}", 0),
            // Lone surrogates, and bytes that are no whole unit.
            ("utf-16be", "d8 3d", "�", 1), ("utf-16be", "de 00", "�", 1), ("utf-16be", "d8 3d 00 41", "�A", 1),
            ("utf-16be", "de 00 d8 3d", "��", 2), ("utf-16be", "d8 3d d8 3d de 00", "�😀", 1),
            ("utf-16be", "00", "�", 1), ("utf-16be", "00 41 00", "A�", 1), ("utf-16be", "d8 3d de", "��", 2),
            ("utf-16le", "41 00 3d d8 42 00", "A�B", 1),
            // Without a mark, by where the zeros are.
            ("utf-16", "00 48 00 69", "Hi", 0), ("utf-16", "48 00 69 00", "Hi", 0),
            ("utf-32be", "00 00 00 41 00 01 f6 00", "A😀", 0), ("utf-32le", "41 00 00 00 00 f6 01 00", "A😀", 0),
            ("utf-32", "00 00 fe ff 00 00 20 ac", "€", 0), ("utf-32", "ff fe 00 00 ac 20 00 00", "€", 0),
            ("utf-32be", "00 10 ff ff", "\u{10ffff}", 0), ("utf-32be", "00 11 00 00", "�", 1),
            ("utf-32be", "00 00 d8 00", "�", 1), ("utf-32be", "00 00 df ff 00 00 e0 00", "�\u{e000}", 1),
            ("utf-32be", "80 00 00 41", "�", 1), ("utf-32be", "00 00 00", "�", 1),
            ("utf-32be", "00 00 00 41 00", "A�", 1),
        ])
    func wide(_ label: String, _ hex: String, _ text: String, _ replacements: Int) throws {
        try expect(label, hex, text, replacements)
    }

    @Test(
        "UTF-7 (RFC 2152)",
        arguments: [
            ("A+ImIDkQ-.", "A≢Α."), ("Hi Mom -+Jjo--!", "Hi Mom -☺-!"), ("+ZeVnLIqe-", "日本語"),
            ("Item 3 is +AKM-1.", "Item 3 is £1."), ("+-", "+"), ("1 +- 1", "1 + 1"), ("+AGEAYg-c", "abc"),
            ("+AGEAYg c", "ab c"), ("+AOQ.", "ä."), ("a+AOQ-b+APY-c", "aäböc"), ("+2D3eAA-", "😀"), ("", ""),
            ("+AOQA9gD8-", "äöü"), ("+AOQ-+APY-", "äö"), ("+AOQ--", "ä-"), ("+//8-", "\u{ffff}"),
            ("a\r\nb\t c", "a\r\nb\t c"),
            // All characters that stand for themselves.
            (
                "ABCXYZabcxyz0189'(),-./:? !\"#$%&*;<=>@[]^_`{|}",
                "ABCXYZabcxyz0189'(),-./:? !\"#$%&*;<=>@[]^_`{|}"
            ),
        ])
    func utf7(_ text: String, _ expected: String) throws { try expect("utf-7", Array(text.utf8), expected, 0) }
}
