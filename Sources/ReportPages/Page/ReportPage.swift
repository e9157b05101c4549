// SPDX-License-Identifier: Apache-2.0

/// A page of a report as values; ``html`` writes it as one file that needs nothing beside it, and no network.
package struct ReportPage: Sendable {
    /// How good the news is that a page begins with.
    package enum Tone: String, Sendable {
        /// As it should be.
        case good
        /// Nothing is wrong, nor can anything be promised.
        case open
        /// A person should look.
        case bad
        /// Nothing is known; of no colour.
        case unknown
    }

    /// A part of a page, which its table of contents names.
    package struct Section: Sendable {
        /// What a link to it ends with.
        package var id: String
        /// Its heading.
        package var title: String
        /// What it says, in order.
        package var blocks: [PageBlock]

        /// Creates a part.
        package init(id: String, title: String, _ blocks: [PageBlock]) {
            self.id = id
            self.title = title
            self.blocks = blocks
        }
    }

    /// In which language it is written.
    package var language: Language
    /// Its heading.
    package var title: String
    /// What it is about, in a line below the heading.
    package var about: String
    /// What a reader needs to know first.
    package var lead: (tone: Tone, text: String)
    /// Its parts; one that says nothing is left out.
    package var sections: [Section]
    /// What stands at its end.
    package var footer: String

    /// Creates a page.
    package init(
        _ language: Language, title: String, about: String, lead: (tone: Tone, text: String), sections: [Section],
        footer: String
    ) {
        self.language = language
        self.title = title
        self.about = about
        self.lead = lead
        self.sections = sections.filter { !$0.blocks.isEmpty }
        self.footer = footer
    }

    /// The page: HTML in UTF-8.
    package var html: String {
        let texts = PageTexts.of(language)
        return PageTemplate.page.render([
            "language": language.rawValue, "style": PageTemplate.style, "heading": title, "about": about,
            "lead": ["tone": lead.tone.rawValue, "leadText": lead.text], "skip": texts.skip,
            "contents": texts.contents, "numbersBehind": texts.numbersBehind, "footer": footer,
            "sections": sections.map { section in
                ["id": section.id, "title": section.title, "blocks": section.blocks.map(\.values)] as [String: Any]
            },
        ])
    }
}
