// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// RFC 2045, section 6.8, and the test vectors of RFC 4648, section 10.
@Suite("Base64") struct Base64Tests {
    private func decode(_ body: String, limit: Int = .max) -> (bytes: [UInt8], defects: Defects, isWhole: Bool) {
        let message = Message(Array("Content-Transfer-Encoding: base64\n\n".utf8) + Array(body.utf8))
        var bytes: [UInt8] = []
        var defects: Defects = []
        let isWhole = message.root.appendDecodedBody(to: &bytes, limit: limit, defects: &defects)
        return (bytes, defects, isWhole)
    }

    private func expect(_ body: String, _ expected: [UInt8], _ defects: Defects) {
        let decoded = decode(body)
        #expect(decoded.bytes == expected)
        #expect(decoded.defects == defects && decoded.isWhole)
    }

    @Test(
        "whole groups and padding are read without a defect",
        arguments: [
            ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba"),
            ("Zm9vYmFy", "foobar"), ("YQ==", "a"), ("YWI=", "ab"), ("YWJj", "abc"), ("AA==", "\u{0}"), ("ICAg", "   "),
            ("DQo=", "\r\n"), ("w6k=", "é"), ("4oKs", "€"), ("8J+YgA==", "😀"), ("fn5+", "~~~"), ("Pz8/", "???"),
            // Line ends, wherever they are.
            ("Zm9v\r\nYmFy\r\n", "foobar"), ("Zm9v\nYmFy\n", "foobar"), ("Zm\r\n9v", "foo"), ("Z\nm\n9\nv\n", "foo"),
            ("\r\n\r\nZm9v", "foo"), ("Zm9v\r\n\r\n\r\n", "foo"), ("Zg=\r\n=\r\n", "f"), ("Zg\r\n==", "f"),
            ("Zm9v\r\n\r\nYmFy", "foobar"), ("\r\n", ""),
            // White space at the ends of lines.
            ("Zm9v \r\nYmFy\t\r\n", "foobar"), ("Zg==  \r\n", "f"),
            // Bits below the last byte need not be zero (RFC 4648, section 3.5).
            ("Zh==", "f"), ("Zv==", "f"), ("Zm9=", "fo"), ("Zm+=", "fo"),
            // Encoded pieces that a sender joined.
            ("Zg==\r\nYmFy", "fbar"), ("Zg==\r\nbw==\r\nbw==\r\n", "foo"), ("Zm8=Yg==", "fob"),
            ("Zg==bw==bw==", "foo"), ("Zg==bw==\r\nbw==YmFy", "foobar"), ("Zg== bw== bw==", "foo"),
        ])
    func reads(_ body: String, _ expected: String) { expect(body, Array(expected.utf8), []) }

    @Test(
        "the alphabet is that of the RFC, with plus and slash",
        arguments: [
            ("++++", [0xfb, 0xef, 0xbe]), ("////", [0xff, 0xff, 0xff]), ("+/+/", [0xfb, 0xff, 0xbf]),
            ("AAAA", [0, 0, 0]), ("/w==", [0xff]), ("//8=", [0xff, 0xff]), ("gA==", [0x80]),
            ("AQID", [1, 2, 3]), ("0000", [0xd3, 0x4d, 0x34]), ("9999", [0xf7, 0xdf, 0x7d]),
            ("aaaa", [0x69, 0xa6, 0x9a]), ("zzzz", [0xcf, 0x3c, 0xf3]), ("ZZZZ", [0x65, 0x96, 0x59]),
        ] as [(String, [UInt8])])
    func alphabet(_ body: String, _ expected: [UInt8]) { expect(body, expected, []) }

    @Test(
        "what breaks off is read as far as whole bytes go",
        arguments: [
            ("Zg", "f"), ("Zm8", "fo"), ("Zm9vY", "foo"), ("Zm9vYg", "foob"), ("Zm9vYmE", "fooba"), ("Z", ""),
            ("Zm9v\r\nYg\r\n", "foob"), ("Zm9v\r\nY\r\n", "foo"), ("Z===", ""),
        ])
    func truncated(_ body: String, _ expected: String) { expect(body, Array(expected.utf8), .truncatedBase64) }

