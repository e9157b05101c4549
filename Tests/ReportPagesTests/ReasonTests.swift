// SPDX-License-Identifier: Apache-2.0
import MailFeatures
import MailMessage
import ReportPages
import Testing

@Suite("Reasons of a verdict")
struct ReasonTests {
    private static func span(_ view: FeatureView, _ text: String, label: String = "") -> FeatureSpan {
        FeatureSpan(view: view, hash: 1, text: Array(text.utf8), label: Array(label.utf8), offset: 0)
    }

    @Test(
        "features that mean the same to a person have one reason",
        arguments: [
            (FeatureView.headerWords, "The", "X-Mailer", Reason.field("x-mailer")),
            (.headerWords, "X-Mailer", "", .field("x-mailer")),
            (.headerWords, "Offer", "Subject", .subject(isSpam: true)),
            (.subject, "Offer", "", .subject(isSpam: true)),
            (.words, "pills", "", .text(isSpam: true)),
            (.wordPairs, "cheap pills", "", .text(isSpam: true)),
            (.links, "host=news.shop.example.co.uk", "", .link("example.co.uk")),
            (.links, "domain=shop.example", "", .link("shop.example")),
            (.links, "shows falsely=bank.example", "", .deceptiveLink("bank.example")),
            (.links, "path shape=/a/9", "", .links),
            (.structure, "html=5", "", .behaviour),
            (.structure, "part defect=junkInBase64", "", .defects),
            (.structure, "missing=date", "", .missingFields),
            (.structure, "zero width 4", "", .tricks),
            (.structure, "reply to other domain", "", .sender),
            (.structure, "tree=text/plain", "", .form),
        ] as [(FeatureView, String, String, Reason)])
    func reasons(view: FeatureView, text: String, label: String, reason: Reason) {
        #expect(Reason(Self.span(view, text, label: label), contribution: 0.5) == reason)
    }

    @Test("words for ham are told apart from words for spam")
    func sides() {
        #expect(Reason(Self.span(.words, "minutes"), contribution: -0.5) == .text(isSpam: false))
    }

    @Test("what a message says reaches the terminal as text, within the columns", arguments: Language.allCases)
    func hostile(language: Language) {
        let name = String(repeating: "x", count: 300) + "\u{1B}[2J"
        for reason in [Reason.text(isSpam: true), .field(name), .link("a\u{202E}b\u{9B}1m\u{07}"), .hiddenText] {
            let line = Explanation.Line(
                reason: reason, logOdds: 1, examples: ["\u{1B}]0;pills\u{07}", "\u{202E}drow", name], features: 3)
            let sentence = line.sentence(language, columns: 70)
            #expect(sentence.count <= 70 && !sentence.isEmpty)
            #expect(!sentence.unicodeScalars.contains { $0.value < 32 || (0x7f...0x9f).contains($0.value) })
            #expect(!sentence.unicodeScalars.contains("\u{202E}"))
            if case .text = reason { #expect(sentence.contains("pills")) }
        }
    }

    @Test("each thing that HTML can do has a name in each language", arguments: Language.allCases)
    func behaviours(language: Language) {
        // The last of them.
        let count = HTMLFlags.excessiveStyle.rawValue.trailingZeroBitCount + 1
        #expect(ExplanationTexts.of(language).behaviours.count == count)
    }

    @Test(
        "the language is that of the locale, and English where there is no other",
        arguments: [
            ("de_AT.UTF-8", Language.german), ("de", .german), ("C", .english), ("", .english), ("fr_FR", .english),
        ])
    func language(locale: String, language: Language) {
        #expect(Language(locale: locale) == language)
    }
}
