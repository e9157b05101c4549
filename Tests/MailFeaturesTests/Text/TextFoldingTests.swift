// SPDX-License-Identifier: Apache-2.0
import Foundation
import MailFeatures
import TestSupport
import Testing

@Suite("Text folding")
struct TextFoldingTests {
    struct Fixture: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var canonical: String
        var tricks = TextTricks()

        init(_ name: String, _ text: String, _ canonical: String, _ set: (inout TextTricks) -> Void = { _ in }) {
            self.name = name
            self.text = text
            self.canonical = canonical
            set(&tricks)
        }

        var testDescription: String { name }
    }

    @Test(
        "what reads alike becomes alike, and the tricks are counted",
        arguments: [
            Fixture("ASCII stays", "Hello, World! It's 5 o'clock.", "Hello, World! It's 5 o'clock."),
            Fixture("composed letters stay", "Grüße aus Köln", "Grüße aus Köln"),
            Fixture("decomposed letters compose", "Gru\u{308}\u{DF}e e\u{301}te\u{301}", "Grüße été"),
            Fixture("two marks in the wrong order", "a\u{302}\u{323} a\u{323}\u{302}", "\u{1EAD} \u{1EAD}"),
            Fixture("wide forms", "ＶＩＡＧＲＡ　１００％", "VIAGRA 100%"),
            Fixture("ligatures", "o\u{FB03}ce", "office") { $0.styledLetters = 1 },
            Fixture("mathematical letters", "\u{1D42F}\u{1D422}\u{1D41A}\u{1D420}\u{1D42B}\u{1D41A}", "viagra") {
                $0.styledLetters = 6
            },
            Fixture("letters in squares", "\u{1F170}\u{1F171}\u{1F152}", "ABC") { $0.styledLetters = 3 },
            Fixture("zero width inside a word", "vi\u{200B}ag\u{200D}ra\u{FEFF} \u{200B}now", "viagra now") {
                $0.zeroWidth = 2
            },
            Fixture("soft hyphens inside a word", "vi\u{AD}ag\u{AD}ra", "viagra") { $0.softHyphens = 2 },
            Fixture("turned text", "\u{202E}argaiv\u{202C}", "argaiv") { $0.bidiControls = 2 },
            Fixture("a Cyrillic letter among Latin ones", "p\u{430}yp\u{430}l and c\u{430}sh", "paypal and cash") {
                $0.mixedWords = 2
            },
            Fixture("Greek capitals among Latin ones", "\u{392}ank of \u{391}merica", "Bank of America") {
                $0.mixedWords = 2
            },
            Fixture("Latin letters among Cyrillic ones", "с\u{6B}идки", "скидки") { $0.mixedWords = 1 },
            Fixture("a word of one alphabet stays", "оса сор рот the cop", "оса сор рот the cop"),
            Fixture("a mixture without doubles stays", "λz-жg λ-calculus кг/m", "λz-жg λ-calculus кг/m") {
                $0.mixedWords = 2
            },
            Fixture("strokes through letters", "v\u{336}i\u{336}a\u{336}gra", "viagra") { $0.looseMarks = 3 },
            Fixture(
                "typographic signs", "\u{201C}Don\u{2019}t\u{201D} \u{2013} 5\u{2212}3\u{2026}", "\"Don't\"   5-3..."),
            Fixture("spaces of all kinds", "a\u{A0}b\u{2003}c\u{3000}dd", "a b c dd"),
            Fixture("a word spelt out with spaces", "buy V I A G R A now", "buy VIAGRA now") { $0.spacedWords = 1 },
            Fixture("a word spelt out with dots", "v.i.a.g.r.a", "viagra") { $0.spacedWords = 1 },
            Fixture("words spelt out with stars and lines", "F*R*E*E c_a_s_h!", "FREE cash!") { $0.spacedWords = 2 },
            Fixture("a Cyrillic word spelt out", "В И А Г Р А", "ВИАГРА") { $0.spacedWords = 1 },
            Fixture("abbreviations stay", "e.g. the U.S.A. or i.e. a b c", "e.g. the U.S.A. or i.e. a b c"),
            Fixture("letters in words stay", "at a loss I am", "at a loss I am"),
            Fixture("different signs stay", "a.b-c.d e f,g", "a.b-c.d e f,g"),
            Fixture("Chinese stays, its marks become plain", "免费。优惠、", "免费.优惠,"),
            Fixture("half-width kana compose", "ｶﾞｷﾞ", "ガギ"),
            Fixture("Korean letters compose", "\u{1112}\u{1161}\u{11AB}", "한"),
            Fixture("an accent alone", "\u{301}x", "x") { $0.looseMarks = 1 },
            Fixture("empty", "", ""),
        ])
    func canonical(fixture: Fixture) {
        let result = TextFolding.fold(Array(fixture.text.utf8))
        #expect(String(decoding: result.text, as: UTF8.self) == fixture.canonical)
        #expect(Array(result.text) == Array(fixture.canonical.utf8))
        #expect(result.tricks == fixture.tricks)
    }

    @Test(
        "case goes",
        arguments: [
            ("HELLO World", "hello world"), ("STRASSE Straße", "strasse strasse"), ("ПРИВЕТ Мир", "привет мир"),
            ("ΣΊΣΥΦΟΣ", "σίσυφοσ"), ("@[`{", "@[`{"), ("ÀÉÎÕÜ", "àéîõü"),
        ])
    func caseFolding(text: String, folded: String) {
        #expect(String(decoding: TextFolding.fold(Array(text.utf8)).folded, as: UTF8.self) == folded)
    }

    @Test("ASCII of any length and place folds as byte by byte")
    func asciiCase() {
        var generator = SplitMix64(seed: 1)
        for count in 0..<100 {
            let text = (0..<count).map { _ in UInt8.random(in: 0x21...0x7e, using: &generator) }
            let expected = TextFolding.fold(text).text.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
            #expect(TextFolding.fold(text).folded == expected)
        }
    }

    // Where canonical text differs from NFKC by intent (punctuation, invisible characters, look-alikes, spelt-out
    // words), these alphabets have nothing of the kind.
    @Test(
        "agrees with another implementation of NFKC",
        arguments: [
            0x900...0x97f, 0xac00...0xac80, 0x1100...0x115e, 0x1161...0x11ff, 0x1ea0...0x1ef9,
            0x3041...0x3096, 0x3099...0x30fa, 0xf900...0xfa6d, 0xfb50...0xfbb1,
            0x1d400...0x1d454, 0x1d7ce...0x1d7ff,
        ] as [ClosedRange<UInt32>])
    func differential(range: ClosedRange<UInt32>) {
        var generator = SplitMix64(seed: UInt64(range.lowerBound))
        for _ in 0..<300 {
            let scalars = (0..<Int.random(in: 1...6, using: &generator)).compactMap { _ in
                Unicode.Scalar(UInt32.random(in: range, using: &generator))
            }
            // Words of one letter each, that nothing may join.
            var text = String.UnicodeScalarView(scalars)
            text.append("1")
            let string = String(text)
            let expected = string.precomposedStringWithCompatibilityMapping
            guard !expected.unicodeScalars.contains(where: { (0x300...0x36f).contains($0.value) }) else { continue }
            let found = TextFolding.fold(Array(string.utf8)).text
            let plain = Array(expected.unicodeScalars.map { "\($0)" }.joined().utf8)
            #expect(found == plain || Self.isPunctuation(expected), "\(scalars.map { String($0.value, radix: 16) })")
        }
    }

    private static func isPunctuation(_ text: String) -> Bool {
        text.unicodeScalars.contains { (0x2000...0x303f).contains($0.value) || $0.value == 0x30fb }
    }

    @Test("any bytes give valid UTF-8, and folding again changes nothing more")
    func anyBytes() {
        var generator = SplitMix64(seed: 3)
        for _ in 0..<300 {
            let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let first = TextFolding.fold(bytes)
            #expect(String(validating: first.text, as: UTF8.self) != nil)
            #expect(String(validating: first.folded, as: UTF8.self) != nil)
        }
    }

    @Test(
        "a megabyte of what is hard takes eight times as long as an eighth of it",
        arguments: [
            "a\u{301}", "\u{302}", "a\u{302}\u{323}", "\u{200B}", "a.", "a b ", "p\u{430}", "\u{FDFA}", "\u{202E}",
            "\u{1161}", "\u{FF}", "ab. ",
        ])
    func hostile(unit: String) {
        let excess = LinearTime(small: 1 << 17, large: 1 << 20).excess(of: { size in
            Array(String(repeating: unit, count: size / unit.utf8.count).utf8)
        }) {
            _ = TextFolding.fold($0)
        }
        #expect(excess == nil, "\(excess ?? "")")
    }
}