    @Test(
        "bytes outside the alphabet are passed over",
        arguments: [
            ("Zm9v!YmFy", "foobar"), ("Z!m*9.v", "foo"), ("Zm9v-YmFy", "foobar"), ("Zm9v_YmFy", "foobar"),
            ("Zm9v YmFy", "foobar"), ("Zm9v\tYmFy", "foobar"), ("Zm9v\u{0}YmFy", "foobar"), ("Zm9vé", "foo"),
            ("Zm9v\r\n!\r\nYmFy", "foobar"), ("*\r\nZm9v", "foo"), ("\r\n  *-\r\n\r\nZm9vYmFy", "foobar"),
            ("*Zm9vYmFy", "foobar"), ("\u{FEFF}\r\nZm9v", "foo"), ("--\r\nZm9v", "foo"),
            ("Zm9v,", "foo"), ("Zm\u{7f}9v", "foo"), ("Zg!==", "f"),
            // What a mailing list put below.
            ("Zm9vYg==\r\n_____\r\nlist footer", "foob"), ("Zg==\r\n-- \r\nhello", "f"),
            ("Zg==\r\nSee the archive.\r\n", "f"), ("Zg==\r\nYmF\r\n", "f"),
            // What is no base64 from its first byte stays as it is.
            ("<html>", "<html>"), ("-----", "-----"), ("\r\n[text]\r\n", "\r\n[text]\r\n"), ("é", "é"),
        ])
    func junk(_ body: String, _ expected: String) { expect(body, Array(expected.utf8), .junkInBase64) }

    /// The bytes 0 to 255.
    private static let everyByte =
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0BBQkNERUZHSElKS0xNTk9QUVJT"
        + "VFVWV1hZWltcXV5fYGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6e3x9fn+AgYKDhIWGh4iJiouMjY6PkJGSk5SVlpeYmZqbnJ2en6ChoqOkpaan"
        + "qKmqq6ytrq+wsbKztLW2t7i5uru8vb6/wMHCw8TFxsfIycrLzM3Oz9DR0tPU1dbX2Nna29zd3t/g4eLj5OXm5+jp6uvs7e7v8PHy8/T19vf4+fr7"
        + "/P3+/w=="

    @Test("every byte is itself again, in lines of any length")
    func everyWidth() {
        let all = (0...255).map { UInt8($0) }
        for width in 1...80 {
            for lineEnd in ["\r\n", "\n"] {
                var body = ""
                for (index, character) in Self.everyByte.enumerated() {
                    body.append(character)
                    if index % width == width - 1 { body += lineEnd }
                }
                let decoded = decode(body)
                #expect(decoded.bytes == all && decoded.defects.isEmpty, "\(width)")
            }
        }
    }

    @Test("a limit cuts between bytes and says so", arguments: ["Zm9vYmE=", "Zm9v\r\nYmE=\r\n", "Zm9vYmE"])
    func limits(_ body: String) {
        for limit in 0...7 {
            let decoded = decode(body, limit: limit)
            #expect(decoded.bytes == Array("fooba".utf8.prefix(limit)), "\(limit)")
            #expect(decoded.isWhole == (limit >= 5), "\(limit)")
        }
    }

    @Test("a limit cuts between bytes also within the lines of a longer body", arguments: ["\n", "\r\n"])
    func limitsInLines(_ lineEnd: String) {
        let all = (0...255).map { UInt8($0) }
        let characters = Array(Self.everyByte)
        let lines = stride(from: 0, to: characters.count, by: 76).map {
            String(characters[$0..<min($0 + 76, characters.count)])
        }
        let body = lines.joined(separator: lineEnd)
        for limit in 0...260 {
            let decoded = decode(body, limit: limit)
            #expect(decoded.bytes == Array(all.prefix(limit)), "\(limit)")
            #expect(decoded.isWhole == (limit >= 256), "\(limit)")
        }
    }
}
