// SPDX-License-Identifier: Apache-2.0

/// What can be told of a file's inside without opening it as its program would: names in archives, macros, links that load
/// from elsewhere.
package struct AttachmentContents: Sendable {
    /// What a file holds.
    package struct Traits: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Programs in Visual Basic.
        package static let macros = Traits(rawValue: 1)
        /// Files that a password protects.
        package static let encrypted = Traits(rawValue: 2)
        /// The archive's directory and its entries give different names to the same file.
        package static let twoNames = Traits(rawValue: 4)
        /// The archive has no directory at its end, or a broken one.
        package static let noDirectory = Traits(rawValue: 8)
    }

    /// A place outside of a document that it refers to, or loads from.
    package struct ExternalLink: Sendable, Equatable {
        /// What it is for, as the document's format calls it: hyperlink, attachedTemplate, oleObject, image ...
        package var kind: String
        /// The URL.
        package var target: [UInt8]
    }

    /// The names of the files in an archive, as they stand there.
    package internal(set) var names: [[UInt8]] = []
    /// What the file holds.
    package internal(set) var traits: Traits = []
    /// Links of an Office document to what is outside of it.
    package internal(set) var externalLinks: [ExternalLink] = []

    static let maximumNames = 200
    static let maximumNameBytes = 300
    static let maximumLinks = 50

    /// Looks into a file that may be cut off; there is nothing to tell of kinds that are not known.
    package init(_ bytes: Span<UInt8>) {
        if bytes.has("PK\u{3}\u{4}", at: 0) || bytes.has("PK\u{5}\u{6}", at: 0) {
            ZipDirectory(bytes).describe(bytes, in: &self)
        } else if OLEDirectory.isPresent(in: bytes) {
            OLEDirectory.describe(bytes, in: &self)
        }
    }
}
