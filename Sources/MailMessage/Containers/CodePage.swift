// SPDX-License-Identifier: Apache-2.0

/// Windows' numbers of charsets, as RTF and MAPI name them.
enum CodePage {
    /// The charset's label; nil for one that mail does not have.
    static func label(of number: Int) -> String? {
        switch number {
        case 65001: "utf-8"
        case 1200: "utf-16le"
        case 874, 1250...1258: "windows-\(number)"
        case 28591...28606: "iso-8859-\(number - 28590)"
        case 932: "shift_jis"
        case 936, 54936: "gb18030"
        case 949: "euc-kr"
        case 950: "big5"
        case 20866: "koi8-r"
        case 21866: "koi8-u"
        case 50220...50222: "iso-2022-jp"
        case 51932: "euc-jp"
        case 20127: "us-ascii"
        default: nil
        }
    }
}
