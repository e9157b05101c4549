// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

/// RFC 2045, section 6.7.
@Suite("Quoted-printable") struct QuotedPrintableTests {
    /// The bytes that a body stands for and what is wrong with it, as its message tells them.
    private func decode(_ body: [UInt8], limit: Int = .max) -> (bytes: [UInt8], defects: Defects, isWhole: Bool) {
        let message = Message(Array("Content-Transfer-Encoding: quoted-printable\n\n".utf8) + body)
        var bytes: [UInt8] = []
        var defects: Defects = []
        let isWhole = message.root.appendDecodedBody(to: &bytes, limit: limit, defects: &defects)
        return (bytes, defects, isWhole)
    }

    @Test(
        "what the rules allow is read without a defect",
        arguments: [
            ("", ""), ("plain text", "plain text"), ("a_b", "a_b"), ("?", "?"),
            ("!\"#$@[\\]^`{|}~", "!\"#$@[\\]^`{|}~"),
            // Rule 1: any byte as two hexadecimal digits.
            ("=41", "A"), ("=3D", "="), ("=3D3D", "=3D"), ("=3d41", "=41"), ("=20", " "), ("a=20", "a "),
            ("=09b", "\tb"),
            ("=00", "\u{0}"), ("=7F", "\u{7f}"), ("=0D=0A", "\r\n"), ("=0A", "\n"), ("caf=C3=A9", "café"),
            ("=E2=82=AC", "€"), ("=F0=9F=98=80", "😀"), ("=41=42=43", "ABC"), ("a=41b=42c", "aAbBc"),
            // Lower case is wrong, but a robust reader takes it.
            ("caf=c3=a9", "café"), ("=e2=82=ac", "€"), ("=C2=Ac=c2=aC", "\u{ac}\u{ac}"),
            // Rule 4: line ends of the text stand as they are.
            ("a\r\nb\r\n", "a\r\nb\r\n"), ("a\nb", "a\nb"), ("\r\n\r\n", "\r\n\r\n"), ("a=20\r\nb", "a \r\nb"),
            // Rule 5: soft line ends vanish.
            ("a=\r\nb", "ab"), ("a=\nb", "ab"), ("a =\r\n b", "a  b"), ("=\r\n", ""), ("=\r\n=\r\n=\r\n", ""),
            ("a=\r\n\r\nb", "a\r\nb"), ("=C3=\r\n=A9", "é"), ("=41=\r\n=42", "AB"), ("=3D=\r\n41", "=41"),
            (
                "Now's the time =\r\nfor all folk to come=\r\n to the aid of their country.",
                "Now's the time for all folk to come to the aid of their country."
            ),
            // Rule 3: white space that transport put behind the equals sign.
            ("a= \r\nb", "ab"), ("a=\t\r\nb", "ab"), ("a= \t \nb", "ab"), ("=41= \r\n=42", "AB"),
            // At the end of the body a soft line end may lack its line.
            ("a=", "a"), ("a= ", "a"), ("a=\r", "a"), ("a=\r\n", "a"), ("=41=", "A"),
            // Bytes that should have been encoded.
            ("é", "é"), ("\u{0}", "\u{0}"),
        ])
    func reads(_ body: String, _ expected: String) {
        let (bytes, defects, isWhole) = decode(Array(body.utf8))
        #expect(bytes == Array(expected.utf8))
        #expect(defects.isEmpty && isWhole)
    }

    @Test(
        "an equals sign that begins nothing stays as it is",
        arguments: [
            ("=4", "=4"), ("=G1", "=G1"), ("=4G", "=4G"), ("=zz", "=zz"), ("a=b=c", "a=b=c"), ("= 41", "= 41"),
            ("1 + 1 = 2", "1 + 1 = 2"), ("==41", "=A"), ("==", "="), ("===", "=="), ("a==\r\nb", "a=b"),
            ("=-1", "=-1"), ("=é", "=é"), ("=4=41", "=4A"), ("=\u{0}41", "=\u{0}41"), ("href=\"x\"", "href=\"x\""),
            ("=0x41", "=0x41"), ("=41=4", "A=4"), ("= x", "= x"),
        ])
    func malformed(_ body: String, _ expected: String) {
        let (bytes, defects, isWhole) = decode(Array(body.utf8))
        #expect(bytes == Array(expected.utf8))
        #expect(defects == .malformedQuotedPrintable && isWhole)
    }

    @Test("every byte is itself again, in digits of either case", arguments: [false, true])
    func everyByte(isUpper: Bool) {
        let all = (0...255).map { UInt8($0) }
        let digits = Array((isUpper ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        for width in [1, 2, 3, 7, 25, 256] {
            var body: [UInt8] = []
            for byte in all {
                body += [0x3d, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                if Int(byte) % width == width - 1 { body += Array("=\r\n".utf8) }
            }
            let (bytes, defects, isWhole) = decode(body)
            #expect(bytes == all && defects.isEmpty && isWhole, "\(width)")
        }
    }

    @Test("every byte but the equals sign may stand for itself")
    func rawBytes() {
        // A tab before a line feed would be at the end of a line.
        let all = (0...255).map { UInt8($0) }.filter { $0 != 0x3d && $0 != 0x09 } + [0x09, 0x78]
        #expect(decode(all).bytes == all)
    }

    @Test(
        "blanks at the end of a line are left out, but not those that are encoded (RFC 2045, 6.7, rule 3)",
        arguments: [
            ("a \nb", "a\nb"), ("a \t \r\nb\t\r\n", "a\r\nb\r\n"), ("a=20\nb", "a \nb"), ("a=20 \nb", "a \nb"),
            (" \n \n", "\n\n"), ("a ", "a"), ("a = \nb", "a b"), (" a  b \n", " a  b\n"), ("a=09\t\n", "a\t\n"),
            ("", ""),
        ])
    func lineEnds(_ body: String, _ expected: String) {
        #expect(String(decoding: decode(Array(body.utf8)).bytes, as: UTF8.self) == expected)
    }

    @Test("a limit cuts between bytes and says so; a soft line end at the cut takes no room")
    func limits() {
        let body = Array("a=42c=\r\n=44e=\r\n".utf8)
        for limit in 0...6 {
            let (bytes, _, isWhole) = decode(body, limit: limit)
            #expect(bytes == Array("aBcDe".utf8.prefix(limit)))
            #expect(isWhole == (limit >= 5))
        }
    }
}
