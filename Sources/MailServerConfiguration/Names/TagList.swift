// SPDX-License-Identifier: Apache-2.0

/// The tags of a record: `v=DKIM1; k=rsa; p=...` (RFC 6376, section 3.2), as DMARC and TLS-RPT write them, too.
package struct TagList: Sendable, Equatable {
    /// A tag, its name in lower case.
    package struct Tag: Sendable, Equatable {
        package var name: String
        /// Its value, without blanks around it.
        package var value: String
    }

    /// In order.
    package private(set) var tags: [Tag] = []
    /// Whether each piece is a tag, and none stands twice.
    package private(set) var isWellFormed = true

    /// The most tags that are read.
    private static let maxTags = 100

    /// Reads a text.
    package init(_ text: String) {
        for piece in text.split(separator: ";") where !piece.withoutBlanks.isEmpty {
            guard tags.count < Self.maxTags, let (name, value) = PostfixParameters.assignment(piece),
                self[name] == nil
            else {
                isWellFormed = false
                continue
            }
            tags.append(Tag(name: name.lowercased(), value: value))
        }
    }

    /// The value of a tag; nil: it is not there.
    package subscript(_ name: String) -> String? { tags.first { $0.name == name.lowercased() }?.value }

    /// The words of a value between these characters, without blanks around them, in lower case.
    package func words(_ name: String, separator: Character = ":") -> [String] {
        (self[name] ?? "").split(separator: separator).map { $0.withoutBlanks.lowercased() }.filter { !$0.isEmpty }
    }
}
