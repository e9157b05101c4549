// SPDX-License-Identifier: Apache-2.0

/// A keyword, property, unit or function name of CSS in lower case, up to 24 bytes and exact: nothing else equals it.
///
/// No name that is looked for is longer; a longer one equals none of them.
struct CSSName: Equatable {
    private(set) var low: UInt64 = 0
    private(set) var middle: UInt64 = 0
    private(set) var high: UInt64 = 0
    private(set) var count = 0

    /// The name of no bytes yet.
    init() {}

    /// The name that `text` is, in whatever case.
    init(_ text: String) {
        for byte in text.utf8 { append(byte) }
    }

    /// Adds a byte, of whatever case.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        let bits = UInt64(byte.lowercased) &<< UInt64(8 &* (count & 7))
        switch count {
        case 0..<8: low |= bits
        case 8..<16: middle |= bits
        case 16..<24: high |= bits
        default: break
        }
        count &+= 1
    }

    var isEmpty: Bool { count == 0 }

    /// Whether it is a custom property (`--x`).
    var isCustom: Bool { low & 0xffff == 0x2d2d }

    @inline(__always)
    fileprivate var hash: Int {
        let mixed = (low ^ (middle &* 0x9e37_79b9_7f4a_7c15) ^ (high &* 0xc2b2_ae3d_27d4_eb4f))
        return Int((mixed &* 0x9e37_79b9_7f4a_7c15) >> 40)
    }
}

/// A fixed set of names, each with a small number.
struct CSSNameTable: Sendable {
    private var keys: [CSSName]
    private var values: [UInt8]
    private let mask: Int

    /// Makes a table; a name that comes twice has its first number.
    init(_ names: [(String, UInt8)]) {
        var capacity = 64
        while capacity < names.count * 3 { capacity *= 2 }
        mask = capacity - 1
        keys = Array(repeating: CSSName(), count: capacity)
        values = Array(repeating: 0, count: capacity)
        for (text, value) in names {
            let name = CSSName(text)
            var slot = name.hash & mask
            while !keys[slot].isEmpty, keys[slot] != name { slot = (slot + 1) & mask }
            guard keys[slot].isEmpty else { continue }
            keys[slot] = name
            values[slot] = value
        }
    }

    /// Returns the number of a name; nil if it is not in the table.
    func value(of name: CSSName) -> UInt8? {
        guard !name.isEmpty else { return nil }
        var slot = name.hash & mask
        while !keys[slot].isEmpty {
            if keys[slot] == name { return values[slot] }
            slot = (slot &+ 1) & mask
        }
        return nil
    }
}

/// A set of names that is written as the cases of an enumeration: `inlineBlock` stands for `inline-block`.
protocol CSSVocabulary: CaseIterable, RawRepresentable where RawValue == UInt8 {
    /// Other names that a case goes by.
    static var aliases: [(String, Self)] { get }
    /// What ``makeTable()`` makes, once.
    static var names: CSSNameTable { get }
}

extension CSSVocabulary {
    /// The case of a name; nil if there is none.
    static func named(_ name: CSSName) -> Self? { names.value(of: name).flatMap { Self(rawValue: $0) } }

    /// The table of all cases' names and of the aliases.
    static func makeTable() -> CSSNameTable {
        var names: [(String, UInt8)] = []
        for word in allCases {
            var name = ""
            for character in "\(word)" {
                if character.isUppercase { name += "-" }
                name += character.lowercased()
            }
            names.append((name, word.rawValue))
        }
        for (alias, word) in aliases { names.append((alias, word.rawValue)) }
        return CSSNameTable(names)
    }
}

/// The keywords that values of properties are made of, as far as anything hangs on them.
enum CSSKeyword: UInt8, CSSVocabulary {
    case inherit, initial, unset, revert, revertLayer
    case none, auto, normal, all, hidden, visible, collapse, clip, scroll
    case block, inline, inlineBlock, flex, inlineFlex, grid, inlineGrid, flowRoot, flow, contents, listItem, runIn,
        table
    case inlineTable, tableRow, tableCell, tableRowGroup, tableHeaderGroup, tableFooterGroup, tableColumn
    case tableColumnGroup, tableCaption, ruby, rubyBase, rubyText
    case `static`, relative, absolute, fixed, sticky
    case left, right, center, top, bottom
    case xxSmall, xSmall, small, medium, large, xLarge, xxLarge, xxxLarge, smaller, larger
    case pre, preWrap, preLine, nowrap, breakSpaces, wrap
    case caption, icon, menu, messageBox, smallCaption, statusBar
    case minContent, maxContent, fitContent, text, borderBox, paddingBox, contentBox
    case transparent, currentcolor, important, not, and, or, only, screen, layer
    case light, noPreference, landscape, portrait
    case before, after

    static let aliases: [(String, CSSKeyword)] = [
        ("-webkit-box", .flex), ("-webkit-inline-box", .inlineFlex), ("-webkit-flex", .flex), ("-ms-flexbox", .flex),
        ("-moz-box", .flex), ("-webkit-inline-flex", .inlineFlex), ("-webkit-sticky", .sticky),
        ("-moz-pre-wrap", .preWrap), ("-moz-hidden-unscrollable", .clip), ("overlay", .scroll),
        ("-webkit-xxx-large", .xxxLarge),
    ]

    static let names = makeTable()
}
