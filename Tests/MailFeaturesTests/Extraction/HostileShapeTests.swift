// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import TestSupport
import Testing

/// Mail made to cost time: each shape at 1, 2, 4 and 8 times a size, through everything that reads a message.
@Suite("Hostile shapes are read in linear time") struct HostileShapeTests {
    /// One way to be hostile: what is repeated, with what around it.
    struct Shape: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let make: @Sendable (Int) -> [UInt8]

        init(_ name: String, _ make: @escaping @Sendable (Int) -> [UInt8]) {
            (testDescription, self.make) = (name, make)
        }

        init(_ name: String, _ head: String, _ unit: String, _ end: String = "") {
            self.init(name) { Self.filled(Array(head.utf8), Array(unit.utf8), Array(end.utf8), $0) }
        }

        /// A body of bytes that are no text.
        init(_ name: String, type: String, _ head: [UInt8], _ unit: [UInt8], _ end: [UInt8] = []) {
            let header = "Content-Type: \(type)\nContent-Transfer-Encoding: binary\n\n"
            self.init(name) { Self.filled(Array(header.utf8) + head, unit, end, $0) }
        }

        static func filled(_ head: [UInt8], _ unit: [UInt8], _ end: [UInt8], _ size: Int) -> [UInt8] {
            var bytes = head
            bytes.reserveCapacity(head.count + size + unit.count + end.count)
            while bytes.count < size { bytes += unit }
            return bytes + end
        }
    }

    private static let mixed = "Content-Type: multipart/mixed; boundary=b\n\n"
    private static let encoded = "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n"
    private static let html = "Content-Type: text/html\n\n"
    private static let base64 = "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n"
    private static let quoted = "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n"
    private static let calendar = "Content-Type: text/calendar\n\n"

    static let shapes: [Shape] = structure + fields + encodings + pages + texts + containers

    static let structure = [
        Shape("multiparts within multiparts") { size in
            var bytes: [UInt8] = []
            var index = 0
            while bytes.count < size {
                bytes += Array("Content-Type: multipart/mixed; boundary=b\(index)\n\n--b\(index)\n".utf8)
                index += 1
            }
            return bytes
        },
        Shape("messages within messages", "", "Content-Type: message/rfc822\n\n"),
        Shape("encoded messages with a CR alone", "", encoded + "X: a\rY: b\n\n"),
        Shape("encoded messages of two types", "", "Content-Type: message/global\n" + encoded + "\n"),
        Shape("empty parts", mixed, "--b\n\n"), Shape("parts with text", mixed, "--b\n\nsome text of a part\n"),
        Shape("lines that are nearly delimiters", mixed + "--b\n\n", "--\n-- b\n--B\n"),
        Shape("delimiters with text behind", mixed, "--b text\n"), Shape("closing delimiters", mixed, "--b--\n"),
        Shape("a boundary that is missing", "Content-Type: multipart/mixed\n\n", "--x\nContentType: a\n"),
        Shape(
            "alternatives", "Content-Type: multipart/alternative; boundary=b\n\n",
            "--b\nContent-Type: text/html\n\n<p>x\n"),
    ]

    static let fields = [
        Shape("fields", "", "Subject: x\n", "\n"), Shape("From fields", "", "From: a@b.example\n", "\n"),
        Shape("a folded field", "Subject: x", "\n word"), Shape("parameters", "Content-Type: text/plain", "; a=b"),
        Shape("parameters in pieces", "Content-Type: text/plain", "; a*1*=%41"),
        Shape("encoded words", "Subject:", " =?utf-8?q?=C3=A9?="),
        Shape("half encoded words", "Subject:", " =?utf-8?q?x"),
        Shape("addresses", "To: a@b.example", ", A <a@b.example>"), Shape("groups", "To: ", "a:b@c.example;,"),
        Shape("comments within comments", "From: ", "("), Shape("quoted strings", "From: ", "\"a\\\"\" "),
        Shape("dates", "Date: ", "Mon, 1 Jan 2024 10:00:00 +0100 "),
        Shape("hops", "", "Received: from a (b [192.0.2.1]) by c with SMTP; Mon, 1 Jan 2024 10:00:00 +0100\n"),
        Shape("lines that are no fields", "Subject: x\n", "no field\n"),
    ]

    static let encodings = [
        Shape("base64 of junk", base64, "Q!=Q*"), Shape("base64 in padded pieces", base64, "QQ==\n"),
        Shape("quoted-printable of equals signs", quoted, "="), Shape("soft line ends", quoted, "a=\n"),
        Shape("beginnings of files", "Subject: x\n\n", "begin 644 a\n"),
        Shape("short files", "Subject: x\n\n", "begin 644 a\n#0V%T\n`\nend\n"),
        Shape("escapes of ISO 2022", "Content-Type: text/plain; charset=iso-2022-jp\n\n", "\u{1b}$B\u{1b}(B"),
        Shape("UTF-7", "Content-Type: text/plain; charset=utf-7\n\n", "+AGE-+"),
    ]

    static let pages = [
        Shape("elements within elements", html, "<div>"), Shape("ends without beginnings", html, "<div></span>"),
        Shape("attributes", html + "<p ") { "a\($0)=b " }, Shape("attributes of a quote", html + "<p a=", "\"x\" b="),
        Shape("comments that do not end", html, "<!--"), Shape("declarations", html, "<!x"),
        Shape("references", html, "&amp;&#x41;&unknown"), Shape("links", html, "<a href=http://a.example/>x</a>"),
        Shape("links within links", html, "<a href=http://a.example/>"), Shape("tables", html, "<table><tr><td>"),
        Shape("formatting", html, "<b><i><u><a>"), Shape("styles", html, "<p style='display:none;color:#fff'>x</p>"),
        Shape("a style sheet", html + "<style>") { ".c\($0){display:none}" },
        Shape("classes", html + "<style>.a{color:red}</style>", "<p class='a b c'>x"),
        Shape("conditional comments", html, "<!--[if mso]>x<![endif]-->"),
        Shape("script", html + "<script>", "</scrip <!--"),
    ]

    static let texts = [
        Shape("URLs", "Subject: x\n\n", "http://a.example/b "),
        Shape("beginnings of URLs", "Subject: x\n\n", "www.http:/"),
        Shape("quoting", "Content-Type: text/plain; format=flowed\n\n", "> \n>> \n"),
        Shape("letters apart", "Subject: x\n\n", "v i a g r a  "), Shape("one word", "Subject: x\n\n", "x"),
    ]

    static let containers = [
        Shape("octet strings within each other", type: "application/pkcs7-mime", cms, [0x24, 0x80]),
        Shape("octet strings in pieces", type: "application/pkcs7-mime", cms + [0x24, 0x80], [4, 1, 0x41]),
        Shape("lengths without end", type: "application/pkcs7-mime", [], [0x30, 0x80]),
        Shape(
            "attributes of TNEF", type: "application/ms-tnef", tnef, [1, 3, 0x90, 6, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        Shape("properties of TNEF", type: "application/ms-tnef", tnef + properties, [3, 0, 1, 0, 1, 0, 0, 0]),
        Shape("attachments of TNEF", type: "application/ms-tnef", tnef, [2, 2, 0x90, 6, 0, 0, 0, 0, 0, 0, 0]),
        Shape("groups of RTF", type: "text/rtf", [], Array("{".utf8)),
        Shape("control words of RTF", type: "text/rtf", [], Array("{\\b\\u65?\\'e9}".utf8)),
        Shape("folded lines", calendar + "SUMMARY:", "x\n "), Shape("content lines", calendar, "SUMMARY;a=b:x\\,\n"),
        Shape("soft ends in a card", "Content-Type: text/vcard\n\nNOTE;ENCODING=QUOTED-PRINTABLE:", "x=\n"),
        Shape("files in front of each other", type: "application/zip", [], zipFile),
        Shape("a directory of files that share their bytes", type: "application/zip", zipFile, zipEntry, zipEnd),
        Shape("a compound file", type: "application/msword", ole, [UInt8](repeating: 0, count: 512)),
    ]

    private static let pkcs7: [UInt8] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7]
    private static let cms: [UInt8] =
        [0x30, 0x80] + pkcs7 + [2, 0xa0, 0x80, 0x30, 0x80, 2, 1, 1, 0x31, 0, 0x30, 0x80] + pkcs7 + [1, 0xa0, 0x80]
    private static let tnef: [UInt8] = [0x78, 0x9f, 0x3e, 0x22, 1, 0]
    private static let properties: [UInt8] = [1, 3, 0x90, 6, 0, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f]
    private static let zipFile: [UInt8] =
        Array("PK\u{3}\u{4}".utf8) + [UInt8](repeating: 0, count: 22) + [6, 0, 0, 0] + Array("a.rels".utf8)
    private static let zipEntry: [UInt8] =
        Array("PK\u{1}\u{2}".utf8) + [20, 0, 20, 0, 0, 0, 8, 0] + [UInt8](repeating: 0, count: 8)
        + [0xff, 0xff, 0xff, 0x0f, 0, 0, 0, 0, 6, 0] + [UInt8](repeating: 0, count: 16) + Array("a.rels".utf8)
    private static let zipEnd: [UInt8] =
        Array("PK\u{5}\u{6}".utf8) + [UInt8](repeating: 0, count: 8) + [0, 0, 0, 0, 36, 0, 0, 0, 0, 0]
    private static let ole: [UInt8] =
        [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] + [UInt8](repeating: 0, count: 22) + [9, 0]
        + [UInt8](repeating: 0, count: 480)

    @Test("CPU time grows no more than the size", arguments: shapes)
    func growth(_ shape: Shape) {
        var extractor = FeatureExtractor(key: TestKeys.first)
        var vector = FeatureVector()
        let excess = LinearTime(small: 1 << 15, large: 1 << 18, tolerance: 3).excessOfSteps(of: shape.make) { bytes in
            let message = Message(bytes)
            extractor.extract(message, into: &vector)
            _ = message.content(alternatives: .preferred)
            _ = (message.subject, message.from, message.to, message.date, message.received)
        }
        #expect(excess == nil, "\(excess ?? "")")
    }
}

extension HostileShapeTests.Shape {
    /// Units that differ from each other, by their number.
    fileprivate init(_ name: String, _ head: String, _ unit: @escaping @Sendable (Int) -> String) {
        self.init(name) { size in
            var bytes = Array(head.utf8)
            var index = 0
            while bytes.count < size {
                bytes += Array(unit(index).utf8)
                index += 1
            }
            return bytes
        }
    }
}
