// SPDX-License-Identifier: Apache-2.0
import MailMessage
import Testing

@Suite("The set that fits a text") struct TextDecodingTests {
    /// A text, what it declares and what it is.
    struct Sample: Sendable, CustomTestStringConvertible {
        var label: String?
        let bytes: [UInt8]
        var isHTML = false
        let charset: String
        let text: String
        var isMislabelled = false
        var testDescription: String { "\(label ?? "none") -> \(charset): \(text)" }
    }

    static let cafe: [UInt8] = [0x63, 0x61, 0x66, 0xe9]
    static let utf8: [UInt8] = Array("ça c'est bôn".utf8)

    @Test(
        "declared, sniffed or by default",
        arguments: [
            Sample(bytes: cafe, charset: "windows-1252", text: "café"),
            Sample(bytes: utf8, charset: "utf-8", text: "ça c'est bôn"),
            Sample(label: "us-ascii", bytes: utf8, charset: "utf-8", text: "ça c'est bôn", isMislabelled: true),
            Sample(label: "us-ascii", bytes: cafe, charset: "windows-1252", text: "café", isMislabelled: true),
            Sample(label: "us-ascii", bytes: [0x61], charset: "us-ascii", text: "a"),
            Sample(label: "iso-8859-1", bytes: utf8, charset: "utf-8", text: "ça c'est bôn", isMislabelled: true),
            Sample(label: "iso-8859-1", bytes: [0xc3, 0xa9], charset: "windows-1252", text: "Ã©"),
            Sample(label: "iso-2022-jp", bytes: Array("日".utf8), charset: "utf-8", text: "日", isMislabelled: true),
            Sample(label: "iso-2022-kr", bytes: Array("한".utf8), charset: "utf-8", text: "한", isMislabelled: true),
            Sample(label: "hz-gb-2312", bytes: Array("你".utf8), charset: "utf-8", text: "你", isMislabelled: true),
            Sample(label: "utf-7", bytes: Array("é".utf8), charset: "utf-8", text: "é", isMislabelled: true),
            Sample(label: "iso-2022-jp", bytes: Array("\u{1b}$BF|\u{1b}(B".utf8), charset: "iso-2022-jp", text: "日"),
            Sample(label: "hz-gb-2312", bytes: Array("~{Dc~}".utf8), charset: "hz-gb-2312", text: "你"),
            Sample(label: "x-unknown", bytes: utf8, charset: "utf-8", text: "ça c'est bôn", isMislabelled: true),
            Sample(label: "utf-8", bytes: cafe, charset: "utf-8", text: "caf\u{fffd}"),
            Sample(label: "", bytes: Array("\u{1b}$BF|\u{1b}(B".utf8), charset: "iso-2022-jp", text: "日"),
            Sample(
                bytes: Array("<META http-equiv=x content='text/html; charset=koi8-r'>".utf8) + [0xc1], isHTML: true,
                charset: "koi8-r", text: "<META http-equiv=x content='text/html; charset=koi8-r'>а"),
            Sample(
                label: "us-ascii", bytes: Array("<meta charset=\"gb2312\">".utf8) + [0xc4, 0xe3], isHTML: true,
                charset: "gb18030", text: "<meta charset=\"gb2312\">你", isMislabelled: true),
            Sample(
                bytes: Array("<meta charset=utf-16>".utf8) + [0xc3, 0xa9], isHTML: true, charset: "utf-8",
                text: "<meta charset=utf-16>é"),
            Sample(bytes: [0xff, 0xfe, 0x41, 0x00], charset: "utf-16le", text: "A"),
            Sample(
                label: "utf-8", bytes: [0xfe, 0xff, 0x00, 0x41], charset: "utf-16be", text: "A", isMislabelled: true),
            Sample(label: "koi8-r", bytes: [0xff, 0xfe], charset: "koi8-r", text: "ЪЧ"),
            Sample(bytes: Array("a\r\nb\rc\n\r\n".utf8), charset: "utf-8", text: "a\nb\rc\n\n"),
            Sample(bytes: [], charset: "utf-8", text: ""),
        ])
    func sample(_ sample: Sample) {
        var output = Array("before\r\n".utf8)
        let decoding = TextDecoding.append(
            sample.bytes.span, label: sample.label.map { Array($0.utf8) }, isHTML: sample.isHTML, to: &output)
        #expect(decoding.charset.name == sample.charset)
        #expect(Array(output) == Array(("before\r\n" + sample.text).utf8))
        #expect(decoding.isMislabelled == sample.isMislabelled)
    }
}
