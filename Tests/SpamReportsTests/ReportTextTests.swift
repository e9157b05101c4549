// SPDX-License-Identifier: Apache-2.0
import Foundation
import ReportPages
import SpamReports
import Testing

@Suite("Texts and style of reports")
struct ReportTextTests {
    private static func texts(_ language: Language) -> [(key: String, text: String)] {
        Mirror(reflecting: ReportTexts.of(language)).children.compactMap { child in
            child.label.flatMap { key in (child.value as? String).map { (key, $0) } }
        }
    }

    @Test("every text exists in both languages, with as many places for numbers")
    func complete() {
        let (english, german) = (Self.texts(.english), Self.texts(.german))
        #expect(english.count > 100 && english.map(\.key) == german.map(\.key))
        for (one, other) in zip(english, german) {
            #expect(!one.text.isEmpty && !other.text.isEmpty, "\(one.key)")
            #expect(
                one.text.components(separatedBy: "{}").count == other.text.components(separatedBy: "{}").count,
                "\(one.key)")
        }
    }

    @Test("numbers are written as in the language, and what is not 0 does not look like it")
    func numbers() {
        let (english, german) = (LocalNumbers(.english), LocalNumbers(.german))
        #expect(english.count(1_204) == "1,204" && german.count(1_204) == "1.204")
        #expect(english.percent(0.0667) == "0.067\u{A0}%" && german.percent(3.44) == "3,4\u{A0}%")
        #expect(english.percent(0) == "0\u{A0}%" && english.percent(99.96) == "99.96\u{A0}%")
        #expect(
            english.limit(0.1) == "0.1\u{A0}%" && german.limit(0.01) == "0,01\u{A0}%" && german.limit(10) == "10\u{A0}%"
        )
        #expect(english.percent(0.000_23) == "0.0002\u{A0}%" && english.percent(0.000_000_9) == "0.000001\u{A0}%")
        #expect(german.interval(0, 1.52) == "0 bis 1,5\u{A0}%" && english.change(-0.5) == "\u{2212}0.50")
        #expect(english.time(1_772_850_600) == "2026-03-07 02:30 UTC" && german.day(1_772_850_600) == "07.03.2026")
        #expect(english.decimal(.infinity, digits: 1) == "\u{2013}")
    }

    /// The colours of the style, by name: in daylight and in the dark.
    private static func colours() throws -> [[String: [Double]]] {
        let page = NightPageSample.html
        return page.matches(of: /(?s):root \{(.*?)\}/).map { block in
            Dictionary(
                block.1.matches(of: /--(\w+): #(\w\w)(\w\w)(\w\w);/).map { match in
                    (String(match.1), [match.2, match.3, match.4].map { Double(Int($0, radix: 16) ?? 0) / 255 })
                }, uniquingKeysWith: { $1 })
        }
    }

    /// WCAG 2.2's relative luminance.
    private static func luminance(_ colour: [Double]) -> Double {
        let linear = colour.map { $0 <= 0.04045 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    private static func contrast(_ one: [Double], _ other: [Double]) -> Double {
        let (a, b) = (luminance(one), luminance(other))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    @Test("text has the contrast of level AA by day, in the dark and on paper, and lines that of graphics")
    func contrast() throws {
        let schemes = try Self.colours()
        #expect(schemes.count == 3)
        for scheme in schemes {
            for ground in ["page", "raised"] {
                let ground = try #require(scheme[ground])
                for text in ["text", "quiet", "link"] {
                    #expect(try Self.contrast(#require(scheme[text]), ground) >= 4.5, "\(text)")
                }
                for mark in ["ham", "spam", "before", "good", "open", "bad"] {
                    #expect(try Self.contrast(#require(scheme[mark]), ground) >= 3, "\(mark)")
                }
            }
        }
    }
}

private enum NightPageSample {
    static let html = NightPage(Sample.night(), .english).html
}
