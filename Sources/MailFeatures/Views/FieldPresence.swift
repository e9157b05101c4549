// SPDX-License-Identifier: Apache-2.0

/// Tells by the features of a message whether it came with a header field of a name, whatever the field says.
///
/// Nothing but the key is needed: the names of fields are features of ``FeatureView/headerWords``.
package struct FieldPresence: Sendable {
    private let hashes: [UInt32]

    /// Asks for fields of any of these names, in lower case.
    package init(_ names: [String], key: SiteKey) {
        let features = FeatureNames(key: key)
        hashes = names.map { features.field($0) }
    }

    /// Whether one of the fields came with the message.
    package func holds(in features: FeatureVector) -> Bool {
        hashes.contains { features.contains($0, in: .headerWords) }
    }

    /// Whether a hash of ``FeatureView/headerWords`` says that there is one of the fields.
    package func isFeature(_ hash: UInt32) -> Bool { hashes.contains(hash) }
}
