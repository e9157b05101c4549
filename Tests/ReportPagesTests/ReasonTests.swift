// SPDX-License-Identifier: Apache-2.0
import MailFeatures
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

    @Test(
        "the language is that of the locale, and English where there is no other",
        arguments: [
            ("de_AT.UTF-8", Language.german), ("de", .german), ("C", .english), ("", .english), ("fr_FR", .english),
        ])
    func language(locale: String, language: Language) {
        #expect(Language(locale: locale) == language)
    }
}
