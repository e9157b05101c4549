// SPDX-License-Identifier: Apache-2.0
package import MailFeatures

/// One message of a corpus that is inspected: what it is called, what it is labelled, where its features are.
package struct InspectedMessage: Sendable {
    /// The canonical digest, 32 bytes: copies have the same.
    package var digest: [UInt8]
    /// Its Message-ID without brackets; nil where it has none, or only its digest is kept.
    package var messageID: String?
    /// When it was received, in seconds since 1970; nil if nothing says so.
    package var date: Int64?
    /// Bytes; 0 where that is not known.
    package var size = 0
    /// The label; nil: none.
    package var label: MessageClass?
    /// Whether a person gave the label with a command: it is not asked for again.
    package var isLabelledByHand = false
    /// The folder or file that it lies in.
    package var place: String?
    /// Whose mail it is, under the name that reports use; nil where the source has no account.
    package var account: String?
    /// The network that handed it over, by its number in the corpus; nil: not known.
    package var network: Int32?
    /// Its clues, by their numbers in a ``ClueTable``.
    package var clues: [Int32] = []
    /// Where its features are.
    package var features: FeatureReference
    /// Whether somebody of the site had written to the sender before.
    package var isSenderKnown = false

    /// Creates a message.
    package init(digest: [UInt8], date: Int64? = nil, label: MessageClass? = nil, features: FeatureReference) {
        self.digest = digest
        self.date = date
        self.label = label
        self.features = features
    }

    /// The message as a learner sees it; nil without a label.
    package var example: TrainingExample? {
        label.map { label in
            var example = TrainingExample(features, messageClass: label, date: date)
            example.isSenderKnown = isSenderKnown
            return example
        }
    }
}
