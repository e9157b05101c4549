// SPDX-License-Identifier: Apache-2.0

/// The languages of the corpus.
enum Language: CaseIterable {
    case english, german, french, spanish, italian, polish, russian, japanese, chinese

    /// Charsets in which its writers send mail, commonest first.
    var charsets: [String] {
        switch self {
        case .english: ["us-ascii", "utf-8", "iso-8859-1", "utf-8", "windows-1252"]
        case .german: ["utf-8", "iso-8859-1", "utf-8", "iso-8859-15", "windows-1252"]
        case .french, .spanish, .italian: ["utf-8", "iso-8859-1", "windows-1252", "utf-8"]
        case .polish: ["utf-8", "iso-8859-2"]
        case .russian: ["koi8-r", "utf-8", "windows-1251"]
        case .japanese: ["iso-2022-jp", "utf-8", "shift_jis"]
        case .chinese: ["gb2312", "utf-8", "gbk"]
        }
    }

    /// Whether lines may be broken between any two characters.
    var hasNoSpaces: Bool { self == .japanese || self == .chinese }

    /// How an answer announces what it quotes.
    var attribution: String {
        switch self {
        case .english: "On [day], [who] wrote:"
        case .german: "Am [day] schrieb [who]:"
        case .french: "Le [day], [who] a écrit :"
        case .spanish: "El [day], [who] escribió:"
        case .italian: "Il [day] [who] ha scritto:"
        case .polish: "W dniu [day] [who] pisze:"
        case .russian: "[day], [who] пишет:"
        case .japanese: "[day]、[who] さんは書きました:"
        case .chinese: "在 [day]，[who] 写道："
        }
    }
}
