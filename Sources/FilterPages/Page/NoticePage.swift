// SPDX-License-Identifier: Apache-2.0
package import ReportPages

/// A page that says what became of something that was asked of the filter.
package struct NoticePage: Sendable {
    private let page: ReportPage

    /// That a message was taken down to be learned.
    package static func taught(_ language: Language) -> NoticePage {
        NoticePage(.good, FilterPage.texts(language).taught, language)
    }

    /// That something was not done, and why: in English, as the API says it.
    package static func refused(_ why: String, _ language: Language) -> NoticePage {
        NoticePage(.bad, FilterPage.texts(language).refused.placing(why), language)
    }

    private init(_ tone: ReportPage.Tone, _ text: String, _ language: Language) {
        let texts = FilterPage.texts(language)
        page = ReportPage(
            language, title: texts.title, about: "", lead: (tone, text),
            sections: [.init(id: "back", title: texts.back, [.link(texts.title, path: FilterPage.Path.page)])],
            footer: texts.footer)
    }

    /// The page: HTML in UTF-8.
    package var html: String { page.html }
}

/// A message that may be taught once it was explained.
package struct TaughtMessage: Sendable {
    /// The message, as hexadecimal digits.
    package var encoded: String
    /// Whose it is; nil: the default's.
    package var customer: String?

    /// Creates the message.
    package init(encoded: String, customer: String?) {
        self.encoded = encoded
        self.customer = customer
    }
}

extension ExplanationPage {
    /// The page of a message that was handed to a filter: with a way back, and, where learning is on, buttons that teach it.
    ///
    /// - Parameter teaching: the message, to be sent again with a button; nil: learning is off.
    package init(_ explanation: Explanation, model: String, teaching: TaughtMessage?, _ language: Language) {
        let texts = FilterPage.texts(language)
        var blocks: [PageBlock] = []
        if let teaching {
            blocks.append(
                .form(
                    PageForm(
                        action: FilterPage.Path.teach, isPosted: true,
                        fields: [
                            .hidden(name: FilterPage.Field.encoded, value: teaching.encoded),
                            .hidden(name: FilterPage.Field.customer, value: teaching.customer ?? ""),
                        ],
                        buttons: [
                            .init(texts.teachSpam, value: (FilterPage.Field.feedback, "spam")),
                            .init(texts.teachHam, value: (FilterPage.Field.feedback, "ham")),
                        ])))
        }
        blocks.append(.link(texts.back, path: FilterPage.Path.page))
        self.init(
            explanation, model: model, language,
            ending: ReportPage.Section(id: "teach", title: teaching == nil ? texts.back : texts.teach, blocks))
    }
}
