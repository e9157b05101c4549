// SPDX-License-Identifier: Apache-2.0

/// The hashes of features whose text is known beforehand: whoever has the key can ask stored features for them, and no mail
/// is read again.
///
///     let names = FeatureNames(key: key)
///     let isBroken = features.contains(names.structure("defect=unclosedMultipart"), in: .structure)
package struct FeatureNames: Sendable {
    private let structure: KeyedHash
    private let attachments: KeyedHash
    private let words: KeyedHash
    private let header: HeaderViews
    private let fieldNames: KeyedHash

    /// Prepares the hashes of a site.
    package init(key: SiteKey) {
        structure = KeyedHash(key: key, purpose: "structure")
        attachments = KeyedHash(key: key, purpose: "attachments")
        words = KeyedHash(key: key, purpose: "words")
        header = HeaderViews(key: key)
        fieldNames = KeyedHash(key: key, purpose: HeaderText.namePurpose)
    }

    /// A line of ``FeatureView/structure``, as `missing=from`.
    package func structure(_ line: String) -> UInt32 { Self.hash(line, structure) }

    /// A line of ``FeatureView/attachments``, as `extension=pdf`.
    package func attachment(_ line: String) -> UInt32 { Self.hash(line, attachments) }

    /// A word of ``FeatureView/words``, as it stands in the text.
    package func word(_ word: String) -> UInt32 { Self.hash(word, words) }

    /// The feature of ``FeatureView/headerWords`` that a field is there at all, by its name in lower case.
    package func field(_ name: String) -> UInt32 { header.nameFeature(nameHash(name)) }

    /// A word of a field in ``FeatureView/headerWords``, as it stands; the field's name in lower case.
    package func word(_ word: String, inField name: String) -> UInt32 {
        KeyedHash.fold(header.words.string(Array(word.utf8).span, seed: nameHash(name)))
    }

    private func nameHash(_ name: String) -> UInt64 { fieldNames.string(Array(name.utf8).span) }

    private static func hash(_ text: String, _ hash: KeyedHash) -> UInt32 {
        KeyedHash.fold(hash.string(Array(text.utf8).span))
    }
}

extension FeatureVector {
    /// Whether a view has a hash.
    ///
    /// - Complexity: O(log n).
    package func contains(_ hash: UInt32, in view: FeatureView) -> Bool {
        Self.contains(hash, in: hashes.span.extracting(range(of: view)))
    }
}
