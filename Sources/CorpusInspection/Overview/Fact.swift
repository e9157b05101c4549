// SPDX-License-Identifier: Apache-2.0

/// Something that can be told of a message by its features: that it has HTML, that it is in German.
package struct Fact: Sendable, Hashable {
    /// What facts are about.
    package enum Topic: String, Sendable, CaseIterable {
        /// The language of the text.
        case language
        /// The charset of a part of text.
        case charset
        /// The type of a part.
        case type
        /// HTML, attachments, encryption, signatures: what a part is there for.
        case content
        /// The kind of an attached file, by its name.
        case attachment
        /// The program that wrote it.
        case client
        /// A header field that says how it was sent.
        case field
        /// What is malformed.
        case defect
    }

    /// What it is about.
    package var topic: Topic
    /// What it is, as reports name it.
    package var name: String

    /// That it has a part of HTML.
    package static let html = Fact(.content, "HTML")

    /// Creates a fact.
    package init(_ topic: Topic, _ name: String) {
        self.topic = topic
        self.name = name
    }
}
